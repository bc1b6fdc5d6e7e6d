"""A map over the mood plane as a PNG: valence to the right, arousal upwards, warm where music is liked."""

import io
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

_SIZE, _MARGIN, _TOP = 720, 70, 96
_SCALE = 2
_PAPER, _PANEL, _INK, _SOFT = (247, 245, 240), (255, 255, 255), (35, 38, 45), (109, 111, 118)
#: liked, disliked: orange and blue stay apart for every common kind of colour blindness (Okabe and Ito, 2008)
_LIKED, _DISLIKED = (230, 120, 30), (40, 110, 180)
#: stars above the typical at which a colour is full
_FULL = 1.0
_CORNERS = (("tense", 0, 0), ("cheerful", 1, 0), ("melancholy", 0, 1), ("peaceful", 1, 1))
_MOST_TITLE = 80


@dataclass(frozen=True, slots=True)
class MapPoint:
    """Music that was rated: `valence` and `arousal` in [-1, 1], `stars` from 1 to 5."""

    valence: float
    arousal: float
    stars: int
    title: str = ""


def mood_map_png(
    liking: NDArray[np.float64], known: NDArray[np.float64], points: Sequence[MapPoint], *, title: str = ""
) -> bytes:
    """A PNG of `liking` [s, s] in stars above the typical, faded where `known` [s, s] in [0, 1] is low; rows
    from arousal 1 down, columns from valence -1 up. Rated music is a dot with its stars.

    Raises ValueError for fields of unlike shapes.
    """
    if liking.shape != known.shape or liking.ndim != 2:
        raise ValueError(f"the fields of a map are alike and square, not {liking.shape} and {known.shape}")
    s = _SCALE
    width, height = _SIZE + 2 * _MARGIN, _SIZE + _TOP + _MARGIN
    canvas = Image.new("RGB", (width * s, height * s), _PAPER)
    field = Image.fromarray(_colours(liking, known)).resize((_SIZE * s, _SIZE * s), Image.Resampling.BICUBIC)
    canvas.paste(field, (_MARGIN * s, _TOP * s))
    shapes = ImageDraw.Draw(canvas)
    middle_x, middle_y = (_MARGIN + _SIZE / 2) * s, (_TOP + _SIZE / 2) * s
    shapes.line((_MARGIN * s, middle_y, (_MARGIN + _SIZE) * s, middle_y), fill=(210, 206, 198), width=s)
    shapes.line((middle_x, _TOP * s, middle_x, (_TOP + _SIZE) * s), fill=(210, 206, 198), width=s)
    for point in points:
        x, y = _place(point)
        colour = _mix(_SOFT, _LIKED if point.stars > 3 else _DISLIKED, abs(point.stars - 3) / 2)
        radius = 11 * s
        box = (x * s - radius, y * s - radius, x * s + radius, y * s + radius)
        shapes.ellipse(box, fill=colour, outline=_PANEL, width=2 * s)
    image = canvas.reduce(s)
    words = ImageDraw.Draw(image)
    for point in points:
        words.text(_place(point), str(point.stars), _PANEL, _font(14), "mm")
    _write(words, title)
    buffer = io.BytesIO()
    image.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def _colours(liking: NDArray[np.float64], known: NDArray[np.float64]) -> NDArray[np.uint8]:
    strength = (
        np.clip(np.abs(liking) / _FULL, 0, 1)[..., None] * np.clip(0.25 + 0.75 * known, 0, 1)[..., None]
    )
    strength *= np.clip(known * 6, 0, 1)[..., None]  # blank where nothing is known or no music is
    toward = np.where(liking[..., None] > 0, np.array(_LIKED, float), np.array(_DISLIKED, float))
    mixed = np.array(_PANEL, float) + (toward - np.array(_PANEL, float)) * 0.85 * strength
    return np.asarray(np.rint(mixed), np.uint8)


def _place(point: MapPoint) -> tuple[float, float]:
    return _MARGIN + (point.valence + 1) / 2 * _SIZE, _TOP + (1 - point.arousal) / 2 * _SIZE


def _write(words: ImageDraw.ImageDraw, title: str) -> None:
    words.text((_MARGIN, 44), title[:_MOST_TITLE], _INK, _font(24), "ls")
    legend = "orange: liked   blue: not liked   pale: not known   dots: your stars"
    words.text((_MARGIN, 72), legend, _SOFT, _font(15), "ls")
    for name, right, low in _CORNERS:
        x = _MARGIN + 12 + right * (_SIZE - 24)
        y = _TOP + 14 + low * (_SIZE - 28)
        words.text((x, y), name, _SOFT, _font(17), ("r" if right else "l") + ("s" if low else "a"))
    words.text((_MARGIN + _SIZE / 2, _TOP + _SIZE + 28), "valence: sad to bright", _INK, _font(17), "mm")
    words.text((_MARGIN + _SIZE / 2, _TOP + 14), "lively", _SOFT, _font(17), "ma")
    words.text((_MARGIN + _SIZE / 2, _TOP + _SIZE - 14), "calm", _SOFT, _font(17), "ms")


def _mix(ground: tuple[int, int, int], colour: tuple[int, int, int], share: float) -> tuple[int, int, int]:
    r, g, b = (round(a + (c - a) * share) for a, c in zip(ground, colour, strict=True))
    return r, g, b


def _font(size: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.load_default(size)
    assert isinstance(font, ImageFont.FreeTypeFont)  # Pillow's wheels carry FreeType
    return font
