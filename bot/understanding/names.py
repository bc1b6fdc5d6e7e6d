"""Names of instruments and styles in running text, longest first, each wanted or unwanted.

Both are looked for in one pass, since they share words: "drum and bass" is a style, "classical guitar" an
instrument, "haunted house" neither.
"""

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from bot.understanding.instrument_names import spoken_names
from bot.understanding.related_styles import related_styles
from bot.understanding.style_adjectives import ADJECTIVES
from bot.understanding.text import Text
from music.lexicon import find_mood_words
from music.styles import BUILT_IN_STYLES

Kind = Literal["instrument", "style"]


@dataclass(frozen=True, slots=True)
class Name:
    """`word`: the key of the instrument table, or the style's name, found at start to end of the text."""

    kind: Kind
    word: str
    start: int
    end: int
    unwanted: bool = False


#: aliases that mean something else in everyday text
_NOT_IN_TEXT = {
    "romantic",
    "string quartet",
    "soundtrack",
    "drone",
    "outrun",
    "jungle",
    "goa",
    "mazur",
    "scottish",
}
_MUSIC_NOUN = (
    r"(?:music|beats?|tracks?|tunes?|songs?|vibes?|grooves?|pieces?|anthems?|bangers?|styles?|loops?"
    r"|sounds?|mix)"
)
_MONTH = r"\d|st\b|nd\b|th\b"
#: for words that are ordinary words too: what must not stand before or behind
_GUARDS: dict[str, re.Pattern[str]] = {
    "house": re.compile(
        rf"(?:\b(?:my|our|your|his|her|their|the|at|full|open|white|tree)\s+)house\b(?!\s+{_MUSIC_NOUN})"
        rf"|\ba\s+house\s*$|house\s*(?:wife|hold|s\b)"),
    "pop": re.compile(r"\bpop\s+(?:up|culture|corn|in|over|off|quiz)\b"),
    "march": re.compile(
        rf"\b(?:in|this|last|next|since|until|early|late|mid|by|of|on)\s+march\b(?!\s+(?:style|tempo|time"
        rf"|for|in|music))|\bmarch\s+(?:{_MONTH})"),
    "country": re.compile(
        r"\b(?:my|this|the|our|your|which|what|other|any|a|home)\s+country\b(?!\s+(?:song|music|tune"
        r"|track|style|ballad|beat|piece|version|take|edit|remix|cover|arrangement|feel|vibe|one|waltz|rock|twang))"),
    "soul": re.compile(r"\b(?:my|your|his|her|poor|the|dark|lost)\s+souls?\b"),
    "trap": re.compile(r"\b(?:it'?s|is|was)\s+a\s+trap\b"),
    "swing": re.compile(r"\bmood\s+swing|\bswing\s+by\b"),
    "rock": re.compile(r"\brock\s+(?:out|bottom|climbing|solid)\b|\b(?:the|a)\s+rock\s*$"),
    "blues": re.compile(r"\b(?:have|got|has|having)\s+the\s+blues\b"),
    "metal": re.compile(r"\bmetal\s+(?:detector|gear)\b"),
    "reel": re.compile(r"\b(?:instagram|insta|ig|video|highlight)\s+reels?\b"),
    "opera": re.compile(r"\b(?:soap|space)\s+opera\b"),
    "voice": re.compile(r"\b(?:my|his|her|our|your|their)\s+voice\b"),
    "singing": re.compile(
        r"\b(?:is|are|was|were|for|to|started?|starts|kept|keeps?|while|when|better|easier|my|our|their)\s+"
        r"(?:\w+\s+)?"
        r"singing\b|\bsinging\s+(?:along|to|it|this|in|with)\b"),
    "choir": re.compile(
        r"\b(?:my|our|his|her|their)\s+(?:\w+\s+){0,2}choir\b(?:\s+of\s+\w+)?\s+(?:needs?|wants?|is|has|sings?|loves?|meets?)\b"),
    "traditional": re.compile(r"\btraditional\s+(?:jazz|japanese|chinese|indian|arabic)\b"),
}  # fmt: skip
_UNWANTED_CUE = re.compile(
    r"\b(?:(?:no|without(?:\s+any)?)\s+[a-z]+(?:y|ing|ed|al|ic|ous|ful|ish)(?=\s*$)|nothing\s+(?:with|like|involving|featuring)|zero|no|not|without|minus|sans|except(?:\s+for)?|drop(?:ping)?|remov(?:e|ing)|lose|losing|cut"
    r"(?:ting)?(?:\s+out)?|skip|mut(?:e|ing)"
    r"|ditch(?:ing)?|kill(?:ing)?|avoid|exclude|excluding|omit|hold|lacking|ax(?:e|ing)?|nix|yank|bin|dump"
    r"|trash|unplug|shave|(?:chuck|boot|sack|yeet)(?:\s+out)?(?=\s+(?:the|that|those)\b)|delete|erase"
    r"|eliminate"
    r"|silence|toss"
    r"|(?:take|taking|leave|leaving|cut|fade|throw|kick|pull|strip|edit|bring|rip|filter|phase)(?:\s+(?:out"
    r"|away))|(?:turn|shut|switch|take|leave)\s+off"
    r"|get(?:ting)?\s+rid\s+of|be\s+rid\s+of|lay\s+off|enough\s+(?:of|with)|enough|forget(?:\s+about)?|bye"
    r"(?:\s+bye)?|goodbye|spare\s+me|no\s+more|no\s+longer"
    r"|(?:anything|everything|all)\s+but|everything\s+(?:besides|apart\s+from|other\s+than)"
    r"|(?:don't|do\s+not|doesn't|didn't|never)\s+(?:really\s+)?(?:use|want|like|love|need|add|include|play"
    r"|care\s+for|dig|hear)"
    r"|don't\s+think\s+(?:it|this|that|we)\s+(?:really\s+)?needs?|no\s+need\s+for|(?:not|isn't|ain't)\s+"
    r"(?:really\s+)?(?:feeling|a\s+fan\s+of|into|digging|loving|vibing\s+with|sold\s+on|keen\s+on)|hat"
    r"(?:e|es|ing)|dislikes?|can(?:no|')t\s+bear|not\s+fond\s+of|can't\s+stand|(?:sick|tired)\s+of"
    r"|can\s+do\s+without|could\s+do\s+without|better\s+(?:off\s+)?without|quit(?:ting)?"
    r"|instead\s+of|rather\s+than|in\s+place\s+of|in\s+lieu\s+of|nor|neither|never|free\s+of|strip(?:\s+"
    r"(?:out|away))?|stop"
    r"(?:\s+with)?|scrap)"
    r"(?:\s+(?:any|the|a|an|that|those|these|all|more|of|some|use|using|have|having|with|like|anything"
    r"|whole|entire|damn|stupid"
    r"|including|really|want|stuff|any\s+of\s+the|low|loud|heavy|live|electric|acoustic|melody"
    r"|instruments|annoying|playing|solo|backing|lead|out|sound\s+of))*\s*$"
    r"|(?:不要再?[用加放有]?|(?<!有)没有?|无|别[用放加有来要]?|不[用]?放|别再|去掉|不用|除了|不带|去除|拿掉|删掉|删去|砍掉|关掉|撤掉|取消|去了"
    r"|不想要|不想听|不需要|不喜欢|讨厌|不加|删除|移除|去除)(?:任何|那个?|这个?"
    r"|里面的)?\s*$"
)
_NOT_UNWANTED = re.compile(r"\b(?:not\s+(?:only|just)|no\s+need\s+to|why\s+not|nothing\s+but)\b[^,]*$")
_UNWANTED_AFTER = re.compile(
    r"^s?(?:-?(?:free|less)\b|\s(?:free|less)(?=\s*(?:$|[,.;]))|\s+(?:off|out|gone|removed|muted)\b(?!\s+"
    r"(?:of|front))|\s+(?:(?:is|are)\s+)?(?:not|isn't|aren't)\s+(?:needed|required|necessary|wanted|welcome)\b"
    r"|(?:一点儿?|一个|完全|还是|都|全部?|也|就|先|给我|可以|可不可以|能不能|能|要不|干脆|应该)*(?:关了"
    r"|去了|删除|移除|去掉|拿掉|删掉|删了|关掉|撤掉|砍掉|静音|去除"
    r"|取消|不要|别要|别用|不用了|拿走)"
    r"|\s+(?:should|must|can|has\s+to|have\s+to|needs?\s+to|gotta|got\s+to)\s+(?:go|leave|disappear)\b)"
)
_PLURAL = re.compile(r"(?:e?s|'s)(?![a-z])")
#: what may join two names of one list, with an adjective
_JOINT = re.compile(
    r"^s?\s*(?P<link>,?\s*(?:and\s+also|and|or|nor|plus|&|和|或|跟|与|、)|,|/|\+)\s*(?:any|the|a|an|no)?\s*$"
)


