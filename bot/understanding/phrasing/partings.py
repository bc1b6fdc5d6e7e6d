"""Parting with an instrument, however it is said: "bench the trombone", "the piano shall be left out",
"that piccolo pierced my soul, mute it forever", "accordion I don't want", "might the harpsichord yield its
place to a harp". partings.txt has the words, which a speaker can add to without reading code.
"""

import re
from functools import cache
from importlib.resources import files

from bot.understanding.instrument_names import spoken_names
from bot.understanding.phrasing.parts import Match, compiled
from bot.understanding.phrasing.players import (
    CLAUSE_END,
    INSTRUMENT,
    MARKED,
    REMOVES,
    SPOKEN,
    marked,
    unmarked,
)


@cache
def partings(kind: str) -> tuple[str, ...]:
    """The words of a kind, longest first."""
    text = files("bot.understanding.phrasing").joinpath("partings.txt").read_text(encoding="utf-8")
    found: dict[str, list[str]] = {}
    for line in text.splitlines():
        if line.startswith("# "):
            words = found.setdefault(line[2:].partition(":")[0], [])
        else:
            words.append(line)
    return tuple(sorted(set(found[kind]), key=len, reverse=True))


def _any(kind: str) -> str:
    words = (re.escape(w).replace(r"\ ", r"\s+").replace("its", "it'?s") for w in partings(kind))
    return "(?:" + "|".join(words) + ")"


def _alone(verb: str) -> str:
    """ "send away" also as "send it away": the verb with its object inside."""
    first, *particle = verb.split()
    inside = particle and particle[-1] in ("away", "off", "out", "down", "home", "behind")
    return rf"{first}\s+%s\s+{particle[-1]}" if inside else ""


