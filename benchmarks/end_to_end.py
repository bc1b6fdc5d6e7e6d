"""Measures the whole way of a request on this machine: start-up, request to audio by stage, memory.

    .venv/bin/python -m benchmarks.end_to_end [--runs 3]

Everything happens in a temporary data folder with the program as it is shipped: `cadenza run` for the
start-up and the memory, the assistant with its engine child for the requests. Prints Markdown.
"""

import argparse
import asyncio
import os
import platform
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.assistant.assistant import Assistant
from bot.assistant.events import Failed, TakeReady, Turn
from bot.settings import load_settings
from music.job import Take

LENGTHS = (10, 30, 60)  # seconds of music
REQUEST = "write a calm piano piece with a bit of hope, {seconds} seconds"
#: the stages of Take.timings, in the order of their work
STAGES = ("composing", "checking", "rendering", "encoding", "drawing")
START_TIMEOUT = 180


@dataclass(frozen=True, slots=True)
class Request:
    """One request: wall clock from the message to the take's audio in the FileStore."""

    asked_seconds: int
    total: float
    take: Take


# --- start-up and memory ----------------------------------------------------------------------------------


@contextmanager
def running_program(folder: Path) -> Iterator[tuple[int, str, float]]:
    """`cadenza run` on `folder`: its process id, its address, seconds until the page answered."""
    environment = {**os.environ, "CADENZA_DATA_DIR": str(folder)}
    start = time.perf_counter()
    process = subprocess.Popen(
        [Path(sys.executable).parent / "cadenza", "run", "--port", "0"],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        address = re.search(r"http://\S+?(?=[;\s(]|$)", line)
        if address is None:
            raise SystemExit(f"`cadenza run` said {line!r} instead of its address")
        _wait_for_page(address[0])
        yield process.pid, address[0], time.perf_counter() - start
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)


def _wait_for_page(address: str) -> None:
    deadline = time.monotonic() + START_TIMEOUT
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(address, timeout=5) as page:
                if page.status == 200:
                    return
        except OSError:
            time.sleep(0.02)
    raise SystemExit(f"the page at {address} did not answer within {START_TIMEOUT} s")


def resident_mb(pid: int) -> float:
    """Resident memory of a process (Linux)."""
    status = Path(f"/proc/{pid}/status").read_text()
    match = re.search(r"VmRSS:\s+(\d+) kB", status)
    return int(match[1]) / 1024 if match else 0.0


def children_of(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def measure_starts(folder: Path) -> list[float]:
    """Seconds to the page on a `folder` with its catalogue, four starts."""
    times = []
    for _ in range(4):
        with running_program(folder) as (_, _, seconds):
            times.append(seconds)
    return times


# --- requests ---------------------------------------------------------------------------------------------


async def ask(assistant: Assistant, seconds: int) -> Request:
    turn = Turn("cli", "cli", "benchmark", f"benchmark-{uuid.uuid4().hex}", REQUEST.format(seconds=seconds))
    start = time.perf_counter()
    async for event in assistant.handle(turn):
        if isinstance(event, Failed):
            raise SystemExit(f"{seconds} s: {event.text}")
        if isinstance(event, TakeReady):
            return Request(seconds, time.perf_counter() - start, event.take)
    raise SystemExit(f"{seconds} s: no take came")


async def measure_requests(folder: Path, runs: int) -> tuple[float, list[Request], float, float]:
    """Seconds to build the starter catalogue, the requests, and the memory of program and child in MB."""
    async with Assistant.open(load_settings(data_dir=folder)) as assistant:
        start = time.perf_counter()
        await assistant.prepare()
        catalogue_seconds = time.perf_counter() - start
        await ask(assistant, LENGTHS[0])  # the first request waits for the models; not counted
        requests = [await ask(assistant, seconds) for seconds in LENGTHS for _ in range(runs)]
        health = (await assistant.status()).engine
        return catalogue_seconds, requests, resident_mb(os.getpid()), resident_mb(health.pid)


# --- the report -------------------------------------------------------------------------------------------


def spread(values: list[float], digits: int = 2) -> str:
    """ "median (lowest to highest)" """
    low, middle, high = min(values), statistics.median(values), max(values)
    return f"{middle:.{digits}f} ({low:.{digits}f} to {high:.{digits}f})"


def processor() -> str:
    try:
        names = re.findall(r"model name\s*: (.+)", Path("/proc/cpuinfo").read_text())
    except OSError:
        names = []
    return names[0] if names else platform.processor() or platform.machine()


def report(first: float, starts: list[float], catalogue: float, requests: list[Request], memory: str) -> None:
    import torch

    print(
        f"{processor()}, {os.cpu_count()} cores; "
        f"Python {platform.python_version()}, torch {torch.__version__}"
    )
    print(f"load before: {os.getloadavg()[0]:.1f}; {len(requests) // len(LENGTHS)} requests a length\n")
    print("| start-up | seconds |\n| --- | --- |")
    print(f"| first start, empty data folder: page ready | {first:.2f} |")
    print(f"| starter catalogue built (with --data: loaded), behind the page | {catalogue:.1f} |")
    print(f"| later start: page ready | {spread(starts)} |\n")

    print(f"| music asked for | {' | '.join(STAGES)} | request to audio | notes | notes/s |")
    print(f"| {' | '.join(['---'] * (len(STAGES) + 4))} |")
    for length in LENGTHS:
        of_length = [r for r in requests if r.asked_seconds == length]
        stages = [statistics.median(r.take.timings.get(stage, 0.0) for r in of_length) for stage in STAGES]
        print(
            f"| {length} s | {' | '.join(f'{s:.2f} s' for s in stages)} "
            f"| {spread([r.total for r in of_length])} s "
            f"| {statistics.median(r.take.notes for r in of_length):.0f} "
            f"| {spread([r.take.notes_per_second for r in of_length], 0)} |"
        )
    print(f"\nMemory after these requests (resident): {memory}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--runs", type=int, default=3, help="requests of each length (default: %(default)s)")
    parser.add_argument(
        "--data", type=Path, metavar="DIR", help="a data folder to copy, so that no catalogue is built"
    )
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="cadenza-benchmark-") as name:
        folder = Path(name)
        if options.data:
            shutil.copytree(options.data, folder / "data")
        with running_program(folder / "first") as (_, _, first):
            pass
        catalogue, requests, program_mb, engine_mb = asyncio.run(
            measure_requests(folder / "data", options.runs)
        )
        starts = measure_starts(folder / "data")
    report(
        first,
        starts,
        catalogue,
        requests,
        f"{program_mb:.0f} MB program, {engine_mb:.0f} MB engine child",
    )


if __name__ == "__main__":
    main()
