"""What a composed piece is called in the language in use. Its stored title is English and says what it is
("Calm waltz in G minor, varied"), so it can be told again; words of somebody's own in it stay."""

import re

from bot.language.keys import key_name
from bot.language.lists import listed
from bot.language.names import has_instrument, instrument_name, style_name
from bot.language.saying import called, current_language, filled, has_name

#: the composer of what is made here
OURSELVES = "Cadenza"
_MOODS = "even|bright|tense|lively|gentle|sombre|calm|warm|wistful"
#: as generator/titles.py and the arranger write them
_PLAIN = re.compile(
    rf"(?:(?P<mood>{_MOODS}) )?(?P<noun>.+?)(?: for (?P<names>.+))? in (?P<key>[A-G][#b♯♭]? (?:major|minor))",
    re.IGNORECASE,
)
#: what generator/operations puts behind the title of the piece that was changed, and what tells pieces of a
#: collection apart
_CHANGED = re.compile(
    r"(?P<title>.+), (?:(?P<done>continued|varied|rewritten|humanised)"
    r"|no\. (?P<number>\d+)|(?P<how>with|without) (?P<names>.+))"
)
_RESTYLED = re.compile(r"(?P<title>.+) \((?P<style>[^()]+)\)")
_BETWEEN = re.compile(r", | and ")
_UNNAMED = ("", "Untitled", "A piece", "A melody")
#: a longer one is no title of ours
MOST_LETTERS = 300


def title_name(title: str) -> str:
    """The title of a Take in the language in use; "" is said, too, as that of a piece without one."""
    if title in _UNNAMED:
        return _said("Untitled")
    if current_language() == "en" or len(title) > MOST_LETTERS:
        return title
    for between in re.finditer(" and ", title):  # of a blend, where it can be seen which two pieces it names
        halves = title[: between.start()], title[between.end() :]
        told = [_of_one(half) for half in halves]
        if told[0] != halves[0] and told[1] != halves[1]:
            return _said("{title} and {other}", title=told[0], other=told[1])
    return _of_one(title)


def shown_title(title: str, composer: str) -> str:
    """The title of any piece: what Cadenza composed is called as the language in use calls it."""
    return title_name(title) if composer == OURSELVES else title


def _of_one(title: str) -> str:
    if title in _UNNAMED:
        return _said("Untitled")
    if found := _CHANGED.fullmatch(title):
        changed = _of_one(found["title"])
        if found["number"]:
            return _said("{title}, no. {number}", title=changed, number=found["number"])
        if found["done"]:
            return _said(f"{{title}}, {found['done']}", title=changed)
        return _said(f"{{title}}, {found['how']} {{instruments}}", title=changed, instruments=_players(found))
    found = _RESTYLED.fullmatch(title)
    if found and has_name("style", found["style"]):
        return _said("{title} ({style})", title=_of_one(found["title"]), style=style_name(found["style"]))
    found = _PLAIN.fullmatch(title)
    return _plain(found) if found else title


def _plain(found: "re.Match[str]") -> str:
    noun = found["noun"]
    if noun.lower() != "piece":
        # the name of a style, with a capital at the beginning; one of somebody's own stays as it is
        known = next((name for name in (noun, noun[0].lower() + noun[1:]) if has_name("style", name)), "")
        what = style_name(known) if known else _said("of the style {style}", style=noun)
    elif found["names"]:
        what = _said("piece for {instruments}", instruments=_players(found))
    else:
        what = _said("piece")
    piece = _said("{what} in {key}", what=what, key=key_name(found["key"]))
    if mood := found["mood"]:
        piece = _said("{mood} {piece}", mood=called("mood", mood.lower()), piece=piece)
    return piece[0].upper() + piece[1:]


def _players(found: "re.Match[str]") -> str:
    return listed(map(_player, _BETWEEN.split(found["names"])))


def _player(name: str) -> str:
    """A title leaves the numbers of General MIDI out: "electric piano"."""
    return instrument_name(name if has_instrument(name) else f"{name} 1")


def _said(message: str, **values: str) -> str:
    return filled(called("title", message), values)
