"""The General MIDI Level 1 sound set (MIDI Manufacturers Association, 1991): names, families, ranges."""

from collections.abc import Iterable

from music.errors import ImpossibleControls

#: "programme number" of the drum kit wherever one number names an instrument
DRUMS = 128

NAMES: tuple[str, ...] = tuple(
    """Acoustic Grand Piano|Bright Acoustic Piano|Electric Grand Piano|Honky-tonk Piano|Electric Piano 1
Electric Piano 2|Harpsichord|Clavinet|Celesta|Glockenspiel|Music Box|Vibraphone|Marimba|Xylophone
Tubular Bells|Dulcimer|Drawbar Organ|Percussive Organ|Rock Organ|Church Organ|Reed Organ|Accordion
Harmonica|Tango Accordion|Acoustic Guitar (nylon)|Acoustic Guitar (steel)|Electric Guitar (jazz)
Electric Guitar (clean)|Electric Guitar (muted)|Overdriven Guitar|Distortion Guitar|Guitar Harmonics
Acoustic Bass|Electric Bass (finger)|Electric Bass (pick)|Fretless Bass|Slap Bass 1|Slap Bass 2
Synth Bass 1|Synth Bass 2|Violin|Viola|Cello|Contrabass|Tremolo Strings|Pizzicato Strings
Orchestral Harp|Timpani|String Ensemble 1|String Ensemble 2|Synth Strings 1|Synth Strings 2|Choir Aahs
Voice Oohs|Synth Voice|Orchestra Hit|Trumpet|Trombone|Tuba|Muted Trumpet|French Horn|Brass Section
Synth Brass 1|Synth Brass 2|Soprano Sax|Alto Sax|Tenor Sax|Baritone Sax|Oboe|English Horn|Bassoon
Clarinet|Piccolo|Flute|Recorder|Pan Flute|Blown Bottle|Shakuhachi|Whistle|Ocarina|Lead 1 (square)
Lead 2 (sawtooth)|Lead 3 (calliope)|Lead 4 (chiff)|Lead 5 (charang)|Lead 6 (voice)|Lead 7 (fifths)
Lead 8 (bass + lead)|Pad 1 (new age)|Pad 2 (warm)|Pad 3 (polysynth)|Pad 4 (choir)|Pad 5 (bowed)
Pad 6 (metallic)|Pad 7 (halo)|Pad 8 (sweep)|FX 1 (rain)|FX 2 (soundtrack)|FX 3 (crystal)
FX 4 (atmosphere)|FX 5 (brightness)|FX 6 (goblins)|FX 7 (echoes)|FX 8 (sci-fi)|Sitar|Banjo|Shamisen
Koto|Kalimba|Bagpipe|Fiddle|Shanai|Tinkle Bell|Agogo|Steel Drums|Woodblock|Taiko Drum|Melodic Tom
Synth Drum|Reverse Cymbal|Guitar Fret Noise|Breath Noise|Seashore|Bird Tweet|Telephone Ring
Helicopter|Applause|Gunshot|Drums""".replace("\n", "|").split("|")
)
assert len(NAMES) == 129
assert NAMES[DRUMS] == "Drums"

FAMILIES: tuple[str, ...] = (
    "piano", "chromatic percussion", "organ", "guitar", "bass", "strings", "ensemble", "brass",
    "reed", "pipe", "synth lead", "synth pad", "synth effects", "ethnic", "percussive", "sound effects",
)  # fmt: skip

_BY_NAME = {name.casefold(): number for number, name in enumerate(NAMES)}


def family_of(program: int) -> str:
    """The General MIDI family of `program`; "drums" for the kit."""
    return "drums" if program == DRUMS else FAMILIES[program // 8]


def programs_of_family(family: str) -> tuple[int, ...]:
    """The programme numbers of a General MIDI family, or (DRUMS,) for "drums"."""
    if family == "drums":
        return (DRUMS,)
    first = FAMILIES.index(family) * 8
    return tuple(range(first, first + 8))


def program_number(name: str) -> int:
    """The programme number (from 0; 128 = drums) of an exact General MIDI name.

    Raises ImpossibleControls for a name General MIDI does not have.
    """
    number = _BY_NAME.get(name.strip().casefold())
    if number is None:
        raise ImpossibleControls(
            f"General MIDI has no instrument called {name[:40]!r}; try a name such as "
            "'Acoustic Grand Piano', 'Violin', 'Flute' or 'Drums'."
        )
    return number


def program_names(programs: Iterable[int]) -> tuple[str, ...]:
    return tuple(NAMES[p] for p in programs)


# Playable range of each family in MIDI pitches, and of instruments that differ from their family
# (S. Adler, "The Study of Orchestration", 4th ed.; synthesizers: what stays pleasant).
_FAMILY_RANGE: dict[str, tuple[int, int]] = {
    "piano": (21, 108), "chromatic percussion": (48, 100), "organ": (28, 96), "guitar": (40, 86),
    "bass": (28, 60), "strings": (36, 96), "ensemble": (36, 88), "brass": (40, 84), "reed": (49, 88),
    "pipe": (60, 96), "synth lead": (48, 96), "synth pad": (36, 90), "synth effects": (36, 90),
    "ethnic": (48, 86), "percussive": (36, 90), "sound effects": (36, 90), "drums": (35, 81),
}  # fmt: skip
_RANGE: dict[int, tuple[int, int]] = {
    6: (29, 89), 8: (60, 108), 9: (67, 108), 10: (60, 96), 11: (53, 89), 12: (45, 96), 13: (65, 108),
    14: (60, 77), 21: (41, 89), 32: (28, 60), 40: (55, 100), 41: (48, 91), 42: (36, 81), 43: (28, 67),
    44: (36, 96), 45: (36, 96), 46: (24, 103), 47: (36, 60), 52: (40, 84), 53: (48, 84), 56: (54, 86),
    57: (40, 74), 58: (28, 62), 59: (54, 86), 60: (41, 77), 61: (40, 84), 64: (56, 88), 65: (49, 81),
    66: (44, 76), 67: (36, 69), 68: (58, 91), 69: (52, 81), 70: (34, 75), 71: (50, 94), 72: (74, 108),
    73: (60, 98), 74: (60, 93), 87: (28, 72), 105: (48, 84), 109: (58, 81), 110: (55, 100), 114: (52, 84),
}  # fmt: skip


def pitch_range(program: int) -> tuple[int, int]:
    """Lowest and highest playable MIDI pitch of `program` (0-127 or DRUMS), inclusive."""
    return _RANGE.get(program) or _FAMILY_RANGE[family_of(program)]
