"""Prints the means, deviations, offset and gain that music/analysis/mood.py holds.

    python benchmarks/mood_calibration.py CORPUS [pieces of each collection]

Reads the train split alone. Gain and offset are chosen so that moods over this balanced sample have a
standard deviation of 0.4 on each axis, and a mean of 0 in arousal and of 0.4 in valence: about as many pieces
are bright as titles are (benchmarks/mood_titles.py). Mode and colour have their middle where neither major
nor minor wins.
"""

import json
import sys
from collections import defaultdict
from pathlib import Path
from random import Random

import numpy as np
import symusic

from music.analysis import mood
from music.analysis.facts import prevailing_tempo

_MEANS = (0.4, 0.0)
_MIDDLE_AT_ZERO = ("mode", "colour")


def features_of(path: Path, is_tempo_known: bool) -> mood.MoodFeatures | None:
    """What the mood of a file is judged from, with the tempo that holds longest (a manifest has the first,
    which is often an introduction's); None where nothing is struck."""
    score = symusic.Score(str(path))
    arrays = [(t.notes.numpy(), t.is_drum) for t in score.tracks if len(t.notes)]
    if not arrays:
        return None
    joined = {k: np.concatenate([a[k] for a, _ in arrays]) for k in ("time", "duration", "pitch", "velocity")}
    drum = np.concatenate([np.full(len(a["time"]), is_drum) for a, is_drum in arrays])
    quarters = float(score.ticks_per_quarter)
    return mood.mood_features(
        joined["time"] / quarters,
        joined["duration"] / quarters,
        joined["pitch"],
        joined["velocity"],
        drum,
        _main_tempo(score) if is_tempo_known else None,
    )


def _main_tempo(score: "symusic.core.ScoreTick") -> float:
    if not len(score.tempos):
        return 120.0
    return prevailing_tempo([t.time for t in score.tempos], [t.mspq for t in score.tempos], score.end())


def main(corpus: Path, most: int) -> None:
    rows = [json.loads(line) for line in (corpus / "manifest.jsonl").read_text().splitlines()]
    by_dataset = defaultdict(list)
    for row in rows:
        if row["split"] == "train":
            by_dataset[row["dataset"]].append(row)
    sample = [
        row for pieces in by_dataset.values() for row in Random(0).sample(pieces, min(most, len(pieces)))
    ]
    found = []
    for row in sample:
        features = features_of(corpus / row["path"], "tempo-assumed" not in row["tags"])
        if features is not None:
            found.append((row["dataset"], features))
    cues = [mood.raw_cues(f) for _, f in found]
    scales = {}
    for name in mood._CUES:
        values = np.array([c[name] for c in cues if name in c])
        scales[name] = (0.0 if name in _MIDDLE_AT_ZERO else values.mean(), values.std())
        print(f"{name:14} mean {values.mean():8.4f} deviation {values.std():7.4f} of {len(values)} pieces")
    for axis, axis_name in enumerate(("valence", "arousal")):
        totals = np.array(
            [
                sum(
                    mood._CUES[n][2 + axis] * np.clip((v - scales[n][0]) / scales[n][1], -3, 3)
                    for n, v in c.items()
                )
                for c in cues
            ]
        )
        gain, offset = 0.4, 0.0
        for _ in range(200):
            result = np.tanh(gain * totals + offset)
            gain *= 0.4 / result.std()
            offset -= result.mean() - _MEANS[axis]
        print(f"{axis_name}: gain {gain:.4f} offset {offset:.4f}")
    moods = np.array([(m.valence, m.arousal) for m in (mood.mood_of_features(f) for _, f in found)])
    names = np.array([name for name, _ in found])
    print("as it stands: mean", moods.mean(0).round(3), "deviation", moods.std(0).round(3))
    print("5 % and 95 %:", np.percentile(moods, 5, 0).round(2), np.percentile(moods, 95, 0).round(2))
    for name in by_dataset:
        print(f"{name:20}", moods[names == name].mean(0).round(2), moods[names == name].std(0).round(2))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 300)
