"""Habits of speech in a chat, put plainly before anything else is read: "the drums too, gone", "who plays
in Db. half step down", "pizz out, marimba in".
"""

import re

from bot.understanding.phrasing.parts import IS, Rule, compiled
from bot.understanding.phrasing.players import INSTRUMENT, SPOKEN

_START = (
    r"^(?P<lead>\W*(?:(?:and|ok(?:ay)?|so|now|hm+|but|pls|please|also|then|lol|haha+|yeah|no|nah|wait|oh"
    r"|um+)"
    r"\W+)*)"
)
_TEMPO = r"(?P<n>[4-9]\d|1\d\d|2[0-3]\d)"
_NO_UNIT = (
    r"(?!\s*(?:bars?|measures?|s\b|secs?|seconds?|min|/|%|x\b|times|-|\d|:|am\b|pm\b|am\s|people|years?|kids"
    r"|of\b))"
)

_RULES: tuple[Rule, ...] = (
    # --- interval and mode
    (compiled(r"\b(?:another|one\s+more|a\s+further)\s+(?:whole\s+)?(?P<u>semi-?tone|half[- ]step"
              r"|whole[- ]step|(?:whole[- ])?tone|step)"
              r"\s+(?P<d>up|down|higher|lower)\b"),
               lambda m: f"a {m['u'].lower().replace('whole ', '')} {m['d']}"),
    (compiled(r"\b(?:a\s+)?tritone\s+(?P<d>up|down|higher|lower)\b|\b(?P<d2>up"
              r"|down)\s+(?:by\s+)?a\s+tritone\b"),
     lambda m: f"6 semitones {m['d'] or m['d2']}"),
    (compiled(_START + r"(?:(?:go|do|try|make\s+it)\s+)?(?:to\s+|in\s+|into\s+)?(?:the\s+)?parallel\s+"
                       r"(?P<mode>major|minor)\b"),
     r"\g<lead>in \g<mode>"),
    (compiled(r"\banother\s+(?:whole\s+)?(?P<u>semi-?tone|half[- ]step|whole[- ]step"
              r"|(?:whole[- ])?tone)(?=\s*(?:$|[!.,]))"),
     lambda m: f"up a {m['u'].lower().replace('whole ', '')}"),
    # whose key it is, which nobody asks for
    (compiled(r"^[^.!?;]*\b(?:who|nobody|no\s+one)\s+(?:plays|sings|likes|wants)\b[^.!?;]*[.!?;]+\s*(?=\w)"),
     ""),
    # --- metre: "in four, not three"
    (compiled(_START + r"(?:make\s+it\s+)?in\s+(?P<n>[2-7])\s*,?\s*(?:not|instead\s+of)\s+(?:in\s+)?[2-7]"
                       r"(?![\d/])"),
     lambda m: f"{m['lead']}in {m['n']}/{'8' if m['n'] in '67' else '4'}"),
    # --- tempo
    (compiled(r"\bhalf\s+(?:of\s+)?(?:that|this|its|the\s+current)\s+(?P<what>tempo|speed|pace|bpm)\b"),
     r"half the \g<what>"),
    (compiled(r"\b(?:double|twice)\s+(?:that|this|its|the\s+current)\s+(?P<what>tempo|speed|pace|bpm)\b"),
     r"double the \g<what>"),
    (compiled(rf"\b(?P<do>(?:take|bring|get|set|put|drop|pull|push|slow|speed|bump|crank|keep)\s+(?:it|this"
              rf"|that|things)\s+"
              rf"(?:(?:down|up|back)\s+)?(?:to|at))\s+{_TEMPO}{_NO_UNIT}(?=\s+[a-z])"), r"\g<do> \g<n> bpm"),
    (compiled(rf"\b(?:so|then|but|because|since)\s+(?:just\s+|maybe\s+)?{_TEMPO}\s+(?:is|will|would|should"
              rf"|seems|feels)\b[^,.;\d]*$"),
     r", \g<n> bpm"),
    (compiled(rf"^\W*{_TEMPO}\s+(?:to|so\s+it|for)\s+(?:match|matches|mix|mixes|blend|beatmatch)\b[^\d]*$"),
     r"\g<n> bpm"),
    (compiled(rf"\b(?:mix|mixing|mixes|blend|blending|matching|match|beatmatch\w*|next\s+(?:one|track"
              rf"|song))\b[^,.;\d]*\b{_TEMPO}{_NO_UNIT}"
              r"(?:\s+(?:track|song|tune|one|set))?[^,.;\d]*$"), r"\g<n> bpm"),
    (compiled(r"\bease\s+off\s+(?:on\s+)?the\s+(?:gas|throttle|accelerator|pedal)\b(?:\s+a\s+(?:bit|touch"
              r"|little|tad))?"
              r"(?:\s*,?\s*it(?:'s|\s+is)\s+racing(?:\s+(?:along|away|ahead))?)?"), "a bit slower"),
    (compiled(r"\b(?:pedal\s+to\s+the\s+metal|put\s+the\s+pedal\s+down|floor\s+it"
              r"|step\s+on\s+it)\b(?P<rest>[^\d]*(?=\d))?"),
     lambda m: " " if m["rest"] is not None else "much faster"),
    (compiled(rf"{_START}(?P<n>\d{{1,2}})\s+(?P<d>up|down)(?:\s+(?:again|more|please|pls))*\W*$"),
     lambda m: f"{m['lead']}{m['n']} bpm {'faster' if m['d'].lower() == 'up' else 'slower'}"),
    # --- length
    (compiled(r"\b(?P<m>[1-9])\s+minutes\s+(?P<s>15|20|30|40|45|50)(?=\s+(?:would|will|is|should|works?"
              r"|fits?"
              r"|it\s+is)\b)"),
     r"\g<m> minutes \g<s> seconds"),
    (compiled(r"\b\d+\s+(?P<unit>bars|measures|seconds|minutes)\s+(?:used\s+to\s+be|was|is|isn't|wasn't|are"
              r"|were)\b[^,.;]*[,.;]+\s*"
              r"(?:so|then|make\s+it|let's\s+(?:do|say)|how\s+about|try)?\s*(?P<n>\d+)\W*(?:please|pls|then"
              r"|instead)?\W*$"),
     r"\g<n> \g<unit>"),
    # how long people did something
    (compiled(r"\b(?:held|stayed|waited|sat|stood|slept|danced|cried|clapped|laughed|talked|paused|hold|stay"
              r"|wait|sit)\s+"
              r"(?:\w+\s+){0,4}?(?:too\s+long|longer|(?:for\s+)?(?:\d+|a|an|one|half\s+an?)\s+(?:minutes?"
              r"|mins?|seconds?|hours?))\b"), " "),
    # --- players
    (compiled(rf"{_START}(?P<what>(?:the\s+|that\s+)?{INSTRUMENT})\s+(?:too|also"
              rf"|as\s+well)\s*[,.!]+\s*(?:gone|out|bye|off|away|(?:i|we)(?:'ll|'d|\s+\w+)\b.*"
              r"|sorry.*|thanks.*)$"), r"\g<lead>\g<what> too"),
    (compiled(rf"\b(?P<old>{INSTRUMENT})\s+out\s*[,;&]?\s*(?:and\s+)?(?P<new>{INSTRUMENT})\s+in(?=\s*(?:$"
              rf"|[,.;!?]|please|pls))"),
     r"swap the \g<old> for \g<new>"),
    (compiled(rf"(?:the\s+|that\s+)?(?P<thing>{INSTRUMENT})\s+(?:may|can|could|should|might|gets\s+to"
              rf"|has\s+to|will)\s+(?:please\s+)?"
              r"sit\s+(?:this|that)(?:\s+\w+)?\s+out\b"), r"remove the \g<thing>"),
    (compiled(rf"^(?P<told>[^.!?;]*\b(?P<old>{INSTRUMENT})\b[^.!?;]*)[,.;]+\s*(?:(?:so|but|and"
              rf"|then)\s+)?(?:could|can|might|should|would)\s+"
              rf"(?:it|that|this)\s+(?:please\s+)?be\s+(?:an?\s+"
              rf"|some\s+)?(?P<new>{INSTRUMENT})(?:\s+(?:instead|please|perhaps|maybe))*\W*$"),
     r"swap the \g<old> for \g<new>"),
    (compiled(rf"^(?P<told>[^!?;]*?\b(?:the|that|our)\s+(?P<old>{INSTRUMENT})\b[^!?;]*?)[,.;]+\s*(?:(?:so"
              rf"|but"
              rf"|and|then|maybe|perhaps)\s+)*"
              rf"(?:an?\s+|some\s+|the\s+)?(?P<new>{INSTRUMENT})\s+(?:in\s+(?:its|it's|their)\s+(?:place"
              rf"|stead)|in\s+place\s+of\s+(?:it|that|them|those)|instead)\b.*$"),
     r"swap the \g<old> for \g<new>"),
    (compiled(rf"(?:^|(?<=[,.;!?]))\s*(?:the\s+)?(?P<old>{INSTRUMENT})\s+(?:was|is)\s+one\s+(?:voice"
              rf"|instrument|part|player|thing)\s+too\s+many\b[^.!?]*"
              r"(?:[.!?;,]+\s*(?:let|have)\s+(?:it|them)\s+(?:leave|go|rest))?"), r" remove the \g<old>"),
    (compiled(rf"(?:^|(?<=[,.;!?]))\s*(?P<thing>{INSTRUMENT})\s+all\s+alone\s+would\s+be\b[^.;!?]*"),
     r" only \g<thing>"),
    (compiled(rf"\b(?:the\s+)?(?P<thing>{INSTRUMENT})\s+(?:is|are)\s+(?:forbidden|banned|not\s+allowed"
              rf"|a\s+no-?go|off\s+limits)\b[^.;!?,]*"
              r"(?:[.;!?,\s]*(?:so\s+)?(?:don't|do\s+not|never)\s+(?:ever\s+)?(?:add|put|use)\s+(?:any|them"
              r"|one|it)(?:\s+in)?)?"), r"no \g<thing>"),
    (compiled(rf"\b(?:never|don't\s+ever|do\s+not\s+ever|don't|do\s+not)\s+(?:ever\s+)?(?:put|add|use"
              rf"|include"
              rf"|bring|give\s+(?:me|us))\s+(?:(?:in\s+)?any\s+|an?\s+|the\s+)?"
              rf"(?P<thing>{INSTRUMENT})\b(?:\s+(?:in(?:to)?\s+(?:this|it|here|that|there)|again|in|ever))*"
              rf""), r"no \g<thing>"),
    (compiled(rf"\b(?P<thing>{INSTRUMENT})s?\s+(?:is|are)\s+(?:wanted|needed|required|in\s+order|a\s+must"
              rf"|called\s+for)\b"), r"add \g<thing>"),
    (compiled(rf"{_START}(?P<thing>{INSTRUMENT})\s+like\s+(?:in|on|from"
              rf"|at)\s+[^,.;]+[,.;]+\s*(?:please\s+)?(?:add|put|use)\s+(?:that|it|one)(?:\s+in)?\W*$"),
     r"\g<lead>add \g<thing>"),
    (compiled(rf"\b(?:[\w']+\s+){{0,3}}(?:plays|played|sings"
              rf"|sang)\s+(?:the\s+)?(?P<thing>{INSTRUMENT})\s*,?\s*so\s+(?:that|it|one)\s+"
              r"(?:should|could|must|has\s+to|needs\s+to)\s+be\s+in\b(?:\s+(?:it|there|here|this))?"
              r"(?:\s+too)?"), r"add \g<thing>"),
    (compiled(rf"\b(?:give|gimme|hand|get)\s+(?:me\s+|us\s+)?(?:the\s+|my\s+|that\s+)"
              rf"(?P<thing>{INSTRUMENT})\s+back\b"), r"bring back the \g<thing>"),
    (compiled(rf"^(?P<told>[^.!?;]*\b(?P<gone>{INSTRUMENT})\b[^.!?;]*)[,.;]+\s*(?:so\s+)?(?:just"
              rf"|only)\s+the\s+other\s+(?:two|three|2|3|ones?)\b"),
     r"remove the \g<gone>"),
    # word by word from another language: the verb behind its object
    (compiled(rf"\b(?P<thing>{INSTRUMENT})\s+(?:without|remove)(?=\s*(?:$|[,.;!]))"),
     r"remove the \g<thing>"),
    (compiled(rf"\b(?:could|can|may|might|should)\s+(?:an?\s+|some\s+|the\s+)?(?P<thing>{INSTRUMENT})\s+"
              rf"(?:please\s+)?(?:come\s+in|join(?:\s+in)?|play\s+along|be\s+in)"
              r"(?:\s+(?:with|on|to)\s+(?:it|this|that|them|us))?"), r"add \g<thing>"),
    (compiled(rf"^(?P<told>[^!?;]*?\b(?:the\s+|that\s+|our\s+)?(?P<old>{INSTRUMENT})\s+(?:is|are|was|sounds?"
              rf"|feels?)\b[^!?;]*?)[,.;]+\s*(?:so\s+|please\s+|pls\s+)*"
              rf"(?:replace|swap|switch|change)\s+(?:it\s+|that\s+|them\s+)?(?:with|for|to)\s+(?:an?\s+"
              rf"|some\s+|the\s+)?(?P<new>{INSTRUMENT})\b.*$"),
     r"swap the \g<old> for \g<new>"),
    (compiled(rf"(?:^|(?<=[.!?,;]))\s*(?:maybe\s+)?(?:an?|some)\s+(?P<thing>{INSTRUMENT})\s+(?:would(?:n't"
              rf"|\s+not)|won't|couldn't)\s+hurt\b"), r" add \g<thing>"),
    (compiled(r"^\W*(?P<key>(?-i:[A-G])(?:#|b|\s+(?:sharp|flat))?\s+(?:major|minor))\s+(?:would|might|could"
              r"|will)\s+(?:be|sound|feel)\s+[a-z]+er\b[^.;!?]*"), r"in \g<key>"),
    (compiled(r"^(?P<lead>\W*(?:(?:ok|and|now|maybe|hm+|no|nah)\W+)*)"
              r"(?P<new>[a-z][a-z ]{2,15}?)\s+rather\s+than\s+(?P<old>[a-z][a-z ]{2,15}?)\W*(?:please"
              r"|pls)?\W*$"),
     r"\g<lead>make it \g<new> instead of \g<old>"),
    (compiled(rf"\bease\s+(?:off|up|back|down)\s+to\s+{_TEMPO}{_NO_UNIT}"), r"\g<n> bpm"),
    (compiled(rf"\b(?:play|plays|played|playing)\s+(?:the\s+|an?\s+)?"
              rf"(?P<thing>{INSTRUMENT})\b[^.!?]*[.!?]+\s*(?:please\s+)?(?:put|add|bring)\s+(?:one|it"
              rf"|that)\s+in\b"),
     r"add \g<thing>"),
    (compiled(r"\s*,\s*like\s+(?:it's|its|it\s+is)\s+[^.!?,;\d]*"), " "),
    (compiled(r"\s+(?:yeah\s+)?like\s+(?:in\s+)?the\s+old\s+(?:\w+\s+)?(?:ones|days|games|records|songs"
              r"|times|movies|films)\b"), " "),
    (compiled(r"\bjust\s+curious\b|\b(?:would|will)\s+(?:absolutely\s+|totally\s+)?(?:rock|slap|rule|kill"
              r"|be\s+so+\s+\w+)\b(?=\s*(?:$|[.!,;]))"), " please "),
    (compiled(r"\b(?:\w+\s+)?version\s*=\s*(?=\d)"), " "),
    (compiled(r"(?P<wish>\bmore\s+[a-z]+)\s+(?:quick|quickly|asap)(?=\W*$)"), r"\g<wish>"),
    (compiled(r"\b(?P<new>soprano|alto|tenor|baritone|bari)(?:\s+sax)?\s+instead\s+of\s+(?:the\s+)?"
              r"(?P<old>soprano|alto|tenor|baritone|bari)"
              r"(?:\s+sax)?\b"), r"swap the \g<old> sax for \g<new> sax"),
    (compiled(r"\b(?:some\s+|a\s+bit\s+)?more\s+(?:silence|rests|pauses|breathing\s+room)\b"), "sparser"),
    (compiled(rf"\b(?:my|our|the)\s+\w+\s+is\s+{_TEMPO}\s*,?\s*so\s+(?:please\s+)?(?:match|use|take|do)\s+"
              rf"(?:that|it)\b"), r"\g<n> bpm"),
    # --- reasons that name players, people or places
    (compiled(
        r"(?P<wish>\b(?:lose|drop|remove|cut|mute|just|only|solo|swap|no|without|ditch"
        r"|take\s+out)\b[^,.;]*)[,.;]\s*"
        rf"(?:because\s+|since\s+|as\s+)?(?:the\s+|an?\s+)?{INSTRUMENT}s?\s+(?:alone\s+|by\s+itself\s+"
        rf"|on\s+its\s+own\s+)?"
        r"(?:is|are|sounds?|would\s+be|feels?)\s+(?:\w+er|(?:more|so\s+much\s+more)\s+\w+)(?=\s*(?:$|[.!]))"
    ), r"\g<wish>"),
    (compiled(rf"[,.;]\s*(?:because\s+|since\s+|as\s+)?(?:the\s+)?{INSTRUMENT}s?\s+(?:cry|cries|sings?"
              rf"|sounds?|plays?|fits?|works?|cuts?|blends?|carr(?:y|ies))"
              r"\s+(?:so\s+much\s+)?better\b[^.;!?]*"), " "),
    (compiled(r"[,.;]\s*(?:because\s+|since\s+|as\s+)?(?:my|our|the|her|his|their)\s+[a-z]+\s+(?:is|are"
              r"|feels?|sings?|plays?|sounds?)\s+"
              r"(?:more\s+|most\s+|so\s+much\s+)?\w+\s+(?:there|that\s+way|like\s+that|in\s+that(?:\s+\w+)?)"
              r"(?=\s*(?:$|[.!]))"), " "),
    (compiled(r"\b(?P<place>room|bed|table|floor|level|chapter|episode|season|day|act|scene|round|grade"
              r"|stage)\s+\d+\b"),
     r"\g<place>"),
    (compiled(r"\b(?:loops?|repeats?|ends?|stops?|finishes|it's\s+over|is\s+over|cuts\s+off)\s+(?:way\s+"
              r"|a\s+bit\s+|far\s+)?too\s+"
              r"(?:quick(?:ly)?|soon|fast|early|abruptly)\s*[,.;:-]+\s*(?=.*\d)"), " "),
    (compiled(r"\bfor\s+the\s+(?:night|day|morning|evening|winter|summer|christmas|boss|battle|menu|credits"
              r"|live|radio|short|long)\s+version\b"), " "),
    (compiled(r"\bwould\s+(?:go|hit|be)\s+(?:so\s+|absolutely\s+)?(?:crazy|hard|insane|off|wild|different)\b"
              r""), " please "),
    (compiled(r"\bpowers?\s+of\s+(?:two|2)\b|\bftw\b|,\s*like\s+(?:in\s+)?the\s+(?:old|classic)\s+(?:ones"
              r"|days|games|records|songs|times)\b"), " "),
    # --- who says so
    (compiled(r"^\W*(?:(?:ok|so|lol|and|but)\W+)*(?:the\s+|my\s+|our\s+)?[a-z]+\s+(?:says?|said|suggests?"
              r"|insists?|asks?)\s+"
              r"(?:to\s+|that\s+we\s+|we\s+should\s+)?(?=(?:drop|add|remove|make|cut|lose|slow|speed|use|put"
              r"|take|swap|keep|turn)\b)"), ""),
    # --- asides with words of music in them
    (compiled(r"\b(?:somebody|someone|chat|mods?)\s+(?:please\s+)?clip\s+(?:this|that|it)\b"), " "),
    (compiled(r"[,.;]\s*(?:because\s+|since\s+)?(?:my|our|the)\s+[a-z]+\s+(?:is|are|can|can't|could)\s+\w+"
              r"(?:er)?\s+than\b[^.;!?]*"), " "),
    (compiled(rf"[,.;]\s*(?:because\s+|since\s+)?(?:the|our"
              rf"|my)\s+{INSTRUMENT}s?\s+(?:in\s+the\s+\w+\s+)?(?:can|can't|cannot|could)\s+(?:only\s+"
              rf"|all\s+)?"
              r"(?:reach|play|manage|handle|read|do)\b[^.;!?]*"), " "),
    (compiled(r"\b(?:heart\s?rate|pulse|blood\s+pressure|stress)\s+(?:is|was|'s)\s+[^,.;!?]*?(?=\s+(?:lol"
              r"|haha|pls|please|so)\b|[,.;!?]|$)"), " "),
    (compiled(r"\bi\s+lied\b|\bsorry\s+to\s+be\s+(?:a\s+pain|annoying|difficult|picky|that\s+\w+)\b"), " "),
    (compiled(r"\b(?:for|to)\s+(?:\d+|one|two|three|four|five|midnight)\s?(?:am|pm|o'clock)\b"), " "),
    (compiled(r"^\W*(?:it|this|that)(?:'d|\s+would)\s+be\s+(?P<word>[a-z]+er|more\s+[a-z]+|nice|good|great"
              r"|lovely|perfect|cool)\s+(?=(?:without|with|if)\s+)"), ""),
    (compiled(r"\bwould\s+be\s+(?:(?:so|a|really|quite|pretty)\s+)*(?:fun|nice|cool|great|lovely|good"
              r"|interesting|wonderful)?\s*(?:challenge|idea|touch|change|twist|treat|surprise)\b[^,.;]*"),
     " please "),
    (compiled(rf"{_START}(?:now\s+)?(?:it|this|that)?{IS}?\s*(?:a\s+bit\s+|too\s+|so\s+|kinda\s+"
              rf"|kind\s+of\s+)*(?:empty|bare|thin|naked)(?:\s+(?:now|tho|though|without\s+\w+))*"
              rf"\s*[,.;]+\s*(?=(?:the\s+)?{INSTRUMENT}\s+back\b|more\s+notes\b|busier\b|fuller\b|denser\b)"
              rf""), r"\g<lead>"),
)  # fmt: skip

#: which rules name a player: a list of all instruments is slow, so they are tried where one is named
_NAMES_A_PLAYER = tuple(INSTRUMENT in pattern.pattern for pattern, _ in _RULES)


def plainly(text: str) -> str:
    """English `text` behind a piece without these habits."""
    names = bool(SPOKEN.search(text))
    for (pattern, meaning), about_a_player in zip(_RULES, _NAMES_A_PLAYER, strict=True):
        if names or not about_a_player:
            text = pattern.sub(meaning, text)
    return re.sub(r"\s+", " ", text).strip()
