"""Instruments named by a part of their name: "the clean one" of two guitars, "vibes" and "keys" of a band.

Such words are words of everyday too, so they count only where something is done to a player.
"""

from bot.understanding.instrument_names import spoken_names
from bot.understanding.phrasing.parts import Match, Rule, compiled
from bot.understanding.phrasing.players import INSTRUMENT

_HEADS = (
    "guitar",
    "piano",
    "organ",
    "bass",
    "sax",
    "flute",
    "drum",
    "trumpet",
    "harp",
    "string",
    "voice",
    "horn",
)
_KINDS = {
    head: tuple(
        name.removesuffix(f" {head}")
        for name in spoken_names()
        if name.endswith(f" {head}") and name.isascii() and " " not in name.removesuffix(f" {head}")
    )
    for head in _HEADS
}
_KIND = "|".join(sorted({kind for kinds in _KINDS.values() for kind in kinds}, key=len, reverse=True))
_ONE = compiled(rf"\b(?P<kind>{_KIND})\s+ones?\b")
_HEAD = compiled(rf"\b(?P<head>{'|'.join(_HEADS)})s?\b")
_WITH = (
    r"(?:add|with|plus|and|or|bring(?:\s+(?:in|back))?|throw(?:\s+in)?|put(?:\s+in)?|needs?|want|drop"
    r"|remove|lose"
    r"|cut|mute|ditch|kill|without|minus|no|get\s+rid\s+of|take\s+out|leave\s+out|keep|only|just|swap|replace"
    r"|change|switch|trade|use|try|have|hear|back)\s+(?:out\s+)?(?:in\s+)?(?:(?:the|some|those|any|only"
    r"|just)\s+)*"
)
_INTO = rf"{INSTRUMENT}\s+(?:out\s+)?(?:for|with|to|into|by)\s+(?:(?:the|some)\s+)?"
_AGAIN = (
    r"(?=\s*(?:$|[,.;!?)]|(?:and|but|please|too|back|again|for|with|to|instead|as|out|off|in|on|louder"
    r"|quieter|now)\b))"
)
#: what players call it, and the name in the table of instruments
_CALLED = {"vibes": "vibraphone", "keys": "keyboard", "pipes": "bagpipes", "lead": "synth lead"}


def _one(match: Match) -> str:
    """ "the clean one": the guitar that is spoken of beside it."""
    kind = match["kind"].lower()
    heads = [m["head"].lower() for m in _HEAD.finditer(match.string)]
    head = next((head for head in heads if kind in _KINDS[head]), None)
    return f"{kind} {head}" if head else match.group()


def _called(match: Match) -> str:
    return f"{match['lead']}{_CALLED[match['thing'].lower()]}"


_PLAYERS = {
    "drummer": "drums", "pianist": "piano", "bassist": "bass", "guitarist": "guitar", "violinist": "violin",
    "cellist": "cello", "flutist": "flute", "flautist": "flute", "trumpeter": "trumpet", "saxophonist": "sax",
    "accordionist": "accordion", "harpist": "harp", "organist": "organ", "fiddler": "fiddle",
}  # fmt: skip
_PLAYER = rf"(?P<player>{'|'.join(_PLAYERS)})s?"


def _played(match: Match) -> str:
    return match.group().replace(match["player"], _PLAYERS[match["player"].lower()])


KINDS: tuple[Rule, ...] = (
    # "give the drummer the night off", "the pianist can go home"
    (
        compiled(
            r"\b(?:fire|sack|bench|send|lose|drop|kick(?:\s+out)?|give|dismiss|mute|let"
            rf"|get\s+rid\s+of)\s+(?:the|that|our)\s+{_PLAYER}\b"
        ),
        _played,
    ),
    (
        compiled(
            rf"\b{_PLAYER}\s+(?:can|may|should|must|has\s+to|gets?|needs\s+to|better)\s+(?:to\s+)?(?:go"
            r"|leave|take|rest|stop|sit|get|pack|be)\b"
        ),
        _played,
    ),
    (_ONE, _one),
    # "muted trumpet rather than normal"
    (
        compiled(
            rf"\b(?:an?\s+|the\s+)?(?P<kind>{_KIND})\s+(?P<head>{'|'.join(_HEADS)})\s+(?:rather\s+than"
            r"|instead\s+of|not)\s+(?:an?\s+|the\s+)?(?:normal|regular"
            r"|usual|plain|standard|current|ordinary|basic)(?:\s+(?:one|kind|sound|(?P=head)))?\b"
        ),
        r"swap the \g<head> for \g<kind> \g<head>",
    ),
    (
        compiled(rf"\b(?:normal|regular|real|ordinary|proper|actual|standard|simple)\s+(?={INSTRUMENT})"),
        "",
    ),
    # "hammond style organ"
    (
        compiled(rf"\b(?P<kind>{_KIND})[- ](?:style|type|like|ish)\s+(?=(?:{'|'.join(_HEADS)})\b)"),
        r"\g<kind> ",
    ),
    (compiled(rf"(?P<lead>\b{_WITH}{_INTO})(?P<thing>vibes)\b{_AGAIN}"), _called),
    (
        compiled(
            rf"(?P<lead>\b{_INTO}|\badd\s+(?:the\s+)?|\bbring\s+back\s+the\s+)(?P<thing>vibes|keys"
            rf"|pipes)\b{_AGAIN}"
        ),
        _called,
    ),
    (
        compiled(
            rf"(?P<lead>\b{_WITH})(?<!change\s)(?<!change\sthe\s)(?<!switch\s)(?<!switch\sthe\s)"
            rf"(?P<thing>keys|pipes|lead)\b{_AGAIN}"
        ),
        _called,
    ),
)


def with_kinds_named(text: str) -> str:
    """`text` with those instruments by their whole names."""
    for pattern, meaning in KINDS:
        text = pattern.sub(meaning, text)
    return text
