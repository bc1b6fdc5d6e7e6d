"""MusicXML in and out, and the kinds of files that are told apart."""

import io
import zipfile

import numpy as np
import pytest

from music.errors import UnreadableScore
from music.formats import read_score
from music.midi import write_midi
from music.musicxml import MAX_XML_BYTES, read_musicxml, read_several, write_musicxml
from music.score import KeySignature, Metre, Part, Score, Tempo
from tests.music.score_makers import TPQ, band, part

FLUTE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE score-partwise PUBLIC "-//Recordare//DTD MusicXML 4.0 Partwise//EN"
 "http://www.musicxml.org/dtds/partwise.dtd">
<score-partwise version="4.0"><part-list><score-part id="P1"><part-name>Flöte</part-name>
<score-instrument id="I1"><instrument-name>Flute</instrument-name></score-instrument>
<midi-instrument id="I1"><midi-channel>1</midi-channel><midi-program>74</midi-program></midi-instrument>
</score-part></part-list><part id="P1"><measure number="1"><attributes><divisions>2</divisions>
<key><fifths>1</fifths><mode>minor</mode></key><time><beats>3</beats><beat-type>4</beat-type></time>
<clef><sign>G</sign><line>2</line></clef></attributes><direction><direction-type><words>Lento</words>
</direction-type><sound tempo="60"/></direction><note><pitch><step>E</step><octave>5</octave></pitch>
<duration>6</duration><type>half</type><dot/></note></measure></part></score-partwise>"""


def zipped(name: str, content: bytes, container: bool = True, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", method) as archive:
        if container:
            root = f'<container><rootfiles><rootfile full-path="{name}"/></rootfiles></container>'
            archive.writestr("META-INF/container.xml", root)
        archive.writestr(name, content)
    return held.getvalue()


#: packed in a way that MusicXML forbids and zip archives know; \x5d\0\0\x80 is where its stream begins
LZMA = zipped("a.xml", FLUTE.encode(), container=False, method=zipfile.ZIP_LZMA)


def check_flute(score: Score) -> None:
    assert [(p.program, p.name) for p in score.parts] == [(73, "Flöte")]
    assert score.parts[0].notes[:, 2].tolist() == [76]
    assert str(score.metres[0]) == "3/4"
    assert score.keys == (KeySignature(0, 1, True),)
    assert score.tempos[0].bpm == pytest.approx(60)


def test_instruments_key_metre_and_tempo_are_read() -> None:
    check_flute(read_musicxml(FLUTE.encode()))


@pytest.mark.parametrize("container", [True, False])
def test_the_zipped_form_is_read(container: bool) -> None:
    check_flute(read_musicxml(zipped("music/score.xml", FLUTE.encode(), container)))


def test_other_encodings_are_read() -> None:
    check_flute(read_musicxml(FLUTE.replace("UTF-8", "UTF-16").encode("utf-16")))
    check_flute(read_musicxml(FLUTE.replace("UTF-8", "ISO-8859-1").encode("latin-1")))


BOMB = FLUTE.replace('partwise.dtd">', 'partwise.dtd" [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>')
FILE = FLUTE.replace('partwise.dtd">', 'partwise.dtd" [<!ENTITY x SYSTEM "file:///etc/hostname">]>')


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"<html><body>page</body></html>", "begins with <html>"),
        (FLUTE.encode()[:-60], "no well-formed XML"),
        (b"", "no well-formed XML"),
        (b"\xff\xfe\x00\xd8 nothing", "no well-formed XML"),
        (BOMB.encode(), "entities"),
        (FILE.encode(), "entities"),
        (b"<score-partwise>" + b"<a>" * 100 + b"</a>" * 100 + b"</score-partwise>", "nested too deep"),
        (b"<score-timewise/>", "timewise"),
        (b"<score-partwise/>", "cannot be played"),
        (zipped("score.xml", b" " * (MAX_XML_BYTES + 5)), "unpacks to too much"),
        (zipped("score.txt", b"hello", container=False), "without MusicXML"),
        (zipped("score.xml", FLUTE.encode())[:200], "damaged .mxl"),
        (LZMA.replace(b"\x5d\0\0\x80\0\0", b"\x5d\0\0\x80\0\xff"), "cannot be unpacked"),
        (b" " * (10 * 1024 * 1024 + 1), "10 MiB"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_bad_musicxml_is_refused_with_its_reason(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableScore, match=reason) as caught:
        read_musicxml(data, "score.xml")
    assert "'score.xml'" in str(caught.value)


def onsets(score: Score) -> list[list[tuple[float, int]]]:
    """(onset in quarters, pitch) of each part."""
    return [
        sorted((round(on / score.ticks_per_quarter, 3), pitch) for on, _, pitch, _ in p.notes.tolist())
        for p in score.parts
    ]


def test_what_is_written_is_read_back() -> None:
    score = band(bars=4)
    read = read_musicxml(write_musicxml(score))
    assert [(p.program, p.is_drum) for p in read.parts] == [(p.program, p.is_drum) for p in score.parts]
    assert onsets(read) == onsets(score)
    assert (read.metres, len(read.bar_starts())) == (score.metres, 4)
    assert [t.bpm for t in read.tempos] == pytest.approx([t.bpm for t in score.tempos])
    assert read.keys[0] == score.keys[0]


def test_names_ties_chords_voices_and_triplets_are_written() -> None:
    third = TPQ // 3
    rows = [(0, 6 * TPQ, 48, 70), (0, TPQ, 64, 70), (0, TPQ, 67, 70)]
    rows += [(TPQ + i * third, third, 72 + i, 90) for i in range(3)]
    rows += [(5 * TPQ, 2 * TPQ + TPQ // 2, 70, 80)]
    score = Score(TPQ, (part(71, rows, name="Klarinette"),), keys=(KeySignature(0, -2, False),))
    xml = write_musicxml(score).decode()
    assert "<part-name>Klarinette</part-name>" in xml
    assert "<normal-notes>2</normal-notes>" in xml
    read = read_musicxml(xml.encode())
    assert onsets(read) == onsets(score)
    held = read.parts[0].notes[read.parts[0].notes[:, 2] == 48]
    assert held[0, 1] / read.ticks_per_quarter == pytest.approx(6, abs=0.05)
    assert "<step>B</step>\n          <alter>-1</alter>" in xml, "B flat, not A sharp, in a key of flats"


def test_an_upbeat_keeps_its_length() -> None:
    rows = [(i * TPQ, TPQ, 60 + i, 80) for i in range(10)]
    score = Score(TPQ, (part(0, rows),), metres=(Metre(0, 4, 4), Metre(TPQ, 3, 4)))
    read = read_musicxml(write_musicxml(score))
    assert onsets(read) == onsets(score)
    assert len(read.bar_starts()) == len(score.bar_starts()) == 4


def test_music21_reads_what_is_written() -> None:
    from music21 import converter

    stream = converter.parseData(write_musicxml(band(bars=2)), format="musicxml")
    assert len(stream.parts) == 5
    assert len(stream.parts[0].getElementsByClass("Measure")) == 2


def test_an_orchestra_with_two_kits_is_written_quietly(capfd: pytest.CaptureFixture[str]) -> None:
    notes = [(0, TPQ, 60, 80)]
    players = [part(program, notes) for program in range(18)]
    kits = [part(0, notes, is_drum=True) for _ in range(2)]
    again = read_musicxml(write_musicxml(Score(TPQ, (*players, *kits))))
    assert [p.is_drum for p in again.parts] == [False] * 18 + [True] * 2
    assert [p.program for p in again.parts[:15]] == list(range(15))
    assert capfd.readouterr() == ("", "")  # music21 complains there of channels that are used up


@pytest.mark.parametrize("is_drum", [False, True])
def test_the_lowest_octave_of_midi_is_written_as_for_a_contrabass(is_drum: bool) -> None:
    rows = [(i * TPQ, TPQ, pitch, 80) for i, pitch in enumerate((0, 1, 6, 11, 12, 60, 115))]
    xml = write_musicxml(Score(TPQ, (part(43, rows, is_drum=is_drum),)))
    assert b"<octave-change>-1</octave-change>" in xml
    assert b"<octave>-1</octave>" not in xml
    assert read_musicxml(xml).parts[0].notes[:, 2].tolist() == [0, 1, 6, 11, 12, 60, 115]


def test_more_octaves_than_notation_has_are_written_as_far_as_they_go() -> None:
    rows = [(i * TPQ, TPQ, pitch, 80) for i, pitch in enumerate((1, 13, 127))]
    xml = write_musicxml(Score(TPQ, (part(0, [*rows, (0, TPQ, 13, 80)]),)))
    assert b"<octave>-1</octave>" not in xml
    assert read_musicxml(xml).parts[0].notes[:, 2].tolist() == [13, 13, 127]


def test_the_same_score_gives_the_same_bytes() -> None:
    assert write_musicxml(band(bars=1)) == write_musicxml(band(bars=1))


def test_played_timing_is_written_on_the_grid() -> None:
    rng = np.random.default_rng(3)
    rows = [(max(0, i * TPQ // 2 + int(rng.normal(0, 12))), 200, 60 + i % 12, 80) for i in range(32)]
    score = Score(TPQ, (part(0, rows),), (Tempo(0, 500_000),), (Metre(0, 4, 4),))
    assert [on for on, _ in onsets(read_musicxml(write_musicxml(score)))[0]] == [i / 2 for i in range(32)]


def test_a_score_without_notes_is_refused() -> None:
    with pytest.raises(UnreadableScore, match="no notes"):
        write_musicxml(Score(480, (Part(0, np.zeros((0, 4), np.int32)),)))


def test_the_kind_of_a_file_is_told_by_name_and_first_bytes() -> None:
    midi = write_midi(band(bars=1))
    assert read_score(midi, "a.mid").note_count == band(bars=1).note_count
    assert read_score(midi, "download").note_count == band(bars=1).note_count
    check_flute(read_score(FLUTE.encode(), "C:\\scores\\a.musicxml"))


@pytest.mark.parametrize(
    ("data", "name", "reason"),
    [
        (b"ID3\x03 an mp3", "song.mp3", "MIDI .* ABC .* MusicXML"),
        (b"", "empty.mid", "is empty"),
        (b"plain text", "tune.mid", "no MIDI file"),
    ],
)
def test_what_is_no_score_is_refused(data: bytes, name: str, reason: str) -> None:
    with pytest.raises(UnreadableScore, match=reason):
        read_score(data, name)


def test_a_score_that_ends_verovio_ends_nothing_else() -> None:
    """A metre of 4/0, by which it divides."""
    impossible = FLUTE.replace("<beat-type>4", "<beat-type>0")
    with pytest.raises(UnreadableScore, match="contradicts itself; export it anew"):
        read_musicxml(impossible.encode())
    files = [(FLUTE.encode(), "a"), (impossible.encode(), "b"), (b"<no>", "c"), (FLUTE.encode(), "d")]
    first, *wrong, last = read_several(files)
    assert ["contradicts itself" in str(wrong[0]), "no MusicXML" in str(wrong[1])] == [True, True], wrong
    for score in (first, last):
        assert isinstance(score, Score)
        check_flute(score)
