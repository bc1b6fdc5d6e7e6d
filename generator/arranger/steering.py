"""What a mood does to a piece: mode, tempo, loudness, density, register, articulation.

The directions are those of A. Gabrielsson & E. Lindström ("The role of structure in the musical expression of
emotions", 2010): mode and register towards valence; tempo, loudness, density and detached playing towards
arousal.
"""

from dataclasses import dataclass
from random import Random

from generator.arranger.template import StyleTemplate


@dataclass(frozen=True, slots=True)
class Steering:
    """valence, arousal inside the style's reach; `bright` and `lively` say where in it, from -1 to 1."""

    valence: float
    arousal: float
    bright: float
    lively: float

    @property
    def energy_shift(self) -> float:
        return 0.2 * self.lively

    @property
    def register_shift(self) -> float:
        """Semitones by which accompaniments move their middle."""
        return 4.0 * self.bright + 1.0 * self.lively

    @property
    def sustain(self) -> float:
        """Factor on note lengths: lively music is detached."""
        return 0.93 - 0.12 * self.lively

    @property
    def density(self) -> float:
        """How busy a new melody is, 0 to 1."""
        return 0.5 + 0.42 * self.lively

    def colour(self, usual: str) -> str:
        """What is added to the chords: less that rubs where the mood is bright."""
        if self.bright < 0.15:
            return usual
        return {"ninths": "added", "sevenths": "added"}.get(usual, usual)

    def velocity(self, energy: float) -> float:
        return 44.0 + 30.0 * energy + 20.0 * (self.arousal + 1) / 2


def steer(template: StyleTemplate, valence: float | None, arousal: float | None, rng: Random) -> Steering:
    """The mood asked for, held to what the style reaches; what was left open is drawn from it."""
    v = _inside(valence, template.valence, rng)
    a = _inside(arousal, template.arousal, rng)
    return Steering(v, a, _place(v, template.valence), _place(a, template.arousal))


def _inside(asked: float | None, reach: tuple[float, float], rng: Random) -> float:
    drawn = rng.uniform(*reach)
    return round(drawn if asked is None else min(max(asked, reach[0]), reach[1]), 3)


def _place(value: float, reach: tuple[float, float]) -> float:
    width = reach[1] - reach[0]
    return 2 * (value - reach[0]) / width - 1 if width > 0 else 0.0


def is_minor(template: StyleTemplate, steering: Steering, rng: Random) -> bool:
    """The mode: the style's leaning, pushed by the valence."""
    share = template.harmony.minor
    if share in (0.0, 1.0):
        return share == 1.0
    return (steering.bright + 1) / 2 + rng.gauss(0, 0.08) < share


def tempo_for(template: StyleTemplate, steering: Steering, rng: Random) -> float:
    """Beats a minute, whole, inside the style's range."""
    low, high = template.tempo_bpm
    place = 0.5 + 0.4 * steering.lively + 0.08 * steering.bright + rng.gauss(0, 0.05)
    return float(round(low + (high - low) * min(max(place, 0.0), 1.0)))
