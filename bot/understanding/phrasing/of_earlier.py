"""What a message says of earlier states: steps back with what was wrong ("too fast! undo"), numbers with the
unit that they had ("nvm 32 was fine"), players by their short names ("lead out").
"""

import re
from collections.abc import Sequence

from bot.understanding.phrasing.parts import compiled
from music.controls import Controls

_PURE_UNDO = compiled(
    r"\W*(?:(?:ok(?:ay)?|no+|nah|nope|hm+|actually|please|pls|sorry|oh|wait|and|so|then|just|let'?s"
    r"|can\s+(?:you|we)|could\s+(?:you|we)"
    r"|i\s+take\s+it\s+back|lol|haha+|ugh|but)\W+)*"
    r"(?:undo(?:\s+(?:it|that|this|please|(?:the|that|my)\s+last\s+(?:one|change|thing|step|bit)))*"
    r"|revert(?:\s+(?:it|that|this))?"
    r"|go\s+back(?:\s+(?:one|a\s+step|one\s+step|to\s+before(?:\s+(?:it|that|this))?))?"
    r"|(?:go\s+)?back\s+to\s+(?:how|what|the\s+way)\s+(?:it|that)\s+was(?:\s+before)?|take\s+(?:it"
    r"|that)\s+back"
    r"|(?:go\s+back\s+|return\s+|back\s+)to\s+the\s+(?:version\s+before(?:\s+(?:that|this))?|(?:previous"
    r"|last"
    r"|earlier)(?:\s+(?:one|version|take))?|one\s+before(?:\s+(?:that|this))?)"
    r"|(?:go\s+)?back\s+(?:one|a)\s+step|(?:one|a)\s+step\s+back|(?:as|like)\s+(?:it\s+was\s+)?before"
    r"|scratch\s+that|i\s+take\s+(?:it|that)\s+back"
    r"|give\s+(?:me|us)\s+the\s+(?:version|one|take)\s+before(?:\s+(?:that|this))?(?:\s+again)?"
    r"|(?:might|may|can|could)\s+(?:i|we)\s+have\s+the\s+(?:version|one|take)\s+before(?:\s+(?:that|this))?)"
    r"(?:\s+(?:please|pls|then|now|thanks))*\W*"
)
#: "back to the one with the sax"
_TO_ONE_WITH = compiled(
    r"\W*(?:(?:ok(?:ay)?|no+|nah|so|then|please|let'?s)\W+)*(?:go\s+)?(?:back|return"
    r"|revert)\s+to\s+the\s+(?:one|version|take)\s+(?:with|without|from|before)\b[^,.;]*"
)
_PURE_CHINESE_UNDO = re.compile(
    r"\W*(?:那|就|请|还是|麻烦|算了|帮我|吧|我们)*(?:撤销|撤回|退回|回退|还原|退回去|改回去|变回去|回到)"
    r"(?:到|上一[个版步次]|刚才的?|之前的?|前一[个版步])*(?:版本?|修改|改动|那[个版])?(?:吧|了|好了)*\W*"
)
_SAYS_MORE = compiled(
    r"\b(?:add|make|remove|drop|swap|replace|with|without|only|then|instead|keep|but|more|less|than|want"
    r"|need"
    r"|should|can|could|try|use|put"
    r"|again|version|original|first|second|third|and\s+\w+er)\b|#"
)
_CHINESE_SAYS_MORE = re.compile(r"加|去掉|换|改|只|留|用|再|更|第|但|版")
_UNDO_CLAUSES = re.compile(
    r"\s+(?=(?:undo|revert|go\s+back)\W*(?:please\W*|pls\W*)?$)"
    r"|[.!?;,…。!？；，、]+\s*|\s+[-–—]+\s+"
)


def without_complaints(message: str) -> str:
    """Of "too fast! i said drunk, not possessed. back to how it was" the step back alone: the rest is why."""
    parts = [part for part in _UNDO_CLAUSES.split(message) if re.search(r"\w", part)]
    for pure, more in ((_PURE_UNDO, _SAYS_MORE), (_PURE_CHINESE_UNDO, _CHINESE_SAYS_MORE)):
        undone = [part for part in parts if pure.fullmatch(part)]
        others = [part for part in parts if not pure.fullmatch(part)]
        if undone and others and not any(more.search(part) for part in others):
            return "undo" if pure is _PURE_UNDO else undone[0].strip()
        told = [part for part in parts if not _TO_ONE_WITH.fullmatch(part)]
        if (
            pure is _PURE_UNDO
            and len(told) == len(parts) - 1
            and told
            and not any(more.search(part) for part in told)
        ):
            return next(part for part in parts if part not in told).strip()
    return message


#: short names of who plays already
_BY_HEART = (
    (compiled(r"(?P<lead>^\W*|\b(?:the|just|only|no|drop|remove|lose|cut|add|without|and|keep)\s+)vibes"
              r"(?=\s*(?:$|[,.;!]|and\b|out\b|in\b|back\b|too\b|please\b|pls\b))"),
               ("Vibraphone",), "vibraphone"),
    (compiled(r"(?P<lead>^\W*|\b(?:the|no|drop|remove|lose|cut|mute|without|kill)\s+)lead"
              r"(?=\s*(?:$|[,.;!]|and\b|is\b|was\b|sounds\b|out\b|gone\b|away\b|back\b|too\b|please\b"
              r"|pls\b))"),
     ("Lead ",), "lead synth"),
    (compiled(r"(?P<lead>\b(?:the|no|drop|remove|lose|cut|mute|without|kill|just|only)\s+)keys"
              r"(?=\s*(?:$|[,.;!]|and\b|out\b|gone\b|away\b|back\b|too\b|please\b|pls\b))"),
     ("Electric Piano",), "electric piano"),
)  # fmt: skip
_WAS_FINE = compiled(
    r"\b(?P<n>\d{1,3})\s+(?:was|were)\s+(?:just\s+|actually\s+)?"
    r"(?:fine|better|good|ok(?:ay)?|perfect|nicer|great|right)\b(?=\W*(?:$|before|though|i\s+think|tbh))"
)


def with_what_is_known(message: str, states: Sequence[Controls]) -> str:
    """`message` with the players of the last of `states` called by their names ("lead out"), and a number
    with the unit that it had before ("nvm 32 was fine")."""
    for pattern, begins, name in _BY_HEART:
        if any(player.startswith(begins) for player in states[-1].instruments):
            message = pattern.sub(rf"\g<lead>{name}", message)
    said = _WAS_FINE.search(message)
    if said is None:
        return message
    number = int(said["n"])
    for state in reversed(states[:-1]):
        units = ((state.bars, "bars"), (state.tempo_bpm, "bpm"), (state.seconds, "seconds"))
        unit = next((unit for value, unit in units if value == number), None)
        if unit is not None:
            return f"make it {number} {unit}"
    return message
