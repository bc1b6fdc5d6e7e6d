"""A piano roll as a PNG: time from left to right in bars, pitch upwards, each part in a colour of its own."""

import io
from typing import NamedTuple

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from music.instruments import NAMES
from music.picture_layout import (
    DRUM_LANES,
    LEFT,
    RIGHT,
    WIDTH,
    Layout,
    Theme,
    bar_label_step,
    lane_of,
    lay_out,
    part_colours,
    theme,
)
from music.score import DURATION, ONSET, PITCH, VELOCITY, KeySignature, Part, Score
from music.theory import Key

_SCALE = 2  # shapes are drawn this much larger and averaged down; text is drawn at its own size
_CROWDED_BYTES = 200_000
_FIFTH = 7  # semitones
_MAX_LEGEND_ROWS = 4
_MAX_TITLE = 200  # characters; a line holds some 120

_Colour = tuple[int, int, int]


class _Entry(NamedTuple):
    label: str
    colour: _Colour | None


class _Place(NamedTuple):
    x: float
    row: int
    entry: _Entry


def piano_roll_png(score: Score, *, title: str = "", dark: bool = False) -> bytes:
    """A PNG, 1600 pixels wide, of every note in `score`; the same score gives the same bytes.

    Pitched parts share one roll with bar numbers and a line for each C; drums have lanes of their own
    below. Louder notes are stronger in colour. `title` stands above (the score's own where it is empty), with
    key, tempo, metre and length under it; characters that the built-in font lacks are left out.
    """
    colours = theme(dark)
    parts = [part for part in score.parts if len(part.notes)]
    shades = part_colours(parts, colours)
    legend = _placed(_legend(parts, shades))
    layout = lay_out(score, legend_rows=1 + max((place.row for place in legend), default=-1))
    canvas = Image.new("RGB", (WIDTH * _SCALE, layout.height * _SCALE), colours.paper)
    shapes = ImageDraw.Draw(canvas)
    bars = score.bar_starts()
    _draw_ground(shapes, layout, colours, bars)
    for part, shade in zip(parts, shades, strict=True):
        _draw_part(shapes, layout, part, shade, colours.panel)
    for place in legend:
        if place.entry.colour is not None:
            left, middle = place.x * _SCALE, layout.legend_y(place.row) * _SCALE
            shapes.rounded_rectangle(
                (left, middle - 12, left + 27, middle + 11), radius=6, fill=place.entry.colour
            )
    image = canvas.reduce(_SCALE)
    words = ImageDraw.Draw(image)
    _draw_words(words, layout, colours, bars)
    heading = _readable(title or score.title)
    if heading:
        font = _font(26)
        words.text((LEFT, 46), _shortened(heading, font, RIGHT - LEFT), colours.ink, font, "ls")
    summary = _summary(score, bars) if parts else "no notes"
    words.text((LEFT, 74 if heading else 52), summary, colours.soft_ink, _font(15), "ls")
    for place in legend:
        at = (place.x + (22 if place.entry.colour else 0), layout.legend_y(place.row))
        words.text(
            at, place.entry.label, colours.ink if place.entry.colour else colours.soft_ink, _font(14), "lm"
        )
    return _png(image)


