"""Minutes of hostile input: no crash, no growth, each input answered or refused in a sentence.

    .venv/bin/python -m benchmarks.hostile --data DIR [--minutes 10] [--seed 1] [--surface both] [--only 7,42]

Starts `cadenza run` twice on copies of DIR (a data folder with a built catalogue): as the bot of a loopback
Discord, and as the local page. Each input is made from the seed and its number; `--only` sends just those
numbers again. Prints Markdown; the exit code is 1 where anything is wrong.
"""

import argparse
import asyncio
import os
import re
import shutil
import sqlite3
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.discord_load import DRAIN_SECONDS, drained
from benchmarks.discord_program import PROGRAM, Program, jobs_in
from benchmarks.end_to_end import processor
from benchmarks.hostile import on_discord, on_page
from benchmarks.hostile.files import Stock
from benchmarks.hostile.ledger import Ledger
from benchmarks.hostile.replies import leftovers
from benchmarks.hostile.report import report, warm_seconds
from benchmarks.hostile.watching import Clock, Log, Memory, children_of, resident_mb
from bot.assistant.housekeeping import TIDY_SECONDS
from tests.discord_server import LoopbackDiscord

AT_ONCE = 4


@dataclass
class Trial:
    """What one program went through."""

    surface: str
    ledger: Ledger
    program: Memory = field(default_factory=Memory)
    engine: Memory = field(default_factory=Memory)
    #: MB of program and engine with nothing left to do: when warm, and at the end
    at_rest: list[tuple[float, float]] = field(default_factory=list)
    log: Log = field(default_factory=Log)
    exit_code: int | None = None
    died: bool = False
    composes_afterwards: bool = False
    left: list[str] = field(default_factory=list)
    seconds: float = 0.0

    async def watch(self, clock: Clock, pid: int) -> None:
        """Until cancelled."""
        while True:
            self.program.look(clock.now, pid)
            self.engine.look(clock.now, next(iter(children_of(pid)), None))
            await asyncio.sleep(1)

    async def endure(
        self, attack: Callable[[float], Awaitable[object]], pid: int, folder: Path, seconds: float
    ) -> None:
        """`attack(until)` in two parts; what is in memory at rest after each is what has stayed."""
        clock = Clock()
        watching = asyncio.create_task(self.watch(clock, pid))
        first = warm_seconds(seconds)
        for part in (first, seconds - first):
            await attack(time.monotonic() + part)
            self.seconds = clock.now
            with clock.stopped():
                await rested(folder)
                engine = next(iter(children_of(pid)), 0)
                self.at_rest.append((resident_mb(pid), resident_mb(engine)))
        watching.cancel()


async def rested(folder: Path) -> None:
    """Until no job of any surface waits or runs, and what is free was given back."""
    until = time.monotonic() + DRAIN_SECONDS
    with closing(sqlite3.connect(f"file:{folder / 'cadenza.db'}?mode=ro", uri=True)) as database:
        while time.monotonic() < until:
            (left,) = database.execute(
                "SELECT count(*) FROM jobs WHERE state IN ('queued', 'running')"
            ).fetchone()
            if not left:
                break
            await asyncio.sleep(1)
    await asyncio.sleep(TIDY_SECONDS + 5)


async def on_the_bot(data: Path, work: Path, ledger: Ledger, seconds: float) -> Trial:
    trial = Trial("Discord", ledger)
    folder, log = work / "discord", work / "discord.log"
    shutil.copytree(data, folder)
    stock = Stock.of(data)
    async with LoopbackDiscord() as discord:
        program = Program(discord, folder, log)
        await program.start()
        attackers = [on_discord.Attacker(discord, ledger, stock, n) for n in range(AT_ONCE)]
        try:
            await asyncio.gather(*(attacker.settle_in() for attacker in attackers))

            async def attack(until: float) -> None:
                await asyncio.gather(*(attacker.attack(until) for attacker in attackers))

            await trial.endure(attack, program.pid, folder, seconds)
            trial.died = program.has_ended
            if not trial.died:
                trial.composes_afterwards = await on_discord.ordinary(discord)
                await drained(folder)
            trial.left = leftovers(discord)
            trial.left += [
                f"a piece ended without a reason: {job.error}"
                for job in jobs_in(folder)
                if "Something went wrong" in job.error
            ]
        finally:
            trial.exit_code = await program.stop()
    trial.log = Log.of(log)
    return trial


async def on_the_page(data: Path, work: Path, ledger: Ledger, seconds: float) -> Trial:
    trial = Trial("page", ledger)
    folder, log = work / "page", work / "page.log"
    shutil.copytree(data, folder)
    stock = Stock.of(data)
    environment = {name: value for name, value in os.environ.items() if name != "DISCORD_TOKEN"}
    with log.open("wb") as errors:
        program = await asyncio.create_subprocess_exec(
            PROGRAM, "run", "--port", "0", cwd=work, stdout=asyncio.subprocess.PIPE, stderr=errors,
            env={**environment, "CADENZA_DATA_DIR": str(folder)},
        )  # fmt: skip
    assert program.stdout is not None
    address = re.search(r"http://[^\s;]+", (await program.stdout.readline()).decode())
    assert address, "cadenza run did not say where the page is"
    try:
        await on_page.ordinary(address[0])  # the models are there
        visitors = [on_page.Visitor(address[0], ledger, stock) for _ in range(AT_ONCE)]

        async def attack(until: float) -> None:
            await asyncio.gather(*(visitor.attack(until) for visitor in visitors))

        await trial.endure(attack, program.pid, folder, seconds)
        await asyncio.gather(*(visitor.leave() for visitor in visitors))
        trial.died = program.returncode is not None
        with suppress(TimeoutError):
            trial.composes_afterwards = not trial.died and await on_page.ordinary(address[0])
    finally:
        if program.returncode is None:
            program.terminate()
        trial.exit_code = await program.wait()
    trial.log = Log.of(log)
    return trial


async def measure(options: argparse.Namespace) -> int:
    """Runs what was asked for, prints it; the exit code."""
    only = tuple(int(n) for n in options.only.split(",") if n)
    ways = {"discord": on_the_bot, "page": on_the_page}
    chosen = list(ways) if options.surface == "both" else [options.surface]
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        trials = await asyncio.gather(
            *(
                ways[surface](options.data, Path(name), Ledger(options.seed, only), 60 * options.minutes)
                for surface in chosen
            )
        )
        for surface in chosen if options.keep else ():
            shutil.copy(Path(name) / f"{surface}.log", options.keep)
    for trial in trials if options.keep else ():
        told = "\n".join(sorted(trial.ledger.sentences.values()))
        (options.keep / f"{trial.surface.casefold()}-refusals.txt").write_text(told, errors="replace")
    text, good = report(trials, f"{processor()}; {options.minutes:g} minutes, seed {options.seed}")
    print(text)
    return 0 if good else 1


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="a data folder with a built catalogue")
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--surface", choices=("both", "discord", "page"), default="both")
    parser.add_argument("--only", default="", help="numbers of inputs to send again, with commas between")
    parser.add_argument("--keep", type=Path, help="a folder for the logs and for what was said in refusal")
    return asyncio.run(measure(parser.parse_args()))


if __name__ == "__main__":
    sys.exit(main())
