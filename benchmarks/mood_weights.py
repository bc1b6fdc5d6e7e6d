"""The weights that titles and chord loops ask for: evidence for music/analysis/mood.py.

    python -m benchmarks.mood_weights CORPUS

Pairs of pieces whose order is known (contrasts of benchmarks/mood_titles.py, train and valid splits; for
valence also the chord progressions of the corpus, which are tagged with moods) are put in order by a weighted
sum of the cues: logistic regression on differences, each cue held to the direction that the literature gives
it and drawn to the weight that the literature suggests, since few titles say much. Printed for each axis: the
weights; how well they put pieces in order whose composers they were not fitted on, progressions likewise; and
the same for the games, which are in no fit.
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

from benchmarks.mood_titles import AROUSAL, VALENCE, Titled, cells, chance, titled_pieces, with_interval
from generator.arranger.chord import QUALITIES
from music.analysis import mood
from music.lexicon import read_mood
from music.theory import Key

Array = NDArray[np.float64]

#: What the literature suggests (for valence mode first, then speed and register; for arousal speed and
#: loudness; see music/analysis/mood.py), in units that make the chance of a pair's order logistic.
VALENCE_SUGGESTED = {
    "mode": 0.5, "colour": 0.2, "chromaticism": -0.2, "tempo": 0.2, "rate": 0.1, "register": 0.2,
    "articulation": -0.1, "dissonance": -0.15,
}  # fmt: skip
AROUSAL_SUGGESTED = {
    "tempo": 0.5, "pace": 0.4, "loudness": 0.35, "overlap": -0.15, "top": 0.1, "register": 0.05,
    "articulation": -0.15, "dissonance": 0.08, "chromaticism": 0.05,
}  # fmt: skip
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


@dataclass(frozen=True, slots=True)
class Fit:
    """One axis of mood: its cues with the weights that the literature suggests, and contrasts of titles."""

    axis: int
    suggested: dict[str, float]
    contrasts: dict[tuple[str, str], float]

    @property
    def prior(self) -> Array:
        return np.array(list(self.suggested.values()))

    def standardised(self, cues: Sequence[dict[str, float]]) -> Array:
        """[n, cues] in deviations as in the measure; 0 where a cue is missing."""
        return np.array(
            [
                [
                    0.0
                    if name not in found
                    else np.clip((found[name] - mood._CUES[name].mean) / mood._CUES[name].deviation, -3, 3)
                    for name in self.suggested
                ]
                for found in cues
            ]
        )

    def title_pairs(self, pieces: Sequence[Titled], cues: Array) -> Pairs:
        size = len(self.suggested)
        differences, weights = [np.zeros((0, size))], [np.zeros(0)]
        for contrast, importance in self.contrasts.items():
            for more, less in cells(pieces, contrast):
                found = (cues[more][:, None] - cues[less][None]).reshape(-1, size)
                known = importance * len(more) * len(less) / (len(more) + len(less))
                differences.append(found)
                weights.append(np.full(len(found), known / len(found)))
        return Pairs(np.concatenate(differences), np.concatenate(weights))

    def weights(self, pairs: Pairs) -> Array:
        """The weights [cues], by projected gradient descent; the loss is convex."""
        prior = self.prior
        curvature = (pairs.weight @ pairs.differences**2).sum() / 4 + _STRENGTH
        weights = prior.copy()
        for _ in range(_STEPS):
            wrong = pairs.weight / (1 + np.exp(pairs.differences @ weights))
            slope = _STRENGTH * (weights - prior) - wrong @ pairs.differences
            weights = weights - slope / curvature
            weights = np.where(np.sign(weights) == np.sign(prior), weights, 0.0)
        return weights

    def on_others(self, pieces: Sequence[Titled], cues: Array, also: Sequence[Pairs]) -> tuple[Array, Array]:
        """Sums of cues [n] by weights fitted on the pieces of other composers and on the pairs in `also` that
        belong to the same fold; and those weights [folds, cues], at unit length.
        """
        fold = np.array([zlib.crc32(piece.composer.encode()) % _FOLDS for piece in pieces])
        sums, found = np.zeros(len(pieces)), np.zeros((_FOLDS, len(self.suggested)))
        for held in range(_FOLDS):
            kept = np.flatnonzero(fold != held)
            pairs = self.title_pairs([pieces[i] for i in kept], cues[kept])
            weights = self.weights(pairs + also[held] if also else pairs)
            found[held] = weights / np.linalg.norm(weights)
            sums[fold == held] = cues[fold == held] @ found[held]
        return sums, found

    def report(self, pieces: Sequence[Titled], sums: Array, weights: Array) -> None:
        measured = np.array([np.arctanh(piece.measured[self.axis]) for piece in pieces])
        print("the first of two above the second, by weights fitted on others; as it stands")
        for contrast in self.contrasts:
            of = cells(pieces, contrast)
            print(f"  {' over '.join(contrast):16} {with_interval(sums, of)}; {chance(measured, of):.3f}")
        print("weights, of the first's: fitted; as it stands")
        stands = {name: mood._CUES[name][2 + self.axis] for name in self.suggested}
        first = next(iter(stands.values()))
        for (name, stand), weight in zip(stands.items(), weights / weights[0], strict=True):
            print(f"  {name:14} {weight:6.2f} {stand / first:6.2f}")


VALENCE_FIT = Fit(0, VALENCE_SUGGESTED, VALENCE)
AROUSAL_FIT = Fit(1, AROUSAL_SUGGESTED, AROUSAL)


def progression_pairs(cues: Array, valence: Array) -> Pairs:
    first, second = np.nonzero(valence[:, None] - valence[None] > _LEAST_DIFFERENCE)
    weight = valence[first] - valence[second]
    return Pairs(cues[first] - cues[second], weight * len(valence) / 4 / weight.sum())


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


def fit_valence(pieces: Sequence[Titled], corpus: Path) -> None:
    fit = VALENCE_FIT
    cues = fit.standardised([piece.cues for piece in pieces])
    loops, valence = progressions(corpus)
    loop_cues = fit.standardised(loops)
    loop_fold = np.arange(len(valence)) % _FOLDS
    others = [loop_fold != held for held in range(_FOLDS)]
    sums, found = fit.on_others(pieces, cues, [progression_pairs(loop_cues[k], valence[k]) for k in others])
    weights = fit.weights(fit.title_pairs(pieces, cues) + progression_pairs(loop_cues, valence))
    fit.report(pieces, sums, weights)
    measured = np.array([np.arctanh(piece.measured[0]) for piece in pieces])
    games = cells(pieces, ("glad", "dark"), games=True)
    print(f"games: {with_interval(cues @ weights, games)}; {chance(measured, games):.3f}")
    stands = loop_cues @ np.array([mood._CUES[name].valence for name in fit.suggested])
    loop_sums = (loop_cues * found[loop_fold]).sum(1)
    print(
        f"{len(valence)} progressions: r {np.corrcoef(loop_sums, valence)[0, 1]:.3f}; "
        f"{np.corrcoef(stands, valence)[0, 1]:.3f}"
    )


def fit_arousal(pieces: Sequence[Titled]) -> None:
    cues = AROUSAL_FIT.standardised([piece.cues for piece in pieces])
    sums, _ = AROUSAL_FIT.on_others(pieces, cues, ())
    AROUSAL_FIT.report(pieces, sums, AROUSAL_FIT.weights(AROUSAL_FIT.title_pairs(pieces, cues)))


def main(corpus: Path) -> None:
    pieces = titled_pieces(corpus, ("train", "valid"))
    print("valence")
    fit_valence(pieces, corpus)
    print("\narousal")
    fit_arousal([piece for piece in pieces if piece.paced])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
