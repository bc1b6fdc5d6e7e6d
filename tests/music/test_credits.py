"""What files say of themselves, and books of tunes."""

import pytest

from music.credits import Credits, credits_of_midi, credits_of_musicxml, is_title, licence_of
from music.errors import UnreadableScore
from music.formats import read_pieces
from music.midi import write_midi
from music.score import Score, TextEvent
from tests.engine.pieces import tune

HEADER = """<?xml version="1.0"?><score-partwise version="4.0">
<work><work-title>Winterreise</work-title></work>
<movement-title>Gute Nacht</movement-title><identification><creator type="lyricist">Müller</creator>
<creator type="composer">Schubert, Franz</creator><rights>CC0</rights></identification>
<part-list/><part id="P1"/></score-partwise>"""
BOOK = b"X:5\nT:One\nC:Ann\nR:reel\nK:C\nCDEF GABc|\n\nX:6\nT:Two\nK:G\nGABc defg|\n"


def texts(*events: tuple[str, str], title: str = "") -> Score:
    return Score(480, (), texts=tuple(TextEvent(0, kind, text) for kind, text in events), title=title)


@pytest.mark.parametrize(
    ("score", "expected"),
    [
        (texts(title="Gymnopédie"), Credits("Gymnopédie")),
        (texts(("text", "Composer: Erik Satie"), title="Track 1"), Credits("", "Erik Satie")),
        (texts(("text", "Title: Air"), ("text", "by Ann B.")), Credits("Air", "Ann B.")),
        (texts(("copyright", "© 1999 Ann")), Credits(rights="© 1999 Ann")),
        (texts(("text", "@TMy Song"), ("text", "@TThe Singers")), Credits("My Song", "The Singers")),
        (texts(("lyric", "Title: no"), title="Acoustic Grand Piano"), Credits()),
    ],
)
def test_a_midi_file_says_who_made_what(score: Score, expected: Credits) -> None:
    assert credits_of_midi(score) == expected


def test_a_musicxml_header_names_work_movement_composer_and_rights() -> None:
    assert credits_of_musicxml(HEADER.encode()) == Credits(
        "Winterreise: Gute Nacht", "Schubert, Franz", "CC0"
    )
    assert credits_of_musicxml(b"<score-partwise><work") == Credits()


@pytest.mark.parametrize(
    "text", ["untitled", "Track 3", "Piano", "score.mid", "Staff-1", "", "--", "Tempo track"]
)
def test_what_sequencers_write_is_no_title(text: str) -> None:
    assert not is_title(text)


@pytest.mark.parametrize(
    ("rights", "licence"),
    [
        ("This work is in the public domain.", "PD"),
        ("Creative Commons Attribution-ShareAlike 3.0", "CC BY-SA 3.0"),
        ("https://creativecommons.org/licenses/by/4.0/ 2019", "CC BY 4.0"),
        ("Released under CC0", "CC0-1.0"),
        ("CC BY-NC-SA 4.0", "CC BY-NC-SA 4.0"),
        ("© 1999 Ann", "© 1999 Ann"),
        ("", ""),
    ],
)
def test_licences_are_known_by_many_words(rights: str, licence: str) -> None:
    assert licence_of(rights) == licence


def test_a_book_gives_every_tune() -> None:
    one, two = read_pieces(BOOK, "book.abc")
    assert (one.credits, one.reference) == (Credits("One", "Ann", "", "reel"), "5")
    assert (two.credits.title, two.reference) == ("Two", "6")
    assert one.score.note_count == two.score.note_count == 8


def test_tunes_with_one_number_are_told_apart_by_their_places() -> None:
    assert [p.reference for p in read_pieces(BOOK.replace(b"X:6", b"X:5"), "book.abc")] == ["1", "2"]


def test_other_files_hold_one_piece() -> None:
    (only,) = read_pieces(tune(title="A tune"), "x.mid")
    assert (only.credits.title, only.reference) == ("A tune", "")
    assert write_midi(only.score) == tune(title="A tune")
    with pytest.raises(UnreadableScore, match=r"x\.abc"):
        read_pieces(b"", "x.abc")
