"""The program as people start it, on a data folder of its own."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

PROGRAM = Path(sys.executable).with_name("cadenza")


@dataclass(frozen=True)
class Running:
    """`address` is where the page is."""

    address: str
    process: "subprocess.Popen[str]"

    def stop(self) -> int:
        """Asks it to stop, as a service manager would, and returns its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=30)


def _environment(folder: Path) -> dict[str, str]:
    return {**os.environ, "CADENZA_DATA_DIR": str(folder / "data"), "OMP_NUM_THREADS": "1"}


def prepare(folder: Path) -> None:
    """Builds the catalogue of the data in `folder`, as far as it is not there."""
    asked = [str(PROGRAM), "recommend", "something calm"]
    subprocess.run(asked, cwd=folder, env=_environment(folder), check=True, stdout=subprocess.DEVNULL)


@contextmanager
def running(folder: Path) -> Iterator[Running]:
    """`cadenza run` with its data in `folder`; killed in the end if it still runs."""
    environment = _environment(folder)
    process = subprocess.Popen(
        [PROGRAM, "run", "--port", "0"], stdout=subprocess.PIPE, text=True, cwd=folder, env=environment
    )
    try:
        assert process.stdout is not None
        found = re.search(r"http://[^\s;]+", process.stdout.readline())
        assert found, "cadenza run did not say where the page is"
        yield Running(found[0], process)
    finally:
        process.kill()
        process.wait()
