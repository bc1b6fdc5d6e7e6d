"""All of finishing in its order: first the notes on the grid, then the Score that is heard."""

import numpy as np

from generator.finishing.cadence import close
from generator.finishing.clashes import without_clashes
from generator.finishing.dynamics import with_dynamics
from generator.finishing.performance import humanise
from generator.finishing.reach import in_range, playable, with_free_voices, within_breath
from generator.finishing.staging import staged
from generator.plan import Plan
from music.grid import BAR, GRID_DURATION, INSTRUMENT, POSITION, GridNotes
from music.instruments import DRUMS
from music.score import Score

#: changes with what a take code sounds like, by finishing or by the rules of decoding; a code of another
#: version is refused
FINISHING_VERSION = 4
_DRUM_HIT = 3  # positions; a drum does not sustain


def finish(notes: GridNotes, plan: Plan) -> GridNotes:
    """`notes` as they can be played: in range and reach, no notes that hang or rub, a close, dynamics.

    Follows from its arguments alone. Instruments, metre and the bars stay what they are.
    """
    if not len(notes):
        return notes
    done = playable(in_range(notes), plan)
    done = with_free_voices(within_breath(_inside(done, plan), plan), plan)
    done = close(without_clashes(done, plan), plan)
    done = with_free_voices(playable(done, plan), plan)
    return with_dynamics(_inside(done, plan), plan)


def perform(score: Score, style: str, seed: int) -> Score:
    """The finished notes as a performance: seats and room of the style, timing and touch of players."""
    return humanise(staged(score, style), seed)


def _inside(notes: GridNotes, plan: Plan) -> GridNotes:
    """Drums are hits; nothing sounds past the last bar line."""
    done = notes.copy()
    onset = notes[:, BAR] * plan.bar_positions + notes[:, POSITION]
    done[notes[:, INSTRUMENT] == DRUMS, GRID_DURATION] = _DRUM_HIT
    room = plan.bars * plan.bar_positions - onset
    done[:, GRID_DURATION] = np.maximum(1, np.minimum(done[:, GRID_DURATION], room))
    return done
