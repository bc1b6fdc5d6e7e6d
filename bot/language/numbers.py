"""Numbers as the language in use writes them: 12,213 is 12.213 in German, and 51.2 is 51,2."""

import re

from bot.language.saying import current_language

#: what stands between thousands (in French and Russian a narrow space that does not break), and before
#: decimals
_SIGNS = {
    "es": (".", ","), "de": (".", ","), "pt": (".", ","), "fr": ("\u202f", ","), "ru": ("\u202f", ","),
}  # fmt: skip
_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})*(?:\.\d+)?|\d+(?:\.\d+)?")


def number_name(number: str) -> str:
    """A number as Python writes it for English; what is none stays as it is."""
    signs = _SIGNS.get(current_language())
    if signs is None or not _NUMBER.fullmatch(number):
        return number
    return number.translate({ord(","): signs[0], ord("."): signs[1]})
