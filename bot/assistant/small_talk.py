"""Small talk: of which kind it is, and a short answer to it that leads back to music.

Only of messages that were read as talk; small_talk.txt has the words in every language that is read.
"""

import re
from functools import cache
from importlib.resources import files

from bot.assistant.change import describe_change
from bot.assistant.memory import Memory
from bot.language import retold, say
from bot.understanding.limits import ARTIST

#: a greeting or a farewell is short; in a longer message it only opens or ends what is meant
_LONGEST = 80
_ANYWHERE = ("privacy", "changed", "declined", "sorry", "thanks", "artist")
_BRIEF = ("farewell", "greeting")


def _plain(text: str) -> str:
    return " ".join(text.casefold().replace("’", "'").split())


@cache
def _kinds() -> dict[str, re.Pattern[str]]:
    """A pattern for each kind: words that are parted by spaces are whole words, others stand anywhere."""
    words: dict[str, list[str]] = {}
    text = files("bot.assistant").joinpath("small_talk.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line.startswith("# "):
            found = words.setdefault(re.split(r"[:,]", line[2:])[0].strip(), [])
        else:
            found.append(_plain(line))

    def pattern(phrase: str) -> str:
        spaced = not re.search(r"[぀-ヿ一-鿿가-힯]", phrase)
        return rf"(?<!\w){re.escape(phrase)}(?!\w)" if spaced else re.escape(phrase)

    return {kind: re.compile("|".join(map(pattern, phrases))) for kind, phrases in words.items()}


def kind_of(text: str) -> str:
    """ "privacy", "changed", "declined", "sorry", "thanks", "artist", "farewell" or "greeting"; "" for other
    talk."""
    said = _plain(text)
    kinds = _kinds()
    for kind in _ANYWHERE:
        if kinds[kind].search(said):
            return kind
    if len(said) > _LONGEST:
        return ""
    opening = re.sub(r"^\W+", "", said)
    if kinds["farewell"].search(said):
        return "farewell"
    return "greeting" if kinds["greeting"].match(opening) else ""


def small_talk(text: str, memory: Memory) -> str:
    """The answer in the language that is spoken now; "" where the message is no small talk known here."""
    match kind_of(text):
        case "privacy":
            return say(
                "What I keep of you, “privacy show” tells; “privacy export” gives it to you, and "
                "“privacy delete” deletes all of it at once."
            )
        case "changed":
            return _changed(memory)
        case "declined":
            return say("All right. Tell me a mood whenever you want music.")
        case "sorry":
            return say(
                "I am sorry that this was no help. Tell me what to change, for instance “slower” or "
                "“without drums”, or ask for another piece."
            )
        case "thanks" if memory.take is not None:
            return say(
                "You are welcome! Stars tell me what you like; “slower”, “with strings” or “another one” "
                "goes on from here."
            )
        case "thanks":
            return say("You are welcome! Tell me a mood whenever you want music.")
        case "artist":
            return retold(ARTIST)
        case "farewell":
            return say("Until next time! Come back whenever you want music.")
        case "greeting":
            return say(
                "Hello! Tell me a mood, a style or an instrument, and I look for pieces and compose one."
            )
    return ""


def _changed(memory: Memory) -> str:
    """What the last piece has otherwise than the one before it."""
    states = [r for r, take in zip(memory.requests, memory.answers, strict=True) if take is not None]
    change = describe_change(states[-2].controls, states[-1].controls) if len(states) > 1 else ""
    if change and states[-1].intent in ("vary", "restyle"):
        return say("Changed: {change}.", change=change)
    return say("Nothing has been changed yet; say for instance “slower”, “in a minor key” or “with strings”.")
