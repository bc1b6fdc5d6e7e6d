"""Whom "it" and "them" mean: "the harp keeps waking him, lose it" is about the harp.

A clause that begins with one instrument and says something of it, and one behind it that does something
with "it", become one wish: "lose the harp".
"""

import re
from collections.abc import Callable

from bot.understanding.phrasing.exchanges import (
    ALSO_SWAPPED,
    BESIDE,
    BOTH,
    BOTH_SWAPPED,
    DOES_ITS_JOB,
    FOR_THE,
    OUT_AND_IN,
    SWAPPED_FOR,
    TAKES_OVER,
    USED_FOR,
    WHERE_IT_WAS,
)
from bot.understanding.phrasing.manners import AND_ONLY_THAT, AS_BEFORE, BACK_BUT_SOFTER, BUT_SUCH
from bot.understanding.phrasing.parts import Match, compiled
from bot.understanding.phrasing.players import CLAUSE_END, INSTRUMENT, REMOVES

#: whoever says what it sounds like may well say the name again: "the drums, can you remove them"
_REMARKED = compiled(
    r"(?:^|(?<=[,.;!?]\s)|(?<=\b(?:but|and)\s))(?P<lead>(?:(?:and|but|hm+|ok(?:ay)?|ugh|nah|no|yeah|so"
    r"|sorry|honestly|man|bro|mon|yo"
    rf"|oh|tbh|ngl|actually|also|hey|hi|i\s+think|i\s+feel\s+like|lol|omg)[\s,]+)*)"
    rf"(?:(?:the|that|this|those|these|my)\s+)?(?P<thing>{INSTRUMENT})(?P<said>\s[^.;!?]*?)(?:[,.;!?]+\s*"
    r"|\s(?=(?:so\s+|please\s+|just\s+|can\s+you\s+|lol\s+)*(?:get\s+rid\s+of|remove|take|lose|ditch|kill"
    r"|cut|drop|mute)\s+(?:it|them)\b))"
    rf"(?P<verb>{REMOVES})(?:\s+(?:it|them|that|this|those|that\s+one|those\s+ones|the\s+thing))?(?:\s+"
    rf"(?:out|away|off))?{CLAUSE_END}"
)
#: "flute is kind of annoying can you remove": asked at the end, of what was spoken of
_ASKED_AT_THE_END = compiled(
    r"^(?P<lead>\W*(?:(?:and|but|hm+|ok(?:ay)?|ugh|nah|no|yeah|so|sorry|honestly|tbh|ngl|also|hey"
    r"|lol)[,\s]+)*)"
    rf"(?:(?:the|that|this|those|my)\s+)?(?P<thing>{INSTRUMENT})\s+(?:is|are|was|sounds?|feels?|gets?"
    r"|keeps?|makes?|just"
    r"|really|kind|too|so|hurts?|annoys?)\b[^;!?,.]*?[,.]*\s*(?:(?:can|could|would|will)\s+(?:you|we|u)\s+"
    r"(?:please\s+|just\s+)*"
    r"(?:remove|drop|lose|cut|ditch|kill|mute|delete|skip|take\s+out)|(?:please\s+|just\s+|so\s+)*"
    r"(?:get\s+rid|remove|ditch|yeet|delete|mute))"
    r"(?:\s+please)?\W*$"
)
#: "i am allergic to pan flutes, take it away"
_SPOKEN_OF = compiled(
    rf"^(?P<said>[^;!?,]*?\b(?P<thing>{INSTRUMENT})[^;]*?)[,.;!?]+\s*(?P<verb>{REMOVES})(?:\s+(?:it|them"
    rf"|that\s+one|those))?(?:\s+(?:out|away|off))?{CLAUSE_END}"
)
_CUTTING = compiled(
    r"\b(?:i'm|i\s+am|we're|i'll|i\s+will|let\s+me)\s+(?P<verb>cut|remov|dropp|los|tak|mut"
    r"|delet|kill|scrapp|ditch)(?:t?ing|e)?\s+(?P<what>it|them)\b"
)
_STEMS = {
    "remov": "remove",
    "dropp": "drop",
    "los": "lose",
    "tak": "take",
    "mut": "mute",
    "delet": "delete",
    "scrapp": "scrap",
}
_DONE_WITH = compiled(
    rf"(?:^|(?<=[,.;!?]\s)|(?<=\b(?:but|and)\s))(?:the|that|this|those|these|my)\s+(?P<thing>{INSTRUMENT})"
    r"(?P<said>[^.;!?]*?)[,.;!?]+\s*"
    r"(?P<verb>(?:please\s+|just\s+|can\s+(?:you|we)\s+|could\s+(?:you|we)\s+|maybe\s+|so\s+|and\s+"
    r"|let's\s+)*"
    rf"(?:swap|replace|change|switch|trade|turn|exchange|sub))\s+(?:it|them|that|this|those)\s+(?:out\s+)?"
    rf"(?P<into>(?:for|with|to|into|by)\s)"
)


