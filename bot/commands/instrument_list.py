"""The list that `--instruments` takes: General MIDI names, families, or what people call them."""

from music.errors import CadenzaError
from music.instruments import NAMES, program_number

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


def read_instrument_list(text: str) -> tuple[str, ...]:
    """General MIDI names for a list with commas, each once.

    Raises CadenzaError for an empty place, ImpossibleControls for what General MIDI lacks.
    """
    from bot.understanding.instrument_names import spoken_names

    spoken = spoken_names()
    names: list[str] = []
    for part in (part.strip() for part in text.split(",")):
        word = part.casefold()
        if not part:
            raise CadenzaError('--instruments takes names with commas between them, as in "Violin, Cello".')
        if word in _OF_FAMILY:
            names.extend(_OF_FAMILY[word])
        elif spoken.get(word):
            names.extend(spoken[word])
        else:
            names.append(NAMES[program_number(part)])
    return tuple(dict.fromkeys(names))
