"""Seed vectors as the generator takes them: embeddings rounded to 4 bits a dimension.

The rounded vector is what the model is trained with and what a take code carries, so that a code replays
without the catalogue it came from.
"""

import numpy as np
from numpy.typing import NDArray

LEVELS = 16
#: unit vectors of d dimensions have components of about 1 / sqrt(d); beyond 3 of these they are clipped
SPAN = 3.0


def quantise(vector: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Levels 0 to 15 of a unit vector [..., d]."""
    scaled = vector * np.sqrt(vector.shape[-1]) / SPAN  # about [-1, 1]
    levels: NDArray[np.uint8] = np.rint((scaled + 1) * (LEVELS - 1) / 2).clip(0, LEVELS - 1).astype(np.uint8)
    return levels


def dequantise(levels: NDArray[np.uint8]) -> NDArray[np.float32]:
    """What the model sees of quantised levels [..., d]: components of about unit size."""
    return ((levels * (2 / (LEVELS - 1)) - 1) * SPAN).astype(np.float32)


def to_bytes(levels: NDArray[np.uint8]) -> bytes:
    """Two levels to a byte; an even number of dimensions."""
    return (levels[0::2] << 4 | levels[1::2]).astype(np.uint8).tobytes()


def from_bytes(data: bytes) -> NDArray[np.uint8]:
    packed = np.frombuffer(data, np.uint8)
    return np.column_stack([packed >> 4, packed & 15]).ravel()