#: "the drums are too loud, no drums"
_NAMED_AGAIN = compiled(
    rf"\b(?:the|that|those)\s+(?P<thing>{INSTRUMENT})\s(?!and\b|or\b)[^,.;!?]*[,.;!?]+\s*"
    rf"(?P<wish>(?:{REMOVES}|no)\s+(?:the\s+|more\s+|any\s+)?(?P=thing))"
)
#: "choir, be gone"
_BE_GONE = compiled(
    rf"^\W*(?:the\s+)?(?P<thing>{INSTRUMENT})\s*[,:]\s*(?:be\s+gone|begone|out|bye"
    r"(?:\s+bye)?|go\s+away|off\s+you\s+go|you're\s+(?:fired|out)|goodbye|no\s+thanks?)\b"
)
#: "the french horn cracks me up, use a trombone"
_USE_ANOTHER = compiled(
    r"^\W*(?:(?:i|we)\s+(?:really\s+|just\s+)?(?:hate|dislike|don't\s+(?:really\s+)?(?:like|love|get)"
    r"|can't\s+stand)\s+(?:how\s+|the\s+way\s+)?)?"
    rf"(?:the|that|those)\s+(?P<thing>{INSTRUMENT})\s(?!(?:and|or|with|for|is\s+(?:nice|lovely|great"
    r"|good|perfect|beautiful))\b)(?P<said>[^.;!?,]*?)[,.;!?]+\s*"
    r"(?:so\s+|please\s+|rather\s+|just\s+|can\s+(?:you|we)\s+)*(?:use|try|take|go\s+with)\s+(?:an?\s+"
    rf"|the\s+|some\s+)?(?P<new>{INSTRUMENT})(?!\s+(?:too|also|as\s+well))(?P<new2>\b\B)?"
)
#: "violin makes my ear tired, instead put flute"
_INSTEAD_OF_IT = compiled(
    r"(?:^|(?<=[,.;!?]\s)|(?<=\b(?:but|and)\s))(?:(?:the|that|this|those|these|my)\s+)?"
    rf"(?P<thing>{INSTRUMENT})(?:\s+[=:]|\s)(?!(?:and|or|with|for|instead)\b)"
    r"(?P<said>[^;]*?)[,.;!?]+\s*(?:(?:instead|rather)\s+(?:put|use|try|have|play|give\s+(?:me|us)|take"
    r"|with|maybe)?\s*(?:an?\s+|the\s+|some\s+)?"
    rf"(?P<new>{INSTRUMENT})|(?:(?:please|maybe|can\s+we|let's|could\s+we|i'd|rather)\s+)*(?:(?:put|use|try"
    r"|have|let|play|give\s+(?:me|us)|take|want|like)\s+)?(?:an?\s+|the\s+|some\s+)?"
    rf"(?P<new2>{INSTRUMENT})\s+(?:(?:play|do|take)\s+(?:it|that|this|the\s+part)\s+)?(?:instead"
    r"|in\s+its\s+place|there|for\s+it))"
)
_IS_FINE_BUT = compiled(
    rf"^\W*(?:the\s+)?{INSTRUMENT}(?:\s+(?:is|are|was|were|'s))?\s+(?:(?:really|pretty|so|all)\s+)?(?:cool"
    r"|nice|great|lovely|fine|good|ok(?:ay)?|beautiful|sweet)\s*,?\s*but\s"
)
#: "the piano is my favourite, keep it, the rest can go"
_FAVOURITE = compiled(
    rf"\b(?:the|that)\s+(?P<thing>{INSTRUMENT})\s[^.;!?]*?[,.;]\s*(?:so\s+|please\s+)*keep\s+(?:it|that"
    r"|them)\s*[,.;]?\s*(?:and\s+|but\s+)?(?:(?:lose|drop|cut|remove|ditch)\s+)?"
    r"(?:the\s+)?(?:rest|everything\s+else|others|all\s+else)(?:\s+(?:can|should|must|has\s+to)\s+go"
    r"|\s+goes|\s+out)?\b"
)
#: "my son plays clarinet, add one for him"
_ADD_ONE = compiled(
    rf"^[^,.;!?]*?\b(?P<thing>{INSTRUMENT})[^,.;!?]*[,.;!?]+\s*(?:so\s+|and\s+|please\s+|idk\s+|but\s+"
    r"|just\s+|well\s+|anyway\s+"
    r"|can\s+(?:you|we)\s+)*(?:add|put\s+in|throw\s+in|use)\s+(?:one|some|it)\b(?:\s+for\s+\w+)?"
)
_PLEASED = compiled(
    rf"[,.;!]\s*(?:the|my|our)\s+{INSTRUMENT}(?:\s+\w+)?\s+(?:will|would"
    r"|are\s+going\s+to)\s+(?:thank|love|be\s+(?:so\s+)?(?:happy|grateful|pleased))\b[^,.;!?]*"
)
_YES_AND_NO = compiled(
    rf"^\W*(?:the\s+)?(?P<kept>{INSTRUMENT})\s*:?\s*(?:(?:is|are|'s|was)\s+)?(?:yes|yep|yeah|yea|ya|ok"
    r"(?:ay)?|stays?|good|fine)\s*[,.;]?\s*(?:but\s+|and\s+)?"
    rf"(?:the\s+)?(?P<gone>{INSTRUMENT})\s*:?\s*(?:no+|nah|nope|goes|out|bye)\W*$"
)
#: "can the piano play alone", "some guitar?"
_PLAYS_ALONE = compiled(
    rf"\b(?:the\s+)?(?P<thing>{INSTRUMENT})\s+(?:to\s+)?(?:play(?:s|ing)?|be|go)\s+"
    r"(?:all\s+)?(?:alone|solo|by\s+itself|on\s+its\s+own)\b"
)
_SOME = compiled(
    r"^(?P<lead>\W*(?:(?:ok(?:ay)?|and|also|maybe|perhaps|hm+|now|then|oh)[,\s]+)*)"
    rf"(?P<some>some|a\s+(?:bit|touch|little|hint)\s+of)\s+(?P<thing>(?:\w+\s+)?{INSTRUMENT})(?=\s*"
    r"(?:please)?\s*[?!.]*$)"
)
#: "add a whistle... no, a harmonica"
_NO_RATHER = compiled(
    rf"\b(?:an?\s+|the\s+|some\s+)?{INSTRUMENT}\s*[,.…-]+\s*(?:hmm+,?\s+)?(?:(?:no|nah|nope)(?=\s*[,.…-])"
    r"|wait|actually|i\s+mean(?:\s+like)?|sorry|or\s+rather|scratch\s+that)\b[,.…\s-]*"
    r"(?:(?:wait|actually|make\s+(?:it|that)|i\s+mean)[,\s]+|no,\s+)*(?=(?:an?\s+|the\s+"
    rf"|some\s+)?{INSTRUMENT})"
)
#: "a music box somewhere would be sweet"
_WOULD_BE_NICE = compiled(
    r"^(?P<lead>\W*(?:(?:ok(?:ay)?|and|but|also|maybe|oh|hm+|so|perhaps|now|i\s+think"
    r"|i\s+feel\s+like)[,\s]+)*)(?:(?P<some>an?|some|more|another)\s+)?(?P<what>"
    rf"(?:\w+\s+){{0,2}}?{INSTRUMENT})"
    r"(?:\s+\w+){0,3}?\s+(?:(?:wouldn't|would\s+not)\s+(?:hurt|go\s+amiss|be\s+(?:bad|amiss"
    r"|out\s+of\s+place))|(?:would|could|might|may|should|can)\s+(?:(?:really|also|actually)\s+)?(?:be\s+"
    rf"(?!an?\s)(?!(?:(?:the|some|on|as|like|played\s+by)\s+)?{INSTRUMENT})"
    r"(?!(?:\w+\s+)?(?:\w+er|gone"
    r"|out|better|cut|\w+ed|taken|left|thrown)\b)(?:\w+\s+)?\w+|sound\s+\w+|fit(?:\s+(?:well"
    r"|nicely|in|here|there))*|work(?:\s+(?:well|nicely))?"
    r"|(?:glue|tie|lift|fill|carry|warm|complete|enhance|enrich|round|bring)\s+(?:it|this|things|that"
    r"|the\s+\w+)(?:\s+\w+)?|help|go\s+(?:well|nicely)|suit\s+(?:it|this)|do\s+it\s+good))"
)


