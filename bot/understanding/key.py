"""Keys in running text: "A minor", "F#m", "in Eb", "es-Moll", "si bémol majeur", "降E大调".

A list of chords is no key, and is marked as read so that nothing else takes its letters.
"""

import re

from bot.understanding.text import Text
from music.errors import ImpossibleControls

_CHORD = (
    r"[A-G][#b♯♭]?(?:maj|min|dim|aug|sus|add|m|M|Δ|ø|°)?(?:2|4|5|6|7|9|11|13)?(?:sus[24]|b5|#5|b9|#9"
    r"|add9)?(?:/[A-G][#b]?)?"
    r"(?![\w#♯♭'])(?!\s*-?\s*(?:major|minor|maj\b|min\b|sharp|flat|dur|moll))"
)
_CHORD_LINK = r"(?:\s*[,|→>–-]\s*(?:and\s+)?|\s+and\s+|\s+to\s+|\s+)"
_CHORDS = re.compile(rf"(?<![\w#]){_CHORD}(?:{_CHORD_LINK}{_CHORD})+")
_AROUND_CHORDS = re.compile(r"chords?|progression|loop|changes|vamp|over", re.IGNORECASE)
_SINGLE_CHORD = re.compile(
    r"\b[A-G][#b]?\s?(?:major|minor|maj|min|m)?\s*(?:7th|7|9|6|dim|sus)?\s+chords?\b", re.IGNORECASE
)

_LETTER = r"(?P<letter>[A-Ga-g])"
_ACCIDENTAL = r"(?P<accidental>\s?[#♯♭]|b(?![a-z]*[ac-ln-z])|[\s-]?sharp|[\s-]?flat|[\s-]?is\b|[\s-]?es\b)?"
_MODE = (
    r"(?P<mode>major|minor|maj|min|dur|moll|mayor|menor|majeur|mineur|maggiore|minore|maior"
    r"|大调|小调|大調|小調)"
)
_WITH_MODE = re.compile(
    rf"(?P<before>\b(?:in|to|of|key|into|:)\s*(?:an?\s+)?)?(?<![\w#']){_LETTER}{_ACCIDENTAL}[\s-]*{_MODE}\b"
    r"(?!\s+(?:key|chord|third|3rd|sixth|seventh|7th|scale|problem|thing|change|tweak|issue|detail|mode"
    r"|mood|league"
    r"|feel|feeling|sound|tonality|setback|bug|inconvenience))",
    re.IGNORECASE,
)
_SHORT = re.compile(
    r"(?<![\w#'])(?P<letter>[A-G])(?P<accidental>[#b♯♭])?(?P<mode>m|min|maj|M)(?![\w#'])(?!\s+(?:I|i|we"
    r"|the)\b)"
)
_BARE = re.compile(
    r"(?:\b(?:in|to)\s+(?:the\s+)?key\s+of\s+|\bkey\s*(?:of|is|:|=|to)?\s+(?:of\s+)?|\b(?:in|to)\s+)"
    r"(?P<letter>[A-G]|(?<=[nofy]\s)[b-dfg])(?P<accidental>[#b♯♭]|[\s-]sharp"
    r"|[\s-]flat)?(?![\w#'&/-])(?!\s+\d)"
)
_BARE_FLAT = re.compile(
    r"(?<![\w#'])(?P<letter>[A-G])(?P<accidental>[#♯♭]|[\s-]sharp|[\s-]flat|b)(?=\s*(?:$|[,.;]))"
)
_CHINESE = re.compile(
    r"(?P<accidental>升|降)?\s*(?P<letter>[A-Ga-g])(?P<sign>[#b♯♭])?\s*(?P<mode>大调|小调|大調|小調|调(?!性)"
    r"|調(?!性))"
)
_GERMAN = re.compile(r"\b(?P<name>(?:[cdefgah]|b)(?:is|es|s)?)[\s-]+(?P<mode>dur|moll)\b", re.IGNORECASE)
_SOLFEGE = {
    "do": "C", "ut": "C", "re": "D", "ré": "D", "mi": "E", "fa": "F", "sol": "G", "la": "A", "si": "B",
    "dó": "C",
    "sí": "B", "fá": "F", "lá": "A",
}  # fmt: skip
_ROMANCE = re.compile(
    r"\b(?P<name>do|ut|ré|re|mi|fa|sol|la|si|dó|fá|lá|sí)\s*(?P<accidental>dièse|bémol|sostenido|bemol"
    r"|diesis|bemolle|#|♭)?\s*"
    r"(?P<mode>majeur|mineur|mayor|menor|maior|maggiore|minore)\b",
    re.IGNORECASE,
)
_NO_SUCH_KEY = re.compile(
    r"\b(?:(?:in|to)\s+(?:the\s+)?key\s+of\s+|key\s+of\s+|in\s+)?(?P<key>[H-Zh-z][#b♯♭]?(?:\s?sharp"
    r"|\s?flat)?\s+(?:major|minor))\b"
    r"|\bkey\s+of\s+(?P<letter>[H-Z][#b]?)(?![\w'])"
)
#: "synthwave, a minor, 100 bpm"
_IN_A_LIST = re.compile(r"(?:^|[,;])\s*\x1f\s*(?:$|[,;.])")
#: words of one letter before "minor" that are no key
_PLURAL_I = re.compile(r"^[Ii]\s")

