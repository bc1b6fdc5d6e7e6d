"""The lead sheet between composing and playing, and what an arrangement says of itself."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from generator.arranger.chord import Chord
from generator.arranger.pattern import TICKS, MetreShape
from generator.arranger.template import StyleTemplate
from music.score import Score
from music.theory import Key


class ChordSpan(NamedTuple):
    """`chord` sounds from `start` to `stop`, in ticks of the piece."""

    start: int
    stop: int
    chord: Chord


class TuneNote(NamedTuple):
    """A note of the melody, in ticks of the piece."""

    onset: int
    duration: int
    pitch: int


class Played(NamedTuple):
    """A note as a part plays it: `strength` about 1, the voice number `voice` counts a chord from below."""

    onset: int
    duration: int
    pitch: int
    strength: float
    voice: int = 0


@dataclass(frozen=True, slots=True)
class Section:
    """`bars` bars from `start_bar` (counted from 0); `energy` in [0, 1] already follows the mood."""

    label: str
    start_bar: int
    bars: int
    energy: float
    plays: tuple[str, ...]
    theme: str
    harmony: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything that is fixed before the parts play. `spans` cover the piece without gaps."""

    template: StyleTemplate
    key: Key
    shape: MetreShape
    tempo_bpm: float
    valence: float
    arousal: float
    sections: tuple[Section, ...]
    spans: tuple[ChordSpan, ...]
    melody: tuple[TuneNote, ...]
    programs: dict[str, int]
    title: str

    @property
    def bars(self) -> int:
        return self.sections[-1].start_bar + self.sections[-1].bars

    @property
    def ticks(self) -> int:
        return self.bars * self.shape.bar


@dataclass(frozen=True, slots=True)
class FormLabel:
    """A section: `bars` bars from `start_bar`, counted from 1."""

    label: str
    start_bar: int
    bars: int


@dataclass(frozen=True, slots=True)
class Labels:
    """What an arrangement is, by construction. valence and arousal: what was asked, inside the style's reach;
    chords: (quarters from the start, symbol); tempo_bpm in quarters a minute."""

    style: str
    valence: float
    arousal: float
    key: str
    tempo_bpm: float
    metre: str
    bars: int
    seconds: float
    instruments: tuple[str, ...]
    form: tuple[FormLabel, ...]
    chords: tuple[tuple[float, str], ...]

    def to_json(self) -> dict[str, Any]:
        return {
            "style": self.style,
            "valence": round(self.valence, 3),
            "arousal": round(self.arousal, 3),
            "key": self.key,
            "tempo_bpm": self.tempo_bpm,
            "metre": self.metre,
            "bars": self.bars,
            "seconds": round(self.seconds, 2),
            "instruments": list(self.instruments),
            "form": [{"label": s.label, "start_bar": s.start_bar, "bars": s.bars} for s in self.form],
            "chords": [list(pair) for pair in self.chords],
        }


@dataclass(frozen=True, slots=True, eq=False)
class Arranged:
    """A full piece with its labels.

    Of a melody that was given: its first full bar is bar `melody_bar` (from 0) here, in notes `stretch` times
    as long.
    """

    score: Score
    labels: Labels
    melody_bar: int = 0
    stretch: float = 1.0


def chord_labels(sheet: Sheet) -> tuple[tuple[float, str], ...]:
    """Each change of chord once, in quarters from the start."""
    found: list[tuple[float, str]] = []
    for span in sheet.spans:
        symbol = span.chord.symbol(sheet.key)
        if not found or found[-1][1] != symbol:
            found.append((round(span.start / TICKS, 3), symbol))
    return tuple(found)