def _without_no(match: Match) -> str:
    return f"keep the {match['kept']}, remove the {match['gone']}"


def _put_instead(match: Match) -> str:
    if re.search(INSTRUMENT, match["said"], re.IGNORECASE):
        return match.group()
    return f"swap the {match['thing']} for {match['new'] or match['new2']}"


def _swapped(match: Match) -> str:
    return f"swap the {match['old']} for {match['new']}"


def _removed(match: Match) -> str:
    return f"{match['lead']} remove the {match['thing']}"


def _removed_of_one(match: Match) -> str:
    """Only where one instrument was spoken of, and only spoken of."""
    named = re.findall(INSTRUMENT, match["said"], re.IGNORECASE)
    wished = re.search(r"\b(?:add|with|put|bring|swap|replace|keep|want)\b", match["said"], re.IGNORECASE)
    return match.group() if len(named) != 1 or wished else f"remove the {match['thing']}"


def _cut(match: Match) -> str:
    verb = match["verb"].lower()
    return f"{_STEMS.get(verb, verb)} {match['what']}"


def _exchanged(match: Match) -> str:
    return f"{match['verb']} the {match['thing']} {match['into']}"


#: "remove the choir, it's scary" says why, and wants nothing else
_WHY_REMOVED = compiled(
    rf"(?P<wish>\b(?:{REMOVES}\s+(?:the|that|those|these|this|any|all\s+the)|no(?:\s+more)?)\s+{INSTRUMENT}"
    r"(?:\s+(?:out|away"
    r"|off|please|pls))*)"
    r"(?:\s*[,.;!:-]+\s*|\s+)(?:(?:because|cause|cuz|since|as|bc)\s+)?(?:(?:it|they|that|those)(?:'s|'re"
    r"|\s+(?:is|are|was|were|sounds?|feels?|makes?"
    r"|gets?|seems?))|sounds?|feels?)\s+(?!better|nicer)[^.;!?,]*(?=$|[.;!?,])(?!,?\s*(?:and|but)\b)"
)


