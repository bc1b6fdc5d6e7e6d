"""Whether a message goes on from what was asked before: it changes that, or asks for something new."""

import re
from collections.abc import Sequence

from bot.understanding.intent_words import MUSIC_NOUN
from bot.understanding.playing import describes_an_instrument
from bot.understanding.request import MUSICAL, Request
from bot.understanding.slots import Slots
from bot.understanding.text import Text

_NEW = re.compile(
    r"\b(?:make|write|compose|create|generate|produce|do|give|cook\s+up|whip\s+up|want|need"
    r"|(?:i'd|we'd|would)\s+like)\s+(?:me\s+|us\s+|you\s+)?(?:a|an|some|something)\b(?!\s*(?:bit|little|tad"
    r"|lot|touch|tiny|more"
    r"|less|similar|like))"
    r"|\b(?:something|anything)\s+(?:else|completely|entirely|totally|new)\b|\bforget\s+(?:that|it"
    r"|about\s+(?:it|that|this))\b|\bstart\s+over\b|\bnew\s+(?:one|song|piece|track|request)\b"
    r"|\bdifferent\s+(?:song|piece|track)\b|^(?:a|an|some)\s+(?!bit|little|tad|lot|touch|smidge)|写一|做一"
    r"|来一首(?!更)|作一|生成一"
)
_REFINES = re.compile(
    r"^(?:(?:oh|um+|uh|hm+|then|also|wait|ok|okay|and|but|now|great|nice|cool|good|yes|yeah|perfect"
    r"|love it|please|so|can you|could you|would you|actually|well|maybe|let's|how about"
    r"|what about)[,!.]?\s+)*"
    r"(?:same|again|with|without|no\b|add|drop|remove|lose|cut|keep|change|turn|use|swap|replace|switch"
    r"|only|just|more|less|instead|in|at|put|transpose|bring|take|try|set|as|on|for|to|give\s+it|raise"
    r"|lower|make\s+(?:it|this|that|the)|even|too|it's\s+too|a\s+(?:bit|little|tad|lot)|much|way|slightly"
    r"|but)\b"
    r"|^(?:in\s+(?:a\s+)?)?[\w-]+(?:\s[\w-]+)?\s+style(?:\s+(?:please|instead|now|then|maybe))?\W*$|^"
    r"(?:\w+\s+){0,3}(?:i\s+want|make\s+it|do|try"
    r"|give\s+(?:me|us)|let's|can\s+we)\s+(?:it\s+|have\s+|do\s+|try\s+|go\s+)?(?:in\s+)?(?:a\s+)?[\w-]+"
    r"(?:\s[\w-]+)?\s+style\W*$|风格?[吧的]?\W*$"
    r"|^(?:and|plus)\s|\b(?:add|drop|remove|swap|replace|bring\s+back)\s+(?:the|a|an|some|more|in)\b"
    r"|\b\w+\s+(?:it|things?|this|that)\s+(?:down|up|out|back)\b|\binstead\b|\b(?:make|turn|change|keep"
    r"|transpose|put|do|have|play|give|tweak)\s+(?:it|this|that"
    r"|the)\b|\beverything\s+else\b|\bsame\s+(?:but|thing|one|as)\b|\b(?:another\s+(?:one|version|take)"
    r"|one\s+more|again|variation)\b"
    r"|改|换|[做弄变搞]成|像.{1,8}[那一][样般]|再|更|又|加上?|不要|去掉|一点|保持|[没不别](?:那么|这么)|太"
    r"|^(?:还是|我)?(?:想?要|换|改)[^一个首]{1,6}的[吧呢]?\W*$|只留|不变|还是|[去拿删关砍撤移]掉|删了|删除|去除|移除"
)
#: a piece like the one that is there
_VERSION = re.compile(
    r"\b(?:version|take|edit|mix|remix|variant|rendition|cover|arrangement|spin|twist|flavou?r|feel"
    r"|version\s+of\s+(?:it|this|that))\b|\b(?:[a-z]+er)\s+one\b|版本?"
)
_FORGETS = re.compile(r"\bforget\b|\bstart\s+over\b|\b(?:completely|entirely|totally)\b")
#: whoever wants an instrument wants it in what is there
_WANTS = re.compile(
    r"\b(?:want|need|like|love|have|hear|get|add|give|do\s+with|use)\s+(?:\w+\s+)?(?:a|an|some|more"
    r"|another)\b|\b(?:instead|too|as\s+well|also|in\s+(?:it|there)|would|could|might|maybe|perhaps"
    r"|please|along|underneath|on\s+top)\b"
)
#: wishes and remarks about what is there
_ABOUT_IT = re.compile(
    r"\b(?:can|could|would|should|what\s+if|why\s+not|how\s+about|what\s+about|maybe|perhaps|let'?s|i'?d\s+"
    r"(?:rather|prefer|like|love)|i\s+(?:prefer|want|wish|think|was"
    r"|feel|need)|needs?|wants?|any\s+chance|a\s+way|possible|mind|wish|rather|go\s+(?:for|with))\b.*\b"
    r"(?:it|this|that|there|these|them|in\s+(?:it|there|here|this))\b"
    r"|^(?>\W*(?:hm+|ok(?:ay)?|but|and|so|well|also|nice|good|great|cool|yeah|no|nah|nope|um+|ngl|tbh"
    r"|honestly|actually|now|wait|hey|oh|lol|please|maybe)\W+)*"
    r"(?:it|this|that|the\s+\w+)\s+(?:really\s+|just\s+|also\s+|definitely\s+)?(?:needs?|wants?|could"
    r"|should|lacks?|would|misses|is\s+missing|deserves|must|has\s+to|is|are|was|were)\b"
    r"|^(?:(?:and|but|now|then|ok|please|just|can\s+you|could\s+you)\s+)*(?!is\b|was\b|does\b|did\b|do\b"
    r"|are\b|i\b|love\b|like\b|hate\b)[a-z]+\s+(?:it|this|that|things)\b(?!\s+(?:is|was|a|an)\b)"
    r"|^(?:(?:and|but|now|then|ok|please|just|can\s+you|could\s+you)\s+)*[a-z]+\s+(?:down|up|out|back|off"
    r"|in)\s+(?:on\s+)?(?:the|that|some|a)\b"
    r"|^(?:the\s+)?(?:melody|lead|rhythm|chords|harmony|solo|bass\s?line)\s+(?:on|with|for|by|in)\b"
    r"|^(?:(?:more|kinda|but)\s+)?like\s+an?\s"
    r"|^(?:needs?|could|missing|lacks|ditch|kill|scrap|axe|nix|yank|mute|silence|delete|erase|strip|throw"
    r"|toss|chuck|stick|slap|sneak|slip|work|layer|mix|insert|introduce"
    r"|include|sub|trade|exchange|move|shift|pitch|go|extend|trim|double|halve|triple|limit|cap|forget"
    r"|enough|leave|hold|lay|sprinkle|bump|crank|dial|push|knock|nudge"
    r"|kick|pump|amp|tone|ease|stop|skip|don't|do\s+not|not|never|nah|nope|let|get\s+rid|pop|bring|fade"
    r"|shave|tack|i'?d\s+rather|rather|prefer|all|solo|less|minus|plus|sans"
    r"|back\s+to|return\s+to|perform(?:ed)?|played|sung|arranged?|rearrange|hit|give\s+(?:it|this|that"
    r"|the))\b"
    r"|\b(?:instead|as\s+well|too|though|this\s+time|for\s+a\s+change|in\s+there|on\s+top|underneath"
    r"|in\s+the\s+(?:background|mix|back))\b"
    r"|来点|来个|配上|垫|需要|可以|能不能|可不可以|要不|试试|换|把|用|感觉|希望|最好|别|多|少|取消|恢复|留"
)
#: nouns that mean what is there already
_POINTED = re.compile(
    r"\b(?:it|this|that|the|his|her|its|their|our|my)\s+(?:\w+\s+)?(?:song|piece|track|tune|beat|one|take"
    r"|melody|tempo|bpm|intro"
    r"|solo|dance|theme|version|groove|score|waltz|backing|verse|chorus)\b"
    r"|\btakes?\s+(?=\d)|\b(?:to|can(?:'t|not)?|could|will|don't|we|i|they|people|everyone|kids)\s+"
    r"(?:\w+\s+)?dance\b|\bbpm\b|\btempo\b|\bsolo\b|\b(?:verse|chorus|intro|outro)s?\b"
)
#: says nothing beside a number that is what a message is about
_SMALL_TALK = re.compile(
    r"\b(?:please|and|now|make|that|about|around|just|half|the|key|with|for|but|long|let's|say|try|tempo"
    r"|time|bars?)\b"
)
#: "meditation, five minutes", "half a minute of pure dread"
_NAMES_A_MOOD = re.compile(r"(?:^|[,，;；]\s*|\bof\s+(?:\w+\s+)?|\x1f\s*纯?)$")
_BARE_MOOD = re.compile(
    r"(?:(?:now|then|ok(?:ay)?|and|so|next|this\s+time|maybe|really|very|super)[\s,]+)*[a-z-]{4,}"
    r"(?:\s+and\s+[a-z-]{4,})?(?:\s+(?:please|now|this\s+time|then|instead))+"
)


