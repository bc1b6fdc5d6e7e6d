"""What a member sees of an answer on Discord, and what is wrong with all that stands there at the end."""

from dataclasses import dataclass

from benchmarks.hostile.ledger import unfit
from tests.discord.talk import words_of
from tests.discord_server import LoopbackDiscord, Message


@dataclass(frozen=True, slots=True)
class Reply:
    said: str
    rich: bool
    ms: float | None = None


def reply_of(message: Message) -> Reply:
    return Reply(words_of(message), bool(message.embeds or message.attachments or message.components))


def leftovers(discord: LoopbackDiscord) -> list[str]:
    """Faults that show in what stands in the channels at the end, and in what Discord refused."""
    wrong = []
    for message in discord.messages.values():
        if not message.author.bot or message.loading:
            continue
        found = reply_of(message)
        if why := unfit(found.said, found.rich):
            wrong.append(f"in a message: {why}")
        if message.pinged:
            wrong.append(f"a message pinged somebody: {message.content[:100]!r}")
    refused = {(e.method, e.route, e.status, e.code) for e in discord.log if e.status in (400, 401, 413, 500)}
    wrong += [f"Discord refused what the bot sent: {one}" for one in sorted(refused)]
    return wrong
