"""Mood of music from features whose direction is known.

Directions and their order of weight: Gabrielsson & Lindström, "The role of structure in the musical
expression of emotions" (Handbook of Music and Emotion, 2010); Juslin & Laukka, "Expression, perception,
and induction of musical emotions" (J. New Music Research 33, 2004); Eerola, "Are the emotions expressed
in music genre-specific?" (J. New Music Research 40, 2011); Eerola, Friberg & Bresin, "Emotional
expression in music: contribution, linearity, and additivity of primary musical cues" (Frontiers in
Psychology 4, 2013), who find cues additive and nearly linear, mode first for valence, tempo first for
arousal. So a mood is a weighted sum of standardised features, held to [-1, 1] by tanh.
"""

from dataclasses import dataclass, fields
from math import ceil, log2, sqrt, tanh
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from music.analysis.overlap import overlap_of
from music.analysis.tonality import tonality
from music.grid import ABC_ACCENTS
from music.mood import Mood

#: Consonance of the interval classes 1 to 6 (D. Huron, "Interval-class content in equally tempered
#: pitch-class sets", Music Perception 11, 1994, table 2).
_CONSONANCE = np.array([-1.428, -0.582, 0.594, 0.386, 1.240, -0.453])

#: semitones that a melody moves by step
_STEP = 2
_NOTES_OF_A_BROKEN_CHORD = 3
#: the notes above this share of all are the melody's, or a descant's
_BELOW_THE_TOP = 0.9

#: Geometric mean of the tempos that the corpus states.
_USUAL_TEMPO = 108.0


@dataclass(frozen=True, slots=True)
class MoodFeatures:
    """What mood is judged from; None where the music does not tell (drums alone have no mode).

    mode, colour, chromaticism: see Tonality
    tempo_bpm: quarters a minute; None when no tempo was set, or one that the notes do not follow
    played_bpm: the tempo at which it sounds, whether it means a beat or not; None: nobody knows
    loudness: mean velocity / 127; None when velocities carry no dynamics
    register: mean MIDI pitch weighted by duration
    onsets_per_quarter: distinct onsets a quarter over the sounding stretch
    attacks_per_quarter: the same, with three notes of a broken chord taken for one chord, see `_broken`
    articulation: median of duration / time to the next onset, at most 2 (low: detached)
    overlap: log2 of how many onsets a note is held for, see music/analysis/overlap.py
    top: MIDI pitch below which nine notes of ten lie (the height of the melody)
    dissonance: mean roughness of what sounds together, from Huron's consonance of interval classes
    """

    mode: float | None
    colour: float | None
    chromaticism: float | None
    tempo_bpm: float | None
    loudness: float | None
    register: float | None
    onsets_per_quarter: float
    attacks_per_quarter: float
    articulation: float | None
    dissonance: float | None
    played_bpm: float | None = None
    overlap: float | None = None
    top: float | None = None


class _Cue(NamedTuple):
    """A standardised feature: mean and deviation over the training corpus, weights on each axis."""

    mean: float
    deviation: float
    valence: float
    arousal: float


# Means, deviations and gain: benchmarks/mood_calibration.py over the train split, at most 300 pieces of each
# collection so that none of them sets the scale; mode and colour have their middle at 0, since music that is
# neither major nor minor is neither bright nor dark. The weights of valence lie between the literature and
# what benchmarks/mood_weights.py finds in titles ("lament", "frolic", "Furioso") and in chord loops: among
# pieces that are equally lively, chords and tones outside the scale say much of valence, and tempo little.
# The weights of arousal, and where its zero lies, come from some 1,300 works that were judged as lively or
# calm by what is known of them (benchmarks/mood_works.py) and from the arranger's bands, whose arousal is
# known: what goes on in a second says most, how long notes are held while others are struck speaks against
# it; loudness, which few of the works know, is left to the literature and to titles.
_CUES: dict[str, _Cue] = {
    "mode": _Cue(0.0, 0.671, 1.0, 0.0),
    "colour": _Cue(0.0, 0.361, 0.7, 0.0),
    "chromaticism": _Cue(0.0436, 0.0474, -0.7, 0.0),
    "tempo": _Cue(-0.144, 0.501, 0.35, 1.0),
    "rate": _Cue(1.82, 0.793, 0.6, 0.0),
    "pace": _Cue(1.66, 0.792, 0.0, 1.5),
    "loudness": _Cue(0.671, 0.189, 0.0, 0.6),
    "register": _Cue(64.7, 6.07, 0.55, 0.0),
    "articulation": _Cue(1.04, 0.194, -0.1, 0.0),
    "overlap": _Cue(0.32, 0.335, 0.0, -0.5),
    "top": _Cue(75.3, 4.85, 0.0, 0.4),
    "dissonance": _Cue(-0.513, 0.13, -0.3, 0.0),
}
_OFFSET = (0.285, 0.14)
_GAIN = (0.231, 0.217)

