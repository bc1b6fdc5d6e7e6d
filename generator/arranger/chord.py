"""Chords: their tones, the tensions that may be added, their symbols, and the Roman numerals of a key."""

import re
from dataclasses import dataclass
from functools import lru_cache

from music.errors import CadenzaError
from music.theory import Key

#: Semitones above the root, by the suffix of the chord symbol.
QUALITIES: dict[str, tuple[int, ...]] = {
    "": (0, 4, 7), "m": (0, 3, 7), "dim": (0, 3, 6), "aug": (0, 4, 8), "sus4": (0, 5, 7), "sus2": (0, 2, 7),
    "5": (0, 7), "6": (0, 4, 7, 9), "m6": (0, 3, 7, 9), "7": (0, 4, 7, 10), "maj7": (0, 4, 7, 11),
    "m7": (0, 3, 7, 10), "mMaj7": (0, 3, 7, 11), "m7b5": (0, 3, 6, 10), "dim7": (0, 3, 6, 9),
    "7sus4": (0, 5, 7, 10), "aug7": (0, 4, 8, 10), "7b5": (0, 4, 6, 10), "add9": (0, 4, 7, 14),
    "madd9": (0, 3, 7, 14), "9": (0, 4, 7, 10, 14), "maj9": (0, 4, 7, 11, 14), "m9": (0, 3, 7, 10, 14),
    "69": (0, 4, 7, 9, 14), "7b9": (0, 4, 7, 10, 13), "13": (0, 4, 7, 10, 14, 21), "9sus4": (0, 5, 7, 10, 14),
    "m11": (0, 3, 7, 10, 14, 17),
}  # fmt: skip
#: Other spellings that symbols come in.
_SPELLINGS = {
    "M7": "maj7", "min": "m", "min7": "m7", "maj": "", "M": "", "+": "aug", "o": "dim", "o7": "dim7",
    "ø": "m7b5",
    "11": "9sus4", "sus": "sus4", "sus4add7": "7sus4", "sus4add7add9": "9sus4", "aug9": "aug7", "9#5": "aug7",
    "7#5": "aug7", "13b9": "7b9", "7#9": "7", "9#11": "9", "9b5": "7b5", "add4": "", "m#5": "m",
    "6add9": "69",
    "power": "5", "m7add11": "m7", "maj6": "6", "min6": "m6", "dom7": "7", "dim7add9": "dim7",
}  # fmt: skip

_SHARP = ("C", "C#", "D", "Eb", "E", "F", "F#", "G", "G#", "A", "Bb", "B")
_FLAT = ("C", "Db", "D", "Eb", "E", "F", "Gb", "G", "Ab", "A", "Bb", "B")
#: Keys written with flats, by Key.index.
_FLAT_KEYS = frozenset((5, 10, 3, 8, 1, 14, 19, 12, 17, 22, 15))
_SYMBOL = re.compile(r"^([A-G])(##|bb|#|b)?([^/]*)(?:/([A-G])(#|b)?)?$")
_LETTERS = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
_SHIFTS = {None: 0, "#": 1, "b": -1, "##": 2, "bb": -2}


@dataclass(frozen=True, slots=True)
class Chord:
    """`root` and `bass` are pitch classes, `quality` a key of QUALITIES."""

    root: int
    quality: str
    bass: int

    @property
    def intervals(self) -> tuple[int, ...]:
        return QUALITIES[self.quality]

    @property
    def tones(self) -> frozenset[int]:
        """Pitch classes, the bass included."""
        return frozenset((self.root + i) % 12 for i in self.intervals) | {self.bass}

    @property
    def minor(self) -> bool:
        """Whether its third is minor."""
        return 3 in self.intervals

    @property
    def fifth(self) -> int:
        """Semitones from the root to the fifth of whatever kind."""
        return next((i for i in self.intervals if i in (6, 7, 8)), 7)

    @property
    def third(self) -> int:
        """Semitones from the root to the third, or what stands for it."""
        return next((i for i in self.intervals if i in (3, 4)), self.intervals[1])

    @property
    def seventh(self) -> int | None:
        return next((i for i in self.intervals if i in (9, 10, 11)), None)

    def symbol(self, key: Key) -> str:
        """As musicians write it, with the accidentals of `key`: "Bbm7", "C/E"."""
        names = _FLAT if key.index in _FLAT_KEYS else _SHARP
        slash = f"/{names[self.bass]}" if self.bass != self.root else ""
        return f"{names[self.root]}{self.quality}{slash}"


def chord(root: int, quality: str, bass: int | None = None) -> Chord:
    return Chord(root % 12, quality, root % 12 if bass is None else bass % 12)


