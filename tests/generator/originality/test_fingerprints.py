"""The fingerprints: small, the same each time, and no way back to the music."""

from pathlib import Path

import numpy as np
import pytest

from generator.originality.fingerprints import (
    Fingerprints,
    Known,
    fingerprints_of,
    load_fingerprints,
    save_fingerprints,
)
from generator.originality.grams import WINDOW, winnowed
from generator.originality.training import SHIPPED, melody_names
from music.errors import MissingPart


@pytest.fixture(scope="module")
def shipped() -> Fingerprints:
    return load_fingerprints(SHIPPED)


def test_those_that_come_with_the_program_are_of_the_corpus(shipped: Fingerprints) -> None:
    assert SHIPPED.stat().st_size < 20_000_000
    assert len(shipped.pieces) > 9000
    assert all(p.id for p in shipped.pieces)
    assert len(shipped.source) == 16
    titles = {p.title for p in shipped.pieces}
    assert "Just for Today" in titles


def test_neither_order_nor_place_is_kept(shipped: Fingerprints) -> None:
    """Hashes ascend, and within a hash the pieces do: what stood beside what in a piece is lost."""
    pairs = shipped.hashes.astype(np.int64) << 16 | shipped.owners
    assert (np.diff(pairs) > 0).all()
    assert shipped.owners.max() < len(shipped.pieces)


def test_they_read_back_as_they_were_written_and_the_same_each_time(tmp_path: Path) -> None:
    made = fingerprints_of([(Known("a", "Ä", "B"), []), (Known("b"), [])]).named("0123456789abcdef")
    save_fingerprints(made, tmp_path / "one.npz")
    save_fingerprints(made, tmp_path / "two.npz")
    assert (tmp_path / "one.npz").read_bytes() == (tmp_path / "two.npz").read_bytes()
    assert load_fingerprints(tmp_path / "one.npz").pieces == made.pieces


@pytest.mark.parametrize("content", [None, b"", b"not a file of numpy"])
def test_a_missing_or_damaged_file_is_named(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "x.npz"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(MissingPart, match=r"x\.npz"):
        load_fingerprints(path)


def test_of_every_window_one_hash_is_kept_and_the_same_in_every_surrounding() -> None:
    rng = np.random.default_rng(0)
    shared = rng.integers(0, 2**32, 60, dtype=np.uint32)
    one = np.concatenate([rng.integers(0, 2**32, 30, dtype=np.uint32), shared])
    two = np.concatenate([shared, rng.integers(0, 2**32, 30, dtype=np.uint32)])
    kept = winnowed(one)
    assert all(kept[i : i + WINDOW].any() for i in range(len(one) - WINDOW + 1))
    inside = slice(WINDOW - 1, 60 - WINDOW + 1)
    assert np.array_equal(kept[30:][inside], winnowed(two)[:60][inside])


def test_the_filter_never_denies_what_was_put_in() -> None:
    from generator.originality.grams import grams_of
    from generator.originality.lines import lines_of
    from tests.generator.originality.test_check import score, tune

    lines = [lines_of(score(*tune(k))) for k in range(20)]
    known = fingerprints_of([(Known(str(k)), mine) for k, mine in enumerate(lines)])
    wrong = total = 0
    for k, (line, *_) in enumerate(lines):
        hashes = grams_of(line).hashes
        assert known.holds(hashes, np.full(len(hashes), k)).all()
        wrong += int(known.holds(hashes, np.full(len(hashes), (k + 1) % 20)).sum())
        total += len(hashes)
    assert wrong / total < 0.25


def test_the_melodies_of_arranged_pieces_are_known_by_name() -> None:
    assert "Lead" in melody_names()
    assert "Drums" not in melody_names()
