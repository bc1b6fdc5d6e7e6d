"""What a program holds on to does not grow with the threads and the large pieces that come and go."""

import platform
import re
import subprocess
import sys

import pytest

pytestmark = pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="other allocators hold little back")

HEAPS = """
import ctypes, threading
from bot.allocation import hold_few_heaps
hold_few_heaps()
together = threading.Barrier(9)
def work():
    together.wait()
    held = [bytes(10_000) for _ in range(10)]
    together.wait()
threads = [threading.Thread(target=work) for _ in range(8)]
for thread in threads: thread.start()
together.wait(); together.wait()
for _ in range(3): large = bytearray(8 << 20)  # each freed after the next is there
libc = ctypes.CDLL(None)
libc.malloc_info(0, ctypes.c_void_p.in_dll(libc, "stdout"))
libc.fflush(None)
"""

LETS_GO = """
from bot.allocation import give_back_free_memory, resident_mb
blocks = [b"x" * 100_000 for _ in range(2000)]
last = blocks.pop()  # behind the others: the allocator keeps those for later
del blocks
full = resident_mb()
give_back_free_memory()
print(full - resident_mb())
"""


def test_threads_share_heaps_and_large_pieces_lie_in_none() -> None:
    done = subprocess.run([sys.executable, "-c", HEAPS], capture_output=True, text=True)
    assert len(re.findall("<heap nr=", done.stdout)) <= 2, done.stderr
    mapped = re.search(r'<total type="mmap" count="(\d+)" size="(\d+)"', done.stdout)
    assert mapped is not None
    assert int(mapped[2]) >= 8 << 20


def test_free_memory_is_given_back() -> None:
    done = subprocess.run([sys.executable, "-c", LETS_GO], capture_output=True, text=True)
    assert float(done.stdout) > 150, done.stderr