# What listeners hear beyond these features. Taken: cues explain some 0.4 of the variance of judged valence
# and 0.6 of arousal, the order of regressions such as Eerola's (2011); of a deviation of 0.4 this leaves:
_RESIDUAL = (0.31, 0.25)


def mood_of_features(f: MoodFeatures) -> Mood:
    """The Mood of `f` with its uncertainty, which grows with every feature that is missing."""
    cues = _standardised(f)
    axes, deviations = [], []
    for axis, (offset, gain, residual) in enumerate(zip(_OFFSET, _GAIN, _RESIDUAL, strict=True)):
        weights = {name: (cue.valence, cue.arousal)[axis] for name, cue in _CUES.items()}
        total = sum(weights[name] * value for name, value in cues.items())
        missing = sum(weights[name] ** 2 for name in weights if name not in cues)
        axes.append(tanh(gain * total + offset))
        deviations.append(min(1.0, sqrt(residual**2 + gain**2 * missing)))
    return Mood(axes[0], axes[1], uncertainty=(deviations[0], deviations[1]))


def raw_cues(f: MoodFeatures) -> dict[str, float]:
    """The known cues before standardisation, on scales where equal steps are heard as equal.

    `rate` is log2 of onsets a second, or at the corpus' usual tempo where it is unknown; `pace` the
    same of attacks.
    """
    values = {field.name: getattr(f, field.name) for field in fields(f)}
    tempo = f.tempo_bpm
    values["tempo"] = None if tempo is None else log2(max(tempo, 1.0) / 120)
    quarters_a_second = (tempo or f.played_bpm or _USUAL_TEMPO) / 60
    values["rate"] = log2(max(f.onsets_per_quarter, 1 / 16) * quarters_a_second)
    values["pace"] = log2(max(f.attacks_per_quarter, 1 / 16) * quarters_a_second)
    return {name: float(values[name]) for name in _CUES if values[name] is not None}


def _standardised(f: MoodFeatures) -> dict[str, float]:
    """Cues in standard deviations from the corpus mean, held to 3 so that none rules alone."""
    return {
        name: max(-3.0, min(3.0, (value - _CUES[name].mean) / _CUES[name].deviation))
        for name, value in raw_cues(f).items()
    }


