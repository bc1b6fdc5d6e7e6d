"""Whether a piece holds what was asked, and how good it is beside other attempts at the same Plan."""

import numpy as np

from generator.finishing import finish
from generator.plan import Plan
from generator.rewards import Reward
from music.analysis.facts import density_of
from music.controls import Controls
from music.grid import GRID_DURATION, GRID_PITCH, INSTRUMENT, GridNotes, from_grid
from music.instruments import DRUMS
from music.theory import key_correlations

#: what a piece loses that is sparser or denser than was asked; theory gives 0 to 1
MISSED_DENSITY = 0.3


def verdict(notes: GridNotes, plan: Plan, reward: Reward | None) -> tuple[bool, float]:
    """Whether a piece holds what was asked, and its reward, less where its density is another.

    It holds when every instrument plays, the last bar has a note, and Krumhansl-Kessler over the durations
    finds the key asked for. Of what does not hold, and without a `reward`, the key's lead is told instead.
    """
    if not len(notes) or int(notes[:, 0].max()) != plan.bars - 1:
        return False, -1.0
    finished = finish(notes, plan)
    lead = _lead_of_key(finished, plan)
    holds = lead > 0 and {int(p) for p in np.unique(notes[:, INSTRUMENT])} == set(plan.programs)
    if not holds or reward is None:
        return holds, lead
    score = from_grid(finished, tempo_bpm=plan.tempo_bpm, metre=plan.metre)
    missed = (
        not plan.habit
        and plan.density is not None
        and density_of(len(finished) / plan.seconds) != plan.density
    )
    return True, reward(score, Controls(key=str(plan.key))) - MISSED_DENSITY * missed


def _lead_of_key(notes: GridNotes, plan: Plan) -> float:
    """The key asked for before its best rival, as a difference of correlations; 1 for drums alone."""
    pitched = notes[notes[:, INSTRUMENT] != DRUMS]
    if not len(pitched):
        return 1.0
    weights = np.bincount(pitched[:, GRID_PITCH] % 12, pitched[:, GRID_DURATION].astype(float), 12)
    fit = key_correlations(weights.astype(np.float64))
    return float(fit[plan.key.index] - np.delete(fit, plan.key.index).max())
