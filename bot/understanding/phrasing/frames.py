"""Frames with a place for any quality: "not fast enough", "tone down the drama", "it is a bit dull"."""

from bot.understanding.phrasing.meanings import (
    complaint,
    left_behind,
    less,
    less_noun,
    more,
    more_noun,
    too_much,
    turned,
    utmost,
    wondered,
)
from bot.understanding.phrasing.parts import (
    AFTER,
    DEGREE,
    DOWN,
    ENDS,
    GIVE,
    IS,
    LARGE,
    NUMBER,
    SMALL,
    SOME,
    SUBJECT,
    UP,
    WORD,
    Rule,
    compiled,
)

FRAMES: tuple[Rule, ...] = (
    # --- qualities in frames
    (compiled(rf"\b(?:instead\s+of|rather\s+than|not)\s+(?:so\s+|being\s+|just\s+)?{WORD}"
               rf"(?=\s*[,;]?\s*(?:but|make|more)\b)"),
     left_behind),
    (compiled(rf"\b(?:instead\s+of|rather\s+than)\s+(?:so\s+|being\s+)?{WORD}{ENDS}"),
     left_behind),
    (compiled(rf"(?:\b(?:is|was|it|feel|sound|feels|sounds)?\s*\bnot|\b\w+n't)\s+(?:(?:feel|sound|seem|be"
               rf"|have|got|really|quite|nearly|near|even)\s+)*{WORD}\s+enough\b"),
     more),
    (compiled(rf"(?:\bnot|\b\w+n't\s+have|\b\w+n't\s+got|lacks|without)\s+(?:nearly\s+|quite\s+)?enough\s+"
               rf"(?:of\s+(?:a\s+|the\s+)?)?{WORD}\b"), more_noun),
    (compiled(r"(?:\bnot|\b\w+n't)\s+(?:(?:need|have)\s+(?=to\s+be)|need\s+|have\s+|want\s+|make\s+|go\s+"
        r"|play\s+|run\s+|sound\s+|feel\s+"
              rf"|be\s+)?(?:it\s+"
               rf"|this\s+)?(?:to\s+)?(?:be\s+|sound\s+|feel\s+)?"
               rf"(?:quite\s+|nearly\s+)?(?:as|so|that|all\s+that|this)\s+(?:damn\s+|freaking\s+"
               rf"|fucking\s+)?{WORD}\b(?!\s+(?:one|version|as\s+the))"), less),
    (compiled(r"\b(?:why\s+)?(?:does|did|must)\s+(?:it|this|that|everything)\s+(?:(?:always\s+)?(?:have"
        r"|need)\s+to\s+)?"
               rf"(?:be|sound|feel)\s+(?:so|this|that)\s+{WORD}\b"), less),
    (compiled(r"\bwithout\s+(?:being\s+|so\s+)?(?P<word>fast|quick|slow|long|short|busy)\b"), less),
    (compiled(rf"\bhalf\s+as\s+(?!long|short|fast|slow|quick|many|much){WORD}{ENDS}"), less),
    (compiled(rf"\btwice\s+as\s+(?!long|short|fast|slow|quick|many|much){WORD}{ENDS}"), more),
    (compiled(rf"^(?:(?:ok|now|just|please|and|but)[,\s]+)*(?:be|go)\s+{WORD}(?=\W*(?:please)?\W*$)"), more),
    (compiled(rf"\bas\s+{WORD}\s+as\s+(?:possible|you\s+can|it\s+(?:gets|can\s+be)|u\s+can|can\s+be)\b"),
     utmost),
    (compiled(rf"\b(?:i|we)\s+(?:asked\s+for|wanted|said|ordered)\s+(?:something\s+)?{WORD}\s*[,;.-]+\s*"
        r"(?:but\s+|and\s+)?(?:this|it|that)(?:'s|\s+is|\s+was)\s+[a-z]+"), more),
    (compiled(rf"\b{SUBJECT}\s+(?:was|is)\s+(?:meant|supposed)\s+to\s+(?:be|sound|feel)\s+{WORD}{ENDS}"),
     more),
    (compiled(rf"\bfrom\s+(?P<old>[a-z]+)\s+to\s+{WORD}{ENDS}"), turned),
    (compiled(r"\bhalf\s+(?:of\s+)?the\s+(?!length|duration|runtime|tempo|speed|pace|bpm|bars|measures"
        rf"|time|number|amount){WORD}{ENDS}"),
     less_noun),
    (compiled(r"\b(?:double|twice)\s+the\s+(?!length|duration|runtime|tempo|speed|pace|bpm|bars|measures"
        rf"|time|number|amount){WORD}{ENDS}"),
     more_noun),
    (compiled(rf"\b{SUBJECT}{IS}\s+(?:so|really|very|super)\s+{WORD}\s*[,.!;]+\s*(?:a\s+(?:bit|little"
        r"|lot)\s+)?less(?:\s+of\s+(?:it|that))?"
               rf"(?=\s*(?:$|[,.!;]|please))"), less),
    (compiled(rf"\b(?:{SMALL}|{LARGE})?\s*(?<!not\s)(?<!n't\s)(?<!nothing\s)(?<!never\s)"
               rf"(?<!be\s)\btoo\s+(?:damn\s+|freaking\s+|much\s+(?:of\s+an?\s+"
               rf"|like\s+an?\s+)?)?{WORD}\b"
               rf"(?P<joined>\s*(?:,|and|&)\s*(?:too\s+|also\s+)?(?P<second>[a-z-]+)\b{ENDS})?"
               rf"(?:\s+for\s+[^,.;]*)?"), too_much),
    (compiled(rf"(?<!if\s)(?<!until\s)(?<!when\s)(?<!so\s)\b{SUBJECT}{IS}\s+(?:still\s+|just\s+"
               rf"|now\s+|like\s+)?(?P<degree>(?:{SMALL}|pretty|quite|{LARGE})\s+)?{WORD}"
               rf"(?:\s+for\s+[^,.;]*|\s+(?:tbh|imo|ngl|now|though|right\s+now|to\s+me))?{ENDS}"),
                complaint),
    (compiled(rf"^(?:(?:hm+|ok|nice|good|cool|love\s+it|great|it's|but|yeah|um+|like)[,\s]+)*"
               rf"(?P<degree>{SMALL}\s+|kinda\s+){WORD}"
               rf"(?:\s+for\s+(?:me|my|an?|the)\b[^,.;]*|\s+(?:tbh|imo|ngl))"), complaint),
    (compiled(rf"^(?:(?:hm+|ok|nice|but|yeah|um+|and|still|kind\s+of)[,\s]+)*(?:feels?|felt|sounds?"
              rf"|sounded|seems?)\s+(?:still\s+|just\s+|like\s+)?"
               rf"(?P<degree>(?:{SMALL}|pretty|quite|{LARGE})\s+)?{WORD}(?:\s+(?:tbh|imo|ngl|now|though"
               rf"|to\s+me))?{ENDS}"), complaint),
    (compiled(rf"^(?:(?:hm+|ok|nice|but|yeah|um+)[,\s]+)*(?P<degree>{SMALL}\s+|kinda\s+|pretty\s+"
               rf"|too\s+)(?P<word>slow|fast|long|short|busy|quick|loud|boring|dull"
               r"|empty|bland|flat|plain|sleepy|muddy|harsh|messy)\s*(?=$|[,.;!])"), complaint),
    (compiled(rf"\b(?:what'?s\s+(?:up\s+)?with|why)\s+(?:all\s+)?(?:the|this|that"
               rf"|so\s+much)\s+{WORD}\b|\bwhy\s+(?:is\s+(?:it"
               rf"|this)\s+)?so\s+{WORD.replace('word', 'word2')}\b"),
     wondered),
    (compiled(rf"(?:^|(?<=[,.;!]\s)|(?<=\bbut\s)|(?<=\band\s)){NUMBER}\s*(?P<unit>bpm)?\s*(?:(?:is|was"
               rf"|would\s+be|should\s+be|'s|sounds|feels|seems)\s+)(?:\w+\s+)?(?:plenty|enough|fine"
               rf"|better|good|ideal|perfect"
               r"|ok(?:ay)?|right|nicer?|great|chill|cool|lovely|sweet|sick|dope|awesome)\b"),
                lambda m: f"{m['number']} bpm" if 40 <= float(m["number"]) <= 240 else m.group()),
    (compiled(rf"\b(?:the\s+){WORD}\s+(?:is|'s|feels|gets)\s+(?:a\s+(?:bit|little)\s+|way\s+)?"
               rf"(?:too\s+much|much|over\s+the\s+top|overdone|overwhelming)\b"),
     less_noun),
    (compiled(rf"\b(?:{DOWN}|dial|go\s+(?:a\s+bit\s+)?easy|hold|pull|lay)\s+{DEGREE}(?:(?:down|back"
               rf"|off|up|in|away)\s+)?(?:on\s+)?(?:(?:some|a\s+bit|all)\s+of\s+)?"
               rf"(?:the|that|some|this)\s+{WORD}(?:\s+(?:(?:way|much|right|a\s+(?:bit|little|lot))\s+)?"
               r"(?:down|back|off|levels?|factor"
               rf"|away))?{AFTER}{ENDS}"), less_noun),
    (compiled(rf"\b(?:lose|ditch|kill|remove|drop|cut|get\s+rid\s+of|take\s+out|take\s+away"
               rf"|less\s+of)\s+(?:(?:some|a\s+bit|all)\s+of\s+)?(?:the|that|all\s+the"
               rf"|all\s+that)\s+{WORD}"
               rf"(?:\s+(?:vibe|feel|feeling|mood|stuff|part))?{ENDS}"), less_noun),
    (compiled(rf"\b(?:(?:the|its)\s+)?{WORD}\s+(?:(?:should|could|can|needs?\s+to|has\s+to|must|may)\s+)(?:"
        r"(?:really|also|just)\s+)?"
               r"(?:fall|drop|decrease|come\s+down|go\s+down|ease(?:\s+off)?|lessen|fade|calm\s+down"
               rf"|go\s+away|be\s+lower|be\s+less){ENDS}"), less_noun),
    (compiled(rf"\b(?:(?:the|its)\s+)?{WORD}\s+(?:(?:should|could|can|needs?\s+to|has\s+to|must|may)\s+)(?:"
        r"(?:really|also|just)\s+)?"
               r"(?:rise|grow|increase|climb|go\s+(?:up|higher)|build(?:\s+up)?|be\s+(?:higher|greater"
               rf"|bigger|stronger)|come\s+up){ENDS}"), more_noun),
    (compiled(rf"\b(?:not\s+so|less\s+of\s+the|not\s+as)\s+much\s+(?:of\s+(?:the|a)\s+)?{WORD}\b"),
     less_noun),
    (compiled(rf"\b{UP}\s+{DEGREE}(?:(?:up|in)\s+)?(?:the|that|this|its)\s+{WORD}(?:\s+(?:(?:way|much|right"
        r"|a\s+(?:bit|little|lot))\s+)?(?:up"
               rf"|levels?|factor|high(?:er)?))?{AFTER}{ENDS}"), more_noun),
    (compiled(rf"\b{GIVE}\s+(?:in\s+)?(?:{SOME}\s+|an?\s+){WORD}(?:\s+(?:vibes?|feel(?:ing)?|mood"
               rf"|touch|to\s+it|in(?:to)?\s+it))?{ENDS}"), more_noun),
    (compiled(rf"\b(?:more|extra|some\s+more|bit\s+of|hint\s+of|touch\s+of|dash\s+of|a\s+little)\s+"
               rf"(?:of\s+(?:a|an|the)\s+)?{WORD}{ENDS}"), more_noun),
    (compiled(rf"\bless\s+(?:of\s+(?:a|an|the|that)\s+)?{WORD}{ENDS}"), less_noun),
)  # fmt: skip
