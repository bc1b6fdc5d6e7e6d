"""The bot or its engine killed at random moments under load: does every accepted piece arrive, once?

    .venv/bin/python -m benchmarks.discord_kills --data DIR [--kills 100] [--members 6]

Starts a loopback Discord in this process and `cadenza run` beside it, on a copy of DIR (a data folder with a
built catalogue). Members order pieces without pause; at random moments the program or its engine child gets
SIGKILL, and the program is started again. After each start a button of an older take is pressed. At the end
everything accepted has to be there once. Prints Markdown.
"""

import argparse
import asyncio
import random
import shutil
import tempfile
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path

from benchmarks.discord_load import DRAIN_SECONDS, PIECES, drained
from benchmarks.discord_program import Program, jobs_in, posted_takes
from benchmarks.end_to_end import processor
from tests.discord_server import LoopbackDiscord

#: a kill comes this many seconds after the start of the program at most
LONGEST_LIFE = 8.0


class Trial:
    """One run: members ordering, kills, old buttons."""

    def __init__(self, discord: LoopbackDiscord, folder: Path, log: Path, members: int, seed: int) -> None:
        self._discord = discord
        self._folder = folder
        self._random = random.Random(seed)
        self.guild = discord.add_guild("Music Room")
        self.channels = [self.guild.add_channel(f"music-{n}") for n in range(members)]
        self.members = [discord.add_member(f"Member {n}", self.guild) for n in range(members)]
        self.program = Program(discord, folder, log)
        self.kills: Counter[str] = Counter()
        self.buttons: Counter[str] = Counter()
        self.orders: Counter[str] = Counter()
        self._alive = asyncio.Event()

    async def order(self, number: int) -> None:
        """A member who orders pieces for as long as the trial lasts."""
        member, channel = self.members[number], self.channels[number]
        while True:
            await self._alive.wait()
            use = await member.slash(channel, "compose", text=self._random.choice(PIECES))
            self.orders["refused by Discord: no answer in 3 s" if use.error else "acknowledged"] += 1
            await asyncio.sleep(self._random.uniform(2, 8))

    async def kill_again_and_again(self, kills: int) -> None:
        await self.program.start()
        self._alive.set()
        for _ in range(kills):
            await asyncio.sleep(self._random.uniform(0.2, LONGEST_LIFE))
            if self._random.random() < 0.5 and self.program.kill_engine():
                self.kills["engine"] += 1
            else:
                self._alive.clear()
                await self.program.kill()
                self.kills["program"] += 1
                await self.program.start()
                self._alive.set()
            await self._press_an_old_button()

    async def _press_an_old_button(self) -> None:
        takes = [(n, m) for n, c in enumerate(self.channels) for m in c.messages if posted_takes([m])]
        if not takes:
            return
        number, message = self._random.choice(takes)
        use = await self.members[number].press(message, label="Why?")
        if use.error:
            self.buttons["dead"] += 1
            return
        with suppress(TimeoutError):
            await self._discord.until(lambda: bool(use.answered), timeout=60)
        self.buttons["answered" if use.answered else "silent"] += 1

    async def press_every_button(self) -> None:
        """At the end: one button of every take that ever arrived."""
        for number, channel in enumerate(self.channels):
            for message in [m for m in channel.messages if posted_takes([m])]:
                use = await self.members[number].press(message, label="Why?")
                self.buttons["dead at the end" if use.error else "alive at the end"] += 1
                await asyncio.sleep(0.3)


async def measure(data: Path, kills: int, members: int, seed: int) -> str:
    """Runs it all in a temporary folder and returns the report."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "data"
        shutil.copytree(data, folder)
        async with LoopbackDiscord() as discord:
            trial = Trial(discord, folder, Path(name) / "log", members, seed)
            start = time.monotonic()
            ordering = [asyncio.create_task(trial.order(n)) for n in range(members)]
            try:
                await trial.kill_again_and_again(kills)
                for task in ordering:
                    task.cancel()
                await drained(folder)
                await trial.press_every_button()
            finally:
                await trial.program.stop()
            return report(trial, folder, time.monotonic() - start)


def report(trial: Trial, folder: Path, took: float) -> str:
    """The figures as Markdown."""
    jobs = jobs_in(folder)
    posted = posted_takes(m for channel in trial.channels for m in channel.messages)
    made = [job for job in jobs if job.take]
    rows = {
        "kills of the program": trial.kills["program"],
        "kills of the engine": trial.kills["engine"],
        "commands": dict(trial.orders),
        "pieces accepted (rows)": len(jobs),
        "arrived once": sum(posted[job.take] == 1 for job in made),
        "arrived twice or more": sum(posted[job.take] > 1 for job in made),
        "made and never arrived": sum(posted[job.take] == 0 for job in made),
        "ended otherwise": dict(Counter(job.error or job.state for job in jobs if not job.take)),
        "old buttons": dict(trial.buttons),
    }
    lines = [f"{processor()}; {took:.0f} s in all, at most {DRAIN_SECONDS} s of them waiting at the end.", ""]
    lines += [
        "| what | number |",
        "| --- | --- |",
        *(f"| {what} | {number} |" for what, number in rows.items()),
    ]
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="a data folder with a built catalogue")
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--members", type=int, default=6)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    print(asyncio.run(measure(options.data, options.kills, options.members, options.seed)))


if __name__ == "__main__":
    main()
