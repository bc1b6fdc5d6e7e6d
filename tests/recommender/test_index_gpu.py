"""A GPU is trusted only after a child process came back from it."""

import subprocess
import sys

from recommender.index_gpu import gpu_works, has_gpu_support


def child(code: str) -> tuple[str, ...]:
    return (sys.executable, "-c", code)


def test_a_trial_that_ends_well_is_trusted() -> None:
    assert gpu_works("auto", child("pass"))


def test_a_trial_that_is_aborted_as_by_a_cuda_error_costs_only_the_child() -> None:
    assert not gpu_works("auto", child("import os; os.abort()"))
    assert not gpu_works("cuda", child("raise SystemExit('no GPU')"))
    assert not gpu_works("cuda", ("no such program",))


def test_who_asks_for_the_processor_has_no_trial() -> None:
    assert not gpu_works("cpu", child("pass"))


def test_the_trial_itself_agrees_with_what_is_installed() -> None:
    """With faiss-cpu it fails for want of CUDA; with faiss-gpu and a device it must pass."""
    done = subprocess.run([sys.executable, "-m", "recommender.index_gpu"], capture_output=True, check=False)
    assert (done.returncode == 0) == gpu_works("auto")
    if not has_gpu_support():
        assert done.returncode == 1
        assert not gpu_works("auto")
