"""Which earlier state a message goes back to: "back to the first one", "undo that", "that sad one before"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.understanding.instrument_names import spoken_names
from bot.understanding.mood import wanted_words
from bot.understanding.names import find_names
from bot.understanding.request import MUSICAL, Request
from bot.understanding.slots import read_slots
from bot.understanding.text import Text
from music.controls import Controls
from music.errors import ImpossibleControls
from music.lexicon import combine

_VERSION = r"(?:one|version|take|idea|draft|try|attempt|piece|song|track|tune|mix|edit|go|iteration)"
_BETTER = (
    r"(?:(?:was|is|sounded|were|felt)\s+(?:\w+\s+){0,2}?(?:better|best|nicer|good|great|cooler|perfect"
    r"|fine)|worked\s+(?:better|best))"
)
_LIKED = (
    r"(?:(?:i\s+|we\s+)?(?:actually\s+|really\s+|kinda\s+|still\s+)?(?:prefer(?:red)?|like[d]?|love[d]?"
    r"|miss(?:ed)?))"
)
_FIRST = r"(?:first|original|1st|initial|starting|very\s+first)"
_PREVIOUS = r"(?:previous|earlier|old|older|prior|former)"
_TO_FIRST = re.compile(
    rf"\b(?:back|return|revert|go|reset|switch|restore)\s+(?:it\s+)?(?:back\s+)?(?:to\s+)?(?:the\s+|my\s+"
    rf"|your\s+)?(?:very\s+)?"
    rf"(?:{_FIRST}(?:\s+{_VERSION})?(?!\s+\w*(?:tempo|speed|key|length|style|mood|metre|meter"
    rf"|instruments?))|start|beginning|square\s+one)\b"
    rf"|\bthe\s+original\b(?!\s+(?:tempo|speed|pace|key|length|style|mood|metre|meter|instruments?|bpm))|\b"
    rf"(?:the\s+)?{_FIRST}\s+{_VERSION}"
    rf"\s+(?:again|back|instead|please|{_BETTER})\b|\bthe\s+{_FIRST}\s+{_BETTER}|{_LIKED}\s+the\s+"
    rf"(?:very\s+)?{_FIRST}(?:\s+{_VERSION})?(?:\s+(?:better|more|best|most))?\b"
    r"|\blike\s+(?:at|in)\s+(?:first|the\s+(?:beginning|start))\b|\(?\bthe\s+first\s+(?:thing|one"
    r"|version)\s+(?:that\s+)?you\s+(?:made|wrote|played|did)\b\)?|\b(?:how|the\s+way|as|like|what)\s+(?:it"
    r"|we|that)\s+(?:was|were|had|sounded|started)(?:\s+(?:it"
    rf"|with|off|out))?\s*(?:originally|at\s+first|initially|in\s+the\s+beginning"
    r"|at\s+the\s+(?:start|beginning)|to\s+(?:begin|start)\s+with)\b|\bhow\s+it\s+started\b"
    r"|\b(?:what|where)\s+we\s+(?:started|began)(?:\s+with)?\b|^\W*(?:the\s+)?original\W*(?:please|again"
    r"|version)?\W*$"
    rf"|\b(?:use|take|want|give\s+me|play|show\s+me|keep)\s+the\s+(?:very\s+)?{_FIRST}\s+{_VERSION}\b"
    rf"|^\W*(?:the\s+)?(?:very\s+)?{_FIRST}\s+{_VERSION}\W*$"
    r"|\bundo\s+(?:everything|all(?:\s+(?:of\s+)?(?:it|that|this))?)\b"
    r"|\breset\b(?!\s+the)|\b(?:version|take|v)\s?(?:1|one)\s+(?:again|back|please|was|instead)\b|\b(?:back"
    r"|return|revert|go)\s+to\s+(?:version|take|v|number|#)\s?(?:1|one)\b"
    r"|[回还]原?[到回成]?第一|重置|重头来|(?:全部?|都|统统)(?:撤销|撤回|恢复|还原)|开头那|最初|最开始|最早"
    r"|一开始|原来(?:那|的那|的版本|的?(?:更|比较)?好|的?就[好行]|的$)|原版|(?:用|要|还是|喜欢"
    r"|选)第一[个版首]"
    r"|第一[个版首](?:更好|更好听|好听|最好|比较好|好|吧)|初版"
)
_NUMBERS = {
    "second": 2,
    "2nd": 2,
    "two": 2,
    "third": 3,
    "3rd": 3,
    "three": 3,
    "fourth": 4,
    "4th": 4,
    "four": 4,
    "二": 2,
    "三": 3,
    "四": 4,
    "两": 2,
}
_NUMBER = r"(?P<n>second|2nd|third|3rd|fourth|4th)"
_TO_NUMBER = re.compile(
    rf"\b(?:back|return|revert|go|switch)\s+(?:back\s+)?to\s+(?:the\s+|your\s+|my\s+)?{_NUMBER}"
    rf"(?:\s+{_VERSION})?(?!\s+\w)"
    rf"|\b(?:the\s+)?{_NUMBER.replace('<n>', '<n2>')}(?:\s+{_VERSION})?\s+(?:again|back|instead|{_BETTER})"
    rf"|{_LIKED}\s+the\s+{_NUMBER.replace('<n>', '<n3>')}\b(?:\s+{_VERSION})?(?:\s+(?:better|more|best"
    rf"|most))?"
    r"|\b(?:back|return|revert|go|switch)\s+(?:back\s+)?to\s+(?:version|take|v|number|#)\s?(?P<d>[2-9]|two"
    r"|three|four)\b"
    r"|(?:回到?|还是|用|要|喜欢|选)第(?P<z>[二三四2-9])[个版首]|第(?P<z2>[二三四2-9])[个版首](?:更好"
    r"|比较好|最好|好|吧)"
    rf"|^\W*(?:the\s+)?{_NUMBER.replace('<n>', '<n4>')}\s+{_VERSION}(?:\s+(?:please|again))?\W*$"
)
#: so many changes are taken back
_BACK_BY = re.compile(
    r"\b(?:go\s+)?(?:back|undo)\s+(?:the\s+last\s+)?(?P<n>two|three|2|3)(?:\s+(?:steps?|versions?|changes"
    r"|takes|times))?\b|\b(?P<n2>two|three|2|3)\s+(?:steps|versions|takes)\s+(?:back|ago)\b"
    r"|\bundo\s+(?P<twice>twice)\b|(?:撤销|退回?)(?P<z>两|二|三|2|3)(?:步|次|版)"
)
_TO_PREVIOUS = re.compile(
    r"\b(?:undo(?!\s+the\s+(?:tempo|key|length|mood|style))|ctrl\s?[+-]?\s?z|^\W*back(?=\W*(?:$|please"
    r"|now))|revert|go\s+back(?!\s+to\s)|(?:go\s+)?back\s+"
    r"(?:to\s+)?(?:the\s+)?(?:previous|last|one\s+(?:right\s+|just\s+)?before)|take\s+(?:that|it"
    r"|this)\s+back|put\s+(?:it"
    r"|that)\s+back"
    r"|(?:go|change|turn|switch|set)\s+(?:it\s+)?back(?=\s*(?:$|[,.;!]|please))|a\s+step\s+back"
    r"|one\s+step\s+back|step\s+back|restore\s+(?:it|that)|scratch\s+that|back\s+it\s+up"
    r"|(?:go\s+|change\s+it\s+|put\s+it\s+)?back\s+to\s+(?:how|what|the\s+way)\s+(?:it|that|we|you)\s+"
    r"(?:was|were|had|sounded)(?:\s+(?:it|before))*|(?:the\s+way|how)\s+it\s+was(?:\s+before)?"
    rf"|as\s+it\s+was(?:\s+before)?|like\s+(?:it\s+was\s+)?before(?:\s+that)?|never\s*mind\s+that|"
    rf"(?:never\s*mind|nvm|nevermind)(?=\s*(?:$|[,.;!]))|it\s+(?:was|sounded)\s+better\s+before"
    rf"|{_LIKED}\s+it\s+(?:better|more)\s+before|{_LIKED}\s+the\s+(?:{_PREVIOUS}|last|one\s+before)"
    rf"(?:\s+{_VERSION})?(?:\s+(?:better|more))?"
    rf"|(?:the\s+)?{_PREVIOUS}\s+{_VERSION}(?:\s+(?:again|back|instead|please|{_BETTER}))?|the\s+"
    rf"(?:{_PREVIOUS}|last)\s+(?:{_VERSION}\s+)?{_BETTER}"
    rf"|(?:the\s+)?(?:{_VERSION}\s+before(?:\s+(?:that|this|it))?)(?:\s+{_BETTER})?(?=$|[\s,.!]*(?:$|but"
    rf"|with|please)))(?=\W|$)"
    r"|撤销|撤回|回退|还原|重来上一|取消(?:刚才|上一|最后)(?:的|一)?(?:修改|改动|步|个)?|[改变换]回来"
    r"|(?:回到?|换回?|还是|用)(?:刚才|之前)的?(?:那?[个版首])?(?!.{2})|(?:还是)?用?上一[个版首]$|回到?上"
    r"|恢复(?:一下)?(?!速度|节奏)|退回|^(?:还是)?[上前]一?个?版本?[吧。!]*$|改回去|变回去"
    r"|换回去|(?:上|前)一?[个版首](?:更好|比较好|好听?"
    r"|吧)|(?:刚才|之前)(?:那[个版首]|的)?(?:更好|比较好|好听?)(?:一?点儿?|一些|些)?|算了"
)
#: as it was until something was done: "back to how it was before the flute"
_TO_BEFORE = re.compile(
    rf"\b(?:(?:go(?:ing)?\s+|change\s+it\s+|put\s+it\s+)?back\s+to\s+|revert\s+to\s+|return\s+to\s+"
    rf"|undo\s+to\s+)?"
    rf"(?:(?:how|what|the\s+way|like|as)\s+(?:it|that|we|you)\s+(?:was|were|had|sounded)(?:\s+(?:it"
    rf"|like))*|(?:the\s+)?{_VERSION}"
    rf"(?:\s+from)?|it\s+(?:was|sounded)\s+better|{_LIKED}\s+(?:it|the\s+{_VERSION})(?:\s+(?:better"
    rf"|more))?|go\s+back|back)\s+"
    r"(?:to\s+)?before\s+(?:(?:you|we|i)\s+\w+(?:ed|t|ook|ut)?(?:\s+(?:in|out))?\s+|adding\s+"
    r"|removing\s+)?(?:the\s+|that\s+|a\s+|those\s+)?"
    r"(?P<what>[a-z][a-z ]*?)(?:\s+(?:change|came|went|was|were|got|part|came\s+in)\b[a-z ]*)?(?=\s*(?:$"
    r"|[,.;!]|please))"
    r"|(?:回到|恢复到?|退回到?|还是|用)?(?:没)?(?:加|加上|加入|去掉|换|改|换成"
    r"|删)了?(?P<zh>[^,，。]{1,6}?)(?:的)?(?:之前|以前|前)的?(?:那[个版首]|样子|版本)?"
)
#: one thing shall be as it was: "the original tempo", "undo the key change"
_ASPECTS: dict[str, tuple[str, ...]] = {
    "tempo|speed|pace|bpm|速度|节奏": ("tempo_bpm",),
    "key|tonality|pitch|调性?": ("key",),
    "length|duration|长度|时长": ("bars", "seconds"),
    "mood|vibe|feel|feeling|atmosphere|情绪|感觉": ("valence",
     "arousal", "mood"), "style|genre|风格": ("style",),
    "metre|meter|time\\s+signature|rhythm": ("metre",), "density": ("density",),
    "instruments|instrumentation|lineup|line-up|band|arrangement|乐器|编制": ("instruments",
     "exclude_instruments"),
}  # fmt: skip
_ASPECT = "|".join(word for words in _ASPECTS for word in words.split("|") if word.isascii())
_ASPECT_BACK = re.compile(
    rf"\b(?:the\s+|its\s+)?(?P<first>{_FIRST})\s+(?P<a>{_ASPECT})\b|\b(?:the\s+|its\s+)?(?:{_PREVIOUS}"
    rf"|last)\s+(?P<b>{_ASPECT})\b"
    r"|\b(?:undo|revert|reverse|cancel|take\s+back|withdraw)\s+(?:the|that|this|my)\s+(?:last\s+)?"
    rf"(?P<c>{_ASPECT})(?:\s+change)?\b|\b(?:put|set|bring|change|turn|get)\s+the\s+"
    rf"(?P<d>{_ASPECT})\s+back\b(?!\s+to\s+(?:\d|[a-g]\b))(?:\s+to\s+(?:what|how|where)\s+it\s+was"
    rf"(?:\s+before)?)?"
    r"|(?P<zfirst>最初|一开始|最早|第一版)的?(?P<za>速度|节奏|调性?|长度|时长|情绪|感觉|风格|乐器|编制)|"
    r"(?:原来|之前|刚才|上次)的?(?P<zb>速度|节奏|调性?"
    r"|长度|时长|情绪|感觉|风格|乐器|编制)"
    r"|(?P<zc>速度|节奏|调性?|长度|时长|风格|乐器|编制)(?:还是)?(?:改回|变回|换回|调回|恢复)(?:去|来|原来"
    r"|原样|原来的)?"
    rf"|\bthe\s+(?P<e>{_ASPECT})\s+(?:was|sounded)\s+(?:better|nicer|fine|good)\s+before\b"
)
#: what an earlier piece was like, said in order to have it again
_TO_DESCRIBED = re.compile(
    rf"\b(?:(?:go\s+|going\s+|switch\s+)?back\s+to|return\s+to|i\s+preferred|use|bring\s+back|again)"
    rf"\s+(?:the|that)\s+(?P<a>[\w' -]+?)\s+{_VERSION}\b"
    rf"|\b(?:that|the)\s+(?P<b>[\w' -]+?)\s+{_VERSION}"
    r"\s+(?:from\s+)?(?:before|earlier|again|from\s+the\s+start)\b"
    r"|(?:回到|还是|用|要)?(?:刚才|之前|刚刚|前面)(?:那[首个版段])?(?P<c>[^,，。]+?)的?(?:那[首个版段]|曲子"
    r"|版本)"
    r"|(?:回到|退回到?|换回到?|恢复到?)(?P<d>[^,，。]+?)的?那[首个版段]"
)
_ORDINAL = re.compile(r"^(?:very\s+)?(?:last|first|same|other|previous|original|new|next|second|third|1st)$")


@dataclass(frozen=True, slots=True)
class Return:
    """The earlier `request` that a message goes back to, and how it said so. `is_whole`: all of it, not one
    thing such as the tempo."""

    request: Request
    said: str
    is_whole: bool = True


#: says what shall be otherwise than in what is gone back to
_WISHED_TOO = re.compile(
    r"\b(?:add|with|without|more|less|but|make|remove|drop|only|keep|[a-z]{3,}er)\b|更|再|一点|加|去|换|不要"
)


def state_to_return_to(text: Text, earlier: Sequence[Request]) -> Return | None:
    """As `_state_said`; what is told before all of it is asked for changes nothing (
    "5/4 was a mistake, undo it")."""
    found = _state_said(text, earlier)
    if found is not None and found.is_whole:
        start = text.lower.find(found.said)
        if start > 0 and not _WISHED_TOO.search(text.lower[:start]):
            text.take(0, start)
    return found


def _state_said(text: Text, earlier: Sequence[Request]) -> Return | None:
    """What the message goes back to, its words marked as read; "undo" is the one before the last."""
    states = [r for r in earlier if r.intent in MUSICAL]
    if not states:
        return None
    event = _TO_BEFORE.search(text.lower)
    if event and (before := _before_event(event, states)) is not None:
        text.take(*event.span())
        return Return(before, event.group())
    aspect = _ASPECT_BACK.search(text.lower)
    if aspect:
        text.take(*aspect.span())
        return Return(_with_aspect(states, aspect), aspect.group(), is_whole=False)
    by = _BACK_BY.search(text.lower)
    if by:
        text.take(*by.span())
        steps = _number(by["n"] or by["n2"] or by["z"] or "two")
        place = _place_of(states[-1], earlier)
        for _ in range(steps):
            place = _before(place, earlier)
        return Return(earlier[place], by.group())
    numbered = _TO_NUMBER.search(text.lower)
    if numbered:
        said = next(group for group in numbered.groups() if group)
        if (place := _number(said)) <= len(states):
            text.take(*numbered.span())
            return Return(states[place - 1], numbered.group())
    first = _TO_FIRST.search(text.lower)
    if first:
        text.take(*first.span())
        return Return(states[0], first.group())
    described = _TO_DESCRIBED.search(text.lower)
    if described:
        words = next(group for group in described.groups() if group)
        if not _ORDINAL.match(words) and (meant := _like(words, states)) is not None:
            text.take(*described.span())  # "that sad one" does not make the next one sadder
            return Return(meant, described.group())
    previous = _TO_PREVIOUS.search(text.lower)
    if previous:
        text.take(*previous.span())
        return Return(earlier[_before(_place_of(states[-1], earlier), earlier)], previous.group())
    return None


def _before_event(event: re.Match[str], states: Sequence[Request]) -> Request | None:
    """The newest of `states` from before an instrument came or went, or from before a thing was changed."""
    what = event["what"] or event["zh"]
    players = {i for n in find_names(Text(what)) if n.kind == "instrument" for i in spoken_names()[n.word]}
    aspect = next((slots for words, slots in _ASPECTS.items() if re.fullmatch(words, what)), ())
    now = states[-1].controls

    def differs(state: Request) -> bool:
        there = bool(players & set(state.controls.instruments)) != bool(players & set(now.instruments))
        return there or any(getattr(state.controls, s) != getattr(now, s) for s in aspect)

    return next(filter(differs, reversed(states)), None)


def _place_of(request: Request, earlier: Sequence[Request]) -> int:
    return next(i for i, other in enumerate(earlier) if other is request)


def _before(place: int, earlier: Sequence[Request]) -> int:
    """Where one step back from `earlier[place]` leads; from a step back it leads one further."""
    request = earlier[place]
    stepped = any(_TO_PREVIOUS.search(r.text) or _BACK_BY.search(r.text) for r in request.references)
    if request.back_to is not None and stepped:
        return _before(request.back_to, earlier)
    return next((i for i in range(place - 1, -1, -1) if earlier[i].intent in MUSICAL), place)


def _number(said: str) -> int:
    return int(said) if said.isdecimal() else _NUMBERS[said]


def _with_aspect(states: Sequence[Request], said: re.Match[str]) -> Request:
    """The newest of `states` with one thing as it was at first, or as it was before it last changed."""
    word = next(said[group] for group in ("a", "b", "c", "d", "e", "za", "zb", "zc") if said[group])
    slots = next(slots for words, slots in _ASPECTS.items() if re.fullmatch(words, word))
    now = states[-1].controls

    def differs(state: Request) -> bool:
        return any(getattr(state.controls, s) != getattr(now, s) for s in slots)

    source = (
        states[0] if said["first"] or said["zfirst"] else next(filter(differs, reversed(states)), states[-1])
    )
    return replace(states[-1], controls=replace(now, **{s: getattr(source.controls, s) for s in slots}))


def _like(words: str, states: Sequence[Request]) -> Request | None:
    place = likest(words, [request.controls for request in states])
    return None if place is None else states[place]


def likest(words: str, states: Sequence[Controls]) -> int | None:
    """The place of the newest of `states` that the words describe best; None where they describe none."""
    described = Text(words)
    mood = combine(wanted_words(described.lower))
    try:
        slots = read_slots(Text(words))
    except ImpossibleControls:
        return None
    names = {n.word for n in find_names(Text(words)) if n.kind == "style"}
    best: int | None = None
    most = 0.0
    for place, state in enumerate(states):
        likeness = 0.0
        if mood is not None:
            likeness += _same_side(mood.valence, state.valence) + _same_side(mood.arousal, state.arousal)
        likeness += 2 * bool(state.style and state.style in names)
        likeness += 2 * len(set(slots.instruments.wanted) & set(state.instruments))
        likeness += sum(i not in state.instruments for i in slots.instruments.unwanted[:1])
        likeness += 2 * bool(slots.key and slots.key == state.key)
        likeness += _near_tempo(slots.tempo.bpm, state)
        if likeness >= most and likeness > 0:
            best, most = place, likeness
    return best


def _same_side(said: float | None, state: float | None) -> float:
    if said is None or state is None:
        return 0.0
    return 1.0 - abs(said - state) if said * state > 0 else -1.0


def _near_tempo(said: float | None, state: Controls) -> float:
    return 1.0 if said and state.tempo_bpm and abs(said - state.tempo_bpm) < 0.2 * said else 0.0
