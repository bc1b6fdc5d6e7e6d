"""ABC, MusicXML and zipped MusicXML as nobody should send them."""

import io
import re
import struct
import zipfile
from collections.abc import Callable, Sequence
from random import Random

from benchmarks.hostile.midi import flipped, spliced, truncated
from benchmarks.hostile.words import any_letters, hostile_text

_TUNE = "X:1\nT:A Little Song\nC:Trad.\nR:reel\nM:4/4\nL:1/8\nQ:1/4=120\nK:D\n|:DFA d2 A FGA|d3 A3 D6:|\n"
_XML_HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
_PARTS = '<part-list><score-part id="P1"><part-name>M</part-name></score-part></part-list>'


# --- ABC --------------------------------------------------------------------------------------------------


def _fields(rng: Random) -> str:
    """Header fields that say what cannot be."""
    wrong = {
        "M": ("0/0", "4/0", "999999/1", "C|C|", "-3/4", ""),
        "L": ("0", "1/0", "1/99999999", "99999999/1", "x"),
        "Q": ("0", "1/4=0", "1/0=120", "999999999", "-1", '"' + "a" * 5000),
        "K": ("H", "", "none", "HP", "C" * 3000, "D exp ^^c __b"),
        "P": ("((((A999)999)999)999)", "A" * 5000, "A99999999"),
        "V": ("1\nV:" + "\nV:".join(map(str, range(300))), "99999999"),
    }
    head = "X:1\nT:t\n"
    for letter in rng.sample(sorted(wrong), rng.randint(1, len(wrong))):
        head += f"{letter}:{rng.choice(wrong[letter])}\n"
    return head + "K:D\n|:DFA d2 A|[P:A]d3 A3:|\n"


def _notes(rng: Random) -> str:
    wrong = (
        "A1000000000", "A/99999999", "A//////////////////", "[" + "CEG" * 3000 + "]", "(99:1:1abc", "(0abc",
        "{" * 500 + "a" + "}" * 500, "|:" * 2000 + "a" + ":|" * 2000, "A," * 200, "a'" * 200, "^^^^c",
        "A-" * 5000,
        "!" + "x" * 5000 + "!", '"' + "Am7b5" * 500 + '"a', "y" * 9999, "z99999", "Z99999", "&" * 500,
        "|1 a :|2 b " * 999,
        "[V:7]abc[V:8]abc" * 300, "(((((((((((a", "[K:" + "z" * 900 + "]", "[Q:0]a", "[M:0/0]a",
        "x999999999999999999999", "\\\n" * 3000, "a<" * 300 + "b", "a>>>>>>>>>>b",
    )  # fmt: skip
    return _TUNE + "".join(f"|{rng.choice(wrong)}|" for _ in range(rng.randint(1, 8))) + "\n"


def _directives(rng: Random) -> str:
    wrong = (
        "%%MIDI program 99999", "%%MIDI channel -5", "%%MIDI transpose 99999999",
        "%%MIDI drum " + "d" * 400 + " 35",
        "%%MIDI gchord " + "fzc" * 500, "%%abc-include /etc/passwd", "%%MIDI ptstress /dev/zero",
        "%%MIDI barlines", "%%MIDI beat 9999 9999 9999 0", "%%MIDI ratio 0 0", "%%MIDI droneon",
        "%%MIDI chordname x " + "1 " * 300,
        "%%MIDI tuningsystem quarter", "%%MIDI randomchordattack 99999", "I:abc-include ../../x",
        "m:~n2=" + "n" * 999,
        "U:T=!trill!", "%%MIDI portamento 999", "%%MIDI makechordchannels 99", "%%MIDI deltaloudness 99999",
    )  # fmt: skip
    body = "\n".join(rng.choices(wrong, k=rng.randint(1, 12)))
    return _TUNE.replace("K:D\n", f"{body}\nK:D\n{body}\n") + '"Am"abc "G7"def|\n'


def hostile_abc(rng: Random) -> bytes:
    match rng.randrange(7):
        case 0:
            return _fields(rng).encode()
        case 1:
            return _notes(rng).encode()
        case 2:
            return _directives(rng).encode()
        case 3:
            return flipped(rng, _TUNE.encode() * rng.randint(1, 5))
        case 4:
            return (_TUNE * rng.choice((500, 2500))).encode()  # a book
        case 5:
            return f"X:1\nT:{hostile_text(rng, 2000)}\nK:C\nCDEF|{any_letters(rng, 2000)}|\n".encode()
        case _:
            return (_TUNE + "abc def|" * 60_000).encode()


# --- MusicXML ---------------------------------------------------------------------------------------------


def _score(measures: str) -> str:
    return (
        f'{_XML_HEAD}<score-partwise version="4.0">{_PARTS}<part id="P1">{measures}</part></score-partwise>'
    )


def _note(step: str = "C", octave: str = "4", duration: str = "1", more: str = "") -> str:
    pitch = f"<pitch><step>{step}</step><octave>{octave}</octave></pitch>"
    return f"<note>{pitch}<duration>{duration}</duration>{more}<type>quarter</type></note>"


