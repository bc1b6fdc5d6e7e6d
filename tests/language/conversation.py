"""What an ordinary conversation can say, found in the source: this much every catalogue holds.

What moderators, the page's own labels, commands' descriptions and rare errors say beside it is in Chinese and
stays English in the other languages.
"""

from bot.language.catalogue import WHOLE, messages_of, spoken_languages
from bot.understanding.lexicon import LEXICON_LANGUAGES
from tests.language.extraction import said_in, told_below

#: languages that ordinary conversation is held in beside English and Chinese
SPOKEN = tuple(sorted(spoken_languages() - WHOLE))
#: modules that speak to moderators, and the page
BESIDE_SAID = (
    "bot/assistant/curation.py",
    "bot/assistant/guild_settings.py",
    "bot/assistant/oversight.py",
    "bot/assistant/style_fields.py",
    "bot/assistant/styling.py",
    "bot/discord/cogs/settings.py",
    "bot/discord/cogs/style.py",
    "bot/discord/style_forms.py",
    "bot/web/",
)
#: of these modules, what a member is told all the same
SAID_TO_MEMBERS = {
    "Here I was asked to be quiet; ask me in {places}.",
    "In this server only members with certain roles may ask me; a moderator knows which.",
}
#: modules whose errors a member hardly meets: codes of another program, a damaged data folder
BESIDE_TOLD = (
    "bot/assistant/guild_settings.py",
    "bot/assistant/status.py",
    "bot/engine/media.py",
    "bot/web/",
    "generator/continuation_code.py",
    "generator/operations/operation_code.py",
    "generator/take_code.py",
    "generator/with_players.py",
    "music/encoding.py",
    "music/synthesis.py",
    "storage/",
)
#: kinds of messages that belong to the page and to moderators' forms
BESIDE_KINDS = {"page", "setting", "field"}


def said_in_conversation() -> dict[str, str]:
    """Every sentence that is said through the catalogue, with its plural."""
    return said_in("bot", BESIDE_SAID) | dict.fromkeys(SAID_TO_MEMBERS, "")


def told_in_conversation() -> list[tuple[str, str, str]]:
    """(place in the source, sample sentence, its kind) of what comes finished from the rooms below."""
    return [told for told in told_below() if not told[0].startswith(BESIDE_TOLD)]


def named_in_chinese() -> set[tuple[str, str]]:
    """(kind, name) of every instrument, style, mood, reason and the like."""
    return {(m.context, m.message) for m in messages_of("zh") if m.context and m.context not in BESIDE_KINDS}


assert set(SPOKEN) <= set(LEXICON_LANGUAGES)
