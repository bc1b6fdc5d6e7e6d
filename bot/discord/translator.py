"""What commands, their options and choices are called in Chinese, as Discord's clients show them.

The catalogue has them under ids that no sentence has: "/compose" is a command, "/taste show" one of a group,
":style" an option; descriptions and choices stand under their English words.
"""

from collections.abc import Callable
from typing import Any

import discord
from discord import app_commands
from discord.app_commands import TranslationContextLocation as Where

from bot.language.catalogue import translations
from bot.language.traditional import traditional

#: Discord's locales for which we have a language, and what of it Discord is told
LOCALES: dict[discord.Locale, tuple[str, Callable[[str], str]]] = {
    discord.Locale.chinese: ("zh", str),
    discord.Locale.taiwan_chinese: ("zh", traditional),
}


def message_of(string: app_commands.locale_str, context: app_commands.TranslationContextTypes) -> str:
    """The id under which the catalogue has a string of a command."""
    match context.location:
        case Where.command_name | Where.group_name:
            is_menu = isinstance(context.data, app_commands.ContextMenu)
            return string.message if is_menu else f"/{context.data.qualified_name}"
        case Where.parameter_name:
            return f":{string.message}"
        case _:
            return string.message


class CommandTranslator(app_commands.Translator):
    """Reads our catalogues."""

    async def translate(
        self,
        string: app_commands.locale_str,
        locale: discord.Locale,
        context: app_commands.TranslationContextTypes,
    ) -> str | None:
        """None, and so English, for what has no translation."""
        if locale not in LOCALES:
            return None
        language, written = LOCALES[locale]
        message = message_of(string, context)
        found = translations(language).gettext(message)
        return None if found == message else written(found)


async def translated(tree: app_commands.CommandTree[Any]) -> list[dict[str, Any]]:
    """All commands as Discord is told them."""
    translator = tree.translator
    assert translator is not None, "the tree was given no translator"
    return [await command.get_translated_payload(tree, translator) for command in tree.get_commands()]
