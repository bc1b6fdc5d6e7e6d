"""A message in one of the lexicon languages becomes the English that the slots are read from.

No translation for people: what the lexicon does not know is left out, unless it is a word of music that
every language shares ("jazz", "adagio", "bpm").
"""

import re
from functools import cache

from bot.understanding.instrument_names import spoken_names
from bot.understanding.lexicon import UNSPACED, Lexicon, Phrase, folded, lexicon, tokens_of
from bot.understanding.related_styles import related_styles
from music.lexicon import entries
from music.styles import BUILT_IN_STYLES

_SHARED = """
bpm tempo lo fi hip hop bossa nova edm lofi allegro adagio andante moderato presto vivace largo lento
larghetto allegretto andantino prestissimo groove beat loop boss max min midi
"""
#: Arabic writes these small words in one with the next
_ARABIC_PREFIXES = (
    ("وبال", "and with"), ("وال", "and"), ("بال", "with"), ("لل", "for"), ("فال", "and"), ("كال", "like"),
    ("و", "and"), ("ب", "with"), ("ل", "for"), ("ف", "and"),
)  # fmt: skip
_ARABIC_MARKS = str.maketrans("،؛؟", ",;?")
_SHORTEST_SHARED_MOOD = 5


@cache
def shared_names() -> frozenset[str]:
    """Names of instruments, styles and tempi that every language has, in lower case."""
    words = set(_SHARED.split())
    for style in BUILT_IN_STYLES.values():
        words.update(w for w in (style.name, *style.aliases) if w.isascii() and w.isalpha() and len(w) > 2)
    words.update(w for name in related_styles() for w in re.findall(r"[a-zñóã]+", name) if len(w) > 3)
    words.update(w for w in spoken_names() if w.isascii() and w.isalpha() and len(w) > 2)
    return frozenset(words - {"horn", "voice", "bell", "strings", "string", "tom"})


@cache
def shared_words() -> frozenset[str]:
    """The shared names, and the English mood words that others borrow."""
    moods = {w for w in entries("english") if w.isalpha() and len(w) >= _SHORTEST_SHARED_MOOD}
    return shared_names() | moods


def _named_key(found: "re.Match[str]", known: Lexicon) -> str:
    letter = found["letter"]
    name = known.letters.get(letter, letter.upper())
    accidental = found["accidental"] or (found.groupdict().get("sign") or "")
    if accidental:
        name += "b" if accidental in known.flats else "#"
    return f"in {name} {'minor' if found['mode'] in known.minors else 'major'}"


def _placed(segments: list[str], english: str) -> None:
    """Appends what was read; "<without" goes before the thing, or the list of things, that it follows."""
    if not english.startswith("<"):
        segments.append(english)
        return
    at = len(segments) - 1
    if at >= 1 and segments[at - 1].isdecimal():
        at -= 1  # a number goes with its unit
    while at >= 2 and segments[at - 1] == "and":
        at -= 2
    segments.insert(max(0, at), english[1:])


# --- languages with spaces --------------------------------------------------------------------------------


def _best(known: Lexicon, words: list[str], at: int, first: str) -> tuple[Phrase, str] | None:
    """The longest phrase that begins with `first` at words[at], and what follows its stem."""
    for phrase in (*known.exact.get(first, ()), *known.stems.get(first[:3], ())):
        length = len(phrase.tokens)
        said = (first, *words[at + 1 : at + length])
        if len(said) != length or said[: length - 1] != phrase.tokens[:-1]:
            continue
        if said[-1] == phrase.tokens[-1]:
            return phrase, ""
        if phrase.open_end and said[-1].startswith(phrase.tokens[-1]):
            return phrase, said[-1][len(phrase.tokens[-1]) :]
    return None


def find_phrase(known: Lexicon, words: list[str], at: int) -> tuple[str, Phrase, str] | None:
    """(English of a prefix, phrase, ending) at words[at], or None."""
    best = _best(known, words, at, words[at])
    if best is not None:
        return "", *best
    if known.language == "ru" and words[at].startswith("по"):  # "повеселее" is a bit more cheerful
        best = _best(known, words, at, words[at][2:])
        if best is not None and best[0].compares and best[1].startswith(known.comparative_endings):
            return "a bit", *best
    if known.language == "ar":
        for prefix, english in _ARABIC_PREFIXES:
            stem = folded(words[at][len(prefix) :], "ar")
            if words[at].startswith(prefix) and len(stem) >= 2:
                best = _best(known, words, at, stem)
                if best is not None:
                    return english, *best
    return None


