"""Slips of the keyboard in the words of music: "pinao", "melancoly", "techhno".

Only two neighbours swapped, or one letter too many or too few, are put right, and only where one word of
the vocabulary fits: other distances turn real words into wrong ones ("match", "horse", "sting"). In long
names of instruments one vowel may be another ("accordian"), and in long words the wrong letter may be the
doubled one ("reccomend").
"""

import re
from functools import cache, lru_cache
from importlib.resources import files

from bot.understanding.instrument_names import spoken_names
from bot.understanding.qualities import is_comparative, qualities
from music.lexicon import entries
from music.styles import BUILT_IN_STYLES

_SHORTEST_SWAP, _SHORTEST_GAP, _SHORTEST_VOWEL, _SHORTEST_DOUBLED = 5, 6, 7, 8
#: words that people wrote whose correction is remembered
_KEPT = 4096
#: no word of the tables has so many letters; a wall of letters has neighbours without end
_LONGEST = 20
#: plurals that are one missing letter away from nothing else
_SURE_PLURALS = frozenset(("strings", "seconds", "minutes", "semitones"))
#: so common that four of their letters tell
_SHORT_ONES = frozenset(
    ("tempo", "minor", "major", "waltz", "happy", "funky", "jazzy", "angry", "chill", "piano")
)
_MORE_WORDS = re.findall(
    r"\w+",
    """tempo minor major without guitar music melody recommend compose generate minutes seconds something
    please measures slower faster longer shorter adagio andante moderato allegro vivace presto largo
    remove replace switch change happier sadder brighter darker calmer louder quieter busier simpler
    energetic minute speed instead version twice needs semitone another enough everything increase
    length bring raise quicker extend jazzier creepier spookier gloomier funkier higher octave fewer
    again should would prefer sounds semitones octaves relative whole feeling fuller third fifth
    rather trade gotta kinda adding shave leave chiller drumless annoying short decrease transpose
    louder softer livelier moodier dreamier scarier warmer colder cooler gentler heavier lighter
    denser sparser thinner thicker bouncier groovier catchier punchier peppier cheerier merrier
    jollier sweeter smoother rougher harsher wilder crazier weirder stranger grander bigger smaller
    deeper lower mellower cozier edgier grittier sleepier slowly quickly simple really quite nothing""",
)


#: words that end in two of a letter, or are told by them
_DOUBLED = frozenset(
    ("too", "less", "chill", "good", "cool", "all", "well", "full", "bass", "soon", "spooky", "moody",
     "drill", "off", "need", "keep")
)  # fmt: skip
_STRETCHED = re.compile(r"(?<![\w'])(?=[a-z]*([a-z])\1\1)[a-z]+(?![\w'])", re.IGNORECASE)
_COMPARED = re.compile(
    r"(?P<how>\b(?:more|less|too|so|super|really|very|quite|pretty|bit|way|as|not)\s+)"
    r"(?P<word>[a-z]{4,})(?![\w'])"
)


@cache
def _real_words() -> frozenset[str]:
    """Real words one slip away from a word of the vocabulary."""
    return frozenset(
        files("bot.understanding").joinpath("real_words.txt").read_text(encoding="utf-8").split()
    )


@cache
def vocabulary() -> frozenset[str]:
    words = set(_MORE_WORDS)
    spoken = [*spoken_names(), *(word for word in entries("english") if " " not in word)]
    for style in BUILT_IN_STYLES.values():
        spoken += [style.name, *style.aliases]
    for phrase in spoken:
        words.update(re.findall(r"[a-z]+", phrase.lower()))
    return frozenset(words)


@cache
def _known() -> frozenset[str]:
    """Words that are spelled as they shall be: the vocabulary, and what else names a quality."""
    return vocabulary() | qualities("adjectives").keys() | qualities("nouns").keys() | _real_words()


@cache
def _with_one_letter_missing() -> dict[str, set[str]]:
    table: dict[str, set[str]] = {}
    for word in vocabulary():
        if len(word) >= _SHORTEST_GAP - 1:
            for i in range(1, len(word)):
                table.setdefault(word[:i] + word[i + 1 :], set()).add(word)
    return table


def _singly(word: str) -> str:
    """`word` with every doubled letter written once."""
    return re.sub(r"([a-z])\1+", r"\1", word)


