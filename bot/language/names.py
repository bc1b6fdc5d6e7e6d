"""What instruments, styles and keys are called in the language in use, and how several are listed."""

from collections.abc import Iterable
from functools import cache

from bot.language.saying import called, current_language, say
from music.errors import ImpossibleControls
from music.instruments import NAMES
from music.theory import Key
from recommender.music_words import spoken


@cache
def _full_names() -> dict[str, str]:
    """The General MIDI name for what other rooms call an instrument in English ("piano", "violin")."""
    short = {spoken(name): name for name in reversed(NAMES)}
    return short | {name.lower(): name for name in NAMES}


def instrument_name(name: str) -> str:
    """A General MIDI name, or what other rooms call it, as the language in use calls it."""
    found = called("instrument", name)
    if found == name:
        found = called("instrument", full := _full_names().get(name.lower(), name))
        return name if found == full else found
    return found


def style_name(name: str) -> str:
    """A style's name; a guild's own styles keep theirs."""
    return called("style", name)


def key_name(key: str) -> str:
    """ "Eb major" is "降E大调"; what is no key stays as it is."""
    if current_language() != "zh":
        return key
    try:
        minor = Key.parse(key).minor
    except ImpossibleControls:
        return key
    sign = {"#": "升", "♯": "升", "b": "降", "♭": "降"}.get(key[1:2], "")
    return f"{sign}{key[0].upper()}{'小调' if minor else '大调'}"


def listed(names: Iterable[str]) -> str:
    """ "a, b and c"."""
    *others, last = list(names) or [""]
    return say("{others} and {last}", others=say(", ").join(others), last=last) if others else last
