"""Form: the template's sections made to fit a number of bars, or a melody that is given."""

from collections.abc import Sequence
from dataclasses import replace

from generator.arranger.sheet import Section
from generator.arranger.template import SectionTemplate, StyleTemplate

BLOCK = 8  # bars of a given melody that make a section
SHORTEST = 4  # bars to which sections of a short piece may shrink
WITHOUT_THEME = 4  # an intro, a break or an outro is at most one bar in so many


def fitted_form(template: StyleTemplate, bars: int, energy_shift: float) -> tuple[Section, ...]:
    """Exactly `bars` bars: weak sections go, strong ones come again, the rest lengthens the end."""
    form = template.form
    while sum(s.bars for s in form) > 1.4 * bars and max(s.bars for s in form) > SHORTEST:
        longest = max(s.bars for s in form)
        form = tuple(replace(s, bars=s.bars // 2) if s.bars == longest else s for s in form)
    most = bars // WITHOUT_THEME // 2 * 2
    short = (s if s.theme else replace(s, bars=min(s.bars, most)) for s in form)
    form = tuple(s for s in short if s.bars) or form
    chosen = list(form)
    dropped: list[SectionTemplate] = []
    while sum(s.bars for s in chosen) > bars and len(chosen) > 1:
        weakest = min(range(len(chosen)), key=lambda i: (chosen[i].weight, -i))
        dropped.append(chosen.pop(weakest))
    for section in sorted(dropped, key=lambda s: -s.weight):  # what fits after all comes back to its place
        if sum(s.bars for s in chosen) + section.bars <= bars:
            chosen = [s for s in form if s in chosen or s is section]
    lengths = [s.bars for s in chosen]
    if sum(lengths) > bars:
        lengths = [bars]
    returning = sorted((s for s in form if s.theme), key=lambda s: -s.weight) or chosen
    turn = 0
    while len(chosen) > 1 and sum(lengths) + returning[turn % len(returning)].bars <= bars:
        again = returning[turn % len(returning)]
        at = len(chosen) - 1 if not chosen[-1].theme else len(chosen)
        chosen.insert(at, again)
        lengths.insert(at, again.bars)
        turn += 1
    left = bars - sum(lengths)
    if left > 4 and not chosen[0].theme:
        lengths[0] += left // 2
        left -= left // 2
    lengths[-1] += left
    return _placed(chosen, lengths, energy_shift)


def form_for_melody(
    template: StyleTemplate, labels: Sequence[tuple[str, int]], energy_shift: float, pickup: bool
) -> tuple[Section, ...]:
    """Intro, a section for each (label, bars) of the melody, outro; energies and parts are the template's."""
    themed = [s for s in template.form if s.theme] or list(template.form)
    chosen: list[SectionTemplate] = []
    lengths: list[int] = []
    names: list[str] = []
    intro = template.form[0] if not template.form[0].theme else None
    if intro is None and pickup:
        intro = themed[0]
    if intro is not None:
        chosen, lengths, names = [intro], [min(intro.bars, 4)], ["intro"]
    for i, (label, bars) in enumerate(labels):
        place = round(i * (len(themed) - 1) / (len(labels) - 1)) if len(labels) > 1 else 0
        chosen.append(themed[place])
        lengths.append(bars)
        names.append(label)
    if not template.form[-1].theme:
        chosen.append(template.form[-1])
        lengths.append(min(template.form[-1].bars, 4))
        names.append("outro")
    made = _placed(chosen, lengths, energy_shift)
    return tuple(
        Section(
            name, s.start_bar, s.bars, s.energy, s.plays, "" if name in ("intro", "outro") else "given", name
        )
        for s, name in zip(made, names, strict=True)
    )


def _placed(chosen: list[SectionTemplate], lengths: list[int], energy_shift: float) -> tuple[Section, ...]:
    sections = []
    start = 0
    for section, bars in zip(chosen, lengths, strict=True):
        energy = min(max(section.energy + energy_shift, 0.0), 1.0)
        sections.append(
            Section(section.label, start, bars, energy, section.plays, section.theme, section.harmony)
        )
        start += bars
    return tuple(sections)
