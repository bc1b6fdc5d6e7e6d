"""What people call instruments, families and ensembles, as General MIDI names.

instrument_names.txt holds a line for each General MIDI name: the name, a colon, and what people call it in
English and Chinese (singular; the plural with s is understood).
"""

from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from music.instruments import NAMES, programs_of_family

#: groups: everything in them is wanted when the group is
_ENSEMBLES: dict[str, str] = {
    "string quartet": "Violin|Viola|Cello", "string trio": "Violin|Viola|Cello",
    "string quintet": "Violin|Viola|Cello",
    "string sextet": "Violin|Viola|Cello", "string duo": "Violin|Cello",
    "piano trio": "Acoustic Grand Piano|Violin|Cello",
    "piano quartet": "Acoustic Grand Piano|Violin|Viola|Cello",
    "piano quintet": "Acoustic Grand Piano|Violin|Viola|Cello",
    "string orchestra": "Violin|Viola|Cello|Contrabass",
    "wind quintet": "Flute|Oboe|Clarinet|French Horn|Bassoon",
    "woodwind quintet": "Flute|Oboe|Clarinet|French Horn|Bassoon",
    "wind quartet": "Flute|Oboe|Clarinet|Bassoon",
    "woodwind": "Flute|Oboe|Clarinet|Bassoon", "brass band": "Trumpet|French Horn|Trombone|Tuba",
    "marching band": "Trumpet|Trombone|Tuba|Piccolo|Drums",
    "brass quintet": "Trumpet|French Horn|Trombone|Tuba",
    "brass quartet": "Trumpet|French Horn|Trombone|Tuba",
    "sax quartet": "Soprano Sax|Alto Sax|Tenor Sax|Baritone Sax",
    "saxophone quartet": "Soprano Sax|Alto Sax|Tenor Sax|Baritone Sax",
    "flute quartet": "Flute|Violin|Viola|Cello",
    "jazz trio": "Acoustic Grand Piano|Acoustic Bass|Drums",
    "jazz quartet": "Tenor Sax|Acoustic Grand Piano|Acoustic Bass|Drums",
    "jazz quintet": "Trumpet|Tenor Sax|Acoustic Grand Piano|Acoustic Bass|Drums",
    "orchestra": "String Ensemble 1|Flute|Oboe|Clarinet|Bassoon|French Horn|Trumpet|Trombone|Timpani",

    "symphony orchestra": "String Ensemble 1|Flute|Oboe|Clarinet|Bassoon|French Horn|Trumpet|Trombone"
    "|Timpani",
    "chamber orchestra": "Violin|Viola|Cello|Contrabass|Flute|Oboe|French Horn",
    "rock band": "Electric Guitar (clean)|Electric Bass (finger)|Drums",
    "弦乐四重奏": "Violin|Viola|Cello", "弦乐三重奏": "Violin|Viola|Cello",
    "钢琴三重奏": "Acoustic Grand Piano|Violin|Cello",
    "木管": "Flute|Oboe|Clarinet|Bassoon", "木管五重奏": "Flute|Oboe|Clarinet|French Horn|Bassoon",
    "管弦乐队": "String Ensemble 1|Flute|Oboe|Clarinet|Bassoon|French Horn|Trumpet|Trombone|Timpani",
    "交响乐团": "String Ensemble 1|Flute|Oboe|Clarinet|Bassoon|French Horn|Trumpet|Trombone|Timpani",
}  # fmt: skip

#: a style that an ensemble's name says besides its players
STYLE_OF_ENSEMBLE = {"jazz trio": "jazz", "jazz quartet": "jazz", "jazz quintet": "jazz", "rock band": "rock"}

#: not in General MIDI, but its sound set has a near relative that is taken with a note
RELATIVES: dict[str, str] = {
    "ukulele": "Acoustic Guitar (nylon)", "uke": "Acoustic Guitar (nylon)",
    "lute": "Acoustic Guitar (nylon)",
    "oud": "Acoustic Guitar (nylon)", "mandolin": "Acoustic Guitar (steel)",
    "bouzouki": "Acoustic Guitar (steel)",
    "balalaika": "Acoustic Guitar (steel)", "lyre": "Orchestral Harp", "melodica": "Harmonica",
    "尤克里里": "Acoustic Guitar (nylon)", "曼陀林": "Acoustic Guitar (steel)",
    "cornet": "Trumpet", "flugelhorn": "Trumpet", "euphonium": "Tuba", "erhu": "Fiddle", "二胡": "Fiddle",
    "guzheng": "Koto", "guqin": "Koto", "古筝": "Koto", "古琴": "Koto", "筝": "Koto", "pipa": "Shamisen",
    "琵琶": "Shamisen",
    "handpan": "Steel Drums", "hang drum": "Steel Drums", "suona": "Shanai", "唢呐": "Shanai",
    "singing bowl": "Tinkle Bell",
}  # fmt: skip

