"""What tests look for in a channel."""

from tests.discord_server import Channel, Interaction, LoopbackDiscord, Message
from tests.discord_server.posting import walk

#: asks for a piece that is made quickly
SMALL = "a 2 bar piece for piano in C major at 120 bpm in 4/4"
#: a small piece may wait behind those of other tests, and the first waits for the models
PATIENCE = 60


def custom_ids(message: Message) -> list[str]:
    return [item["custom_id"] for item in walk(message.components) if "custom_id" in item]


def take_of(message: Message) -> str:
    """The id of the take whose buttons a message carries, or ""."""
    return next((i.split(":")[2] for i in custom_ids(message) if i.startswith("cz1:vary:")), "")


def takes_in(channel: Channel) -> list[Message]:
    """The bot's messages with a take, oldest first."""
    return [m for m in channel.messages if m.author.bot and not m.private and take_of(m)]


async def take_in(discord: LoopbackDiscord, channel: Channel, number: int = 1) -> Message:
    """The channel's take of that number, waited for."""
    await discord.until(lambda: len(takes_in(channel)) >= number, timeout=PATIENCE)
    return takes_in(channel)[number - 1]


async def answer_to(discord: LoopbackDiscord, use: Interaction) -> Message:
    """The message that answers an interaction, waited for."""
    await discord.until(lambda: use.answered, timeout=PATIENCE)
    message = use.followups[-1] if use.followups else use.response
    assert message is not None
    return message


async def reply_to(discord: LoopbackDiscord, message: Message) -> Message:
    """The bot's finished reply to a member's message."""

    def found() -> Message | None:
        return next(
            (m for m in message.channel.messages if m.reference_id == message.id and m.content != "…"), None
        )

    reply: Message = await discord.until(found, timeout=PATIENCE)
    return reply


def words_of(message: Message) -> str:
    """Everything that is written on a message."""
    parts = [message.content]
    for embed in message.embeds:
        parts += [embed.get("title", ""), embed.get("description", "")]
        parts += [f"{field['name']} {field['value']}" for field in embed.get("fields", [])]
        parts.append(embed.get("footer", {}).get("text", ""))
    return "\n".join(filter(None, parts))
