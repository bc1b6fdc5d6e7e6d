"""Which style a piece is in is read from its notes, by a reader that is no judge of evaluation."""

import numpy as np
import pytest

from generator.style_ngrams import FEWEST_PIECES
from generator.style_reader import InStyle, StyleReader, features, learn_reader
from generator.weights import load_weights
from music.controls import Controls
from music.corpus import PackedCorpus
from music.grid import BAR, GridNotes, from_grid
from music.instruments import DRUMS
from tests.generator.test_style_ngrams import corpus

EIGHTH = 6


def line(start: int, step: int) -> list[tuple[int, int, int]]:
    """A bar of eighths in one direction."""
    return [(EIGHTH * k, start + step * k, 4) for k in range(8)]


@pytest.fixture(scope="module")
def people() -> PackedCorpus:
    """The same rhythm, up or down: only what follows what tells the two apart."""
    rising = [line(50 + n % 12, 2) for n in range(FEWEST_PIECES)]
    falling = [line(80 - n % 12, -2) for n in range(FEWEST_PIECES)]
    return corpus({"rising": rising, "falling": falling, "rare": rising[:3]})


def test_a_reader_learns_styles_from_few_pieces_and_is_kept(people: PackedCorpus) -> None:
    kept = learn_reader(people, ("rising", "falling", "rare")).to_bytes()
    reader = StyleReader.from_bytes(kept)
    assert reader.styles == ("falling", "rising")
    notes, bars = people.piece(0)
    assert reader.log_probability("rising", notes, int(bars[0, 0])) > np.log(0.9)
    assert reader.log_probability("falling", notes, int(bars[0, 0])) < np.log(0.1)
    assert reader.to_bytes() == kept


def piece(rows: list[tuple[int, int]], program: int = 40) -> GridNotes:
    """Eight bars of (position, pitch)."""
    return np.array([(bar, at, program, pitch, 3, 80) for bar in range(8) for at, pitch in rows], np.int32)


def test_what_comes_with_the_program_tells_a_reel_from_a_hymn() -> None:
    reader = load_weights().reader
    assert reader is not None
    runs = piece([(EIGHTH * k, 69 + (0, 2, 4, 5, 7, 5, 4, 2)[k]) for k in range(8)])
    chords = piece([(12 * k, pitch) for k in range(4) for pitch in (48, 55, 64, 72)], 52)
    for notes, own, other in ((runs, "reel", "hymn"), (chords, "hymn", "reel")):
        score = from_grid(notes, tempo_bpm=100, metre=(4, 4))
        assert InStyle(reader, own)(score, Controls()) > InStyle(reader, other)(score, Controls()) + 0.2
        assert -1 <= InStyle(reader, other)(score, Controls()) <= 0


def test_drums_alone_and_a_single_note_can_be_read() -> None:
    for notes in (piece([(0, 36), (12, 38)], DRUMS), piece([(0, 60)])[:1]):
        found = features(notes, 48)
        assert np.isfinite(found).all()
        assert len(found) == len(features(piece([(0, 60)]), 36))
        assert notes[0, BAR] == 0
