"""Whether a message that follows a piece asks for another one, changes it, or only tells something.

Each kind of evidence has a weight, for another piece or against it, and the sum decides: what describes a
piece in full asks for one, what compares, points at what is there or names one or two things changes that.
"""

import re
from typing import Literal

from bot.understanding.intent_words import LIFE, MUSIC_NOUN
from bot.understanding.slots import Slots
from bot.understanding.text import Text

Purpose = Literal["anew", "change", "remark"]

#: from this sum on another piece is asked for
_ENOUGH = 2

_ANOTHER = re.compile(
    r"\b(?:another|new|different|next|second|separate|fresh)\s+(?:\w+\s+)?(?:song|piece|track|tune|one"
    r"|request|composition|theme|melody)\b|\b(?:something|anything)\s+(?:else|new|different|completely"
    r"|entirely|totally)\b"
    r"|\bstart\s+(?:over|afresh|from\s+scratch)\b|\bforget\s+(?:that|it|about)\b|\bnow\s+(?:something|an?)\s"
    r"|另[外一]|新的?一[首个段]|[换来]一?首别|换一首|重新[来写作做]一|全新的?"
)
_COMPOSES = re.compile(
    r"\b(?:make|write|compose|create|generate|produce|cook\s+up|whip\s+up|give|play|draft|build|craft)\s+"
    r"(?:me\s+|us\s+)?(?:an?|some(?:thing)?)\b|\b(?:i|we)(?:'d|\s+would)?\s+(?:want|need|like|love)\s+"
    r"(?:an?|some(?:thing)?)\b|\bsomething\b|[写做作来谱编]一?[首曲段个]|生成|创作"
)
#: a phrase without a verb describes: "epic boss fight music", "a happy polka for accordion"
_VERB = re.compile(
    r"\b(?:is|are|was|were|(?<!\d\s)am|be|been|has|have|had|do|does|did|can|could|will|would|shall|should"
    r"|may|might"
    r"|must|won|lost|got|get|gets|feels?|felt|sounds?|looks?|says?|said|loves?|loved|likes?|liked|hates?"
    r"|hated|cries|cried|laughed|died|went|goes|came|comes|made|makes|needs?|wants?|takes?|took|gives?|gave"
    r"|walks|walked|sings|sang|sleeps|waits|talks|speaks|reads|works|starts|ends|drives|swims|enters|leaves"
    r"|sits|stands|falls"
    r"|keeps?|thinks?|thought|misses|missed|left|let|put|include|flip|\w+n't)\b|'(?:s|re|m|ve|ll|d)\s"
    r"|[了过着]|是|会|要(?!一)|让|把|被"
)
_POINTS = re.compile(
    r"\b(?:it|it's|this|that|these|those|them)\b|\b(?:the|its|your)\s+(?:\w+\s+)?(?:song|piece|track|tune"
    r"|music|tempo|key|style|mood|melody|bass|beat|length|metre|meter|hook|ending|intro|rest|instruments?)\b"
    r"|\b(?:hook|chorus|verse|bridge|intro|outro|ending|melody|bassline)\s+(?:needs?|wants?|with|in)\b"
    r"|这[首个段版]|那[首个段版]|它|里面|整[首曲]|全曲"
)
_CHANGES = re.compile(
    r"\b(?:more|less|fewer|further|too|also|as\s+well|instead|add(?:ing|ed)?|includ(?:e|ing)"
    r"|(?<!\bi\s)(?<!\bwe\s)(?<!!\s)(?<!,\s)needs?|drop|remove|lose|cut|swap|replace|switch|flip|change"
    r"|turn|shift|keep|stay|still|again"
    r"|(?<!\blaid\s)back|only|just\s+the|\w+n't\s+(?:want|need))\b|更|再|也|还|换|改|去掉|不要|删|加"
)
#: who objects speaks of what is there: "ugh no, disco"
_OBJECTS = re.compile(
    r"\W*(?:(?:ugh|hm+|oh|ok|eh+|um+|lol)\W+)*(?:no+|nah|nope|not)\b(?!\s+(?:idea|clue"
    r"|way|worries|problem))|[不别]"
)
_LITTLE = frozenset(
    [
        "the",
        "and",
        "for",
        "with",
        "very",
        "really",
        "super",
        "please",
        "now",
        "then",
        "this",
        "time",
        "but",
        "so",
        "too",
        "kind",
        "of",
        "bit",
    ]
)
#: words of music that any piece has
_ASPECT = re.compile(
    r"\b(?:tempo|bpm|chords?|verse|chorus|intro|solos?|takes?|instrumental|backing|beats?(?=\s+(?:per|a)\b)"
    r"|[a-z]+ing\s+(?:song|music|piece))\b"
)
#: what the music shall do to somebody, or what befell them: "cheer me up", "my dog died yesterday"
_FOR_SOMEBODY = re.compile(
    r"\b(?:cheer|calm|wake|hype|pump|lift|comfort|soothe|put|help|make|makes|get|let)\s+(?:me|us)\b"
    r"|\blet's\s+(?:celebrate|party|dance)\b|[逗让哄陪帮]我|失恋|去世|走了"
)
_ASKS = re.compile(r"\?\s*$|[吗呢]\W*$")
#: somebody or something does, is or was something: told, not wished
_TELLS = re.compile(
    r"\b(?:i|we|he|she|they|you|everyone|everybody|nobody|somebody|someone|people|[a-z]+s?)\s+(?:(?:just"
    r"|really|finally|already|all|so|even|actually|totally)\s+)*(?:is|are|was|were|am|has|have|had|got|won"
    r"|lost|made|laughed|smiled|danced|clapped|cheered|wept|feels?|felt|looks?|looked|went|came|fell|slept"
    r"|cr(?:y|ies|ied)|loves?|loved|likes?|liked|says?|said|told|thinks?|thought|passed|finished|survived"
    r"|scored|beat|gave|ate|\w+ing)\b|\b[a-z]+'(?:s|re|m|ve)\s+\w"
    r"|(?:开心|高兴|笑|乐|激动|感动|气|吓|累|美|哭)(?:坏|死|疯|惨|翻)?了|听[哭笑]|[哭笑醒睡赢输乐疯]了|(?:很|都|太|超|好|非常)(?:喜欢|开心|高兴|满意|感动|兴奋"
    r"|激动|难过|伤心)"
    r"|[他她我]们?.{0,6}[了过]"
)
_WISHES = re.compile(
    r"\b(?:want|need|wish|would|could|should|please|can\s+(?:you|we|i)|let'?s|how\s+about|what\s+about"
    r"|something|make|write|give|play|like\s+to|craving|mood\s+for)\b|想|要|请|来[点首个一]|给|换|能不能|可以"
)


