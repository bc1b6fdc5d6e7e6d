"""Fifty members at once: how soon everything is acknowledged while pieces are composed and rendered.

    .venv/bin/python -m benchmarks.discord_load --data DIR [--members 50] [--seconds 120]

Starts a loopback Discord in this process and `cadenza run` beside it, on a copy of DIR (a data folder with a
built catalogue). Members ask, compose, press buttons and mention the bot at random; afterwards everything
that was accepted has to arrive, once. Prints Markdown.
"""

import argparse
import asyncio
import random
import shutil
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Awaitable
from pathlib import Path

from benchmarks.discord_program import Program, jobs_in, posted_takes
from benchmarks.end_to_end import processor
from tests.discord.talk import custom_ids
from tests.discord_server import Interaction, LoopbackDiscord, Message

PIECES = (
    "a calm piano piece, 12 seconds",
    "8 bars of a lively fiddle tune in D",
    "a sad waltz for cello, 8 bars",
    "something bright for flute and harp, 10 seconds",
    "a march for brass, 8 bars",
)
WISHES = ("rainy and calm", "a fast jig for fiddle", "dark and slow strings", "happy piano", "a lullaby")
#: how long after the last request everything accepted may still be under way
DRAIN_SECONDS = 600


class Crowd:
    """Members who do one thing after another, and what they saw."""

    def __init__(self, discord: LoopbackDiscord, members: int, seed: int) -> None:
        self._discord = discord
        self._random = random.Random(seed)
        self.guild = discord.add_guild("Music Room")
        self.channels = [self.guild.add_channel(f"music-{n}") for n in range(5)]
        self.members = [discord.add_member(f"Member {n}", self.guild) for n in range(members)]
        self.acknowledged: defaultdict[str, list[float]] = defaultdict(list)
        self.errors: Counter[str] = Counter()

    async def live(self, number: int, until: float) -> None:
        """One member: a piece at once, then whatever comes to mind every second or two."""
        member, channel = self.members[number], self.channels[number % len(self.channels)]
        choose = self._random
        await self._note("compose", member.slash(channel, "compose", text=choose.choice(PIECES)))
        while time.monotonic() < until:
            await asyncio.sleep(choose.uniform(0.5, 2.5))
            takes = [m for m in channel.messages[-40:] if posted_takes([m])]
            match choose.choice(("recommend", "compose", "rate", "why", "mention")):
                case "recommend":
                    await self._note(
                        "recommend", member.slash(channel, "recommend", text=choose.choice(WISHES))
                    )
                case "compose":
                    await self._note("compose", member.slash(channel, "compose", text=choose.choice(PIECES)))
                case "rate" if takes:
                    take = choose.choice(takes)
                    await self._note("star", member.press(take, custom_id=self._star(take)))
                case "why" if takes:
                    await self._note("why", member.press(choose.choice(takes), label="Why?"))
                case "mention":
                    await member.say(channel, f"<@{self._discord.bot_user.id}> {choose.choice(WISHES)}")

    def _star(self, message: Message) -> str:
        return self._random.choice([i for i in custom_ids(message) if i.startswith("cz1:star:")])

    async def _note(self, kind: str, action: Awaitable[Interaction]) -> None:
        use = await action
        if use.error:
            self.errors[str(use.error)] += 1
        elif use.acknowledged_ms is not None:
            self.acknowledged[kind].append(use.acknowledged_ms)


async def measure(data: Path, members: int, seconds: float, seed: int) -> str:
    """Runs it all in a temporary folder and returns the report."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "data"
        shutil.copytree(data, folder)
        async with LoopbackDiscord() as discord:
            crowd = Crowd(discord, members, seed)
            program = Program(discord, folder, Path(name) / "log")
            await program.start()
            try:
                start = time.monotonic()
                until = start + seconds
                await asyncio.gather(*(crowd.live(n, until) for n in range(members)))
                await drained(folder)
                took = time.monotonic() - start
            finally:
                await program.stop()
            return report(crowd, folder, seconds, took, discord)


async def drained(folder: Path) -> None:
    """Waits until no job is queued, running or waiting to be posted."""
    deadline = time.monotonic() + DRAIN_SECONDS
    while time.monotonic() < deadline:
        jobs = await asyncio.to_thread(jobs_in, folder)
        if all(job.is_over for job in jobs):
            return
        await asyncio.sleep(1)


def report(crowd: Crowd, folder: Path, seconds: float, took: float, discord: LoopbackDiscord) -> str:
    """The tables."""
    jobs = jobs_in(folder)
    made = [job for job in jobs if job.take]
    posted = posted_takes(m for channel in crowd.channels for m in channel.messages)
    lost = [job for job in made if not posted[job.take]]
    doubled = [job for job in made if posted[job.take] > 1]
    everything = sorted(ms for values in crowd.acknowledged.values() for ms in values)
    lines = [
        f"{processor()}; {len(crowd.members)} members for {seconds:.0f} s, "
        f"{took:.0f} s until the last piece had arrived.",
        "",
        "| what | acknowledged | p50 | p99 | slowest |",
        "| --- | --- | --- | --- | --- |",
    ]
    for kind, values in [*sorted(crowd.acknowledged.items()), ("all", everything)]:
        ordered = sorted(values)
        lines.append(
            f"| {kind} | {len(ordered)} | {at(ordered, 0.5):.0f} ms | {at(ordered, 0.99):.0f} ms "
            f"| {ordered[-1]:.0f} ms |"
        )
    statuses = Counter(entry.status for entry in discord.log)
    lines += [
        "",
        f"Errors members saw: {dict(crowd.errors) or 'none'}. Pieces accepted {len(jobs)}, made {len(made)}, "
        f"lost {len(lost)}, doubled {len(doubled)}, otherwise ended {len(jobs) - len(made)}.",
        f"Requests of the bot {len(discord.log)}, by status {dict(sorted(statuses.items()))}.",
    ]
    return "\n".join(lines)


def at(ordered: list[float], share: float) -> float:
    """The quantile of ascending values, by nearest rank."""
    return ordered[min(len(ordered) - 1, round(share * (len(ordered) - 1)))]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="a data folder with a built catalogue")
    parser.add_argument("--members", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    print(asyncio.run(measure(options.data, options.members, options.seconds, options.seed)))


if __name__ == "__main__":
    main()
