"""Drums: a groove for the energy of each section, fills where it ends, a crash where the next begins."""

from collections.abc import Iterator
from random import Random

from generator.arranger.pattern import MetreShape, events
from generator.arranger.sheet import Played, Section, Sheet
from generator.arranger.template import DRUM_PITCHES, Groove

_STRENGTH = {"g": 0.42, "o": 0.68, "x": 0.88, "X": 1.12}
_HATS = frozenset(
    DRUM_PITCHES[n] for n in ("hat", "pedal_hat", "open_hat", "ride", "shaker", "cabasa", "maracas")
)


def drums(sheet: Sheet, section: Section, following: Section | None, rng: Random) -> list[Played]:
    """The kit through one section; the piece's last bar belongs to the ending."""
    template = sheet.template
    groove = _groove(template.grooves, section.energy, sheet.shape, rng)
    if groove is None:
        return []
    last = sheet.bars - 1
    out: list[Played] = []
    fill = _groove(template.fills, section.energy, sheet.shape, rng)
    for bar in range(section.bars):
        number = section.start_bar + bar
        if number == last:
            break
        out.extend(_bar(groove, bar, number, sheet.shape))
        closes = (bar == section.bars - 1 and following is not None) or number == last - 1
        if fill is not None and (closes or (bar % 4 == 3 and rng.random() < 0.2)):
            out = _filled(out, fill, number, sheet.shape, whole=closes and section.energy > 0.35)
    if (
        section.energy >= 0.45
        and section.start_bar > 0
        and any(n == "crash" for g in template.fills for n, _ in g.drums)
    ):
        start = section.start_bar * sheet.shape.bar
        out.append(Played(start, sheet.shape.beat, DRUM_PITCHES["crash"], 1.0))
    return [
        n if n.pitch not in _HATS else n._replace(strength=n.strength * rng.uniform(0.9, 1.08)) for n in out
    ]


def ending(sheet: Sheet, onset: int) -> list[Played]:
    """Kick and crash on the last downbeat, where the style has them."""
    names = {name for groove in (*sheet.template.grooves, *sheet.template.fills) for name, _ in groove.drums}
    chosen = [name for name in ("kick", "crash") if name in names] or sorted(names)[:1]
    return [Played(onset, sheet.shape.beat, DRUM_PITCHES[name], 1.05) for name in chosen]


def _groove(grooves: tuple[Groove, ...], energy: float, shape: MetreShape, rng: Random) -> Groove | None:
    same = [g for g in grooves if g.metre.bar == shape.bar and g.metre.compound == shape.compound]
    pool = same or list(grooves)
    if not pool:
        return None
    fitting = [g for g in pool if g.energy[0] <= energy <= g.energy[1]]
    if fitting:
        return rng.choice(fitting)
    return min(pool, key=lambda g: min(abs(energy - g.energy[0]), abs(energy - g.energy[1])))


def _bar(groove: Groove, bar: int, number: int, shape: MetreShape) -> Iterator[Played]:
    low = number * shape.bar
    for name, steps in groove.drums:
        bars = events(steps, groove.metre, shape)
        for event in bars[bar % len(bars)]:
            yield Played(low + event.start, shape.beat // 4, DRUM_PITCHES[name], _STRENGTH[event.sign])


def _filled(out: list[Played], fill: Groove, number: int, shape: MetreShape, whole: bool) -> list[Played]:
    """The bar with the fill from where it begins on; a small fill takes the last beat alone."""
    low = number * shape.bar
    found = list(_bar(fill, 0, number, shape))
    if not whole:
        found = [n for n in found if n.onset >= low + shape.bar - shape.beat]
    start = min((n.onset for n in found), default=low + shape.bar)
    return [n for n in out if n.onset < start] + found
