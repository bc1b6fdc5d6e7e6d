"""What Discord offers while an option is being typed; in the person's language, with values that we read."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands

from bot.assistant.typed import COMMAS
from bot.discord.address import guild_name
from bot.discord.text import plain, shortened
from bot.language import current_language
from bot.language.keys import key_name
from bot.language.names import instrument_name, mood_name, style_name
from bot.understanding.instrument_names import spoken_names
from music.instruments import NAMES
from music.lexicon import entries
from music.styles import BUILT_IN_STYLES
from music.theory import Key

if TYPE_CHECKING:
    from bot.assistant.shelf import Found

Use = discord.Interaction[Any]
Choices = list[app_commands.Choice[str]]
#: Discord shows this many choices at most, each with a name and a value of at most so many letters
MOST_CHOICES, LONGEST = 25, 100
TONICS = ("C", "D", "E", "F", "G", "A", "B", "C#", "Eb", "F#", "Ab", "Bb")
KEYS = tuple(str(Key.parse(f"{tonic} {mode}")) for mode in ("major", "minor") for tonic in TONICS)
METRES = ("4/4", "3/4", "2/4", "6/8", "5/4", "7/8", "9/8", "12/8", "2/2")


def matching(named: Iterable[tuple[str, str]] | Sequence[str], current: str, before: str = "") -> Choices:
    """Of (shown, value) those that begin with what was typed, then those that hold it; by either of the two.

    `before` stands in front of both: what a list with commas holds already.
    """
    pairs = [(one, one) if isinstance(one, str) else one for one in named]
    typed = current.strip().casefold()
    first, then = [], []
    for pair in dict.fromkeys(pairs):
        words = [word.casefold() for word in pair]
        if any(word.startswith(typed) for word in words):
            first.append(pair)
        elif any(typed in word for word in words):
            then.append(pair)
    return [
        app_commands.Choice(name=shortened(before + shown, LONGEST), value=before + value)
        for shown, value in (*first, *then)
        if len(before + value) <= LONGEST
    ][:MOST_CHOICES]


async def own_styles(interaction: Use, current: str) -> Choices:
    """The server's own styles, then those that everybody has."""
    own = await interaction.client.assistant.styles.all(guild_name(interaction.guild_id, interaction.user.id))
    return matching([*((s.name, s.name) for s in own), *_built_in()], current)


async def built_in_styles(interaction: Use, current: str) -> Choices:
    """The styles that everybody has."""
    return matching(_built_in(), current)


def _built_in() -> list[tuple[str, str]]:
    return [(style_name(name), name) for name in sorted(BUILT_IN_STYLES)]


async def keys(interaction: Use, current: str) -> Choices:
    return matching([(key_name(key), key) for key in KEYS], current)


async def metres(interaction: Use, current: str) -> Choices:
    return matching(METRES, current)


async def moods(interaction: Use, current: str) -> Choices:
    """A list with commas: the last word is completed, from the words whose mood is known."""
    done, typed = _last(current)
    words = entries("chinese" if current_language() == "zh" else "english")
    named = [(mood_name(word), word) for word in words if word not in done.split(", ")]
    return matching(named, typed, done)


async def instruments(interaction: Use, current: str) -> Choices:
    """A list with commas: the last name is completed. What people say is found, too: “sax”, “小提琴”."""
    done, typed = _last(current)
    taken = {name.strip().casefold() for name in COMMAS.split(done)}
    named = [(instrument_name(name), name) for name in NAMES if name.casefold() not in taken]
    found = matching(named, typed, done)
    if len(found) < MOST_CHOICES and typed:
        there = {choice.value for choice in found}
        said = sorted(w for w, names in spoken_names().items() if names and w.startswith(typed.casefold()))
        found += [c for c in matching(said, typed, done) if c.value not in there]
    return found[:MOST_CHOICES]


def _last(current: str) -> tuple[str, str]:
    """What is done of a list with commas, with its last comma, and what is being typed."""
    *done, typed = COMMAS.split(current)
    return "".join(f"{part.strip()}, " for part in done if part.strip()), typed.strip()


async def takes(interaction: Use, current: str) -> Choices:
    """Takes by their titles: one's own, newest first; once something is typed, others' of this server too."""
    found = await found_takes(interaction, current.strip())
    return [
        app_commands.Choice(name=shortened(plain(one.take.title) or one.take.id, LONGEST), value=one.take.id)
        for one in found[:MOST_CHOICES]
    ]


async def found_takes(interaction: Use, words: str) -> "list[Found]":
    """Own takes, and those of others that were posted where this person reads."""
    person = interaction.user.id
    found: list[Found] = await interaction.client.assistant.shelf.find(
        words,
        guild_id=guild_name(interaction.guild_id, person),
        surface="discord",
        person=str(person),
        limit=MOST_CHOICES,
    )
    return [one for one in found if one.is_own or _is_seen(interaction, one.reference)]


def _is_seen(interaction: Use, reference: str) -> bool:
    """Whether a message (guild/channel/message) stands in a channel that this person sees."""
    guild, member = interaction.guild, interaction.user
    where = reference.split("/")
    if guild is None or not isinstance(member, discord.Member) or len(where) != 3:
        return False
    if where[0] != str(guild.id) or not where[1].isdecimal():
        return False
    channel = guild.get_channel_or_thread(int(where[1]))
    return channel is not None and channel.permissions_for(member).view_channel
