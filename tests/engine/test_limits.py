"""Bounds on time and memory, and an end together with the parent."""

import os
import signal
import subprocess
import sys
import threading
import time

import pytest

from bot.engine.limits import TookTooLong, time_limit


def never_ends() -> None:
    with time_limit(0.05):
        while True:
            time.sleep(0)


def test_python_code_that_runs_past_its_time_is_ended() -> None:
    with pytest.raises(TookTooLong):
        never_ends()


def test_it_is_ended_in_other_threads_too() -> None:
    ended = []

    def work() -> None:
        try:
            never_ends()
        except TookTooLong:
            ended.append(True)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join(20)
    assert ended == [True]


def test_work_that_is_done_in_time_is_never_struck_later() -> None:
    for _ in range(20):
        with time_limit(0.05):
            pass
        time.sleep(0.06)


ALLOCATES = """
from bot.engine.limits import limit_resources
limit_resources(400 << 20)
try:
    bytearray(600 << 20)
except MemoryError:
    print("refused")
"""


def test_more_memory_than_allowed_is_refused() -> None:
    done = subprocess.run([sys.executable, "-c", ALLOCATES], capture_output=True, text=True)
    assert done.stdout.strip() == "refused", done.stderr


CHILD = """
import os, time
from bot.engine.limits import die_with_parent
die_with_parent(os.getppid())
print("ready", flush=True)
time.sleep(600)
"""
PARENT = f"""
import os, subprocess, sys
child = subprocess.Popen([sys.executable, "-c", {CHILD!r}], stdout=subprocess.PIPE, text=True)
child.stdout.readline()
print(child.pid, flush=True)
child.wait()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="prctl is Linux's; elsewhere the closed socket does it")
def test_a_child_ends_with_its_killed_parent() -> None:
    with subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        os.kill(parent.pid, signal.SIGKILL)
    assert gone(child)


def gone(pid: int) -> bool:
    """Whether the process ends, given a generous while (its zombie counts as ended)."""
    for _ in range(600):
        try:
            with open(f"/proc/{pid}/stat") as file:
                if file.read().rpartition(")")[2].split()[0] == "Z":
                    return True
        except FileNotFoundError:
            return True
        time.sleep(0.05)
    return False
