"""The analysis of a whole piece."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from music.analysis.chords import chords_of_bars
from music.analysis.key import find_key
from music.analysis.mood import mood_features, mood_of_features
from music.analysis.notes import NoteTable, cut_at_bars, note_table
from music.analysis.sections import Section, find_sections
from music.controls import Density
from music.errors import UnreadableScore
from music.instruments import NAMES
from music.mood import Mood
from music.score import Score

#: Notes a second: below the first music is sparse, from the second on dense. The terciles of 1,908 pieces of
#: the train split with a stated tempo, at most 300 of each collection.
DENSITY_BOUNDS = (6.1, 9.2)

#: fewer onsets than this tell no beat; and how close to it they must keep, see `follows_beat`
_FEWEST_FOR_A_BEAT = 24
_LEAST_CONCENTRATION = 0.25


@dataclass(frozen=True, slots=True)
class Analysis:
    """What is known of a Score.

    tempo_bpm: quarters a minute, of the tempo that holds longest, or the mean when none holds for half of
        the piece; tempo_known: False when the file sets no tempo, or one that its notes do not follow.
    key: as in "A minor", None for drums alone; key_confidence: probability that it is right.
    metre: the one that holds longest. bars, seconds: up to the last bar, to the end of the last note.
    instruments: General MIDI names by number of notes, most first; "Drums" for the kit.
    chords: the prevailing chord of each bar, "N" where none sounds.
    register: lowest, mean (by duration) and highest MIDI pitch without drums, None for drums alone.
    dynamics: lowest, mean and highest velocity; None when the velocities never change.
    polyphony: mean number of notes sounding at once while any sounds.
    notes_per_second: from the first onset to the end.
    """

    tempo_bpm: float
    tempo_known: bool
    key: str | None
    key_confidence: float
    metre: str
    bars: int
    seconds: float
    instruments: tuple[str, ...]
    mood: Mood
    chords: tuple[str, ...]
    density: Density
    sections: tuple[Section, ...]
    register: tuple[int, float, int] | None
    dynamics: tuple[int, float, int] | None
    polyphony: float
    notes_per_second: float
    note_count: int

    def to_json(self) -> dict[str, Any]:
        """JSON values under the names of the contract."""
        return {
            "tempo_bpm": round(self.tempo_bpm, 2),
            "tempo_known": self.tempo_known,
            "key": self.key,
            "key_confidence": round(self.key_confidence, 3),
            "metre": self.metre,
            "bars": self.bars,
            "seconds": round(self.seconds, 3),
            "instruments": list(self.instruments),
            "mood": {
                "valence": round(self.mood.valence, 3),
                "arousal": round(self.mood.arousal, 3),
                "uncertainty": [round(deviation, 3) for deviation in self.mood.uncertainty],
            },
            "chords": list(self.chords),
            "density": self.density,
            "sections": [{"label": s.label, "start_bar": s.start_bar, "bars": s.bars} for s in self.sections],
            "register": _spread_json(self.register),
            "dynamics": _spread_json(self.dynamics),
            "polyphony": round(self.polyphony, 3),
            "notes_per_second": round(self.notes_per_second, 3),
            "note_count": self.note_count,
        }


def analyze(score: Score) -> Analysis:
    """The Analysis of a Score. Raises UnreadableScore when it holds no notes."""
    table = _notes_of(score)
    pitched = table.pitched()
    starts = np.array(score.bar_starts(), np.int64)
    bars = len(starts)
    shares = cut_at_bars(table, starts)
    pitched_shares = shares if pitched is table else cut_at_bars(pitched, starts)
    key, confidence = find_key(pitched)
    seconds_at = score.seconds_at([int(table.onset[0]), score.end_tick])
    notes_per_second = len(table.onset) / max(float(seconds_at[1] - seconds_at[0]), 0.1)
    tempo = main_tempo(score)
    tempo_known = score.sets_tempo and follows_beat(table)
    return Analysis(
        tempo_bpm=tempo,
        tempo_known=tempo_known,
        key=None if key is None else str(key),
        key_confidence=confidence,
        metre=main_metre(score),
        bars=bars,
        seconds=float(seconds_at[1]),
        instruments=_instruments(table),
        mood=_mood(table, tempo if tempo_known else None, tempo),
        chords=chords_of_bars(pitched, pitched_shares, bars, key),
        density=density_of(notes_per_second),
        sections=find_sections(table, shares, starts),
        register=_spread(pitched.pitch, pitched.duration),
        dynamics=_spread(table.velocity) if np.ptp(table.velocity) else None,
        polyphony=_polyphony(table),
        notes_per_second=notes_per_second,
        note_count=len(table.onset),
    )


def mood_of(score: Score) -> Mood:
    """The Mood of a Score. Raises UnreadableScore when it holds no notes."""
    table, tempo = _notes_of(score), main_tempo(score)
    return _mood(table, tempo if score.sets_tempo and follows_beat(table) else None, tempo)


def follows_beat(table: NoteTable) -> bool:
    """Whether the onsets lie on the file's beats at all.

    A performance that was recorded without a metronome keeps the recorder's tempo, mostly 120, which says
    nothing of the music; its onsets are spread evenly over the beat. Measured by the length of the mean
    vector of their phases (N. Fisher, "Statistical Analysis of Circular Data", 1993) against 2, 3, 4 and 6
    parts of a quarter: near 0 without a beat, above 0.5 even for loose playing.
    """
    onset = np.unique(table.onset) / table.ticks_per_quarter
    if len(onset) < _FEWEST_FOR_A_BEAT:
        return True
    phases = np.exp(2j * np.pi * onset[:, None] * np.array([2, 3, 4, 6]))
    return bool(np.abs(phases.mean(0)).max() >= _LEAST_CONCENTRATION)


def density_of(notes_per_second: float) -> Density:
    sparse, dense = DENSITY_BOUNDS
    return "sparse" if notes_per_second < sparse else "medium" if notes_per_second < dense else "dense"


def main_tempo(score: Score) -> float:
    """Quarters a minute; see Analysis.tempo_bpm."""
    if len(score.tempos) == 1:
        return score.tempos[0].bpm
    return prevailing_tempo(
        [t.tick for t in score.tempos], [t.microseconds for t in score.tempos], score.end_tick
    )


def prevailing_tempo(onsets: Sequence[int], microseconds: Sequence[int], end: int) -> float:
    """Quarters a minute of the tempo that holds for half of the time or more, else of the mean.

    `onsets` in ticks, `microseconds` for each quarter from there on; `end` in ticks.
    """
    end = max(end, 1)
    lengths = np.array(microseconds, np.float64)
    held = np.diff(np.minimum([*onsets, end], end)) * lengths
    values, index = np.unique(lengths, return_inverse=True)
    by_value = np.bincount(index, weights=held)
    longest = int(by_value.argmax())
    if by_value[longest] >= held.sum() / 2:
        return float(60e6 / values[longest])
    return float(60e6 * end / held.sum())


def main_metre(score: Score) -> str:
    """The metre that holds longest, as "3/4"."""
    if len(score.metres) == 1:
        return str(score.metres[0])
    end = max(score.end_tick, 1)
    ticks = np.minimum([*(metre.tick for metre in score.metres), end], end)
    held: dict[str, int] = {}
    for metre, length in zip(score.metres, np.diff(ticks).tolist(), strict=True):
        held[str(metre)] = held.get(str(metre), 0) + length
    return max(held, key=lambda name: held[name])


def _notes_of(score: Score) -> NoteTable:
    if not score.note_count:
        raise UnreadableScore("There are no notes in this music; a score with at least one note works.")
    return note_table(score)


def _mood(table: NoteTable, tempo_bpm: float | None, played_bpm: float) -> Mood:
    quarter = float(table.ticks_per_quarter)
    features = mood_features(
        table.onset / quarter,
        table.duration / quarter,
        table.pitch,
        table.velocity,
        table.is_drum,
        tempo_bpm,
        played_bpm,
    )
    return mood_of_features(features)


def _instruments(table: NoteTable) -> tuple[str, ...]:
    counts = np.bincount(table.program)
    ranked = np.argsort(-counts, kind="stable")
    return tuple(NAMES[program] for program in ranked.tolist() if counts[program])


def _spread(
    values: NDArray[np.int64], weights: NDArray[np.int64] | None = None
) -> tuple[int, float, int] | None:
    """(lowest, mean, highest); None of nothing."""
    if not len(values):
        return None
    mean = values.mean() if weights is None else (values * weights).sum() / max(int(weights.sum()), 1)
    return int(values.min()), float(mean), int(values.max())


def _spread_json(spread: tuple[int, float, int] | None) -> dict[str, float] | None:
    return (
        None if spread is None else {"lowest": spread[0], "mean": round(spread[1], 2), "highest": spread[2]}
    )


def _polyphony(table: NoteTable) -> float:
    until = np.maximum.accumulate(table.end)
    silence = int(np.maximum(table.onset[1:] - until[:-1], 0).sum())
    return float(table.duration.sum() / max(int(until[-1] - table.onset[0]) - silence, 1))
