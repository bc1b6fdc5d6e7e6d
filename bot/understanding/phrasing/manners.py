"""How a player who is wished or sent away shall play, in the same breath: no wish for the whole piece."""

from bot.understanding.phrasing.parts import compiled
from bot.understanding.phrasing.players import CLAUSE_END, INSTRUMENT, REMOVES

#: "add drums but soft ones", "without the organ like before"
BUT_SUCH = compiled(
    rf"(?P<thing>{INSTRUMENT})\s*,?\s*(?:but|just|only)\s+(?:(?:keep|make)\s+(?:it|them)\s+)?(?:really\s+"
    r"|very\s+|nice\s+)?[a-z-]+(?:\s*,?\s*"
    rf"(?:and\s+)?[a-z-]+)?\s+ones?{CLAUSE_END}"
)
#: "remove the bells but only the bells"
AND_ONLY_THAT = compiled(
    rf"(?P<wish>\b(?:{REMOVES}|no)\s+(?:the\s+|those\s+|that\s+)?(?P<thing>{INSTRUMENT}))\s*,?\s*(?:(?:but"
    r"|and)\s+)?(?:really\s+)?(?:only|just)\s+"
    rf"(?:the\s+|those\s+|that\s+)?(?:(?P=thing)|it|that|them){CLAUSE_END}"
)
#: "bring the drums back, just quieter"
BACK_BUT_SOFTER = compiled(
    r"(?P<wish>\b(?:add|bring|put|get|want|have|with)\s+(?:in\s+|back\s+)?(?:the\s+|some\s+|an?\s+"
    rf"|my\s+)?{INSTRUMENT}(?:\s+(?:back|in|again|too))*)\s*,?\s+"
    r"(?:but|just|only)\s+(?:(?:keep|make|have)\s+(?:it|them)\s+)?(?:a\s+(?:bit|little|lot|tad)\s+|much\s+"
    r"|way\s+|more\s+|less\s+|slightly\s+|very\s+|really\s+)*"
    r"(?:quiet(?:er)?|soft(?:er|ly)?|loud(?:er)?|light(?:er|ly)?|gentl(?:er|y|e)|subtl(?:er|e|y)|low"
    rf"(?:er)?|faint(?:er)?|prominent|in\s+the\s+back(?:ground)?){CLAUSE_END}"
)
AS_BEFORE = compiled(
    r"(?P<wish>\b(?:without|with|no|add|remove|drop|lose|cut|put)\s+(?:the\s+|any\s+|some\s+"
    rf"|an?\s+)?{INSTRUMENT}(?:\s+(?:out|in|back))?)\s*,?\s+(?:just\s+)?"
    rf"(?:like|as)\s+(?:it\s+was\s+|we\s+had\s+(?:it\s+)?)?before{CLAUSE_END}"
)
