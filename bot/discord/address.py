"""Where a turn came from and where its reply goes: what a restarted program needs to know to post it."""

import time
from dataclasses import asdict, dataclass, field, fields
from typing import Any

import discord

from bot.language import current_language

#: Discord honours an interaction's token for 15 minutes; the last half minute is left for what is on its way
TOKEN_SECONDS = 14.5 * 60
#: the request as it is quoted above its progress
ASKED_LENGTH = 300


@dataclass(frozen=True, slots=True)
class Address:
    """Snowflakes of one turn; 0 where there is none.

    `progress` is the one message that is edited while the work goes on: the deferred answer of an
    interaction, or the bot's reply to the message `reply_to`. `token` edits it until `token_until` (UNIX
    seconds) even where the bot may not write. `asked` is the request as it is shown; `language` (ISO 639-1)
    what the person is answered in where the turn's own words do not tell.
    """

    channel: int
    person: int
    guild: int = 0
    progress: int = 0
    reply_to: int = 0
    application: int = 0
    token: str = field(default="", repr=False)
    token_until: float = 0.0
    is_private: bool = False
    asked: str = ""
    language: str = ""

    @classmethod
    def of_interaction(
        cls, interaction: discord.Interaction[Any], progress: int, *, private: bool, asked: str
    ) -> "Address":
        """Of an interaction whose deferred answer is the message `progress`."""
        return cls(
            channel=interaction.channel_id or 0,
            person=interaction.user.id,
            guild=interaction.guild_id or 0,
            progress=progress,
            application=interaction.application_id,
            token=interaction.token,
            token_until=time.time() + TOKEN_SECONDS,
            is_private=private,
            asked=asked[:ASKED_LENGTH],
            language=current_language(),
        )

    @classmethod
    def of_message(cls, message: discord.Message, progress: int, asked: str) -> "Address":
        """Of a message that the bot answered with the message `progress`."""
        return cls(
            channel=message.channel.id,
            person=message.author.id,
            guild=message.guild.id if message.guild else 0,
            progress=progress,
            reply_to=message.id,
            asked=asked[:ASKED_LENGTH],
            language=current_language(),
        )

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Address":
        """The inverse of `to_json`; the token may have been taken out."""
        known = {f.name for f in fields(cls)}
        return cls(**{name: value for name, value in data.items() if name in known})

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @property
    def has_token(self) -> bool:
        """Whether the interaction's token is still good."""
        return bool(self.token) and time.time() < self.token_until

    @property
    def guild_name(self) -> str:
        """The guild's id as storage and Taste know it: direct messages are a guild of their own."""
        return guild_name(self.guild, self.person)

    def jump(self, message: int) -> str:
        """The reference of a message: guild (or @me), channel and message, as in its link."""
        return f"{self.guild or '@me'}/{self.channel}/{message}"


def guild_name(guild_id: int | None, person: int) -> str:
    """The guild's id as storage knows it."""
    return str(guild_id) if guild_id else f"dm-{person}"


def conversation_name(channel_id: int, person: int) -> str:
    """One conversation a person and channel."""
    return f"d-{channel_id}-{person}"