def mood_features(
    onset_quarters: ArrayLike,
    duration_quarters: ArrayLike,
    pitch: ArrayLike,
    velocity: ArrayLike,
    is_drum: ArrayLike,
    tempo_bpm: float | None,
    played_bpm: float | None = None,
) -> MoodFeatures:
    """Features of notes given as arrays [n] in any order; the tempos as in MoodFeatures.

    Of no notes at all: a silence, with every feature at None or 0.
    """
    onset = np.asarray(onset_quarters, np.float64)
    drum = np.asarray(is_drum, np.bool_)
    if onset.size == 0:
        return MoodFeatures(None, None, None, tempo_bpm, None, None, 0.0, 0.0, None, None)
    duration = np.asarray(duration_quarters, np.float64)
    velocities = np.asarray(velocity, np.int64)
    span = max(float((onset + duration).max() - onset.min()), 0.25)
    order = np.argsort(onset, kind="stable")
    struck = np.append(True, np.diff(onset[order]) > 1 / 64)
    distinct = int(struck.sum())
    broken = _broken(struck.cumsum() - 1, np.asarray(pitch, np.int64)[order], drum[order])
    mode = colour = chromaticism = register = articulation = dissonance = overlap = top = None
    if not drum.all():
        tuned = ~drum
        start, length = onset[tuned], np.maximum(duration[tuned], 1 / 64)
        key = np.asarray(pitch, np.int64)[tuned]
        mode, colour, chromaticism = tonality(start, length, key)
        moments, index = np.unique(start, return_inverse=True)
        register = float((key * length).sum() / length.sum())
        if len(moments) > 1:
            gaps = np.diff(moments)
            follows = index < len(gaps)
            ratio = length[follows] / gaps[index[follows]]
            articulation = float(np.median(np.minimum(ratio, 2.0)))
        dissonance = _roughness(start, length, key, moments)
        overlap = overlap_of(start, length, key)
        rank = ceil(_BELOW_THE_TOP * len(key)) - 1
        top = float(np.partition(key, rank)[rank])
    levels = set(np.unique(velocities).tolist())
    loudness = None if len(levels) < 2 or levels <= ABC_ACCENTS else float(velocities.mean() / 127)
    return MoodFeatures(
        mode=mode,
        colour=colour,
        chromaticism=chromaticism,
        tempo_bpm=tempo_bpm,
        loudness=loudness,
        register=register,
        onsets_per_quarter=distinct / span,
        attacks_per_quarter=(distinct - broken * (1 - 1 / _NOTES_OF_A_BROKEN_CHORD)) / span,
        articulation=articulation,
        dissonance=dissonance,
        played_bpm=played_bpm,
        overlap=overlap,
        top=top,
    )


def _broken(moment: NDArray[np.int64], pitch: NDArray[np.int64], drum: NDArray[np.bool_]) -> int:
    """How many of the moments, in order, are struck by one note of a broken chord: alone, and a leap away
    from the highest note before it and from the one after it.
    """
    count = np.bincount(moment)
    top = np.full(len(count), -1, np.int64)
    np.maximum.at(top, moment[~drum], pitch[~drum])
    pitched = top >= 0
    leaps = np.abs(np.diff(top[pitched])) > _STEP
    return int(((count[pitched] == 1)[1:-1] & leaps[1:] & leaps[:-1]).sum())


def _of_every_set() -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """(pairs of pitch classes, their mean negated consonance) of each of the 4,096 sets of pitch classes."""
    sets = (np.arange(4096)[:, None] >> np.arange(12)) & 1
    twice = np.concatenate([sets, sets], axis=1)
    pairs = np.stack([(sets & twice[:, k : k + 12]).sum(1) for k in range(1, 7)], 1)
    pairs[:, 5] //= 2  # a tritone is its own inversion and so counted twice
    count = pairs.sum(1)
    return count, -(pairs @ _CONSONANCE) / np.maximum(count, 1)


_BITS = 1 << np.arange(12)
_PAIRS, _ROUGHNESS = _of_every_set()


def _roughness(
    start: NDArray[np.float64],
    length: NDArray[np.float64],
    pitch: NDArray[np.int64],
    moments: NDArray[np.float64],
) -> float | None:
    """Mean negated consonance of the pitch-class pairs sounding at each moment, by duration.

    None when never two pitch classes sound together.
    """
    cells = (len(moments) + 1) * 12
    begin = np.searchsorted(moments, start) * 12 + pitch % 12
    end = np.searchsorted(moments, start + length - 1 / 64) * 12 + pitch % 12
    change = np.bincount(begin, minlength=cells) - np.bincount(end, minlength=cells)
    present = change.reshape(-1, 12)[:-1].cumsum(0) > 0
    sounding = present @ _BITS
    count = _PAIRS[sounding]
    together = count > 0
    if not together.any():
        return None
    weight = np.append(np.diff(moments), max(float((start + length).max() - moments[-1]), 1 / 64))
    rough = _ROUGHNESS[sounding[together]]
    return float(np.average(rough, weights=weight[together]))