@cache
def _pattern() -> tuple[re.Pattern[str], dict[str, tuple[Kind, str]]]:
    owners: dict[str, tuple[Kind, str]] = {}
    for style in BUILT_IN_STYLES.values():
        for alias in (style.name, *style.aliases):
            spelling = alias.lower()
            if spelling not in _NOT_IN_TEXT:
                owners[spelling] = ("style", style.name)
                owners.setdefault(spelling.replace("-", " "), ("style", style.name))
                owners.setdefault(spelling.replace(" ", "-"), ("style", style.name))
                if re.search("[^aeiou]y$", spelling):
                    owners.setdefault(f"{spelling[:-1]}ies", ("style", style.name))
    for word, name in related_styles().items():
        owners.setdefault(word, ("style", name))
    owners |= {word: ("style", name) for word, name in ADJECTIVES.items()}
    for word in spoken_names():
        owners.setdefault(word, ("instrument", word))
        if word.isascii():
            owners.setdefault(word.replace("-", " "), ("instrument", word))
    latin = [word for word in owners if re.match(r"[a-z0-9]", word)]
    others = [word for word in owners if word not in set(latin)]
    latin.sort(key=len, reverse=True)
    others.sort(key=len, reverse=True)
    pattern = re.compile(
        r"(?<![a-z0-9#])(?:"
        + "|".join(map(re.escape, latin))
        + r")(?=(?:e?s|'s)?(?![a-z0-9'])|-?ish\b|-?less\b|-?esque\b|-?heavy\b)"
        r"|" + "|".join(map(re.escape, others))
    )
    return pattern, owners


