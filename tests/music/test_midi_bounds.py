"""Files that no reader should meet are refused with one sentence, before any library sees them."""

import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from music.errors import UnreadableScore
from music.midi import read_midi, write_midi
from music.midi_bounds import MAX_BYTES, variable_length
from music.score import Tempo

NOTE = b"\x00\x90\x3c\x50\x60\x80\x3c\x00"
END = b"\x00\xff\x2f\x00"


def track(events: bytes, size: int | None = None) -> bytes:
    return b"MTrk" + struct.pack(">I", len(events) if size is None else size) + events


def midi(*tracks: bytes, format_: int = 1, claimed: int | None = None, division: int = 480) -> bytes:
    count = len(tracks) if claimed is None else claimed
    return b"MThd" + struct.pack(">IHHH", 6, format_, count, division) + b"".join(tracks)


GOOD = midi(track(b"\x00\xff\x51\x03\x09\x27\xc0" + END), track(NOTE + END))


def refusal(data: bytes) -> str:
    with pytest.raises(UnreadableScore) as caught:
        read_midi(data, "tune.mid")
    message = str(caught.value)
    assert message.startswith("'tune.mid'")
    assert message.endswith(".")
    assert "\n" not in message
    return message


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "no MIDI file"),
        (b"hello there, this is text", "no MIDI file"),
        (b"MThd", "cut short"),
        (b"MThd\x00\x00\x00\x06\x00", "cut short"),
        (GOOD[:-1], "cut short"),
        (GOOD[:30], "cut short"),
        (midi(), "holds 0"),
        (midi(track(NOTE + END), claimed=3), "announces 3 tracks and holds 1"),
        (midi(track(NOTE + END), claimed=65535), "announces 65535 tracks"),
        (midi(track(NOTE + END), division=0), "0 ticks to a quarter"),
        (midi(track(NOTE + END), division=0xE728), "SMPTE"),
        (midi(track(NOTE + END), format_=2), "format 2"),
        (midi(track(b"\x00\x3c\x50")), "no status byte"),
        (midi(track(b"\x00\x90\x3c")), "not complete"),
        (midi(track(b"\x00\x90\x3c\x90" + END)), "exceeds 127"),
        (midi(track(b"\xff\xff\xff\xff\x7f\x90\x3c\x50")), "delta time"),
        (midi(track(b"\x00\xf4" + END)), "0xf4"),
        (midi(track(b"\x00\xff\x01\xff\xff\xff\x7ftext")), "runs over the end"),
        (midi(track(b"\x00\xff\x01\xff\xff\xff\xff\x7f")), "length has more than four bytes"),
        (midi(track(b"\x00\xff\x51\x02\x01\x02" + NOTE)), "tempo"),
        (midi(track(b"\x00\xff\x58\x01\x02" + NOTE)), "time signature"),
        (midi(track(b"\xff\xff\xff\x7f\x90\x3c\x50\x60\x80\x3c\x00")), "quarters"),
        (midi(track(b"\xff\xff\xff\x7f\xff\x01\x00" * 20 + NOTE)), "time runs beyond"),
        (midi(track(b"\x00\xff\x51\x03\xff\xff\xff\x83\xff\x00" + NOTE[1:]), division=1), "quarters"),
        (midi(track(b"\x00\xff\x51\x03\xff\xff\xff\x81\xd8\x00" + NOTE[1:]), division=1), "hours"),
        (midi(track(b"\x00\xff\x01\x01a" * 1_000_001)), "1,000,000 events"),
        (b"MThd" + bytes(MAX_BYTES), "10 MiB"),
        (b"RIFF\x10\x00\x00\x00RMIDdisp\xff\xff\xff\xff", "RMI"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_bad_file_is_refused_with_its_reason(data: bytes, reason: str) -> None:
    assert reason in refusal(data)


def test_good_files_are_read() -> None:
    score = read_midi(GOOD)
    assert score.tempos == (Tempo(0, 600_000),)
    assert score.parts[0].notes.tolist() == [[0, 96, 60, 80]]


def test_a_midi_file_inside_riff_is_read() -> None:
    inside = b"data" + struct.pack("<I", len(GOOD)) + GOOD
    wrapped = b"RIFF" + struct.pack("<I", len(inside) + 4) + b"RMID" + inside
    assert read_midi(wrapped).note_count == 1


def test_unknown_chunks_and_bytes_behind_the_end_are_passed_over() -> None:
    score = read_midi(midi(b"XFIH\x00\x00\x00\x02ab", track(NOTE + END + b"junk"), claimed=1) + b"tail")
    assert score.note_count == 1


def test_a_track_without_its_end_and_running_status_across_texts_are_read() -> None:
    running = b"\x00\x90\x3c\x50\x00\xff\x01\x02hi\x60\x3c\x00"
    assert read_midi(midi(track(running))).parts[0].notes.tolist() == [[0, 96, 60, 80]]


def test_format_0_is_split_by_channel() -> None:
    both = b"\x00\x90\x3c\x50\x00\x99\x24\x50\x60\x80\x3c\x00\x00\x89\x24\x00"
    parts = read_midi(midi(track(both + END), format_=0)).parts
    assert [(part.is_drum, part.notes[0, 2]) for part in parts] == [(False, 60), (True, 36)]


def test_a_note_never_released_is_dropped_and_the_rest_is_kept() -> None:
    assert read_midi(midi(track(b"\x00\x90\x40\x50" + NOTE + END))).note_count == 1


def test_senseless_maps_are_passed_over() -> None:
    odd = b"\x00\xff\x51\x03\x00\x00\x00\x00\xff\x58\x04\x00\x02\x18\x08\x00\xff\x58\x04\x04\xc8\x18\x08"
    score = read_midi(midi(track(odd + b"\x00\xff\x59\x02\x64\x07" + NOTE + END)))
    assert (str(score.metres[0]), score.tempos[0].bpm, score.keys) == ("4/4", 120, ())
    assert score.bar_starts() == [0]


def test_names_in_latin_1_are_read() -> None:
    name = "Flöte".encode("latin-1")
    score = read_midi(midi(track(b"\x00\xff\x03" + bytes((len(name),)) + name + NOTE + END)))
    assert score.parts[0].name == "Flöte"
    assert read_midi(write_midi(score)).parts[0].name == "Flöte"


@pytest.mark.parametrize("number", [0, 127, 128, 16383, 16384, 2**28 - 1])
def test_lengths_are_written_as_the_standard_says(number: int) -> None:
    octets = variable_length(number)
    value = 0
    for octet in octets:
        value = value << 7 | octet & 0x7F
    assert value == number
    assert [octet >> 7 for octet in octets] == [1] * (len(octets) - 1) + [0]


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=200))
def test_random_bytes_are_music_or_refused(noise: bytes) -> None:
    for data in (noise, midi(track(noise)), midi(track(NOTE + noise), division=1)):
        try:
            read_midi(data)
        except UnreadableScore:
            continue


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_a_file_with_bytes_changed_is_music_or_refused(data: st.DataObject) -> None:
    content = bytearray(
        midi(track(b"\x00\xff\x51\x03\x09\x27\xc0" + END), track(b"\x00\xc0\x05" + NOTE * 8 + END))
    )
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    try:
        score = read_midi(bytes(content))
    except UnreadableScore:
        return
    assert write_midi(read_midi(write_midi(score))) == write_midi(score)
