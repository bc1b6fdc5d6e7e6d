"""What instruments, styles and keys are called in the language in use."""

from functools import cache

from bot.language import current_language
from bot.understanding.instrument_names import chinese_names
from music.styles import BUILT_IN_STYLES
from music.theory import Key

_NAMES = ("C", "降D", "D", "降E", "E", "F", "升F", "G", "降A", "A", "降B", "B")


@cache
def _chinese_styles() -> dict[str, str]:
    return {
        style.name: alias
        for style in BUILT_IN_STYLES.values()
        for alias in reversed(style.aliases)
        if "一" <= alias[0] <= "鿿"
    }


def instrument_name(name: str) -> str:
    """A General MIDI name as people say it: in Chinese where it has a name there, else as it is."""
    return chinese_names().get(name, name) if current_language() == "zh" else name


def style_name(name: str) -> str:
    """A style's name; a guild's own styles keep theirs."""
    return _chinese_styles().get(name, name) if current_language() == "zh" else name


def key_name(key: str) -> str:
    """ "Eb major" is "降E大调"."""
    if current_language() != "zh":
        return key
    parsed = Key.parse(key)
    sign = {"#": "升", "b": "降"}.get(key[1:2], "")
    name = sign + key[0].upper() if key[:1].isalpha() else _NAMES[parsed.tonic]
    return f"{name}{'小调' if parsed.minor else '大调'}"
