"""One player in the place of another: "out with the fiddle, in with an accordion", "flute for the violin"."""

from bot.understanding.phrasing.parts import compiled
from bot.understanding.phrasing.players import INSTRUMENT

#: "out with the fiddle, in with an accordion"; "a vibraphone where the trumpet was"
OUT_AND_IN = compiled(
    rf"\bout\s+with\s+(?:the\s+|that\s+)?(?P<old>{INSTRUMENT})\s*,?\s*(?:and\s+)?in\s+with\s+(?:an?\s+"
    rf"|the\s+|some\s+)?(?P<new>{INSTRUMENT})"
)
WHERE_IT_WAS = compiled(
    r"(?:\b(?:have|having|put|putting|use|using|try|with)\s+)?(?:an?\s+|the\s+|some\s+)?"
    rf"(?P<new>{INSTRUMENT})\s+where\s+(?:the\s+|that\s+)?(?P<old>{INSTRUMENT})"
    r"\s+(?:was|is|were|are|used\s+to\s+be|sits|sat|plays|played)\b"
)
DOES_ITS_JOB = compiled(
    rf"\b(?:(?:have|let|make)\s+)?(?:an?\s+|the\s+|some\s+)?(?P<new>{INSTRUMENT})\s+(?:to\s+)?(?:do|play"
    rf"|take)\s+(?:the\s+)?(?P<old>{INSTRUMENT})\s*(?:'s|s')?\s*"
    r"(?:job|part|line|role|place)\b"
)
BOTH_SWAPPED = compiled(
    r"\b(?:swap(?:ping)?|exchang(?:e|ing)|switch(?:ing)?)\s+(?:the\s+)?"
    rf"(?P<old>{INSTRUMENT})\s+and\s+(?:an?\s+|the\s+)?(?P<new>{INSTRUMENT})(?=\W*$)"
)
TAKES_OVER = compiled(
    rf"\b(?:(?:have|let|make|having)\s+)?(?:an?\s+|the\s+|some\s+)?(?P<new>{INSTRUMENT})\s+(?:should\s+|can\s+"
    r"|could\s+|to\s+)?(?:take\s+over|replace|fill\s+in|step\s+in"
    rf"|stand\s+in)\s+(?:from\s+|for\s+)?(?:the\s+|that\s+)?(?P<old>{INSTRUMENT})"
)
#: "swap choir for organ, horn for trumpet"
ALSO_SWAPPED = compiled(
    rf"(?P<verb>\b(?:swap|replace|change|trade|switch)\s+)(?P<first>(?:the\s+)?{INSTRUMENT}\s+(?:for|with"
    rf"|to)\s+(?:an?\s+|the\s+)?{INSTRUMENT})\s*(?:,|and|,\s*and)\s*"
    rf"(?=(?:the\s+)?{INSTRUMENT}\s+(?:for|with|to)\s)"
)
BOTH = compiled(
    r"\b(?:replace|swap|change|switch|trade)\s+(?:them\s+)?(?:both|all\s+of\s+them"
    r"|all\s+three)(?:\s+of\s+them)?\s+(?:with|for|to|by)\s+(?:a\s+single\s+|just\s+|one\s+)?"
)
#: "use a guitar for the bass"
USED_FOR = compiled(
    rf"\b(?:use|try|take|get|put(?:\s+in)?)\s+(?:an?\s+|some\s+)?(?P<new>{INSTRUMENT})\s+(?:for|as)\s+the\s+(?P<old>{INSTRUMENT})"
    r"(?:\s+(?:part|line|sound)s?)?(?=\s*(?:$|[,.;!?]|please|pls|and\b|instead))"
)
#: "flute for the violin"
FOR_THE = compiled(
    rf"^\W*(?:(?:ok|and|but|maybe|try|now|no|hm+)\W+)*(?:an?\s+)?(?P<new>{INSTRUMENT})\s+for\s+(?:the"
    r"|that)\s+"
    rf"(?P<old>{INSTRUMENT})\W*(?:please|maybe)?\W*$"
)
#: "piano swap for electric piano"
SWAPPED_FOR = compiled(
    rf"^\W*(?:(?:ok|and|but|now|please)\W+)*(?:the\s+)?(?P<old>{INSTRUMENT})\s+(?:swap(?:ped)?|change[ds]?"
    r"|switch(?:ed)?|replaced)\s+"
    rf"(?:out\s+)?(?:for|with|to|by|into)\s+(?:an?\s+|the\s+|some\s+)?(?P<new>{INSTRUMENT})"
)
#: "cello on top of the guitars"
BESIDE = compiled(
    rf"\b(?:an?\s+|some\s+|the\s+)?(?P<new>{INSTRUMENT})\s+(?:on\s+top\s+of|over|under(?:neath)?|behind"
    r"|beneath|beside|next\s+to|along(?:side)?"
    rf"(?:\s+with)?|above|below)\s+(?:the|that|those|my|our)\s+{INSTRUMENT}"
)
