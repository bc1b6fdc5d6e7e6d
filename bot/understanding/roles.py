"""What is to become of each instrument that a refinement names: its role, from the words around it."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Literal

from bot.understanding import role_words as words
from bot.understanding.names import Name

#: "loud" and "remark" are about how it sounds; "old" gives way to "new"; nothing says what becomes of "bare"
Role = Literal["add", "keep", "only", "old", "new", "out", "bare", "loud", "remark"]


def roles_of(text: str, named: Sequence[Name]) -> list[Role]:
    """The role of each of `named` in `text`, which is in lower case."""
    roles: list[Role] = []
    for i, name in enumerate(named):
        start = named[i - 1].end if i else 0
        gap = text[start : name.start]
        following = text[name.end : named[i + 1].start if i + 1 < len(named) else len(text)]
        roles.append(_role(text, gap, following, named, roles, i))
    return _settled(text, named, roles)


def _role(text: str, gap: str, following: str, named: Sequence[Name], roles: list[Role], i: int) -> Role:
    name, previous = named[i], roles[-1] if roles else None
    leaves = words.OUT_AFTER.match(text[name.end :])
    if not leaves and text[: name.end].endswith("'s"):
        leaves = words.OUT_AFTER.match(f" is{text[name.end :]}")  # "the piano's unneeded"
    clause = words.BOUND.split(gap)[-1] if i else gap
    if words.VOLUME_AFTER.match(following) and not re.match(r"s?\s+(?:up|down)\s+(?:and|to)\b", following):
        return "loud" if not re.search(r"\b(?:add|with)\b", clause) else "add"
    remark = (
        f" is{following}" if text[: name.end].endswith("'s") else following
    )  # "the recorder's too shrill"
    becomes = i + 1 < len(named) and words.BECOMES.match(following)
    if previous == "out" and words.NICER_AFTER.match(following):
        return "new"
    if words.REMARK_AFTER.match(remark) and not (leaves or becomes):
        return "remark"
    if words.PIECE_AFTER.match(following) and not re.search(r"\bwith\b", clause) and not name.unwanted:
        return "only"
    if (
        re.search(r"\b(?:[a-z]{3,}er|more\s+[a-z]+)\s+$", clause)
        and not re.search(rf"{words.SOFT}\s+$", clause)
        and not name.unwanted
    ):
        return "add"
    if (
        words.VOLUME_BEFORE.search(clause)
        and re.search(rf"\b{words.LOUD}|less", clause + following[:12])
        and not name.unwanted
        and not re.search(r"\bbring(?:ing)?\s+back\b|\b(?:add|with|some|a)\b", clause)
    ):
        return "loud"
    swapped = becomes or words.CHINESE_SWAP.match(following)
    listed = i > 0 and bool(words.LIST.match(gap))
    if (
        listed
        and previous is not None
        and previous not in ("loud", "remark")
        and not leaves
        and not (previous == "bare" and i + 1 < len(named) and swapped)
    ):
        if name.unwanted:
            return "out"
        if (
            previous == "old"
            and i + 1 == len(named)
            and "," in gap
            and words.PLACE.search(text[: named[i - 1].start])
        ):
            return "new"  # "instead of the violin, a cello"
        if previous != "out":
            return previous
    if words.PLACE.search(clause) or (words.PREFERS.search(text[: name.start]) and words.OVER.search(gap)):
        return "old"
    if name.unwanted or leaves:
        return "out"
    if re.search(r"\b(?:too|so)\s+many\s+$", clause):
        return "remark"
    if words.CHINESE_SWAP.match(following) and i + 1 < len(named):
        return "old"
    if previous == "old" and (i and words.CHINESE_SWAP.match(gap)):
        return "new"
    if words.CHINESE_SWAP.match(gap.strip()) and i == 0:
        return "only"
    if words.USE.search(gap) and words.CHINESE_OLD.match(following):
        return "new"
    if previous == "new" and words.CHINESE_OLD.match(gap):
        return "old"
    if (
        i == 0
        and len(named) == 2
        and not gap.strip()
        and re.fullmatch(
            r"s?\s+to\s+(?:an?\s+"
            r"|the\s+)?",
            following,
        )
    ):
        return "old"  # "violin to cello"
    if previous == "old" and (words.INTO.search(gap) or not gap.strip()):
        return "new"
    if previous == "new" and (words.IN_PLACE_OF.search(gap)):
        return "old"
    if re.match(r"s?\s+in\s+for\b", following):
        return "new"
    if becomes:
        return "old"
    if previous == "old" and words.BECOMES.match(gap):
        return "new"
    if words.CHANGE.search(clause) and i + 1 < len(named) and _gives_way(text, named, i):
        return "new" if words.SWAP_IN.search(clause) else "old"
    if re.search(r"\b(?:only|just)\s+keep|\bkeep\s+(?:only|just)\b|只", clause):
        return "only"
    if words.KEEP.search(clause):
        return "keep"
    if "out" in roles and re.match(r"s?\s+instead\b(?!\s+of)", following):
        return "add"  # "no drums, a violin instead"
    if re.match(r"s?\s+(?:can\s+|may\s+|should\s+)?stays?\b", following):
        return "keep"
    if words.LEADS_AFTER.match(following):
        return "add"  # who plays already goes on
    if words.THERE_INSTEAD.match(following):
        return "add"  # in the place of one that went before
    if words.SOLO_SOMEWHERE.match(following):
        return "keep"  # plays it, and the others play on
    if re.match(r"s?\s+solo\b", following) and re.search(
        r"\b(?:with|add|include|plus|and)\s+(?:an?|some"
        r"|the)\s+$",
        clause,
    ):
        return "add"  # a passage for it, not a piece
    if words.ALONE_AFTER.match(following):
        return "keep" if words.CHINESE_SOLO_PART.search(clause) else "only"
    if words.ONLY.search(clause) or (
        re.search(r"\binstead\b(?!\s+of)", text) and not words.ADD_STRICT.search(clause)
    ):
        return "only"
    if re.search(r"(?<!i'd )(?<!would )(?<!we'd )\b(?:like|as)\s+(?:an?\s+)?$", clause):
        return "bare"
    if words.PERFORMED_ON.search(clause):
        return "bare"
    if words.WOULD.search(clause) and words.WOULD_FIT.match(following):
        return "add"
    if words.ADD_AFTER.match(following) or words.ADD.search(clause):
        return "add"
    return "bare"


def _gives_way(text: str, named: Sequence[Name], i: int) -> bool:
    """Whether the name, or the list that it begins, is followed by what comes in its place: "the flute and
    the oboe with a piano"."""
    for name, after in pairwise(named[i:]):
        gap = text[name.end : after.start]
        if not gap.strip():  # "make the violin cello"
            return bool(re.search(r"\b(?:the|that)\s+$", text[: name.start]))
        if not words.LIST.match(gap):
            return bool(words.INTO.search(gap) or words.WANTED_NEXT.fullmatch(gap))
    return bool(words.INTO.search(text[named[i].end : named[i + 1].start]))


