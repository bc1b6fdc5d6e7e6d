"""Sentences that come finished, in English, from below: found again by the fixed words of a message."""

import re
from functools import cache

from bot.language.catalogue import messages_of

#: fixed letters beside names without which a message fits anything: "{others} and {last}", "{stage}: {place}"
FEWEST_LETTERS = 6
_NAME = re.compile(r"\{(\w+)(?::[^}]*)?\}")


@cache
def _patterns(language: str) -> tuple[tuple["re.Pattern[str]", str], ...]:
    """Messages with names in them as patterns, the longest (so the most particular) first."""
    found: list[tuple[re.Pattern[str], str]] = []
    for message in messages_of(language):
        if not message.message or message.plural or not all(message.translations):
            continue
        fixed = sum(letter.isalpha() for letter in _NAME.sub("", message.message))
        if _NAME.search(message.message) and fixed < FEWEST_LETTERS:
            continue
        parts: list[str] = []
        end, seen = 0, set()
        for name in _NAME.finditer(message.message):
            parts.append(re.escape(message.message[end : name.start()]))
            parts.append(f"(?P={name[1]})" if name[1] in seen else f"(?P<{name[1]}>.+?)")
            seen.add(name[1])
            end = name.end()
        parts.append(re.escape(message.message[end:]))
        found.append((re.compile("".join(parts), re.DOTALL), message.translations[0]))
    found.sort(key=lambda pair: -len(pair[0].pattern))
    return tuple(found)


def said_in(language: str, sentence: str) -> str:
    """`sentence` in `language`, where one of its messages has the same fixed words; else as it is."""
    for pattern, translation in _patterns(language):
        match = pattern.fullmatch(sentence)
        if match:
            return _NAME.sub(lambda name, found=match: found[name[1]], translation)  # type: ignore[misc]
    return sentence
