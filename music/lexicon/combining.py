"""Several mood words together: degree, negation and contrast become one place on the circumplex."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from music.lexicon.finding import MoodWord, find_mood_words

Axis = Literal["valence", "arousal"]
AXES: tuple[Axis, ...] = ("valence", "arousal")

#: A mood that is said at all lies at least this far from the centre, however small its degree word.
FLOOR = 0.2
#: "not sad" says less about happiness than "happy" does; "not too sad" and "less sad" less still.
NEGATED, NEGATED_MILDLY = -0.5, -0.4
#: After "but" comes what matters ("calm but tense").
CONTRAST_WEIGHT = 1.5


@dataclass(frozen=True, slots=True)
class MoodReading:
    """A place on the circumplex, None on an axis of which nothing was said, and the words it came from."""

    valence: float | None
    arousal: float | None
    words: tuple[str, ...]


def dominant_axes(word: MoodWord) -> frozenset[Axis]:
    """The axes that the word is mostly about: "sad" valence, "calm" arousal, "furious" both."""
    sizes: dict[Axis, float] = {axis: abs(getattr(word.entry, axis) or 0.0) for axis in AXES}
    largest = max(sizes.values())
    return frozenset(axis for axis, size in sizes.items() if size and size >= 0.8 * largest)


def placed(word: MoodWord, axis: Axis) -> float | None:
    """Where the word with its degree and negation lies on `axis`, or None."""
    value: float | None = getattr(word.entry, axis)
    if value is None:
        return None
    if word.negated or word.comparison < 0:
        if axis not in dominant_axes(word):
            return None
        value *= NEGATED if word.negated and word.degree == 1.0 else NEGATED_MILDLY
    else:
        value *= word.degree
    if axis in dominant_axes(word) and abs(value) < FLOOR:
        value = FLOOR if value > 0 else -FLOOR
    return max(-1.0, min(1.0, value))


def combine(words: Sequence[MoodWord]) -> MoodReading | None:
    """The words' mean on each axis, weighted by how strongly each word speaks of it; None without words."""
    if not words:
        return None
    means: dict[Axis, float | None] = {}
    for axis in AXES:
        total = weight = 0.0
        for word in words:
            value = placed(word, axis)
            if value is not None:
                share = abs(value) * (CONTRAST_WEIGHT if word.contrasted else 1.0)
                total += share * value
                weight += share
        means[axis] = round(total / weight, 3) if weight else None
    said = tuple(
        dict.fromkeys(
            ("not " if w.negated else "less " if w.comparison < 0 else "") + w.entry.word for w in words
        )
    )
    return MoodReading(means["valence"], means["arousal"], said)


def read_mood(text: str) -> MoodReading | None:
    """The mood that `text` describes, or None where it holds no mood word."""
    return combine(find_mood_words(text))
