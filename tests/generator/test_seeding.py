import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from generator.seeding import dequantise, from_bytes, quantise, to_bytes


def unit(seed: int) -> np.ndarray:
    vector = np.random.default_rng(seed).normal(size=128).astype(np.float32)
    return vector / np.linalg.norm(vector)


@given(st.integers(0, 10_000))
def test_four_bits_a_dimension_keep_the_direction(seed: int) -> None:
    vector = unit(seed)
    rounded = dequantise(quantise(vector))
    cosine = vector @ rounded / np.linalg.norm(rounded)
    assert cosine > 0.97


@given(st.integers(0, 10_000))
def test_levels_survive_the_bytes_of_a_code(seed: int) -> None:
    levels = quantise(unit(seed))
    assert len(to_bytes(levels)) == 64
    assert np.array_equal(from_bytes(to_bytes(levels)), levels)
