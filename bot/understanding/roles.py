"""What is to become of each instrument that a refinement names: its role, from the words around it."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Literal

from bot.understanding.names import Name

#: "loud" and "remark" are about how it sounds; "old" gives way to "new"; nothing says what becomes of "bare"
Role = Literal["add", "keep", "only", "old", "new", "out", "bare", "loud", "remark"]

_ONLY = re.compile(
    r"\b(?:only|just(?!\s+(?:add|throw|put|bring|give|make|stick|some|a\s+(?:bit|touch|hint|little|tad)"
    r"|with|like|needs?|wants?))|solely|purely|exclusively|nothing\s+but|(?:strip|pare|cut|reduce|boil"
    r"|narrow)(?:ped|d)?\s+(?:it\s+|this\s+|that\s+|everything\s+)?"
    r"(?:right\s+)?(?:back\s+|down\s+)?to|down\s+to|all|(?<!and a )(?<!with a )(?<!add a )(?<!plus a )"
    r"(?<!and )(?<!with )solo|unaccompanied)\b"
    r"|只(?:要|用|留|有|保留|剩|需要?)|单独|纯"
)
_ADD = re.compile(
    r"\b(?:with|let|melody\s+on|lead\s+on|add(?:ing)?|plus|also|includ(?:e|ing)|bring|throw|toss|chuck"
    r"|stick|slap|slip|sneak|layer|more|some|put|insert"
    r"|give|introduce|mix|blend|work|want|wants|need|needs|(?:i'?d|would|we'd)\s+(?:like|love)|louder|back"
    r"|and|have|had|has|hear|get|there(?:'s| was| were| could be)?|overlay"
    r"|could\s+(?:use|do\s+with)|could\s+really\s+use|see|imagine|picture|consider|enjoy|missing|lacks|another|extra|second|backed\s+by"
    r"|alongside|drop\s+in|pop|fade\s+in"
    r"|double[ds]?|doubling|accompan(?:y|ied)\s+by|join(?:ed\s+by)?|bit\s+of|touch\s+of|hint\s+of|sprinkle)\b"
    r"|加|再来|来点|来个|来把|还要|也要|想要|想听到|再要|带|配|和|又要|添|补|垫|铺|衬|搭|有|一[个把支架点]"
    r"|多点|需要|融入|叠|^把(?=.*加)"
)
_KEEP = re.compile(
    r"\b(?:keep(?:ing)?|leave|leaving|retain|preserve|hold\s+on\s+to|save|spare|stick\s+with|don'?t\s+"
    r"(?:touch|change|lose|drop|remove)|like|love)\b"
    r"(?:\s+(?:in|just))?(?:\s+(?:the|that|those|my|a))*\s*$|(?:保留|留着|留下|别动)\s*$"
)
_CHANGE = re.compile(
    r"\b(?:swap(?:ping)?|replac(?:e|ing)|switch(?:ing)?|exchang(?:e|ing)|trad(?:e|ing)|substitut(?:e|ing)"
    r"|sub|chang(?:e|ing)|turn(?:ing)?|make|convert|move)\b"
    r"(?:\s+(?:out|in|the|that|those|a|an|up))*\s*$"
)
_INTO = re.compile(
    r"\b(?:for|with|to|by|into|in\s+for|should\s+be|becomes?|as|be|→|->|=>|a|an)\s*(?:(?:the|a|an|some|more"
    r"|instead)\s*)*$|[-=]>\s*$|→\s*$"
)
_IN_PLACE_OF = re.compile(
    r"\b(?:instead\s+of|rather\s+than|in\s+place\s+of|over|not|in\s+lieu\s+of|where\s+(?:the|that)|(?:in"
    r"|replacing|replaces?|for|take\s+over\s+from"
    r"|takes\s+over\s+from|from))\s+(?:the\s+|a\s+|an\s+|that\s+)*$"
)
_PLACE = re.compile(
    r"(?:\b(?:instead\s+of|rather\s+than|in\s+place\s+of|in\s+lieu\s+of|replacing|replaces|(?:better|nicer"
    r"|cooler)\s+than)|(?<!-)>)\s+(?:the\s+|a\s+|an\s+|that\s+)*$|(?:代替|替换|取代|替代|换掉|而不是)\s*$"
)
#: "i'd prefer a piano over the guitar"
_PREFERS = re.compile(r"\b(?:prefer|rather|choose|pick|take|favou?r)\b")
_OVER = re.compile(r"\b(?:over|to|than)\s+(?:the\s+|a\s+|an\s+|that\s+)*$")
_SWAP_IN = re.compile(r"\b(?:swap|sub|switch)\s+in\b|\bsubstitute\b")
_USE = re.compile(r"(?:用|拿|由|让)\s*$")
_BECOMES = re.compile(
    r"^s?\s+(?:(?:should|could|can|might|to|must|needs?\s+to|has\s+to|would\s+be\s+better|ought\s+to)\s+)?"
    r"(?:(?:maybe|rather|just)\s+)?(?:be|become|(?:swapped|replaced|exchanged|traded|switched|changed)(?:\s+out)?\s+(?:with|for|by|to)|(?:was|were)(?=\s+an?\b)|(?:be|get)\s+(?:swapped|replaced|changed|switched"
    r"|exchanged|traded)(?:\s+out)?\s+(?:with|for|by|to)|turn\s+into|as|into|->|→|=>)"
    r"(?:\s+(?:a|an|the|some|on))*\s*$"
)
_CHINESE_SWAP = re.compile(
    r"^\s*(?:都|全部?|也|给我|直接)?(?:换成|改成|改为|换为|改用|换|变成|变为|替换成|替换为|换作|改)"
)
_CHINESE_OLD = re.compile(r"^.{0,4}?(?:代替|替换|取代|替代|替掉)")
_LOUD = (
    r"(?:loud(?:er|ly)?|soft(?:er|ly)?|quiet(?:er|ly)?|heav(?:y|ier)|gentl(?:e|er|y)|prominent|forward"
    r"|upfront|front|subtle|subtler|background|higher|lower|up|down|harder|mellow(?:er)?|punch(?:y|ier)"
    r"|bright(?:er)?|low)"
)
#: what is there, on another instrument: "hear it on piano"
_PERFORMED_ON = re.compile(
    r"\b(?:hear|have|get|want|need|like|play|do|try)\s+(?:it|this|that|the\s+(?:whole\s+)?(?:thing|song"
    r"|piece|track"
    r"|tune|melody))\s+(?:\w+\s+)?(?:on|for|with\s+just)\s+(?:an?\s+|the\s+|some\s+|solo\s+)*$"
)
_SOFT = (
    r"(?:softer|quieter|gentler|lower|subtler|mellower|lighter|another|other|over|under|rather|later|never"
    r"|after|together)"
)
_VOLUME_BEFORE = re.compile(
    r"\b(?:turn(?:ing)?|calm|quiet|settle|soften|bring(?:ing)?|crank|push|pull|tone|dial|mix|make|bump"
    r"|fade)\s+(?:up\s+|down\s+|back\s+|forward\s+)?(?:the|that|those)\s+$"
    r"|\b(?:softer|quieter|gentler|heavier|lower|harder|subtler|mellower|punchier|brighter|warmer|lighter"
    r"|darker|less|the)\s+$"
    r"|\b(?:[a-z]{3,}er|(?:more|less)\s+[a-z]+)\s+$"
    r"|\b(?:lower|raise|boost|reduce|soften)\s+(?:the\s+)?(?:volume\s+of\s+)?(?:the\s+)?$"
)
_VOLUME_AFTER = re.compile(
    rf"^s?\s+(?:(?:part|line|track|volume|level)\s+)?(?:(?:is|are|was|were|sounds?|feels?|should\s+be"
    rf"|could\s+be|needs?\s+to\s+be|to\s+be)\s+)?"
    rf"(?:(?:a\s+(?:bit|little|tad|lot)|way|much|too|so|more|less|slightly|kinda|really|very|still"
    rf"|bit)\s+)*{_LOUD}\b"
)
#: a remark on how it sounds that says of no slot what shall change
_REMARK_AFTER = re.compile(
    r"^s?\s+(?:(?:is|are|was|were|sounds?|feels?|seems?)|(?=(?:cool|nice|great|lovely|fine|good)\b)|(?:should|must|needs?\s+to|has\s+to|have\s+to)\s+"
    r"(?:be|sound|feel))\s+(?!(?:an?|the)\s+(?!bit\b|little\b|tad\b|touch\b))"
    r"(?:(?:a\s+(?:bit|little|tad)|way|much|too|so|kinda|really|very|still|pretty|rather|more|less)\s+)*"
    r"(?!much\b)[a-z]+"
)
#: a piece for that instrument alone
_PIECE_AFTER = re.compile(
    r"^\s+(?:only\s+)?(?:version|arrangement|cover|rendition|reduction|edit|remix)\b"
    r"|^版"
)
_OUT_AFTER = re.compile(
    r"^s?\s*(?:一点儿?|一个|完全|全部?|都|也|就|还是|给我|先|可以|可不可以|能不能|能|要不|干脆"
    r"|应该)*(?:去掉|拿掉|删掉?|不要|别要|别用|不用|关掉"
    r"|撤掉|砍掉|去除|取消|拿走|静音|关了|去了|删除|移除|(?:有点儿?|有些|太|很|好"
    r"|真)?(?:碍事|多余|烦人?|抢戏?|刺耳|难听|不好听|不合适|不搭|吵))"
    r"|^[^,，。;；]{0,8}[,，]\s*(?:把它|都|就|还是)?(?:去掉|拿掉|删掉?|不要|去了|关掉|砍掉)(?:吧|了)*(?=$"
    r"|[,，。;；])"
    r"|^s?\s+(?:(?:is|are|was|were)\s+(?:so\s+|too\s+|really\s+|a\s+bit\s+|kinda\s+)?(?:annoying"
    r"|distracting|unnecessary|grating|awful|terrible|bad|ugly"
    r"|too\s+much|(?:a\s+(?:bit|little)\s+)?much\b|overkill|not\s+(?:working|needed|necessary|required|wanted|it)|unneeded|superfluous|redundant"
    r"|out\s+of\s+place)|(?:isn't|aren't|doesn't|don't)\s+(?:really\s+)?(?:work(?:ing)?|fit|needed"
    r"|belong)"
    r"|(?:(?:kinda|kind\s+of|sort\s+of|really|just|honestly|totally|still|sorta)\s+)?(?:sucks?|stinks?"
    r"|blows?|ruins?|clash(?:es)?)\b|(?:is|are)\s+(?:\w+\s+)?(?:trash|garbage|mid|ass|cringe|whack"
    r"|pointless)\b|(?:has|have|needs?|gotta|got)\s+(?:to\s+)?(?:go|leave)|bothers?\s+me|kills?\s+(?:it"
    r"|the)|gets?\s+in\s+the\s+way|out\b|gone\b|off\b|away\b|(?:(?:should|could|can|might|must|needs?\s+to|has\s+to|have\s+to|to)\s+)?(?:maybe\s+|just\s+)?"
    r"(?:be\s+(?:left\s+out|removed|taken\s+(?:out|away|off)|cut(?:\s+out)?|dropped|muted|silent|gone|omitted|skipped|out\b)"
    r"|rest(?=\W*(?:$|[,.;!]))|shut\s+up|sit\s+(?:this\s+one\s+)?out|retire|leave(?:\s+the\s+room)?|pack\s+up|go\s+home|disappear|vanish|both\s+(?:go|leave)|stay\s+(?:out|silent|home)|take\s+a\s+break|stop(?:\s+playing)?)\b"
    r"|go(?=\s*(?:$|[,.;!]|and\b|but\b)))"
)
_ALONE_AFTER = re.compile(
    r"^s?\s+(?:only|alone|solo(?!\s+(?:line|part|section|bit|in|over|on))|by\s+(?:itself|themselves)|on\s+(?:its|their)\s+own|and\s+(?:nothing\s+else"
    r"|that's\s+it)|,?\s*nothing\s+else|unaccompanied"
    r"|instead(?!\s+of))\b|^(?:独奏|就(?:好|行|够)|就可以|一个就)"
)
_ADD_AFTER = re.compile(
    r"^s?\s+(?:too|as\s+well|also|back|on\s+top|in\s+(?:there|it|the\s+(?:mix|background))|underneath"
    r"|behind\s+it|(?:would|could|might)\s+(?:be|sound|fit|work|go|add|help|bring|give|really|definitely"
    r"|make|do)\b(?!\s+an?\s+\w+er\b)|wouldn't\s+hurt)|^(?:也|加回来|加上|加进)"
)
#: "would a vibraphone fit in there?"
_WOULD = re.compile(r"\b(?:would|could|might|does|will)\s+(?:an?|some|the)\s+(?:\w+\s+)?$")
_WOULD_FIT = re.compile(r"^s?\s+(?:fit|work|be|sound|go|suit|help|add|make|blend|match)\b")
_LIST = re.compile(
    r"^s?\s*(?:,|and|&|plus|\+|/|or|,\s*and|和|跟|与|、|或)\s*(?:also\s+|the\s+|a\s+|an\s+|some\s+|my\s+)*$"
)
_BOUND = re.compile(r"[,.;!?，。；！？]|\b(?:but|then|and)\b|但是?|不过|然后")


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
    leaves = _OUT_AFTER.match(text[name.end :])
    if not leaves and text[: name.end].endswith("'s"):
        leaves = _OUT_AFTER.match(f" is{text[name.end :]}")  # "the piano's unneeded"
    clause = _BOUND.split(gap)[-1] if i else gap
    if _VOLUME_AFTER.match(following) and not re.match(r"s?\s+(?:up|down)\s+(?:and|to)\b", following):
        return "loud" if not re.search(r"\b(?:add|with)\b", clause) else "add"
    remark = (
        f" is{following}" if text[: name.end].endswith("'s") else following
    )  # "the recorder's too shrill"
    becomes = i + 1 < len(named) and _BECOMES.match(following)
    if _REMARK_AFTER.match(remark) and not (leaves or becomes):
        return "remark"
    if _PIECE_AFTER.match(following) and not re.search(r"\bwith\b", clause) and not name.unwanted:
        return "only"
    if (
        re.search(r"\b(?:[a-z]{3,}er|more\s+[a-z]+)\s+$", clause)
        and not re.search(rf"{_SOFT}\s+$", clause)
        and not name.unwanted
    ):
        return "add"
    if (
        _VOLUME_BEFORE.search(clause)
        and re.search(rf"{_LOUD}|less", clause + following[:12])
        and not name.unwanted
        and not re.search(r"\bbring(?:ing)?\s+back\b|\b(?:add|with|some|a)\b", clause)
    ):
        return "loud"
    listed = i > 0 and bool(_LIST.match(gap))
    if (
        listed
        and previous is not None
        and previous not in ("loud", "remark")
        and not leaves
        and not (previous == "bare" and i + 1 < len(named) and (becomes or _CHINESE_SWAP.match(following)))
    ):
        if name.unwanted:
            return "out"
        if (
            previous == "old"
            and i + 1 == len(named)
            and "," in gap
            and _PLACE.search(text[: named[i - 1].start])
        ):
            return "new"  # "instead of the violin, a cello"
        if previous != "out":
            return previous
    if _PLACE.search(clause) or (_PREFERS.search(text[: name.start]) and _OVER.search(gap)):
        return "old"
    if name.unwanted or leaves:
        return "out"
    if re.search(r"\b(?:too|so)\s+many\s+$", clause):
        return "remark"
    if _CHINESE_SWAP.match(following) and i + 1 < len(named):
        return "old"
    if previous == "old" and (i and _CHINESE_SWAP.match(gap)):
        return "new"
    if _CHINESE_SWAP.match(gap.strip()) and i == 0:
        return "only"
    if _USE.search(gap) and _CHINESE_OLD.match(following):
        return "new"
    if previous == "new" and _CHINESE_OLD.match(gap):
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
    if previous == "old" and (_INTO.search(gap) or not gap.strip()):
        return "new"
    if previous == "new" and (_IN_PLACE_OF.search(gap)):
        return "old"
    if re.match(r"s?\s+in\s+for\b", following):
        return "new"
    if becomes:
        return "old"
    if previous == "old" and _BECOMES.match(gap):
        return "new"
    if _CHANGE.search(clause) and i + 1 < len(named) and _gives_way(text, named, i):
        return "new" if _SWAP_IN.search(clause) else "old"
    if re.search(r"\b(?:only|just)\s+keep|\bkeep\s+(?:only|just)\b|只", clause):
        return "only"
    if _KEEP.search(clause):
        return "keep"
    if "out" in roles and re.match(r"s?\s+instead\b(?!\s+of)", following):
        return "add"  # "no drums, a violin instead"
    if _ALONE_AFTER.match(following):
        return "only"
    if _ONLY.search(clause) or (re.search(r"\binstead\b(?!\s+of)", text) and not _ADD_STRICT.search(clause)):
        return "only"
    if re.search(r"(?<!i'd )(?<!would )(?<!we'd )\b(?:like|as)\s+(?:an?\s+)?$", clause):
        return "bare"
    if _PERFORMED_ON.search(clause):
        return "bare"
    if _WOULD.search(clause) and _WOULD_FIT.match(following):
        return "add"
    if _ADD_AFTER.match(following) or _ADD.search(clause):
        return "add"
    return "bare"


def _gives_way(text: str, named: Sequence[Name], i: int) -> bool:
    """Whether the name, or the list that it begins, is followed by what comes in its place: "the flute and
    the oboe with a piano"."""
    for name, after in pairwise(named[i:]):
        gap = text[name.end : after.start]
        if not gap.strip():  # "make the violin cello"
            return bool(re.search(r"\b(?:the|that)\s+$", text[: name.start]))
        if not _LIST.match(gap):
            return bool(_INTO.search(gap) or _WANTED_NEXT.fullmatch(gap))
    return bool(_INTO.search(text[named[i].end : named[i + 1].start]))


