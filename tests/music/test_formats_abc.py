"""ABC: tune books, headers, chords, and text that means harm."""

import numpy as np
import pytest

from music.abc import read_abc, read_abc_tunes
from music.errors import UnreadableScore
from music.formats import read_score
from music.midi import read_midi, write_midi

BOOK = rb"""%abc-2.1

X:7
T:The First One
C:Trad.
R:Jig
M:6/8
L:1/8
K:G
|:GAB c2d|edB G3:|

X:7
T:\'Etude
M:3/4
L:1/4
Q:1/4=90
K:Am
ABc|e2d|[CEA]3|]

Words between tunes.

X:9
T:Nothing here
K:C
"""


def test_every_tune_of_a_book_is_read_with_its_header() -> None:
    first, second = read_abc_tunes(BOOK)
    assert (first.title, first.composer, first.rhythm, first.reference) == (
        "The First One",
        "Trad.",
        "jig",
        "7",
    )
    assert (second.title, second.composer, second.rhythm) == ("Étude", "", "")
    assert str(first.score.metres[0]) == "6/8"
    assert first.score.note_count == 18
    assert second.score.parts[0].notes[:3, 2].tolist() == [69, 71, 72]
    assert second.score.keys[0].minor


def test_a_tempo_that_the_tune_states_is_known_and_a_usual_one_is_not() -> None:
    first, second = read_abc_tunes(BOOK)
    assert (second.score.sets_tempo, round(second.score.tempos[0].bpm)) == (True, 90)
    assert (first.score.sets_tempo, round(first.score.tempos[0].bpm)) == (False, 168)


def test_one_score_is_the_first_tune() -> None:
    assert read_abc(BOOK).title == "The First One"
    assert read_score(BOOK, "book.ABC").title == "The First One"


def test_a_tune_survives_as_midi() -> None:
    score = read_abc(BOOK)
    written = write_midi(score)
    assert write_midi(read_midi(written)) == written
    assert read_midi(written).note_count == score.note_count


def test_chord_symbols_are_played() -> None:
    score = read_abc(b'X:1\nM:4/4\nL:1/4\nK:C\n"C"cdef|"G7"gfed|\n')
    assert len(score.parts) > 1
    assert score.note_count > 8


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "no tune begins"),
        (b"just some words", "no tune begins"),
        (b"X:1\nT:No music\nK:C\n", "no ABC tune that can be read"),
        (b"X:1\nK:C\n" + b"[" * 50_000, "no ABC tune that can be read"),
        (b"X:1\nP:((((A10)10)10)10)\nK:C\nP:A\nabc|\n", "no ABC tune that can be read"),
        (b"X:1\nK:C\nabc\n" + b"%" * 1024 * 1024, "1 MiB"),
        (b"X:1\nK:C\nabc\n\n" * 2001, "2001 tunes"),
        (b"X:1\nK:C\nab\0c", "binary"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_bad_abc_is_refused_with_its_reason(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableScore, match=reason) as caught:
        read_abc(data, "tune.abc")
    assert "'tune.abc'" in str(caught.value)


@pytest.mark.parametrize("field", [b"%%abc-include ", b"I:abc-include ", b"%% abc-include "])
def test_a_tune_cannot_make_another_file_be_read(tmp_path, field: bytes) -> None:
    secret = tmp_path / "s.abc"
    secret.write_bytes(b"K:C\nCDEFGABc|\n")
    data = b"X:1\nK:C\ncc|\n" + field + str(secret).encode() + b"\ncc|\n"
    assert read_abc(data).note_count == 4


def test_one_bad_tune_does_not_spoil_the_book() -> None:
    """abc2midi ends at half a megabyte of MIDI, and the other tunes of the book are not written."""
    huge = b"X:5\nP:A1000\nK:C\nP:A\n" + b"abcdefga|" * 400 + b"\n\n"
    assert [tune.title for tune in read_abc_tunes(huge + BOOK)] == ["The First One", "Étude"]


@pytest.mark.parametrize(
    ("order", "played"),
    [
        ("AB", "abcd"),
        ("A2B", "abcabcd"),
        ("(A.B)2 C", "abcdabcde"),
        ("((AB)2C)2", "abcdabcde" * 2),
        ("(A2B)2", "abcabcd" * 2),
        ("(A5)9", "abc" * 45),
        ("A999", "abc" * 999),
        ("(A", "abcde"),
        ("A)2", "abcde"),
        ("A*B", "abcde"),
        ("", "abcde"),
    ],
)
def test_the_order_of_the_parts(order: str, played: str) -> None:
    """An order that is none counts as not given."""
    data = f"X:5\nP:{order} % as danced\nK:C\nP:A\nabc|\nP:B\nd|\nP:C\ne|\n".encode()
    notes = np.concatenate([part.notes for part in read_abc(data).parts])
    assert notes[notes[:, 0].argsort(), 2].tolist() == [
        {"a": 81, "b": 83, "c": 72, "d": 74, "e": 76}[letter] for letter in played
    ]


@pytest.mark.parametrize("order", ["((((A10)10)10)10)", "A99999999999", "(" * 4000 + "A" + ")9" * 4000])
def test_more_parts_than_anybody_plays(order: str) -> None:
    bad = f"X:5\nP:{order}\nK:C\nP:A\nabc|\n\n".encode()
    assert [tune.title for tune in read_abc_tunes(bad + BOOK)] == ["The First One", "Étude"]
