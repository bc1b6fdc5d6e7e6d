"""A piece by one of the baselines, as `cadenza generate --model NAME` wants it, and its code played again.

They hold what masks and length can hold: bars, metre, tempo, instruments. What else was asked is said to
be passed over, in a sentence.
"""

import time
from dataclasses import replace

import numpy as np

from generator.baselines.interface import Ask
from generator.baselines.registry import NAMES, digest, load
from generator.compose import Composition
from generator.finishing import finish
from generator.plan import Plan, resolve
from generator.take_code import TakeCode, notes_digest
from music.controls import Controls, askable_seconds
from music.errors import CadenzaError, InvalidTakeCode, MissingPart
from music.grid import GridNotes, from_grid
from music.instruments import NAMES as INSTRUMENT_NAMES
from music.style import Style

SPOKEN = {
    "markov-1": "first-order Markov chain",
    "markov": "Markov chain",
    "lstm": "LSTM",
    "gru": "GRU",
    "vae": "VAE",
    "gan": "GAN",
    "cgan": "conditional GAN",
    "plain-transformer": "plain transformer",
}
assert set(SPOKEN) == set(NAMES)
#: the only one that is told style and mood
CONDITIONED = "cgan"


def compose_with(name: str, controls: Controls, random_seed: int, style: Style | None = None) -> Composition:
    """A piece by the baseline `name`. Raises MissingPart, ImpossibleControls, CadenzaError."""
    if name not in NAMES:
        raise CadenzaError(f"There is no model {name!r}; there are transformer, {', '.join(NAMES)}.")
    if not 0 <= random_seed < 2**32:
        raise CadenzaError(f"A seed is a whole number from 0 to {2**32 - 1}, not {random_seed}.")
    plan, resolved, said = resolve(controls, random_seed, style=style)
    began = time.perf_counter()
    notes = _drawn(name, plan, random_seed, style.name if style else "")
    elapsed = time.perf_counter() - began
    style_name = style.name if style else ""
    code = TakeCode(plan, random_seed, 0, digest(name), notes_digest(notes), style_name)
    return _composition(name, notes, code, resolved, (*passed_over(name, controls), *said), elapsed)


def replay_with_baseline(code: str) -> Composition | None:
    """The piece of a take code that a baseline made, note for note; None for a code of other weights. Raises
    InvalidTakeCode."""
    parsed = TakeCode.parse(code)
    name = _name_of(parsed.weights)
    if name is None:
        return None
    began = time.perf_counter()
    notes = _drawn(name, parsed.plan, parsed.random_seed, parsed.style_name)
    elapsed = time.perf_counter() - began
    if notes_digest(notes) != parsed.notes:
        raise InvalidTakeCode(
            "This processor rounds differently from the one that made that code, so the notes would differ."
        )
    plan = parsed.plan
    resolved = Controls(
        valence=plan.valence,
        arousal=plan.arousal,
        style=parsed.style_name or None,
        tempo_bpm=round(plan.tempo_bpm, 2),
        metre=f"{plan.metre[0]}/{plan.metre[1]}",
        instruments=tuple(INSTRUMENT_NAMES[p] for p in plan.programs),
        bars=plan.bars,
        seconds=askable_seconds(plan.seconds),
    )
    return _composition(name, notes, parsed, resolved, (), elapsed)


def passed_over(name: str, controls: Controls) -> tuple[str, ...]:
    """One sentence on the Controls asked for that the baseline does not follow, or none."""
    asked = {
        "key": controls.key,
        "mood": None if name == CONDITIONED else _first(controls.valence, controls.arousal, controls.mood),
        "density": controls.density,
    }
    left = [what for what, value in asked.items() if value]
    if controls.style and name != CONDITIONED:
        left.append("style (but for its instruments, metre and tempo)")
    if not left:
        return ()
    listed = " and ".join(filter(None, [", ".join(left[:-1]), left[-1]]))
    return (f"The {SPOKEN[name]} keeps bars, metre, tempo and instruments; it does not follow {listed}.",)


def _first(*values: object) -> object:
    return next((v for v in values if v), None)


def _drawn(name: str, plan: Plan, random_seed: int, style: str) -> GridNotes:
    ask = Ask(plan.bars, plan.metre, plan.programs, style, plan.valence, plan.arousal)
    return load(name).sample(ask, np.random.default_rng(random_seed))


def _name_of(weights: str) -> str | None:
    for name in NAMES:
        try:
            if digest(name) == weights:
                return name
        except MissingPart:
            continue
    return None


def _composition(
    name: str, notes: GridNotes, code: TakeCode, resolved: Controls, said: tuple[str, ...], elapsed: float
) -> Composition:
    plan = code.plan
    score = from_grid(
        finish(notes, plan),
        tempo_bpm=plan.tempo_bpm,
        metre=plan.metre,
        instruments=plan.programs,
        names=[INSTRUMENT_NAMES[p] for p in plan.programs],
        title=f"A piece by the {SPOKEN[name]}",
    )
    conditioned = name == CONDITIONED
    kept = replace(
        resolved,
        key=None,
        density=None,
        valence=resolved.valence if conditioned else None,
        arousal=resolved.arousal if conditioned else None,
        style=resolved.style if conditioned else None,
    )
    return Composition(
        score,
        kept,
        str(code),
        score.note_count,
        plan.bars,
        len(notes) / elapsed,
        code.weights,
        said,
        (),
        name,
    )
