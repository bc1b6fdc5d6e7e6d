"""How well a Taste ranks for simulated listeners, beside what it has to beat.

In each simulated guild some members have rated already; new ones join. The rivals get the same ratings:

- content: nearest to a liked vector (4 or 5 stars), the usual "more like this";
- popularity: mean of the guild's centred stars, shrunk towards 0 (damped by 3 ratings);
- popularity, known: the guild's true mean liking, which no count can know: an upper bound of popularity;
- taste, alone: without the guild as prior;
- random.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from music.track import Track
from recommender.listeners import Library, Listener, Numbers, guild_of_listeners, heard
from recommender.taste import Prior, general_prior, taste_of
from recommender.taste_features import Features, taste_features
from recommender.taste_guild import guild_prior, voice_of

AFTER = (0, 1, 3, 10, 30)
#: members of a guild who rated before, ratings of each, and who join
MEMBERS, RATED_EACH, JOINING = 12, 20, 4
LIKED = 4
_DAMPING = 3.0

Ratings = list[tuple[int, int]]


@dataclass(frozen=True, slots=True, eq=False)
class Measured:
    """NDCG@10 [listeners, len(AFTER)] by method."""

    ndcg: dict[str, Numbers]

    def interval(
        self, method: str, after: int, against: str = "", draws: int = 2000
    ) -> tuple[float, float, float]:
        """Mean over listeners and its 95 % interval (bootstrap over listeners); `against` a method: of the
        ratio of the two means, less 1, over the same listeners."""
        column = AFTER.index(after)
        mine = self.ndcg[method][:, column]
        chosen = np.random.default_rng(0).integers(0, len(mine), (draws, len(mine)))
        if not against:
            means = mine[chosen].mean(axis=1)
            return (float(mine.mean()), *map(float, np.percentile(means, [2.5, 97.5])))
        theirs = self.ndcg[against][:, column]
        ratios = mine[chosen].mean(axis=1) / theirs[chosen].mean(axis=1) - 1
        return (float(mine.mean() / theirs.mean() - 1), *map(float, np.percentile(ratios, [2.5, 97.5])))


def ndcg_at_10(score: Numbers, relevance: Numbers) -> float:
    """Normalised discounted cumulative gain (K. Järvelin and J. Kekäläinen, 2002), gains 2^relevance - 1."""
    gain = 2**relevance - 1
    discount = 1 / np.log2(np.arange(2, 12))
    best = np.sort(gain)[::-1][:10]
    shown = gain[np.argsort(-score, kind="stable")[:10]]
    return float(shown @ discount[: len(shown)] / (best @ discount[: len(best)]))


def measure_tastes(
    tracks: Sequence[Track], vectors: NDArray[np.float32], n_listeners: int, seed: int
) -> Measured:
    """NDCG@10 over all unrated Tracks for `n_listeners` who join guilds, after 0 to 30 ratings of theirs."""
    library = Library.of(tracks, vectors)
    features = taste_features(tracks, list(vectors))
    typical = features.mean(axis=0)
    rng = np.random.default_rng(seed)
    found: dict[str, list[list[float]]] = {}
    while len(found.get("random", ())) < n_listeners:
        listeners = guild_of_listeners(library, MEMBERS + JOINING, rng)
        members, joining = listeners[:MEMBERS], listeners[MEMBERS:]
        told = [heard(member, library, RATED_EACH, rng) for member in members]
        guild = _prior_of(told, features, typical)
        popular = _popularity(told, len(library))
        known = np.mean([member.liking for member in members], axis=0)
        for listener in joining[: n_listeners - len(found.get("random", ()))]:
            methods: dict[str, Callable[[Ratings], Numbers]] = {
                "taste": lambda ratings: _liking(ratings, features, typical, guild),
                "taste, alone": lambda ratings: _liking(
                    ratings, features, typical, general_prior(features.shape[1])
                ),
                "content": lambda ratings: _nearest_to_liked(ratings, library, popular),
                "popularity": lambda ratings: popular,
                "popularity, known": lambda ratings: known,
                "random": lambda ratings: rng.random(len(library)),
            }
            for name, curve in _curves(listener, library, methods, rng).items():
                found.setdefault(name, []).append(curve)
    return Measured({name: np.array(curves) for name, curves in found.items()})


def _curves(
    listener: Listener,
    library: Library,
    methods: dict[str, Callable[[Ratings], Numbers]],
    rng: np.random.Generator,
) -> dict[str, list[float]]:
    ratings = heard(listener, library, max(AFTER), rng)
    left = np.ones(len(library), bool)
    left[[row for row, _ in ratings]] = False
    relevance = listener.relevance[left]
    # among equals chance decides, not the order of the catalogue
    chance = 1e-9 * rng.random(len(library))
    return {
        name: [ndcg_at_10((score(ratings[:n]) + chance)[left], relevance) for n in AFTER]
        for name, score in methods.items()
    }


def _prior_of(told: Sequence[Ratings], features: Features, typical: Features) -> Prior:
    voices = []
    for ratings in told:
        rows, stars = _arrays(ratings)
        voices.append(voice_of(features[rows], stars, typical))
    return guild_prior(features.shape[1], voices)


def _arrays(ratings: Ratings) -> tuple[NDArray[np.int64], Numbers]:
    return np.array([row for row, _ in ratings], np.int64), np.array([stars for _, stars in ratings], float)


def _liking(ratings: Ratings, features: Features, typical: Features, prior: Prior) -> Numbers:
    rows, stars = _arrays(ratings)
    taste = taste_of(features[rows], stars, typical, prior)
    return np.asarray((features - typical) @ taste.mean[1:])


def _popularity(told: Sequence[Ratings], n: int) -> Numbers:
    total, count = np.zeros(n), np.zeros(n)
    for ratings in told:
        rows, stars = _arrays(ratings)
        total[rows] += stars - stars.mean()
        count[rows] += 1
    return np.asarray(total / (count + _DAMPING))


def _nearest_to_liked(ratings: Ratings, library: Library, popular: Numbers) -> Numbers:
    liked = [row for row, stars in ratings if stars >= LIKED]
    if not liked:
        return popular
    return np.asarray((library.vectors @ library.vectors[liked].T).max(axis=1))
