"""The shipped vectors of the starter catalogue are those that the shipped encoder gives."""

from pathlib import Path

import numpy as np
import pytest

from music.score import Score
from recommender.encoder import MusicEncoder, segment_key, segments_of
from recommender.starter import BOOKS, corpus_folder, tunes_of
from recommender.starter_vectors import known_vectors, quantise

TUNES = 40


@pytest.fixture(scope="module")
def scores() -> list[Score]:
    book, folder = BOOKS[0], corpus_folder()
    return [tune.score for tune in tunes_of(book, folder, tuple(book.paths(folder)[:1]))][:TUNES]


def test_nearly_all_segments_are_known(scores: list[Score]) -> None:
    known = known_vectors()
    keys = [segment_key(t, bpm) for score in scores for t, _, bpm in segments_of(score, score.sets_tempo)]
    assert sum(key in known for key in keys) > 0.95 * len(keys) > 0


def test_they_are_what_the_encoder_says(scores: list[Score]) -> None:
    encoder = MusicEncoder.load()
    said = [score.sets_tempo for score in scores]
    shipped, computed = encoder.embed(scores, said, known_vectors()), encoder.embed(scores, said)
    for a, b in zip(shipped, computed, strict=True):
        assert a.start_bars == b.start_bars
        assert (a.segments * b.segments).sum(1).min() > 0.999
        assert float(a.pooled @ b.pooled) > 0.999
    # and they tell pieces apart: another piece's vector would not pass for this one's
    assert float(shipped[0].pooled @ computed[1].pooled) < 0.99


def test_under_other_weights_nothing_is_known(tmp_path: Path) -> None:
    other = tmp_path / "encoder.safetensors"
    other.write_bytes(b"other weights")
    assert len(known_vectors(weights=other)) == 0


def test_bytes_keep_the_direction() -> None:
    vectors = np.random.default_rng(1).normal(size=(200, 128)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    codes = quantise(vectors).astype(np.float32)
    codes /= np.linalg.norm(codes, axis=1, keepdims=True)
    assert (codes * vectors).sum(1).min() > 0.9995