_MINOR = {"minor", "min", "moll", "menor", "mineur", "minore", "小调", "小調", "m"}


def _named(letter: str, accidental: str, mode: str) -> str:
    sign = accidental.strip(" -").lower()
    if sign in ("#", "♯", "sharp", "is", "升", "dièse", "sostenido", "diesis"):
        sign = "#"
    elif sign in ("b", "♭", "flat", "es", "降", "bémol", "bemol", "bemolle"):
        sign = "b"
    minor = mode == "m" or mode.lower() in _MINOR - {"m"}
    return f"{letter.upper()}{sign} {'minor' if minor else 'major'}"


def _skip_chords(text: Text) -> None:
    for match in list(_CHORDS.finditer(text.rest_original)):
        chords = re.findall(_CHORD, match.group())
        before = text.rest_original[max(0, match.start() - 30) : match.start()]
        listed = (
            len(chords) >= 3 or bool(_AROUND_CHORDS.search(before)) or bool(re.search("[→>–]", match.group()))
        )
        # "A G" may be an article and a key; two chords need something that says so
        if listed or all(len(re.sub(r"[#b]", "", chord)) > 1 for chord in chords):
            text.take(*match.span())
    for _ in text.taken(_SINGLE_CHORD):
        pass


def _german_name(name: str, mode: str) -> str:
    letter = name[0].upper()
    accidental = "#" if name.lower().endswith("is") else "b" if len(name) > 1 else ""
    if letter == "B" and not accidental:
        accidental = "b"
    return _named("B" if letter == "H" else letter, accidental, mode)


def read_key(text: Text) -> tuple[str | None, tuple[str, ...]]:
    """(the key such as "A minor" or None, further keys that were named).

    The spelling asked for is kept ("Gb major" stays Gb). A key without a mode is major. Raises
    ImpossibleControls for a key that does not exist, such as "H# major".
    """
    _skip_chords(text)
    found = [(m.start(), _german_name(m["name"], m["mode"])) for m in text.taken(_GERMAN)]
    found += [
        (m.start(), _named(_SOLFEGE[m["name"]], m["accidental"] or "", m["mode"]))
        for m in text.taken(_ROMANCE)
    ]
    found += [
        (m.start(), _named(m["letter"], m["accidental"] or m["sign"] or "", m["mode"]))
        for m in text.taken(_CHINESE, cased=True)
    ]
    for match in list(_WITH_MODE.finditer(text.rest_original)):
        # lower-case "a minor" is a key after "in" or "to" only
        if (
            match["letter"] == "a"
            and not match["accidental"]
            and not match["before"]
            and " " in match.group()
            and not _IN_A_LIST.search(text.lower[: match.start()] + "\x1f" + text.lower[match.end() :])
        ):
            continue
        text.take(*match.span())
        found.append((match.start(), _named(match["letter"], match["accidental"] or "", match["mode"])))
    for pattern in (_SHORT, _BARE, _BARE_FLAT):
        for match in text.taken(pattern, cased=True):
            mode = match.groupdict().get("mode") or "major"
            found.append((match.start(), _named(match["letter"], match["accidental"] or "", mode)))
    impossible = _NO_SUCH_KEY.search(text.rest_original)
    if impossible and not found and not _PLURAL_I.match(impossible["key"] or ""):
        name = impossible["key"] or impossible["letter"]
        raise ImpossibleControls(f"There is no key {name[:40]!r}; write it like 'A minor' or 'Eb major'.")
    keys = list(dict.fromkeys(key for _, key in sorted(found)))
    return (keys[0] if keys else None), tuple(keys[1:])
