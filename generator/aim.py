"""What the attempts at a piece are chosen by, how far a better one is sought, and how they are made."""

from dataclasses import replace
from typing import NamedTuple

from generator.decoding import Sampling
from generator.rewards import Reward, WeightedRewards
from generator.selection import ATTEMPTS, Goal

#: how much the cosine with the seeds counts beside theory, and how many takes are made at a time
NEARNESS, SEEDED_CANDIDATES = 20.0, 4
#: a cosine of about 0.56 is near enough. The notes are what two cores make in some three seconds
NEAR_ENOUGH = Goal(merit=NEARNESS * 0.6, attempts=12, notes=2400)
#: how much it counts beside theory whether a piece is in its style, and how many takes are made for it: five
#: and six would bring a little more, and take longer
STYLE, STYLED_CANDIDATES = 5.0, 4
#: reading a note takes as long as choosing it for four attempts; so many of the latter for each second of the
#: piece, and half a minute of it is made in less than three seconds
_READING, _WORK = 4, 80.0
#: attempts from this one on are made for nearness or a style: what is asked, and the seeds with it, guides
#: them more strongly (of 1.6, 2.2 and 3.0 the last comes nearer still, but with worse key and close)
GUIDED_ATTEMPTS, STRONGER_GUIDANCE = 4, 2.2


class Aim(NamedTuple):
    """candidates: attempts made at a time. goal: None where the first that hold what was asked will do.
    first: the number of the first attempt. attempts: how many there may be in all while none holds it."""

    reward: Reward
    candidates: int
    goal: Goal | None
    first: int = 0
    attempts: int = ATTEMPTS


def aim_at(
    reward: Reward, candidates: int, near: Reward | None, in_style: Reward | None, rate: float = 0.0
) -> Aim:
    """From what every piece is judged by to what one is with seeds (`near`), or a style that is known.

    rate: about so many notes a second it will have; the more, the fewer attempts are made in a style.
    """
    parts: list[tuple[float, Reward]] = [(1.0, reward)]
    if in_style is not None and candidates > 1:
        parts.append((STYLE, in_style))
    if near is not None:
        parts.append((NEARNESS, near))
        return Aim(WeightedRewards(parts), max(candidates, SEEDED_CANDIDATES), NEAR_ENOUGH)
    if len(parts) == 1:
        return Aim(reward, candidates, None)
    together = max(1, min(STYLED_CANDIDATES, int(_WORK / max(rate, 1.0)) - _READING))
    return Aim(WeightedRewards(parts), together, None, GUIDED_ATTEMPTS, max(ATTEMPTS, 2 * together))


def sampling_of(usual: Sampling, attempt: int) -> Sampling:
    """How an attempt is drawn: each later one of four holds on to its key more strongly."""
    guidance = usual.guidance if attempt < GUIDED_ATTEMPTS else STRONGER_GUIDANCE
    strength = usual.key_strength * (1 + 0.7 * (attempt % GUIDED_ATTEMPTS))
    return replace(usual, key_strength=strength, guidance=guidance)