def _spaced(text: str, known: Lexicon) -> list[str]:
    raw = tokens_of(text)
    kept: list[str] = []
    for i, token in enumerate(raw):  # hyphens and apostrophes inside words join nothing here
        inside = 0 < i < len(raw) - 1 and raw[i - 1][-1].isalpha() and raw[i + 1][0].isalpha()
        if not (token in "-'" and inside):
            kept += _parts_of_compound(token, known) if known.language == "de" else [token]
    words = [folded(token, known.language) for token in kept]
    segments: list[str] = []
    i = 0
    while i < len(words):
        found = find_phrase(known, words, i)
        if found is not None and not (
            found[1].english.startswith("#") and not (i and words[i - 1][0].isdigit())
        ):
            prefix, phrase, ending = found
            if prefix:
                segments.append(prefix)
            compared = (
                phrase.compares
                and bool(ending)
                and ending.startswith(known.comparative_endings or ("\0",))
                and not (i and words[i - 1] in known.not_compared_after)
            )
            if compared:
                segments.append("more")
            if phrase.english != "-":
                _placed(segments, phrase.english.lstrip("#"))
            i += len(phrase.tokens)
            continue
        token = kept[i]
        if (
            not token[0].isalpha()
            or words[i] in shared_words()
            or words[i].removesuffix("s") in shared_words()
        ):
            segments.append(token.lower())
        elif re.fullmatch(r"[A-G][#b♯♭]?m|[A-G]b", token) or (
            re.fullmatch(r"[A-G]", token) and i + 1 < len(kept) and kept[i + 1] in "#♯♭m"
        ):
            segments.append(token)
        i += 1
    return segments


#: what German writes in one word with what it is of: "Gitarrenmusik"
_COMPOUND_ENDS = re.compile(
    r"(?P<of>[a-zäöüß]{4,}?)(?P<link>en|er|es|n|s|e)?(?P<what>musik|stück|lied|song|solo|klänge|melodie"
    r"|begleitung|sound|beat"
    r"|stimmung|quartett|trio|duett|walzer|ballade|track|riff|thema)(?P<end>[a-z]{0,2})"
)


def _parts_of_compound(token: str, known: Lexicon) -> list[str]:
    """A German compound that the lexicon does not know, in two words of which it knows the first."""
    word = token.lower()
    if find_phrase(known, [folded(word, "de")], 0) is not None or word in shared_words():
        return [token]
    found = _COMPOUND_ENDS.fullmatch(word)
    if found is None:
        return [token]
    for of in (found["of"] + (found["link"] or ""), found["of"], found["of"] + "e"):
        compared = folded(of, "de")
        if find_phrase(known, [compared], 0) is not None or compared in shared_words():
            return [of, found["what"]]
    return [token]


# --- languages without spaces -----------------------------------------------------------------------------


def _unspaced(text: str, known: Lexicon) -> list[str]:
    segments: list[str] = []
    i, after_number, unread = 0, False, 0
    while i < len(text):
        character = text[i]
        if character == "\x02":  # a key that was read before
            end = text.index("\x03", i)
            segments.append(text[i + 1 : end])
            i, after_number = end + 1, False
            continue
        phrase = None
        # Korean has spaces: a number that begins inside a word ("파일 분석") is none
        inside = i > 0 and known.language == "ko" and unread == i and text[i - 1].isalpha()
        for length in range(min(known.longest, len(text) - i), 0, -1):
            candidates = known.exact.get(text[i : i + length], ())
            phrase = next(
                (
                    p
                    for p in candidates
                    if (after_number or not p.english.startswith("#"))
                    and not (inside and p.english[0].isdigit())
                ),
                None,
            )
            if phrase is not None:
                break
        if phrase is not None:
            if phrase.english != "-":
                _placed(segments, phrase.english.lstrip("#"))
            i, after_number = i + len(phrase.tokens[0]), False
            continue
        latin = re.compile(r"\d+(?:[.,:/]\d+)*|[a-z][a-z'&-]*[#♯]?m?").match(text, i)
        if latin:
            segments.append(latin.group())
            i, after_number = latin.end(), latin.group()[0].isdigit()
            continue
        if character in ",.!?、。！？;:#%★⭐" or ord(character) > 0x1F000:
            segments.append({"、": ",", "。": ".", "！": "!", "？": "?"}.get(character, character))
        if not character.isspace():
            after_number = False
        i += 1
        unread = i
    return segments


