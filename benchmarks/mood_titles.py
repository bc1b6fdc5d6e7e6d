"""What titles say about mood against what the music measures: evidence for music/analysis/mood.py.

    python -m benchmarks.mood_titles CORPUS [test]

Titles of the train and valid splits (with `test`: of the test split, to check what was decided on the others)
hold words that are plainly glad or sad (mood_titles.txt), in English,
German, French, Italian, Polish and Latin. Printed: the correlation of each cue with that sign, within each
collection (so that "fiddle tunes are glad and songs are sad" counts for nothing); the correlation of the
measured valence; and where on its scale a title is as likely glad as sad (logistic regression), which sets
the zero of valence.
"""

import json
import re
import sys
import unicodedata
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.mood_calibration import features_of
from music.analysis.mood import mood_of_features, raw_cues

GLAD, SAD = (
    frozenset(block.split()[1:])
    for block in Path(__file__).with_suffix(".txt").read_text("utf-8").split("\n\n")
)
#: collections with fewer such titles say nothing for themselves
FEWEST = 20


def sign_of(title: str) -> int:
    """1 glad, -1 sad, 0 neither or both."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", title.lower()) if not unicodedata.combining(c))
    words = re.findall(r"[a-z]+", plain)
    return int(np.sign(sum(w in GLAD for w in words) - sum(w in SAD for w in words)))


def centred(values: NDArray[np.float64], groups: NDArray[np.str_]) -> NDArray[np.float64]:
    """Values less the mean of their collection; NaN stays."""
    result = values.copy()
    for group in np.unique(groups):
        mine = groups == group
        result[mine] -= np.nanmean(values[mine]) if (~np.isnan(values[mine])).any() else 0
    return result


def turning_point(measured: NDArray[np.float64], sign: NDArray[np.float64]) -> float:
    """Where glad and sad are equally likely."""
    design, weights = np.stack([np.ones_like(measured), measured], 1), np.zeros(2)
    for _ in range(50):
        p = 1 / (1 + np.exp(-design @ weights))
        hessian = (design * (p * (1 - p))[:, None]).T @ design
        weights += np.linalg.solve(hessian, design.T @ ((sign > 0) - p))
    return float(-weights[0] / weights[1])


def main(corpus: Path, of_test: bool = False) -> None:
    rows = [json.loads(line) for line in (corpus / "manifest.jsonl").read_text().splitlines()]
    signs, groups, cues, moods = [], [], [], []
    for row in rows:
        sign = sign_of(f"{row['title'] or ''} {row['style'] or ''}")
        if (row["split"] == "test") != of_test or not sign:
            continue
        features = features_of(corpus / row["path"], None if "tempo-assumed" in row["tags"] else row["bpm"])
        if features is not None and features.mode is not None:
            signs.append(float(sign))
            groups.append(row["dataset"])
            cues.append(raw_cues(features))
            moods.append(mood_of_features(features).valence)
    sign, group, mood = np.array(signs), np.array(groups), np.array(moods)
    names, sizes = np.unique(group, return_counts=True)
    kept = np.isin(group, names[sizes >= FEWEST])
    print(f"{len(sign)} titles, {float((sign > 0).mean()):.0%} glad")
    within = centred(sign, group)
    for name in sorted({name for found in cues for name in found}):
        values = centred(np.array([found.get(name, np.nan) for found in cues]), group)
        known = kept & ~np.isnan(values)
        print(f"  {name:14} {np.corrcoef(values[known], within[known])[0, 1]:6.3f}  of {known.sum()}")
    print(f"measured valence, all collections together: {np.corrcoef(mood, sign)[0, 1]:.3f}")
    for name, size in zip(names, sizes, strict=True):
        if size >= FEWEST:
            mine = group == name
            print(f"  {name:20} {np.corrcoef(mood[mine], sign[mine])[0, 1]:6.3f}  of {size}")
    print(f"as likely glad as sad at {turning_point(mood, sign):.3f}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), of_test=sys.argv[2:] == ["test"])
