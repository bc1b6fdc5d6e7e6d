"""Finding the nearest vectors: Cadenza's index by kind beside hnswlib, usearch and exact numpy.

    python -m benchmarks.index_search [--data DIR] [--sizes 10000 100000 1000000] [--kinds ...]

128 dimensions, inner product, one query at a time on one thread, the ten nearest. Each row is a process of
its own; memory is its peak above what the vectors themselves and the libraries take before. `near`: queries
that lie among the music; `beside`: queries between and beside its clusters, as texts lie. The graphs
(hnswlib, usearch, FAISS's HNSW) get the smallest breadth of search with which both recalls reach 0.99.
hnswlib and usearch are no dependencies: a row without its library is left out. Prints a Markdown table.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.clustered_vectors import Vectors, beside, centres, vectors_around
from recommender.index import WHOLE, FaissIndex, Sizes
from recommender.index_library import faiss

DIMENSION = 128
K = 10
QUERIES = 300
BREADTHS = (16, 32, 64, 128, 256, 512, 1024)
Ids = NDArray[np.int64]
#: from queries [q, d] to the ids [q, K] found
Search = Callable[[Vectors], Ids]

OURS = {
    "ours, chosen by size": Sizes(),
    "ours, exact": Sizes(clustered=2**62, quantised=2**62),
    "ours, clustered": Sizes(clustered=1, quantised=2**62),
    "ours, quantised": Sizes(clustered=1, quantised=1),
}
PEERS = ("numpy, exact", "hnswlib", "usearch", "FAISS HNSW")


def ours(vectors: Vectors, sizes: Sizes) -> tuple[Search, list[int], Callable[[int], None], str]:
    index = FaissIndex(vectors.shape[1], "benchmark", sizes=sizes)
    index.add_many([f"{i:08x}" for i in range(len(vectors))], vectors, [WHOLE] * len(vectors))
    index.wait()
    table = index._parts["whole"].table
    setting = f"{table.kind}, {table.probes} lists" if table.probes else table.kind
    return lambda queries: index.nearest(queries, K)[1], [0], lambda _: None, setting


def numpy_exact(vectors: Vectors) -> tuple[Search, list[int], Callable[[int], None], str]:
    def search(queries: Vectors) -> Ids:
        found = []
        for query in queries:
            similarities = vectors @ query
            best = np.argpartition(-similarities, K)[:K]
            found.append(best[np.argsort(-similarities[best])])
        return np.array(found)

    return search, [0], lambda _: None, "exact"


def hnswlib(vectors: Vectors) -> tuple[Search, list[int], Callable[[int], None], str]:
    import hnswlib as library

    index = library.Index(space="ip", dim=vectors.shape[1])
    index.init_index(max_elements=len(vectors), ef_construction=100, M=16)
    index.add_items(vectors, num_threads=1)
    index.set_num_threads(1)
    return (
        lambda queries: index.knn_query(queries, K, num_threads=1)[0].astype(np.int64),
        list(BREADTHS),
        index.set_ef,
        "M 16",
    )


def usearch(vectors: Vectors) -> tuple[Search, list[int], Callable[[int], None], str]:
    from usearch.index import Index

    index = Index(ndim=vectors.shape[1], metric="ip", dtype="f32", connectivity=16, expansion_add=100)
    index.add(np.arange(len(vectors)), vectors, threads=1)

    def search(queries: Vectors) -> Ids:
        keys = index.search(queries, K, threads=1).keys
        return np.asarray(keys, np.int64).reshape(len(queries), -1)

    def breadth(value: int) -> None:
        index.expansion_search = value

    return search, list(BREADTHS), breadth, "M 16"


def faiss_hnsw(vectors: Vectors) -> tuple[Search, list[int], Callable[[int], None], str]:
    library = faiss()
    index = library.IndexHNSWFlat(vectors.shape[1], 16, library.METRIC_INNER_PRODUCT)
    index.hnsw.efConstruction = 100
    index.add(vectors)

    def breadth(value: int) -> None:
        index.hnsw.efSearch = value

    return lambda queries: index.search(queries, K)[1], list(BREADTHS), breadth, "M 16"


def exact_nearest(vectors: Vectors, queries: Vectors) -> Ids:
    best = np.full((len(queries), K), -np.inf, np.float32)
    at = np.zeros((len(queries), K), np.int64)
    for start in range(0, len(vectors), 50_000):
        similarities = queries @ vectors[start : start + 50_000].T
        top = np.argpartition(-similarities, K, axis=1)[:, :K]
        best = np.hstack((best, np.take_along_axis(similarities, top, 1)))
        at = np.hstack((at, top + start))
        order = np.argsort(-best, axis=1)[:, :K]
        best, at = np.take_along_axis(best, order, 1), np.take_along_axis(at, order, 1)
    return at


def recall(found: Ids, truth: Ids) -> float:
    return float(np.mean([len(np.intersect1d(a, b)) / K for a, b in zip(found, truth, strict=True)]))


def peak_mib(*, anew: bool = False) -> float:
    """The most memory that this process had, or with `anew` has now and begins to count from. Linux only."""
    if anew:
        Path("/proc/self/clear_refs").write_text("5")
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


def measure(kind: str, size: int, data: Path | None) -> dict[str, Any]:
    """One row, in a process of its own."""
    around = centres(data, DIMENSION)
    vectors = vectors_around(around, size, seed=1)
    queries = (vectors_around(around, QUERIES, seed=2), beside(around, QUERIES, seed=3))
    truths = [exact_nearest(vectors, q) for q in queries]
    faiss()
    before = peak_mib(anew=True)
    start, busy = time.perf_counter(), time.process_time()
    makers = {"numpy, exact": numpy_exact, "hnswlib": hnswlib, "usearch": usearch, "FAISS HNSW": faiss_hnsw}
    search, breadths, set_breadth, setting = (
        makers[kind](vectors) if kind in makers else ours(vectors, OURS[kind])
    )
    built, built_busy = time.perf_counter() - start, time.process_time() - busy
    peak = peak_mib()
    recalls = [0.0, 0.0]
    for breadth in breadths:
        set_breadth(breadth)
        recalls = [recall(search(q), truth) for q, truth in zip(queries, truths, strict=True)]
        if min(recalls) >= 0.99:
            break
    if len(breadths) > 1:
        setting += f", breadth {breadth}"
    spent = []
    for query in np.concatenate(queries):
        begin, busy = time.perf_counter(), time.process_time()
        search(query[None])
        spent.append(((time.perf_counter() - begin) * 1e3, (time.process_time() - busy) * 1e3))
    p50, p99 = np.percentile(spent, [50, 99], axis=0)
    return {
        "setting": setting,
        "near": recalls[0],
        "beside": recalls[1],
        "p50": p50[0],
        "p99": p99[0],
        "busy99": p99[1],
        "built": built_busy,
        "wall": built,
        "memory": peak - before,
    }


def available(kind: str) -> bool:
    return kind not in ("hnswlib", "usearch") or find_spec(kind) is not None


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, help="a data folder, whose embeddings become the clusters")
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--kinds", nargs="+", default=[*OURS, *PEERS])
    parser.add_argument("--row", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.row:
        print(json.dumps(measure(options.row[0], int(options.row[1]), options.data)))
        return
    print(f"{platform.machine()}, {os.cpu_count()} cores, FAISS {faiss().__version__}\n")
    print(
        "| vectors | what | setting | recall@10 near | beside | p50 ms | p99 ms | processor p99 ms | ", end=""
    )
    print("built, processor s | memory MiB |\n" + "| --- " * 10 + "|")
    for size in options.sizes:
        for kind in filter(available, options.kinds):
            command = [sys.executable, "-m", "benchmarks.index_search", "--row", kind, str(size)]
            command += ["--data", str(options.data)] if options.data else []
            one_thread = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
            done = subprocess.run(
                command, env={**os.environ, **one_thread}, capture_output=True, text=True, check=False
            )
            if done.returncode:
                print(f"| {size:,} | {kind} | failed: {done.stderr.strip().splitlines()[-1:]} |", flush=True)
                continue
            r = json.loads(done.stdout.splitlines()[-1])
            print(
                f"| {size:,} | {kind} | {r['setting']} | {r['near']:.4f} | {r['beside']:.4f} "
                f"| {r['p50']:.2f} | {r['p99']:.2f} | {r['busy99']:.2f} "
                f"| {r['built']:.1f} | {r['memory']:.0f} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