def _described(slots: Slots) -> int:
    """How many slots are filled by what does not compare."""
    plain = any(not word.comparison for word in slots.mood_words)
    players = any(n.kind == "instrument" and not n.unwanted for n in slots.names)
    tempo = slots.tempo.bpm and not slots.changes
    length = slots.length.bars or slots.length.seconds
    said = (plain, players, slots.style.style, slots.key, slots.metre_is_said, tempo, length)
    return sum(map(bool, said))


def _noun(text: Text, slots: Slots) -> bool:
    """Whether a noun such as "song" is said of something that is not pointed at."""
    lower = _ASPECT.sub(" ", _POINTS.sub(" ", text.lower))
    for name in slots.names:
        if name.kind == "instrument":
            lower = lower.replace(text.lower[name.start : name.end], " ")
    return bool(MUSIC_NOUN.search(lower))


def _scene(text: Text, slots: Slots) -> bool:
    """Whether a scene is set and nothing of music said: "first day of spring, windows open"."""
    words = re.findall(r"[a-z']{3,}|[一-鿿]{2}", text.lower)
    moods = {text.lower[w.start : w.end] for w in slots.mood_words}
    words = [w for w in words if w not in _LITTLE and not w.endswith("ly")]
    listed = bool(re.search(r",|\band\b", text.lower)) and all(w in moods for w in words)
    return not slots.outright and len(words) >= 2 and not listed


def evidence_for_anew(text: Text, slots: Slots) -> int:
    """The sum of what speaks for another piece, less what speaks for a change of the one that is there."""
    lower = text.lower
    no_verb = not _VERB.search(lower)
    compares = slots.changes or any(w.comparison for w in slots.mood_words)
    weighed = (
        (3, bool(_ANOTHER.search(lower))),
        (2, bool(_COMPOSES.search(lower))),
        (2, bool(_FOR_SOMEBODY.search(lower) or LIFE.search(lower))),
        (2, _noun(text, slots)),
        (1, slots.style.style is not None),
        (1, no_verb),
        (1, no_verb and _scene(text, slots)),
        (-2, bool(compares)),
        (-2, bool(_POINTS.search(lower))),
        (-2, bool(_CHANGES.search(lower) or _OBJECTS.match(lower))),
        (-1, bool(_ASKS.search(lower))),
    )
    return sum(weight for weight, holds in weighed if holds) + max(0, _described(slots) - 1)


def purpose(text: Text, slots: Slots) -> Purpose:
    """What a message is for that says in none of the usual ways that it changes something."""
    if evidence_for_anew(text, slots) >= _ENOUGH:
        return "anew"
    told = not slots.outright and slots.style.style is None and not _WISHES.search(text.lower)
    return "remark" if told and _TELLS.search(text.lower) else "change"
