"""Every kind of table behind the index answers, changes and is saved alike; a growing index changes its kind
while answers go on. The sizes are small here; `benchmarks/index_search.py` measures the real ones."""

import threading
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from recommender.index import WHOLE, FaissIndex, Sizes

D = 16
SIZES = {
    "exact": Sizes(),
    "clustered": Sizes(clustered=500),
    "quantised": Sizes(clustered=400, quantised=500),
}
Vectors = NDArray[np.float32]


def unit(n: int, seed: int = 0) -> Vectors:
    """n vectors in clusters, as those of music are."""
    random = np.random.default_rng(seed)
    centres = np.random.default_rng(99).normal(size=(20, D))
    vectors = (centres[random.integers(20, size=n)] + random.normal(size=(n, D)) * 0.4).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors


def filled(kind: str, n: int = 2_000) -> tuple[FaissIndex, Vectors]:
    """Tracks t0, t1 ... with a pooled vector and one passage each (the pooled vector the other way round)."""
    index = FaissIndex(D, "test", sizes=SIZES[kind])
    vectors = unit(n)
    both = np.stack((vectors, -vectors), axis=1).reshape(-1, D)
    index.add_many([f"t{i // 2}" for i in range(2 * n)], both, [WHOLE, 8] * n)
    index.wait()
    assert index.kind == kind
    return index, vectors


def numbers(index: FaissIndex, tracks: list[int]) -> NDArray[np.bool_]:
    mask = np.zeros(len(index.numbers), bool)
    mask[[index.numbers.of(f"t{i}") for i in tracks]] = True
    return mask


def names(index: FaissIndex, query: Vectors, k: int, allowed: NDArray[np.bool_] | None = None) -> list[str]:
    return [hit.track_id for hit in index.search(query[None], k, allowed=allowed)[0]]


def nearest(vectors: Vectors, query: Vectors, k: int, among: NDArray[np.int64] | None = None) -> list[str]:
    rows = np.arange(len(vectors)) if among is None else among
    return [f"t{i}" for i in rows[np.argsort(-(vectors[rows] @ query))[:k]]]


@pytest.fixture(params=list(SIZES), scope="module")
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_the_nearest_ten_are_those_of_exact_search(kind: str) -> None:
    index, vectors = filled(kind)
    queries = unit(100, seed=5)
    found = [set(names(index, query, 10)) & set(nearest(vectors, query, 10)) for query in queries]
    assert np.mean([len(both) / 10 for both in found]) >= 0.99


def test_tracks_are_added_and_removed_at_once(kind: str) -> None:
    index, vectors = filled(kind)
    for i in range(0, 400, 2):
        index.remove([f"t{i}"])
    assert len(index) == 1_800
    for i in (0, 14, 398):
        assert f"t{i}" not in index
        assert f"t{i}" not in names(index, vectors[i], 100)
        assert not {h.track_id for h in index.search(-vectors[i : i + 1], 50, "passages")[0]} & {f"t{i}"}
    assert names(index, vectors[1], 1) == ["t1"]
    fresh = unit(1, seed=7)[0]
    index.add("t14", np.stack((fresh, vectors[14])), [WHOLE, 3])
    assert names(index, fresh, 1) == ["t14"]
    np.testing.assert_allclose(np.array(index.vector_of("t14")), fresh, atol=1e-3)
    hit = index.search(vectors[14:15], 1, "passages")[0][0]
    assert (hit.track_id, hit.start_bar) == ("t14", 3)


@pytest.mark.parametrize("share", [1.0, 0.5, 0.01, 0.001])
def test_a_filter_never_gives_fewer_than_exist(kind: str, share: float) -> None:
    index, vectors = filled(kind, 6_000)
    random = np.random.default_rng(3)
    among = np.sort(random.choice(6_000, round(6_000 * share), replace=False))
    index.remove([f"t{i}" for i in among[:2]])
    left = among[2:]
    allowed = numbers(index, among.tolist())
    for query in unit(10, seed=11):
        found = names(index, query, 40, allowed)
        assert len(found) == min(40, len(left))
        assert set(found) <= {f"t{i}" for i in left}
        assert len(set(found[:10]) & set(nearest(vectors, query, 10, left))) >= min(9, len(left))


def test_the_far_side_of_the_space_is_found_through_a_filter(kind: str) -> None:
    """The allowed ones lie where no list that the query looks at can hold them."""
    index, vectors = filled(kind, 6_000)
    query = vectors[0]
    among = np.argsort(vectors @ query)[:2_500]
    found = names(index, query, 2_400, numbers(index, among.tolist()))
    assert len(found) == 2_400


def test_when_everything_is_filtered_out_nothing_is_found(kind: str) -> None:
    index, vectors = filled(kind)
    assert names(index, vectors[0], 5, np.zeros(len(index.numbers), bool)) == []
    assert names(index, vectors[0], 5, np.zeros(0, bool)) == []


def test_a_filter_of_tracks_holds_for_passages(kind: str) -> None:
    index, vectors = filled(kind)
    hits = index.search(-vectors[5:6], 10, "passages", numbers(index, [5, 9]))[0]
    assert [hit.track_id for hit in hits] == ["t5", "t9"]


def test_every_kind_is_saved_and_loaded(kind: str, tmp_path: Path) -> None:
    index, vectors = filled(kind)
    index.remove(["t3", "t1999"])
    index.save(tmp_path / "index")
    loaded = FaissIndex.load(tmp_path / "index", dimension=D, embedding_version="test", sizes=SIZES[kind])
    assert (loaded.kind, len(loaded)) == (kind, 1_998)
    for part in ("whole", "passages"):
        assert loaded.search(vectors[:20], 5, part) == index.search(vectors[:20], 5, part)
    loaded.add("t3", vectors[3:4], [WHOLE])
    loaded.remove(["t4"])
    assert names(loaded, vectors[3], 1) == ["t3"]
    assert "t4" not in names(loaded, vectors[4], 5)


def test_one_track_is_enough(kind: str) -> None:
    index = FaissIndex(D, "test", sizes=SIZES[kind])
    index.add("only", unit(1), [WHOLE])
    assert names(index, unit(1, seed=2)[0], 10) == ["only"]


def test_an_index_that_grows_changes_its_kind_while_answers_go_on() -> None:
    index = FaissIndex(D, "test", sizes=Sizes(clustered=1_000, quantised=3_000))
    vectors = unit(8_000)
    index.add_many([f"t{i}" for i in range(900)], vectors[:900], [WHOLE] * 900)
    wrong: list[str] = []
    done = threading.Event()

    def look() -> None:
        while not done.is_set():
            if names(index, vectors[5], 1) != ["t5"]:
                wrong.append(index.kind)

    watcher = threading.Thread(target=look)
    watcher.start()
    kinds = set()
    for start in range(900, 8_000, 10):
        index.add_many([f"t{i}" for i in range(start, start + 10)], vectors[start : start + 10], [WHOLE] * 10)
        index.remove([f"t{start - 450}"])
        kinds.add(index.kind)
    index.wait()
    done.set()
    watcher.join()
    assert wrong == []
    assert kinds | {index.kind} == {"exact", "clustered", "quantised"}
    removed = {f"t{start - 450}" for start in range(900, 8_000, 10)}
    assert len(index) == index.vector_count == 8_000 - len(removed)
    for i in range(0, 8_000, 97):
        if f"t{i}" not in removed:
            assert names(index, vectors[i], 1) == [f"t{i}"]
