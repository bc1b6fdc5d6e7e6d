"""Measuring the mood of music against labels that were never trained on."""

import argparse
import csv
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from bot.commands.arguments import read_file
from music.analysis import mood_of
from music.errors import CadenzaError
from music.formats import read_score

if TYPE_CHECKING:
    from generator.evaluation.intervals import Interval


def mood(options: argparse.Namespace) -> dict[str, Any]:
    """Correlation, share on the right side and mean error for each axis; how often the quadrant is right."""
    if options.data is None:
        raise CadenzaError(
            "Name labelled pieces with --data FILE: a CSV with columns path, valence, arousal, or JSON lines "
            'such as {"path": "a.mid", "valence": 0.4, "arousal": -0.2}.'
        )
    labels = _labels(options.data)
    if len(labels) < 3:
        raise CadenzaError(f"{options.data} has {len(labels)} pieces; a correlation needs at least 3.")
    measured = []
    for name, _, _ in labels:
        found = mood_of(read_score(read_file(options.data.parent / name), name))
        measured.append((found.valence, found.arousal))
    ours, theirs = np.array(measured), np.array([label[1:] for label in labels])
    same = np.sign(ours) == np.sign(theirs)
    _, sizes = np.unique(np.sign(theirs), axis=0, return_counts=True)
    result: dict[str, Any] = {
        "pieces": len(labels),
        "quadrant": {"right": float(same.all(1).mean()), "majority": float(sizes.max() / len(labels))},
    }
    for axis, name in enumerate(("valence", "arousal")):
        result[name] = {
            "pearson": float(np.corrcoef(ours[:, axis], theirs[:, axis])[0, 1]),
            "same_side": float(same[:, axis].mean()),
            "mean_absolute_error": float(np.abs(ours[:, axis] - theirs[:, axis]).mean()),
        }
    return result


def same_side(path: Path) -> "dict[str, Interval]":
    """How often the measured mood lies on the side of the axis that people named."""
    from generator.evaluation.intervals import share_interval

    labels = _labels(path)
    found = [mood_of(read_score(read_file(path.parent / name), name)) for name, _, _ in labels]
    pairs = list(zip(found, labels, strict=True))
    return {
        "valence": share_interval([(mood.valence > 0) == (label[1] > 0) for mood, label in pairs]),
        "arousal": share_interval([(mood.arousal > 0) == (label[2] > 0) for mood, label in pairs]),
    }


def _labels(path: Path) -> list[tuple[str, float, float]]:
    text = read_file(path).decode("utf-8", "replace")
    try:
        if path.suffix.lower() == ".csv":
            rows: list[dict[str, Any]] = list(csv.DictReader(text.splitlines()))
        else:
            rows = [json.loads(line) for line in text.splitlines() if line.strip()]
        return [(str(row["path"]), float(row["valence"]), float(row["arousal"])) for row in rows]
    except (ValueError, KeyError, TypeError) as error:
        raise CadenzaError(
            f"{path} has no path, valence and arousal in each row ({error}); "
            "a CSV or JSON lines with them works."
        ) from error