#: to so much, which word by word would be by so much: "auf 30 Takte verlängern"
_TO_SO_MUCH = {
    "de": (
        re.compile(
            r"\bauf\s+(\d+)\s+(takte?n?|sekunden|minuten)\s+(?:ver|aus)?(?:längern|dehnen|kürzen|lang"
            r"|ziehen)\b",
            re.IGNORECASE,
        ),
        r"mach es \1 \2",
    ),
    "es": (
        re.compile(
            r"(?:ponle|ponl[oa]\s+en|que\s+dure|déjal[oa]\s+en|hazl[oa]\s+de)\s+(\d+)\s+(compases"
            r"|segundos|minutos)",
            re.IGNORECASE,
        ),
        r"que sea \1 \2",
    ),
    "ko": (re.compile(r"(\d+)\s*(초|분|마디)(?:로|으로)\s*(?:줄|늘|맞|바꿔|해|만들)\S*"), r"\1 \2"),
    "ru": (
        re.compile(r"^\W*(\d{2,3})\s+(?:сделай(?:те)?|давай(?:те)?|поставь(?:те)?)\W*$", re.IGNORECASE),
        r"\1 bpm",
    ),
}


_TEMPO = r"(?<![\d.,:])([4-9]\d|1\d\d|2[0-2]\d)"
#: a tempo without its unit
_BARE_TEMPO = {
    "ja": re.compile(rf"{_TEMPO}(?:ぐらい|くらい)?で(?=\W*$)"),
    "ko": re.compile(rf"{_TEMPO}(?:으)?로\s*(?:올|내|맞|바|해|하)\S*"),
    "ru": re.compile(rf"(?:давай(?:те)?|сделай(?:те)?|пусть\s+будет)\s+{_TEMPO}(?=\W*$)", re.IGNORECASE),
    "es": re.compile(rf"(?:a|en|mejor)\s+{_TEMPO}(?=\W*$)|{_TEMPO}\s+y\s+ya\b", re.IGNORECASE),
    "fr": re.compile(rf"(?:donc|alors|plutôt|disons)\s+{_TEMPO}(?=\s*(?:$|[,.!]|stp|svp))", re.IGNORECASE),
    "de": re.compile(rf"(?:also|dann|lieber|eher)\s+{_TEMPO}(?=\s*(?:$|[,.!]|bitte))", re.IGNORECASE),
    "pt": re.compile(rf"(?:então|melhor|tipo)\s+{_TEMPO}(?=\W*$)", re.IGNORECASE),
}  # fmt: skip


def _with_units(text: str, language: str) -> str:
    """`text` with amounts in the words that the lexicon knows."""
    if language in _TO_SO_MUCH:
        pattern, plainly = _TO_SO_MUCH[language]
        text = pattern.sub(plainly, text)
    if language in _BARE_TEMPO:
        text = _BARE_TEMPO[language].sub(lambda m: f"{next(filter(None, m.groups()))} bpm", text)
    return text


def in_english(text: str, language: str) -> str:
    """What of `text`, cleaned and in one of the lexicon languages, its lexicon knows, in English."""
    known = lexicon(language)
    text = _with_units(text, language)
    if language in UNSPACED:
        plain = text.lower()
        if known.key is not None:
            plain = known.key.sub(lambda m: f"\x02{_named_key(m, known)}\x03", plain)
        segments = _unspaced(plain, known)
    else:
        segments = []
        end = 0
        plain, shown = _aligned(text, language)
        for found in known.key.finditer(plain) if known.key is not None else ():
            segments += _spaced(shown[end : found.start()], known)
            segments.append(_named_key(found, known))
            end = found.end()
        segments += _spaced(shown[end:], known)
    joined = " ".join(segments).translate(_ARABIC_MARKS)
    return re.sub(r"\s+([,.;!?])", r"\1", joined)


def _aligned(text: str, language: str) -> tuple[str, str]:
    """`text` folded, and the text itself, in which the same places mean the same characters."""
    folds, shown = [], []
    for part in re.findall(r"[^\W\d_]+|[\W\d_]+", text):
        plain = folded(part, language) if part[0].isalpha() else part
        folds.append(plain.ljust(len(part)))
        shown.append(part.ljust(len(plain)))
    return "".join(folds), "".join(shown)
