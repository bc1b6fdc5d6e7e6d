"""Mood on Russell's circumplex (J. Russell, 1980, "A circumplex model of affect")."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mood:
    """Valence (unpleasant to pleasant) and arousal (calm to excited), each in [-1, 1].

    `words` are the words it came from, empty when it was measured from notes.
    `uncertainty` is one standard deviation on the same scale, for (valence, arousal).
    """

    valence: float
    arousal: float
    words: tuple[str, ...] = ()
    uncertainty: tuple[float, float] = (0.35, 0.35)

    def __post_init__(self) -> None:
        for name, value in (("valence", self.valence), ("arousal", self.arousal)):
            if not -1.0 <= value <= 1.0:
                raise ValueError(f"{name} is {value}, but it lies in [-1, 1]")
