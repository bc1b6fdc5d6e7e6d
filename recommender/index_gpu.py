"""FAISS on a GPU: tried once in a child process before it is trusted, since a CUDA error ends the program.

Used for batches of queries in a large index: one query is answered sooner where its vectors already are. The
official packages are faiss-gpu (CUDA 12) and faiss-gpu-cuvs (CUDA 13).
"""

import logging
import subprocess
import sys
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from recommender.index_library import faiss
from recommender.index_tables import ClusteredTable, ExactTable

log = logging.getLogger("cadenza.index")

#: from how many queries at once, and of how many vectors, the copy on the GPU is asked
LEAST_QUERIES, LEAST_VECTORS = 64, 100_000
_TRIAL_SECONDS = 60.0


def has_gpu_support() -> bool:
    """Whether this FAISS was built for CUDA; says nothing of a device."""
    return hasattr(faiss(), "StandardGpuResources")


@cache
def gpu_works(device: str = "auto", command: tuple[str, ...] = ()) -> bool:
    """Whether FAISS may be used on the GPU: `device` is "auto" or "cuda", FAISS was built for it, and a child
    process has searched there and found what it should. `command`: of that child, if not this module."""
    if device not in ("auto", "cuda") or not (command or has_gpu_support()):
        return False
    try:
        trial = subprocess.run(
            command or (sys.executable, "-m", "recommender.index_gpu"),
            capture_output=True,
            timeout=_TRIAL_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        log.warning("FAISS is not used on the GPU: the trial did not end (%s)", error)
        return False
    if trial.returncode:
        said = trial.stderr.decode(errors="replace").strip().splitlines()
        log.warning(
            "FAISS is not used on the GPU: the trial ended with %d. %s", trial.returncode, *said[-1:] or [""]
        )
    return trial.returncode == 0


class GpuCopy:
    """A copy of an exact or clustered table on the first GPU, for searching."""

    def __init__(self, table: ExactTable | ClusteredTable) -> None:
        library = faiss()
        self._resources = library.StandardGpuResources()
        self._index: Any = library.index_cpu_to_gpu(self._resources, 0, table.index)
        if isinstance(table, ClusteredTable):
            self._index.nprobe = table.probes

    def search(self, queries: NDArray[np.float32], k: int) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        similarities, ids = self._index.search(queries, k)
        return similarities, ids


def trial() -> None:
    """What the child process does: clusters vectors on the CPU, searches them on the GPU, compares."""
    library = faiss()
    if library.get_num_gpus() < 1:
        raise SystemExit("no GPU")
    vectors = np.random.default_rng(0).standard_normal((2_000, 64), np.float32)
    for table in (ExactTable(64), ClusteredTable.trained(vectors, len(vectors))):
        table.add(vectors, np.arange(0, 2 * len(vectors), 2))
        on_gpu, here = GpuCopy(table).search(vectors[:100], 5), table.search(vectors[:100], 5)
        if not np.array_equal(on_gpu[1], here[1]) or not np.allclose(on_gpu[0], here[0], atol=1e-3):
            raise SystemExit("the GPU finds other vectors than the CPU")


if __name__ == "__main__":
    trial()