_IT = r"(?:it|them|him|her|that|this|that\s+one|this\s+one|that\s+thing|this\s+thing|the\s+thing|those)"
_PARTED = "|".join(
    [form % _IT for verb in partings("verbs") if (form := _alone(verb))] + [rf"{_any('verbs')}\s+{_IT}"]
)
_LEAD = (
    r"(?:(?:please|just|so|and|then|let's|lets|can\s+(?:you|we)|could\s+(?:you|we)|would\s+you|you\s+(?:can"
    r"|may"
    r"|should)|we\s+(?:can|may|should)|i'd|i\s+would|i\s+(?:want|need)\s+(?:you\s+)?to|time\s+to|maybe|better"
    r"|kindly|do|now|pls|i\s+say|we'd\s+better|may\s+we|might\s+we|go\s+ahead\s+and|honestly)\s+)*"
)
_ADVERB = (
    r"(?:\s+(?:out|away|off|forever|for\s+(?:good|ever|me|us|now)|entirely|completely|altogether|at\s+once"
    r"|right\s+(?:now|away)|immediately|asap|from\s+(?:it|here|there|this|the\s+(?:piece|song|mix|band))|pls"
    r"|please|lol|thanks|thank\s+you|already|quickly|will\s+you|would\s+you|if\s+you\s+(?:can|would|please"
    r"|must|could)|then|now|again|too))*"
)
_END = r"(?=\s*(?:$|[,.;:!?()…–—-]|\b(?:and|but|because|cause|since|so|also|he|she|it|they|i|we)\b))"
#: "mute it forever" at the begin of a clause
_IT_GOES = compiled(
    rf"(?P<sign>[,.;:!?()…–—-]+\s*|\s+(?:so|and|then|but)\s+){_LEAD}(?:{_PARTED}){_ADVERB}{_END}\)?"
)
#: what is said before wants something of its own
_WISHED = compiled(
    r"\b(?:add|with|put|bring|swap|replace|keep|want|switch|change|turn|only|plus|include|need)\b"
)
_ONE_OF_THEM = rf"(?:(?:the|that|those|my|our)\s+)?{MARKED}"
#: of players that are `marked`
_MARKED_RULES = (
    # "take the harp and the guitar out": one verb, its particle behind all who go
    (
        compiled(
            r"\b(?:take|leave|cut|bring|throw|kick|pull|fade|edit|drop|mute|turn|switch|shut|send|get)\s+"
            rf"(?P<things>{_ONE_OF_THEM}(?:\s*(?:,\s*and|,|and|&|\+)\s*{_ONE_OF_THEM}){{1,5}})\s+(?:out|off|away)\b"
            r"(?!\s+(?:of|for|and\s+put)\b)"
        ),
        r"remove \g<things>",
    ),
    # "remove the cello, not the viola"
    (
        compiled(
            rf"(?P<wish>\b(?:{REMOVES}|take\s+out)\s+{_ONE_OF_THEM}(?:\s+out)?)\s*,?\s*(?:but\s+|and\s+)?not\s+"
            rf"(?:the|that|those|my)\s+{MARKED}{CLAUSE_END}"
        ),
        r"\g<wish>",
    ),
)
_DETERMINED = r"(?:(?:the|that|those|this|these|our|my|your|any|all|all\s+the|poor|damn|bloody|stupid)\s+)+"
_VERB_THE = compiled(
    rf"(?P<lead>^\W*|[,.;:!?]\s*|\b(?:and|but|so|then)\s+){_LEAD}(?:{_any('verbs')})\s+{_DETERMINED}"
    rf"(?P<thing>{INSTRUMENT})(?P<part>\s+(?:part|section|player|line)s?)?(?:\s+(?:from|on)\s+(?:me|us)\b)?"
)
_SENT = compiled(
    rf"\b(?:take|send|put|give|show|let|leave|wave|bid|get|chuck|kick)\s+{_DETERMINED}"
    rf"(?P<thing>{INSTRUMENT})\s+"
    r"(?:from\s+(?:me|us)|(?:back\s+)?home|packing|away|to\s+(?:bed|sleep|rest)|the\s+(?:boot|axe|sack|chop"
    r"|door"
    r"|day\s+off|night\s+off|week\s+off)|a\s+(?:break|rest|holiday|day\s+off)|goodbye|farewell|go(?=\W|$)"
    r"|rest"
    r"|at\s+home|behind|out\s+of\s+(?:here|it|this))"
)
_CANNOT = compiled(
    r"\b(?:(?:i|we)\s+)?(?:never|didn't|did\s+not)\s+(?:ask(?:ed)?\s+for|order(?:ed)?|want(?:ed)?|request"
    r"(?:ed)?)\s+(?:any"
    rf"\s+|the\s+|an?\s+|that\s+|this\s+)?(?P<thing2>{INSTRUMENT})|\b(?:can't|cannot|can\s+not|couldn't"
    r"|can\s+no\s+longer|no\s+longer)\s+(?:really\s+|actually\s+)?(?:use|have"
    r"|play|afford|take|stomach|handle|abide|stand|bear|do)\s+(?:with\s+)?(?:any\s+(?:more\s+)?|more\s+"
    r"|the\s+|an?\s+"
    rf"|that\s+|this\s+)?(?P<thing>{INSTRUMENT})(?:\s+(?:any\s?more|any\s+longer))?"
)
_CLAUSE = (
    r"(?P<lead>^\W*(?:(?:ok(?:ay)?|so|and|but|now|also|well|sorry|then|oh|hm+|ugh|no)[,\s]+)*|[.;!?,]\s*"
    r"|\b(?:and|but)\s+)"
)
_BEGINS = rf"{_CLAUSE}(?:(?:the|that|this|those|our|my|dear|poor)\s+)*(?P<thing>{INSTRUMENT})"
_MODAL = (
    r"\s+(?:(?:shall|should|must|may|might|can|could|will|would|has\s+to|have\s+to|needs\s+to|need\s+to"
    r"|ought\s+to"
    r"|is\s+to|are\s+to|wants\s+to|deserves\s+to|better|had\s+better|gets\s+to)\s+(?:please\s+|just\s+"
    r"|now\s+)?"
    r"(?:be|get)|(?:is|are|gets?|was|'s))\s+(?:hereby\s+|now\s+|officially\s+|just\s+)?"
)
_PASSIVE = compiled(rf"{_BEGINS}(?:{_MODAL}|\s*'s\s+){_any('participles')}{_ADVERB}{_END}")
_LEAVES = compiled(
    rf"{_BEGINS.replace('(?:(?:the', '(?:(?:only|just|the')}\s+{_any('leaves')}{_ADVERB}{_END}"
)
_RESTS = (
    r"(?:take\s+(?:five|ten|5|10|an?\s+(?:break|rest|breather|nap|hike)|the\s+(?:day|night|evening|week)\s+off)"
    r"|sit\s+(?:this\s+(?:one\s+)?|it\s+)?out|(?:go|stay)\s+home)"
)
#: "could the drums take five", "let the bass sit this one out"
_MAY_REST = compiled(
    rf"\b(?:can|could|may|might|should|would|let|have|ask|tell)\s+{_DETERMINED}(?P<thing>{INSTRUMENT})\s+"
    rf"(?:(?:to|please|just|also|now)\s+)*{_RESTS}{_ADVERB}{_END}"
)
#: "take five, drums"
_REST_TO_IT = compiled(
    rf"{_CLAUSE}{_LEAD}{_RESTS}\s*,\s*(?:(?:dear|my|you|mr|mister)\s+)*(?P<thing>{INSTRUMENT})"
    rf"{_ADVERB}{_END}"
)
_FAREWELL = compiled(
    rf"{_BEGINS}\s*[,:.?…–—-]*\s*(?:{_any('farewells')}(?=\W|$){_ADVERB}{_END}|(?<=[,:.?…–—-]\s)(?:no+|nah"
    r"|nope)\W*$)"
)
_TO_IT = compiled(
    rf"(?P<lead>^\W*|[,.;!?]\s*){_any('farewells')}\s*,?\s*(?:to\s+)?(?:(?:the|that|dear|mr|mister|old"
    r"|you)\s+)*"
    rf"(?P<thing>{INSTRUMENT})(?=\W|$)"
)
_NOT_WANTED = compiled(
    rf"{_BEGINS}\s*,?\s+(?:i|we)\s+(?:(?:really|actually|just)\s+)?(?:do\s+not|don't|no\s+longer|can|could"
    r"|never)\s+"
    r"(?:want(?:ed)?|need(?:ed)?|like(?:d)?|do\s+without|live\s+without|asked\s+for|care\s+for|enjoy)"
    rf"(?:\s+any\s?more)?{_END}"
)
_WANTED = compiled(
    rf"{_BEGINS}\s*,?\s+(?:i|we)(?:'d|\s+would)?\s+(?:(?:really|actually|do|also|very\s+much)\s+)*"
    rf"(?:want|need|like|love(?:\s+to\s+hear)?|miss|prefer){_END}"
)
_YIELDS = compiled(
    r"(?:\b(?:might|may|could|can|would|should|will|let|must|shall)\s+)?(?:the|that|our|my)?\s*"
    rf"(?P<old>{INSTRUMENT})"
    r"\s+(?:(?:might|may|could|can|would|should|will|must|shall|has\s+to|to)\s+)?(?:please\s+|kindly\s+"
    r"|perhaps\s+|maybe\s+|now\s+|just\s+)*"
    rf"{_any('yields')}\s+(?:an?\s+|the\s+|some\s+)?(?P<new>{INSTRUMENT})"
)
_IN_ITS_STEAD = compiled(
    rf"^[^;]*?\b(?:the|that)\s+(?P<old>{INSTRUMENT})\b(?P<said>[^;]*?)[.;!?,]+\s*(?:(?:perhaps|maybe|rather"
    r"|try|use|put|let"
    r"|let's\s+have|let\s+us\s+have|have|give\s+us|how\s+about|i'd\s+like|we'd\s+like)\s+)*(?:an?\s+"
    r"|the\s+|some\s+)?"
    rf"(?P<new>{INSTRUMENT})\s+(?:(?:play|do|take\s+over|carry|sing|step\s+in)\s+(?:it\s+)?)?"
    r"(?:in\s+it'?s\s+(?:stead|place)|instead|for\s+it|there\s+instead)(?:\s*,?\s*(?:perhaps"
    r"|maybe|please))?"
)
_NEEDLES = compiled(
    rf"\b(?:{_any('verbs')}|{_any('participles')}|{_any('leaves')}|{_any('farewells')}|can't|cannot|don't|take|sit|home"
    r"|send|put"
    r"|show|let|wave|bid|no\s+longer|nah|nope|no|noo|i|we|yields?|give|gives|ways?|room|stead|place|instead"
    r"|hands?|cede|aside"
    r"|relieved|succeeded|for\s+it)\b"
)


