"""What instruments, styles and moods are called in the language in use."""

from functools import cache

from bot.language.saying import called, has_name
from music.instruments import NAMES
from recommender.music_words import spoken


@cache
def _full_names() -> dict[str, str]:
    """The General MIDI name for what other rooms call an instrument in English ("piano", "violin")."""
    short = {spoken(name): name for name in reversed(NAMES)}
    return short | {name.lower(): name for name in NAMES}


def instrument_name(name: str) -> str:
    """A General MIDI name, or what other rooms call it, as the language in use calls it."""
    return called("instrument", _catalogued(name)) if has_instrument(name) else name


def has_instrument(name: str) -> bool:
    """Whether the language in use has a name for it."""
    return has_name("instrument", _catalogued(name))


def _catalogued(name: str) -> str:
    return name if has_name("instrument", name) else _full_names().get(name.lower(), name)


def style_name(name: str) -> str:
    """A style's name; a guild's own styles keep theirs."""
    return called("style", name)


def mood_name(word: str) -> str:
    """A mood that somebody asked for; a word that the catalogue does not have stays as it was said."""
    for kind in ("wish", "mood"):
        if has_name(kind, word):
            return called(kind, word)
    if word.startswith("not ") and has_name("wish", word[4:]):
        return called("wish", "not {mood}").format(mood=called("wish", word[4:]))
    return word
