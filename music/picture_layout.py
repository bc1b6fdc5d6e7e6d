"""Where things stand in a piano roll, and in which colours; all lengths in pixels of the final image."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from music.score import DURATION, ONSET, PITCH, Part, Score

WIDTH = 1600
LEFT, RIGHT = 84, WIDTH - 40  # of the panels
_TOP = 118
_ROLL_HEIGHT = 460
_LEGEND_ROW = 24
_MIN_RANGE = 24  # semitones: a single note does not become a wall

DRUM_LANES = ("Cymbals", "Hi-hat", "Percussion", "Toms", "Snare", "Kick")
# General MIDI percussion keys; what is not named is percussion
_LANE_OF = (
    dict.fromkeys((49, 51, 52, 53, 55, 57, 59), 0)
    | dict.fromkeys((42, 44, 46), 1)
    | dict.fromkeys((41, 43, 45, 47, 48, 50), 3)
    | dict.fromkeys((37, 38, 39, 40), 4)
    | dict.fromkeys((35, 36), 5)
)

Colour = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours of one appearance; `parts` stay apart for every common kind of colour blindness."""

    paper: Colour
    panel: Colour
    black_keys: Colour
    beat: Colour
    bar: Colour
    octave: Colour
    ink: Colour
    soft_ink: Colour
    drums: Colour
    parts: tuple[Colour, ...]


def _rgb(code: str) -> Colour:
    return int(code[:2], 16), int(code[2:4], 16), int(code[4:], 16)


# After Okabe & Ito (2008, "Color Universal Design"), then P. Tol's "muted" scheme (SRON/EPS/TN/09-002);
# yellow and black are replaced, since they vanish on paper or at night.
_LIGHT = Theme(
    paper=_rgb("f7f5f0"),
    panel=_rgb("ffffff"),
    black_keys=_rgb("fafaf8"),
    beat=_rgb("f0eee9"),
    bar=_rgb("e2dfd7"),
    octave=_rgb("d3cfc5"),
    ink=_rgb("23262d"),
    soft_ink=_rgb("6d6f76"),
    drums=_rgb("6b7280"),
    parts=(
        _rgb("0072b2"),
        _rgb("d55e00"),
        _rgb("009e73"),
        _rgb("cc79a7"),
        _rgb("e69f00"),
        _rgb("56b4e9"),
        _rgb("332288"),
        _rgb("882255"),
        _rgb("999933"),
        _rgb("44aa99"),
        _rgb("aa4499"),
        _rgb("117733"),
    ),
)
_DARK = Theme(
    paper=_rgb("14161b"),
    panel=_rgb("1b1e25"),
    black_keys=_rgb("181b21"),
    beat=_rgb("23272f"),
    bar=_rgb("2e333d"),
    octave=_rgb("3a404c"),
    ink=_rgb("eceae4"),
    soft_ink=_rgb("9a9da6"),
    drums=_rgb("a3a9b5"),
    parts=(
        _rgb("4aa8e0"),
        _rgb("f0803c"),
        _rgb("2fc296"),
        _rgb("e59ac4"),
        _rgb("f2b632"),
        _rgb("8fd0f5"),
        _rgb("9a8cf0"),
        _rgb("d0608c"),
        _rgb("c5c25a"),
        _rgb("6fcfc0"),
        _rgb("cf7fc4"),
        _rgb("5fb878"),
    ),
)


def theme(dark: bool) -> Theme:
    return _DARK if dark else _LIGHT


def part_colours(parts: list[Part], colours: Theme) -> list[Colour]:
    """A colour for each part: the palette in order, then again halfway to the ink; drums are grey."""
    result: list[Colour] = []
    pitched = 0
    for part in parts:
        if part.is_drum:
            result.append(colours.drums)
            continue
        turn, place = divmod(pitched, len(colours.parts))
        pitched += 1
        colour = colours.parts[place]
        share = min(turn * 0.35, 0.7)
        r, g, b = (round(c + (i - c) * share) for c, i in zip(colour, colours.ink, strict=True))
        result.append((r, g, b))
    return result


def lane_of(pitch: int) -> int:
    """The drum lane (an index of DRUM_LANES) of a General MIDI percussion key."""
    return _LANE_OF.get(pitch, DRUM_LANES.index("Percussion"))


