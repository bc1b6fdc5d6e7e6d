"""The weights of valence that titles and chord loops ask for: evidence for music/analysis/mood.py.

    python -m benchmarks.mood_weights CORPUS

Pairs of pieces whose order is known (contrasts of benchmarks/mood_titles.py, train and valid splits, and the
chord progressions of the corpus, which are tagged with moods) are put in order by a weighted sum of the cues:
logistic regression on differences, each cue held to the direction that the literature gives it and drawn to
the weight that the literature suggests, since few titles say much. Printed: the weights; how well they put
pieces in order whose composers they were not fitted on, progressions likewise; and the same for the games,
which are in no fit.
"""

import json
import re
import sys
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.mood_titles import VALENCE, Titled, cells, chance, titled_pieces, with_interval
from generator.arranger.chord import QUALITIES
from music.analysis import mood
from music.lexicon import read_mood
from music.theory import Key

Array = NDArray[np.float64]

#: What the literature suggests (mode first, then speed and register; see music/analysis/mood.py), in units
#: that make the chance of a pair's order logistic.
SUGGESTED = {
    "mode": 0.5, "colour": 0.2, "chromaticism": -0.2, "tempo": 0.2, "rate": 0.1, "register": 0.2,
    "articulation": -0.1, "dissonance": -0.15,
}  # fmt: skip
_NAMES = tuple(SUGGESTED)
_PRIOR = np.array([SUGGESTED[name] for name in _NAMES])
#: pairs of pieces that a suggestion is worth
_STRENGTH = 30.0
_FOLDS = 5
_STEPS = 600

_DEGREES = {"I": 0, "II": 2, "III": 4, "IV": 5, "V": 7, "VI": 9, "VII": 11}
_QUALITY = {"M": "", "m": "m", "dom7": "7", "M7": "maj7", "M6": "6"}
_LEAST_DIFFERENCE = 0.2  # of valence, for one progression to count as brighter than another
_ROUNDS = 4


@dataclass(frozen=True, slots=True)
class Pairs:
    """`differences` [n, cues] between the brighter and the darker of two, with the `weight` of each pair."""

    differences: Array
    weight: Array

    def __add__(self, other: "Pairs") -> "Pairs":
        return Pairs(
            np.concatenate([self.differences, other.differences]),
            np.concatenate([self.weight, other.weight]),
        )


def standardised(cues: Sequence[dict[str, float]]) -> Array:
    """[n, cues] in deviations as in the measure; 0 where a cue is missing."""
    return np.array(
        [
            [
                0.0
                if name not in found
                else np.clip((found[name] - mood._CUES[name].mean) / mood._CUES[name].deviation, -3, 3)
                for name in _NAMES
            ]
            for found in cues
        ]
    )


def title_pairs(pieces: Sequence[Titled], cues: Array) -> Pairs:
    differences, weights = [np.zeros((0, len(_NAMES)))], [np.zeros(0)]
    for contrast, importance in VALENCE.items():
        for more, less in cells(pieces, contrast):
            found = (cues[more][:, None] - cues[less][None]).reshape(-1, len(_NAMES))
            size = importance * len(more) * len(less) / (len(more) + len(less))
            differences.append(found)
            weights.append(np.full(len(found), size / len(found)))
    return Pairs(np.concatenate(differences), np.concatenate(weights))


def progression_pairs(cues: Array, valence: Array) -> Pairs:
    first, second = np.nonzero(valence[:, None] - valence[None] > _LEAST_DIFFERENCE)
    weight = valence[first] - valence[second]
    return Pairs(cues[first] - cues[second], weight * len(valence) / 4 / weight.sum())


def fitted(pairs: Pairs) -> Array:
    """The weights [cues], by projected gradient descent; the loss is convex."""
    curvature = (pairs.weight @ pairs.differences**2).sum() / 4 + _STRENGTH
    weights = _PRIOR.copy()
    for _ in range(_STEPS):
        wrong = pairs.weight / (1 + np.exp(pairs.differences @ weights))
        slope = _STRENGTH * (weights - _PRIOR) - wrong @ pairs.differences
        weights = weights - slope / curvature
        weights = np.where(np.sign(weights) == np.sign(_PRIOR), weights, 0.0)
    return weights


