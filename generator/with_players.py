"""Pieces whose themes the model composes and a style's players accompany; the same again from a code."""

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import NamedTuple, Protocol

import numpy as np

from generator.accompaniment import Band, Form, accompany, band_for, form_of, singing, sketch_of
from generator.arranger.matching import template_of
from generator.finishing import finish
from generator.plan import Plan
from generator.rewards import Reward
from generator.selection import Goal, best_of
from generator.take_code import TakeCode, score_digest
from generator.titles import title_of
from music.controls import Controls
from music.errors import InvalidTakeCode, UnknownStyle
from music.grid import GridNotes
from music.instruments import DRUMS, program_number
from music.score import DURATION, ONSET, PITCH, Score
from music.style import Style
from music.styles import find_style
from music.theory import key_correlations

#: sketches made at a time, and in all while none holds what was asked; one for a lead alone costs little
SKETCHES, MOST_SKETCHES = 6, 12
_OTHER_PLAYERS = (
    "That code was made when the players of its style played otherwise; it plays in the Cadenza that made it."
)


class Decode(Protocol):
    """The notes of `attempts` at a Plan; `on_bar` is told of bars done and bars in all."""

    def __call__(
        self, plan: Plan, attempts: Sequence[int], on_bar: Callable[[int, int], None] | None
    ) -> Sequence[GridNotes]: ...


class Accompanied(NamedTuple):
    """speed: notes a second, the time of all sketches included. lines: see `Composition`."""

    score: Score
    attempt: int
    players: tuple[int, ...]
    speed: float
    lines: frozenset[str]


def accompanied(
    controls: Controls,
    plan: Plan,
    style: Style,
    random_seed: int,
    reward: Reward,
    decode: Decode,
    on_bar: Callable[[int, int], None] | None = None,
    goal: Goal | None = None,
) -> Accompanied | None:
    """The best of a few sketches with the players of `style`; None where it has none for these wishes, or no
    sketch became a piece that holds them."""
    wanted = [program_number(name) for name in controls.instruments]
    unwanted = [program_number(name) for name in controls.exclude_instruments]
    band = band_for(style, random_seed, wanted, unwanted)
    form = None if band is None else form_of(band, plan)
    if band is None or form is None:
        return None
    making = _Making(band, plan, form, random_seed)

    def tell(bar: int, bars: int) -> None:
        if on_bar:
            on_bar(round(bar / max(bars, 1) * plan.bars), plan.bars)

    def merit(notes: GridNotes) -> tuple[bool, float]:
        score = making.played(notes)
        held = holds(score, plan, frozenset(wanted))
        sung = singing(finish(notes, making.sketch), plan)
        return held, sung + (reward(score, Controls(key=str(plan.key))) if held else 0.0)

    began = time.perf_counter()
    best = best_of(
        lambda attempts: decode(making.sketch, attempts, tell), merit, SKETCHES, MOST_SKETCHES, goal
    )
    elapsed = time.perf_counter() - began
    score = making.played(best.notes)
    if not holds(score, plan, frozenset(wanted)):
        return None
    return making.named(score, style.name, best.attempt, score.note_count / elapsed)


def accompanied_again(code: TakeCode, decode: Decode, style: Style | None = None) -> Accompanied:
    """The piece of a code with players, note for note; `style` where the code names one of a guild.

    Raises InvalidTakeCode when it cannot be made here.
    """
    try:
        template = template_of(style or find_style(code.style_name))
    except UnknownStyle as error:
        raise InvalidTakeCode(f"That piece is in a style that is not known here. {error}") from error
    if len(template.parts) != len(code.players):
        raise InvalidTakeCode(_OTHER_PLAYERS)
    band = Band(template, code.players)
    form = form_of(band, code.plan)
    if form is None:
        raise InvalidTakeCode(_OTHER_PLAYERS)
    making = _Making(band, code.plan, form, code.random_seed)
    began = time.perf_counter()
    (notes,) = decode(making.sketch, [code.attempt], None)
    elapsed = time.perf_counter() - began
    score = making.played(notes)
    if score_digest(score) != code.notes:
        raise InvalidTakeCode(_OTHER_PLAYERS)
    return making.named(score, code.style_name, code.attempt, score.note_count / elapsed)


class _Making:
    """All that is fixed before the themes are composed."""

    def __init__(self, band: Band, plan: Plan, form: Form, random_seed: int) -> None:
        self.band, self.plan, self.form, self.random_seed = band, plan, form, random_seed
        self.sketch = sketch_of(band, plan, form)

    def played(self, notes: GridNotes) -> Score:
        return accompany(self.band, self.plan, self.form, finish(notes, self.sketch), self.random_seed)

    def named(self, score: Score, style: str, attempt: int, speed: float) -> Accompanied:
        title = title_of(replace(self.plan, programs=programs_in(score)), style)
        leads = self.band.template.leads()
        return Accompanied(replace(score, title=title), attempt, self.band.players, speed, leads)


def holds(score: Score, plan: Plan, wanted: frozenset[int]) -> bool:
    """Whether a Score has the bars of `plan`, a note in the last of them, its key by Krumhansl and Kessler
    over the durations, and plays exactly the programmes `wanted`, where there are any."""
    starts = score.bar_starts()
    pitched = [p.notes for p in score.parts if not p.is_drum and len(p.notes)]
    if len(starts) != plan.bars or not pitched:
        return False
    notes = np.concatenate(pitched)
    if int(notes[:, ONSET].max()) < starts[-1] or (wanted and set(programs_in(score)) != wanted):
        return False
    fit = key_correlations(np.bincount(notes[:, PITCH] % 12, notes[:, DURATION], 12).astype(np.float64))
    return int(fit.argmax()) == plan.key.index


def programs_in(score: Score) -> tuple[int, ...]:
    """The programme numbers that play, drums last."""
    return tuple(sorted({DRUMS if p.is_drum else p.program for p in score.parts if len(p.notes)}))
