"""Words of mood that are about how an instrument plays: "add a soft flute", "the drums are too loud"."""

import re

from bot.understanding.phrasing.parts import MUSIC_THING
from bot.understanding.slots import Slots
from bot.understanding.text import Text
from music.lexicon import MoodWord

_ADD = re.compile(
    r"\b(?:with|add|adding|plus|also|include|including|bring|throw\s+in|layer|more|some|put\s+in"
    r"|give\s+it|introduce|mix\s+in|want|louder|back|and)\b|加|再来|带|配|和|又要|^把(?=.*加)"
)


#: moods that an instrument has by itself
_LOUDNESS = {"loud",
 "soft", "quiet", "heavy", "gentle", "gently", "softly", "mellow", "warm", "bright", "subdued",
             "calm", "calm down", "aggressive", "harsh", "intense", "wild", "chaotic", "gritty"}  # fmt: skip
#: what an instrument is praised with: "lovely trumpet, keep it"
_PRAISED = {"lovely", "beautiful", "gorgeous", "sweet", "cute", "pretty", "wonderful", "fun"}
_SOUNDS = re.compile(
    r"s?\s*(?:(?:part|line|track|sound)\s+)?(?:(?:is|are|was|were|sounds?|feels?|seems?|sits?|plays?|comes?"
    r"(?:\s+(?:across|through|out|in))?|lands?"
    r"|weighs?|gets?|blares?|reads?|should\s+be|could\s+be"
    r"|needs?\s+to\s+be|to\s+be|be)\s+)?"
    r"(?:(?:a|bit|little|lot|way|much|too|so|more|less|slightly|kinda|really|very|still)\s+)*"
)
_SHALL_BE = re.compile(
    r"s?\s+(?:(?:part|line)\s+)?(?:(?:could|should|can|might|must|needs?\s+to|has\s+to|to)\s+)?be\s+"
    r"(?:(?:a|bit|little|lot|way|much|even|slightly|more|less)\s+)*"
)


#: what stands before a word of mood that is a wish: a sign, or a word that joins it or asks for it
_ASKED_BEFORE = re.compile(
    r"(?:^|[^\w\s'-]\s*|\x1f\s*|\b(?:and|but|or|yet|more|less|not|too|even|also|then|now|please|just|be"
    r"|being|feel|feels|sound|sounds|go|something|anything"
    r"|(?:make|keep|want|like|have|need|turn|get|making)\s+(?:it|this|that|things|everything)(?:\s+all)?|as"
    r"|in|with|very|really|super|bit|little|kind\s+of|so|much|way"
    r"|the\s+(?:mood|vibe|feel|feeling|tone)(?:\s+\w+)?)\s+(?:(?:an?|the|some|more|less|very|really|so|bit"
    r"|little|kind\s+of|slightly|of)\s+)*)$"
)
#: it is what a clause is about, or only an adverb: "goodbyes take time", "still spooky but in 3/4"
_SUBJECT_OF = re.compile(
    r"e?s?\s+(?:walks?|runs?|dances?|sings?|sleeps?|moves?|enters?|leaves?|sits?|stands?|wants|likes|hates"
    r"|loves|says|asks|plays"
    r"|waits|takes?|needs?|is|are|was|were|has|have|comes?|goes|makes?|can|will|should|must|lasts?|don't"
    r"|doesn't|on\s+(?:me|you|us|him|her|them))\b"
)
_BE_STILL = re.compile(
    r"\b(?:be|more|very|so|and|sound|feel|keep\s+(?:it|this)|make\s+(?:it|this)|a|really|perfectly|quite)\s+$"
)
_STILL = re.compile(r"\s+(?!and\b|please\b|mood\b|atmosphere\b|feel)[a-z]|\s*$")
_ASKED_AFTER = re.compile(
    r"\s+(?:\w+\s+)?(?:mood|vibes?|feel|feeling|tone|touch|version|style|sound|atmosphere|energy|song|piece"
    r"|tune|track|melody|one)\b"
)


def is_asked_for(text: Text, word: MoodWord) -> bool:
    """Whether a word of mood beside other wishes is one too: "slower and sad", but not
    "the bride wants D major"."""
    if word.entry.word == "still" and _STILL.match(text.lower, word.end):
        return bool(_BE_STILL.search(text.lower[: word.start]))
    if word.comparison or word.negated or not text.lower[word.start : word.end].isascii():
        return True
    if _SUBJECT_OF.match(text.lower, word.end):
        return False
    return bool(_ASKED_BEFORE.search(text.lower[: word.start]) or _ASKED_AFTER.match(text.lower, word.end))


def describes_an_instrument(text: Text, slots: Slots, word: MoodWord) -> bool:
    """Whether the word is how an instrument plays: "add a soft flute", "the drums are too loud" and "turn the
    bass down" make the piece no softer."""
    instruments = [n for n in slots.names if n.kind == "instrument"]
    if word.entry.word in _LOUDNESS:
        before = text.lower[: word.start]
        if any(_SOUNDS.fullmatch(before[n.end :]) for n in instruments if n.end <= word.start):
            return True
    elif any(_SHALL_BE.fullmatch(text.lower[n.end : word.start]) for n in instruments if n.end <= word.start):
        return True  # "can the drums be more epic"
    elif word.comparison or not (word.entry.word in _PRAISED or _ADD.search(text.lower[: word.start])):
        return False
    return any(
        re.fullmatch(r"[\s的]*(?:the\s+|that\s+|those\s+)?", text.lower[word.end : n.start])
        for n in instruments
        if n.start >= word.end
    )


#: how people and things are, said of anybody but the music: "cruise ship crowd's asleep"
_TOLD = re.compile(
    rf"(?:^|[.;!?,]\s+)(?:(?!{MUSIC_THING})[\w']+\s+){{0,4}}?(?!{MUSIC_THING}|it\b|it's|this\b|that\b"
    r"|that's|these\b"
    r"|those\b|everything\b|all\b|there\b|i\b|i'd\b|we\b|you\b|should\b|must\b)[\w']+?(?:'s|\s+(?:is|are"
    r"|was|were|looks?"
    r"|looked|seems?|fell|has\s+been|have\s+been))\s+(?:(?:so|very|all|quite|half|already|still|now|too|a"
    r"|bit)\s+)*$"
)


_CHINESE_TOLD = re.compile(
    r"(?:^|[,，。;；!！ ])(?![^,，。]*[更再要点加变换来想做改乐曲歌调氛围气情绪感觉整体])"
    r"[一-鿿]{1,4}(?:很|好|都|太|有点)?$"
)
_OF_PEOPLE = re.compile(r"的(?:人|孩子|小孩|老板|同学|朋友|客人|时候|那位|老师|邻居)")


def is_told(text: Text, word: MoodWord) -> bool:
    """Whether a word of mood says how somebody is, which beside a wish asks for nothing."""
    before = text.lower[: word.start]
    chinese = re.match(
        r"(?:了|呢|坏了|得很)?[,，。;；!！ ]", text.lower[word.end :]
    ) and _CHINESE_TOLD.search(before)
    told = _TOLD.search(before) or chinese or _OF_PEOPLE.match(text.lower, word.end)
    return not word.comparison and not word.negated and bool(told)
