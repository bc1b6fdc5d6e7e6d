"""What a language calls the things of music: lexicons/<code>.txt, read once.

A line is `English: phrase, phrase`; a phrase that ends in * stands for all its endings ("triste*"). Of the
English side, "-" drops a phrase, "#seconds" is meant right behind a number only, and "<without" is said
behind what it is about (drums-without, as Japanese has it). Lines that begin with @ say how keys are named
and words compared; a line of # is a heading, and what stands below "# moods" can be compared.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from bot.understanding.number_words import number_words

#: languages that are read through a lexicon; English and Chinese are read as they are
LEXICON_LANGUAGES = ("es", "fr", "de", "pt", "ja", "ko", "ru", "ar")
#: written without spaces between the words that matter
UNSPACED = frozenset({"ja", "ko"})
#: a stem shorter than this would match too much
_SHORTEST_STEM = 3

_ARABIC_FORMS = str.maketrans({"ى": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي", "ـ": ""})


@dataclass(frozen=True, slots=True)
class Phrase:
    """`tokens` as they are compared; with `open_end` the last may go on. `english` is read instead."""

    tokens: tuple[str, ...]
    english: str
    open_end: bool = False
    compares: bool = False


@dataclass(frozen=True, slots=True)
class Lexicon:
    """`exact` and `stems` hold phrases by their first token (of a stem its first letters), longest first;
    `key` finds a key with its groups letter, accidental and mode."""

    language: str
    exact: dict[str, tuple[Phrase, ...]]
    stems: dict[str, tuple[Phrase, ...]]
    key: "re.Pattern[str] | None"
    letters: dict[str, str]
    flats: frozenset[str]
    sharps: frozenset[str]
    minors: frozenset[str]
    comparative_endings: tuple[str, ...] = ()
    not_compared_after: frozenset[str] = frozenset()
    longest: int = field(default=1)


def folded(word: str, language: str) -> str:
    """`word` as it is compared: lower case, and without accents where people leave them out."""
    word = word.lower()
    if language in UNSPACED:
        return word
    plain = "".join(c for c in unicodedata.normalize("NFD", word) if unicodedata.category(c) != "Mn")
    if language == "ar":
        plain = plain.translate(_ARABIC_FORMS)
        if plain.startswith("ال") and len(plain) > 4:
            plain = plain[2:]
    return plain.replace("ß", "ss").replace("œ", "oe")


def tokens_of(text: str) -> list[str]:
    """Words, numbers and signs, in order."""
    return re.findall(r"\d+(?:[.,:/]\d+)*|[^\W\d_]+|[^\w\s]", text)


def _phrase(said: str, english: str, language: str, compares: bool) -> Phrase:
    open_end = said.endswith("*")
    said = said.rstrip("*")
    if language in UNSPACED:
        return Phrase((said.lower(),), english, open_end, compares)
    words = [folded(token, language) for token in tokens_of(said) if token not in "-'"]
    return Phrase(tuple(words), english, open_end, compares)


def _key_pattern(settings: dict[str, list[str]], language: str) -> "re.Pattern[str] | None":
    if "letters" not in settings:
        return None
    spaced = language not in UNSPACED

    def any_of(words: list[str]) -> str:
        said = {folded(w, language) for w in words}
        return "|".join(sorted(map(re.escape, said), key=len, reverse=True))

    letters = any_of([w.partition("=")[0] for w in settings["letters"]] + list("cdefgab"))
    signs = any_of([*settings.get("sharp", []), *settings.get("flat", []), "#", "♯", "♭"])
    modes = any_of([*settings["major"], *settings["minor"]])
    if not spaced:
        return re.compile(
            rf"(?P<accidental>{signs})?\s?(?P<letter>{letters})(?P<sign>[#♯♭])?\s?(?P<mode>{modes})"
        )
    endings = "" if language != "ru" else r"(?:е|а|ный|ная|ном)?"
    prefix = r"(?:ال)?" if language == "ar" else ""
    return re.compile(
        rf"(?<![^\W_])(?P<letter>{letters})(?:[\s-]*(?P<accidental>{signs}))?[\s-]*{prefix}"
        rf"(?P<mode>{modes}){endings}"
        rf"(?![^\W_])"
    )


@cache
def english_sides() -> tuple[str, ...]:
    """Every English word or phrase that the lexicons lead to."""
    tables = (lexicon(language) for language in LEXICON_LANGUAGES)
    found = {
        p.english
        for known in tables
        for table in (known.exact, known.stems)
        for ps in table.values()
        for p in ps
    }
    return tuple(sorted(found))


@cache
def lexicon(language: str) -> Lexicon:
    """The lexicon of one of LEXICON_LANGUAGES."""
    text = files("bot.understanding").joinpath("lexicons", f"{language}.txt").read_text(encoding="utf-8")
    settings: dict[str, list[str]] = {}
    phrases: list[Phrase] = []
    heading = ""
    for line in text.splitlines():
        if line.startswith("#") and not re.match(r"#\w", line):
            heading = line.lstrip("# ").strip()
            continue
        english, found, said = line.partition(": ")
        if not found:
            continue
        words = [word.strip() for word in said.split(", ") if word.strip()]
        if english.startswith("@"):
            settings[english[1:]] = words
        else:
            phrases += [_phrase(word, english.strip(), language, heading == "moods") for word in words]
    said_here = {phrase.tokens for phrase in phrases}
    counted = (_phrase(word, digits, language, False) for word, digits in number_words(language).items())
    phrases += [phrase for phrase in counted if phrase.tokens not in said_here]
    exact: dict[str, list[Phrase]] = {}
    stems: dict[str, list[Phrase]] = {}
    for phrase in phrases:
        first = phrase.tokens[0]
        if phrase.open_end and len(phrase.tokens) == 1 and language not in UNSPACED:
            stems.setdefault(first[:_SHORTEST_STEM], []).append(phrase)
        else:
            exact.setdefault(first, []).append(phrase)

    def longest_first(table: dict[str, list[Phrase]]) -> dict[str, tuple[Phrase, ...]]:
        return {
            k: tuple(sorted(v, key=lambda p: (-len(p.tokens), -len(p.tokens[-1])))) for k, v in table.items()
        }

    return Lexicon(
        language,
        longest_first(exact),
        longest_first(stems),
        _key_pattern(settings, language),
        {folded(a, language): b for a, _, b in (w.partition("=") for w in settings.get("letters", []))},
        frozenset(folded(w, language) for w in [*settings.get("flat", []), "♭"]),
        frozenset(folded(w, language) for w in [*settings.get("sharp", []), "#", "♯"]),
        frozenset(folded(w, language) for w in settings.get("minor", [])),
        tuple(settings.get("comparative", ())),
        frozenset(settings.get("not compared after", ())),
        max(len(first) for first in exact),
    )
