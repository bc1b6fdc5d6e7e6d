"""Restyle: the melody and the harmony of a piece, played by the arranger's players of a style."""

from dataclasses import dataclass

import numpy as np

from generator.arranger.given import arrange
from generator.arranger.matching import template_named_like, template_of
from generator.arranger.sheet import Arranged
from generator.arranger.source import LeadSheet, lead_sheet
from generator.operations.chroma import chroma, likeness
from generator.operations.fidelity import brought_back
from music.controls import Controls
from music.errors import CadenzaError
from music.score import Score
from music.style import Style
from music.theory import Key

MOST_BARS = 256
#: the cosine that a bar is brought to, where its players get there; the mean of all lies above it
ENOUGH = 0.91
#: ticks of the arranger's lead sheets to a quarter
_TICKS = 480


@dataclass(frozen=True, slots=True, eq=False)
class Restyled:
    """chroma_similarity: mean over the source's bars of the cosine between the pitch classes that sound there
    and those that sound in the same bar of `score`, transposed back. shared: instruments of both."""

    score: Score
    style: str
    chroma_similarity: float
    shared: int
    said: tuple[str, ...]


def restyle(source: Score, wishes: Controls, seed: int, style: Style | None = None) -> Restyled:
    """`source` in the style `wishes.style`, or in a guild's own `style`; its key stays unless wishes.key says
    otherwise, its tempo becomes the style's unless wishes.tempo_bpm says otherwise.

    The melody stays (in its octave or another); the harmony stays in every bar, its players are new. Raises
    UnknownStyle, UnreadableScore for a piece without a melody, ImpossibleControls.
    """
    wishes.checked()
    if not wishes.style:
        raise CadenzaError("Say which style it shall be in, for instance lo-fi.")
    template = template_named_like(wishes.style) if style is None else template_of(style)
    melody = lead_sheet(source, title=source.title or "A piece")
    arranged = arrange(
        melody,
        template,
        valence=wishes.valence,
        arousal=wishes.arousal,
        key=Key.parse(wishes.key) if wishes.key else None,
        tempo_bpm=wishes.tempo_bpm,
        seed=seed,
        max_bars=MOST_BARS,
    )
    score, similarity = _faithful(source, melody, arranged, template.leads())
    played = min(melody.bars, int(MOST_BARS / arranged.stretch))
    said = []
    if played < melody.bars:
        said.append(f"The piece has {melody.bars} bars; I played the first {played}.")
    if arranged.stretch != 1:
        longer = "twice" if arranged.stretch == 2 else "half"
        said.append(f"Its notes are written {longer} as long, so that the melody sings at this tempo.")
    said.append(f"Harmony {similarity:.0%} as in the piece, bar by bar.")
    old = {(p.program, p.is_drum) for p in source.parts}
    shared = len(old & {(p.program, p.is_drum) for p in score.parts})
    return Restyled(score, arranged.labels.style, similarity, shared, tuple(said))


def _faithful(
    source: Score, melody: LeadSheet, arranged: Arranged, leads: frozenset[str]
) -> tuple[Score, float]:
    """The arrangement with its harmony brought back, and how like the source's it is then."""
    bar = melody.shape.bar
    bars = np.arange(min(melody.bars, int(MOST_BARS / arranged.stretch)) + 1) * bar
    was = chroma(source, (bars + melody.phase) * source.ticks_per_quarter / _TICKS)
    was = np.roll(was, _step(melody.key, arranged.labels.key), axis=1)
    cuts = bars * arranged.stretch + arranged.melody_bar * bar
    cuts = cuts * arranged.score.ticks_per_quarter / _TICKS
    fixed = [i for i, part in enumerate(arranged.score.parts) if part.name in leads]
    score = brought_back(arranged.score, was, cuts, fixed, ENOUGH)
    alike = likeness(was, chroma(score, cuts))
    return score, float(np.nanmean(alike)) if np.isfinite(alike).any() else 0.0


def _step(old: Key, new: str) -> int:
    """Semitones by which everything was transposed, octaves apart."""
    return (Key.parse(new).tonic - old.tonic) % 12
