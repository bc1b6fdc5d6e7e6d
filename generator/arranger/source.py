"""Lead sheets out of scores: the melody of a file, its metre, key, pickup and chords."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from generator.arranger.pattern import TICKS, MetreShape
from generator.arranger.sheet import TuneNote
from music.analysis.chords import chords_of_bars
from music.analysis.key import find_key
from music.analysis.notes import cut_at_bars, note_table
from music.controls import MAX_BAR_QUARTERS
from music.errors import UnreadableScore
from music.score import DURATION, ONSET, PITCH, VELOCITY, NoteArray, Part, Score
from music.theory import Key, key_correlations

_GRID = TICKS // 12
#: What melodies are called and played on; a part so named is taken before all others.
_LEAD_NAMES = ("melody", "vocal", "voice", "lead", "solo", "song", "tune", "treble", "cantus", "soprano")
_VOICES = frozenset((52, 53, 54, 85))
_FEWEST_NOTES = 8
#: Metres counted as others: players of modern styles feel these beats.
_PLAIN = {
    "2/2": MetreShape(4, 4), "4/2": MetreShape(4, 4), "8/4": MetreShape(4, 4), "6/4": MetreShape(3, 4),
    "3/8": MetreShape(6, 8),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class LeadSheet:
    """A melody with what is known around it.

    notes: from the first full bar on (tick 0); those before it have negative onsets. chords: (tick, symbol)
    on the same clock, empty when they have to be found. tempo_bpm: in quarters, None when nobody knows.
    phase: where that first full bar begins in the source, in ticks of 480 a quarter.
    """

    notes: tuple[TuneNote, ...]
    shape: MetreShape
    key: Key
    tempo_bpm: float | None
    chords: tuple[tuple[int, str], ...]
    title: str
    phase: int = 0

    @property
    def bars(self) -> int:
        """Full bars from tick 0 on."""
        end = max(note.onset + note.duration for note in self.notes)
        return max(1, -(-(end - _GRID) // self.shape.bar))


def lead_sheet(
    score: Score,
    *,
    chords: Sequence[tuple[float, str]] = (),
    key: Key | None = None,
    title: str = "",
) -> LeadSheet:
    """The melody of `score` (a vocal or lead part, else the top line) with its key.

    chords: (quarters from the start, symbol) where the source states them; else they are read from the other
    parts, if there are any. key: where the source states it; it is taken when the notes do not speak against
    it. Raises UnreadableScore for music without a melody.
    """
    if not any(len(part.notes) and not part.is_drum for part in score.parts):
        raise UnreadableScore("There is no melody in this music; a score with a tune in it works.")
    scale = TICKS / score.ticks_per_quarter
    line = _melody(score, scale)
    if len(line) < _FEWEST_NOTES:
        raise UnreadableScore(
            f"The melody has {len(line)} notes; {_FEWEST_NOTES} or more are needed to arrange it."
        )
    metre = max(score.metres, key=lambda m: _held(score, m.tick))
    shape = MetreShape(metre.numerator, metre.denominator)
    if not 1 <= shape.bar / TICKS <= MAX_BAR_QUARTERS or shape.bar % _GRID:
        shape = MetreShape(4, 4)
    shape = _PLAIN.get(str(shape), shape)
    found = tuple((round(quarter * TICKS), symbol) for quarter, symbol in chords)
    if not found and len(score.parts) > 1:
        found = _read_chords(score, scale)
    phase = _phase(line, shape, found)
    notes = tuple(TuneNote(int(n[0]) - phase, int(n[1]), int(n[2])) for n in line)
    return LeadSheet(
        notes,
        shape,
        _key(score, line, key),
        score.tempos[0].bpm if score.sets_tempo else None,
        tuple((max(0, tick - phase), symbol) for tick, symbol in found),
        title or score.title,
        phase,
    )


def _held(score: Score, tick: int) -> int:
    after = [m.tick for m in score.metres if m.tick > tick]
    return (min(after) if after else max(score.end_tick, tick + 1)) - tick


def _melody(score: Score, scale: float) -> NDArray[np.int64]:
    """[n, 4] one note at a time on the grid: onset, duration, pitch, velocity."""
    pitched = [part for part in score.parts if len(part.notes) and not part.is_drum]
    named = [p for p in pitched if any(word in p.name.casefold() for word in _LEAD_NAMES)]
    sung = [p for p in pitched if p.program in _VOICES]
    pool = [p for p in (named or sung) if len(p.notes) >= _FEWEST_NOTES]
    if not pool:
        pool = [
            p for p in pitched if _single(p) > 0.85 and len(p.notes) >= 16 and p.notes[:, PITCH].mean() > 57
        ]
    notes = max(pool, key=_merit).notes if pool else np.concatenate([p.notes for p in pitched])
    return _skyline(notes, scale)


def _single(part: Part) -> float:
    """Share of onsets at which one note begins alone."""
    onsets = part.notes[:, ONSET]
    return float(len(np.unique(onsets)) / len(onsets))


def _merit(part: Part) -> float:
    """High, busy lines first."""
    return float(part.notes[:, PITCH].mean() + 4 * np.log2(len(part.notes)))


def _skyline(notes: NoteArray, scale: float) -> NDArray[np.int64]:
    """The highest note of each moment, each ending where the next begins."""
    onset = np.rint(notes[:, ONSET] * scale / _GRID).astype(np.int64) * _GRID
    end = np.rint((notes[:, ONSET] + notes[:, DURATION]) * scale / _GRID).astype(np.int64) * _GRID
    order = np.lexsort((-notes[:, PITCH], onset))
    kept: list[list[int]] = []
    sounding = -1  # until when the last kept note holds the top
    for i in order.tolist():
        pitch = int(notes[i, PITCH])
        if kept and onset[i] == kept[-1][0]:
            continue
        if kept and onset[i] < sounding and pitch < kept[-1][2] - 4:
            continue  # an inner voice under a held note of the top
        kept.append([int(onset[i]), int(max(end[i] - onset[i], _GRID)), pitch, int(notes[i, VELOCITY])])
        sounding = int(end[i])
    for a, b in pairwise(kept):
        a[1] = min(a[1], b[0] - a[0])
    return np.array(kept, np.int64).reshape(-1, 4)


def _phase(line: NDArray[np.int64], shape: MetreShape, chords: tuple[tuple[int, str], ...]) -> int:
    """The tick of the first full bar: where accents, long notes and changes of chord agree."""
    step = TICKS // 2
    places = shape.bar // step
    votes = np.zeros(places)
    votes[0] = 0.06 * len(line)  # most files begin with a bar
    onsets = line[:, 0]
    on_step = onsets % step == 0
    place = onsets // step % places
    accent = line[:, 3] >= max(line[:, 3].max(), line[:, 3].min() + 1)
    np.add.at(votes, place[on_step], 0.12 * np.minimum(line[on_step, 1] / TICKS, 2))
    # only bars' first notes have the loudest accent, when accents are rare enough to mean anything
    if 0 < accent.mean() < 0.45:
        np.add.at(votes, place[on_step & accent], 1.0)
    for tick, _ in chords:
        if tick % step == 0:
            votes[tick // step % places] += 1.0
    first = int(votes.argmax()) * step
    start = int(onsets[0]) // shape.bar * shape.bar
    return start + first


def _key(score: Score, line: NDArray[np.int64], stated: Key | None) -> Key:
    """What is found from the notes; a stated key is a vote, and so is the note on which the melody ends."""
    if stated is None:
        found, _ = find_key(note_table(score).pitched())
        assert found is not None
        return found
    weights = np.bincount(line[:, 2] % 12, line[:, 1], 12).astype(np.float64)
    fit = key_correlations(weights)
    last = int(line[-1, 2]) % 12
    fit[[last, last + 12]] += 0.1
    fit[stated.index] += 0.3
    return Key.from_index(int(fit.argmax()))


def _read_chords(score: Score, scale: float) -> tuple[tuple[int, str], ...]:
    """A chord a bar from all parts together."""
    table = note_table(score).pitched()
    starts = np.array(score.bar_starts(), np.int64)
    symbols = chords_of_bars(table, cut_at_bars(table, starts), len(starts), find_key(table)[0])
    return tuple((round(t * scale), s) for t, s in zip(starts.tolist(), symbols, strict=True) if s != "N")