@lru_cache(4096)  # files bring symbols of every kind
def parse_symbol(text: str) -> Chord | None:
    """The Chord of a symbol such as "F#m7b5" or "C/E"; None for "N" and what is no symbol.

    A quality that is not known becomes the triad or seventh chord that its first letters say.
    """
    match = _SYMBOL.match(text.strip())
    if not match:
        return None
    letter, accidental, suffix, bass, bass_accidental = match.groups()
    root = (_LETTERS[letter] + _SHIFTS[accidental]) % 12
    low = None if bass is None else (_LETTERS[bass] + _SHIFTS[bass_accidental]) % 12
    suffix = suffix.strip()
    quality = _SPELLINGS.get(suffix, suffix)
    if quality not in QUALITIES:
        starts = ("mMaj7", "maj7", "maj9", "m7b5", "dim", "aug", "sus4", "m7", "m", "7", "6", "9", "13")
        quality = next((s for s in starts if suffix.startswith(s)), "")
    return chord(root, quality, low)


_DEGREES = {"I": 0, "II": 2, "III": 4, "IV": 5, "V": 7, "VI": 9, "VII": 11}
_NUMERAL = re.compile(r"^(b|#)?(VII|VI|IV|V|III|II|I|vii|vi|iv|v|iii|ii|i)([^/]*)(?:/(.+))?$")
_SIGNS = {"°": "dim", "ø": "m7b5", "°7": "dim7", "+": "aug", "+7": "aug7"}


@lru_cache(4096)
def parse_numeral(text: str, key: Key) -> Chord:
    """The Chord of a Roman numeral in `key`.

    Numerals count from the major scale in either mode (a minor key's sixth is bVI), small ones have a minor
    third. "V7/ii" is the dominant of ii; "I/3" has its third in the bass. Raises CadenzaError.
    """
    match = _NUMERAL.match(text.strip())
    if not match:
        raise CadenzaError(f"{text!r} is no Roman numeral; write it like 'ii7', 'bVII' or 'V7/vi'.")
    accidental, numeral, suffix, below = match.groups()
    degree = _DEGREES[numeral.upper()] + _SHIFTS[accidental]
    small = numeral.islower()
    quality = _SIGNS.get(suffix, ("m" if small else "") + suffix)
    if quality not in QUALITIES:
        raise CadenzaError(
            f"I know no chord {suffix!r} on {numeral!r}; try one such as 7, maj7, sus4 or add9."
        )
    root = key.tonic + degree
    if below is None:
        return chord(root, quality)
    if below in ("3", "5", "7"):
        plain = chord(root, quality)
        step = {"3": plain.third, "5": plain.fifth, "7": plain.seventh or 10}[below]
        return chord(root, quality, root + step)
    target = parse_numeral(below, key)
    return chord(target.root + degree, quality)


def tensions(sounding: Chord, key: Key) -> frozenset[int]:
    """Pitch classes that may join: ninth, sixth and (on minor chords) eleventh, where the key has them."""
    steps = {2, 9, 5} if sounding.minor else {2, 9}
    if 6 in sounding.intervals or 8 in sounding.intervals:
        steps = set()
    return frozenset((sounding.root + s) % 12 for s in steps) & key.scale - sounding.tones


_RICHER: dict[str, dict[str, tuple[str, ...]]] = {
    "sevenths": {"": ("maj7",), "m": ("m7",), "7": ("7",), "dim": ("m7b5",)},
    "ninths": {"": ("maj9", "69", "maj7"), "m": ("m9", "m7"), "7": ("9", "13", "9"), "dim": ("m7b5",),
               "maj7": ("maj9", "maj7"), "m7": ("m9", "m7"), "sus4": ("9sus4",)},
    "added": {"": ("add9", ""), "m": ("madd9", "m"), "sus4": ("sus4",)},
    "sixths": {"": ("6", "69"), "m": ("m7", "m6"), "7": ("9", "7"), "dim": ("dim7",)},
    "power": {},
    "triads": {},
}  # fmt: skip
COLOURS = tuple(_RICHER)


def coloured(plain: Chord, colour: str, key: Key, pick: float) -> Chord:
    """`plain` with the sevenths or ninths that a style adds; `pick` in [0, 1) chooses among several.

    A major triad on the fifth degree becomes a dominant, on others keeps to the key.
    """
    choices = _RICHER[colour].get(plain.quality)
    if not choices:
        return plain
    dominant = plain.quality == "" and (
        (plain.root - key.tonic) % 12 == 7 or (plain.root + 11) % 12 not in key.scale
    )
    if (dominant or plain.quality == "7") and colour in ("sevenths", "ninths", "sixths"):
        choices = _dominants(plain.root, colour, key)
    if plain.quality == "m" and (plain.root + 2) % 12 not in key.scale:
        choices = ("m7",) if colour != "added" else ("m",)
    if plain.quality == "" and colour == "added" and (plain.root + 2) % 12 not in key.scale:
        choices = ("",)
    return Chord(plain.root, choices[int(pick * len(choices))], plain.bass)


def _dominants(root: int, colour: str, key: Key) -> tuple[str, ...]:
    """Sevenths with the ninth and thirteenth that the key has above `root`."""
    if colour == "sevenths":
        return ("7",)
    if (root + 2) % 12 not in key.scale:
        return ("7b9", "7") if (root + 1) % 12 in key.scale else ("7",)
    return ("9", "13", "7") if (root + 9) % 12 in key.scale else ("9", "7")