def _draw_ground(shapes: ImageDraw.ImageDraw, layout: Layout, colours: Theme, bars: list[int]) -> None:
    """Panels, the rows of the black keys, bar lines and a line under each C."""
    s = _SCALE
    for top, bottom in layout.panels:
        shapes.rounded_rectangle((LEFT * s, top * s, RIGHT * s, bottom * s), radius=6 * s, fill=colours.panel)
    for pitch in range(layout.lowest, layout.highest + 1):
        upper, lower = layout.row(pitch)
        if pitch % 12 in (1, 3, 6, 8, 10) and lower - upper >= 2:
            shapes.rectangle(
                (LEFT * s, round(upper * s), RIGHT * s, round(lower * s) - 1),
                fill=colours.black_keys,
            )
    step = bar_label_step(layout, bars)
    for number, tick in enumerate(bars):
        labelled = number % step == 0
        if number == 0 or (not labelled and layout.pixels_per_bar(bars) < 8):
            continue
        x = round(layout.x(tick) * s)
        for top, bottom in layout.panels:
            shapes.rectangle((x, top * s, x + 1, bottom * s), fill=colours.bar if labelled else colours.beat)
    for pitch in range(layout.lowest, layout.highest + 1):
        if pitch % 12 == 0:
            y = round(layout.row(pitch)[1] * s)
            shapes.rectangle((LEFT * s, y - 1, RIGHT * s, y), fill=colours.octave)
    for number in range(1, len(layout.lanes)):
        y = round((layout.lanes_top + number * layout.lane_height) * s)
        shapes.rectangle((LEFT * s, y - 1, RIGHT * s, y), fill=colours.beat)


