"""Seats and rooms: who sits where, and how a style sounds."""

import numpy as np

from generator.finishing import perform
from generator.finishing.staging import PAN, REVERB, staged
from music.grid import from_grid
from music.midi import read_midi, write_midi
from music.score import Part, Score


def band(*programs: int) -> Score:
    rows = [(0, 0, p, 36 if p in (128, 33) else 60 + k, 12, 80) for k, p in enumerate(programs)]
    return from_grid(np.array(rows, np.int32), tempo_bpm=100, metre=(4, 4), instruments=programs)


def value(part: Part, controller: int) -> int:
    (row,) = part.controllers[part.controllers[:, 1] == controller]
    return int(row[2])


def pans(score: Score) -> list[int]:
    return [value(p, PAN) for p in score.parts]


def test_bass_and_drums_are_in_the_middle_and_others_apart() -> None:
    assert pans(staged(band(33, 128)))[:2] == [64, 64]
    apart = pans(staged(band(0, 24, 33, 128)))
    assert apart[0] != apart[1]
    assert apart[2:] == [64, 64]


def test_an_orchestra_sits_as_it_does() -> None:
    violin, viola, cello = pans(staged(band(40, 41, 42)))
    assert violin < 64 < viola < cello


def test_one_instrument_alone_is_in_the_middle() -> None:
    assert pans(staged(band(40))) == [64]


def test_styles_have_rooms() -> None:
    ambient, plain, punk = (value(staged(band(0), s).parts[0], REVERB) for s in ("ambient", "", "punk"))
    assert ambient > plain > punk


def test_what_a_part_says_itself_stays_and_the_file_keeps_it() -> None:
    once = staged(band(0, 24, 128), "ambient")
    assert write_midi(staged(once, "punk")) == write_midi(once)
    again = read_midi(write_midi(once))
    assert pans(again) == pans(once)


def test_a_performance_follows_from_its_seed() -> None:
    assert write_midi(perform(band(0, 128), "rock", 3)) == write_midi(perform(band(0, 128), "rock", 3))
    assert write_midi(perform(band(0, 128), "rock", 3)) != write_midi(perform(band(0, 128), "rock", 4))
