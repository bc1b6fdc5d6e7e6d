"""One part of the index: a table that changes its kind with its size, while answers go on.

A table of the next kind is made in a thread from the vectors of the old one. What is added or removed
meanwhile goes into the old table and a journal; the journal is replayed before the new table takes its place.
"""

import logging
import threading
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from recommender.growing import Growing
from recommender.index_gpu import LEAST_QUERIES, LEAST_VECTORS, GpuCopy, gpu_works
from recommender.index_probes import nearest_of, set_probes
from recommender.index_tables import (
    Chosen,
    ClusteredTable,
    ExactTable,
    Found,
    Ids,
    Sizes,
    TableKind,
    Vectors,
    VectorTable,
    sample_size,
    trained_table,
)
from recommender.shared_lock import SharedLock

log = logging.getLogger("cadenza.index")

Mask = NDArray[np.bool_]
#: of so few ids every vector is compared
FEW = 2_000
#: clusters are made anew once there are this many times as many vectors as when they were made
_OUTGROWN = 3
_CHUNK = 20_000


class Part:
    """Vectors [d] by id, ids from 0 on. Safe to use from several threads."""

    def __init__(
        self,
        dimension: int,
        sizes: Sizes,
        table: VectorTable | None = None,
        present: NDArray[np.bool_] | None = None,
        device: str = "cpu",
    ) -> None:
        self.dimension = dimension
        self._sizes = sizes
        self._table: VectorTable = ExactTable(dimension) if table is None else table
        self._present: Growing[np.bool_] = Growing(bool, False, present)
        self._changing = threading.RLock()  # who changes it, or needs it unchanged, holds this first
        self._searching = SharedLock()  # then this, for as long as the table itself is being changed
        self._device = device
        self._on_gpu: GpuCopy | None = None  # of the table as it is now
        self._gpu_lock = threading.Lock()
        self._journal: list[Callable[[VectorTable], None]] | None = None
        self._rebuilding: threading.Thread | None = None

    def __len__(self) -> int:
        return len(self._table)

    @property
    def kind(self) -> TableKind:
        return self._table.kind

    @property
    def table(self) -> VectorTable:
        """For saving, under `unchanged`."""
        return self._table

    @property
    def present(self) -> Mask:
        """Which ids have a vector, by id; a view."""
        return self._present.array

    @property
    def unchanged(self) -> threading.RLock:
        """Held, it keeps the part as it is; searching goes on."""
        return self._changing

    def add(self, vectors: Vectors, ids: Ids) -> None:
        """Puts vectors [n, d] in; none of the ids (each once) may be there."""
        if not len(ids):
            return
        with self._changing:
            kind = self._sizes.kind_for(len(ids))
            if not len(self._table) and self._journal is None and kind != "exact":
                table = _filled(
                    kind, vectors, ids
                )  # nothing to answer from yet: no need to grow step by step
                with self._searching.writing():
                    self._table = table
                    self._mark(ids, True)
                return
            with self._searching.writing():
                self._table.add(vectors, ids)
                self._mark(ids, True)
            if self._journal is not None:
                late = vectors.copy()  # the caller's own, who may go on with it
                self._journal.append(lambda table: table.add(late, ids))
            self._grow()

    def remove(self, ids: Ids) -> None:
        """Takes ids out; those that are not there are passed over."""
        with self._changing:
            ids = np.unique(ids[(ids >= 0) & (ids < len(self._present))])
            ids = ids[self.present[ids]]
            if not len(ids):
                return
            with self._searching.writing():
                self._table.remove(ids)
                self._mark(ids, False)
            if self._journal is not None:
                self._journal.append(lambda table: table.remove(ids))

    def _mark(self, ids: Ids, there: bool) -> None:
        self._on_gpu = None
        self._present.reach(int(ids.max()) + 1)
        self._present.array[ids] = there

    def search(self, queries: Vectors, k: int, allowed: Mask | None = None) -> Found:
        """Similarities and ids [q, k'] with k' at most `k`, best first; -1 where there are fewer.

        `allowed`: which ids may be found, by id; what lies beyond its end may not. A filter never returns
        fewer than exist: of few every vector is compared, and where the lists looked at hold too few, all.
        """
        with self._searching.reading():
            if allowed is None:
                wanted = min(k, len(self._table))
                if wanted <= 0:
                    return _nothing(len(queries))
                return self._gpu_search(queries, wanted) or self._table.search(queries, wanted)
            size = min(len(allowed), len(self._present))
            there = allowed[:size] & self.present[:size]
            count = int(np.count_nonzero(there))
            wanted = min(k, count)
            if wanted <= 0:
                return _nothing(len(queries))
            if count == len(self._table):
                return self._table.search(queries, wanted)
            if count <= FEW:
                return nearest_of(self._table, queries, np.flatnonzero(there), wanted)
            chosen = Chosen(np.packbits(there, bitorder="little"), count / len(self._table))
            similarities, ids = self._table.search(queries, wanted, chosen)
            short = np.flatnonzero(ids[:, -1] < 0)
            if len(short):
                similarities[short], ids[short] = nearest_of(
                    self._table, queries[short], np.flatnonzero(there), wanted
                )
            return similarities, ids

    def _gpu_search(self, queries: Vectors, k: int) -> Found | None:
        """On the GPU, where there is one that works and the work is large enough to be worth the way."""
        table = self._table
        if len(queries) < LEAST_QUERIES or len(table) < LEAST_VECTORS:
            return None
        if not isinstance(table, ExactTable | ClusteredTable):
            return None
        if not gpu_works(self._device):
            return None
        with self._gpu_lock:  # its resources serve one thread at a time
            if self._on_gpu is None:
                self._on_gpu = GpuCopy(table)
            return self._on_gpu.search(queries, k)

    def vectors_of(self, ids: Ids) -> tuple[Vectors, Mask]:
        """Vectors [n, d] and which of the ids have one; the others' rows are zero."""
        with self._searching.reading():
            known = (ids >= 0) & (ids < len(self._present))
            known[known] = self.present[ids[known]]
            vectors = np.zeros((len(ids), self.dimension), np.float32)
            if known.any():
                vectors[known] = self._table.vectors_of(ids[known])
            return vectors, known

    def wait(self) -> None:
        """Until no table is being made behind."""
        while (thread := self._rebuilding) is not None:
            thread.join()

    def _grow(self) -> None:
        count, table = len(self._table), self._table
        due = self._sizes.kind_for(count) != table.kind and count > table.trained_on
        outgrown = table.kind != "exact" and count > _OUTGROWN * table.trained_on
        if (due or outgrown) and self._rebuilding is None:
            self._journal = []
            self._rebuilding = threading.Thread(target=self._rebuild, name="index growing", daemon=True)
            self._rebuilding.start()

    def _rebuild(self) -> None:
        try:
            with self._changing:
                ids = np.flatnonzero(self.present)
                # what was added before this point is among `ids`, what is removed after it in the journal
                assert self._journal is not None
                self._journal.clear()
            kind = self._sizes.kind_for(len(ids))
            random = np.random.default_rng(0)
            drawn = np.sort(random.choice(ids, sample_size(kind, len(ids)), replace=False))
            sample, known = self.vectors_of(drawn)
            table = trained_table(kind, sample[known], len(ids))
            filled = []
            for start in range(0, len(ids), _CHUNK):
                here = ids[start : start + _CHUNK]
                vectors, known = self.vectors_of(here)
                table.add(vectors[known], here[known])
                filled.append(here[known])
            set_probes(table, np.concatenate(filled))
            self._take_over(table)
        except (RuntimeError, MemoryError):
            log.exception("no table of the next kind could be made; the index goes on with the one it has")
        finally:
            with self._changing:
                self._journal = None
                self._rebuilding = None

    def _take_over(self, table: VectorTable) -> None:
        while True:
            with self._changing:
                assert self._journal is not None
                late, self._journal = self._journal, []
                if len(late) <= 8:
                    _replay(late, table)
                    with self._searching.writing():
                        self._table = table
                        self._on_gpu = None
                    return
            _replay(late, table)


def _replay(changes: list[Callable[[VectorTable], None]], table: VectorTable) -> None:
    for change in changes:
        change(table)


def _filled(kind: TableKind, vectors: Vectors, ids: Ids) -> VectorTable:
    drawn = np.random.default_rng(0).choice(len(ids), sample_size(kind, len(ids)), replace=False)
    table = trained_table(kind, vectors[np.sort(drawn)], len(ids))
    for start in range(0, len(ids), _CHUNK):
        table.add(vectors[start : start + _CHUNK], ids[start : start + _CHUNK])
    set_probes(table, ids)
    return table


def _nothing(queries: int) -> Found:
    return np.zeros((queries, 0), np.float32), np.zeros((queries, 0), np.int64)
