"""Files by content: stored whole or not at all, found again, checked, and dropped when the disk is short."""

import hashlib
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from music.errors import StorageUnavailable
from storage.files import FileDamaged, FileMissing, FileStore, LocalFileStore
from tests.storage.unprivileged import bound_by_permissions


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "files"


@pytest.fixture
def files(root: Path) -> FileStore:
    return LocalFileStore(root)


def test_what_is_put_is_found_by_its_hash(files: FileStore, root: Path) -> None:
    name = files.put(b"MThd...", ".mid")
    assert name == hashlib.sha256(b"MThd...").hexdigest()
    assert files.get(name) == b"MThd..."
    assert files.exists(name)
    assert files.size(name) == 7
    assert files.path(name) == root / name[:2] / name[2:4] / f"{name}.mid"
    assert LocalFileStore(root).get(name) == b"MThd..."  # another program, or the same after a restart


def test_the_same_content_is_stored_once(files: FileStore) -> None:
    assert files.put(b"same", ".mid") == files.put(b"same", ".midi")
    assert files.usage() == 4


def test_what_was_never_put_is_missing(files: FileStore) -> None:
    for name in ("0" * 64, "", "../../etc/passwd", "0" * 63 + "/"):
        assert not files.exists(name)
        assert not files.remove(name)
        for ask in (files.get, files.path, files.size):
            with pytest.raises(FileMissing, match="made again"):
                ask(name)


def test_removing(files: FileStore) -> None:
    name = files.put(b"gone soon", ".png")
    assert files.remove(name)
    assert not files.exists(name)
    assert not files.remove(name)
    assert files.usage() == 0


@pytest.mark.parametrize("suffix", ["mid", "", ".", "./x", ".MID", ".a/b"])
def test_a_suffix_that_could_leave_the_folder_is_refused(files: FileStore, suffix: str) -> None:
    with pytest.raises(ValueError, match="a suffix is like"):
        files.put(b"x", suffix)


@pytest.mark.parametrize("damage", [b"", b"MThd", b"MThd..!", b"MThd...."])
def test_damage_is_noticed_on_reading_and_healed_by_putting_again(files: FileStore, damage: bytes) -> None:
    name = files.put(b"MThd...", ".mid")
    files.path(name).write_bytes(damage)
    with pytest.raises(FileDamaged, match=r"is damaged: .* restore it from a backup, or remove it"):
        files.get(name)
    assert files.put(b"MThd...", ".mid") == name
    assert files.get(name) == b"MThd..."


def aged(files: FileStore, data: bytes, suffix: str, hours: float) -> str:
    name = files.put(data, suffix)
    then = time.time() - hours * 3600
    os.utime(files.path(name), (then, then))
    return name


def test_audio_is_dropped_oldest_first_and_nothing_else_ever(files: FileStore) -> None:
    midi = aged(files, b"m" * 100, ".mid", 99)
    picture = aged(files, b"p" * 100, ".png", 98)
    old = aged(files, b"1" * 100, ".ogg", 3)
    older = aged(files, b"2" * 100, ".mp3", 4)
    new = aged(files, b"3" * 100, ".flac", 1)
    assert files.drop_audio(500) == []
    assert files.drop_audio(350) == [older, old]
    assert files.usage() == 300
    assert files.drop_audio(0) == [new]
    assert files.exists(midi)
    assert files.exists(picture)


def test_audio_that_was_put_again_counts_as_new(files: FileStore) -> None:
    first, second = aged(files, b"1" * 100, ".ogg", 9), aged(files, b"2" * 100, ".ogg", 5)
    files.put(b"1" * 100, ".ogg")
    assert files.drop_audio(100) == [second]
    assert files.exists(first)


def test_many_threads_may_put_the_same_file(files: FileStore, root: Path) -> None:
    data = os.urandom(300_000)
    threads = [threading.Thread(target=files.put, args=(data, ".ogg")) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert files.get(hashlib.sha256(data).hexdigest()) == data
    assert list((root / "incoming").iterdir()) == []


def test_what_a_killed_program_left_half_written_is_cleared_away(files: FileStore, root: Path) -> None:
    abandoned, fresh = root / "incoming" / "abandoned", root / "incoming" / "fresh"
    for path in (abandoned, fresh):
        path.write_bytes(b"half a fi")
    os.utime(abandoned, (0, 0))
    assert files.usage() == 0
    LocalFileStore(root)
    assert not abandoned.exists()
    assert fresh.exists()  # it may be another program's, being written now


PUT = """
import sys
from pathlib import Path
from music.errors import StorageUnavailable
from storage.files import LocalFileStore
try:
    LocalFileStore(Path(sys.argv[1])).put(b"x" * 1_000_000, ".ogg")
except StorageUnavailable as error:
    print(error)
else:
    print("stored")
"""


def test_a_read_only_folder(files: FileStore, root: Path) -> None:
    (root / "incoming").chmod(0o555)
    said = bound_by_permissions(PUT, str(root))
    assert "cannot be written; make its folder writable, or set CADENZA_DATA_DIR" in said
    root.parent.chmod(0o555)
    said = bound_by_permissions(PUT, str(root.parent / "new"))
    assert "cannot be written; make its folder writable, or set CADENZA_DATA_DIR" in said
    root.parent.chmod(0o755)


def test_a_file_where_the_folder_should_be(root: Path) -> None:
    root.write_text("I was here first")
    with pytest.raises(StorageUnavailable, match="move it away"):
        LocalFileStore(root)


def full_disk(root: Path) -> list[str]:
    """A command prefix under which `root` has no room for a megabyte.

    A tiny disk of its own where the kernel lets us mount one, else a limit on the size of a file.
    """
    mount = f'mount -t tmpfs -o size=256k none "{root}" && exec "$@"'
    for namespaces in (["unshare", "-m"], ["unshare", "-rm"]):
        command = [*namespaces, "sh", "-c", mount, "sh"]
        if subprocess.run([*command, "true"], capture_output=True).returncode == 0:
            return command
    return ["sh", "-c", 'trap "" XFSZ; ulimit -f 256; exec "$@"', "sh"]


def test_a_full_disk_leaves_no_half_file(files: FileStore, root: Path) -> None:
    small = files.put(b"small", ".mid")
    look = "import os,sys; print(sorted(f for _, _, names in os.walk(sys.argv[1]) for f in names))"
    script = f'"{sys.executable}" -c "$0" "{root}"; exec "{sys.executable}" -c "{look}" "{root}"'
    done = subprocess.run(
        [*full_disk(root), "sh", "-c", script, PUT], capture_output=True, text=True, check=True
    )
    said, left = done.stdout.splitlines()
    assert "The disk is full" in said
    assert "free some space, or lower CADENZA_DISK_QUOTA_MB" in said
    assert left in ("[]", f"['{small}.mid']")