@cache
def _by_single_letters() -> dict[str, str]:
    """Long words of the vocabulary by their spelling with doubled letters written once, where that tells."""
    table: dict[str, set[str]] = {}
    for word in vocabulary():
        if len(word) >= _SHORTEST_DOUBLED:
            table.setdefault(_singly(word), set()).add(word)
    return {plain: words.pop() for plain, words in table.items() if len(words) == 1}


@lru_cache(_KEPT)
def _correction(word: str) -> str | None:
    known = vocabulary()
    plain = word.removesuffix("s")
    if word in _known() or plain in known or not _SHORTEST_SWAP - 1 <= len(word) <= _LONGEST:
        return None
    swapped = {word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in range(1, len(word) - 1)} & known
    if swapped and len(word) >= _SHORTEST_SWAP:
        return swapped.pop() if len(swapped) == 1 else None
    near: set[str] = set()
    if len(word) == _SHORTEST_SWAP - 1:
        near |= {
            w for w in _with_one_letter_missing().get(word, ()) if w in spoken_names() or w in _SHORT_ONES
        }
    if len(word) >= _SHORTEST_GAP:
        near |= {word[:i] + word[i + 1 :] for i in range(1, len(word) - 1)} & known
        near = {n for n in near if len(n) >= _SHORTEST_SWAP}
    if len(word) >= _SHORTEST_GAP - 1:
        near |= {
            w
            for w in _with_one_letter_missing().get(word, ())
            if len(w) > 8 or not w.endswith(("s", "y")) or (w in _SURE_PLURALS and not w.startswith(word))
        }
    if not near and len(plain) >= _SHORTEST_VOWEL:
        near = _with_another_vowel(plain)
    if not near and len(word) >= _SHORTEST_DOUBLED:
        near = {w for w in (_by_single_letters().get(_singly(word)),) if w is not None}
    return near.pop() if len(near) == 1 else None


def _with_another_vowel(word: str) -> set[str]:
    """The instruments that are spelled so but for one vowel: "accordian", "ukelele"."""
    vowels = "aeiouy"
    places = [i for i, letter in enumerate(word) if i and letter in vowels]
    return {w for i in places for v in vowels if (w := word[:i] + v + word[i + 1 :]) in spoken_names()}


@cache
def _compared() -> frozenset[str]:
    """Every quality and mood that is one word."""
    named = (*qualities("adjectives"), *qualities("nouns"), *entries("english"))
    return frozenset(w for w in named if w.isalpha())


@lru_cache(_KEPT)
def _quality(word: str) -> str | None:
    """The one quality or mood that is a slip away from `word`."""
    known = _compared()
    if word in known or word in vocabulary() or word in _real_words() or word.endswith(("er", "ly")):
        return None
    if len(word) > _LONGEST:
        return None
    near = {
        *(word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in range(len(word) - 1)),
        *(word[:i] + word[i + 1 :] for i in range(len(word))),
        *(
            word[:i] + letter + word[i:]
            for i in range(1, len(word) + 1)
            for letter in "abcdefghijklmnopqrstuvwxyz"
        ),
    }
    fitting = {w for w in near & known if len(w) >= _SHORTEST_SWAP - 1 and w != word + "y"}
    return fitting.pop() if len(fitting) == 1 else None


def with_qualities_spelled(text: str) -> str:
    """`text` with a slip put right in what is compared: "more hapy", "less dens"."""
    return _COMPARED.sub(lambda m: m["how"] + (_quality(m["word"]) or m["word"]), text)


def _short(match: re.Match[str]) -> str:
    word = match.group().lower()
    if len(set(word)) < 3 and len(word) < 6 and word[0] in "hmau":
        return word  # "mmm", "hmmm"
    single, double = (re.sub(r"([a-z])\1{2,}", kept, word) for kept in (r"\1", r"\1\1"))
    known = double in _DOUBLED or double in vocabulary() or is_comparative(double)
    return double if known and not is_comparative(single) else single


def unstretched(text: str) -> str:
    """`text` with letters said once that are drawn out: "sooo slowww" is "so slow"."""
    return _STRETCHED.sub(_short, text)


def corrected(text: str) -> str:
    """`text` with slips in lower-case Latin words put right."""
    return re.sub(r"(?<![\w'#-])[a-z]{4,}(?![\w'])", lambda m: _correction(m.group()) or m.group(), text)
