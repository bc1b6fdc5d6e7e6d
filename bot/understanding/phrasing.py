"""What people say in English of music that is there, in the few words that the slots read.

"not fast enough", "it drags", "pick up the pace" are all "faster"; "tone down the drama" is "less drama".
Frames with a place for a quality (`qualities`) stand here, no sentences. Only messages that follow a piece
or a wish are put so: in a first wish "not too sad" means something else than "less sad than before".
"""

import re
from collections.abc import Callable, Sequence

from bot.understanding.instrument_names import spoken_names
from bot.understanding.qualities import (
    change_of,
    change_of_adjective,
    change_of_comparative,
    change_of_noun,
    is_quantity,
)

_Match = re.Match[str]
_Rule = tuple[re.Pattern[str], str | Callable[[_Match], str]]

_SMALL = (
    r"(?:just\s+)?(?:a\s+(?:tiny\s+|wee\s+|lil'?\s+|little\s+)?(?:bit|tad|touch|smidgen|smidge|notch|hair|little|skosh)"
    r"(?:\s+of)?|a\s+few(?:\s+more)?|tiny\s+bit|bit|tad|slightly|kinda|kind\s+of|sorta|sort\s+of|somewhat|mildly|ever\s+so\s+slightly"
    r"|rather|a\s+couple(?:\s+of)?|a\s+little\s+bit|lil\s+bit)"
)
_LARGE = (
    r"(?:way(?:\s+way)?|much|far|a\s+(?:whole\s+)?(?:lot|ton|bunch)|lots|loads|tons|heaps|significantly|considerably"
    r"|drastically|massively|hella|super|really|so|very|extremely)"
)
_DEGREE = rf"(?P<degree>(?:{_SMALL}|{_LARGE})\s+)?"
_AFTER = (
    rf"(?P<after>\s+(?:{_SMALL}|a\s+lot|lots|significantly|considerably|drastically|big\s+time|massively))?"
)
_OBJECT = (
    r"(?:it|this|that|things|everything|stuff|the\s+(?:whole\s+)?(?:thing|song|piece|track|tune|mood|vibe|music"
    r"|beat|melody|loop|atmosphere|energy|sound|feel|texture|mix|arrangement|instrumentation))"
)
#: what a remark is made of; anything else may well be somebody's brother
_SUBJECT = (
    r"(?:it|this|that|things|everything|the\s+(?:whole\s+)?(?:thing|song|piece|track|tune|mood|vibe|music|beat|melody"
    r"|loop|tempo|speed|pace|result|take|one|last\s+one|sound|atmosphere|feel)|the\s+(?:tempo|bpm))"
)
_IS = (
    r"(?:'s|s)?\s*(?:is|was|are|feels?|felt|sounds?|sounded|seems?|seemed|came\s+out|comes\s+off(?:\s+as)?|turned\s+out"
    r"|ended\s+up|gets|got|(?<='s)|(?<=its))"
)
_WORD = r"(?P<word>[a-z][a-z'-]+)"
_UP = (
    r"(?:turn(?:ing)?|crank(?:ing)?|dial|bump|push|kick|bring|pump|amp|ramp|jack|boost|raise|rise|increase|up|lift|heighten"
    r"|raising|accelerate|nudge|hike|drive)"
)
_DOWN = (
    r"(?:turn(?:ing)?|tone|toning|dial|take|bring|ease|easing|cut|scale|rein|pull|wind|tamp|lower|lowering|reduce|reducing"
    r"|decrease|drop|knock|ratchet|reel|bump|nudge|slow|lessen|tame|soften)"
)
_GIVE = (
    r"(?:add|give\s+(?:it|this|that|me|us)|inject|sprinkle|throw|toss|put|bring|needs?|needed|could\s+use|could\s+do\s+with"
    r"|want|wants|with|i\s+need|i'd\s+like|let'?s\s+have|let'?s\s+get|can\s+we\s+(?:get|have)|missing|lacks|lacking|wants)"
)
_SOME = (
    r"(?:some|more|some\s+more|extra|a\s+(?:little|bit|dash|hint|pinch|touch|splash|dose|sprinkle|ton|lot|little\s+bit)"
    r"(?:\s+more)?(?:\s+of)?|a\s+bit\s+more|any|additional|lots\s+(?:more|of)|much\s+more|way\s+more|a\s+lot\s+more)"
)
_ENDS = r"(?=\s*(?:$|[,.;!?]|(?:and|but|please|now|too|also|or|then|than|to\s+it|in\s+(?:it|there|this)|overall|though|level)\b))"
_UNIT_TEMPO = r"(?:bpms?|beats|clicks|notches)"
_UNIT_LENGTH = r"(?:bars?|measures?|seconds?|secs?|s|minutes?|mins?)"
_ASPECT = (
    r"(?:tempo|speed|pace|bpm|key|pitch|length|duration|mood|vibe|feel|style|genre|time\s+signature|metre|meter|rhythm"
    r"|instruments?|instrumentation|rest|melody|harmony|chords|density|everything(?:\s+else)?|all\s+else|the\s+others?)"
)
_INTERVAL = r"(?P<interval>(?:minor\s+|major\s+|perfect\s+)?(?:second|third|fourth|fifth|sixth)|octave|semi-?tone|half[- ]step|whole[- ]step|whole[- ]tone|(?<=a\s)tone|(?<=a\s)step)"
_COMPARED = (
    r"(?:slower|faster|quicker|longer|shorter|busier|denser|sparser|louder|quieter|higher|lower|sadder|happier"
    r"|darker|brighter|calmer|(?:more|less)\s+[a-z-]+)"
)