def _removed(match: Match) -> str:
    lead = match.groupdict().get("lead") or ""
    return f"{lead} remove the {match['thing'] or match['thing2']}"


def _instead(match: Match) -> str:
    if SPOKEN.search(match["said"]):
        return match.group()
    return f"swap the {match['old']} for {match['new']}"


_RULES = (
    (_YIELDS, r"swap the \g<old> for \g<new>"),
    (_IN_ITS_STEAD, _instead),
    (_NOT_WANTED, _removed),
    (_WANTED, r"\g<lead> add \g<thing>"),
    (_PASSIVE, _removed),
    (_LEAVES, _removed),
    (_MAY_REST, _removed),
    (_REST_TO_IT, _removed),
    (_FAREWELL, _removed),
    (_TO_IT, _removed),
    (_SENT, _removed),
    (_CANNOT, _removed),
    (_VERB_THE, _removed),
)


def with_partings(text: str) -> str:
    """`text` with "remove the trombone" for every way of parting with it."""
    if not _NEEDLES.search(text) or not SPOKEN.search(text):
        return text
    text, found = marked(text)
    for several, removed in _MARKED_RULES:
        text = several.sub(removed, text)
    text = _with_it_named(unmarked(text, found))
    for pattern, meaning in _RULES:
        text = pattern.sub(meaning, text)
    return text


