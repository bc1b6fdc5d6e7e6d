"""How well a Taste ranks for simulated listeners, beside what it has to beat.

In each simulated guild some members have rated already; new ones join. The rivals get the same ratings:

- content: nearest to a liked vector (4 or 5 stars), the usual "more like this"; before any, popularity;
- content, weighed: every rated vector pulls or pushes by its stars (the stronger form of the same);
- popularity: mean of the guild's centred stars, shrunk towards 0;
- popularity, known: the guild's true mean liking, which no count can know: an upper bound of popularity;
- taste, alone: without the guild as prior;
- random.

`measure_tastes` ranks the whole catalogue. `measure_shared_shelf` is a guild whose members rate the same 150
Tracks, so that a collaborative model can be fitted: EASE alone, Taste alone, and both as in the ranking.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from music.track import Track
from recommender.guild_likes import GuildLikes, guild_likes
from recommender.listeners import Library, Listener, Numbers, draw_evenly, guild_of_listeners, heard
from recommender.ranking_taste import taste_fit
from recommender.ranking_terms import WEIGHTS
from recommender.taste import Prior, Taste, general_prior, taste_of
from recommender.taste_features import Features, taste_features
from recommender.taste_guild import guild_prior, voice_of

AFTER = (0, 1, 3, 10, 30)
#: members of a guild who rated before, ratings of each, and who join
MEMBERS, RATED_EACH, JOINING = 12, 20, 4
#: the same of a guild with a shared shelf
SHELF, SHELF_MEMBERS, SHELF_RATED = 150, 40, 30
_LIKED = 4
_DAMPING = 3.0

Ratings = list[tuple[int, int]]
Score = Callable[[Ratings], Numbers]


@dataclass(frozen=True, slots=True, eq=False)
class Measured:
    """NDCG@10 [listeners, len(AFTER)] by method."""

    ndcg: dict[str, Numbers]

    def interval(self, method: str, after: int, against: str = "") -> tuple[float, float, float]:
        """Mean over listeners with its 95 % interval (bootstrap over listeners, 2,000 draws). `against` a
        method: the ratio of the two means, less 1, over the same listeners."""
        column = AFTER.index(after)
        mine = self.ndcg[method][:, column]
        theirs = self.ndcg[against][:, column] if against else np.ones(len(mine))
        drawn = np.random.default_rng(0).integers(0, len(mine), (2000, len(mine)))
        ratios = mine[drawn].mean(axis=1) / theirs[drawn].mean(axis=1)
        less = 1 if against else 0
        low, high = np.percentile(ratios - less, [2.5, 97.5])
        return float(mine.mean() / theirs.mean() - less), float(low), float(high)


def ndcg_at_10(score: Numbers, relevance: Numbers) -> float:
    """Normalised discounted cumulative gain (K. Järvelin and J. Kekäläinen, 2002), gains 2^relevance - 1."""
    gain = 2**relevance - 1
    discount = 1 / np.log2(np.arange(2, 12))
    best = np.sort(gain)[::-1][:10]
    shown = gain[np.argsort(-score, kind="stable")[:10]]
    return float(shown @ discount[: len(shown)] / (best @ discount[: len(best)]))


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """A catalogue as listeners and Tastes see it."""

    library: Library
    features: Features
    typical: Features

    @classmethod
    def of(cls, tracks: Sequence[Track], vectors: NDArray[np.float32]) -> "Scene":
        features = taste_features(tracks, list(vectors))
        return cls(Library.of(tracks, vectors), features, features.mean(axis=0))

    def prior(self, told: Sequence[Ratings]) -> Prior:
        """Of somebody who joins members that gave these ratings."""
        voices = []
        for ratings in told:
            rows, stars = arrays(ratings)
            voices.append(voice_of(self.features[rows], stars, self.typical))
        return guild_prior(self.features.shape[1], voices)

    def taste(self, ratings: Ratings, prior: Prior) -> Taste:
        rows, stars = arrays(ratings)
        return taste_of(self.features[rows], stars, self.typical, prior)

    def liking(self, ratings: Ratings, prior: Prior) -> Numbers:
        return np.asarray((self.features - self.typical) @ self.taste(ratings, prior).mean[1:])


def arrays(ratings: Ratings) -> tuple[NDArray[np.int64], Numbers]:
    return np.array([row for row, _ in ratings], np.int64), np.array([stars for _, stars in ratings], float)


def measure_tastes(
    tracks: Sequence[Track], vectors: NDArray[np.float32], n_listeners: int, seed: int
) -> Measured:
    """NDCG@10 over all unrated Tracks for `n_listeners` who join guilds, after 0 to 30 ratings of theirs."""
    scene = Scene.of(tracks, vectors)
    rng = np.random.default_rng(seed)
    curves: list[dict[str, list[float]]] = []
    while len(curves) < n_listeners:
        listeners = guild_of_listeners(scene.library, MEMBERS + JOINING, rng)
        members, joining = listeners[:MEMBERS], listeners[MEMBERS:]
        told = [heard(member, scene.library, RATED_EACH, rng) for member in members]
        methods = _methods(scene, members, told, rng)
        for listener in joining:
            ratings = heard(listener, scene.library, max(AFTER), rng)
            curves.append(_curves(listener, ratings, np.arange(len(scene.library)), methods, rng))
    return _measured(curves[:n_listeners])


#: another collaborative model: from the members' stars by item to the scores of one person's
Peer = Callable[[Sequence[dict[str, float]]], Callable[[dict[str, float]], dict[str, float]]]


def measure_shared_shelf(
    tracks: Sequence[Track],
    vectors: NDArray[np.float32],
    n_listeners: int,
    seed: int,
    peers: Mapping[str, Peer] = MappingProxyType({}),
) -> Measured:
    """NDCG@10 over the unrated Tracks of a shelf that all members of a guild rate from."""
    scene = Scene.of(tracks, vectors)
    rng = np.random.default_rng(seed)
    curves: list[dict[str, list[float]]] = []
    while len(curves) < n_listeners:
        shelf = draw_evenly(scene.library, SHELF, rng)
        listeners = guild_of_listeners(scene.library, SHELF_MEMBERS + JOINING, rng)
        members, joining = listeners[:SHELF_MEMBERS], listeners[SHELF_MEMBERS:]
        told = [heard(member, scene.library, SHELF_RATED, rng, shelf) for member in members]
        methods = _methods(scene, members, told, rng)
        likes = guild_likes({str(i): _stars(ratings) for i, ratings in enumerate(told)})
        assert likes is not None, "the guild is large enough"
        methods |= _collaborative(scene, scene.prior(told), likes)
        for name, peer in peers.items():
            methods[name] = _by_item(peer([_stars(ratings) for ratings in told]), len(scene.library))
        for listener in joining:
            ratings = heard(listener, scene.library, max(AFTER), rng, shelf)
            curves.append(_curves(listener, ratings, shelf, methods, rng))
    return _measured(curves[:n_listeners])


def _methods(
    scene: Scene, members: Sequence[Listener], told: Sequence[Ratings], rng: np.random.Generator
) -> dict[str, Score]:
    guild, general = scene.prior(told), general_prior(scene.features.shape[1])
    popular = _popularity(told, len(scene.library))
    known = np.mean([member.liking for member in members], axis=0)
    return {
        "taste": lambda ratings: scene.liking(ratings, guild),
        "taste, alone": lambda ratings: scene.liking(ratings, general),
        "content": lambda ratings: _nearest_to_liked(ratings, scene.library, popular),
        "content, weighed": lambda ratings: _weighed(ratings, scene.library, popular),
        "popularity": lambda ratings: popular,
        "popularity, known": lambda ratings: known,
        "random": lambda ratings: rng.random(len(scene.library)),
    }


def _collaborative(scene: Scene, guild: Prior, likes: GuildLikes) -> dict[str, Score]:
    ease = _by_item(likes.neighbours, len(scene.library))

    def both(ratings: Ratings) -> Numbers:
        fit = taste_fit(*scene.taste(ratings, guild).liking(scene.features))
        return np.asarray(WEIGHTS["taste"] * fit + WEIGHTS["neighbours"] * ease(ratings))

    return {"EASE": ease, "taste and EASE": both}


def _by_item(score: Callable[[dict[str, float]], dict[str, float]], n: int) -> Score:
    def by_row(ratings: Ratings) -> Numbers:
        scores = np.zeros(n)
        for item, value in score(_stars(ratings)).items():
            scores[int(item)] = value
        return scores

    return by_row


def _stars(ratings: Ratings) -> dict[str, float]:
    return {str(row): float(stars) for row, stars in ratings}


def _curves(
    listener: Listener,
    ratings: Ratings,
    candidates: NDArray[np.int64],
    methods: dict[str, Score],
    rng: np.random.Generator,
) -> dict[str, list[float]]:
    left = candidates[~np.isin(candidates, [row for row, _ in ratings])]
    relevance = listener.relevance[left]
    chance = 1e-9 * rng.random(len(left))  # among equals chance decides, not the order of the catalogue
    return {
        name: [ndcg_at_10(score(ratings[:n])[left] + chance, relevance) for n in AFTER]
        for name, score in methods.items()
    }


def _measured(curves: Sequence[dict[str, list[float]]]) -> Measured:
    return Measured({name: np.array([curve[name] for curve in curves]) for name in curves[0]})


def _popularity(told: Sequence[Ratings], n: int) -> Numbers:
    total, count = np.zeros(n), np.zeros(n)
    for ratings in told:
        rows, stars = arrays(ratings)
        total[rows] += stars - stars.mean()
        count[rows] += 1
    return np.asarray(total / (count + _DAMPING))


def _nearest_to_liked(ratings: Ratings, library: Library, popular: Numbers) -> Numbers:
    liked = [row for row, stars in ratings if stars >= _LIKED]
    if not liked:
        return popular
    return np.asarray((library.vectors @ library.vectors[liked].T).max(axis=1))


def _weighed(ratings: Ratings, library: Library, popular: Numbers) -> Numbers:
    rows, stars = arrays(ratings)
    pulls = stars - 3
    if not pulls.any():
        return popular
    return np.asarray(library.vectors @ (library.vectors[rows].T @ pulls))
