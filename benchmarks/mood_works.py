"""What is known of the mood of works, against what the music measures: evidence for arousal in
music/analysis/mood.py.

    python -m benchmarks.mood_works CORPUS

mood_works.tsv has 2,574 pieces of the corpus (art songs, quartets, hymns, popular songs, keyboard and
guitar music, dances) that language models judged from knowledge of the work, its text or its kind, never
from the key or the tempo word of a title: 1 bright or lively, -1 dark or calm, 0 between or unsure. The
judges saw neither the music nor the measure. Printed for both axes: how often of two works the one that was
judged higher is measured higher, by collection; the same by weights that were fitted on the works of other
composers; those weights; how many works lie on the side that was judged, and where zero would put as many
above it as were judged so. Arousal is asked of
works whose tempo is known.
"""

import csv
import json
import sys
import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.mood_calibration import features_of
from music.analysis import mood

Array = NDArray[np.float64]
_FOLDS = 5
_STEPS = 30
_DRAWS = 400


@dataclass(frozen=True, slots=True)
class Work:
    """A piece with its judgements (valence, arousal) and its cues in deviations."""

    collection: str
    composer: str
    judged: tuple[int, int]
    is_tempo_known: bool
    cues: dict[str, float]


def works(corpus: Path) -> list[Work]:
    text = Path(__file__).with_suffix(".tsv").read_text("utf-8")
    judged = {r["id"]: r for r in csv.DictReader(text.splitlines(), delimiter="\t")}
    found = []
    for line in (corpus / "manifest.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        if row["id"] not in judged:
            continue
        is_known = "tempo-assumed" not in row["tags"]
        features = features_of(corpus / row["path"], is_known)
        if features is None or features.mode is None:
            continue
        said = judged[row["id"]]
        found.append(
            Work(
                row["dataset"],
                f"{row['dataset']} {row['composer'] or row['id']}",
                (int(said["valence"]), int(said["arousal"])),
                is_known,
                mood._standardised(features),
            )
        )
    return found


def chance(sums: Array, is_high: NDArray[np.bool_]) -> float:
    """How often of a high and a low one the high one has the greater sum."""
    difference = sums[is_high][:, None] - sums[~is_high][None]
    return float(((difference > 0) + 0.5 * (difference == 0)).mean())


def with_interval(sums: Array, is_high: NDArray[np.bool_]) -> str:
    rng = np.random.default_rng(0)
    drawn = [rng.integers(0, len(sums), len(sums)) for _ in range(_DRAWS)]
    low, high = np.percentile([chance(sums[i], is_high[i]) for i in drawn], [2.5, 97.5])
    return f"{chance(sums, is_high):.3f} ({low:.3f} to {high:.3f})"


def fitted(cues: Array, is_high: NDArray[np.bool_]) -> Array:
    """Weights of a logistic regression, by Newton's method with a slight pull to nothing."""
    with_one = np.column_stack([cues, np.ones(len(cues))])
    pull = np.append(np.ones(cues.shape[1]), 1e-6)
    weights = np.zeros(with_one.shape[1])
    for _ in range(_STEPS):
        share = 1 / (1 + np.exp(-with_one @ weights))
        slope = with_one.T @ (share - is_high) + pull * weights
        curvature = (with_one * (share * (1 - share))[:, None]).T @ with_one + np.diag(pull)
        weights = weights - np.linalg.solve(curvature, slope)
    return weights[:-1]


def on_others(cues: Array, is_high: NDArray[np.bool_], fold: NDArray[np.int64]) -> Array:
    """Sums by weights that were fitted on the works of other folds."""
    sums = np.zeros(len(cues))
    for held in range(_FOLDS):
        sums[fold == held] = cues[fold == held] @ fitted(cues[fold != held], is_high[fold != held])
    return sums


def report(found: list[Work], axis: int) -> None:
    found = [w for w in found if w.judged[axis] and (axis == 0 or w.is_tempo_known)]
    weights = {n: (c.valence, c.arousal)[axis] for n, c in mood._CUES.items()}
    names = [name for name, weight in weights.items() if weight]
    cues = np.array([[w.cues.get(name, 0.0) for name in names] for w in found])
    is_high = np.array([w.judged[axis] > 0 for w in found])
    collection = np.array([w.collection for w in found])
    fold = np.array([zlib.crc32(w.composer.encode()) % _FOLDS for w in found])
    sums = cues @ np.array([weights[name] for name in names])
    others = on_others(cues, is_high, fold)
    print(f"{('valence', 'arousal')[axis]}: {len(found)} works, {is_high.mean():.2f} judged high")
    print(f"  as it stands {with_interval(sums, is_high)}")
    print(f"  by weights fitted on others {with_interval(others, is_high)}")
    for name in sorted(set(collection)):
        of = collection == name
        if 5 < is_high[of].sum() < of.sum() - 5:
            here, there = (chance(values[of], is_high[of]) for values in (sums, others))
            print(f"    {name:20} {of.sum():4} {here:.3f} {there:.3f}")
    new = fitted(cues, is_high)
    for name, weight in zip(names, new / np.abs(new).max() * max(map(abs, weights.values())), strict=True):
        print(f"    {name:14} fitted {weight:6.2f}, as it stands {weights[name]:6.2f}")
    gain, offset = mood._GAIN[axis], mood._OFFSET[axis]
    right = ((gain * sums + offset > 0) == is_high).mean()
    rng = np.random.default_rng(0)
    drawn = [rng.integers(0, len(sums), len(sums)) for _ in range(_DRAWS)]
    offsets = [-gain * np.quantile(sums[i], 1 - is_high[i].mean()) for i in drawn]
    low, high = np.percentile(offsets, [2.5, 97.5])
    wanted = -gain * np.quantile(sums, 1 - is_high.mean())
    print(f"  on the side that was judged {right:.3f}")
    zero = f"{wanted:.3f} ({low:.3f} to {high:.3f}), is {offset}"
    print(f"  offset with as many above zero as were judged high {zero}")


def main(corpus: Path) -> None:
    found = works(corpus)
    for axis in (0, 1):
        report(found, axis)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
