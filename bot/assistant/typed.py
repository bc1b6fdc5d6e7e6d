"""What people type into an option, on the command line or in a command: instruments, bars, moods."""

import re

from music.errors import CadenzaError, ImpossibleControls
from music.instruments import NAMES, program_number
from music.lexicon import MoodReading, read_mood
from music.wording import shown

#: who plays when only a General MIDI family is named
_OF_FAMILY: dict[str, tuple[str, ...]] = {
    "piano": ("Acoustic Grand Piano",),
    "chromatic percussion": ("Vibraphone",),
    "organ": ("Church Organ",),
    "guitar": ("Acoustic Guitar (nylon)",),
    "bass": ("Acoustic Bass",),
    "strings": ("Violin", "Viola", "Cello"),
    "ensemble": ("String Ensemble 1",),
    "brass": ("Trumpet", "French Horn", "Trombone"),
    "reed": ("Oboe", "Clarinet", "Bassoon"),
    "pipe": ("Flute",),
    "synth lead": ("Lead 2 (sawtooth)",),
    "synth pad": ("Pad 2 (warm)",),
    "synth effects": ("FX 4 (atmosphere)",),
    "ethnic": ("Sitar",),
    "percussive": ("Steel Drums",),
    "sound effects": ("Seashore",),
    "drums": ("Drums",),
}
_BARS = re.compile(r"(\d{1,4})(?:\s*[-–]\s*(\d{1,4}))?")
#: also those of Chinese
COMMAS = re.compile(r"[,，、]")


def read_instrument_list(text: str) -> tuple[str, ...]:
    """General MIDI names for a list with commas, each once.

    Raises CadenzaError for an empty place, ImpossibleControls for what General MIDI lacks.
    """
    from bot.understanding.instrument_names import spoken_names

    spoken = spoken_names()
    names: list[str] = []
    for part in (part.strip() for part in COMMAS.split(text)):
        word = part.casefold()
        if not part:
            raise CadenzaError("Names of instruments have commas between them, as in “Violin, Cello”.")
        if word in _OF_FAMILY:
            names.extend(_OF_FAMILY[word])
        elif spoken.get(word):
            names.extend(spoken[word])
        else:
            names.append(NAMES[program_number(part)])
    return tuple(dict.fromkeys(names))


def read_bars(text: str) -> tuple[int, int]:
    """The first and the last of "5-8", or of "5" alone. Raises ImpossibleControls."""
    found = _BARS.fullmatch(text.strip())
    if found is None:
        raise ImpossibleControls(f"There are no bars {shown(text[:40])}; write them like 5-8, or 5 for one.")
    return int(found[1]), int(found[2] or found[1])


def read_mood_words(text: str) -> MoodReading:
    """Where the words lie on the plane of moods. Raises CadenzaError for words that say no mood."""
    reading = read_mood(text)
    if reading is None:
        raise CadenzaError(f"I hear no mood in {shown(text[:40])}; “calm, hopeful” works.")
    return reading