def earlier_state(earlier: Sequence[Request]) -> Request | None:
    """The last request that says how music shall be."""
    return next((r for r in reversed(earlier) if r.intent in MUSICAL), None)


def refines_outright(text: Text, slots: Slots) -> bool:
    """Whether words such as "slower", "add" or "instead" leave no doubt that something is to be changed."""
    compares = any(w.comparison for w in slots.mood_words)
    return bool(slots.changes or compares or _REFINES.search(text.lower) or _is_scrap(text, slots))


def is_refinement(text: Text, slots: Slots) -> bool:
    """Whether the text changes what was asked before rather than asking anew."""
    if _is_scrap(text, slots):
        return True
    lower = text.lower
    compares = any(w.comparison for w in slots.mood_words)
    said = slots.style.style is not None or any(not w.comparison for w in slots.mood_words)
    if _NEW.search(lower):
        if compares or (_VERSION.search(lower) and (slots.firm or slots.length.seconds)):
            return True
        anew = said or bool(slots.names) or _names_music(text, slots) or bool(_FORGETS.search(lower))
        if not anew and (slots.firm or slots.length.seconds):
            return True  # "a full two minutes"
        wanted = re.search(r"\b(?:want|need|like|love)\b", lower) and any(
            n.kind == "instrument" for n in slots.names
        )
        if wanted and not (said or _names_music(text, slots)):
            return True  # "i want a bagpipe and D minor"
        # "something slower", "i want a cello"
        return bool(
            (slots.changes and not anew) or (_WANTS.search(lower) and not _describes_music(text, slots))
        )
    if slots.changes or compares or _REFINES.search(lower) or _ABOUT_IT.search(lower):
        return True
    if _VERSION.search(lower) and (slots.firm or slots.mood_words):
        return True
    if _more_of_a_style(text, slots):
        return True
    if _is_a_bare_mood(text, slots):
        return True
    if slots.numbers and not _describes_a_piece(text, slots):
        return True  # "our session takes 210 seconds"
    # a few words such as "for harp" go on from what was said; a style, a noun of music or a mood begin anew
    anew = slots.style.style is not None or bool(slots.mood_words) or _names_music(text, slots)
    return bool((slots.firm or slots.length.seconds) and not anew)


