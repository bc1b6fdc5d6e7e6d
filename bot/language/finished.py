"""Sentences that come finished, in English, from below: found again by the fixed words of a message."""

import re
from collections.abc import Callable
from functools import cache

from bot.language.catalogue import messages_of, spoken_languages, translations
from bot.language.direction import apart
from bot.language.keys import key_name
from bot.language.likings import told_liking
from bot.language.lists import either, listed
from bot.language.names import instrument_name, mood_name, style_name
from bot.language.numbers import number_name
from bot.language.saying import called, current_language
from bot.language.titles import title_name

#: fixed letters beside names without which a message fits anything: "{others} and {last}", "{stage}: {place}"
FEWEST_LETTERS = 6
#: the context of sentences from below that have fewer all the same: "{share}% {title}."
SIGNS_ALONE = "signs"
_NAME = re.compile(r"\{(\w+)(?::[^}]*)?\}")
#: names of ours are written small within a sentence
_BEGINS_WITH_A_NAME = re.compile(r"\{(?:\w+_)?(?:instruments?|styles?|keys?)\}")
#: between the things of an English list: "a, b and c", "a or b"
_BETWEEN = re.compile(r", | and | or ")


def retold(sentence: str, kind: str = "") -> str:
    """A finished English sentence from a room that knows no languages, in the language in use.

    It is found by the fixed words of a catalogue's message (of that `kind`, where short lines such as reasons
    have one); what stands in place of its names is told as such. One that no message fits stays as it is.
    """
    language = current_language()
    for pattern, translation in _patterns(language, kind):
        match = pattern.fullmatch(sentence)
        if match:
            words = {place: apart(told(place, value), language) for place, value in match.groupdict().items()}
            text = _NAME.sub(lambda name, words=words: words[name[1]], translation)  # type: ignore[misc]
            return (
                text[:1].upper() + text[1:] if _BEGINS_WITH_A_NAME.match(translation) and not kind else text
            )
    return sentence


def told(place: str, value: str) -> str:
    """What stands at a {place} of an English sentence, as the language in use has it.

    The last word of the place's name says what it is: {key}, {asked_key}, {instruments}, {mood} …
    """
    kind = place.rpartition("_")[2]
    if kind in ("instruments", "moods", "styles"):
        things = [told(kind[:-1], thing) for thing in _BETWEEN.split(value)]
        return either(things) if " or " in value else listed(things)
    return _TOLD.get(kind, str)(value)


def _called(kind: str) -> Callable[[str], str]:
    return lambda name: called(kind, name)


_TOLD: dict[str, Callable[[str], str]] = {
    "instrument": instrument_name,
    "mood": mood_name,
    "style": style_name,
    "key": key_name,
    "liking": told_liking,
    "piece": title_name,
    **{kind: _called(kind) for kind in ("tempo", "density", "mode", "source", "setting")},
    **dict.fromkeys(("count", "bpm", "size"), number_name),
    "file": lambda name: called("file", name.strip("'")),
    "damage": lambda detail: retold(detail, "damage"),
    "why": retold,  # a sentence inside another
}


#: kinds of finished sentences beside whole ones
_KINDS = ("", "reason", "aspect", "damage")


def read_catalogues() -> None:
    """Reads what every language says, half a second of work, so that no answer has to wait for it."""
    for language in sorted(spoken_languages()):
        translations(language)
        for kind in _KINDS:
            _patterns(language, kind)


@cache
def _patterns(language: str, kind: str) -> tuple[tuple["re.Pattern[str]", str], ...]:
    """Messages of a kind as patterns, those with the most fixed words (so the most particular) first."""
    found: list[tuple[float, re.Pattern[str], str]] = []
    for message in messages_of(language):
        is_one = message.context == kind or (not kind and message.context == SIGNS_ALONE)
        if not is_one or not message.message or message.plural or not all(message.translations):
            continue
        fixed = sum(letter.isalpha() for letter in _NAME.sub("", message.message))
        if not message.context and _NAME.search(message.message) and fixed < FEWEST_LETTERS:
            continue
        parts: list[str] = []
        end, seen = 0, set()
        for name in _NAME.finditer(message.message):
            parts.append(re.escape(message.message[end : name.start()]))
            fits = r"[\d/]+" if name[1].endswith("metre") else ".+?"
            parts.append(f"(?P={name[1]})" if name[1] in seen else f"(?P<{name[1]}>{fits})")
            seen.add(name[1])
            end = name.end()
        parts.append(re.escape(message.message[end:]))
        particular = fixed + message.message.count("metre}") / 10
        found.append((particular, re.compile("".join(parts), re.DOTALL), message.translations[0]))
    found.sort(key=lambda one: -one[0])
    return tuple((pattern, translation) for _, pattern, translation in found)
