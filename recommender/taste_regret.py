"""What exploring costs and brings: simulated listeners are shown one Track a time and rate it.

Each time 30 Tracks fit what was asked alike (drawn at random) and a policy shows one of them. Regret is the
relevance (0 to 4) of the best of the 30 less that of the one shown, summed over the times.

- near ties: as the ranking does it, Thompson sampling among near ties (`ranking_taste`);
- Thompson: sampling without that bound; greedy: no exploration; epsilon-greedy: one time in ten at random;
- random.
"""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from music.track import Track
from recommender.listeners import Listener, Numbers, draw_evenly, guild_of_listeners, heard
from recommender.ranking_taste import curiosity, taste_fit
from recommender.ranking_terms import WEIGHTS
from recommender.taste import Prior, Taste
from recommender.taste_features import Features
from recommender.taste_measures import JOINING, MEMBERS, RATED_EACH, Ratings, Scene

TIMES, OFFERED = 40, 30
EPSILON = 0.1

#: scores of the Tracks with these features
Policy = Callable[[Taste, Features, np.random.Generator], Numbers]


def _near_ties(taste: Taste, features: Features, rng: np.random.Generator) -> Numbers:
    fit = taste_fit(*taste.liking(features))
    return np.asarray(WEIGHTS["taste"] * fit + curiosity(*taste.spread(features), fit, rng)[0])


def _thompson(taste: Taste, features: Features, rng: np.random.Generator) -> Numbers:
    return np.asarray(taste.sample(features, rng)[0])


def _greedy(taste: Taste, features: Features, rng: np.random.Generator) -> Numbers:
    return taste.liking(features)[0]


def _epsilon(taste: Taste, features: Features, rng: np.random.Generator) -> Numbers:
    if rng.random() < EPSILON:
        return rng.random(len(features))
    return taste.liking(features)[0]


def _random(taste: Taste, features: Features, rng: np.random.Generator) -> Numbers:
    return rng.random(len(features))


POLICIES: dict[str, Policy] = {
    "near ties": _near_ties,
    "greedy": _greedy,
    "Thompson": _thompson,
    "epsilon-greedy": _epsilon,
    "random": _random,
}


def measure_regret(
    tracks: Sequence[Track], vectors: NDArray[np.float32], n_listeners: int, seed: int
) -> dict[str, Numbers]:
    """Summed regret [listeners, TIMES] by policy, each with the same offers."""
    scene = Scene.of(tracks, vectors)
    rng = np.random.default_rng(seed)
    found: dict[str, list[Numbers]] = {name: [] for name in POLICIES}
    while len(found["random"]) < n_listeners:
        listeners = guild_of_listeners(scene.library, MEMBERS + JOINING, rng)
        told = [heard(member, scene.library, RATED_EACH, rng) for member in listeners[:MEMBERS]]
        guild = scene.prior(told)
        for listener in listeners[MEMBERS:]:
            offers = [draw_evenly(scene.library, OFFERED, rng) for _ in range(TIMES)]
            for name, policy in POLICIES.items():
                found[name].append(_followed(scene, listener, guild, offers, policy, rng))
    return {name: np.cumsum(regrets[:n_listeners], axis=1) for name, regrets in found.items()}


def _followed(
    scene: Scene,
    listener: Listener,
    guild: Prior,
    offers: Sequence[NDArray[np.int64]],
    policy: Policy,
    rng: np.random.Generator,
) -> Numbers:
    ratings: Ratings = []
    regret = np.zeros(len(offers))
    for time, offer in enumerate(offers):
        taste = scene.taste(ratings, guild)
        shown = int(offer[np.argmax(policy(taste, scene.features[offer], rng))])
        regret[time] = listener.relevance[offer].max() - listener.relevance[shown]
        ratings = [
            *((row, stars) for row, stars in ratings if row != shown),
            (shown, listener.rate(shown, rng)),
        ]
    return regret