#: "swap out the banjo, i want an accordion"
_WANTED_NEXT = re.compile(
    r"s?\s*[,.;]?\s*(?:(?:and|then|i'd|i|we|please|maybe|let's|would|rather)\s+)*(?:want|use|put|add|try|give\s+(?:me|us)"
    r"|make\s+it|like|have|prefer|bring|get|take|need)(?:\s+(?:in|rather|to\s+(?:hear|have|use)))?\s+(?:an?\s+|the\s+|some\s+)?"
)
_ADD_STRICT = re.compile(r"\b(?:add|adding|include|bring|throw|layer)\b")


def _settled(text: str, named: Sequence[Name], roles: list[Role]) -> list[Role]:
    """The roles in the light of each other: where something is only kept, the rest is not."""
    for i in range(len(roles) - 2, -1, -1):
        # "把长笛和小提琴去掉": what the last of a list is told counts for all of it
        if (
            roles[i] == "bare"
            and roles[i + 1] in ("out", "old")
            and _LIST.match(text[named[i].end : named[i + 1].start])
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
        # "the cello is fighting with the piano. leave only the piano": what was said before is only spoken of
        start = max((m.end() for m in re.finditer(r"[.!?]\s", text[: named[roles.index("only")].start])), default=0)
        roles = ["remark" if n.start < start and r in ("add", "bare") else r for n, r in zip(named, roles, strict=True)]
    # "the recorder is too shrill, use a flute"
    if "remark" in roles and any(r in ("bare", "only") for r in roles[roles.index("remark") :]) and "only" not in roles:
        roles = ["old" if r == "remark" else "new" if r in ("bare", "only") else r for r in roles]
    # "piano instead of guitar": what comes in the place of another is new
    if "old" in roles and "new" not in roles:
        roles = ["new" if r in ("add", "bare", "only") else r for r in roles]
    return roles
