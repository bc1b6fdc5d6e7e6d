"""Taste: what somebody's ratings say, as a posterior over musical features.

Stars are taken as y = b + w.x + noise with x the features of a Track (`taste_features`) less those of typical
music, and Gaussian weights: conjugate Bayesian linear regression (C. Bishop, 2006, section 3.3). So one
rating helps, no rating is ever too many, and every prediction knows its uncertainty. b is how generous
somebody is with stars: whoever gives 1 star to everything has a low b and hardly a taste.

The prior of a person is the posterior of their guild, widened by how much persons differ (`taste_guild`).
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from recommender.taste_features import NAMED, Block, Features, blocks

Matrix = NDArray[np.float64]

#: stars of the typical rating, and how much persons differ in it
USUAL_STARS, GENEROSITY = 3.2, 0.8
#: standard deviation of a star rating that no feature explains
NOISE = 0.96
#: share of the prior's variance in which persons of one guild differ
OWN_SHARE = 0.9


@dataclass(frozen=True, slots=True, eq=False)
class Prior:
    """Gaussian over (b, w): `mean` [1 + k], `covariance` [1 + k, 1 + k]."""

    mean: Matrix
    covariance: Matrix


@dataclass(frozen=True, slots=True, eq=False)
class Taste:
    """A posterior over (b, w). `typical` [k]: features of the music that predictions are relative to.

    `mean` [1 + k]; `root` [1 + k, 1 + k] with root @ root.T the covariance; `prior_mean` [1 + k]: what the
    guild says without this person. Each of m ratings adds to it: `mean` = `prior_mean` +
    `through`.T @ `pull`, with `through` [m, 1 + k] the rated designs times the prior covariance. `stars` [m]
    and `names` [m] are those of the ratings.
    """

    typical: Features
    mean: Matrix
    root: Matrix
    prior_mean: Matrix
    through: Matrix
    pull: Matrix
    stars: Matrix
    names: tuple[str, ...] = ()

    @property
    def n(self) -> int:
        """How many ratings it is made of."""
        return len(self.pull)

    @property
    def dimension(self) -> int:
        """Of the embedding that it is a taste in."""
        return len(self.typical) - NAMED

    @property
    def direction(self) -> NDArray[np.float32] | None:
        """Where the best liked music lies in the space of the embedding, unit length; None without any."""
        sound = self.mean[1:][self.blocks[-1].columns].astype(np.float32)
        length = float(np.linalg.norm(sound))
        return sound / length if length > 1e-6 else None

    @property
    def blocks(self) -> tuple[Block, ...]:
        return blocks(len(self.typical))

    def design(self, features: Features) -> Matrix:
        """[n, 1 + k]: a one for the generosity, and the features relative to typical music."""
        return design(features, self.typical)

    def predict(self, features: Features) -> tuple[Matrix, Matrix]:
        """Expected stars [n] and their standard deviation [n] for features [n, k]."""
        rows = self.design(features)
        return rows @ self.mean, np.sqrt(np.square(rows @ self.root).sum(axis=1))

    def liking(self, features: Features) -> tuple[Matrix, Matrix]:
        """As `predict`, in stars above what typical music would get from them: generosity aside."""
        rows = self.design(features)
        rows[:, 0] = 0
        return rows @ self.mean, np.sqrt(np.square(rows @ self.root).sum(axis=1))

    def sample(self, features: Features, rng: np.random.Generator, times: int = 1) -> Matrix:
        """[times, n]: `liking` by weights drawn from the posterior (W. Thompson, 1933)."""
        rows = self.design(features)
        rows[:, 0] = 0
        drawn = self.root @ rng.standard_normal((len(self.mean), times))
        return np.asarray((rows @ (self.mean[:, None] + drawn)).T)

    def by_block(self, features: Features) -> dict[str, Matrix]:
        """What each block adds to `liking`, [n] each; their sum is it exactly."""
        rows = self.design(features)[:, 1:]
        return {b.name: rows[:, b.columns] @ self.mean[1:][b.columns] for b in self.blocks}

    def by_rating(self, features: Features) -> tuple[Matrix, Matrix]:
        """What the guild [n] and each own rating [n, m] add to `liking`; their sum is it exactly."""
        rows = self.design(features)
        rows[:, 0] = 0
        return rows @ self.prior_mean, (rows @ self.through.T) * self.pull

    def without_block(self, name: str) -> "Taste":
        """The Taste with nothing to say on a block."""
        (block,) = (b for b in self.blocks if b.name == name)
        mean = self.mean.copy()
        mean[1:][block.columns] = 0
        return replace(self, mean=mean)


def design(features: Features, typical: Features) -> Matrix:
    rows = np.ones((len(features), 1 + len(typical)))
    rows[:, 1:] = features - typical
    return rows


def general_prior(k: int) -> Prior:
    """Of a person of whom nothing is known: unit weights, since `taste_features` are scaled."""
    covariance = np.eye(1 + k)
    covariance[0, 0] = GENEROSITY**2
    mean = np.zeros(1 + k)
    mean[0] = USUAL_STARS
    return Prior(mean, covariance)


def taste_of(
    features: Features,
    stars: NDArray[np.float64],
    typical: Features,
    prior: Prior,
    names: tuple[str, ...] = (),
) -> Taste:
    """The posterior after ratings: `features` [m, k], `stars` [m] in 1 to 5, m may be 0.

    `names`: of what was rated, for reasons. Costs O(m k (m + k)) or O(m k k), whichever is less.
    """
    rows = design(features, typical)
    mean, covariance = prior.mean, prior.covariance
    through = rows @ covariance  # [m, 1 + k]
    if not len(rows):
        pull = np.zeros(0)
    elif len(rows) <= len(mean):
        spread = through @ rows.T + NOISE**2 * np.eye(len(rows))
        told = np.linalg.solve(spread, np.column_stack([through, stars - rows @ mean]))
        pull = np.asarray(told[:, -1])
        covariance = covariance - through.T @ told[:, :-1]
        mean = mean + through.T @ pull
    else:
        precision = np.linalg.inv(covariance) + rows.T @ rows / NOISE**2
        covariance = np.asarray(np.linalg.inv(precision))
        mean = mean + covariance @ (rows.T @ (stars - rows @ mean)) / NOISE**2
        pull = (stars - rows @ mean) / NOISE**2
    return Taste(typical, mean, _root(covariance), prior.mean, through, pull, stars, names)


def _root(covariance: Matrix) -> Matrix:
    """Lower triangular, root @ root.T = covariance up to rounding."""
    symmetric = (covariance + covariance.T) / 2
    return np.asarray(np.linalg.cholesky(symmetric + 1e-9 * np.eye(len(symmetric))))
