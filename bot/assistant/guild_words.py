"""The names of a guild's own styles in a message. The understanding knows the styles that everybody has;
while it reads, one of those stands in for the guild's."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.understanding import Request
from music.style import Style

#: styles that stand in: they fix no metre, and words like these are no everyday words
_STAND_INS = ("synthwave", "lo-fi", "techno")


def read_with_styles(
    text: str, earlier: Sequence[Request], styles: Sequence[Style], read: Callable[[str], Request]
) -> Request:
    """What `read` finds in `text`, with the first of `styles` that it names, longest names first."""
    named = _named(text, styles)
    if named is None:
        return read(text)
    style, start, end = named
    before = {request.controls.style for request in earlier}
    stand_in = next((s for s in _STAND_INS if s not in before and s not in text.casefold()), _STAND_INS[0])
    request = read(f"{text[:start]}{stand_in}{text[end:]}")
    if request.controls.style != stand_in:
        return request
    controls = replace(request.controls, style=style.name)
    notes = tuple(note.replace(stand_in, style.name) for note in request.notes)
    return replace(request, controls=controls, notes=notes)


def _named(text: str, styles: Sequence[Style]) -> tuple[Style, int, int] | None:
    """A style that the text names, and where."""
    spellings = [(name, style) for style in styles for name in (style.name, *style.aliases)]
    for name, style in sorted(spellings, key=lambda pair: -len(pair[0])):
        words = r"[\s_-]+".join(map(re.escape, re.split(r"[\s_-]+", name)))
        bounds = ("(?<!\\w)", "(?!\\w)") if name.isascii() else ("", "")
        found = re.search(words.join(bounds), unicodedata.normalize("NFC", text), re.IGNORECASE)
        if found:
            return style, *found.span()
    return None