def _draw_part(
    shapes: ImageDraw.ImageDraw, layout: Layout, part: Part, shade: _Colour, ground: _Colour
) -> None:
    """The notes of one part. Notes that fall on the same pixels are drawn once, by the loudest of them."""
    s = _SCALE
    onsets = part.notes[:, ONSET].astype(np.int64)
    x0 = np.rint(layout.xs(onsets) * s).astype(np.int64)
    if part.is_drum:
        sixteenth = (RIGHT - LEFT) * layout.ticks_per_quarter / 4 / layout.end_tick
        x1 = x0 + round(min(7.0, max(1.0, 0.9 * sixteenth)) * s)
        rows = np.array([lane_of(pitch) for pitch in range(128)])[np.clip(part.notes[:, PITCH], 0, 127)]
    else:
        ends = np.rint(layout.xs(onsets + part.notes[:, DURATION]) * s).astype(np.int64)
        x1 = np.maximum(x0 + 2 * s, ends - s)  # a gap of a pixel keeps repeated notes apart
        rows = part.notes[:, PITCH].astype(np.int64)
    keys = np.column_stack([x0, rows, np.minimum(x1, RIGHT * s)])
    keys, where = np.unique(keys, axis=0, return_inverse=True)
    loudest = np.zeros(len(keys), np.int64)
    np.maximum.at(loudest, where.reshape(-1), part.notes[:, VELOCITY].astype(np.int64))
    for (left, row, right), velocity in zip(keys.tolist(), loudest.tolist(), strict=True):
        if part.is_drum:
            top, bottom = layout.lane(row)
        else:
            top, bottom = layout.row(row)
        gap = 0.5 if bottom - top > 5 else 0.0
        box = (left, round((top + gap) * s), right - 1, round((bottom - gap) * s) - 1)
        colour = mix(ground, shade, 0.32 + 0.68 * min(velocity, 127) / 127)
        radius = min(2 * s, (box[3] - box[1]) // 2, (right - left) // 2)
        if radius >= 2:
            shapes.rounded_rectangle(box, radius=radius, fill=colour)
        else:
            shapes.rectangle((box[0], box[1], box[2], max(box[1], box[3])), fill=colour)


def mix(ground: _Colour, colour: _Colour, opacity: float) -> _Colour:
    """`colour` laid over `ground`."""
    r, g, b = (round(a + (c - a) * opacity) for a, c in zip(ground, colour, strict=True))
    return r, g, b


def _draw_words(words: ImageDraw.ImageDraw, layout: Layout, colours: Theme, bars: list[int]) -> None:
    """The names of the Cs and drum lanes on the left, the bar numbers above."""
    small = _font(12)
    for pitch in range(layout.lowest, layout.highest + 1):
        if pitch % 12 == 0:
            middle = sum(layout.row(pitch)) / 2
            words.text((LEFT - 10, middle), f"C{pitch // 12 - 1}", colours.soft_ink, small, "rm")
    for lane in layout.lanes:
        y = sum(layout.lane(lane)) / 2
        words.text((LEFT - 10, y), DRUM_LANES[lane], colours.soft_ink, small, "rm")
    step = bar_label_step(layout, bars)
    for number in range(0, len(bars), step):
        at = (layout.x(bars[number]) + 4, layout.panels[0][0] - 6)
        words.text(at, str(number + 1), colours.soft_ink, small, "ls")


def _placed(entries: list[_Entry]) -> list[_Place]:
    """Where each legend entry stands, wrapped; the last one says how many had no room."""
    font = _font(14)
    places: list[_Place] = []
    x, row = float(LEFT), 0
    for number, entry in enumerate(entries):
        width = 22 + font.getlength(entry.label)
        last_row = row + 1 == _MAX_LEGEND_ROWS and number + 1 < len(entries)
        if x > LEFT and x + width > RIGHT - (110 if last_row else 0):
            if row + 1 == _MAX_LEGEND_ROWS:
                more = _Entry(f"and {len(entries) - number} more", None)
                return [*places, _Place(x, row, more)]
            x, row = float(LEFT), row + 1
        places.append(_Place(x, row, entry))
        x += width + 26
    return places


def _legend(parts: list[Part], shades: list[_Colour]) -> list[_Entry]:
    """Instrument names, numbered where one occurs more than once; drums share one entry."""
    names = [NAMES[128 if part.is_drum else part.program] for part in parts]
    seen: dict[str, int] = {}
    entries: list[_Entry] = []
    for name, part, shade in zip(names, parts, shades, strict=True):
        seen[name] = seen.get(name, 0) + 1
        if part.is_drum:
            if seen[name] == 1:
                entries.append(_Entry(name, shade))
        else:
            entries.append(_Entry(f"{name} {seen[name]}" if names.count(name) > 1 else name, shade))
    return entries


def _summary(score: Score, bars: list[int]) -> str:
    """Key, tempo, metre, bars and length in one line."""
    seconds = max(1, round(score.seconds))
    tempos = [tempo.bpm for tempo in score.tempos]
    low, high = f"{min(tempos):.0f}", f"{max(tempos):.0f}"
    said = [
        key_name(score.keys[0]) if score.keys else "",
        f"{low} bpm" if low == high else f"{low} to {high} bpm",
        str(score.metres[0]) if len({m[1:] for m in score.metres}) == 1 else "changing metre",
        f"{len(bars)} bar" + "s" * (len(bars) != 1),
        f"{seconds // 60}:{seconds % 60:02d}",
    ]
    return "  ·  ".join(filter(None, said))


def key_name(signature: KeySignature) -> str:
    """The key that a signature stands for, as in "A minor"."""
    tonic = signature.fifths * _FIFTH + (9 if signature.minor else 0)
    return str(Key(tonic % 12, signature.minor))


def _font(size: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.load_default(size)
    assert isinstance(font, ImageFont.FreeTypeFont)  # Pillow's wheels carry FreeType
    return font


def _readable(text: str) -> str:
    """`text` without the characters that the built-in font would draw as boxes."""
    font = _font(16)
    missing = bytes(font.getmask("\uffff"))
    drawable = (c for c in text[:_MAX_TITLE] if c.isprintable() and bytes(font.getmask(c)) != missing)
    return " ".join("".join(drawable).split())


def _shortened(text: str, font: ImageFont.FreeTypeFont, width: float) -> str:
    if font.getlength(text) <= width:
        return text
    while text and font.getlength(text + "…") > width:
        text = text[:-1]
    return text.rstrip() + "…"


def _png(image: Image.Image) -> bytes:
    """The image as PNG; a crowded one is reduced to 256 colours, so that it stays quick to send."""
    buffer = io.BytesIO()
    image.save(buffer, "PNG", optimize=True)
    if buffer.tell() > _CROWDED_BYTES:
        buffer = io.BytesIO()
        image.quantize(256, Image.Quantize.MEDIANCUT).save(buffer, "PNG", optimize=True)
    return buffer.getvalue()