def progressions(corpus: Path) -> tuple[list[dict[str, float]], Array]:
    """Cues of the corpus' progressions, four bars of block chords over and over, and the valence of their
    tags."""
    cues, valence = [], []
    for row in json.loads((corpus / "progressions.json").read_text()):
        said = [read_mood(word.lower()) for word in row["moods"]]
        known = [reading.valence for reading in said if reading and reading.valence is not None]
        read = [_chord(numeral, row["mode"] == "minor") for numeral in row["numerals"]]
        chords = [tones for tones in read if tones]
        if not known or len(chords) < len(read):
            continue
        rows: list[tuple[float, int]] = []
        for bar, tones in enumerate(chords * _ROUNDS):
            rows += [(bar * 4.0, 60 + tone % 12) for tone in tones]
            rows.append((bar * 4.0, 48 + tones[0] % 12))
        onset, pitch = np.array(rows).T
        size = len(rows)
        features = mood.mood_features(
            onset, np.full(size, 4.0), pitch.astype(int), np.full(size, 80), np.zeros(size, bool), None
        )
        cues.append(mood.raw_cues(features))
        valence.append(float(np.mean(known)))
    return cues, np.array(valence)


def _chord(numeral: str, minor: bool) -> tuple[int, ...] | None:
    """Semitones above the tonic, root first, of a numeral as the source writes it; None for one unknown.

    Bare numerals keep to the scale: VI of a minor key lies on its sixth, vii of a major one is diminished.
    """
    match = re.fullmatch(r"(b|#)?([ivIV]+)(.*)", numeral)
    if not match:
        return None
    sign, degree, suffix = match.groups()
    root = _DEGREES[degree.upper()] + {"b": -1, "#": 1}.get(sign, 0)
    scale = Key(0, minor).scale - ({11} if minor else set())
    if minor and not sign and root in (4, 9, 11):
        root -= 1
    small = degree.islower()
    if suffix in ("", "7", "6", "add9"):
        tones = [0, 3 if small else 4, 7]
        if small and (root + 7) % 12 not in scale and (root + 6) % 12 in scale:
            tones[2] = 6
        tones += {"7": [10 if (root + 10) % 12 in scale else 11], "6": [9], "add9": [14]}.get(suffix, [])
    else:
        quality = _QUALITY.get(suffix, suffix)
        if quality not in QUALITIES:
            return None
        tones = list(QUALITIES[quality])
    return tuple(root + tone for tone in tones)


def main(corpus: Path) -> None:
    pieces = titled_pieces(corpus, ("train", "valid"))
    cues = standardised([piece.cues for piece in pieces])
    loops, valence = progressions(corpus)
    loop_cues = standardised(loops)
    fold = np.array([zlib.crc32(piece.composer.encode()) % _FOLDS for piece in pieces])
    loop_fold = np.arange(len(valence)) % _FOLDS
    scores, loop_scores = np.zeros(len(pieces)), np.zeros(len(valence))
    for held in range(_FOLDS):
        kept, loops_kept = np.flatnonzero(fold != held), loop_fold != held
        weights = fitted(
            title_pairs([pieces[i] for i in kept], cues[kept])
            + progression_pairs(loop_cues[loops_kept], valence[loops_kept])
        )
        weights /= np.linalg.norm(weights)
        scores[fold == held] = cues[fold == held] @ weights
        loop_scores[~loops_kept] = loop_cues[~loops_kept] @ weights
    measured = np.array([np.arctanh(piece.measured[0]) for piece in pieces])
    print("the brighter of two above the darker, by weights fitted on others; as it stands")
    for contrast in VALENCE:
        of = cells(pieces, contrast)
        print(f"  {' over '.join(contrast):16} {with_interval(scores, of)}; {chance(measured, of):.3f}")
    weights = fitted(title_pairs(pieces, cues) + progression_pairs(loop_cues, valence))
    games = cells(pieces, ("glad", "dark"), games=True)
    print(f"  {'games':16} {with_interval(cues @ weights, games)}; {chance(measured, games):.3f}")
    stands = loop_cues @ np.array([mood._CUES[name].valence for name in _NAMES])
    print(
        f"{len(valence)} progressions: r {np.corrcoef(loop_scores, valence)[0, 1]:.3f}; "
        f"{np.corrcoef(stands, valence)[0, 1]:.3f}"
    )
    print("weights, of the mode's: fitted; as it stands")
    for name, weight in zip(_NAMES, weights / weights[0], strict=True):
        print(f"  {name:14} {weight:6.2f} {mood._CUES[name].valence / mood._CUES['mode'].valence:6.2f}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
