"""A data folder with the starter catalogue, built once for all the processes that share the tests."""

import fcntl
import os
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = Path(sys.executable).parent / "cadenza"
#: a command that builds the starter catalogue takes less, however busy the machine is
BUILDING_SECONDS = 600


def starter_folder(factory: pytest.TempPathFactory) -> Path:
    """To be copied, not used. Whoever needs it first builds it, and the others wait for it."""
    base = factory.getbasetemp()
    base = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder, building = base / "with-the-starter-catalogue", base / "being-built"
    with (base / "starter.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.is_dir():
            ended = subprocess.run(
                [PROGRAM, "catalog", "list", "--json"],
                capture_output=True,
                text=True,
                timeout=BUILDING_SECONDS,
                cwd=base,
                env={**os.environ, "CADENZA_DATA_DIR": str(building), "OMP_NUM_THREADS": "1"},
                check=False,
            )
            assert ended.returncode == 0, ended.stderr
            building.rename(folder)
    return folder