def _sized(match: _Match, change: str) -> str:
    """`change` with the degree that was said before or behind it."""
    groups = match.groupdict()
    said = " ".join(filter(None, (groups.get("degree"), groups.get("after")))).strip().lower()
    if not said:
        return change
    return f"a bit {change}" if re.search(rf"^{_SMALL}$|\b(?:a\s+bit|little)\b", said) else f"much {change}"


def _less(match: _Match) -> str:
    change = change_of_adjective(match["word"].lower())
    return _sized(match, change[1]) if change else match.group()


def _more(match: _Match) -> str:
    change = change_of_adjective(match["word"].lower())
    return _sized(match, change[0]) if change else match.group()


def _less_noun(match: _Match) -> str:
    word = match["word"].lower()
    change = None if word in spoken_names() else change_of(word)
    return _sized(match, change[1]) if change else match.group()


def _more_noun(match: _Match) -> str:
    word = match["word"].lower()
    change = None if word in spoken_names() else change_of(word)
    return _sized(match, change[0]) if change else match.group()


def _complaint(match: _Match) -> str:
    word = match["word"].lower()
    change = change_of_adjective(word)
    degree = (match["degree"] or "").strip().lower()
    hedged = re.fullmatch(_SMALL, degree)
    if change is None or not (hedged or is_quantity(word) or degree in ("way", "super")):
        return match.group()
    return change[1]


def _limit(match: _Match) -> str:
    """ "happier, but not too happy" is happier; "calm, but not too sad" says two things."""
    word = match.group().split()[-1]
    said = match.string[: match.start()].lower()
    compared = re.findall(r"\b([a-z]{2,})(?:er|ier)\b|\b(?:more|less)\s+([a-z]+)\b", said)
    stems = {part.rstrip("e")[:4] for pair in compared for part in pair if part}
    return " " if word.lower()[:4] in stems or word.lower() == "much" or word.lower()[:3] in {s[:3] for s in stems} else match.group()


def _praise(match: _Match) -> str:
    """Nothing, if it says only how the piece is: "this is lovely, but"."""
    return "" if not re.search(r"\b(?:more|less|[a-z]{2,}er|no|n't)\b", match.group()) else match.group()


def _wondered(match: _Match) -> str:
    """ "what's with all the gloom?" and "why so slow?" want less of it."""
    word = (match["word"] or match["word2"]).lower()
    change = change_of_noun(word) if match["word"] else change_of_adjective(word)
    return change[1] + "." if change and word not in spoken_names() else match.group()


def _too(match: _Match) -> str:
    """ "too sad", "too sad and slow": both are complained of."""
    first = change_of_adjective(match["word"].lower())
    if first is None:
        return match.group()
    second = change_of_adjective((match["second"] or "").lower())
    rest = f" and {second[1]}" if second else match["joined"] or ""
    return _sized(match, first[1]) + rest


def _by_number(change: str) -> Callable[[_Match], str]:
    def rule(match: _Match) -> str:
        groups = match.groupdict()
        unit = (groups.get("unit") or "").strip().lower()
        unit = "%" if unit in ("%", "percent") else "bpm" if not unit or unit[0] == "c" else unit
        return f"{match['number']} {unit} {change}"

    return rule


def _comparative(match: _Match) -> str:
    change = change_of_comparative(match["word"].lower())
    return _sized(match, change) if change else match.group()


def _other_make(match: _Match) -> str:
    """ "make the guitar electric": another instrument of the same name."""
    old, kind = match["thing"].lower(), match["kind"].lower()
    new = f"{kind} {old}"
    return f"swap the {old} for {new}" if new in spoken_names() else match.group()


def _verb(change: str) -> Callable[[_Match], str]:
    return lambda match: _sized(match, change)