#: not in General MIDI, and nothing there sounds like it: refused with the nearest
LACKING: dict[str, str] = {
    "theremin": "Lead 6 (voice)", "didgeridoo": "Pad 5 (bowed)", "didjeridu": "Pad 5 (bowed)",
    "kazoo": "Harmonica",
    "vuvuzela": "Trombone", "hurdy gurdy": "Bagpipe", "hurdy-gurdy": "Bagpipe",
    "ondes martenot": "Lead 6 (voice)",
    "glass harmonica": "FX 3 (crystal)", "musical saw": "Lead 6 (voice)", "singing saw": "Lead 6 (voice)",
    "otamatone": "Lead 6 (voice)", "jew's harp": "Harmonica", "jaw harp": "Harmonica", "gamelan": "Marimba",
    "alphorn": "French Horn", "crumhorn": "Oboe", "theorbo": "Acoustic Guitar (nylon)",
    "nyckelharpa": "Fiddle",
    "stylophone": "Lead 1 (square)", "beatboxing": "Drums", "beatbox": "Drums", "turntable": "Drums",
    "serpent": "Tuba",
    "morin khuur": "Cello", "马头琴": "Cello", "葫芦丝": "Recorder", "特雷门琴": "Lead 6 (voice)",
    "迪吉里杜管": "Pad 5 (bowed)",
    "卡祖笛": "Harmonica",
}  # fmt: skip


def _family(*families: str) -> tuple[str, ...]:
    return tuple(NAMES[p] for family in families for p in programs_of_family(family))


_STRINGS = tuple(n for n in _family("strings") if n not in ("Orchestral Harp", "Timpani"))
_STRING_ENSEMBLES = ("String Ensemble 1", "String Ensemble 2", "Synth Strings 1", "Synth Strings 2")
_PIANOS = NAMES[:6]
_SAXES = NAMES[64:68]
#: who must not play when the name of a whole family is unwanted
_WHOLE_FAMILIES: dict[str, tuple[str, ...]] = {
    "Acoustic Grand Piano": _PIANOS, "Acoustic Guitar (nylon)": _family("guitar"),
    "Brass Section": _family("brass"),
    "String Ensemble 1": (*_STRINGS, *_STRING_ENSEMBLES), "Church Organ": _family("organ")[:5],
    "Electric Bass (finger)": _family("bass"), "Alto Sax": _SAXES, "Voice Oohs": ("Choir Aahs",
    "Voice Oohs", "Synth Voice"),
    "Lead 2 (sawtooth)": (*_family("synth lead", "synth pad"), "Synth Bass 1", "Synth Bass 2",
    "Synth Strings 1", "Synth Strings 2"),
    "Pad 2 (warm)": _family("synth pad"), "Electric Piano 1": ("Electric Piano 1", "Electric Piano 2"),
    "Electric Guitar (clean)": tuple(NAMES[26:31]),
    "Tubular Bells": ("Tubular Bells", "Tinkle Bell", "Glockenspiel"),
}  # fmt: skip
#: names that mean the whole family; "church organ" or "alto sax" mean one instrument
_FAMILY_WORDS = {
    "piano", "钢琴", "guitar", "吉他", "brass", "horns", "铜管", "铜管乐", "string", "弦乐", "organ",
    "管风琴", "风琴",
    "bass",
    "贝斯", "sax", "saxophone", "萨克斯", "voice", "vocal", "vocals", "singing", "singer", "lyrics", "人声",
    "歌声",
    "演唱",
    "synth", "synthesizer", "synthesiser", "合成器", "pad", "synth pad", "electric piano", "keyboard",
    "electric guitar", "电吉他", "bell", "铃铛",
}  # fmt: skip


@cache
def spoken_names() -> dict[str, tuple[str, ...]]:
    """What people say (singular, lower case) -> General MIDI names; empty for what General MIDI lacks."""
    table: dict[str, tuple[str, ...]] = {name.lower(): (name,) for name in NAMES}
    spoken = files("bot.understanding").joinpath("instrument_names.txt").read_text(encoding="utf-8")
    for line in spoken.splitlines():
        name, _, words = line.partition(": ")
        for word in words.split(", "):
            table[word] = (name,)
    table |= {word: tuple(names.split("|")) for word, names in _ENSEMBLES.items()}
    table |= {word: (name,) for word, name in RELATIVES.items()}
    table |= dict.fromkeys(LACKING, ())
    # sounds that are words of every day; nobody asks for the General MIDI effect by them
    for word in ("applause", "gunshot", "helicopter", "seashore"):
        del table[word]
    return table


def silenced_by(word: str) -> tuple[str, ...]:
    """The General MIDI names that must not play when `word` (a key of `spoken_names`) is unwanted."""
    names = spoken_names()[word]
    if word in _FAMILY_WORDS and names:
        return _WHOLE_FAMILIES[names[0]]
    return names


#: names of one and the same to most ears
_ALIKE = (("violin", "小提琴", "Fiddle"), ("fiddle", "Violin"), ("bass", "贝斯", "Contrabass"))


@cache
def _called_for_short() -> dict[str, frozenset[str]]:
    """Whom a word means beside those of its own name: "flute" a pan flute, "鼓" a 太鼓."""
    table = spoken_names()
    found: dict[str, set[str]] = {word: {name} for *words, name in _ALIKE for word in words}
    for longer, names in table.items():
        for at in range(1, len(longer)):
            word = longer[at:]
            if longer in ("bass guitar", "低音吉他") or len(names) != 1 or word not in table:
                continue  # nobody calls a bass "the guitar"
            if not word.isascii() or longer[at - 1] in " -":
                found.setdefault(word, set()).update(names)
    return {word: frozenset(names) for word, names in found.items()}


def meant_by(word: str, playing: Sequence[str]) -> tuple[str, ...]:
    """Whom `word` means where these are `playing`: those of that name, and if none of them plays, who is
    called so for short ("the flute" of a pan flute)."""
    named = silenced_by(word)
    if any(i in named for i in playing):
        return named
    short = {i for w in (word, word.removesuffix("s")) for i in _called_for_short().get(w, ())}
    return (*named, *(i for i in playing if i in short))
