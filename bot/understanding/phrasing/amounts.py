"""Asides that are no wish, what shall stay, and changes by so much: "knock 10 bpm off", "20 seconds more"."""

from bot.understanding.phrasing.meanings import (
    by_so_much,
    comparative,
    halved,
    other_make,
    rather,
    sized,
    without_limit,
)
from bot.understanding.phrasing.parts import (
    ABOUT,
    ASPECT,
    COMPARED,
    DEGREE,
    DOWN,
    LENGTH_OFF,
    NUMBER,
    OBJECT,
    TEMPO,
    UNIT_LENGTH,
    UNIT_TEMPO,
    UP,
    Rule,
    compiled,
)

#: "key up", without saying how far
_BY_NOTHING = r"(?!\s+(?:by\b|to\b|half\b|an?\s+(?!bit\b|little\b|tad\b|touch\b|notch\b)|\d))"
_KEY_GOES = (
    r"\bkey\s+(?:(?:should|could|can|may|might|must|needs?\s+to|has\s+to)\s+)?(?:be|go|sit)\s+"
    r"(?:(?:a\s+(?:bit|little|tad|touch)|slightly|somewhat|much|way)\s+)?"
)

AMOUNTS: tuple[Rule, ...] = (
    # --- one thing instead of another
    (compiled(r"\b(?P<new>\d{2,3})\s*(?:bpm\s+)?(?:instead\s+of|rather\s+than|not)\s+\d{2,3}\b"
               r"(?:\s*bpm)?"), lambda m: f"{m['new']} bpm"),
    (compiled(r"\s+(?:instead\s+of|rather\s+than)\s+(?:(?:an?|the|that|my|so\s+many)\s+)?(?:(?:number"
        r"|amount)\s+of\s+)?(?:\d+\s*)?"
              r"(?:seconds?|secs?|minutes?|mins?|s|bars?|measures?|half\s+a\s+minute)\b"), " "),
    (compiled(r"\b(?:instead\s+of|rather\s+than|not)\s+\d{2,3}\b(?:\s*bpm)?\s*,?\s*(?:but\s+|do\s+"
               r"|try\s+|use\s+|make\s+it\s+|go\s+)*(?P<new>\d{2,3})\b"), lambda m: f"{m['new']} bpm"),
    (compiled(r"\b(?P<new>(?-i:[A-G])(?:#|b|♯|♭)?(?:\s+(?:major|minor))?)\s+(?:instead\s+of"
               r"|rather\s+than|not)\s+(?-i:[A-G])(?:#|b|♯|♭)?(?![\w'])(?:\s+(?:major|minor))?"),
     lambda m: f"in {m['new']}"),
    (compiled(r"\b(?:instead\s+of|rather\s+than|not(?:\s+in)?)\s+(?-i:[A-G])(?:#|b|♯|♭)?(?:\s+(?:major"
               r"|minor))?\s*,?\s*(?:but\s+|do\s+|try\s+|use\s+|make\s+it\s+|go\s+|in\s+)*(?P<new>"
               r"(?-i:[A-G])(?:#|b|♯|♭)?"
               r"(?:\s+(?:major|minor))?)(?![\w'])"), lambda m: f"in {m['new']}"),
    (compiled(r"(?<=\w)\s*,?\s*(?:(?:but|though|just|and|so)\s+)+not\s+(?:(?:too|overly|that|so|super|crazy"
               r"|insanely|ridiculously)\s+(?:much\s+)?[a-z-]+|crazy|insane|mad|ridiculous|extreme)(?:\s+"
               r"(?:though|tho|of\s+course))?"
               r"(?=\s*(?:$|[,.;!]))"),
     without_limit),
    (compiled(r"\b(?:swap|change|replace|trade|switch|move|exchange|from)\s+(?:out\s+)?(?-i:[A-G])(?:#|b|♯"
        r"|♭)?(?:\s+(?:major|minor))?\s+"
              r"(?:for|to|with|into|by)\s+(?P<new>(?-i:[A-G])(?:#|b|♯|♭)?(?:\s+(?:major|minor))?)(?![\w'])"),
     lambda m: f"in {m['new']}"),
    (compiled(rf"\b{LENGTH_OFF}\s+{ABOUT}{NUMBER}\s+(?:off|from|of)\s+(?:of\s+)?{TEMPO}\b"), lambda m:
        f"{m['number']} bpm slower"),
    (compiled(rf"\b(?:add|put)\s+{ABOUT}{NUMBER}\s+(?:to|onto)\s+{TEMPO}\b"), lambda m: f"{m['number']} "
        "bpm faster"),
    (compiled(rf"\b{NUMBER}\s+(?:extra|additional|further)\s+(?P<unit>{UNIT_LENGTH})\b"), by_so_much(
        "longer")),
    (compiled(r"\bhalf\s+(?:of\s+)?(?:the\s+|that\s+many\s+|as\s+many\s+)?(?:number\s+of\s+)?(?:bars"
        r"|measures)\b"), "half the length"),
    (compiled(r"\bfit\s+(?:it|this|that|everything|the\s+\w+)?\s*(?:all\s+)?(?:in|into|within|inside)\s+"
        r"(?=\d|an?\s+minute|half)"), "make it "),
    (compiled(r"\b(?P<number>\d+)\s+(?:full|whole|entire|solid)\s+(?=minutes?|mins?|seconds?|secs?|bars?)"),
     r"\g<number> "),
    # --- what shall stay, and what shall not change
    (compiled(rf"\b(?:keep(?:ing)?|leave|maintain|preserve|don'?t\s+(?:change|touch|alter"
               rf"|mess\s+with))\s+"
               rf"(?:the\s+|its\s+|that\s+)?(?:same\s+|original\s+|current\s+)?{ASPECT}"
               rf"(?:\s+(?:and|or)\s+(?:the\s+)?{ASPECT})*"
               r"(?:\s+(?:the\s+)?(?:same|alone|as\s+(?:is|it\s+is|they\s+are)|unchanged|though|intact"
               r"|where\s+it\s+is"
               r"|like\s+(?:it\s+is|that|this)))?(?!\s*(?:to|at|in)\s)(?!\s*[:=]?\s*\d)"), " "),
    # "same bpm as before" by itself goes back to it
    (compiled(r"^\W*(?:(?:ok|and|but|no|nah|hm+|now|please)\W+)*(?:the\s+)?same\s+"
        rf"(?P<what>{ASPECT})\s+as\s+(?:before|earlier"
               r"|(?P<first>at\s+first|in\s+the\s+(?:beginning|first\s+\w+)|the\s+(?:first|original)"
               r"(?:\s+\w+)?)"
               r"|the\s+(?:previous|last)(?:\s+\w+)?)\W*(?:please|again)?\W*$"),
     lambda m: f"the {'original' if m['first'] else 'previous'} {m['what']}"),
    (compiled(rf"\b(?:the\s+|with\s+the\s+)?same\s+(?:tempo|speed|pace|bpm|key|length|duration|mood"
               rf"|vibe|style|instruments?"
               rf"|instrumentation)\b(?:\s+(?:and|,)\s+(?:the\s+)?(?:same\s+)?{ASPECT})*"), " same "),
    (compiled(rf"\b(?:the\s+)?{ASPECT}\s+(?:can\s+|should\s+)?(?:stays?|remains?|is\s+(?:fine|good"
               rf"|perfect|great|ok(?:ay)?)"
               r"|the\s+same|as\s+(?:is|it\s+is|before))(?:\s+(?:the\s+same|as\s+(?:is|it\s+is)"
               r"|put))?\b"), " "),
    (compiled(r"\b(?:not|no(?!\s+(?:more|less|longer\s+(?:any|needed|necessary|required|wanted)))|don'?t"
        r"|without|never)\s+(?:(?:make|making|want|get|getting"
              r"|go|going|need"
               r"|be|being)\s+)?"
               rf"(?:it\s+|this\s+|that\s+|them\s+)?(?:to\s+be\s+)?(?:any\s+|too\s+much\s+|much\s+"
               rf"|even\s+)?{COMPARED}"
               r"(?!\s+than\s+\d)(?!\s+(?:than\s+)?(?:that|this|now))"), " "),
    (compiled(r"\b(?:don'?t|do\s+not|without|no\s+need\s+to)\s+(?:speed|slow)(?:ing)?\s+(?:it\s+"
               r"|this\s+)?(?:up|down)\b"),
     " "),
    (compiled(rf"\b(?:no|not)\s+(?:any\s+)?(?:{COMPARED}|more|less)\s+than\s+(?=(?:about\s+)?\d"
               rf"|an?\s+minute|half)"), "at "),
    (compiled(r"\bno\s+faster\s+than\b|\bno\s+slower\s+than\b"), "at"),
    (compiled(r"\b(?:drop|lose|cut|remove|mute|kill|strip|ditch|scrap|delete|take\s+(?:out|away)"
               r"|get\s+rid\s+of|no|nothing|axe|clear)\s*"
               r"(?:out\s+)?(?:everything|everyone|all|anything|the\s+rest|every\s+instrument|all\s+"
               r"(?:the\s+)?instruments)?(?:\s+else)?\s*"
               r"(?:\s(?:but|except(?:\s+for)?|besides|other\s+than|apart\s+from|aside\s+from)|"
               r"(?<=nothing)\s+but)\b"), "only"),
    (compiled(r"\b(?:replace|swap|change|trade|switch)\s+(?:out\s+)?(?:everything|it\s+all|all\s+"
               r"(?:of\s+)?(?:it|them|the\s+instruments)|everyone|the\s+whole\s+(?:band|thing"
               r"|lot))\s+"
               r"(?:with|for|to|by|into)\b"), "only"),
    (compiled(r"\b(?:(?:make|turn|change|have|get|switch)\s+)?(?:the|that)\s+(?P<thing>guitar|piano"
               r"|bass|organ|violin|strings|drums?)\s+(?:(?:should|could|can|to|into|needs?\s+to"
               r"|must)\s+)*"
               r"(?:be\s+|go\s+|an?\s+)*(?P<kind>electric|acoustic|nylon|steel|muted|distorted|clean"
               r"|jazz|classical|upright|slap|fretless|synth|grand|church|hammond|rock|overdriven)"
               r"(?:\s+one)?\b(?!\s+(?:guitar|piano|bass|organ))"), other_make),
    (compiled(rf"\b{DEGREE}(?:even\s+)?(?P<word>[a-z-]+er)\b(?!\s+(?:than\s+\d|key|pitch|tempo|bpm"
               rf"|register))"), comparative),
    (compiled(r"\bhalf\s+a\s+(?:step|tone)\b"), "a semitone"),
    (compiled(rf"\b(?:go\s+)?up\s+(?:a|one|1)\s+key\b|\bkey\s+up\b{_BY_NOTHING}|\ba\s+key\s+(?:higher|up)\b"
        rf"|{_KEY_GOES}(?:higher|up)\b{_BY_NOTHING}"), "up a tone"),
    (compiled(rf"\b(?:go\s+)?down\s+(?:a|one|1)\s+key\b|\bkey\s+down\b{_BY_NOTHING}|\ba\s+key\s+(?:lower|down)\b"
        rf"|{_KEY_GOES}(?:lower|down)\b{_BY_NOTHING}"), "down a tone"),
    (compiled(rf"^\W*(?:(?:ok|or|maybe|hmm|no|nah|actually)[,\s]+)*{NUMBER}\s+(?:instead|or\s+so|max"
               rf"|tops|maybe|ish|then|it\s+is)\W*$"),
     lambda m: f"{m['number']} bpm" if 40 <= float(m["number"]) <= 240 else m.group()),
    # --- the end comes too late or too soon
    (compiled(r"\b(?:goes|going|went|drags|dragging|drones|runs|carries)\s+on\s+(?:(?:for\s+)?"
               r"(?:way\s+|a\s+bit\s+)?"
               r"(?:too\s+long|forever|ages|and\s+on)|(?=$|[,.;!]))|\bdrags\s+on\b|\boverstays\b[^,.]*"),
                "shorter"),
    (compiled(r"\b(?:ends?|ended|stops?|stopped|finish(?:es|ed)?|cuts\s+off|over|done)\s+(?:way\s+"
               r"|a\s+bit\s+|a\s+little\s+|much\s+)?"
               r"too\s+(?:soon|early|quick(?:ly)?|fast|abruptly)\b"), "longer"),
    (compiled(rf"\b(?:make|have|let|want|keep|need|get|cut)\s+(?:it|this|that|the\s+(?:song|piece|track"
               rf"|tune|loop))\s+{DEGREE}"
               r"(?:to\s+be\s+)?(?:(?P<short>short|brief)|long)\b(?!\s+(?:enough|notes))"),
     lambda m: sized(m, "shorter" if m["short"] else "longer")),
    (compiled(rf"\b(?:an?\s+|the\s+)?{DEGREE}(?:(?P<short>short(?:er)?|quick(?:er)?|brief(?:er)?"
               rf"|radio)|(?:long(?:er)?|extended"
               r"|full[\s-]length))\s+(?:version|edit|cut|mix|take|variant|one)\b"),
     lambda m: sized(m, "shorter" if m["short"] else "longer")),
    # --- by so much
    (compiled(r"\b(?P<way>faster|quicker|slower|longer|shorter)\s+by\s+(?:about|around|like|roughly|maybe|some)\s+(?=\d)"),
     r"\g<way> by "),
    (compiled(r"\b(?P<verb>increase|raise|up|bump|lower|decrease|reduce|drop|cut)\s+(?:up\s+|down\s+)?(?:the\s+)?"
        r"(?P<what>bpm|tempo|speed|pace)\s+with\s+(?=\d)"), r"\g<verb> the \g<what> by "),
    # "longer, 45" is about the length
    (compiled(r"\b(?P<way>longer|shorter)\s*[,:;.-]*\s*(?:(?:like|about|around|maybe|say|to|please|make\s+it)\s+)*(?P<n>\d{2,3})\W*$"),
     r"\g<n> seconds"),
    (compiled(rf"\bslow\s+(?:(?:{OBJECT}|{TEMPO})\s+)?(?:down\s+)?(?:to|by)\s+(?:the\s+)?half(?:\s+(?:the\s+)?(?:speed|tempo))?\b"),
     "half the tempo"),
    (compiled(rf"\bspeed\s+(?:(?:{OBJECT})\s+)?up\s+to\s+double(?:\s+(?:the\s+)?(?:speed|tempo))?"
              rf"\b"), "double the tempo"),
    (compiled(rf"\bextend\s+(?:{OBJECT}\s+)?by\s+{ABOUT}{NUMBER}\s?(?P<unit>{UNIT_LENGTH})\b"),
     r"continue it, \g<number> \g<unit> longer"),
    # of a list the last: "160 bpm and 60s"
    (compiled(r"(?P<first>(?:bpm|\bmajor|\bminor)|\d/\d)\s*(?P<joint>,|and|&|\+|,\s*and)\s*(?P<number>\d{1,3})\s?s\b(?!\s+(?:music|vibes?|style|songs?))"),
     r"\g<first> \g<joint> \g<number> seconds"),
    (compiled(rf"\b(?:{UP}|speed)\s+(?:{OBJECT}\s+|{TEMPO}\s+)?(?:up\s+)?by\s+{ABOUT}{NUMBER}\s?"
               rf"(?P<unit>bpm|%|percent|clicks)?"
               r"(?!\s*(?:bars?|sec|min|meas|\w*\s?tones?|half|whole|steps?))"), by_so_much("faster")),
    (compiled(rf"\b{DOWN}\s+(?:{OBJECT}\s+|{TEMPO}\s+)?(?:(?:down|back)\s+)?"
               rf"(?:{TEMPO}\s+)?by\s+{ABOUT}{NUMBER}\s?(?P<unit>bpm|%|percent"
               r"|clicks)?(?!\s*(?:bars?|sec|min|meas|\w*\s?tones?|half|whole|steps?))"),
                by_so_much("slower")),
    (compiled(rf"(?:\b(?:add|plus|give\s+(?:it|me)(?!\s+(?:[5-9]\d|\d{{3}})\s?bpm)|throw\s+on|tack\s+on|up|up\s+by|gain)\s+"
               rf"|\+\s?){ABOUT}(?:more\s+|extra\s+)?{NUMBER}"
               rf"\s?(?:more\s+|extra\s+)?(?P<unit>{UNIT_TEMPO})\b(?:\s+(?:faster|to\s+it|more|up"
               rf"|on\s+top))?"), by_so_much("faster")),
    (compiled(rf"(?:\b{LENGTH_OFF}\s+(?:off\s+)?|(?<![\w.])[-−]\s?){ABOUT}{NUMBER}\s?"
               rf"(?P<unit>{UNIT_TEMPO})\b(?:\s+(?:off|slower|from\s+it"
               r"|down|less|out))*(?:\s+(?:of\s+)?(?:it|the\s+tempo))?"), by_so_much("slower")),
    (compiled(rf"\b(?:{DOWN}\s+(?:(?:it|this|that)\s+)?(?:down|back)|(?:drop|lower|reduce|decrease"
               rf"|slow)\s+(?:it|this|that))\s+{ABOUT}{NUMBER}\s?(?P<unit>{UNIT_TEMPO})\b"
               r"(?!\s+(?:faster|slower))"), by_so_much("slower")),
    (compiled(rf"\b{UP}\s+(?:it\s+|this\s+|that\s+)?(?:up\s+)?{ABOUT}{NUMBER}\s?"
               rf"(?P<unit>{UNIT_TEMPO})\b"), by_so_much("faster")),
    (compiled(rf"\b{NUMBER}\s?(?P<unit>{UNIT_TEMPO})\s+(?:off|fewer|under|back)\b"),
     by_so_much("slower")),
    (compiled(rf"\b{NUMBER}\s+(?:more|extra)\s+(?P<unit>{UNIT_TEMPO})\b"), by_so_much("faster")),
    (compiled(rf"\b{NUMBER}\s+(?:less|fewer)\s+(?P<unit>{UNIT_TEMPO})\b"), by_so_much("slower")),
    (compiled(rf"(?:\b{LENGTH_OFF}\s+(?:off\s+)?|(?<![\w.])[-−]\s?)(?:the\s+)?(?:(?:last|final|first"
               rf"|opening|ending)\s+)?{ABOUT}{NUMBER}\s?"
               rf"(?P<unit>{UNIT_LENGTH})\b(?!\s+(?:long|version|piece|intro))(?:\s+(?:off|from|out"
               rf"|away)(?:\s+(?:of\s+)?(?:it|this|that"
               r"|the\s+(?:end|start|beginning|intro|outro|ending)))?)?"), by_so_much("shorter")),
    (compiled(rf"(?:\b(?:add|tack\s+on|append|plus|lengthen\s+(?:it|this|that)\s+by|stretch\s+(?:it"
               rf"|this|that)\s+by"
               rf"|give\s+(?:it|me)\s+(?=another|an?\s+extra|\d+\s+(?:more|extra)))\s+|"
               rf"(?<!\w)\+\s?){ABOUT}(?:more\s+|extra\s+)?{NUMBER}\s?"
               rf"(?:more\s+|extra\s+)?(?P<unit>{UNIT_LENGTH})\b"), by_so_much("longer")),
    (compiled(rf"\b(?:lengthen|stretch|prolong)(?:\s+{OBJECT})?(?:\s+out)?\s+by\s+{ABOUT}{NUMBER}\s?"
               rf"(?P<unit>{UNIT_LENGTH})\b"), by_so_much("longer")),
    (compiled(rf"\b(?:shorten|trim|cut|reduce|clip)(?:\s+{OBJECT})?(?:\s+down)?\s+by\s+{ABOUT}{NUMBER}\s?"
               rf"(?P<unit>{UNIT_LENGTH})\b"), by_so_much("shorter")),
    (compiled(rf"\b(?:{UP}|speed\s+up)\s+(?:{TEMPO}"
              rf"|{OBJECT})\s+(?:up\s+)?(?P<number>[1-3]?\d)\s?(?P<unit>bpm)\b"),
     by_so_much("faster")),
    (compiled(rf"\b(?:another|an\s+extra)\s+{NUMBER}\s?(?P<unit>{UNIT_LENGTH})\b"),
     by_so_much("longer")),
    (compiled(rf"\b{NUMBER}\s?(?P<unit>{UNIT_LENGTH})\s+(?:fewer|off|out)\b"), by_so_much("shorter")),
    (compiled(rf"\b{NUMBER}\s+(?:fewer|less)\s+(?P<unit>{UNIT_LENGTH})\b"), by_so_much("shorter")),
    (compiled(rf"^\W*(?:(?:make|keep|have|do|get|cut|trim)\s+(?:it|this|that)\s+|just\s+|only\s+|to\s+"
               rf"|like\s+|about\s+|maybe\s+|around\s+|under\s+|down\s+)*{NUMBER}\s?s\b"
               r"(?=\W*(?:$|max|tops|long|please|instead|is|,|and|but|would))"),
                lambda m: f"{m['number']} seconds"),
    (compiled(r"\b(?:as\s+)?(?P<way>slow(?:ly)?|fast|quick(?:ly)?)\s+as\s+(?:possible|you\s+can|it\s+"
               r"(?:gets|goes)|humanly\s+possible)\b"),
     lambda m: "very slow" if m["way"].lower().startswith("slow") else "very fast"),
    (compiled(r"^\W*(?:(?:ok|now|or|try|maybe|actually|hmm+|no)[,\s]+)*(?P<key>[A-Ga-g](?:#|b|♯|♭"
               r"| sharp| flat)?)(?=\s+(?:please|instead|then|now|maybe|this\s+time)\W*$)"),
     lambda m: f"in {m['key'][0].upper()}{m['key'][1:]}"),
    (compiled(r"\bless\s+(?P<less>[a-z-]+)\s*,?\s*(?:and\s+|but\s+)?(?=more\s+[a-z])"),
     rather),
    (compiled(rf"\b(?:cut|reduce|trim|chop|slash|shrink|shorten|drop|slow)\s+(?:{OBJECT}\s+|(?:the\s+"
               rf"|its\s+)?(?P<what>length|duration|tempo|speed|bpm)\s+)?(?:down\s+)?(?:by"
               rf"|in)\s+half\b"),
     halved),
    (compiled(r"^\W*(?:(?:ok|now|just|maybe|like)\s+)*half\s+(?:that|it|of\s+(?:that|it|this))\W*$"),
     "half the length"),
    (compiled(r"^\W*(?:(?:ok|now|just|maybe|like)\s+)*(?:double|twice)\s+that\W*$"),
     "double the length"),
)  # fmt: skip
