"""Into a voice channel: whether the bot may and can, in sentences for the one who asked."""

import logging
from importlib.util import find_spec

import discord

from bot.language import say
from music.errors import CadenzaError, MissingPart

log = logging.getLogger("cadenza.discord")

CONNECT_SECONDS = 20.0
NOT_INSTALLED = (
    "This installation cannot speak in voice channels: PyNaCl, davey or libopus is missing; "
    "`make run` installs the first two, `apt-get install libopus0` the last."
)


def missing_parts() -> list[str]:
    """What voice needs and is not installed here; [] when all is there."""
    missing = [name for name, module in (("PyNaCl", "nacl"), ("davey", "davey")) if not find_spec(module)]
    try:
        discord.opus.Encoder()  # loads libopus
    except discord.opus.OpusNotLoaded:
        missing.append("libopus")
    return missing


def channel_of(member: object) -> discord.VoiceChannel:
    """The voice channel that a person is in. Raises CadenzaError."""
    if not isinstance(member, discord.Member):
        raise CadenzaError(say("Voice channels are in servers; ask me there."))
    if member.voice is None or member.voice.channel is None:
        raise CadenzaError(say("Join a voice channel first; I come to where you are."))
    if not isinstance(member.voice.channel, discord.VoiceChannel):
        raise CadenzaError(say("I cannot play on a stage; join an ordinary voice channel."))
    return member.voice.channel


def check_may_join(channel: discord.VoiceChannel) -> None:
    """Raises CadenzaError with the permission that is missing."""
    allowed = channel.permissions_for(channel.guild.me)
    missing = [
        name
        for name, given in (
            ("View Channel", allowed.view_channel),
            ("Connect", allowed.connect),
            ("Speak", allowed.speak),
        )
        if not given
    ]
    if missing:
        *others, last = missing
        named = say("{others} and {last}", others=say(", ").join(others), last=last) if others else last
        raise CadenzaError(
            say(
                "I may not play in that voice channel; a moderator can give me {permissions} there.",
                permissions=named,
            )
        )
    is_full = channel.user_limit and len(channel.voice_states) >= channel.user_limit
    if is_full and not allowed.move_members:
        raise CadenzaError(say("That voice channel is full; I come when there is room for one more."))


async def join(channel: discord.VoiceChannel) -> discord.VoiceClient:
    """The bot in that channel. Raises CadenzaError, MissingPart."""
    check_may_join(channel)
    if missing := missing_parts():
        log.error("no voice without %s", ", ".join(missing))
        raise MissingPart(say(NOT_INSTALLED))
    try:
        return await channel.connect(timeout=CONNECT_SECONDS, reconnect=True, self_deaf=True)
    except (TimeoutError, discord.DiscordException, OSError) as error:
        log.warning("guild %d: no voice connection (%s)", channel.guild.id, type(error).__name__)
        raise CadenzaError(
            say("Discord did not let me into the voice channel just now; please try again.")
        ) from error


def listeners(channel: discord.VoiceChannel, me: int) -> tuple[str, ...]:
    """The ids of those who are there, the bot aside."""
    return tuple(str(who) for who in channel.voice_states if who != me)
