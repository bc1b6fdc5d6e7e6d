"""What a key is called in each language: "Eb minor" is "mi bemol menor", "es-Moll", "変ホ短調"."""

import re
from dataclasses import dataclass

from bot.language.saying import current_language
from music.errors import ImpossibleControls
from music.theory import Key

_KEY = re.compile(r"\s*(?P<letter>[A-Ga-g])(?P<sign>[#♯b♭]?)")


@dataclass(frozen=True, slots=True)
class Naming:
    """`notes` for the letters C D E F G A B; `before` and `behind` the note what a sharp and a flat are
    called; `modes` for major and minor, with the space before them where there is one."""

    notes: tuple[str, ...]
    modes: tuple[str, str]
    before: tuple[str, str] = ("", "")
    behind: tuple[str, str] = ("", "")

    def name(self, letter: str, sign: str, minor: bool) -> str:
        note = self.notes["CDEFGAB".index(letter)]
        altered = {"#": 0, "b": 1}.get(sign)
        before, behind = ("", "") if altered is None else (self.before[altered], self.behind[altered])
        return f"{before}{note}{behind}{self.modes[minor]}"


_NAMINGS = {
    "zh": Naming(tuple("CDEFGAB"), ("大调", "小调"), before=("升", "降")),
    "ja": Naming(tuple("ハニホヘトイロ"), ("長調", "短調"), before=("嬰", "変")),
    "ko": Naming(tuple("다라마바사가나"), ("장조", "단조"), before=("올림", "내림")),
    "es": Naming(
        ("do", "re", "mi", "fa", "sol", "la", "si"), (" mayor", " menor"), behind=(" sostenido", " bemol")
    ),
    "pt": Naming(
        ("dó", "ré", "mi", "fá", "sol", "lá", "si"), (" maior", " menor"), behind=(" sustenido", " bemol")
    ),
    "fr": Naming(
        ("do", "ré", "mi", "fa", "sol", "la", "si"), (" majeur", " mineur"), behind=(" dièse", " bémol")
    ),
    "ru": Naming(
        ("до", "ре", "ми", "фа", "соль", "ля", "си"), (" мажор", " минор"), behind=("-диез", "-бемоль")
    ),
    "ar": Naming(
        ("دو", "ري", "مي", "فا", "صول", "لا", "سي"), (" الكبير", " الصغير"), behind=(" دييز", " بيمول")
    ),
}
#: German notes that are no letter with an ending: B natural is H, B flat is B
_GERMAN = {"B": "H", "Bb": "B", "B#": "His", "Eb": "Es", "Ab": "As"}


def _german(letter: str, sign: str, minor: bool) -> str:
    note = _GERMAN.get(letter + sign, letter + {"#": "is", "b": "es"}.get(sign, ""))
    return f"{note.lower()}-Moll" if minor else f"{note}-Dur"


def key_name(key: str) -> str:
    """ "Eb major" in the language in use; what is no key stays as it is."""
    language = current_language()
    if language != "de" and language not in _NAMINGS:
        return key
    try:
        minor = Key.parse(key).minor
    except ImpossibleControls:
        return key
    found = _KEY.match(key)
    assert found is not None, "it was read as a key"
    letter, sign = found["letter"].upper(), {"♯": "#", "♭": "b"}.get(found["sign"], found["sign"])
    return _german(letter, sign, minor) if language == "de" else _NAMINGS[language].name(letter, sign, minor)
