"""How far the features of a set of composed pieces lie from those of human ones (L.-C. Yang and A. Lerch,
"On the evaluation of generative models in music", Neural Computing and Applications 32, 2020).

For every feature: the distances of each human piece to the others (intra-set) and of each composed piece
to each human one (inter-set), both as densities by Gaussian kernels; their Kullback-Leibler divergence
(0 is best) and the area that they share (1 is best).
"""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from generator.evaluation.measures import Piece, pitch_class_counts
from music.grid import BAR, DURATIONS, GRID_DURATION, GRID_PITCH, duration_class

Floats = NDArray[np.float64]
POINTS = 512


def _interval_mean(piece: Piece) -> Floats:
    pitch = piece.pitched[:, GRID_PITCH]
    return np.array([np.abs(np.diff(pitch)).mean() if len(pitch) > 1 else 0.0])


def _onset_gap(piece: Piece) -> Floats:
    onsets = np.unique(piece.onsets)
    return np.array([np.diff(onsets).mean() if len(onsets) > 1 else piece.bar_positions])


def _pitch_classes(piece: Piece) -> Floats:
    counts = pitch_class_counts(piece)
    shares: Floats = np.sort(counts / max(1.0, counts.sum()))[::-1]  # sorted: the key does not matter
    return shares


def _transitions(piece: Piece) -> Floats:
    """Steps between the pitch classes of neighbouring notes; [12]."""
    steps = np.diff(piece.pitched[:, GRID_PITCH]) % 12
    counts = np.bincount(steps, minlength=12).astype(np.float64)
    shares: Floats = counts / max(1.0, counts.sum())
    return shares


def _lengths(piece: Piece) -> Floats:
    classes = duration_class(piece.notes[:, GRID_DURATION])
    counts = np.bincount(classes, minlength=len(DURATIONS)).astype(np.float64)
    shares: Floats = counts / max(1.0, counts.sum())
    return shares


def _length_transitions(piece: Piece) -> Floats:
    classes = duration_class(piece.notes[:, GRID_DURATION]) // 3
    table = np.zeros((10, 10))
    np.add.at(table, (classes[:-1], classes[1:]), 1.0)
    shares: Floats = (table / max(1.0, float(table.sum()))).ravel()
    return shares


def _pitch_range(piece: Piece) -> Floats:
    return np.array([float(np.ptp(piece.pitched[:, GRID_PITCH])) if len(piece.pitched) else 0.0])


FEATURES: dict[str, Callable[[Piece], Floats]] = {
    "pitches_used": lambda p: np.array([float(len(np.unique(p.pitched[:, GRID_PITCH])))]),
    "pitch_range": _pitch_range,
    "mean_interval": _interval_mean,
    "notes_per_bar": lambda p: np.array([len(p.notes) / max(1, len(np.unique(p.notes[:, BAR])))]),
    "onset_gap": _onset_gap,
    "pitch_classes": _pitch_classes,
    "interval_classes": _transitions,
    "note_lengths": _lengths,
    "note_length_transitions": _length_transitions,
}


def _density(distances: Floats, at: Floats) -> Floats:
    """Gaussian kernels with Scott's bandwidth."""
    width = max(float(distances.std()), 1e-3) * len(distances) ** -0.2
    z = (at[:, None] - distances[None]) / width
    p: Floats = np.exp(-0.5 * z**2).sum(1)
    return p / max(float(p.sum()), 1e-300)


def compare(made: Sequence[Piece], human: Sequence[Piece]) -> dict[str, dict[str, float]]:
    """For each feature `kld` and `overlap`; "mean" over the features. Both sets need three pieces."""
    found = {}
    for name, feature in FEATURES.items():
        a = np.array([feature(p) for p in made if len(p.notes)])
        b = np.array([feature(p) for p in human if len(p.notes)])
        intra = np.linalg.norm(b[:, None] - b[None], axis=-1)[np.triu_indices(len(b), 1)]
        inter = np.linalg.norm(a[:, None] - b[None], axis=-1).ravel()
        high = max(float(intra.max()), float(inter.max())) * 1.1 + 1e-3
        at = np.linspace(0, high, POINTS)
        p, q = _density(intra, at), _density(inter, at)
        kld = float((p * np.log((p + 1e-12) / (q + 1e-12))).sum())
        found[name] = {"kld": round(kld, 4), "overlap": round(float(np.minimum(p, q).sum()), 4)}
    found["mean"] = {
        key: round(float(np.mean([found[name][key] for name in FEATURES])), 4) for key in ("kld", "overlap")
    }
    return found
