"""One program a data folder, however the program before it ended."""

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from music.errors import StorageUnavailable
from storage.lock import DataFolderLock
from tests.storage.unprivileged import bound_by_permissions

HOLD = """
import os, sys, time
from pathlib import Path
from storage.lock import DataFolderLock
lock = DataFolderLock(Path(sys.argv[1])).acquire()
if sys.argv[2:] == ["fork"]:
    seen, up = os.pipe()
    if os.fork() == 0:
        os.close(1)
        os.write(up, b"up")
        time.sleep(60)
    os.read(seen, 2)  # the child is running
print(os.getpid(), flush=True)
time.sleep(60)
"""


def holder(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    """Another program that holds `folder`."""
    program = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder), *arguments],
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert program.stdout is not None
    assert int(program.stdout.readline()) == program.pid
    return program


def test_a_second_program_is_told_who_holds_the_folder(tmp_path: Path) -> None:
    program = holder(tmp_path)
    try:
        with pytest.raises(StorageUnavailable, match=rf"Another Cadenza \(process {program.pid}\) is using"):
            DataFolderLock(tmp_path).acquire()
    finally:
        os.killpg(program.pid, signal.SIGKILL)
        program.communicate()


@pytest.mark.parametrize("arguments", [(), ("fork",)], ids=["alone", "with an orphaned child"])
def test_sigkill_frees_the_folder(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    program = holder(tmp_path, *arguments)
    try:
        program.kill()
        program.wait()
        with DataFolderLock(tmp_path):
            pass
    finally:
        if arguments:
            os.killpg(program.pid, signal.SIGKILL)  # the orphan
        program.communicate()


def test_released_means_free_also_within_one_program(tmp_path: Path) -> None:
    stop_it = "stop it first, or set CADENZA_DATA_DIR"
    with DataFolderLock(tmp_path), pytest.raises(StorageUnavailable, match=stop_it):
        DataFolderLock(tmp_path).acquire()
    again = DataFolderLock(tmp_path).acquire()
    again.release()
    again.release()
    with DataFolderLock(tmp_path):
        pass


def test_a_forked_child_that_ends_does_not_free_the_folder(tmp_path: Path) -> None:
    with DataFolderLock(tmp_path):
        child = multiprocessing.get_context("fork").Process(target=time.sleep, args=(0,))
        child.start()
        child.join()
        with pytest.raises(StorageUnavailable, match="is using"):
            DataFolderLock(tmp_path).acquire()


def test_a_folder_that_does_not_exist_yet_is_made(tmp_path: Path) -> None:
    with DataFolderLock(tmp_path / "new" / "data"):
        assert (tmp_path / "new" / "data").is_dir()


def test_a_read_only_folder(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir(0o555)
    said = bound_by_permissions(
        "import sys\n"
        "from pathlib import Path\n"
        "from storage.lock import DataFolderLock\n"
        "from music.errors import StorageUnavailable\n"
        "try:\n"
        "    DataFolderLock(Path(sys.argv[1])).acquire()\n"
        "except StorageUnavailable as error:\n"
        "    print(error)\n",
        str(tmp_path / "data"),
    )
    assert "cannot be written; make its folder writable, or set CADENZA_DATA_DIR" in said
