"""Ranking: from candidate Tracks to the few that are shown, with a score that is a plain sum.

Every term is a fit (`ranking_terms`) times its weight in points; `contributions` holds the products and
`score` is their sum. The order then favours variety by maximal marginal relevance (J. Carbonell and
J. Goldstein, 1998, SIGIR): a Track much like one above it loses points, as the term "variety". Where a
Taste is known, near ties are left to Thompson sampling, as the term "curiosity" (`ranking_taste`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from music.track import Track
from recommender.candidates import Candidate, Candidates
from recommender.ranking_names import name_fit, words_of
from recommender.ranking_taste import curiosity, propensities, taste_fit, varied_orders
from recommender.ranking_terms import WEIGHTS, Column, Query, fact_fits
from recommender.reasons import not_met, reasons_for
from recommender.taste import deviation
from recommender.taste_features import features_of_columns
from recommender.taste_reasons import taste_reason

__all__ = ["Candidate", "Query", "Recommendation", "rank"]

#: points lost by a Track exactly like one above it
VARIETY = 1.5
#: cosine of pooled vectors from which two Tracks count as alike
ALIKE = 0.5
#: as many of the best are looked at for variety, beyond the number asked
_DEPTH = 60


@dataclass(frozen=True, slots=True)
class Recommendation:
    """A Track that is shown. `score` is the sum of `contributions` (points by term, largest effect first);
    `reasons` are short lines for the listener; `relaxed` names the Controls it does not meet; `probability`:
    of this Track at this place, 1 where nothing was left to curiosity."""

    track: Track
    score: float
    reasons: tuple[str, ...]
    contributions: Mapping[str, float]
    relaxed: tuple[str, ...] = ()
    probability: float = 1.0


def rank(
    query: Query, candidates: Sequence[Candidate], n: int, rng: np.random.Generator | None = None
) -> list[Recommendation]:
    """The best `n` of `candidates`, best first.

    Tracks of other guilds, those of `query.exclude`, those that `query.filters` keep out and repeated
    ones are passed over. With `rng`, near ties are drawn from what `query.taste` leaves open.
    """
    found = _admitted(query, candidates)
    if n < 1 or not len(found):
        return []
    fits = all_fits(query, found)
    features = liking = spread = None
    if query.taste is not None:
        features = features_of_columns(found.columns, found.vectors, query.taste.dimension)
        liking, spread = query.taste.spread(features)
        fits["taste"] = taste_fit(liking, deviation(spread))
    points = {name: WEIGHTS[name] * fit.astype(np.float64) for name, fit in fits.items()}
    score = np.sum(list(points.values()), axis=0) if points else np.zeros(len(found))
    # ties go to the id, so that the same request has the same answer
    best = _at_least(score, n + _DEPTH)
    pool = best[np.lexsort((found.ids[best].astype(str), -score[best]))][: n + _DEPTH]
    curious = np.zeros((1, len(pool)))
    if rng is not None and liking is not None and spread is not None:
        curious = curiosity(liking[pool], spread[pool], fits["taste"][pool], rng)
    alike = _likeness(found, pool)
    orders, losses = varied_orders(score[pool] + curious, alike, VARIETY, n)
    result = []
    for place, probability in enumerate(propensities(orders)):
        at = int(orders[0, place])
        row = int(pool[at])
        contributions = {name: float(column[row]) for name, column in points.items()}
        for name, value in (("variety", losses[0, place]), ("curiosity", curious[0, at])):
            if value:
                contributions[name] = float(value)
        fit_of = {name: float(fit[row]) for name, fit in fits.items()}
        track = found.track(row)
        because = None
        if query.taste is not None and features is not None:
            because = taste_reason(query.taste, features[row], track)
        result.append(
            Recommendation(
                track,
                score=sum(contributions.values()),
                reasons=reasons_for(query, track, fit_of, contributions, because),
                contributions=dict(sorted(contributions.items(), key=lambda item: -abs(item[1]))),
                relaxed=not_met(fit_of),
                probability=probability,
            )
        )
    return result


def _admitted(query: Query, candidates: Sequence[Candidate]) -> Candidates:
    if isinstance(candidates, Candidates):  # a pool has looked at guild and filters already
        return candidates.without(query.exclude)
    whose = (query.guild_id,) if query.filters.own else (None, query.guild_id)
    heard = [c for c in candidates if c.track.guild_id in whose]
    found = Candidates.of(heard).without(query.exclude)
    return found.taken(np.flatnonzero(query.filters.mask(found.columns))) if query.filters else found


def _at_least(score: NDArray[np.float64], n: int) -> NDArray[np.int64]:
    """Rows of the `n` best and of all that tie with the last of them."""
    if len(score) <= n:
        return np.arange(len(score))
    return np.flatnonzero(score >= np.partition(score, len(score) - n)[len(score) - n])


def all_fits(query: Query, found: Candidates) -> dict[str, Column]:
    """The fit of every term but taste that plays a part in `query`, float32 [n] in [-1, 1] each."""
    fits = fact_fits(query, found.columns)
    for name, vector in (("description", query.text_vector), ("likeness", query.like_vector)):
        if vector is not None:
            fits[name] = np.zeros(len(found), np.float32)
            if found.has_vector.any():
                fits[name] = np.einsum("nd,d->n", found.matrix, vector, dtype=np.float32)
    asked = words_of(query.text)
    named = range(len(found)) if found.named is None else np.flatnonzero(found.named).tolist()
    names = np.zeros(len(found), np.float32)
    for row in named:
        names[row] = name_fit(asked, found.track(row))
    if names.any():
        fits["name"] = names
    if query.recent:
        # the latest steps back furthest; the tenth before it hardly
        age = {track_id: rank for rank, track_id in enumerate(reversed(query.recent))}
        late = np.array([-(0.8 ** age[i]) if i in age else 0.0 for i in found.ids], np.float32)
        if late.any():
            fits["heard lately"] = late
    if query.neighbours:
        liked = np.array([query.neighbours.get(i, 0.0) for i in found.ids], np.float32)
        if liked.any():
            fits["neighbours"] = np.clip(liked, -1, 1)
    return fits


def _likeness(found: Candidates, rows: NDArray[np.int64]) -> NDArray[np.float64]:
    """How alike each two Tracks are, [n, n] in [0, 1]: their vectors, or the same title by the same hand."""
    vectors = found.matrix[rows]
    # einsum keeps to this thread; BLAS would wake others for so little, and wait for them
    alike = np.clip((np.einsum("nd,md->nm", vectors, vectors) - ALIKE) / (1 - ALIKE), 0, 1)
    tracks = [found.track(int(row)) for row in rows]
    numbers: dict[tuple[str, str], int] = {}
    names = np.array(
        [numbers.setdefault((t.title.casefold(), t.composer.casefold()), len(numbers)) for t in tracks]
    )
    result: NDArray[np.float64] = np.maximum(alike, names[:, None] == names[None, :])
    return result
