"""Step strings: the rhythms of the templates, and how they fit a metre that they were not written for.

One character is one step; the steps divide the bar evenly, bars are parted by "|". Of drums: `g` ghost,
`o` soft, `x` plain, `X` accented. Of chords: the same for the whole voicing, `1`-`9` one voice counted from
the bass, `b` the root below and `f` its fifth. Of bass lines: `1 3 5 6 7 8` chord degrees, `4` the fifth
below the root, `a` a step towards the next root. `-` holds on, `.` is silence.
"""

from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

TICKS = 480  # a quarter

#: Which beats of a bar of four (and of three, and of two) stand for those of a bar of another length.
_BEATS: dict[tuple[int, int], tuple[int, ...]] = {
    (4, 1): (0,), (4, 2): (0, 1), (4, 3): (0, 1, 3), (4, 5): (0, 1, 3, 2, 3), (4, 6): (0, 1, 2, 3, 2, 3),
    (4, 7): (0, 1, 2, 3, 0, 1, 3), (4, 8): (0, 1, 2, 3, 0, 1, 2, 3), (3, 1): (0,), (3, 2): (0, 1),
    (3, 4): (0, 1, 2, 1), (3, 5): (0, 1, 2, 0, 1), (3, 6): (0, 1, 2, 0, 1, 2), (2, 1): (0,),
    (2, 3): (0, 1, 1),
    (2, 4): (0, 1, 0, 1), (2, 6): (0, 1, 0, 1, 0, 1),
}  # fmt: skip


class Event(NamedTuple):
    """`start` and `length` in ticks from the bar line; `sign` as written."""

    start: int
    length: int
    sign: str


@dataclass(frozen=True, slots=True)
class MetreShape:
    """A metre as beats: compound metres (6/8, 9/8, 12/8) beat in dotted quarters."""

    numerator: int
    denominator: int

    @property
    def compound(self) -> bool:
        return self.denominator == 8 and self.numerator % 3 == 0 and self.numerator > 3

    @property
    def bar(self) -> int:
        """Ticks of a bar."""
        return TICKS * 4 * self.numerator // self.denominator

    @property
    def beat(self) -> int:
        """Ticks of a beat."""
        return TICKS * 3 // 2 if self.compound else TICKS

    @property
    def beats(self) -> int:
        return max(1, self.bar // self.beat)

    @classmethod
    def parse(cls, text: str) -> "MetreShape":
        top, _, bottom = text.partition("/")
        return cls(int(top), int(bottom))

    def __str__(self) -> str:
        return f"{self.numerator}/{self.denominator}"


@cache
def events(steps: str, written: MetreShape, wanted: MetreShape) -> tuple[tuple[Event, ...], ...]:
    """The events of each bar of `steps`, written in one metre, as they are played in `wanted`."""
    bars = tuple(_events_of_bar(bar, written) for bar in steps.split("|"))
    if written.bar == wanted.bar and written.compound == wanted.compound:
        return bars
    return tuple(_fitted(bar, written, wanted) for bar in bars)


def _events_of_bar(text: str, metre: MetreShape) -> tuple[Event, ...]:
    step = metre.bar // len(text)
    found: list[Event] = []
    for i, sign in enumerate(text):
        if sign == "-":
            if found and found[-1].start + found[-1].length == i * step:
                last = found[-1]
                found[-1] = Event(last.start, last.length + step, last.sign)
        elif sign != ".":
            found.append(Event(i * step, step, sign))
    return tuple(found)


def _fitted(bar: tuple[Event, ...], written: MetreShape, wanted: MetreShape) -> tuple[Event, ...]:
    """Beat by beat; what is held sounds on until the next event or the end of its beat's stay."""
    count = wanted.beats
    chosen = _BEATS.get((written.beats, count)) or tuple(i % written.beats for i in range(count))
    out: dict[int, Event] = {}
    for place, source in enumerate(chosen):
        low = source * written.beat
        for event in bar:
            if not low <= event.start < low + written.beat:
                continue
            inside = (event.start - low) / written.beat
            start = place * wanted.beat + _inside(inside, written, wanted)
            length = max(TICKS // 8, round(event.length * wanted.beat / written.beat))
            out.setdefault(start, Event(start, min(length, wanted.bar - start), event.sign))
    starts = sorted(out)
    done = []
    for i, start in enumerate(starts):
        room = (starts[i + 1] if i + 1 < len(starts) else wanted.bar) - start
        done.append(Event(start, min(out[start].length, room), out[start].sign))
    return tuple(done)


def _inside(share: float, written: MetreShape, wanted: MetreShape) -> int:
    """Where in a beat of `wanted` an event falls that stood at `share` of a beat."""
    if wanted.compound and not written.compound:  # halves become the last third, as players swing them
        share = 0.0 if share < 0.2 else 1 / 3 if share < 0.45 else 2 / 3
    elif written.compound and not wanted.compound:
        share = 0.0 if share < 0.3 else 0.5
    return round(share * wanted.beat)


def problem(steps: str, metre: MetreShape, signs: str) -> str:
    """What is wrong with a step string, or "" when nothing is."""
    for bar in steps.split("|"):
        if not bar or metre.bar % len(bar) or (metre.bar // len(bar)) % (TICKS // 12):
            return f"a bar of {len(bar)} steps does not divide {metre} evenly"
        wrong = next((c for c in bar if c not in signs + "-."), None)
        if wrong:
            return f"{wrong!r} is no sign here; {' '.join(signs)} - . are"
    return ""
