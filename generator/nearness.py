"""How far a piece is sought that lies near its seeds, and how its attempts are made."""

from dataclasses import replace

from generator.decoding import Sampling
from generator.selection import Goal

#: how much the cosine with the seeds counts beside theory, and how many takes are made at a time
NEARNESS, SEEDED_CANDIDATES = 20.0, 4
#: a cosine of about 0.56 is near enough. The notes are what two cores make in some three seconds
NEAR_ENOUGH = Goal(merit=NEARNESS * 0.6, attempts=12, notes=2400)
#: attempts from this one on are made for nearness alone: what is asked, and the seeds with it, guides them
#: more strongly (of 1.6, 2.2 and 3.0 the last comes nearer still, but with worse key and close)
GUIDED_ATTEMPTS, STRONGER_GUIDANCE = 4, 2.2


def sampling_of(usual: Sampling, attempt: int) -> Sampling:
    """How an attempt is drawn: each later one of four holds on to its key more strongly."""
    guidance = usual.guidance if attempt < GUIDED_ATTEMPTS else STRONGER_GUIDANCE
    strength = usual.key_strength * (1 + 0.7 * (attempt % GUIDED_ATTEMPTS))
    return replace(usual, key_strength=strength, guidance=guidance)