def _numbers(rng: Random) -> str:
    """Values where only sensible ones make sense."""
    odd = ("0", "-1", "999999999", "2147483648", "1e9", "x", "", "0.0001", "NaN")

    def some() -> str:
        return rng.choice(odd)

    attributes = (
        f"<attributes><divisions>{some()}</divisions><key><fifths>{some()}</fifths></key>"
        f"<time><beats>{some()}</beats><beat-type>{some()}</beat-type></time>"
        f"<transpose><chromatic>{some()}</chromatic></transpose></attributes>"
        f'<direction><sound tempo="{some()}"/></direction>'
    )
    notes = "".join(
        rng.choice(
            (
                _note(octave=some()),
                _note(duration=some()),
                _note(step="H"),
                _note(more="<chord/>"),
                f"<backup><duration>{some()}</duration></backup>" + _note(),
                f"<forward><duration>{some()}</duration></forward>" + _note(),
                _note(
                    more=f"<time-modification><actual-notes>{some()}</actual-notes>"
                    f"<normal-notes>{some()}</normal-notes></time-modification>"
                ),
                _note(more='<tie type="start"/>'),
                _note(more=f"<voice>{some()}</voice><staff>{some()}</staff>"),
            )
        )
        for _ in range(rng.randint(1, 40))
    )
    return _score(f'<measure number="{some()}">{attributes}{notes}</measure>')


def _repeats(rng: Random) -> str:
    """Repeats of repeats, jumps to themselves, endings without beginning."""
    begin = '<barline location="left"><repeat direction="forward"/></barline>'
    times = rng.choice((2, 99999999))
    end = f'<barline location="right"><repeat direction="backward" times="{times}"/></barline>'
    jump = rng.choice(("dacapo", "dalsegno", "tocoda", "segno", "coda", "fine"))
    sound = f'<direction><sound {jump}="{rng.choice(("yes", "1", "x"))}"/></direction>'
    measure = f'<measure number="1">{begin}{sound}{_note() * 4}{end}</measure>'
    return _score(measure * rng.choice((1, 5, 300)))


def _deep(rng: Random) -> str:
    depth = rng.choice((65, 1000, 100_000))
    return f"{_XML_HEAD}<score-partwise>" + "<part>" * depth + "</part>" * depth + "</score-partwise>"


def _entities(rng: Random) -> str:
    laughs = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10 if i else "lol"}">' for i in range(10))
    outside = rng.choice(
        ('<!ENTITY x SYSTEM "file:///etc/passwd">', '<!ENTITY % y SYSTEM "http://127.0.0.1/x"> %y;')
    )
    kind = rng.choice((laughs, outside))
    return f"{_XML_HEAD}<!DOCTYPE score-partwise [{kind}]><score-partwise>&l9;&x;</score-partwise>"


def _long(rng: Random) -> str:
    measures = rng.choice((2000, 6000))
    return _score("".join(f'<measure number="{i}">{_note()}</measure>' for i in range(measures)))


def _odd_encoding(rng: Random) -> bytes:
    text = _score(f'<measure number="1">{_note()}</measure>')
    name = rng.choice(("utf-16", "utf-7", "ebcdic-cp-us", "x-unknown", "idna", "utf-32"))
    text = text.replace("UTF-8", name)
    return text.encode(rng.choice(("utf-8", "utf-16", "utf-16-be", "utf-32")))


def hostile_musicxml(rng: Random, good: Sequence[bytes]) -> bytes:
    match rng.randrange(9):
        case 0:
            return flipped(rng, rng.choice(good))
        case 1:
            return truncated(rng, rng.choice(good))
        case 2:
            return spliced(rng, rng.choice(good), rng.choice(good))
        case 3:
            return _odd_encoding(rng)
        case 4:  # tags in another order, doubled or gone, still well-formed more often than not
            lines = rng.choice(good).split(b"\n")
            for _ in range(rng.randint(1, 20)):
                at = rng.randrange(len(lines))
                lines[at:at] = [lines[rng.randrange(len(lines))]] if rng.random() < 0.5 else []
                del lines[rng.randrange(len(lines))]
            return b"\n".join(lines)
        case 5:  # every number another one
            return re.sub(
                rb">(-?\d+)<",
                lambda m: b">%d<" % rng.choice((int(m[1]), int(m[1]), 0, -1, 10**9)),
                rng.choice(good),
            )
        case _:
            makers: tuple[Callable[[Random], str], ...] = (
                _numbers,
                _repeats,
                _deep,
                _entities,
                _long,
                _numbers,
            )
            return rng.choice(makers)(rng).encode()


# --- zipped -----------------------------------------------------------------------------------------------


def hostile_mxl(rng: Random, good: Sequence[bytes]) -> bytes:
    inside = io.BytesIO()
    method = rng.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA))
    with zipfile.ZipFile(inside, "w", method) as archive:
        where = rng.choice(
            ("score.xml", "../../etc/x.xml", "/score.xml", "a" * 5000 + ".xml", "sc\u202eore.musicxml")
        )
        rootfile = (
            f'<container><rootfiles><rootfile full-path="{rng.choice((where, "none.xml", ""))}"/></rootfiles>'
        )
        archive.writestr("META-INF/container.xml", rng.choice((rootfile, "", "\x00", "<" * 1000)))
        kind = rng.randrange(6)
        if kind == 0:  # a bomb
            archive.writestr(zipfile.ZipInfo(where), b"<a>" * (12 * 2**20), zipfile.ZIP_DEFLATED, 9)
        elif kind == 1:
            for number in range(4_000):
                archive.writestr(f"{number}.txt", b"")
        elif kind == 2:
            archive.writestr(where, inside.getvalue())
        else:
            archive.writestr(where, hostile_musicxml(rng, good))
    data = inside.getvalue()
    match rng.randrange(4):
        case 0:
            return flipped(rng, data)
        case 1:
            return truncated(rng, data)
        case 2:  # encrypted, says the flag; or of a length that is not
            damaged = bytearray(data)
            struct.pack_into("<H", damaged, 6, rng.choice((1, 8, 0xFFFF)))
            return bytes(damaged)
    return data
