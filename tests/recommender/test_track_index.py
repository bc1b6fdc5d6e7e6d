"""The index of track vectors, with the real FAISS and real files."""

import os
import stat
import threading
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from music.errors import MissingPart
from recommender.index import WHOLE, FaissIndex, UnusableIndex
from recommender.index_library import check_distributions, installed_distributions

VERSION = "test-1"
D = 16


def unit(n: int, seed: int = 0) -> NDArray[np.float32]:
    vectors = np.random.default_rng(seed).normal(size=(n, D)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors


def filled(tracks: int = 50, passages: int = 3) -> tuple[FaissIndex, NDArray[np.float32]]:
    """`tracks` tracks named t0, t1 ..., each with a pooled vector and `passages` more; [tracks, 1 + p, D]."""
    index = FaissIndex(D, VERSION, generation=7)
    vectors = unit(tracks * (1 + passages)).reshape(tracks, 1 + passages, D)
    for i in range(tracks):
        index.add(f"t{i}", vectors[i], [WHOLE, *(16 * p for p in range(passages))])
    return index, vectors


def test_a_track_is_found_by_its_own_vector() -> None:
    index, vectors = filled()
    for i, hits in enumerate(index.search(vectors[:, 0], 3)):
        assert hits[0].track_id == f"t{i}"
        assert hits[0].start_bar == WHOLE
        assert hits[0].similarity == pytest.approx(1, abs=1e-5)
        assert hits[0].similarity >= hits[1].similarity >= hits[2].similarity


def test_a_passage_finds_its_piece_and_its_place() -> None:
    index, vectors = filled()
    hit = index.search(vectors[31, 2:3], 1, "passages")[0][0]
    assert (hit.track_id, hit.start_bar) == ("t31", 16)


def test_search_is_exact() -> None:
    index, vectors = filled(200, 0)
    query = unit(1, seed=9)
    expected = np.argsort(-(vectors[:, 0] @ query[0]))[:10]
    assert [hit.track_id for hit in index.search(query, 10)[0]] == [f"t{i}" for i in expected]


def test_whole_tracks_and_passages_do_not_mix() -> None:
    index, vectors = filled(5, 2)
    assert {h.start_bar for h in index.search(vectors[0, 1:2], 100)[0]} == {WHOLE}
    assert {h.start_bar for h in index.search(vectors[0, :1], 100, "passages")[0]} == {0, 16}


def test_removed_tracks_are_found_no_more() -> None:
    index, vectors = filled()
    index.remove(["t3", "t4", "never there"])
    assert len(index) == 48
    assert "t3" not in index
    found = {h.track_id for kind in ("whole", "passages") for h in index.search(vectors[3, :1], 500, kind)[0]}
    assert not {"t3", "t4"} & found
    assert "t5" in found


def test_adding_a_track_again_replaces_its_vectors() -> None:
    index, _ = filled(3, 2)
    fresh = unit(1, seed=5)
    index.add("t1", fresh, [WHOLE])
    assert len(index) == 3
    assert index.vector_count == 7
    assert index.search(fresh, 1)[0][0].track_id == "t1"
    np.testing.assert_allclose(np.array(index.vectors_of(["t1"])[0]), fresh[0])


def test_the_pooled_vector_of_a_track_can_be_read_back() -> None:
    index, vectors = filled(4, 1)
    second, nobody, first = index.vectors_of(["t2", "t9", "t0"])
    np.testing.assert_allclose(np.array([first, second]), vectors[[0, 2], 0])
    assert nobody is None
    assert index.vectors_of([]) == []


def test_an_empty_index_finds_nothing() -> None:
    assert FaissIndex(D, VERSION).search(unit(2), 5) == [[], []]


def test_asking_for_more_than_there_is_gives_what_there_is() -> None:
    index, vectors = filled(4, 0)
    assert len(index.search(vectors[0], 10)[0]) == 4


@pytest.mark.parametrize("bad", [np.zeros((1, D + 1)), np.full((1, D), np.nan), np.zeros(D)])
def test_vectors_of_another_shape_or_not_finite_are_refused(bad: NDArray[np.float64]) -> None:
    index, _ = filled(2, 0)
    with pytest.raises(ValueError, match="vector"):
        index.search(bad.astype(np.float32), 1)
    with pytest.raises(ValueError, match="vector"):
        index.add("x", bad.astype(np.float32), [WHOLE])
    assert "x" not in index


def test_what_was_saved_is_loaded(tmp_path: Path) -> None:
    index, vectors = filled()
    index.remove(["t0", "t7"])
    index.save(tmp_path / "deep" / "index")
    loaded = FaissIndex.load(tmp_path / "deep" / "index", dimension=D, embedding_version=VERSION)
    assert loaded.generation == 7
    assert len(loaded) == 48
    for kind in ("whole", "passages"):
        assert loaded.search(vectors[:, 1], 5, kind) == index.search(vectors[:, 1], 5, kind)
    loaded.add("new", unit(1, seed=3), [WHOLE])  # row ids go on where they stopped
    assert loaded.search(unit(1, seed=3), 1)[0][0].track_id == "new"
    assert loaded.search(vectors[49, :1], 1)[0][0].track_id == "t49"


def test_an_empty_index_survives_saving(tmp_path: Path) -> None:
    FaissIndex(D, VERSION).save(tmp_path / "index")
    assert len(FaissIndex.load(tmp_path / "index", dimension=D, embedding_version=VERSION)) == 0


def reason_of_loading(path: Path, dimension: int = D, version: str = VERSION) -> str:
    with pytest.raises(UnusableIndex, match="catalog rebuild") as caught:
        FaissIndex.load(path, dimension=dimension, embedding_version=version)
    return caught.value.reason


def test_no_file_is_a_reason_to_rebuild(tmp_path: Path) -> None:
    assert reason_of_loading(tmp_path / "index") == "missing"


def test_an_index_of_other_vectors_is_refused(tmp_path: Path) -> None:
    filled()[0].save(tmp_path / "index")
    assert reason_of_loading(tmp_path / "index", version="test-2") == "other version"
    assert reason_of_loading(tmp_path / "index", dimension=D * 2) == "other version"


def test_the_form_that_an_earlier_cadenza_wrote_is_refused(tmp_path: Path) -> None:
    (tmp_path / "index").write_bytes(b'cadenza-index 1 {"sha256": ""}\n')
    assert reason_of_loading(tmp_path / "index") == "other version"


def test_every_kind_of_damage_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "index"
    filled()[0].save(path)
    good = path.read_bytes()
    header_end = good.index(b"\n")
    flips = [0, 20, header_end - 3, header_end + 1, len(good) // 2, len(good) - 1]
    damaged = [
        *(good[:at] + bytes([good[at] ^ 4]) + good[at + 1 :] for at in flips),
        good[: len(good) // 2],
        good + b"more",
        good.replace(b'"generation": 7', b'"generation": 8'),
        b"",
        b"cadenza-index 2\n",
        b"cadenza-index 2\n{}" + bytes(40),
        os.urandom(3000),
    ]
    for data in damaged:
        path.write_bytes(data)
        assert reason_of_loading(path) == "damaged"


def test_a_save_that_fails_leaves_the_old_file_and_no_litter(tmp_path: Path) -> None:
    index, _ = filled(3, 0)
    index.save(tmp_path / "index")
    before = (tmp_path / "index").read_bytes()
    (tmp_path / "blocked").mkdir()
    (tmp_path / "blocked" / "child").touch()
    with pytest.raises(OSError):  # noqa: PT011 (the system's own words differ)
        index.save(tmp_path / "blocked")  # a folder cannot be replaced by a file
    assert (tmp_path / "index").read_bytes() == before
    assert sorted(p.name for p in tmp_path.iterdir()) == ["blocked", "index"]


def test_the_file_is_private_to_its_owner(tmp_path: Path) -> None:
    filled(1, 0)[0].save(tmp_path / "index")
    assert stat.S_IMODE((tmp_path / "index").stat().st_mode) == 0o600


def test_threads_may_search_while_tracks_come_and_go() -> None:
    index, vectors = filled(20, 1)
    wrong: list[str] = []
    done = threading.Event()

    def look() -> None:
        while not done.is_set():
            hit = index.search(vectors[5, :1], 1)[0][0]
            if hit.track_id != "t5":
                wrong.append(hit.track_id)

    watcher = threading.Thread(target=look)
    watcher.start()
    for i in range(300):
        index.add(f"n{i}", unit(2, seed=100 + i), [WHOLE, 0])
        index.remove([f"n{i - 3}"])
    done.set()
    watcher.join()
    assert wrong == []
    assert len(index) == 23


def test_exactly_one_faiss_must_be_installed() -> None:
    assert len(installed_distributions()) == 1
    with pytest.raises(MissingPart, match="pip install faiss-cpu"):
        check_distributions(())
    with pytest.raises(MissingPart, match="pip uninstall faiss-cpu faiss-gpu"):
        check_distributions(("faiss-cpu", "faiss-gpu"))
