"""The piano roll: drawn for every score, the same each time, and showing what is there."""

import io
import subprocess
import sys

import numpy as np
import pytest
from PIL import Image

from music.picture import key_name, piano_roll_png
from music.picture_layout import DRUM_LANES, bar_label_step, lane_of, lay_out, part_colours, theme
from music.score import KeySignature, Metre, Part, Score, Tempo
from tests.music.score_makers import TPQ, band, drum_beat, melody, one_note, part, solo


def opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    assert image.format == "PNG"
    return image.convert("RGB")


def holds(image: Image.Image, colour: tuple[int, int, int], tolerance: int = 12) -> bool:
    pixels = np.asarray(image).astype(int)
    return bool((np.abs(pixels - np.array(colour)).max(axis=2) <= tolerance).sum() > 20)


def thirty_parts(bars: int) -> Score:
    pitched = tuple(melody(i * 4 % 128, bars, 30 + i, velocity=40 + i * 3) for i in range(29))
    return Score(TPQ, (*pitched, drum_beat(bars)))


SCORES = {
    "empty": Score(TPQ, ()),
    "a part without notes": Score(TPQ, (part(0, []),)),
    "one note": one_note(),
    "the lowest and the highest note": Score(TPQ, (part(0, [(0, 1, 0, 1), (1, 1, 127, 127)]),)),
    "drums alone": Score(TPQ, (drum_beat(4),)),
    "a band": band(),
    "one tick a quarter": Score(1, (part(0, [(0, 1, 60, 90), (3, 2, 62, 90)]),)),
    "notes without length": Score(TPQ, (part(0, [(i * 100, 0, 60 + i, 90) for i in range(12)]),)),
    "changing metre and tempo": Score(
        TPQ,
        (melody(40, 8, beats=3),),
        (Tempo(0, 500_000), Tempo(TPQ * 6, 700_000)),
        (Metre(0, 3, 4), Metre(TPQ * 6, 7, 8)),
    ),
    "ten minutes in thirty parts": thirty_parts(300),
}


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("name", SCORES)
def test_every_score_becomes_a_picture_of_bounded_size(name, dark):
    data = piano_roll_png(SCORES[name], title=name, dark=dark)
    image = opened(data)
    assert image.width == 1600
    assert 250 <= image.height <= 800
    assert len(data) < 200_000
    assert image.getpixel((3, 3)) == pytest.approx(theme(dark).paper, abs=3)


def test_the_same_score_gives_the_same_bytes_in_another_process():
    code = (
        "import hashlib; from music.picture import piano_roll_png; from tests.music.score_makers import band;"
        "print(hashlib.sha256(piano_roll_png(band(), title='Rain')).hexdigest())"
    )
    env = {"PYTHONPATH": ":".join(p for p in sys.path if p)}
    runs = [
        subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True) for _ in "ab"
    ]
    assert runs[0].stdout == runs[1].stdout != ""


@pytest.mark.parametrize("dark", [False, True])
def test_each_part_appears_in_its_colour(dark):
    score = band()
    image = opened(piano_roll_png(score, dark=dark))
    colours = part_colours(list(score.parts), theme(dark))
    assert len(set(colours)) == len(score.parts)
    assert all(holds(image, colour) for colour in colours)  # the legend has them at full strength


def test_louder_notes_are_stronger_in_colour():
    rows = [(0, TPQ, 60, 20), (TPQ * 2, TPQ, 60, 127)]
    score = Score(TPQ, (part(0, rows),))
    image = opened(piano_roll_png(score))
    layout = lay_out(score, legend_rows=1)
    y = round(sum(layout.row(60)) / 2)
    soft, loud = (image.getpixel((round(layout.x(tick + TPQ // 2)), y)) for tick in (0, TPQ * 2))
    assert sum(loud) < sum(soft) < sum(theme(False).panel)


def test_a_note_stands_where_its_time_and_pitch_say():
    score = Score(TPQ, (part(0, [(TPQ, TPQ, 64, 127), (TPQ * 3, TPQ, 60, 1)]),))
    image = opened(piano_roll_png(score))
    layout = lay_out(score, legend_rows=1)
    blue = theme(False).parts[0]
    y = round(sum(layout.row(64)) / 2)
    middle, before, after = (round(layout.x(int(TPQ * q))) for q in (1.5, 0.9, 2.1))
    assert image.getpixel((middle, y)) == pytest.approx(blue, abs=6)
    for x in (before, after):
        assert sum(image.getpixel((x, y))) > sum(blue) + 200


def test_drums_have_lanes_of_their_own_below_the_roll():
    layout = lay_out(band(), legend_rows=1)
    assert [DRUM_LANES[lane] for lane in layout.lanes] == ["Hi-hat", "Snare", "Kick"]
    assert layout.lanes_top > layout.panels[0][1]
    assert [DRUM_LANES[lane_of(pitch)] for pitch in (36, 40, 46, 49, 45, 70)] == [
        "Kick", "Snare", "Hi-hat", "Cymbals", "Toms", "Percussion",
    ]  # fmt: skip


@pytest.mark.parametrize("bars", [1, 16, 100, 1000, 30_000])
def test_bar_numbers_stay_apart(bars):
    score = solo(bars=bars)
    layout = lay_out(score, legend_rows=1)
    starts = score.bar_starts()
    step = bar_label_step(layout, starts)
    assert step * layout.pixels_per_bar(starts) >= 40


@pytest.mark.parametrize(
    ("fifths", "minor", "name"),
    [
        (0, False, "C major"),
        (0, True, "A minor"),
        (-2, True, "G minor"),
        (3, False, "A major"),
        (-7, False, "B major"),
    ],
)
def test_a_key_signature_is_read_as_its_key(fifths, minor, name):
    assert key_name(KeySignature(0, fifths, minor)) == name


@pytest.mark.parametrize("title", ["雨の歌", "", "\n\t\0", "a" * 5000, "<b>&amp;", "é – “quoted” ♭"])
def test_any_title_is_survived(title):
    assert opened(piano_roll_png(one_note(), title=title)).width == 1600


def test_a_title_of_unknown_characters_leaves_no_boxes():
    assert piano_roll_png(one_note(), title="雨の歌") == piano_roll_png(one_note(), title="")


def test_many_notes_on_the_same_pixels_are_drawn_once():
    notes = np.column_stack(
        [np.arange(200_000), np.full(200_000, 5), np.tile([60, 64, 67, 72], 50_000), np.full(200_000, 80)]
    ).astype(np.int32)
    assert len(piano_roll_png(Score(TPQ, (Part(0, notes),)))) < 200_000
