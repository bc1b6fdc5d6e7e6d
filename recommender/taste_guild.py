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

from recommender.taste import NOISE, OWN_SHARE, Matrix, Prior, design, general_prior
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
    general = general_prior(k)
    own = OWN_SHARE * general.covariance
    shared = np.diag((1 - OWN_SHARE) * np.diag(general.covariance))
    precision, information, any_voice = np.linalg.inv(shared), np.zeros(1 + k), False
    for voice in voices:
        precision += voice.precision
        information += voice.information
        any_voice = True
    if not any_voice:
        return general
    of_guild = np.linalg.inv((precision + precision.T) / 2)
    return Prior(general.mean + of_guild @ information, of_guild + own)
