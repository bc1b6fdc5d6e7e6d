"""The one place that imports faiss (Douze et al., 2024, arXiv 2401.08281).

faiss-cpu and faiss-gpu both own the folder `faiss`: with both installed, files of one overwrite the
other's and the mixture crashes, so that it is refused by name.
"""

from functools import cache
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from types import ModuleType

from music.errors import MissingPart

DISTRIBUTIONS = ("faiss-cpu", "faiss-gpu", "faiss-gpu-cuvs")


def installed_distributions() -> tuple[str, ...]:
    """Which of the packages that provide faiss are installed."""
    found = []
    for name in DISTRIBUTIONS:
        try:
            version(name)
        except PackageNotFoundError:
            continue
        found.append(name)
    return tuple(found)


def check_distributions(installed: tuple[str, ...]) -> None:
    """Raises MissingPart unless exactly one of the packages that provide faiss is `installed`."""
    if not installed:
        raise MissingPart("FAISS is not installed; run `pip install faiss-cpu` (or faiss-gpu with CUDA).")
    if len(installed) > 1:
        raise MissingPart(
            f"{' and '.join(installed)} are installed at once and overwrite each other; run "
            f"`pip uninstall {' '.join(installed)}` and then `pip install faiss-cpu` "
            "(or faiss-gpu with CUDA)."
        )


@cache
def faiss() -> ModuleType:
    """The faiss module, set to one thread: it and torch each bring an OpenMP pool, and one query gains
    nothing from a second thread. Raises MissingPart when it is not installed, or twice, or broken."""
    check_distributions(installed_distributions())
    try:
        module = import_module("faiss")
    except ImportError as error:
        raise MissingPart(
            f"FAISS is installed but does not load ({error}); "
            "`pip install --force-reinstall --no-deps faiss-cpu` puts it right."
        ) from error
    module.omp_set_num_threads(1)
    return module
