"""Ranking: from candidate Tracks to the few that are shown, with a score that is a plain sum.

Every term is a fit (`ranking_terms`) times its weight in points; `contributions` holds the products and
`score` is their sum. The order then favours variety by maximal marginal relevance (J. Carbonell and
J. Goldstein, 1998, SIGIR): a Track much like one above it loses points, as the term "variety".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from music.track import Track
from recommender.ranking_names import name_fit, words_of
from recommender.ranking_terms import WEIGHTS, Column, Query, TrackColumns, Vector, fact_fits
from recommender.reasons import not_met, reasons_for

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
    `reasons` are short lines for the listener; `relaxed` names the Controls it does not meet."""

    track: Track
    score: float
    reasons: tuple[str, ...]
    contributions: Mapping[str, float]
    relaxed: tuple[str, ...] = ()


def rank(query: Query, candidates: Sequence[Candidate], n: int) -> list[Recommendation]:
    """The best `n` of `candidates`, best first. Tracks of other guilds, those of `query.exclude` and
    repeated ones are passed over."""
    candidates = _admitted(query, candidates)
    if n < 1 or not candidates:
        return []
    fits = all_fits(query, candidates)
    points = {name: WEIGHTS[name] * fit.astype(np.float64) for name, fit in fits.items()}
    score = np.sum(list(points.values()), axis=0) if points else np.zeros(len(candidates))
    chosen = _with_variety(candidates, score, n)
    result = []
    for row, variety in chosen:
        contributions = {name: float(column[row]) for name, column in points.items()}
        if variety:
            contributions["variety"] = variety
        fit_of = {name: float(fit[row]) for name, fit in fits.items()}
        track = candidates[row].track
        result.append(
            Recommendation(
                track,
                score=sum(contributions.values()),
                reasons=reasons_for(query, track, fit_of, contributions),
                contributions=dict(sorted(contributions.items(), key=lambda item: -abs(item[1]))),
                relaxed=not_met(fit_of),
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


def all_fits(query: Query, candidates: Sequence[Candidate]) -> dict[str, Column]:
    """The fit of every term that plays a part in `query`, float32 [n] in [-1, 1] each."""
    tracks = [candidate.track for candidate in candidates]
    fits = fact_fits(query, TrackColumns.of(tracks))
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
    return fits


def _with_variety(
    candidates: Sequence[Candidate], score: NDArray[np.float64], n: int
) -> list[tuple[int, float]]:
    """Rows in the order to show them, each with the points it loses to likeness with those above it."""
    # ties go to the id, so that the same request has the same answer
    ids = np.array([candidate.track.id for candidate in candidates])
    pool = np.lexsort((ids, -score))[: n + _DEPTH]
    alike = _likeness([candidates[row] for row in pool])
    lost = np.zeros(len(pool))
    left = np.ones(len(pool), bool)
    chosen: list[tuple[int, float]] = []
    while len(chosen) < n and left.any():
        best = int(np.argmax(np.where(left, score[pool] + lost, -np.inf)))
        chosen.append((int(pool[best]), float(lost[best])))
        left[best] = False
        lost = np.minimum(lost, -VARIETY * alike[best])
    return chosen


def _likeness(candidates: Sequence[Candidate]) -> NDArray[np.float64]:
    """How alike each two Tracks are, [n, n] in [0, 1]: their vectors, or the same title by the same hand."""
    width = next((len(c.vector) for c in candidates if c.vector is not None), 1)
    vectors = np.array([np.zeros(width) if c.vector is None else c.vector for c in candidates])
    alike = np.clip((vectors @ vectors.T - ALIKE) / (1 - ALIKE), 0, 1)
    names = np.array([f"{c.track.title.casefold()} / {c.track.composer.casefold()}" for c in candidates])
    result: NDArray[np.float64] = np.maximum(alike, names[:, None] == names[None, :])
    return result