def _change_verbs() -> list[_Rule]:
    """Verbs that change a quality: `alone` need nothing, `phrasal` need their particle, with or without an
    object; `with_object` an object."""
    alone = {
        "darken": "darker", "brighten": "brighter", "soften": "softer", "shorten": "shorter",
        "lengthen": "longer", "prolong": "longer", "elongate": "longer", "simplify": "sparser",
        "declutter": "sparser", "intensify": "more intense", "energi[sz]e": "more energetic",
        "thicken": "busier", "condense": "shorter", "truncate": "shorter", "abridge": "shorter",
        "accelerate": "faster", "decelerate": "slower", "lighten": "lighter", "sweeten": "sweeter",
        "toughen": "more aggressive", "roughen": "more aggressive", "saddenn?": "sadder",
        "dramati[sz]e": "more dramatic", "enliven": "livelier",
    }  # fmt: skip
    phrasal = {
        "slow": ("down", "slower"), "speed|hurry|pick|quicken|rush|move": ("up", "faster"),
        "calm|simmer|settle|cool|mellow": ("down|out", "calmer"), "chill": ("out|down", "more chill"),
        "liven|spice|juice|fire|jazz|jolt": ("up", "livelier"), "cheer|perk": ("up", "happier"),
        "hype|amp|pump|rev|ramp|heat|beef": ("up", "more energetic"), "warm": ("up", "warmer"),
        "thin": ("out|down", "sparser"), "fill|flesh|bulk|fatten": ("out|up|in", "busier"),
        "clean|tidy": ("up|out", "sparser"), "strip|pare": ("back|down|away", "sparser"),
        "stretch|drag|draw": ("out", "longer"), "trim|tighten": ("down|up", "shorter"),
        "smooth": ("out|over", "smoother"), "wind|tone": ("down|back", "calmer"),
        "rough|toughen|dirty": ("up", "more aggressive"),
    }  # fmt: skip
    with_object = {
        "slow": "slower", "speed|quicken|rush|hurry": "faster", "stretch|extend": "longer", "trim|clip": "shorter",
        "calm|mellow|tame": "calmer", "crank|pump|amp|hype|juice": "more energetic", "chill": "more chill", "warm": "warmer", "smooth": "smoother",
    }  # fmt: skip
    # "down to 90", "by 10": the number says it
    unless = r"(?!\s+(?:\w+\s+)?(?:to|by|at)\b)(?!\s+(?:about\s+|around\s+)?\d)"
    rules: list[_Rule] = []
    for verbs, (particles, change) in phrasal.items():
        rules.append((
            _compiled(rf"\b(?:{verbs})(?:e?s|ing)?\s+(?:{_OBJECT}\s+)?{_DEGREE}(?:{particles})\b(?:\s+{_OBJECT}\b)?"
                      rf"{_AFTER}{unless}(?!\s+(?:on\s+)?(?:the|that|some|all|those)\s)"),
            _verb(change)))
    for verbs, change in with_object.items():
        rules.append((_compiled(rf"\b(?:{verbs})(?:s|ing)?\s+{_OBJECT}\b{_AFTER}{unless}"), _verb(change)))
    for verbs, change in alone.items():
        rules.append((_compiled(rf"\b{verbs}(?:s|ing)?(?:\s+{_OBJECT})?(?:\s+up|\s+down)?\b{_AFTER}{unless}"),
                      _verb(change)))  # fmt: skip
    return rules


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def _table() -> Sequence[_Rule]:
    number = r"(?P<number>\d+(?:\.\d+)?)"
    about = r"(?:about\s+|around\s+|like\s+|another\s+|an?\s+extra\s+|maybe\s+|roughly\s+)?"
    tempo = r"(?:the\s+|its\s+)?(?:overall\s+)?(?:tempo|speed|pace|bpm)"
    length_off = r"(?:shave|trim|chop|cut|knock|take|lop|clip|snip|lose|drop|remove|shed|minus|subtract|crop)"
    return (
        # --- praise and asides, before what is wanted
        (_compiled(rf"^(?:\W*(?:ok(?:ay)?|nice|haha|lol|yeah|wow|omg|damn|ngl|tbh|honestly|hmm+|so|well)\W+)*(?:{_SUBJECT}|this\s+one|jazz|the\s+\w+){_IS}\s+(?!not\b|too\b|way\b)(?:[\w']+\s+){{1,4}}?"
                   r"(?=but\b|just\s+(?:make|add|drop))"), _praise),
        (_compiled(r"^(?:\W*(?:i\s+)?(?:really\s+|do\s+)?(?:love|like|dig|enjoy)\s+(?:it|this|that|the\s+\w+)(?:\s+(?:a\s+lot|so\s+much|already))?\W*)(?=but\b|just\b)"), " "),
        (_compiled(r"\b(?:would(?:n't|\s+not)|won't)\s+(?:hurt|be\s+bad|be\s+(?:the\s+)?worst)\b|\b(?:it'?s|this\s+is|its)\s+(?:giving|making|driving|hurting)\s+(?:me|my)\s+[a-z]+\b"
                   r"|\b(?:if\s+(?:possible|you\s+can|that's\s+ok(?:ay)?)|sorry|thanks?(?:\s+you)?|my\s+bad|lmao|haha+)\b"), " "),
        (_compiled(r"\b(?:in|into)\s+the\s+(?:background|back|foreground|mix|distance)\b"), "underneath"),
        (_compiled(r"\bi\s+(?:kinda\s+|kind\s+of\s+|really\s+)?miss(?:ed)?\s+(?:having\s+)?(?=the\b|that\b|those\b)"), "bring back"),
        (_compiled(r"\bpop\s+(?=(?:some|an?|in|the)\s)"), "add "),
        # --- one thing instead of another
        (_compiled(r"\b(?P<new>\d{2,3})\s*(?:bpm\s+)?(?:instead\s+of|rather\s+than|not)\s+\d{2,3}\b(?:\s*bpm)?"), lambda m: f"{m['new']} bpm"),
        (_compiled(r"\b(?:instead\s+of|rather\s+than|not)\s+\d{2,3}\b(?:\s*bpm)?\s*,?\s*(?:but\s+|do\s+|try\s+|use\s+|make\s+it\s+|go\s+)*(?P<new>\d{2,3})\b"), lambda m: f"{m['new']} bpm"),
        (_compiled(r"\b(?P<new>(?-i:[A-G])(?:#|b|♯|♭)?(?:\s+(?:major|minor))?)\s+(?:instead\s+of|rather\s+than|not)\s+(?-i:[A-G])(?:#|b|♯|♭)?(?![\w'])(?:\s+(?:major|minor))?"),
         lambda m: f"in {m['new']}"),
        (_compiled(r"\b(?:instead\s+of|rather\s+than|not(?:\s+in)?)\s+(?-i:[A-G])(?:#|b|♯|♭)?(?:\s+(?:major|minor))?\s*,?\s*(?:but\s+|do\s+|try\s+|use\s+|make\s+it\s+|go\s+|in\s+)*(?P<new>(?-i:[A-G])(?:#|b|♯|♭)?"
                   r"(?:\s+(?:major|minor))?)(?![\w'])"), lambda m: f"in {m['new']}"),
        (_compiled(r"(?<=\w)\s*,?\s*(?:but|though|just|and)\s+not\s+(?:too|overly|that|so|super|crazy|insanely|ridiculously)\s+(?:much\s+)?[a-z-]+(?:\s+(?:though|tho|of\s+course))?(?=\s*(?:$|[,.;!]))"),
         _limit),
        # --- what shall stay, and what shall not change
        (_compiled(rf"\b(?:keep(?:ing)?|leave|maintain|preserve|don'?t\s+(?:change|touch|alter|mess\s+with))\s+"
                   rf"(?:the\s+|its\s+|that\s+)?(?:same\s+|original\s+|current\s+)?{_ASPECT}"
                   rf"(?:\s+(?:and|or)\s+(?:the\s+)?{_ASPECT})*"
                   r"(?:\s+(?:the\s+)?(?:same|alone|as\s+(?:is|it\s+is|they\s+are)|unchanged|though|intact|where\s+it\s+is"
                   r"|like\s+(?:it\s+is|that|this)))?(?!\s*(?:to|at|in|but)\s)(?!\s*[:=]?\s*\d)"), " "),
        (_compiled(rf"\b(?:the\s+|with\s+the\s+)?same\s+(?:tempo|speed|pace|bpm|key|length|duration|mood|vibe|style|instruments?"
                   rf"|instrumentation)\b(?:\s+(?:and|,)\s+(?:the\s+)?(?:same\s+)?{_ASPECT})*"), " same "),
        (_compiled(rf"\b(?:the\s+)?{_ASPECT}\s+(?:can\s+|should\s+)?(?:stays?|remains?|is\s+(?:fine|good|perfect|great|ok(?:ay)?)"
                   r"|the\s+same|as\s+(?:is|it\s+is|before))(?:\s+(?:the\s+same|as\s+(?:is|it\s+is)|put))?\b"), " "),
        (_compiled(r"\b(?:not|no|don'?t|without|never)\s+(?:(?:make|making|want|get|getting|go|going|need|be|being)\s+)?"
                   rf"(?:it\s+|this\s+|that\s+|them\s+)?(?:to\s+be\s+)?(?:any\s+|too\s+much\s+|much\s+|even\s+)?{_COMPARED}"
                   r"(?!\s+than\s+\d)(?!\s+(?:than\s+)?(?:that|this|now))"), " "),
        (_compiled(r"\b(?:don'?t|do\s+not|without|no\s+need\s+to)\s+(?:speed|slow)(?:ing)?\s+(?:it\s+|this\s+)?(?:up|down)\b"),
         " "),
        (_compiled(rf"\b(?:no|not)\s+(?:any\s+)?(?:{_COMPARED}|more|less)\s+than\s+(?=(?:about\s+)?\d|an?\s+minute|half)"), "at "),
        (_compiled(r"\bno\s+faster\s+than\b|\bno\s+slower\s+than\b"), "at"),
        (_compiled(r"\b(?:drop|lose|cut|remove|mute|kill|strip|ditch|scrap|delete|take\s+(?:out|away)|get\s+rid\s+of|no|nothing|axe|clear)\s*"
                   r"(?:out\s+)?(?:everything|everyone|all|anything|the\s+rest|every\s+instrument|all\s+(?:the\s+)?instruments)?(?:\s+else)?\s*"
                   r"(?:\s(?:but|except(?:\s+for)?|besides|other\s+than|apart\s+from|aside\s+from)|(?<=nothing)\s+but)\b"), "only"),
        (_compiled(r"\b(?:replace|swap|change|trade|switch)\s+(?:out\s+)?(?:everything|it\s+all|all\s+(?:of\s+)?(?:it|them|the\s+instruments)|everyone|the\s+whole\s+(?:band|thing|lot))\s+"
                   r"(?:with|for|to|by|into)\b"), "only"),
        (_compiled(r"\b(?:(?:make|turn|change|have|get|switch)\s+)?(?:the|that)\s+(?P<thing>guitar|piano|bass|organ|violin|strings|drums?)\s+(?:(?:should|could|can|to|into|needs?\s+to|must)\s+)*"
                   r"(?:be\s+|go\s+|an?\s+)*(?P<kind>electric|acoustic|nylon|steel|muted|distorted|clean|jazz|classical|upright|slap|fretless|synth|grand|church|hammond|rock|overdriven)"
                   r"(?:\s+one)?\b(?!\s+(?:guitar|piano|bass|organ))"), _other_make),
        (_compiled(rf"\b{_DEGREE}(?:even\s+)?(?P<word>[a-z-]+er)\b(?!\s+(?:than\s+\d|key|pitch|tempo|bpm|register))"), _comparative),
        (_compiled(r"\b(?:go\s+)?up\s+(?:a|one|1)\s+key\b|\bkey\s+up\b"), "up a tone"),
        (_compiled(r"\b(?:go\s+)?down\s+(?:a|one|1)\s+key\b|\bkey\s+down\b"), "down a tone"),
        (_compiled(rf"^\W*(?:(?:ok|or|maybe|hmm|no|nah|actually)[,\s]+)*{number}\s+(?:instead|or\s+so|max|tops|maybe|ish|then|it\s+is)\W*$"),
         lambda m: f"{m['number']} bpm" if 40 <= float(m["number"]) <= 240 else m.group()),
        # --- the end comes too late or too soon
        (_compiled(r"\b(?:goes|going|went|drags|dragging|drones|runs|carries)\s+on\s+(?:(?:for\s+)?(?:way\s+|a\s+bit\s+)?"
                   r"(?:too\s+long|forever|ages|and\s+on)|(?=$|[,.;!]))|\bdrags\s+on\b|\boverstays\b[^,.]*"), "shorter"),
        (_compiled(r"\b(?:ends?|ended|stops?|stopped|finish(?:es|ed)?|cuts\s+off|over|done)\s+(?:way\s+|a\s+bit\s+|a\s+little\s+|much\s+)?"
                   r"too\s+(?:soon|early|quick(?:ly)?|fast|abruptly)\b"), "longer"),
        (_compiled(rf"\b(?:make|have|let|want|keep|need|get)\s+(?:it|this|that|the\s+(?:song|piece|track|tune|loop))\s+{_DEGREE}"
                   r"(?:to\s+be\s+)?(?:(?P<short>short|brief)|long)\b(?!\s+(?:enough|notes))"),
         lambda m: _sized(m, "shorter" if m["short"] else "longer")),
        (_compiled(rf"\b(?:an?\s+|the\s+)?{_DEGREE}(?:(?P<short>short(?:er)?|quick(?:er)?|brief(?:er)?|radio)|(?:long(?:er)?|extended"
                   r"|full[\s-]length))\s+(?:version|edit|cut|mix|take|variant|one)\b"),
         lambda m: _sized(m, "shorter" if m["short"] else "longer")),
        # --- by so much
        (_compiled(rf"\b(?:{_UP}|speed)\s+(?:{_OBJECT}\s+|{tempo}\s+)?(?:up\s+)?by\s+{about}{number}\s?(?P<unit>bpm|%|percent|clicks)?"
                   r"(?!\s*(?:bars?|sec|min|meas|\w*\s?tones?|half|whole|steps?))"), _by_number("faster")),
        (_compiled(rf"\b{_DOWN}\s+(?:{_OBJECT}\s+|{tempo}\s+)?(?:(?:down|back)\s+)?(?:{tempo}\s+)?by\s+{about}{number}\s?(?P<unit>bpm|%|percent"
                   r"|clicks)?(?!\s*(?:bars?|sec|min|meas|\w*\s?tones?|half|whole|steps?))"), _by_number("slower")),
        (_compiled(rf"(?:\b(?:add|plus|give\s+(?:it|me)|throw\s+on|tack\s+on|up|up\s+by|gain)\s+|\+\s?){about}(?:more\s+|extra\s+)?{number}"
                   rf"\s?(?:more\s+|extra\s+)?(?P<unit>{_UNIT_TEMPO})\b(?:\s+(?:faster|to\s+it|more|up|on\s+top))?"), _by_number("faster")),
        (_compiled(rf"(?:\b{length_off}\s+(?:off\s+)?|(?<![\w.])[-−]\s?){about}{number}\s?(?P<unit>{_UNIT_TEMPO})\b(?:\s+(?:off|slower|from\s+it"
                   r"|down|less|out))*(?:\s+(?:of\s+)?(?:it|the\s+tempo))?"), _by_number("slower")),
        (_compiled(rf"\b(?:{_DOWN}\s+(?:(?:it|this|that)\s+)?(?:down|back)|(?:drop|lower|reduce|decrease|slow)\s+(?:it|this|that))\s+{about}{number}\s?(?P<unit>{_UNIT_TEMPO})\b"
                   r"(?!\s+(?:faster|slower))"), _by_number("slower")),
        (_compiled(rf"\b{_UP}\s+(?:it\s+|this\s+|that\s+)?(?:up\s+)?{about}{number}\s?(?P<unit>{_UNIT_TEMPO})\b"), _by_number("faster")),
        (_compiled(rf"\b{number}\s?(?P<unit>{_UNIT_TEMPO})\s+(?:off|fewer|under|back)\b"), _by_number("slower")),
        (_compiled(rf"\b{number}\s+(?:more|extra)\s+(?P<unit>{_UNIT_TEMPO})\b"), _by_number("faster")),
        (_compiled(rf"(?:\b{length_off}\s+(?:off\s+)?|(?<![\w.])[-−]\s?)(?:the\s+)?(?:(?:last|final|first|opening|ending)\s+)?{about}{number}\s?"
                   rf"(?P<unit>{_UNIT_LENGTH})\b(?!\s+(?:long|version|piece|intro))(?:\s+(?:off|from|out|away)(?:\s+(?:of\s+)?(?:it|this|that"
                   r"|the\s+(?:end|start|beginning|intro|outro|ending)))?)?"), _by_number("shorter")),
        (_compiled(rf"(?:\b(?:add|tack\s+on|append|plus|lengthen\s+(?:it|this|that)\s+by|stretch\s+(?:it|this|that)\s+by"
                   rf"|give\s+(?:it|me)\s+(?=another|an?\s+extra|\d+\s+(?:more|extra)))\s+|(?<!\w)\+\s?){about}(?:more\s+|extra\s+)?{number}\s?"
                   rf"(?:more\s+|extra\s+)?(?P<unit>{_UNIT_LENGTH})\b"), _by_number("longer")),
        (_compiled(rf"\b(?:another|an\s+extra)\s+{number}\s?(?P<unit>{_UNIT_LENGTH})\b"), _by_number("longer")),
        (_compiled(rf"\b{number}\s?(?P<unit>{_UNIT_LENGTH})\s+(?:fewer|off|out)\b"), _by_number("shorter")),
        (_compiled(rf"\b{number}\s+(?:fewer|less)\s+(?P<unit>{_UNIT_LENGTH})\b"), _by_number("shorter")),
        (_compiled(rf"^\W*(?:(?:make|keep|have|do|get|cut|trim)\s+(?:it|this|that)\s+|just\s+|only\s+|to\s+|like\s+|about\s+|maybe\s+|around\s+|under\s+|down\s+)*{number}\s?s\b"
                   r"(?=\W*(?:$|max|tops|long|please|instead|is|,|and|but|would))"), lambda m: f"{m['number']} seconds"),
        (_compiled(r"\b(?:as\s+)?(?P<way>slow(?:ly)?|fast|quick(?:ly)?)\s+as\s+(?:possible|you\s+can|it\s+(?:gets|goes)|humanly\s+possible)\b"),
         lambda m: "very slow" if m["way"].lower().startswith("slow") else "very fast"),
        (_compiled(r"^\W*(?:(?:ok|now|or|try|maybe|actually|hmm+|no)[,\s]+)*(?P<key>[A-Ga-g](?:#|b|♯|♭| sharp| flat)?)(?=\s+(?:please|instead|then|now|maybe|this\s+time)\W*$)"),
         lambda m: f"in {m['key'][0].upper()}{m['key'][1:]}"),
        (_compiled(r"\bless\s+(?P<less>[a-z-]+)\s*,?\s*(?:and\s+|but\s+)?(?=more\s+[a-z])"),
         lambda m: "" if change_of_adjective(m["less"].lower()) is None and change_of_noun(m["less"].lower()) is None
         and m["less"].lower() not in spoken_names() and m["less"].lower().removesuffix("s") not in spoken_names() else m.group()),
        (_compiled(rf"\b(?:cut|reduce|trim|chop|slash|shrink|shorten|drop|slow)\s+(?:{_OBJECT}\s+|(?:the\s+|its\s+)?(?P<what>length|duration|tempo|speed|bpm)\s+)?(?:down\s+)?(?:by|in)\s+half\b"),
         lambda m: "half the tempo" if (m["what"] or "") in ("tempo", "speed", "bpm") or m.group().lower().startswith("slow") else "half the length"),
        (_compiled(r"^\W*(?:(?:ok|now|just|maybe|like)\s+)*half\s+(?:that|it|of\s+(?:that|it|this))\W*$"), "half the length"),
        (_compiled(r"^\W*(?:(?:ok|now|just|maybe|like)\s+)*(?:double|twice)\s+that\W*$"), "double the length"),
        # --- tempo and pitch as things
        (_compiled(rf"\b(?:{_UP})\s+{_DEGREE}(?:up\s+)?{tempo}(?:\s+up)?\b{_AFTER}(?!\s+(?:\w+\s+)?(?:to|by|at)\b)(?!\s*[:=]?\s*\d)"),
         _verb("faster")),
        (_compiled(rf"\b(?:{_DOWN})\s+{_DEGREE}(?:(?:down|up|off|back)\s+)?(?:on\s+)?{tempo}(?:\s+(?:down|back|off))?\b{_AFTER}"
                   r"(?!\s+(?:\w+\s+)?(?:to|by|at)\b)(?!\s*[:=]?\s*\d)"), _verb("slower")),
        (_compiled(rf"\b{_DEGREE}(?:higher|quicker)\s+(?:tempo|bpm|speed|pace)\b|(?<!\d)(?<!\d\s)\b(?:tempo|bpm|speed|pace)\s+{_DEGREE.replace('degree', 'd2')}(?:up|higher)\b"
                   rf"{_AFTER}(?!\s+(?:to|by)\b)(?!\s*\d)"), _verb("faster")),
        (_compiled(rf"\b{_DEGREE}lower\s+(?:tempo|bpm|speed|pace)\b|(?<!\d)(?<!\d\s)\b(?:tempo|bpm|speed|pace)\s+{_DEGREE.replace('degree', 'd2')}(?:down|lower)\b"
                   rf"{_AFTER}(?!\s+(?:to|by)\b)(?!\s*\d)"), _verb("slower")),
        (_compiled(r"\b(?:it|this|that|things|tempo)\s+(?:really\s+|kinda\s+|just\s+)?(?:drags|is\s+dragging|crawls|plods)\b|\b(?:it's|its)\s+"
                   r"(?:really\s+|kinda\s+)?(?:dragging|crawling|plodding)\b|\b(?:get\s+a\s+move\s+on|step\s+on\s+it|put\s+your\s+foot\s+down)\b"),
         "faster"),
        (_compiled(r"\b(?:it's|its|it\s+is|feels?|feeling|sounds?)\s+(?:really\s+|kinda\s+|a\s+bit\s+)?(?:rushing|rushed|hurried)\b"
                   r"|\b(?:pump|hit)\s+the\s+bra?e?a?kes?\b|\btake\s+(?:it|your)\s+(?:slow|easy|time)\b"), "slower"),
        (_compiled(rf"(?<!half\s)\b(?:an?\s+)?{_INTERVAL}\s+(?P<way>higher|up|above|lower|down|below)\b"),
         lambda m: f"{'up' if m['way'].lower() in ('higher', 'up', 'above') else 'down'} a {m['interval']}"),
        (_compiled(r"\b(?:pitch|transpose|shift|move|bump|raise|lower|bring|take)\s+(?:it|this|that|everything|the\s+(?:key|pitch|whole\s+thing))\s+"
                   rf"(?:up|down)?\s*(?:by\s+)?(?=an?\s+(?:couple|few)|an?\s+{_INTERVAL.replace('interval', 'i2')}|\d+\s+(?:semi|half|tone|whole|step))"),
         lambda m: "down " if re.search(r"\blower|\bdown", m.group(), re.I) else "up "),
        (_compiled(rf"\b(?:pitch|transpose|shift|raise)\s+(?:(?:it|this|that|everything|the\s+(?:key|pitch))\s+)?(?:(?:up|higher)\b|(?<=key\s)|(?<=pitch\s)){_AFTER}"
                   r"(?!\s+(?:to|by|an?|\d|half|in)\b)|\b(?:in\s+)?(?:a\s+)?higher\s+(?:key|pitch|register)\b|\bhigher\s+pitched\b|\bhigher\s+in\s+pitch\b"
                   r"|\braise\s+the\s+(?:key|pitch)\b(?!\s+(?:to|by|an?)\b)"), "up a tone"),
        (_compiled(rf"\b(?:pitch|transpose|shift)\s+(?:(?:it|this|that|everything)\s+)?(?:down|lower)\b{_AFTER}(?!\s+(?:to|by|an?|\d|half|in)\b)"
                   r"|\b(?:in\s+)?(?:a\s+)?lower\s+(?:key|pitch|register)\b|\blower\s+pitched\b|\blower\s+in\s+pitch\b"
                   r"|\b(?:lower|drop)\s+the\s+(?:key|pitch)\b(?!\s+(?:to|by|an?)\b)"), "down a tone"),
        # --- how much happens
        (_compiled(r"\b(?:too|so|way\s+too)\s+(?:much|many)\s+(?:stuff\s+|things\s+)?(?:going\s+on|happening|notes|layers|parts)\b"
                   r"|\b(?:less|fewer)\s+(?:stuff\s+|things\s+)?(?:going\s+on|happening)\b|\b(?:let|make)\s+(?:it|the\s+\w+)\s+breathe\b"
                   r"|\b(?:room|space)\s+to\s+breathe\b|\bkeep\s+(?:it|things)\s+(?:simple|minimal|sparse)\b|\b(?:more\s+)?breathing\s+(?:room|space)\b"),
         "sparser"),
        (_compiled(r"\b(?:more|not\s+enough)\s+(?:stuff\s+|things\s+)?(?:going\s+on|happening)\b|\bnot\s+much\s+(?:going\s+on|happening)\b"
                   r"|\bnot\s+enough\s+(?:notes|layers|parts)\b"), "busier"),
        # --- notches without a thing
        (_compiled(rf"\b(?:take|kick|bring|crank|turn|step|bump|dial)\s+(?:it|this|things)\s+up\s+(?:a|another|one|a\s+few|1|2|two)\s+(?:notch|level|gear|peg)(?:e?s)?\b"
                   r"|\bgo\s+harder\b|\bgo\s+(?:nuts|wild|crazy|off)\b"), "more energetic"),
        (_compiled(r"\b(?:take|bring|turn|dial|tone|bump)\s+(?:it|this|things)\s+down\s+(?:a|another|one|a\s+few|1|2|two)\s+(?:notch|level|gear|peg)(?:e?s)?\b"
                   r"|\btake\s+the\s+edge\s+off\b|\b(?:dial|tone|ease|pull|take)\s+(?:it|things)\s+(?:back|down|in)(?=\s*(?:$|[,.;!]|a\s+(?:bit|little|notch)|and\b|but\b|please))"
                   r"(?:\s+a\s+(?:bit|little|notch))?|\bease\s+(?:up|off)(?!\s+on)\b"), "calmer"),
        *_change_verbs(),
        # --- qualities in frames
        (_compiled(rf"\b(?:instead\s+of|rather\s+than|not)\s+(?:so\s+|being\s+|just\s+)?{_WORD}(?=\s*[,;]?\s*(?:but|make|more)\b)"),
         lambda m: "" if change_of_adjective(m["word"].lower()) and "not" != m.group()[:3].lower() else m.group()),
        (_compiled(rf"\b(?:instead\s+of|rather\s+than)\s+(?:so\s+|being\s+)?{_WORD}{_ENDS}"),
         lambda m: "" if change_of_adjective(m["word"].lower()) and m["word"].lower() not in spoken_names() else m.group()),
        (_compiled(rf"(?:\b(?:is|was|it|feel|sound|feels|sounds)?\s*\bnot|n't)\s+(?:(?:feel|sound|seem|be|have|got|really|quite|nearly|near)\s+)*{_WORD}\s+enough\b"),
         _more),
        (_compiled(rf"(?:\bnot|n't\s+have|n't\s+got|lacks|without)\s+(?:nearly\s+|quite\s+)?enough\s+(?:of\s+(?:a\s+|the\s+)?)?{_WORD}\b"), _more_noun),
        (_compiled(rf"(?:\bnot|n't)\s+(?:need\s+|have\s+|want\s+|make\s+|sound\s+|feel\s+|be\s+)?(?:it\s+|this\s+)?(?:to\s+)?(?:be\s+|sound\s+|feel\s+)?"
                   rf"(?:quite\s+|nearly\s+)?(?:as|so|that|all\s+that|this)\s+(?:damn\s+|freaking\s+|fucking\s+)?{_WORD}\b(?!\s+(?:one|version|as\s+the))"), _less),
        (_compiled(rf"\b(?:{_SMALL}|{_LARGE})?\s*(?<!not\s)(?<!n't\s)(?<!nothing\s)(?<!never\s)(?<!be\s)\btoo\s+(?:damn\s+|freaking\s+|much\s+(?:of\s+an?\s+|like\s+an?\s+)?)?{_WORD}\b"
                   rf"(?P<joined>\s*(?:,|and|&)\s*(?:too\s+|also\s+)?(?P<second>[a-z-]+)\b{_ENDS})?(?:\s+for\s+[^,.;]*)?"), _too),
        (_compiled(rf"(?<!if\s)(?<!until\s)(?<!when\s)(?<!so\s)\b{_SUBJECT}{_IS}\s+(?:still\s+|just\s+|now\s+|like\s+)?(?P<degree>(?:{_SMALL}|pretty|quite|{_LARGE})\s+)?{_WORD}"
                   rf"(?:\s+for\s+[^,.;]*|\s+(?:tbh|imo|ngl|now|though|right\s+now|to\s+me))?{_ENDS}"), _complaint),
        (_compiled(rf"^(?:(?:hm+|ok|nice|good|cool|love\s+it|great|it's|but|yeah|um+|like)[,\s]+)*(?P<degree>{_SMALL}\s+|kinda\s+){_WORD}"
                   rf"(?:\s+for\s+(?:me|my|an?|the)\b[^,.;]*|\s+(?:tbh|imo|ngl))"), _complaint),
        (_compiled(rf"^(?:(?:hm+|ok|nice|but|yeah|um+)[,\s]+)*(?P<degree>{_SMALL}\s+|kinda\s+|pretty\s+|too\s+)(?P<word>slow|fast|long|short|busy|quick|loud|boring|dull"
                   r"|empty|bland|flat|plain|sleepy|muddy|harsh|messy)\s*(?=$|[,.;!])"), _complaint),
        (_compiled(rf"\b(?:what'?s\s+(?:up\s+)?with|why)\s+(?:all\s+)?(?:the|this|that|so\s+much)\s+{_WORD}\b|\bwhy\s+(?:is\s+(?:it|this)\s+)?so\s+{_WORD.replace('word', 'word2')}\b"),
         _wondered),
        (_compiled(rf"(?:^|(?<=[,.;!]\s)|(?<=\bbut\s)|(?<=\band\s)){number}\s*(?P<unit>bpm)?\s*(?:(?:is|was|would\s+be|should\s+be|'s|sounds|feels|seems)\s+)(?:\w+\s+)?(?:plenty|enough|fine|better|good|ideal|perfect"
                   r"|ok(?:ay)?|right|nicer?|great)\b"), lambda m: f"{m['number']} bpm" if 40 <= float(m["number"]) <= 240 else m.group()),
        (_compiled(rf"\b(?:the\s+){_WORD}\s+(?:is|'s|feels|gets)\s+(?:a\s+(?:bit|little)\s+|way\s+)?(?:too\s+much|much|over\s+the\s+top|overdone|overwhelming)\b"),
         _less_noun),
        (_compiled(rf"\b(?:{_DOWN}|dial|go\s+(?:a\s+bit\s+)?easy|hold|pull|lay)\s+{_DEGREE}(?:(?:down|back|off|up|in|away)\s+)?(?:on\s+)?(?:(?:some|a\s+bit|all)\s+of\s+)?"
                   rf"(?:the|that|some|this)\s+{_WORD}(?:\s+(?:down|back|off|levels?|factor|away))?{_AFTER}{_ENDS}"), _less_noun),
        (_compiled(rf"\b(?:lose|ditch|kill|remove|drop|cut|get\s+rid\s+of|take\s+out|take\s+away|less\s+of)\s+(?:(?:some|a\s+bit|all)\s+of\s+)?(?:the|that|all\s+the|all\s+that)\s+{_WORD}"
                   rf"(?:\s+(?:vibe|feel|feeling|mood|stuff|part))?{_ENDS}"), _less_noun),
        (_compiled(rf"\b(?:not\s+so|less\s+of\s+the|not\s+as)\s+much\s+(?:of\s+(?:the|a)\s+)?{_WORD}\b"), _less_noun),
        (_compiled(rf"\b{_UP}\s+{_DEGREE}(?:(?:up|in)\s+)?(?:the|that|this|its)\s+{_WORD}(?:\s+(?:up|levels?|factor|high(?:er)?))?{_AFTER}{_ENDS}"), _more_noun),
        (_compiled(rf"\b{_GIVE}\s+(?:in\s+)?(?:{_SOME}\s+|an?\s+){_WORD}(?:\s+(?:vibes?|feel(?:ing)?|mood|touch|to\s+it|in(?:to)?\s+it))?{_ENDS}"), _more_noun),
        (_compiled(rf"\b(?:more|extra|some\s+more|bit\s+of|hint\s+of|touch\s+of|dash\s+of|a\s+little)\s+(?:of\s+(?:a|an|the)\s+)?{_WORD}{_ENDS}"), _more_noun),
        (_compiled(rf"\bless\s+(?:of\s+(?:a|an|the|that)\s+)?{_WORD}{_ENDS}"), _less_noun),
    )  # fmt: skip


def _apart(meaning: str | Callable[[_Match], str]) -> Callable[[_Match], str]:
    """`meaning` with a space on both sides, since what it stands for may have swallowed them."""

    def said(match: _Match) -> str:
        words = meaning if isinstance(meaning, str) else meaning(match)
        return words if words == match.group() else f" {words} "

    return said


_RULES = [(pattern, _apart(meaning)) for pattern, meaning in _table()]


def rephrased(text: str) -> str:
    """`text`, cleaned English that follows something, with the words that the slots know."""
    for pattern, meaning in _RULES:
        text = pattern.sub(meaning, text)
    return re.sub(r"\s+", " ", text).strip()
