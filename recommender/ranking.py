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
from recommender.ranking_names import name_fit, words_of
from recommender.ranking_taste import curiosity, propensities, taste_fit, varied_orders
from recommender.ranking_terms import WEIGHTS, Column, Query, TrackColumns, Vector, fact_fits
from recommender.reasons import not_met, reasons_for
from recommender.taste_features import Features, features_of_columns
from recommender.taste_reasons import taste_reason

__all__ = ["Candidate", "Query", "Recommendation", "rank"]

#: points lost by a Track exactly like one above it
VARIETY = 1.5
#: cosine of pooled vectors from which two Tracks count as alike
ALIKE = 0.5
#: as many of the best are looked at for variety, beyond the number asked
_DEPTH = 60


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """A Track that might be shown. `vector`: its pooled embedding [d], or None where it has none."""

    track: Track
    vector: Vector | None = None


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
    """The best `n` of `candidates`, best first. Tracks of other guilds, those of `query.exclude` and
    repeated ones are passed over. With `rng`, near ties are drawn from what `query.taste` leaves open."""
    candidates = _admitted(query, candidates)
    if n < 1 or not candidates:
        return []
    columns = TrackColumns.of([candidate.track for candidate in candidates])
    features = None
    if query.taste is not None:
        features = features_of_columns(columns, [c.vector for c in candidates], query.taste.dimension)
    fits = all_fits(query, candidates, columns, features)
    points = {name: WEIGHTS[name] * fit.astype(np.float64) for name, fit in fits.items()}
    score = np.sum(list(points.values()), axis=0) if points else np.zeros(len(candidates))
    # ties go to the id, so that the same request has the same answer
    ids = np.array([candidate.track.id for candidate in candidates])
    pool = np.lexsort((ids, -score))[: n + _DEPTH]
    curious = np.zeros((1, len(pool)))
    if rng is not None and query.taste is not None and features is not None:
        curious = curiosity(query.taste, features[pool], fits["taste"][pool], rng)
    alike = _likeness([candidates[row] for row in pool])
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
        track = candidates[row].track
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


def _admitted(query: Query, candidates: Sequence[Candidate]) -> list[Candidate]:
    admitted: dict[str, Candidate] = {}
    for candidate in candidates:
        track = candidate.track
        if track.guild_id in (None, query.guild_id) and track.id not in query.exclude:
            admitted.setdefault(track.id, candidate)
    return list(admitted.values())


def all_fits(
    query: Query, candidates: Sequence[Candidate], columns: TrackColumns, features: Features | None = None
) -> dict[str, Column]:
    """The fit of every term that plays a part in `query`, float32 [n] in [-1, 1] each. `columns` and
    `features` [n, k] are of the candidates; without features there is no term of taste."""
    tracks = [candidate.track for candidate in candidates]
    fits = fact_fits(query, columns)
    for name, vector in (("description", query.text_vector), ("likeness", query.like_vector)):
        if vector is not None:
            fits[name] = np.array(
                [0.0 if c.vector is None else float(np.dot(c.vector, vector)) for c in candidates], np.float32
            )
    asked = words_of(query.text)
    names = np.array([name_fit(asked, track) for track in tracks], np.float32)
    if names.any():
        fits["name"] = names
    if query.recent:
        # the latest steps back furthest; the tenth before it hardly
        age = {track_id: rank for rank, track_id in enumerate(reversed(query.recent))}
        late = np.array([-(0.8 ** age[t.id]) if t.id in age else 0.0 for t in tracks], np.float32)
        if late.any():
            fits["heard lately"] = late
    if query.taste is not None and features is not None:
        fits["taste"] = taste_fit(*query.taste.liking(features))
    if query.neighbours:
        liked = np.array([query.neighbours.get(track.id, 0.0) for track in tracks], np.float32)
        if liked.any():
            fits["neighbours"] = np.clip(liked, -1, 1)
    return fits


def _likeness(candidates: Sequence[Candidate]) -> NDArray[np.float64]:
    """How alike each two Tracks are, [n, n] in [0, 1]: their vectors, or the same title by the same hand."""
    width = next((len(c.vector) for c in candidates if c.vector is not None), 1)
    vectors = np.array([np.zeros(width) if c.vector is None else c.vector for c in candidates])
    alike = np.clip((vectors @ vectors.T - ALIKE) / (1 - ALIKE), 0, 1)
    names = np.array([f"{c.track.title.casefold()} / {c.track.composer.casefold()}" for c in candidates])
    result: NDArray[np.float64] = np.maximum(alike, names[:, None] == names[None, :])
    return result