def _is_a_bare_mood(text: Text, slots: Slots) -> bool:
    """Whether the last clause is a word of mood and no more, of what is there:
    "the king dies here. mournful please"."""
    if not slots.mood_words or slots.names or _names_music(text, slots):
        return False
    clause = re.split(r"[.:;!?,]\s+", text.lower.strip(" .!"))
    return any(_BARE_MOOD.fullmatch(part) for part in clause)


def _describes_a_piece(text: Text, slots: Slots) -> bool:
    """Whether the text says what a piece of its own shall be like: a noun of music, a style, players or
    a mood beside the numbers."""
    players = any(n.kind == "instrument" and not n.unwanted for n in slots.names)
    noun = _names_music(text, slots)
    mood = any(not w.comparison and _NAMES_A_MOOD.search(text.lower[: w.start]) for w in slots.mood_words)
    return bool(slots.style.style or players or noun or mood)


#: a style that is only proposed: "bossa nova maybe?"
_HEDGED = re.compile(
    r"\s*,?\s*(?:maybe|perhaps|possibly|this\s+time|though|then)\b(?:\s+(?:please|for\s+a"
    r"\s+change))*\W*$"
)


def _more_of_a_style(text: Text, slots: Slots) -> bool:
    """Whether a style is said as a change of what is there: "jazzier", "how about jazz"."""
    for name in slots.names:
        if name.kind == "style":
            before, word = text.lower[: name.start], text.lower[name.start : name.end]
            if _HEDGED.match(text.lower[name.end :]):
                return True
            if word.endswith("ier") or re.search(
                r"\b(?:what|how)\s+about(?:\s+as)?\s+$|\b(?:more|try|maybe|kinda|but|go|do|into|make\s+it"
                r"|turn\s+it|as|now(?:\s+as)?)\s+(?:an?\s+)?$",
                before,
            ):
                return True
    return False


def _describes_music(text: Text, slots: Slots) -> bool:
    """Whether the text says what a piece shall be like, beside the instruments that it names."""
    said = slots.style.style or slots.key or slots.metre or slots.length.bars or slots.length.seconds
    mood = any(not describes_an_instrument(text, slots, word) for word in slots.mood_words)
    return bool(said or mood or not slots.names or _names_music(text, slots))


def _names_music(text: Text, slots: Slots) -> bool:
    """Whether a noun such as "song" is said, apart from what is there and from the names of instruments."""
    lower = text.lower
    for name in slots.names:
        lower = lower[: name.start] + " " * (name.end - name.start) + lower[name.end :]
    return bool(MUSIC_NOUN.search(_POINTED.sub(" ", lower)))


def _is_scrap(text: Text, slots: Slots) -> bool:
    """Whether the text says a number, a key or a metre and nothing else: "100 bpm", "a minute and a half"."""
    said = slots.tempo.bpm or slots.key or slots.metre_is_said or slots.length.bars or slots.length.seconds
    alone = not (slots.names or slots.mood_words or slots.changes)
    return bool(said and alone and not re.search(r"[^\W\d_]{3,}", _SMALL_TALK.sub(" ", text.rest)))
