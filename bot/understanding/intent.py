"""What a message wants done, and whether it is about music at all."""

import re
import unicodedata
from dataclasses import dataclass

from bot.understanding import intent_words as words
from bot.understanding import playback_words as playback
from bot.understanding.request import Intent
from bot.understanding.text import Text


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the slots found. `firm`: tempo, key, metre, bars, style or instruments. `mood`: a mood word.
    `references`: whether something earlier is pointed at by number, order or description. `compares`: a
    change is said, as in "slower" or "sadder". `number`: a tempo, a key, a metre or a length is said."""

    firm: bool = False
    mood: bool = False
    length: bool = False
    references: bool = False
    earlier: bool = False
    number: bool = False
    compares: bool = False


@dataclass(frozen=True, slots=True)
class IntentReading:
    intent: Intent
    confidence: float
    stars: int | None = None


def _stars(text: str) -> int | None:
    match = words.STARS.search(text)
    if match:
        if match["word"]:
            return 1 + ("one", "two", "three", "four", "five").index(match["word"])
        return int(match["stars"]) if match["stars"] else len(match["emoji"])
    ten = words.TEN.search(text)
    return max(1, round(int(ten["ten"]) / 2)) if ten else None


#: "3 out of 5, the drums were too loud"
_RATED_FIRST = re.compile(
    r"\W*(?:\w+\s+){0,2}\d(?:\.\d)?\s*(?:/\s*(?:5|10)|out\s+of\s+(?:5|10)|stars?\b)(?!\s*(?:time|bpm))"
)


def _rates(text: str, stars: int | None, evidence: Evidence) -> bool:
    if (
        stars is None
        and evidence.earlier
        and (evidence.compares or evidence.firm)
        and not words.JUDGED.search(text)
    ):
        return False  # "love it, but slower" wants it slower
    if words.RATE.search(text):
        return bool(
            stars
            or evidence.references
            or re.search(r"\b(?:it|this|that|one|rate)\b|👍|👎|这|打分|评分|听", text)
        )
    if stars is not None and not evidence.earlier and _RATED_FIRST.match(text):
        return True
    said_as_stars = re.search(r"/\s*(?:5|10)|\bout\s+of\s+(?:5|10)|stars?|★|⭐|星", text)
    return stars is not None and not evidence.firm and bool(said_as_stars)


#: questions that are wishes, and remarks about the piece that are
_WISHES_OF_IT = re.compile(
    r"\b(?:can|could|would|should|may|might|what\s+if|what\s+about|how\s+about|why\s+not|maybe|perhaps"
    r"|any\s+chance|possible|a\s+way"
    r"|mind|feeling|vibing|digging|needs?|wants?|lacks?|missing|wish|prefers?|takes?|lasts?|rather|hoping"
    r"|like|let'?s|better|think"
    r"|feel|supposed"
    r"|hates?|stand|bear|don't|meant|said|miss|want|demands?|suggests?|requests?|asks|proposes?|insists?"
    r"|got\s+to|has\s+to"
    r"|have\s+to|not\s+(?:required|needed)|unneeded|dislikes?|begs|no\s+more|no\s+[a-z]+)\b|\b(?:out"
    r"|be\s+gone)\W*$"
    r"|(?:^|[,.;!:?]\s+|\b(?:and|but|so|then|just|please)\s+)(?:add|remove|drop|lose|cut|swap|replace|throw"
    r"|put|bring|take|strip|ditch|push|set"
    r"|mute|kill|change|switch|use|try|keep|give|turn|have|play|make|transpose)\s"
    r"|^(?:\w+[\s,]+){0,2}(?:do|have)\s+(?:it|this|that|the|an?|some)\b(?!.*\?)"
)
_OF_IT = re.compile(
    r"^(?>\W*(?:hm+|ok(?:ay)?|but|and|so|well|also|nice|good|great|cool|yeah|no|nah|um+|ngl|tbh|honestly"
    r"|actually|now|wait|hey|oh|lol|please"
    r"|love\s+it|like\s+it)\W+)*(?:it|it's|this|that|that's|things|everything|the\s+(?:\w+\s+)?"
    r"(?:whole\s+thing|song|piece|track|tune|mood|vibe|tempo"
    r"|speed|melody|drums?|bass|piano|guitars?|strings|beat|violins?|flutes?|brass|synths?|ending|intro"
    r"|rhythm|key|pace|one)|the\s+(?:\w+\s+){1,2}(?:is|are|was|were|sounds?|feels?|needs?|should|could|must"
    r"|can|gets?))\b"
)


def _asks_for_a_fact(lower: str) -> bool:
    return bool(words.FACT.match(lower)) and not re.search(r"[?.]\s+\w", lower)  # what follows may be a wish


def _refines(lower: str, evidence: Evidence) -> bool:
    """Whether a question or a remark is one about the piece that is there, and wants it otherwise."""
    supposed = evidence.mood and words.SUPPOSES.match(lower)
    says = evidence.compares or evidence.firm or evidence.length or supposed
    if not evidence.earlier or not says or _asks_for_a_fact(lower):
        return False
    return (
        evidence.compares
        or (evidence.number and not words.OFF_TOPIC.search(_OCCASION.sub(" ", lower)))
        or bool(words.HAN.search(lower) or _OF_IT.match(lower) or _WISHES_OF_IT.search(lower))
    )


_OCCASION = re.compile(
    r"\b(?:for|like|suits?|fits?|during|at|in|before|after|over|to|with)\s+(?:an?|my|the|our|some|this|his"
    r"|her)?\s*(?:\w+\s+)?\w+"
)


#: "whats the fastest thing you can write for xylophone"
_YOU_MAKE = re.compile(
    r"\b(?:you\s+(?:can|could|would|ever)|(?:can|could|would|will)\s+you)\s+(?:\w+\s+)?"
    r"(?:make|write|compose|create|generate|produce|do)\b"
)
#: "nobody ever writes for tuba. write for tuba"
_COMMANDS = re.compile(
    r"(?:^|[.!?;,]\s+)(?:(?:please|so|then|now|just)\s+)*(?:write|make|compose|create|generate|give\s+(?:me"
    r"|us)|find|recommend)\b"
)
_KEEP = re.compile(r"\b(?:keep|make)\s+(?:it|things)\b")
_CLAUSES = re.compile(r"[,.;:!?\n]+|\b(?:so|because|but|and\s+i)\b|[^\w\s,.;:!?'/#-]")


def _asks_beside_the_topic(lower: str) -> bool:
    """Whether one clause wishes for something and names no other topic: "my essay is late, need jazz"."""
    return any(
        any(asks.search(clause) for asks in (_KEEP, words.WISH, words.RECOMMEND, words.MAKE))
        and not words.OFF_TOPIC.search(clause)
        for clause in _CLAUSES.split(lower)
        if clause
    )


def _off_topic(lower: str, evidence: Evidence) -> bool:
    """Whether a message without firm musical content, or in spite of it, is about something else."""
    noun = bool(words.MUSIC_NOUN.search(lower))
    if words.HOSTILE.search(lower) and not (noun and words.MAKE.search(lower)):
        return True
    refines = _refines(lower, evidence)
    # "it's for a story" and "that suits the dinner" say what a wish is for
    topic = _OCCASION.sub(" ", lower) if refines or (evidence.earlier and evidence.length) else lower
    # "the poem is 60 seconds when read aloud" tells how long; "write a poem" asks for something else
    told = (
        refines
        and (evidence.number or evidence.compares)
        and not (words.MAKE.search(lower) or words.QUESTION.search(lower))
    )
    told = told or ((evidence.firm or evidence.mood) and _asks_beside_the_topic(lower))
    if words.TALKS_OF_THE_BOT.search(lower) or (words.OFF_TOPIC.search(topic) and not (noun or told)):
        return True
    if refines:
        return False
    asks = bool(
        words.RECOMMEND.search(lower)
        or (words.MAKE.search(lower) and noun)
        or playback.PLAY.search(lower)
        or (evidence.firm and (_YOU_MAKE.search(lower) or _COMMANDS.search(lower)))
        or "随便" in lower
    )
    if words.QUESTION.search(lower) and not asks:
        polite = re.match(r"^(?:\w+[\s,]+)?(?:would you|will you|how about|what about|do you mind)", lower)
        return not polite and not (noun and re.search(r"\bmusic\s+for\b|\bgood\b", lower))
    if words.STATEMENT.search(lower):
        wishes = re.search(
            r"\b(?:i\s+(?:want|need)|want|need|please|something|give|for\s+(?:my|the|a)\b.*music|cheer"
            r"|help)\b",
            lower,
        )
        return not (
            asks or noun or wishes or (lower.startswith(("i ", "i'", "we ")) and words.LIFE.search(lower))
        )
    return False


def _without_emoji(lower: str) -> str:
    """`lower` without pictures, but for those that rate."""
    return "".join(c for c in lower if unicodedata.category(c) not in ("So", "Sk") or c in "⭐★👍👎").strip()


def _wishes_too(lower: str, noun: bool, evidence: Evidence) -> bool:
    """Whether thanks come with a wish: by what is named, by a verb, or by a change of what is there."""
    changes = evidence.earlier and (evidence.mood or evidence.length)
    asks = (words.MAKE, words.RECOMMEND, playback.PLAY, words.WISH)
    return bool(evidence.firm or noun or changes or any(verb.search(lower) for verb in asks))


def _of_what_is_there(lower: str) -> Intent | None:
    """What is wanted of a piece that is pointed at though the conversation has none: a file, a reply."""
    if words.BLENDS_WHAT_IS_THERE.search(lower):
        return "blend"
    if words.TURNS_WHAT_IS_THERE.search(lower):
        return "restyle"
    return "vary" if words.VARIES_WHAT_IS_THERE.search(lower) else None


def read_intent(text: Text, evidence: Evidence) -> IntentReading:
    """The intent of one message, with confidence in [0, 1]."""
    lower = text.lower
    stars = _stars(lower)
    noun = bool(words.MUSIC_NOUN.search(lower))
    worded = bool(re.search(r"[^\W_]", lower))
    if words.GREETING.match(_without_emoji(lower)) if worded else not evidence.mood:
        return IntentReading("chat", 0.9 if worded else 0.2)
    if stars is None and words.THANKS.match(lower) and not _wishes_too(lower, noun, evidence):
        return IntentReading("chat", 0.8)
    if words.HELP.search(lower):
        return IntentReading("help", 0.95)
    if playback.STOP.match(lower) or playback.STOPS_TOO.match(lower):
        return IntentReading("stop", 0.95)
    if words.INJECTION.search(lower) and not (noun and evidence.mood):
        return IntentReading("chat", 0.9)
    if _rates(lower, stars, evidence):
        return IntentReading("rate", 0.9, stars)
    if words.ANALYZE.search(lower):
        return IntentReading("analyze", 0.85)
    if words.WHY.search(lower) or (words.EXPLAIN.search(lower) and words.ABOUT_MUSIC.search(lower)):
        return IntentReading("explain", 0.9)
    if words.CONTINUE.search(lower) and (
        evidence.references or not words.MAKE.search(words.CONTINUE.sub(" ", lower))
    ):
        return IntentReading("continue", 0.9)
    if words.BLEND.search(lower) and (evidence.references or (evidence.earlier and words.TWO.search(lower))):
        return IntentReading("blend", 0.9)
    if not evidence.earlier and (pointed := _of_what_is_there(lower)):
        return IntentReading(pointed, 0.85)
    if playback.PLAYS_TOO.search(lower) and not (evidence.compares or evidence.number):
        return IntentReading("play", 0.85)
    if _off_topic(lower, evidence):
        return IntentReading("chat", 0.8)
    return _musical_intent(lower, evidence, noun)


#: "another version please" is all that is said
_LONGEST_NUDGE = 40


def _musical_intent(lower: str, evidence: Evidence, noun: bool) -> IntentReading:
    # a length alone ("5 minutes") says nothing of music unless something earlier can be that long
    length = evidence.length and (evidence.earlier or bool(words.WISH.search(lower)))
    content = evidence.firm or evidence.mood or length or noun or evidence.references
    changes_it = evidence.earlier and (evidence.compares or evidence.firm)
    if changes_it and playback.PLAYS_OTHERWISE.search(lower):
        return IntentReading("restyle" if evidence.firm else "vary", 0.85)
    if changes_it and evidence.compares and words.WAY.search(lower):
        return IntentReading("vary", 0.85)
    if playback.PLAY.search(lower) and (
        content or evidence.earlier or re.search(r"\b(?:it|this|that|something|anything|music)\b", lower)
    ):
        return IntentReading("play", 0.9)
    if words.RECOMMEND.search(lower) and (
        content or re.search(r"\b(?:something|listen|new|like\s+(?:this|that|it))\b|首|听|类似", lower)
    ):
        return IntentReading("recommend", 0.9)
    if (
        (words.RESTYLE.search(lower) or words.VARY.search(lower))
        and (evidence.references or evidence.earlier)
        and not words.NEW_PIECE.search(lower)
    ):
        return IntentReading("restyle" if words.RESTYLE.search(lower) and evidence.firm else "vary", 0.85)
    if words.MAKE.search(lower) and (content or re.search(r"\bsomething\b|首", lower)):
        return IntentReading("generate", 0.95 if evidence.firm or evidence.mood else 0.75)
    if content:
        return IntentReading("generate", 0.9 if evidence.firm else 0.75)
    if words.VARY.search(lower) and not evidence.earlier and len(lower) <= _LONGEST_NUDGE:
        return IntentReading("vary", 0.6)  # "another version": the reply says what it would be of
    if re.fullmatch(
        r"(?:please\s+)?(?:recommend|recommendations?|suggest|suggestions?)(?:\s+\w+)?[\s!.?]*", lower
    ):
        return IntentReading("recommend", 0.6)
    if re.search(
        r"\b(?:make\s+me|want\s+to)\s+feel\b|\bsurprise\s+me\b|\bdealer'?s\s+choice\b"
        r"|\b(?:your\s+(?:choice|pick|call)|you\s+(?:choose|pick|decide)|whatever\s+you\s+(?:like|want"
        r"|feel\s+like))\b"
        r"|^(?:\w+\s+){0,3}(?:just\s+)?(?:something|anything(?:\s+(?:goes|works|really))?)[\s!.]*$"
        r"|随便[来放听弹]|给我惊喜",
        lower,
    ):
        return IntentReading("generate", 0.7)
    wordless = not words.WISH.search(lower) and len(re.findall(r"\w+", lower)) <= 3
    return IntentReading("chat", 0.25 if wordless else 0.5)


def asks_to_make(lower: str) -> bool:
    """Whether a word such as "compose" says that a new piece is wanted."""
    return bool(words.MAKE.search(lower))


def wishes_something(lower: str) -> bool:
    """Whether the text has the form of a wish for music, though no slot may have understood of which kind."""
    return bool(
        words.MUSIC_NOUN.search(lower)
        or words.MAKE.search(lower)
        or re.search(
            r"\b(?:something|anything|sounds?\s+like|feels?\s+like|the\s+feeling|like\s+\w+ing)\b", lower
        )
    )
