"""Tables of vectors, one class for each size of a catalogue, all by inner product.

| class | FAISS | answers | from |
| --- | --- | --- | --- |
| ExactTable | IDMap2,Flat | exactly | 0 |
| ClusteredTable | IVF,Flat | from the lists nearest the query | `Sizes.clustered` |
| QuantisedTable | OPQ,IVF,PQ | so from codes, then ranks exactly from half precision | `Sizes.quantised` |

IVF keeps ids of its own: IDMap2 around an IVF index loses its ids after a removal, and HNSW cannot remove.
A table is not safe to change while another thread searches it; `index_part` sees to that.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from recommender.index_library import faiss

Vectors = NDArray[np.float32]
Ids = NDArray[np.int64]
Found = tuple[NDArray[np.float32], Ids]
TableKind = Literal["exact", "clustered", "quantised"]

#: the quantised table ranks `depth` times as many as were asked for exactly, and at least so many
_DEPTH_LEAST = 200
#: training points for each cluster; more do not change the recall measurably
_POINTS_PER_CLUSTER = 64
_HALF_BLOCK = 65_536


@dataclass(frozen=True, slots=True)
class Sizes:
    """From how many vectors on a table of the next kind is made (benchmarks/index_search.py)."""

    clustered: int = 100_000
    quantised: int = 10_000_000

    def kind_for(self, count: int) -> TableKind:
        if count < self.clustered:
            return "exact"
        return "clustered" if count < self.quantised else "quantised"


@dataclass(frozen=True, slots=True, eq=False)
class Chosen:
    """Which ids may be found: `bitmap`, one bit an id, lowest first; `share` of all vectors, in (0, 1]."""

    bitmap: NDArray[np.uint8]
    share: float


class VectorTable(Protocol):
    """Vectors by id. `trained_on`: how many there were when its clusters were made; `probes`: lists that a
    query looks at; `depth`: how many times as many as asked for are ranked exactly."""

    kind: TableKind
    trained_on: int
    probes: int
    depth: int

    def __len__(self) -> int: ...

    def add(self, vectors: Vectors, ids: Ids) -> None:
        """New ids only."""

    def remove(self, ids: Ids) -> None: ...

    def search(self, queries: Vectors, k: int, chosen: Chosen | None = None) -> Found:
        """Similarities and ids [q, k], best first; id -1 where there are fewer."""

    def vectors_of(self, ids: Ids) -> Vectors:
        """[n, d] of ids that are there."""

    def write(self, out: Callable[[bytes], Any]) -> None: ...


class ExactTable:
    """Every vector is compared: exact, and fast enough to about 100,000."""

    kind: TableKind = "exact"
    trained_on = 0
    probes = 0
    depth = 1

    def __init__(self, dimension: int, index: Any = None) -> None:
        library = faiss()
        self.index = (
            library.index_factory(dimension, "IDMap2,Flat", library.METRIC_INNER_PRODUCT)
            if index is None
            else index
        )

    def __len__(self) -> int:
        return int(self.index.ntotal)

    def add(self, vectors: Vectors, ids: Ids) -> None:
        self.index.add_with_ids(vectors, ids)

    def remove(self, ids: Ids) -> None:
        self.index.remove_ids(ids)

    def search(self, queries: Vectors, k: int, chosen: Chosen | None = None) -> Found:
        library = faiss()
        if chosen is None:
            found: Found = self.index.search(queries, k)
            return found
        selector = library.IDSelectorBitmap(chosen.bitmap)
        found = self.index.search(queries, k, params=library.SearchParameters(sel=selector))
        return found

    def vectors_of(self, ids: Ids) -> Vectors:
        vectors: Vectors = self.index.reconstruct_batch(ids)
        return vectors

    def write(self, out: Callable[[bytes], Any]) -> None:
        _write_faiss(self.index, out)


class ClusteredTable:
    """Vectors in lists by cluster; a query looks at the `probes` lists nearest to it."""

    kind: TableKind = "clustered"
    depth = 1

    def __init__(self, index: Any, trained_on: int, probes: int) -> None:
        self.index = index
        self.trained_on = trained_on
        self.probes = probes

    @classmethod
    def trained(cls, sample: Vectors, expected: int) -> "ClusteredTable":
        """An empty table for about `expected` vectors, its clusters made from `sample`."""
        library = faiss()
        lists = clusters_for(expected, len(sample))
        index = library.index_factory(sample.shape[1], f"IVF{lists},Flat", library.METRIC_INNER_PRODUCT)
        index.cp.max_points_per_centroid = _POINTS_PER_CLUSTER
        index.cp.min_points_per_centroid = 1  # it would warn on standard error
        index.train(sample)
        index.set_direct_map_type(library.DirectMap.Hashtable)  # removal and reading back by id
        return cls(index, expected, lists)

    def __len__(self) -> int:
        return int(self.index.ntotal)

    def add(self, vectors: Vectors, ids: Ids) -> None:
        self.index.add_with_ids(vectors, ids)

    def remove(self, ids: Ids) -> None:
        library = faiss()
        self.index.remove_ids(library.IDSelectorArray(ids))  # the one selector that a hash table takes

    def search(self, queries: Vectors, k: int, chosen: Chosen | None = None) -> Found:
        found: Found = self.index.search(queries, k, params=self._parameters(chosen))
        return found

    def _parameters(self, chosen: Chosen | None) -> Any:
        return _list_parameters(self.index, self.probes, chosen)

    def vectors_of(self, ids: Ids) -> Vectors:
        vectors: Vectors = self.index.reconstruct_batch(ids)
        return vectors

    def write(self, out: Callable[[bytes], Any]) -> None:
        _write_faiss(self.index, out)


class QuantisedTable:
    """Rotated and quantised codes (OPQ, PQ) in lists; the best by code are ranked again from the vectors in
    half precision, which it keeps. 128 dimensions take 32 + 256 bytes a vector."""

    kind: TableKind = "quantised"

    def __init__(
        self, index: Any, halves: "HalfVectors", trained_on: int, probes: int, depth: int = 4
    ) -> None:
        self.index = index
        self.halves = halves
        self.trained_on = trained_on
        self.probes = probes
        self.depth = depth

    @classmethod
    def trained(cls, sample: Vectors, expected: int) -> "QuantisedTable":
        library = faiss()
        dimension = sample.shape[1]
        lists = clusters_for(expected, len(sample))
        # a byte for four numbers; from a small sample (FAISS wants 39 points a code) half a byte for two
        bits, width = (8, 4) if len(sample) >= 256 * 39 else (4, 2)
        parts = next(m for m in range(max(dimension // width, 1), 0, -1) if dimension % m == 0)
        rotation = library.OPQMatrix(dimension, parts)
        rotation.niter, rotation.niter_pq, rotation.niter_pq_0 = 4, 3, 8  # its defaults take minutes
        rotation.max_train_points = 8_192
        codes = library.ProductQuantizer(dimension, parts, bits)
        rotation.pq = codes
        quantiser = library.IndexFlatIP(dimension)
        ivf = library.IndexIVFPQ(quantiser, dimension, lists, parts, bits, library.METRIC_INNER_PRODUCT)
        for clustering in (ivf.cp, ivf.pq.cp):
            clustering.max_points_per_centroid = _POINTS_PER_CLUSTER
            clustering.min_points_per_centroid = 1
        ivf.pq.cp.niter = 12
        index = library.IndexPreTransform(rotation, ivf)
        index.train(sample)
        rotation.pq = None  # only borrowed, for the training
        return cls(index, HalfVectors(dimension), expected, lists)

    def __len__(self) -> int:
        return int(self.index.ntotal)

    def add(self, vectors: Vectors, ids: Ids) -> None:
        self.index.add_with_ids(vectors, ids)
        self.halves.put(vectors, ids)

    def remove(self, ids: Ids) -> None:
        self.index.remove_ids(ids)

    def search(self, queries: Vectors, k: int, chosen: Chosen | None = None) -> Found:
        library = faiss()
        inner = _list_parameters(library.extract_index_ivf(self.index), self.probes, chosen)
        parameters = library.SearchParametersPreTransform(index_params=inner)
        _, rough = self.index.search(queries, max(k * self.depth, _DEPTH_LEAST), params=parameters)
        similarities = np.full((len(queries), k), -np.inf, np.float32)
        ids = np.full((len(queries), k), -1, np.int64)
        for row, query in enumerate(queries):
            near = rough[row][rough[row] >= 0]
            exact = self.halves.take(near) @ query
            best = np.argsort(-exact, kind="stable")[:k]
            similarities[row, : len(best)], ids[row, : len(best)] = exact[best], near[best]
        return similarities, ids

    def vectors_of(self, ids: Ids) -> Vectors:
        return self.halves.take(ids)

    def write(self, out: Callable[[bytes], Any]) -> None:
        _write_faiss(self.index, out)


class HalfVectors:
    """Vectors in half precision by id, in blocks, so that growing copies nothing."""

    def __init__(self, dimension: int) -> None:
        self._dimension = dimension
        self.blocks: list[NDArray[np.float16]] = []

    @classmethod
    def of(cls, data: NDArray[np.uint8], dimension: int) -> "HalfVectors":
        """From the bytes of all blocks."""
        self = cls(dimension)
        self.blocks = list(data.view("<f2").reshape(-1, _HALF_BLOCK, dimension).astype(np.float16))
        return self

    def put(self, vectors: Vectors, ids: Ids) -> None:
        while len(self.blocks) * _HALF_BLOCK <= int(ids.max(initial=-1)):
            self.blocks.append(np.zeros((_HALF_BLOCK, self._dimension), np.float16))
        numbers = ids // _HALF_BLOCK
        for number in np.unique(numbers):
            here = numbers == number
            self.blocks[number][ids[here] % _HALF_BLOCK] = vectors[here]

    def take(self, ids: Ids) -> Vectors:
        vectors = np.empty((len(ids), self._dimension), np.float32)
        numbers = ids // _HALF_BLOCK
        for number in np.unique(numbers):
            here = numbers == number
            vectors[here] = self.blocks[number][ids[here] % _HALF_BLOCK]
        return vectors

    def write(self, out: Callable[[bytes], Any]) -> None:
        for block in self.blocks:
            out(block.astype("<f2").tobytes())


def clusters_for(expected: int, sample: int) -> int:
    """About the square root of the vectors, a power of two; at most one for every four to learn from."""
    lists = 2 ** max(int(np.log2(max(expected, 4)) / 2 + 0.5), 1)
    return int(min(lists, max(sample // 4, 1)))


def trained_table(kind: TableKind, sample: Vectors, expected: int) -> VectorTable:
    """An empty table of `kind` for about `expected` vectors like those of `sample` [n, d]."""
    if kind == "exact":
        return ExactTable(sample.shape[1])
    if kind == "clustered":
        return ClusteredTable.trained(sample, expected)
    return QuantisedTable.trained(sample, expected)


def sample_size(kind: TableKind, expected: int) -> int:
    """How many vectors `trained_table` learns from."""
    return 0 if kind == "exact" else min(expected, max(clusters_for(expected, expected) * 64, 20_000))


def _list_parameters(ivf: Any, probes: int, chosen: Chosen | None) -> Any:
    library = faiss()
    if chosen is None:
        return library.SearchParametersIVF(nprobe=probes)
    # of a tenth of the vectors, the nearest lie in ten times as many lists
    wider = min(int(np.ceil(probes / chosen.share)), int(ivf.nlist))
    return library.SearchParametersIVF(nprobe=wider, sel=library.IDSelectorBitmap(chosen.bitmap))


def _write_faiss(index: Any, out: Callable[[bytes], Any]) -> None:
    library = faiss()
    writer = library.PyCallbackIOWriter(out, 1 << 20)
    library.write_index(index, writer)
