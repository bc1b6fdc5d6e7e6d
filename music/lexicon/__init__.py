"""Mood words and situations in English and Chinese, and emoji, on Russell's circumplex.

The tables (english.csv, chinese.csv, emoji.csv: word, valence, arousal) are our own musical judgement: what
a listener who says the word wants to hear. An empty cell means that the word says nothing on that axis.
"""

from music.lexicon.combining import MoodReading, combine, read_mood
from music.lexicon.finding import MoodWord, find_mood_words
from music.lexicon.tables import Entry, entries
from music.mood import Mood

__all__ = [
    "Entry",
    "MoodReading",
    "MoodWord",
    "combine",
    "entries",
    "find_mood_words",
    "mood_of_words",
    "read_mood",
]


def mood_of_words(text: str) -> Mood | None:
    """The Mood that `text` describes, or None where it holds no mood word.

    An axis of which the words say nothing is 0; use `read_mood` to tell the two apart.
    """
    reading = read_mood(text)
    if reading is None:
        return None
    return Mood(reading.valence or 0.0, reading.arousal or 0.0, reading.words)
