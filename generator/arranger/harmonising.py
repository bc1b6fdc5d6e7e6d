"""Chords for a melody without any: the cheapest way through the key's chords (and the style's borrowed ones).

Each stretch of the melody weighs its notes by length and metre; a chord costs what it leaves out. The
changes cost by how roots move (W. Piston, "Harmony", 1941, table of usual root progressions, in numbers
of our own).
"""

import numpy as np
from numpy.typing import NDArray

from generator.arranger.chord import Chord, parse_numeral
from generator.arranger.pattern import MetreShape
from generator.arranger.sheet import ChordSpan, TuneNote
from music.theory import Key

_MAJOR = ("I", "ii", "iii", "IV", "V", "vi", "V7")
_MINOR = ("i", "bIII", "iv", "V", "bVI", "bVII", "V7", "v")
#: What a chord costs before anything is heard.
_RARE = {"iii": 0.12, "V7": 0.04, "v": 0.1, "bIII": 0.05}
_BORROWED = 0.14
#: By semitones from root to root: a falling fifth is the easiest change, a tritone the hardest.
_ROOT_MOVES = np.array([0.10, 0.22, 0.08, 0.12, 0.18, 0.0, 0.4, 0.05, 0.2, 0.08, 0.12, 0.22])
_HALF_BAR_CHANGE = 0.05


def harmonise(
    melody: list[TuneNote],
    key: Key,
    shape: MetreShape,
    bars: int,
    borrowed: tuple[str, ...],
    *,
    half_bars: bool,
) -> list[ChordSpan]:
    """One chord a bar (or half a bar) for a melody from tick 0; the last is the tonic's."""
    numerals = [*(_MINOR if key.minor else _MAJOR), *borrowed]
    chords = [parse_numeral(numeral, key) for numeral in numerals]
    cuts = _cuts(shape, bars, half_bars)
    weights = _weights(melody, cuts, shape)
    emission = _emission(weights, chords)
    emission += np.array([_BORROWED if n in borrowed else _RARE.get(n, 0.0) for n in numerals])
    tonic = np.array([c.root == key.tonic and c.seventh is None for c in chords])
    dominant = np.array([(c.root - key.tonic) % 12 == 7 and 4 in c.intervals for c in chords])
    emission[0] += np.where(tonic, -0.15, 0.1)
    emission[-1] += np.where(tonic, -0.6, 0.0)
    if len(cuts) > 1:
        emission[-2] += np.where(dominant, -0.12, 0.0)
    for i, (start, _) in enumerate(cuts):
        if start % (8 * shape.bar) == 7 * shape.bar:
            emission[i] += np.where(tonic | dominant, -0.08, 0.0)
    way = _way(emission, chords, key, cuts, shape)
    spans: list[ChordSpan] = []
    for (start, stop), index in zip(cuts, way, strict=True):
        if spans and spans[-1].chord == chords[index] and start % shape.bar:
            spans[-1] = ChordSpan(spans[-1].start, stop, chords[index])
        else:
            spans.append(ChordSpan(start, stop, chords[index]))
    return spans


def _cuts(shape: MetreShape, bars: int, half_bars: bool) -> list[tuple[int, int]]:
    cuts = []
    for bar in range(bars):
        low = bar * shape.bar
        if half_bars and shape.beats >= 4 and bar < bars - 1:
            middle = low + shape.beats // 2 * shape.beat
            cuts += [(low, middle), (middle, low + shape.bar)]
        else:
            cuts.append((low, low + shape.bar))
    return cuts


def _weights(melody: list[TuneNote], cuts: list[tuple[int, int]], shape: MetreShape) -> NDArray[np.float64]:
    """[cuts, 12]: how much each pitch class is heard, long notes on strong beats most; rows sum to 1 or 0."""
    table = np.zeros((len(cuts), 12))
    i = 0
    for note in melody:
        while i + 1 < len(cuts) and cuts[i][1] <= note.onset:
            i += 1
        k, onset, end = i, note.onset, note.onset + note.duration
        while k < len(cuts) and cuts[k][0] < end:
            heard = min(end, cuts[k][1]) - max(onset, cuts[k][0])
            strong = 1.6 if onset == cuts[k][0] else 1.25 if onset % shape.beat == 0 else 0.8
            table[k, note.pitch % 12] += heard * strong
            k += 1
    total = table.sum(1, keepdims=True)
    shares: NDArray[np.float64] = table / np.where(total > 0, total, 1)
    return shares


def mean_cost(melody: list[TuneNote], spans: list[ChordSpan], shape: MetreShape) -> float:
    """What `spans` leave out of the melody, on average over those under which it sounds; 0 is nothing."""
    weights = _weights(melody, [(s.start, s.stop) for s in spans], shape)
    costs = _emission(weights, [s.chord for s in spans]).diagonal()
    sung = weights.sum(1) > 0
    return float(costs[sung].mean()) if sung.any() else 0.0


def _emission(weights: NDArray[np.float64], chords: list[Chord]) -> NDArray[np.float64]:
    tones = np.zeros((len(chords), 12))
    for i, sounding in enumerate(chords):
        tones[i, [(sounding.root + s) % 12 for s in sounding.intervals]] = 1.0
        tones[i, sounding.root] += 0.08
        for (
            s
        ) in sounding.intervals:  # what rubs against a chord tone is worse than what merely is no part of it
            tones[i, (sounding.root + s + 1) % 12] -= 0.25
    cost: NDArray[np.float64] = 1.0 - weights @ tones.T
    return cost


def _way(
    emission: NDArray[np.float64],
    chords: list[Chord],
    key: Key,
    cuts: list[tuple[int, int]],
    shape: MetreShape,
) -> list[int]:
    roots = np.array([c.root for c in chords])
    move = _ROOT_MOVES[(roots[None, :] - roots[:, None]) % 12]
    degrees = (roots - key.tonic) % 12
    backwards = (degrees[:, None] == 7) & (degrees[None, :] == 5)  # V to IV
    move = move + np.where(backwards, 0.15, 0.0)
    total = emission[0].copy()
    back: list[NDArray[np.int64]] = []
    for i in range(1, len(emission)):
        inside = cuts[i][0] % shape.bar != 0
        change = np.where(roots[None, :] != roots[:, None], _HALF_BAR_CHANGE if inside else 0.0, 0.0)
        step = total[:, None] + move + change
        if inside:
            np.fill_diagonal(step, total)
        best = step.argmin(0)
        back.append(best)
        total = step[best, np.arange(len(chords))] + emission[i]
    end = int(total.argmin())
    way = [end]
    for best in reversed(back):
        end = int(best[end])
        way.append(end)
    return way[::-1]