def _in_one_list(text: str, named: Sequence[Name], i: int) -> bool:
    """Whether named[i] goes on with the list that named[i - 1] is in."""
    return bool(words.LIST.match(text[named[i - 1].end : named[i].start]))


def _settled(text: str, named: Sequence[Name], roles: list[Role]) -> list[Role]:
    """The roles in the light of each other: where something is only kept, the rest is not."""
    for i in range(len(roles) - 1, 0, -1):
        # "accordion and drums back in": what the last of a list is told counts for all of it
        if roles[i] == "bare" and words.ADD_AFTER.match(text[named[i].end :]):
            first = i
            while first and roles[first - 1] == "bare" and _in_one_list(text, named, first):
                first -= 1
            roles[first : i + 1] = ["add"] * (i + 1 - first)
    for i in range(len(roles) - 2, -1, -1):
        # "把长笛和小提琴去掉" likewise
        if (
            roles[i] == "bare"
            and roles[i + 1] in ("out", "old", "loud", "remark")
            and _in_one_list(text, named, i + 1)
        ):
            roles[i] = roles[i + 1]
    for i in range(1, len(roles)):
        if (
            roles[i] == "new"
            and roles[i - 1] == "bare"
            and re.fullmatch(r"[用由让拿]", text[named[i - 1].end : named[i].start])
        ):
            roles[i - 1] = "old"  # "钢琴用吉他代替"
    if "keep" in roles and not any(r in ("out", "add", "old", "new") for r in roles):
        rest = re.search(r"\b(?:drop|lose|cut|remove|mute|kill|ditch|scrap|axe|take\s+out|delete"
                        r"|get\s+rid\s+of|without|strip|no)\b[^,.;]*\b(?:rest|everything(?:\s+else)?"
                        r"|all\s+else|(?:all\s+)?the\s+others?|others)\b"
                         r"|\b(?:rest|everything\s+else|others?)\s+(?:can\s+go|out|goes|gone|has\s+to\s+go"
                        r"|off)\b|只留", text)  # fmt: skip
        if rest:
            return ["only" if r == "keep" else r for r in roles]
    if (
        roles == ["bare"]
        and re.search(r"\?\s*$", text)
        and not re.search(r"\b(?:on|for|as|version|use|try)\b", text)
    ):
        return ["add"]  # "choir?"
    if "only" in roles:
        # "the sax gets to rest, piano only": who is spoken of apart is not of those
        for i in range(roles.index("only")):
            if roles[i] == "bare" and not words.LIST.match(text[named[i].end : named[i + 1].start]):
                roles[i] = "remark"
        # "the cello is fighting with the piano. leave only the piano": what was said before is only spoken of
        before = text[: named[roles.index("only")].start]
        start = max((m.end() for m in re.finditer(r"[.!?]\s", before)), default=0)
        roles = [
            "remark" if n.start < start and r in ("add", "bare") else r
            for n, r in zip(named, roles, strict=True)
        ]
    # "brass too heavy, use woodwinds"
    if "loud" in roles and re.search(
        r"\b(?:too|less|more)\s+\w+\s*[,.;!-]+\s*(?:maybe\s+|please\s+|rather"
        r"\s+)*(?:use|try|take|have|put)\b",
        text,
    ):
        roles = ["remark" if r == "loud" else r for r in roles]
    # "the recorder is too shrill, use a flute"
    if "remark" in roles and "only" not in roles and "bare" in roles[roles.index("remark") :]:
        roles = ["old" if r == "remark" else "new" if r == "bare" else r for r in roles]
    # "piano instead of guitar": what comes in the place of another is new
    if "old" in roles and "new" not in roles:
        roles = ["new" if r in ("add", "bare", "only") else r for r in roles]
    return roles