def _allowed(text: str, match: re.Match[str], moods: list[tuple[int, int]]) -> bool:
    word = match.group()
    if any(
        start <= match.start() and match.end() <= end and end - start > len(word) + 1 for start, end in moods
    ):
        return False
    guard = _GUARDS.get(word)
    if guard is None:
        return True
    return not any(found.start() <= match.start() < found.end() for found in guard.finditer(text))


def _marked(text: str, names: list[Name]) -> list[Name]:
    """The names with `unwanted` set: behind a cue, or further down a list that began with one."""
    marked: list[Name] = []
    cue_word = ""
    for i, name in enumerate(names):
        before = text[max(0, name.start - 60) : name.start]
        cue = _UNWANTED_CUE.search(before)
        unwanted = bool(cue) and not _NOT_UNWANTED.search(before)
        if unwanted and cue:
            cue_word = cue.group()
        if not unwanted and marked and marked[-1].unwanted:
            link = _JOINT.match(text[marked[-1].end : name.start])
            if link:
                unwanted = _list_goes_on(text, names, i, link["link"].strip(), cue_word)
        if _UNWANTED_AFTER.match(text[name.end : name.end + 24]):
            unwanted = True
        marked.append(Name(name.kind, name.word, name.start, name.end, unwanted))
    return marked


def _list_goes_on(text: str, names: list[Name], i: int, link: str, cue: str) -> bool:
    """Whether names[i] is unwanted as names[i - 1] is: "no drums or bass", "without drums, bass and harp"."""
    if link == "plus":
        return False  # "minus piano plus guitar"
    if link.lstrip(",").strip() in ("or", "nor", "/", "或", "和", "跟", "与", "、"):
        return True
    firm = not cue.strip().startswith(("no ", "no", "not")) or cue.strip().startswith("nor")
    if link != ",":
        # "no piano and drums" bans both; "no drums, piano and strings" wants the last two
        return firm or not (i >= 2 and "," in text[names[i - 2].end : names[i - 1].start])
    following = names[i + 1] if i + 1 < len(names) else None
    joint = _JOINT.match(text[names[i].end : following.start]) if following else None
    if joint is None or following is None:
        return False
    ends_with_or = joint["link"].lstrip(",").strip() in ("or", "nor")
    return (
        ends_with_or
        or (firm and joint["link"].lstrip(",").strip() == "and")
        or (joint["link"].strip() == "," and _list_goes_on(text, names, i + 1, ",", cue))
    )


def names_in(lower: str) -> list[Name]:
    """Every instrument and style that a text in lower case names, in its order; whether it wants them is
    not read."""
    pattern, owners = _pattern()
    moods = [(word.start, word.end) for word in find_mood_words(lower)]
    found: list[Name] = []
    for match in pattern.finditer(lower):
        if _allowed(lower, match, moods):
            kind, word = owners[match.group()]
            plural = _PLURAL.match(lower, match.end())
            found.append(Name(kind, word, match.start(), plural.end() if plural else match.end()))
    return found


def find_names(text: Text) -> list[Name]:
    """Every instrument and style the text names, in its order; all are marked as read."""
    rest = text.rest
    names = _marked(rest, names_in(rest))
    for name in names:
        text.take(name.start, name.end)
        if name.unwanted:
            cue = _UNWANTED_CUE.search(text.rest[max(0, name.start - 60) : name.start])
            if cue:
                offset = max(0, name.start - 60)
                text.take(offset + cue.start(), offset + cue.end())
    return names
