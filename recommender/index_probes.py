"""How many lists a query must look at, found by measuring the table itself."""

import numpy as np

from recommender.index_tables import Found, Ids, Vectors, VectorTable

#: mean recall@10 that the measured queries must reach; the promise is 0.99 for queries of any kind
RECALL = 0.998
_K = 10
_QUERIES = 96
_DEEPEST = 64
_CHUNK = 20_000


def set_probes(table: VectorTable, ids: Ids) -> None:
    """Sets the fewest lists, a power of two, with which the nearest ten of `ids` are found as promised.

    Measured against all vectors, with queries that lie in clusters, between them and, as texts do, beside
    them. A quantised table also gets its depth. An exact one has nothing to set.
    """
    if table.kind == "exact" or not len(ids):
        return
    queries = _queries(table.vectors_of(np.random.default_rng(1).choice(ids, 3 * _QUERIES)))
    k = min(_K, len(ids))
    truth = nearest_of(table, queries, ids, k)[1]
    most = table.probes

    def enough() -> bool:
        found = table.search(queries, k)[1]
        hits = [len(np.intersect1d(a, b)) / k for a, b in zip(found, truth, strict=True)]
        return min(float(np.mean(part)) for part in np.array_split(hits, 3)) >= RECALL

    while not enough() and table.kind == "quantised" and table.depth < _DEEPEST:
        table.depth *= 2  # all lists were looked at: the codes are too coarse
    table.probes = 2
    while table.probes < most and not enough():
        table.probes = min(2 * table.probes, most)


def _queries(vectors: Vectors) -> Vectors:
    """Of 3 n vectors n queries: a third near one vector, a third between two, a third off to the side."""
    one, two, three = np.array_split(vectors, 3)
    noise = np.random.default_rng(2).standard_normal(one.shape, np.float32) / np.float32(
        np.sqrt(one.shape[1])
    )
    n = len(one) // 3
    mixed = np.concatenate(
        [
            one[:n] + 0.3 * noise[:n],
            one[n : 2 * n] + two[n : 2 * n],
            one[2 * n :] + three[2 * n :] + noise[2 * n :],
        ]
    )
    lengths = np.maximum(np.linalg.norm(mixed, axis=1, keepdims=True), 1e-9)
    result: Vectors = np.asarray(mixed / lengths, np.float32)
    return result


def nearest_of(table: VectorTable, queries: Vectors, ids: Ids, k: int) -> Found:
    """The `k` nearest of `ids`, every vector compared: similarities and ids [q, k], best first, -1 where
    there are fewer."""
    best = np.full((len(queries), k), -np.inf, np.float32)
    at = np.full((len(queries), k), -1, np.int64)
    for start in range(0, len(ids), _CHUNK):
        here = ids[start : start + _CHUNK]
        similarities = queries @ table.vectors_of(here).T
        top = np.argpartition(-similarities, min(k, len(here)) - 1, axis=1)[:, :k]
        best = np.hstack((best, np.take_along_axis(similarities, top, 1)))
        at = np.hstack((at, here[top]))
        order = np.argsort(-best, axis=1, kind="stable")[:, :k]
        best, at = np.take_along_axis(best, order, 1), np.take_along_axis(at, order, 1)
    return best, at
