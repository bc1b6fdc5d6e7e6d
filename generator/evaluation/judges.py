"""Judges that the generator was neither trained nor picked with.

Key: the profiles of D. Temperley ("Music and Probability", 2007, from the Kostka-Payne corpus); the
generator is steered and picked by Krumhansl and Kessler's. Style: a small classifier of rhythm,
intervals and texture, learned from the train split's human pieces.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import nn

from generator.evaluation.measures import Piece
from music.grid import DURATIONS, GRID_DURATION, GRID_PITCH, INSTRUMENT, POSITION, duration_class
from music.theory import Key

_MAJOR = (0.748, 0.060, 0.488, 0.082, 0.670, 0.460, 0.096, 0.715, 0.104, 0.366, 0.057, 0.400)
_MINOR = (0.712, 0.084, 0.474, 0.618, 0.049, 0.460, 0.105, 0.747, 0.404, 0.067, 0.133, 0.330)

Floats = NDArray[np.float64]


def temperley_key(piece: Piece) -> Key | None:
    """The key whose profile correlates best with pitch classes by duration; None for drums alone."""
    pitched = piece.pitched
    if not len(pitched):
        return None
    weights = np.bincount(pitched[:, GRID_PITCH] % 12, pitched[:, GRID_DURATION].astype(float), 12)
    profiles = np.array([np.roll(p, k) for p in (_MAJOR, _MINOR) for k in range(12)])
    fit = [np.corrcoef(weights, profile)[0, 1] if weights.std() else 0.0 for profile in profiles]
    return Key.from_index(int(np.argmax(fit)))


def style_features(piece: Piece) -> Floats:
    """Where in the bar notes begin (16 parts), how long an instrument waits for its next, which intervals
    follow, how many sound and in which register. Instruments and tempo are left out: they are given, not
    composed; so is how long notes sound, which is the player's touch."""
    notes, pitched = piece.notes, piece.pitched
    place = notes[:, POSITION] * 16 // piece.bar_positions
    rhythm = np.bincount(np.minimum(place, 15), minlength=16) / max(1, len(notes))
    waits = _waits(piece)
    lengths = np.bincount(duration_class(waits), minlength=len(DURATIONS)) / max(1, len(waits))
    steps = np.clip(np.diff(pitched[:, GRID_PITCH]), -13, 13) + 13
    intervals = np.bincount(steps, minlength=27) / max(1, len(steps))
    onsets = len(np.unique(piece.onsets))
    rest = [
        len(notes) / max(1, piece.bars) / 10,
        onsets / max(1, piece.bars) / 10,
        len(notes) / max(1, onsets) / 2,
        pitched[:, GRID_PITCH].mean() / 64 if len(pitched) else 0.0,
        pitched[:, GRID_PITCH].std() / 12 if len(pitched) else 0.0,
        piece.bar_positions / 48,
    ]
    return np.concatenate([np.sqrt(rhythm), np.sqrt(lengths), np.sqrt(intervals), rest])


def _waits(piece: Piece) -> NDArray[np.int32]:
    """Positions from each onset of an instrument to its next, two bars at most."""
    found = []
    for instrument in np.unique(piece.notes[:, INSTRUMENT]):
        onsets = np.unique(piece.onsets[piece.notes[:, INSTRUMENT] == instrument])
        found.append(np.minimum(np.diff(onsets), 2 * piece.bar_positions))
    return np.concatenate([np.zeros(0), *found]).astype(np.int32)


@dataclass(frozen=True, slots=True, eq=False)
class StyleJudge:
    """A linear classifier with one hidden layer over `style_features`."""

    styles: tuple[str, ...]
    network: nn.Module
    mean: Floats
    deviation: Floats

    @classmethod
    def learn(cls, pieces: Sequence[Piece], labels: Sequence[str], seed: int = 1) -> "StyleJudge":
        """Every style weighs the same, however many pieces it has."""
        styles = tuple(sorted(set(labels)))
        x = np.array([style_features(p) for p in pieces])
        mean, deviation = x.mean(0), x.std(0) + 1e-3
        truth = torch.tensor([styles.index(label) for label in labels])
        weight = 1.0 / torch.bincount(truth, minlength=len(styles)).clamp(min=1).float()
        inputs = torch.tensor((x - mean) / deviation, dtype=torch.float32)
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(seed)
            network = nn.Sequential(
                nn.Linear(x.shape[1], 48), nn.GELU(), nn.Dropout(0.3), nn.Linear(48, len(styles))
            )
            optimizer = torch.optim.AdamW(network.parameters(), 5e-3, weight_decay=0.05)
            for _ in range(200):
                loss = F.cross_entropy(network(inputs), truth, weight=weight)
                optimizer.zero_grad()
                torch.autograd.backward(loss)
                optimizer.step()
        return cls(styles, network.eval(), mean, deviation)

    @torch.inference_mode()
    def style_of(self, piece: Piece) -> str:
        x = torch.tensor((style_features(piece) - self.mean) / self.deviation, dtype=torch.float32)
        return self.styles[int(self.network(x[None])[0].argmax())]
