"""From Controls to a Plan: everything a piece needs is decided, and what was adjusted is said.

Guessing is seeded, so that the same request with the same random seed becomes the same Plan.
"""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from generator.arranger.matching import nearest_template
from generator.seeding import quantise
from music.controls import (
    BARS_RANGE,
    MAX_BAR_QUARTERS,
    TEMPO_RANGE,
    Controls,
    Density,
    askable_seconds,
    parse_metre,
)
from music.errors import ImpossibleControls
from music.instruments import DRUMS, family_of, program_names, program_number
from music.style import Style
from music.styles import BUILT_IN_STYLES
from music.theory import Key

DEFAULT_SECONDS = 32.0
#: keys that suit most instruments, from which one is drawn when none was asked
_MAJOR_TONICS = (0, 7, 2, 5, 9, 10, 3, 4)
_MINOR_TONICS = (9, 4, 2, 7, 0, 11, 5, 6)
#: notes a second in the middle of each density (`music.analysis.facts` draws the lines at 6.1 and 9.2)
NOTES_PER_SECOND = {"sparse": 3.5, "medium": 7.5, "dense": 13.0}
MAX_NOTES_PER_BAR = 96


@dataclass(frozen=True, slots=True)
class Plan:
    """What the decoder carries out. programs: programme numbers from 0 (128 = drums), at least one.

    valence, arousal, density may be None: then they are left to the model. seed: quantised levels of the seed
    vector (0 to 15 each), or empty. style: class of the weights (0 = none). habit: the density was not
    asked for and is only what the style usually has.
    """

    tempo_microseconds: int
    key: Key
    metre: tuple[int, int]
    bars: int
    programs: tuple[int, ...]
    valence: float | None
    arousal: float | None
    density: Density | None
    style: int
    seed: tuple[int, ...]
    habit: bool = False

    @property
    def tempo_bpm(self) -> float:
        return 60e6 / self.tempo_microseconds

    @property
    def bar_positions(self) -> int:
        return 48 * self.metre[0] // self.metre[1]

    @property
    def bar_seconds(self) -> float:
        return self.tempo_microseconds / 1e6 * 4 * self.metre[0] / self.metre[1]

    @property
    def seconds(self) -> float:
        return self.bars * self.bar_seconds

    def to_json(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


def resolve(
    controls: Controls,
    random_seed: int,
    *,
    style: Style | None = None,
    style_names: tuple[str, ...] = ("",),
    seed_vector: tuple[float, ...] = (),
) -> tuple[Plan, Controls, tuple[str, ...]]:
    """The Plan, the resolved Controls and sentences on what was adjusted.

    Raises ImpossibleControls when the wishes cannot be met together.
    """
    controls.checked()
    rng = np.random.default_rng(random_seed)
    said: list[str] = []
    metre = parse_metre(controls.metre or (style.metre if style else "4/4"))
    key = _key(controls, style, rng)
    programs = _programs(controls, style)
    tempo, bars = _tempo_and_bars(controls, style, metre, rng, said)
    plan = Plan(
        tempo_microseconds=round(60e6 / tempo),
        key=key,
        metre=metre,
        bars=bars,
        programs=programs,
        valence=_first(controls.valence, style.valence if style else None),
        arousal=_first(controls.arousal, style.arousal if style else None),
        density=controls.density or (style.density if style else None),
        style=_style_class(style, programs, style_names),
        seed=tuple(int(x) for x in quantise(np.asarray(seed_vector, np.float32))) if seed_vector else (),
        habit=controls.density is None and _usual_density(style),
    )
    if style and controls.tempo_bpm and not style.tempo_bpm[0] * 0.9 <= tempo <= style.tempo_bpm[1] * 1.1:
        low, high = style.tempo_bpm
        said.append(f"{style.name} is usually {low:g} to {high:g} bpm; I kept your {controls.tempo_bpm:g}.")
    resolved = replace(
        controls,
        valence=plan.valence,
        arousal=plan.arousal,
        style=style.name if style else controls.style,
        tempo_bpm=round(plan.tempo_bpm, 2),
        key=str(key),
        metre=f"{metre[0]}/{metre[1]}",
        instruments=program_names(programs),
        exclude_instruments=(),
        bars=bars,
        seconds=askable_seconds(plan.seconds),
        density=None if plan.habit else plan.density,
    )
    return plan, resolved, tuple(said)


def _first(*values: float | None) -> float | None:
    return next((v for v in values if v is not None), None)


def _usual_density(style: Style | None) -> bool:
    """Whether its density is a built-in style's, which nobody asked for; a guild that gave its own style
    another one did."""
    if style is None or style.density is None:
        return False
    usual = BUILT_IN_STYLES.get(style.base or style.name)
    return usual is not None and style.density == usual.density


def _key(controls: Controls, style: Style | None, rng: np.random.Generator) -> Key:
    pick = int(rng.integers(0, len(_MAJOR_TONICS)))  # always drawn, so that the rest does not shift
    if controls.key:
        return Key.parse(controls.key)
    if controls.valence is not None:
        minor = controls.valence < (0.1 if style and style.minor else -0.1)
    else:
        minor = bool(style.minor) if style and style.minor is not None else bool(rng.random() < 0.4)
    return Key((_MINOR_TONICS if minor else _MAJOR_TONICS)[pick], minor)


def _programs(controls: Controls, style: Style | None) -> tuple[int, ...]:
    unwanted = {program_number(n) for n in controls.exclude_instruments}
    wanted = controls.instruments or (style.instruments if style else ("Acoustic Grand Piano",))
    programs = tuple(dict.fromkeys(p for n in wanted if (p := program_number(n)) not in unwanted))
    if not programs:
        rest = [p for p in (0, 24, 48, 73) if p not in unwanted]
        if not rest:
            raise ImpossibleControls("Nothing is left to play; name an instrument you would like to hear.")
        programs = (rest[0],)
    return programs


def _tempo_and_bars(
    controls: Controls, style: Style | None, metre: tuple[int, int], rng: np.random.Generator, said: list[str]
) -> tuple[float, int]:
    quarters = 4 * metre[0] / metre[1]
    low, high = style.tempo_bpm if style else (58.0, 152.0)
    arousal = _first(controls.arousal, style.arousal if style else None, 0.0) or 0.0
    usual = low * (high / low) ** (0.5 + 0.42 * arousal) * float(np.exp(rng.normal(0, 0.05)))
    usual = round(min(max(usual, low), high))
    tempo = controls.tempo_bpm or usual
    if controls.bars and controls.seconds:
        fitting = controls.bars * quarters * 60 / controls.seconds
        if controls.tempo_bpm and abs(fitting / controls.tempo_bpm - 1) > 0.1:
            lasts = controls.bars * quarters * 60 / controls.tempo_bpm
            said.append(
                f"{controls.bars} bars at {controls.tempo_bpm:g} bpm last {lasts:.0f} s, "
                f"not {controls.seconds:g}; I kept the bars and the tempo."
            )
            return controls.tempo_bpm, controls.bars
        if not TEMPO_RANGE[0] <= fitting <= TEMPO_RANGE[1]:
            raise ImpossibleControls(
                f"{controls.bars} bars in {controls.seconds:g} seconds would need {fitting:.0f} bpm; "
                f"{TEMPO_RANGE[0]:g} to {TEMPO_RANGE[1]:g} works, so name one of the two."
            )
        return controls.tempo_bpm or round(fitting, 2), controls.bars
    if controls.bars:
        return tempo, controls.bars
    seconds = controls.seconds or DEFAULT_SECONDS
    exact = seconds * tempo / 60 / quarters
    if controls.tempo_bpm or exact < 4:
        bars = max(1, round(exact))
        if controls.tempo_bpm is None:
            tempo = min(max(bars * quarters * 60 / seconds, TEMPO_RANGE[0]), TEMPO_RANGE[1])
    else:  # the tempo is ours: whole phrases, and then exactly the time asked
        phrase = 4 if exact >= 8 else 2
        bars = max(phrase, phrase * round(exact / phrase))
        tempo = bars * quarters * 60 / seconds
    if bars > BARS_RANGE[1]:
        raise ImpossibleControls(
            f"That would be {bars} bars; up to {BARS_RANGE[1]} works, so ask for less time or a slower tempo."
        )
    return round(tempo, 2), bars


def _style_class(style: Style | None, programs: tuple[int, ...], names: tuple[str, ...]) -> int:
    """The label of the training music that comes closest: the Style's own, for a band its nearest neighbour's
    among the arranged ones, else a label of the corpus.

    The corpus' own drum styles (rock, funk, ...) are drums alone; its bands are found in two collections of
    game music, one of rock and metal, one of everything else.
    """
    band = DRUMS in programs and len(programs) > 1
    near: list[str] = []
    if style is not None:
        near = [style.name, nearest_template(style).name] if band else [style.name, *style.corpus_styles]
    if band:
        near.append("freedoom" if {29, 30} & set(programs) else "simutrans")
    return next((names.index(label) for label in near if label in names), 0)


def voices_of(program: int) -> int:
    """How many notes `program` may strike at once: chords on keys and plucked strings, few elsewhere."""
    if program == DRUMS:
        return 4
    family = family_of(program)
    if program == 53:  # a singer; choirs are another instrument
        return 1
    if program in (40, 110):  # violins: a section of two, or double stops
        return 2
    return {
        "piano": 8, "organ": 6, "guitar": 6, "chromatic percussion": 4, "ensemble": 6, "synth pad": 5,
        "strings": 6 if program in (44, 45, 46) else 1, "synth effects": 3, "ethnic": 3,
    }.get(family, 1)  # fmt: skip


assert MAX_BAR_QUARTERS * 12 == 96
