"""Voicings: which octave each tone of a chord takes, led from chord to chord with the least movement."""

from functools import lru_cache
from itertools import pairwise

from generator.arranger.chord import Chord
from generator.arranger.template import Voicing

_GUITAR = (40, 45, 50, 55, 59, 64)  # open strings, E2 to E4
_MUDDY = 52  # below E3 thirds and seconds blur


def voiced(
    sounding: Chord,
    rule: Voicing,
    voices: int,
    reach: tuple[int, int],
    previous: tuple[int, ...] | None,
    middle: float,
    ceiling: float = 128.0,
) -> tuple[int, ...]:
    """Pitches from below, inside `reach`, nearest to `previous` and to the register around `middle`.

    ceiling: where the melody lies; the top voice keeps under it as far as the range lets it.
    """
    candidates = _candidates(sounding, rule, voices, *reach)
    best = candidates[0]
    best_cost = float("inf")
    for pitches, roughness in candidates:
        cost = roughness + 0.35 * abs(sum(pitches) / len(pitches) - middle)
        cost += 0.7 * max(0.0, pitches[-1] - ceiling)
        if previous:
            cost += sum(min(abs(p - q) for q in previous) for p in pitches) / len(pitches) * 1.6
            cost += 0.5 * abs(pitches[-1] - previous[-1])
        if cost < best_cost:
            best, best_cost = (pitches, roughness), cost
    return best[0]


@lru_cache(maxsize=4_000)
def _candidates(
    sounding: Chord, rule: Voicing, voices: int, low: int, high: int
) -> tuple[tuple[tuple[int, ...], float], ...]:
    if rule == "guitar":
        found = [v for fret in range(0, 9) if (v := _guitar(sounding, fret, voices, low, high))]
    elif rule in ("power", "octaves", "fifths"):
        found = _stacked(sounding, rule, voices, low, high)
    else:
        found = _spread(_chosen_tones(sounding, rule, voices), rule, voices, low, high, sounding)
    if not found:  # a range too small for the rule: as close as it can be
        classes = sorted(sounding.tones)
        found = [tuple(p for p in range(low, high + 1) if p % 12 in classes)[:voices]]
    return tuple((pitches, _roughness(pitches)) for pitches in found)


def _chosen_tones(sounding: Chord, rule: Voicing, voices: int) -> list[int]:
    """Intervals above the root, folded into an octave, the most telling ones when there are too many."""
    intervals = list(sounding.intervals)
    if rule == "shell":
        kept = [sounding.third, sounding.seventh if sounding.seventh is not None else sounding.fifth]
        kept += [i for i in intervals if i > 12] + [sounding.fifth, 0]
        return _distinct(kept)[:voices]
    if rule == "rootless" and len(intervals) > 3:
        intervals = [i for i in intervals if i % 12] + [0]
    # what a chord can spare: its fifth when that is perfect, then its root, which the bass plays
    while len(_distinct(intervals)) > voices:
        spare = next((i for i in (7, 0) if i in intervals and len(intervals) > 2), intervals[-1])
        intervals.remove(spare)
    return _distinct(intervals)[: max(voices, 1)]


def _distinct(intervals: list[int]) -> list[int]:
    return list(dict.fromkeys(i % 12 for i in intervals))


def _spread(
    tones: list[int], rule: Voicing, voices: int, low: int, high: int, sounding: Chord
) -> list[tuple[int, ...]]:
    """Every inversion in every octave, opened as the rule says."""
    classes = sorted((sounding.root + t) % 12 for t in tones)
    # A triad's third is doubled last: on a dominant it is the leading tone.
    third = (sounding.root + sounding.third) % 12
    doubled = [c for c in classes if c != third] or classes
    found = []
    for start in range(low, high + 1):
        if start % 12 not in classes:
            continue
        pitches = [start]
        while len(pitches) < voices:
            pool = classes if len(pitches) < len(classes) else doubled
            pitches.append(min(p for p in range(pitches[-1] + 1, pitches[-1] + 13) if p % 12 in pool))
        if rule == "drop2" and len(pitches) >= 3:
            pitches[-2] -= 12
        elif rule == "open" and len(pitches) >= 3:
            pitches[1] += 12
            if len(pitches) >= 5:
                pitches[3] += 12
        pitches.sort()
        if low <= pitches[0] and pitches[-1] <= high and len(set(pitches)) == len(pitches):
            found.append(tuple(pitches))
    return found


def _stacked(sounding: Chord, rule: Voicing, voices: int, low: int, high: int) -> list[tuple[int, ...]]:
    """Power chords and octaves stand on the root."""
    steps = {
        "power": (0, sounding.fifth, 12),
        "octaves": (0, 12, 24),
        "fifths": (0, sounding.fifth, 12, 12 + sounding.third, 12 + sounding.fifth),
    }[rule][:voices]
    roots = [p for p in range(low, high + 1) if p % 12 == sounding.root]
    return [v for r in roots if (v := tuple(r + s for s in steps if r + s <= high)) and len(v) > 0]


def _guitar(sounding: Chord, fret: int, voices: int, low: int, high: int) -> tuple[int, ...]:
    """The grip around `fret`: on each string the lowest chord tone within four frets, the root lowest."""
    tones = {(sounding.root + i) % 12 for i in sounding.intervals}
    pitches: list[int] = []
    for string in _GUITAR:
        here = [string + f for f in range(fret, fret + 4) if (string + f) % 12 in tones]
        if not pitches:
            here = [p for p in here if p % 12 == sounding.root]
        here = [p for p in here if low <= p <= high and (not pitches or p > pitches[-1])]
        if here:
            pitches.append(here[0])
    grip = tuple(pitches[-voices:] if len(pitches) > voices + 1 else pitches[:voices])
    missing = {(sounding.root + sounding.third) % 12} - {p % 12 for p in grip}
    return grip if len(grip) >= 3 and not missing else ()


def _roughness(pitches: tuple[int, ...]) -> float:
    """What the ear minds: close intervals in the bass, minor ninths, a semitone on top."""
    cost = 0.0
    for a, b in pairwise(pitches):
        if a < _MUDDY and b - a < 5:
            cost += 2.0 + (_MUDDY - a) * 0.15
    for i, a in enumerate(pitches):
        cost += sum(4.0 for b in pitches[i + 1 :] if b - a == 13)
    if len(pitches) > 1 and pitches[-1] - pitches[-2] == 1:
        cost += 1.5
    return cost
