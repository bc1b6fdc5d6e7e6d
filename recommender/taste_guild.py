"""The taste of a guild, which is the prior of a person in it.

Each person's weights are taken as drawn around their guild's: w_p ~ N(m, T), m ~ N(general). What one person
says of m is then exactly Gaussian too, with the differences between persons counted as noise, so that
somebody with a thousand ratings does not outvote fifty with twenty each (a hierarchical linear model;
A. Gelman et al., 2013, chapter 15).
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recommender.taste import NOISE, OWN_SHARE, Matrix, Name, Prior, Taste, design, general_prior, taste_of
from recommender.taste_features import Features


@dataclass(frozen=True, slots=True, eq=False)
class Voice:
    """What one person's ratings say of their guild: `precision` [1 + k, 1 + k] and `information` [1 + k]."""

    precision: Matrix
    information: Matrix


def voice_of(features: Features, stars: NDArray[np.float64], typical: Features) -> Voice:
    """Of ratings `features` [m, k], `stars` [m]."""
    rows = design(features, typical)
    general = general_prior(len(typical))
    own = OWN_SHARE * np.diag(general.covariance)  # [1 + k]
    away = stars - rows @ general.mean
    if len(rows) <= rows.shape[1]:
        spread = (rows * own) @ rows.T + NOISE**2 * np.eye(len(rows))
        told = np.linalg.solve(spread, np.column_stack([rows, away]))
        return Voice(np.asarray(rows.T @ told[:, :-1]), np.asarray(rows.T @ told[:, -1]))
    sharp = rows.T @ rows / NOISE**2
    damped = np.linalg.solve(
        np.eye(len(own)) + sharp * own, np.column_stack([sharp, rows.T @ away / NOISE**2])
    )
    return Voice(np.asarray(damped[:, :-1]), np.asarray(damped[:, -1]))


def guild_prior(k: int, voices: Iterable[Voice]) -> Prior:
    """The prior of a person whose guild's other members have these `voices`; the general one without any."""
    total = _Total(np.zeros((1 + k, 1 + k)), np.zeros(1 + k))
    for voice in voices:
        total.add(voice)
    return total.prior()


@dataclass(slots=True)
class _Total:
    """The sum of the voices of some members."""

    precision: Matrix
    information: Matrix

    def add(self, voice: Voice, sign: int = 1) -> None:
        self.precision += sign * voice.precision
        self.information += sign * voice.information

    def prior(self) -> Prior:
        general = general_prior(len(self.information) - 1)
        shared = 1 / ((1 - OWN_SHARE) * np.diag(general.covariance))
        precision = np.diag(shared) + (self.precision + self.precision.T) / 2
        of_guild = np.asarray(np.linalg.inv(precision))
        return Prior(general.mean + of_guild @ self.information, of_guild + OWN_SHARE * general.covariance)


class GuildTaste:
    """What the members of one guild have told, kept as one sum; a change of one member costs two voices."""

    def __init__(self, typical: Features) -> None:
        k = len(typical)
        self.typical = typical
        self._total = _Total(np.zeros((1 + k, 1 + k)), np.zeros(1 + k))
        self._told: dict[str, tuple[Features, NDArray[np.float64]]] = {}
        self._heard: set[str] = set()

    def tell(
        self, member: str, features: Features, stars: NDArray[np.float64], *, to_all: bool = True
    ) -> None:
        """All ratings of a member, `features` [m, k] and `stars` [m], in place of what they told before; none
        (m = 0) takes them out. Without `to_all` they say something of this member alone."""
        told = self._told.pop(member, None)
        if told is not None and member in self._heard:
            self._heard.discard(member)
            self._total.add(voice_of(*told, self.typical), -1)
        if not self._heard:
            self._total.precision[:], self._total.information[:] = 0, 0
        if len(stars):
            self._told[member] = (features, stars)
            if to_all:
                self._heard.add(member)
                self._total.add(voice_of(features, stars, self.typical))

    @property
    def members(self) -> tuple[str, ...]:
        return tuple(self._told)

    def others(self, member: str) -> int:
        """How many members beside this one are listened to."""
        return len(self._heard - {member})

    def taste_of(self, member: str, names: tuple[Name, ...] = ()) -> Taste:
        """Of a member, or of somebody new: their own ratings upon what all others told."""
        none = (np.zeros((0, len(self.typical)), np.float32), np.zeros(0))
        features, stars = self._told.get(member, none)
        others = _Total(self._total.precision.copy(), self._total.information.copy())
        if member in self._heard:
            others.add(voice_of(features, stars, self.typical), -1)
        prior = others.prior() if self.others(member) else general_prior(len(self.typical))
        return taste_of(features, stars, self.typical, prior, names)
