"""Who plays after a refinement: which instruments it keeps, adds, takes away, or puts in the place of others.

Each instrument that is named has a role, from the words before it ("with", "swap", "only"), behind it ("the
flute instead", "drums out"), or from the instrument it shares a list with.
"""

import re
from collections.abc import Sequence

from bot.understanding.instrument_names import meant_by, silenced_by, spoken_names
from bot.understanding.names import Name
from bot.understanding.roles import Role, roles_of
from bot.understanding.slots import Slots
from bot.understanding.text import Text
from music.controls import Controls


def players(text: Text, slots: Slots, before: Controls) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(instruments, exclude_instruments) after the message."""
    named = [n for n in slots.names if n.kind == "instrument"]
    if not named:
        return before.instruments, before.exclude_instruments
    roles = roles_of(text.lower, named)
    there = before.instruments
    if text.lower.rstrip(" .!").endswith((" too", " as well", " also")) and len(named) == 1:
        # who plays already cannot be added: what was done to the last one is done to this one too
        plays = any(i in there for i in spoken_names()[named[0].word])
        roles = ["out" if role == "add" and plays else role for role in roles]
    roles = _without_relatives(named, _exchanged(named, roles, before))
    roles = [
        _likeliest(text.lower, n, before) if r == "bare" and len(named) == 1 else r
        for n, r in zip(named, roles, strict=True)
    ]
    unwanted = slots.instruments.unwanted
    gone = {i for n, r in zip(named, roles, strict=True) if r == "old" for i in meant_by(n.word, there)}
    wanted = [
        i
        for n, role in zip(named, roles, strict=True)
        if role in ("add", "only", "new", "bare", "keep") and not n.unwanted
        for i in spoken_names()[n.word]
        if i not in gone or role == "new"
    ]
    banned = [
        i
        for n, r in zip(named, roles, strict=True)
        if r == "out"
        for i in meant_by(n.word, there)
        if i not in wanted
    ]
    banned = list(dict.fromkeys([*(b for b in banned), *(u for u in unwanted if u in banned)]))
    # what is kept by its family ("the strings") keeps those that are there
    wanted = [w for w in wanted if not _is_there_already(w, named, roles, before)]
    kept = [i for i in before.instruments if i not in banned and i not in gone]
    replaces = any(r in ("only", "bare") for r in roles) and not any(
        r in ("add", "old", "keep", "out") for r in roles
    )
    replaces = replaces or "only" in roles
    if replaces and not any(i in before.exclude_instruments for i in wanted):
        stays = {
            i
            for n, r in zip(named, roles, strict=True)
            if r in ("only", "keep", "add", "new")
            for i in meant_by(n.word, there)
        }
        kept = [i for i in kept if i in stays]
    instruments = tuple(dict.fromkeys([*kept, *wanted]))
    excluded = [e for e in before.exclude_instruments if e not in instruments]
    return instruments, tuple(dict.fromkeys([*excluded, *(b for b in banned if b not in instruments)]))


def _exchanged(named: Sequence[Name], roles: list[Role], before: Controls) -> list[Role]:
    """The roles with "old" and "new" the other way round where only that is possible: "sub a cello for the
    violin" where a violin plays."""
    there = {
        role: [
            any(i in before.instruments for i in meant_by(n.word, before.instruments))
            for n, r in zip(named, roles, strict=True)
            if r == role
        ]
        for role in ("old", "new")
    }
    if not there["old"] or not there["new"] or any(there["old"]) or not all(there["new"]):
        return roles
    other: dict[Role, Role] = {"old": "new", "new": "old"}
    return [other.get(role, role) for role in roles]


#: what is there, on that instrument: "for harp", "as a piano piece"
_PERFORMED = re.compile(
    r"\b(?:on|for|as|like|just|solo|only|into|to|version|arranged|play(?:ed|ing)?|use|using|it'?s|make\s+it"
    r"|instead|alone"
    r"|itself|rest|others?|everything|else|carry|carries"
    r"|enough|suffices?|will\s+do|would\s+do|it\s+is|version|let|prefer|rather)\b|换成|改成|换为|用|拿|弹|吹|拉|版|演奏|只"
    r"|其他|其它|其余|别的|剩|独"
)
_LITTLE = frozenset(
    [
        "the",
        "an",
        "please",
        "now",
        "ok",
        "then",
        "so",
        "and",
        "but",
        "in",
        "at",
        "bpm",
        "major",
        "minor",
        "key",
        "bars",
        "seconds",
        "minutes",
        "it",
        "this",
    ]
)
_LIKED = re.compile(
    r"\b(?:love|like|nice|lovely|great|good|beautiful|perfect|cool|amazing|sweet|keep|stay|stays|fine|enjoy"
    r"|favou?rite"
    r"|best|gorgeous|who|what|where|when|how|sing(?:s|ing)?|fits?|sits?|suits?)\b|好听|喜欢|棒|美|留|保|不错|可以"
)


#: who shall play otherwise shall play: "make the drums more interesting"
_OTHERWISE = re.compile(
    r"\b(?:make|have|let|change|fix|do\s+something)\b|\b(?:should|could|can|must)\s+(?:be|play|sound|do|have|get|go\s+(?:on|higher|lower))\b"
    r"|\bmore\s+[a-z]+\W*$|更|[一有]点|一些"
)


def _likeliest(text: str, name: Name, before: Controls) -> Role:
    """The role of the one instrument that is named, where no word says it: who plays already is complained of
    if nobody praises it, who does not play is wanted."""
    words = re.findall(r"[^\W\d_]{2,}", text[: name.start] + " " + text[name.end :])
    if _PERFORMED.search(text):
        return "bare"
    few = len([w for w in words if w not in _LITTLE]) < 2
    # "strings please" beside a cello wants strings; "the strings hurt my ears" is about the cello
    meant = spoken_names()[name.word] if few else meant_by(name.word, before.instruments)
    if not any(i in before.instruments for i in meant):
        return "add"
    if few:
        # "violin lol" says nothing of who plays already, "violin" alone is all that is wanted
        return "bare" if not any(w not in _LITTLE for w in words) else "remark"
    return "remark" if _LIKED.search(text) or _OTHERWISE.search(text) else "out"


def _without_relatives(named: Sequence[Name], roles: Sequence[Role]) -> list[Role]:
    """The roles with a name that is only spoken of beside a relative that goes as a remark: "the guitar hurts
    my hands, remove the acoustic guitar"."""

    def goes_after(name: Name) -> bool:
        later = (n for n, r in zip(named, roles, strict=True) if r == "out" and n.start > name.start)
        return any(set(silenced_by(name.word)) & set(silenced_by(n.word)) for n in later)

    return ["remark" if r == "bare" and goes_after(n) else r for n, r in zip(named, roles, strict=True)]


def _is_there_already(
    instrument: str, named: Sequence[Name], roles: Sequence[Role], before: Controls
) -> bool:
    """Whether a name that stands for `instrument` means a relative that plays already ("only the guitar" of
    an electric guitar), so that it brings nobody new."""
    if instrument in before.instruments:
        return False
    for name, role in zip(named, roles, strict=True):
        meant = spoken_names()[name.word]
        beside = role == "bare" and "add" in roles  # "guitar with drums" beside an electric guitar
        if (role in ("only", "keep") or beside) and meant == (instrument,):
            return any(i in meant_by(name.word, before.instruments) for i in before.instruments)
    return False