_THEM = (
    "out",
    "rid",
    "gone",
    "begone",
    "without",
    "it",
    "them",
    "that",
    "this",
    "those",
    "remove",
    "lose",
    "cut",
    "drop",
    "mute",
    "delete",
    "kill",
    "ditch",
    "scrap",
)
#: words of which one must be said before the rule is tried, since a list of all instruments is slow
_RULES: tuple[tuple[tuple[str, ...], re.Pattern[str], str | Callable[[Match], str]], ...] = (
    (("out with",), OUT_AND_IN, _swapped),
    (("no", *_THEM), _NAMED_AGAIN, r"\g<wish>"),
    (("over", "replace", "fill", "step", "stand"), TAKES_OVER, _swapped),
    (
        ("gone", "begone", "out", "bye", "away", "off", "fired", "goodbye", "thanks", "thank"),
        _BE_GONE,
        r"remove the \g<thing>",
    ),
    (("swap", "replace", "change", "trade", "switch"), ALSO_SWAPPED, r"\g<verb>\g<first>. \g<verb>"),
    (("for",), FOR_THE, _swapped),
    (("for", "as"), USED_FOR, _swapped),
    (("for", "with", "to", "by", "into"), SWAPPED_FOR, _swapped),
    (
        (
            "top",
            "over",
            "under",
            "underneath",
            "behind",
            "beneath",
            "beside",
            "next",
            "along",
            "alongside",
            "above",
            "below",
        ),
        BESIDE,
        r"add \g<new>",
    ),
    (("job", "part", "line", "role", "place"), DOES_ITS_JOB, _swapped),
    (("swap", "swapping", "exchange", "switch", "switching"), BOTH_SWAPPED, _swapped),
    (("use", "try", "take", "with"), _USE_ANOTHER, _put_instead),
    (("where",), WHERE_IT_WAS, _swapped),
    (("no", "nah", "nope", "wait", "actually", "mean", "sorry", "rather", "scratch"), _NO_RATHER, " "),
    (
        ("would", "wouldn't", "could", "might", "may", "should", "can"),
        _WOULD_BE_NICE,
        r"\g<lead>add \g<what>",
    ),
    (("instead", "place", "there", "for it", "rather"), _INSTEAD_OF_IT, _put_instead),
    (("rest", "else", "others"), _FAVOURITE, r"only \g<thing>"),
    (("one", "it", "some"), _ADD_ONE, r"add \g<thing>"),
    (("thank", "love", "happy", "grateful", "pleased"), _PLEASED, ""),
    (("both",), BOTH, "only "),
    (("no", "noo", "nah", "nope", "goes", "out", "bye"), _YES_AND_NO, _without_no),
    (("one", "ones"), BUT_SUCH, r"\g<thing>"),
    (("before",), AS_BEFORE, r"\g<wish>"),
    (("only", "just"), AND_ONLY_THAT, r"\g<wish>"),
    (("but", "just", "only"), BACK_BUT_SOFTER, r"\g<wish>"),
    (("alone", "solo", "itself", "own"), _PLAYS_ALONE, r"only \g<thing>"),
    (("some", "of"), _SOME, r"\g<lead>add \g<some> \g<thing>"),
    (("but",), _IS_FINE_BUT, "but "),
    (("it", "its", "they", "that", "those", "sounds", "feels", "it's", "they're"), _WHY_REMOVED, r"\g<wish>"),
    (("it", "them"), _CUTTING, _cut),
    (
        ("can", "could", "would", "will", "rid", "remove", "ditch", "yeet", "delete", "mute"),
        _ASKED_AT_THE_END,
        _removed,
    ),
    (_THEM, _REMARKED, _removed),
    (_THEM, _SPOKEN_OF, _removed_of_one),
    (("swap", "replace", "change", "switch", "trade", "turn", "exchange", "sub"), _DONE_WITH, _exchanged),
)
_SAID: tuple[re.Pattern[str], ...] = tuple(
    compiled(rf"\b(?:{'|'.join(needles)})\b") for needles, _, _ in _RULES
)


def with_instruments_named(text: str) -> str:
    """`text` with "it" and "them" as the instruments that they mean."""
    for said, (_, pattern, meaning) in zip(_SAID, _RULES, strict=True):
        if said.search(text):
            text = pattern.sub(meaning, text)
    return text
