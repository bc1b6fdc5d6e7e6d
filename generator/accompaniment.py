"""Accompaniment: the model composes the themes, and a style's players make a piece of them.

The form is the style's own; every theme of it is composed once, in a sketch for the lead alone, and comes
back where the form says so. Chords that suit it, bass, drums and the rest are the arranger's.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from math import log2
from random import Random

import numpy as np

from generator.arranger.arranging import close, melody_reach, play, programs_of
from generator.arranger.chord import Chord, coloured
from generator.arranger.fitting import harmony_under
from generator.arranger.matching import template_of, with_instruments
from generator.arranger.pattern import TICKS, MetreShape
from generator.arranger.sheet import ChordSpan, Section, Sheet, TuneNote
from generator.arranger.steering import Steering, steer
from generator.arranger.structure import fitted_form
from generator.arranger.template import PartTemplate, StyleTemplate
from generator.arranger.tune import varied
from generator.plan import Plan
from music.controls import Density
from music.grid import BAR, GRID_DURATION, GRID_PITCH, POSITION, GridNotes
from music.instruments import DRUMS, family_of
from music.score import Score
from music.style import Style

#: of a part that does not play
SILENT = 255
#: so many play without a band, and such instruments belong to one
MOST_CHAMBER = 2
_OF_BANDS = frozenset({"drums", "bass", "synth lead", "synth pad", "synth effects", "sound effects"})
_STEP = TICKS // 12  # ticks of a position of the grid
_ENERGY: dict[Density | None, float] = {"sparse": -0.2, "medium": 0.0, "dense": 0.2, None: 0.0}


@dataclass(frozen=True, slots=True)
class Band:
    """Who plays what in one piece. players: a programme number for each part of the template, or SILENT."""

    template: StyleTemplate
    players: tuple[int, ...]

    @property
    def programs(self) -> tuple[int, ...]:
        """The programme numbers of all that may play, each once."""
        return tuple(dict.fromkeys(p for p in self.players if p != SILENT))


@dataclass(frozen=True, slots=True, eq=False)
class Form:
    """The sections of a piece, and where in the sketch each theme stands: (first bar, bars)."""

    sections: tuple[Section, ...]
    themes: dict[str, tuple[int, int]]

    @property
    def sketch_bars(self) -> int:
        return sum(bars for _, bars in self.themes.values())


def is_chamber(programs: Collection[int]) -> bool:
    """Whether these are a soloist or two and none of them drums, a bass or a synthesizer."""
    return 0 < len(programs) <= MOST_CHAMBER and not any(family_of(p) in _OF_BANDS for p in programs)


def band_for(
    style: Style, random_seed: int, wanted: Collection[int] = (), unwanted: Collection[int] = ()
) -> Band | None:
    """The players of `style`: exactly the programmes `wanted`, where any are named. None where the style has
    no melody and accompaniment to give them, so that the model has to play everything itself."""
    if not style.players:
        return None
    template = template_of(style)
    if wanted:
        parts = with_instruments(template.parts, tuple(wanted))
        chosen = {part.name: next((p for p in part.programs if p in wanted), SILENT) for part in parts}
        if set(chosen.values()) - {SILENT} != set(wanted):
            return None
        if any(chosen[part.name] == DRUMS and part.role != "drums" for part in parts):
            return None  # the style has none, and drums have no pitches for another part
    else:
        drawn = programs_of(template, Random(f"{template.name} {random_seed}"))
        chosen = {
            part.name: next((p for p in (drawn[part.name], *part.programs) if p not in unwanted), SILENT)
            for part in template.parts
        }
    players = tuple(chosen.get(part.name, SILENT) for part in template.parts)
    band = Band(template, players)
    playing = _playing(band)
    if not any(part.role == "melody" for part in playing) or len(playing) < 2:
        return None
    return band


def form_of(band: Band, plan: Plan) -> Form | None:
    """None where no section of so short a piece has a theme that somebody plays."""
    steering = _steering(band, plan)
    shift = steering.energy_shift + _ENERGY[plan.density]
    sections = _all_in(fitted_form(_of_players(band), plan.bars, shift), _playing(band))
    leads = {part.name for part in _playing(band) if part.role == "melody"}
    themes: dict[str, int] = {}
    for section in sections:
        if section.theme and leads & set(section.plays):
            name = _theme(section)
            themes[name] = max(themes.get(name, 0), section.bars)
    if not themes:
        return None
    placed: dict[str, tuple[int, int]] = {}
    for name, bars in themes.items():
        placed[name] = (sum(length for _, length in placed.values()), bars)
    return Form(sections, placed)


def sketch_of(band: Band, plan: Plan, form: Form) -> Plan:
    """What the model composes: the themes one after the other, for the lead alone. A sketch with chords would
    take as long as a whole piece, and its tunes stand still more often."""
    return replace(plan, programs=(_lead(band),), bars=form.sketch_bars, density=None)


def accompany(band: Band, plan: Plan, form: Form, sketch: GridNotes, random_seed: int) -> Score:
    """The piece that the players make of the finished `sketch`; it follows from the arguments alone.

    plan: of the whole piece.
    """
    rng = Random(f"{band.template.name} {random_seed}")
    steering = _steering(band, plan)
    shape = MetreShape(*plan.metre)
    template = _of_players(band)
    melody = _in_reach(_top_line(sketch, plan), melody_reach(template), steering)
    harmony = _harmony(melody, plan, template, shape, form, (steering.valence, steering.arousal))
    spans: list[ChordSpan] = []
    tune: list[TuneNote] = []
    heard: set[str] = set()
    for section in form.sections:
        name = _theme(section) if _theme(section) in form.themes else next(iter(form.themes))
        first, length = form.themes[name]
        start = section.start_bar * shape.bar
        here = _repeated(harmony, first * shape.bar, length * shape.bar, section.bars * shape.bar)
        spans += [ChordSpan(s.start + start, s.stop + start, s.chord) for s in here]
        if section.theme and _theme(section) in form.themes:
            theme = _cut(melody, first * shape.bar, min(length, section.bars) * shape.bar)
            if name in heard and section.theme.endswith("'") and theme:
                theme = varied(theme, here, plan.key, shape, rng)
            heard.add(name)
            tune += [TuneNote(n.onset + start, n.duration, n.pitch) for n in theme]
    colours: dict[Chord, Chord] = {}
    colour = steering.colour(template.harmony.colour)
    spans = [_coloured(span, colour, colours, tune, plan, rng) for span in spans]
    spans = close(spans, plan.key, colour, form.sections, shape)
    programs = {
        part.name: program
        for part, program in zip(band.template.parts, band.players, strict=True)
        if program != SILENT
    }
    sheet = Sheet(
        template, plan.key, shape, plan.tempo_bpm, steering.valence, steering.arousal, form.sections,
        tuple(spans), tuple(_ended(tune, plan, form, shape)), programs, "",
    )  # fmt: skip
    return play(sheet, steering, rng).score


def singing(sketch: GridNotes, plan: Plan) -> float:
    """How well the themes sing, 0 at best: notes a second, repeated notes, compass and leaps as in songs (the
    bounds are our own judgement)."""
    tune = _top_line(sketch, plan)
    if len(tune) < 2:
        return -4.0
    seconds = plan.bar_seconds * (int(sketch[:, BAR].max()) + 1)
    lively = 0.0 if plan.arousal is None else plan.arousal
    rate = log2(len(tune) / seconds / (2.2 + 0.9 * lively))
    pitches = np.array([n.pitch for n in tune])
    steps = np.abs(np.diff(pitches))
    compass = float(np.ptp(np.sort(pitches)[len(pitches) // 20 : len(pitches) - len(pitches) // 20]))
    return -(
        max(0.0, abs(rate) - 0.7)
        + 3 * max(0.0, float((steps == 0).mean()) - 0.35)
        + 3 * max(0.0, float((steps > 7).mean()) - 0.12)
        + 0.2 * (max(0.0, 7 - compass) + max(0.0, compass - 19))
    )


def _playing(band: Band) -> list[PartTemplate]:
    return [p for p, program in zip(band.template.parts, band.players, strict=True) if program != SILENT]


def _all_in(sections: tuple[Section, ...], playing: list[PartTemplate]) -> tuple[Section, ...]:
    """Those whose sections a short piece has no room for join where it is loudest: who is in a band plays."""
    idle = tuple(p.name for p in playing if not any(p.name in s.plays for s in sections))
    loudest = max(sections, key=lambda s: (bool(s.theme), s.energy))
    return tuple(replace(s, plays=(*s.plays, *idle)) if s is loudest else s for s in sections)


def _of_players(band: Band) -> StyleTemplate:
    """The template with the parts that play alone; sections in which nobody is left keep all of them."""
    parts = tuple(
        replace(part, programs=(program,))
        for part, program in zip(band.template.parts, band.players, strict=True)
        if program != SILENT
    )
    names = {part.name for part in parts}
    form = tuple(
        replace(s, plays=tuple(n for n in s.plays if n in names) or tuple(names)) for s in band.template.form
    )
    return replace(band.template, parts=parts, form=form)


def _lead(band: Band) -> int:
    return next(
        program
        for part, program in zip(band.template.parts, band.players, strict=True)
        if part.role == "melody" and program != SILENT
    )


def _steering(band: Band, plan: Plan) -> Steering:
    return steer(band.template, plan.valence, plan.arousal, Random(f"{band.template.name} {plan.key.index}"))


def _theme(section: Section) -> str:
    return section.theme[:1] + section.harmony


def _top_line(notes: GridNotes, plan: Plan) -> list[TuneNote]:
    """One note at a time: the highest of each onset, until the next begins."""
    onset = notes[:, BAR] * plan.bar_positions + notes[:, POSITION]
    rows = notes[np.lexsort((-notes[:, GRID_PITCH], onset))]
    onset = np.sort(onset)
    first = np.concatenate(([True], onset[1:] != onset[:-1])) if len(onset) else np.zeros(0, bool)
    rows, onset = rows[first], onset[first]
    after = np.append(onset[1:], plan.bars * plan.bar_positions)
    return [
        TuneNote(int(at) * _STEP, int(min(row[GRID_DURATION], following - at)) * _STEP, int(row[GRID_PITCH]))
        for row, at, following in zip(rows, onset, after, strict=True)
    ]


def _in_reach(tune: list[TuneNote], reach: tuple[int, int], steering: Steering) -> list[TuneNote]:
    """In the octave where most of it lies in the lead's range, single notes folded into it."""
    if not tune:
        return tune
    pitches = [n.pitch for n in tune]
    wanted = (reach[0] + reach[1]) / 2 + steering.bright
    middle = sorted(pitches)[len(pitches) // 2]
    shift = min(
        range(-60, 61, 12),
        key=lambda s: 3 * sum(not reach[0] <= p + s <= reach[1] for p in pitches) + abs(middle + s - wanted),
    )
    made = []
    for note in tune:
        pitch = note.pitch + shift
        while pitch > reach[1]:
            pitch -= 12
        while pitch < reach[0]:
            pitch += 12
        made.append(note._replace(pitch=pitch))
    return made


def _harmony(
    melody: list[TuneNote],
    plan: Plan,
    template: StyleTemplate,
    shape: MetreShape,
    form: Form,
    mood: tuple[float, float],
) -> list[ChordSpan]:
    """Chords under the themes, one after the other."""
    spans: list[ChordSpan] = []
    for first, bars in form.themes.values():
        low = first * shape.bar
        here = _cut(melody, low, bars * shape.bar)
        found = harmony_under(here, template, plan.key, shape, bars, mood)
        spans += [ChordSpan(s.start + low, s.stop + low, s.chord) for s in found]
    return spans


def _cut(notes: list[TuneNote], low: int, length: int) -> list[TuneNote]:
    """What begins in `length` ticks from `low`, counted from there and ended there."""
    return [
        TuneNote(n.onset - low, min(n.duration, low + length - n.onset), n.pitch)
        for n in notes
        if low <= n.onset < low + length
    ]


def _repeated(spans: list[ChordSpan], low: int, length: int, wanted: int) -> list[ChordSpan]:
    """The chords of `length` ticks from `low`, over and over until `wanted` ticks are full, from tick 0."""
    inside = [s for s in spans if low <= s.start < low + length]
    turns = range(-(-wanted // length))
    shifted = [
        ChordSpan(s.start + turn * length - low, s.stop + turn * length - low, s.chord)
        for turn in turns
        for s in inside
    ]
    return [s._replace(stop=min(s.stop, wanted)) for s in shifted if s.start < wanted]


def _coloured(
    span: ChordSpan, colour: str, known: dict[Chord, Chord], tune: list[TuneNote], plan: Plan, rng: Random
) -> ChordSpan:
    """With what the style adds to chords, but where that would rub against the melody by a semitone."""
    if colour == "power":
        return span
    if span.chord not in known:
        known[span.chord] = coloured(span.chord, colour, plan.key, rng.random())
    rich = known[span.chord]
    added = rich.tones - span.chord.tones
    heard = {n.pitch % 12 for n in tune if n.onset < span.stop and n.onset + n.duration > span.start}
    if any((tone + step) % 12 in heard and tone not in heard for tone in added for step in (1, 11)):
        return span
    return span._replace(chord=rich)


def _ended(tune: list[TuneNote], plan: Plan, form: Form, shape: MetreShape) -> list[TuneNote]:
    """Where the last section is sung, its last bar is a note of the tonic chord, the nearest, held."""
    last = (plan.bars - 1) * shape.bar
    kept = [
        TuneNote(n.onset, min(n.duration, last - n.onset), n.pitch) for n in sorted(tune) if n.onset < last
    ]
    if not kept or form.sections[-1].theme == "" or len(kept) == len(tune):
        return kept
    tonic = plan.key.tonic
    near = [p for p in range(kept[-1].pitch - 6, kept[-1].pitch + 7) if p % 12 == tonic]
    best = min(near, key=lambda p: abs(p - kept[-1].pitch))
    return [*kept, TuneNote(last, shape.bar, best)]