@dataclass(frozen=True, slots=True)
class Layout:
    """`panels` are (top, bottom) of the roll, if any, and of the drum strip, if any.

    The roll shows pitches `lowest` to `highest` (empty when highest < lowest); `lanes` are the drum lanes in
    use, from the top.
    """

    height: int
    panels: tuple[tuple[int, int], ...]
    lowest: int
    highest: int
    lanes: tuple[int, ...]
    lanes_top: float
    lane_height: float
    legend_top: int
    end_tick: int
    ticks_per_quarter: int

    def xs(self, ticks: NDArray[np.int64]) -> NDArray[np.float64]:
        inset = 1.0  # the first note does not lie on the panel's edge
        each = (RIGHT - LEFT - inset) / self.end_tick
        return LEFT + inset + ticks.astype(np.float64) * each

    def x(self, tick: int) -> float:
        return float(self.xs(np.array([tick]))[0])

    def row(self, pitch: int) -> tuple[float, float]:
        """Top and bottom of a pitch in the roll."""
        top, bottom = self.panels[0]
        each = (bottom - top) / (self.highest - self.lowest + 1)
        return top + (self.highest - pitch) * each, top + (self.highest - pitch + 1) * each

    def lane(self, lane: int) -> tuple[float, float]:
        """Top and bottom of the marks in a drum lane."""
        middle = self.lanes_top + (self.lanes.index(lane) + 0.5) * self.lane_height
        half = min(self.lane_height * 0.36, 9.0)
        return middle - half, middle + half

    def legend_y(self, row: int) -> int:
        """The middle of a row of the legend."""
        return self.legend_top + _LEGEND_ROW * row + _LEGEND_ROW // 2

    def pixels_per_bar(self, bars: list[int]) -> float:
        return (RIGHT - LEFT) / max(1, len(bars))


def bar_label_step(layout: Layout, bars: list[int]) -> int:
    """Every how many bars one is numbered, so that the numbers stay well apart."""
    wanted = 44 / layout.pixels_per_bar(bars)
    return 1 if wanted <= 1 else 2 ** math.ceil(math.log2(wanted))


def lay_out(score: Score, legend_rows: int) -> Layout:
    """The layout that fits `score`: its range of pitches, the drum lanes in use."""
    pitched = [p.notes for p in score.parts if len(p.notes) and not p.is_drum]
    drums = [p.notes for p in score.parts if len(p.notes) and p.is_drum]
    lanes = sorted({lane_of(int(pitch)) for notes in drums for pitch in np.unique(notes[:, PITCH])})
    lowest, highest = 0, -1
    panels: list[tuple[int, int]] = []
    bottom = _TOP
    if pitched or not lanes:
        lowest = min((int(n[:, PITCH].min()) for n in pitched), default=60) - 2
        highest = max((int(n[:, PITCH].max()) for n in pitched), default=60) + 2
        missing = max(0, _MIN_RANGE - (highest - lowest))
        lowest, highest = max(0, lowest - missing // 2), min(127, highest + missing - missing // 2)
        bottom = _TOP + _ROLL_HEIGHT
        panels.append((_TOP, bottom))
    lane_height = (18.0 if panels else 40.0) if lanes else 0.0
    lanes_top = bottom + (10 if panels else 0)
    if lanes:
        bottom = round(lanes_top + len(lanes) * lane_height)
        panels.append((lanes_top, bottom))
    return Layout(
        height=bottom + 22 + legend_rows * _LEGEND_ROW + 16,
        panels=tuple(panels),
        lowest=lowest,
        highest=highest,
        lanes=tuple(lanes),
        lanes_top=float(lanes_top),
        lane_height=lane_height,
        legend_top=bottom + 18,
        end_tick=_end_tick(score),
        ticks_per_quarter=score.ticks_per_quarter,
    )


def _end_tick(score: Score) -> int:
    """Where the time axis ends: the end of the last bar, or of a note that sounds on beyond it."""
    bars = score.bar_starts()
    if not bars:
        return score.ticks_per_quarter * 4
    metre = score.metre_at(bars[-1])
    last_bar = bars[-1] + score.ticks_per_quarter * 4 * metre.numerator // metre.denominator
    ends = [
        int((p.notes[:, ONSET].astype(np.int64) + p.notes[:, DURATION]).max())
        for p in score.parts
        if len(p.notes)
    ]
    return max(1, last_bar, *ends)
