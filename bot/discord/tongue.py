"""In which language somebody is answered: that of their words, where the server's moderators chose none."""

from typing import TYPE_CHECKING, Any, cast

import discord

from bot.language import use_language
from bot.language.catalogue import WHOLE, spoken_languages
from bot.understanding.language import language_of
from bot.understanding.text import plain
from music.errors import CadenzaError

if TYPE_CHECKING:
    from bot.discord.client import CadenzaBot


#: commands and forms of moderators, which speak English where the catalogue has not everything
FOR_MODERATORS = frozenset({"settings", "style"})


def language_in(locale: discord.Locale | str | None) -> str:
    """The language (ISO 639-1) that we have for a locale of Discord's."""
    language = str(locale or "").partition("-")[0]
    return language if language in spoken_languages() else "en"


async def chosen_in(bot: "CadenzaBot", guild: int | None) -> str:
    """The language that a server's moderators chose; "" for none, and where that cannot be read just now."""
    if guild is None:
        return ""
    try:
        return (await bot.assistant.rules.of(str(guild))).language
    except CadenzaError:
        return ""  # whatever is asked for meets the same trouble and tells it


async def speak(interaction: discord.Interaction[Any]) -> str:
    """From now on in this task, the language of whoever uses `interaction`; returns it."""
    language = await chosen_in(interaction.client, interaction.guild_id) or language_in(interaction.locale)
    data = cast("dict[str, Any]", interaction.data or {})
    asked = str(data.get("name") or data.get("custom_id", "").removeprefix("cz1:").partition(":")[0])
    if language not in WHOLE and asked in FOR_MODERATORS:
        language = "en"
    use_language(language)
    return language


async def speak_of(bot: "CadenzaBot", message: discord.Message, text: str) -> str:
    """The same for who wrote `message`: their words tell, else the server's own language."""
    guild = message.guild
    language = await chosen_in(bot, guild.id if guild else None)
    if not language:
        language = language_of(plain(text), language_in(guild.preferred_locale if guild else None))
    use_language(language)
    return language


async def speak_in(bot: "CadenzaBot", guild: discord.Guild) -> None:
    """The same for what is said to a whole server."""
    use_language(await chosen_in(bot, guild.id) or language_in(guild.preferred_locale))