def _with_it_named(text: str) -> str:
    """ "Choir was a joke, take it out" as "remove the choir"; what is said of it before wants nothing."""
    goes = _IT_GOES.search(text)
    if goes is None:
        return text
    before = text[: goes.start()]
    sentences = re.split(r"(?<=[.!?;])\s+", before)
    named = [SPOKEN.search(sentence) for sentence in sentences]
    place = next((i for i in range(len(named) - 1, -1, -1) if named[i]), None)
    if place is None:
        return text
    found = named[place]
    told = " ".join(sentences[place:])
    several = {m.group().lower() for m in SPOKEN.finditer(told)}
    if found is None or _WISHED.search(told) or len(several) > 1:
        return text
    return f"{' '.join(sentences[:place])} remove the {found.group()} {text[goes.end() :]}".strip()


_CHINESE = "|".join(sorted((w for w in spoken_names() if not w.isascii()), key=len, reverse=True))
_URGED = (
    r"(?:求求你?了?|求你了?|请|快点?|赶紧|麻烦你?|还是|就|直接|给我|先|让它|可以|该|必须|已经|把它|你|正式|今天"
    r"|果断|统统|也|都|真的|真|建议|被|得|要|给)*"
)
_CHINESE_GOES = re.compile(
    rf"(?:把|让|请)?(?<![和跟与、,，加要有])(?P<thing>{_CHINESE})(?:声部|部分|那轨|的?声音?|老师|同学|兄|君)?"
    rf"(?P<told>[^,，。;；!！?？]{{0,8}}[,，。;；!！~ ]+)?{_URGED}"
    rf"{_any('chinese')}(?:它|吧|了|啦|咯|好吗|行吗|好不好)*"
    r"(?=$|[,，。;；!！~ ])"
)
_CHINESE_VERB = re.compile(rf"{_any('chinese verbs')}(?:这个|那个|了)?(?P<thing>{_CHINESE})(?:了|吧|啦)*")
_CHINESE_PART = re.compile(
    rf"(?P<thing>{_CHINESE})(?:声部|那轨|的位置|的部分|部分|的戏份)(?=[^,，。]{{0,4}}[换改交让])"
)
_GIVES_WAY = re.compile(
    rf"(?P<old>{_CHINESE})(?:让位|让路|让座|交棒|交班|下来?换|下场换|让)(?:给|于)?(?P<new>{_CHINESE})"
)


def _gone(match: Match) -> str:
    told = match["told"] or ""
    return match.group() if re.search(_CHINESE, told) else f"去掉{match['thing']}"


def with_chinese_partings(text: str) -> str:
    """As `with_partings`: "风笛像杀鸡,求求了拿走" is "去掉风笛"."""
    text = _CHINESE_PART.sub(r"\g<thing>", text)
    text = _GIVES_WAY.sub(r"把\g<old>换成\g<new>", text)
    text = _CHINESE_GOES.sub(_gone, text)
    return _CHINESE_VERB.sub(r"去掉\g<thing>", text)
