"""What somebody likes, as a reason words it: "calm, slow piano music (waltz) in 3/4"."""

import re

from bot.language.names import instrument_name, style_name
from bot.language.saying import called, has_name, say

_LIKING = re.compile(
    r"(?:(?P<words>.+?) )?music(?: \((?P<style>[^()]*)\))?(?: in (?P<metre>\d+/\d+))?"
    r"|(?P<kinds>.+?)s?(?: in (?P<kinds_metre>\d+/\d+))?"
)
#: the kinds of words that stand before what plays, or before the name of a style
_ADJECTIVES = ("mood", "tempo", "mode", "quality")


def told_liking(liking: str) -> str:
    """The same in the language in use; a word that nothing is known of stays."""
    found = _LIKING.fullmatch(liking)
    assert found is not None, "the second form fits everything"
    adjectives, noun = _divided(found["words"] or found["kinds"] or "")
    if found["kinds"]:
        what = style_name(noun) if has_name("style", noun) else style_name(f"{noun}s")
    else:
        what = say("{instrument} music", instrument=instrument_name(noun)) if noun else say("music")
    if found["style"]:
        what = say("{name} ({style})", name=what, style=style_name(found["style"]))
    if adjectives:
        what = say("{adjectives} {noun}", adjectives=say(", ").join(adjectives), noun=what)
    metre = found["metre"] or found["kinds_metre"]
    return say("{music} in {metre}", music=what, metre=metre) if metre else what


def _divided(words: str) -> tuple[list[str], str]:
    """The adjectives in front, told, and what is left: an instrument, a style or nothing."""
    *front, last = words.split(", ")
    adjectives = [_adjective(word) or word for word in front]
    spaces = [at for at, letter in enumerate(last) if letter == " "]
    for end in (len(last), *reversed(spaces)):
        if adjective := _adjective(last[:end]):
            return [*adjectives, adjective], last[end:].strip()
    return adjectives, last


def _adjective(word: str) -> str:
    """How it is told; "" for what is no adjective that the catalogue knows."""
    return next((called(kind, word) for kind in _ADJECTIVES if has_name(kind, word)), "")
