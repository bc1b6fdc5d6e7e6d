"""How sure a reading is, so that it can be measured and somebody else may be asked about the rest."""

import re
from collections.abc import Sequence

from bot.understanding.mood import is_content
from bot.understanding.request import MUSICAL, Request
from bot.understanding.text import Text
from music.controls import Controls
from music.lexicon import MoodWord

#: so many words that nothing has read make a wish worth asking about, where nothing else was understood
FEW, MANY = 2, 4
#: below this the mood was guessed from scenes, or the intent from little
SURE = 0.7


def unread_words(text: Text, mood_words: Sequence[MoodWord]) -> int:
    """How many words with a meaning of their own no slot has read; a run of Chinese counts by twos."""
    rest = text.rest
    for word in mood_words:
        rest = rest[: word.start] + " " * (word.end - word.start) + rest[word.end :]
    words = {word for word in re.findall(r"[^\W\d_]{3,}", rest) if word.isascii() and is_content(word)}
    return len(words) + sum(len(run) // 2 for run in re.findall("[一-鿿]{2,}", rest))


def is_unsure(request: Request, before: Request | None) -> bool:
    """Whether a reading may well be wrong: nothing was understood though much was said, or the mood
    is a guess by meaning alone.

    Clear small talk, refusals, and requests of which any slot was read by its words are sure.
    """
    if request.intent == "chat":
        return request.confidence <= 0.5 and request.unread >= FEW
    if request.intent not in MUSICAL or (request.references and request.intent != "vary"):
        return False
    guessed = request.controls.valence is not None and not request.controls.mood
    if guessed and request.confidence < SURE:
        return True
    unchanged = request.controls == (before.controls if before else Controls())
    return unchanged and request.back_to is None and request.unread >= MANY
