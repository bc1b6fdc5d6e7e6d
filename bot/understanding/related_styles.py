"""Styles that people name and Cadenza has not, each with the built-in one that comes nearest."""

from functools import cache
from importlib.resources import files

from music.styles import BUILT_IN_STYLES


@cache
def related_styles() -> dict[str, str]:
    """Names in lower case, to the name of a built-in style (related_styles.txt)."""
    table: dict[str, str] = {}
    text = files("bot.understanding").joinpath("related_styles.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            nearest, names = line.split(": ", 1)
            table |= dict.fromkeys(names.split(", "), BUILT_IN_STYLES[nearest].name)
    return table
