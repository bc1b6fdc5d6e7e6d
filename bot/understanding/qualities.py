"""Qualities of music that members compare: which words say more of one and which say less.

A quality is named by an adjective ("fast") or a noun ("punch"). The slots know a few words for each change
("slower", "busier", "more energetic"); every other word for it leads there.
"""

from functools import cache

from music.lexicon import entries

#: adjectives -> (what more of it is, what less of it is)
_ADJECTIVES = {
    "fast quick speedy brisk rapid rushed hurried hasty": ("faster", "slower"),
    "slow sluggish draggy dragging plodding": ("slower", "faster"),
    "long lengthy drawn-out": ("longer", "shorter"),
    "short brief": ("shorter", "longer"),
    "busy dense crowded cluttered full thick complicated complex intricate packed muddy fussy": (
        "busier", "sparser"),
    "sparse empty thin bare simple minimal skeletal plain basic": ("sparser", "busier"),
    "punchy snappy upfront hard in-your-face catchy": ("more energetic", "calmer"),
    "dull bland flat tame weak wimpy limp monotonous boring lifeless underwhelming safe sleepy": (
        "calmer", "more energetic"),
    "cheesy corny cutesy goofy silly": ("more playful", "more serious"),
    "downbeat bleak heavy-hearted": ("sadder", "happier"),
    "harsh rough abrasive": ("more aggressive", "less aggressive"),
    "light": ("lighter", "darker"),
    "big huge massive large grandiose full-on": ("more epic", "calmer"),
    "small intimate restrained minimalistic understated subtle tender delicate": ("calmer", "more intense"),
    "crisp tight clean clear airy open roomy": ("sparser", "busier"), "messy cluttery noisy": ("busier", "sparser"),
    "loose relaxing sleepier drowsy": ("calmer", "more energetic"), "tough mean nasty filthy dirty": ("more aggressive", "calmer"),
}  # fmt: skip
#: nouns -> (what more of it is, what less of it is)
_NOUNS = {
    "punch oomph umph kick drive pep life zip bounce juice fire muscle momentum push spark vigor vigour"
    " impact weight hype groove movement": ("more energetic", "calmer"),
    "edge grit bite attitude teeth dirt": ("more edgy", "less edgy"),
    "emotion feeling feels heart soul": ("more emotional", "less emotional"),
    "speed pace tempo bpm": ("faster", "slower"),
    "length duration runtime": ("longer", "shorter"),
    "notes layers texture detail details density busyness clutter complexity stuff movement": (
        "busier", "sparser"),
    "space air room emptiness simplicity": ("sparser", "busier"),
    "volume loudness": ("louder", "quieter"),
    "brightness light sunshine cheer": ("brighter", "darker"),
    "chill chillness calmness": ("calmer", "more energetic"),
    "happiness positivity joyfulness": ("happier", "sadder"),
    "grandeur epicness": ("more epic", "less epic"),
}  # fmt: skip


@cache
def _table(nouns: bool) -> dict[str, tuple[str, str]]:
    source = _NOUNS if nouns else _ADJECTIVES
    return {word: change for words, change in source.items() for word in words.split()}


def change_of_adjective(word: str) -> tuple[str, str] | None:
    """(more of it, less of it) in words that the slots know; None for a word that names no quality."""
    known = _table(False).get(word)
    if known is not None:
        return known
    mood = word if word in entries("english") else word.replace("-", " ")
    return (f"more {mood}", f"less {mood}") if mood in entries("english") else None


def change_of_noun(word: str) -> tuple[str, str] | None:
    """As `change_of_adjective`, for "punch" and "drama"; "sadness" and "darkness" are moods of their own."""
    known = _table(True).get(word)
    if known is not None:
        return known
    for mood in (word, word.removesuffix("ness")):
        if mood in entries("english"):
            return f"more {mood}", f"less {mood}"
    return None


def change_of(word: str) -> tuple[str, str] | None:
    """As the two above, for a word that may be either."""
    return _table(True).get(word) or _table(False).get(word) or change_of_noun(word) or change_of_adjective(word)


#: comparatives that the slots read as they stand
_READ = frozenset("faster slower longer shorter busier denser sparser fuller thinner thicker simpler emptier".split())


def change_of_comparative(word: str) -> str | None:
    """What "punchier" or "bigger" comes to; None for what the slots read themselves, or no comparative."""
    if word in _READ or not word.endswith("er"):
        return None
    stem = word[:-2]
    forms = [stem, stem + "e", stem[:-1] + "y" if stem.endswith("i") else "", stem[:-1] if stem[-1:] == stem[-2:-1] else ""]
    known = next((form for form in forms if form in _table(False)), None)
    return None if known is None or known in entries("english") else _table(False)[known][0]


def is_quantity(word: str) -> bool:
    """Whether an adjective is about tempo, length or density: "it is slow" is a complaint."""
    return word not in ("simple", "clean", "clear", "tight", "open", "rich") and any(end in ("faster", "longer", "busier") for end in _table(False).get(word, ()))
