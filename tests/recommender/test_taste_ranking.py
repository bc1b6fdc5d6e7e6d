"""Taste in the ranking: it orders what fits alike, tells why, and explores only where it hardly matters."""

from dataclasses import replace

import numpy as np
import pytest

from music.controls import Controls
from music.track import Track
from recommender.index import WHOLE, FaissIndex
from recommender.ranking import Candidate, Recommendation, rank
from recommender.ranking_pool import CandidatePool
from recommender.ranking_taste import NEAR_TIE, propensities, taste_fit, varied_orders
from recommender.ranking_terms import WEIGHTS, Query
from recommender.taste import Taste, general_prior, taste_of
from recommender.taste_features import Features, taste_features
from recommender.taste_reasons import TasteReason, taste_reason
from tests.recommender.catalogues import D, scene

TRACKS, VECTORS, FEATURES = scene()
TYPICAL = FEATURES.mean(axis=0)
PRIOR = general_prior(FEATURES.shape[1])
CANDIDATES = [Candidate(track, vector) for track, vector in zip(TRACKS, VECTORS, strict=True)]


def taste_for(stars: dict[int, int]) -> Taste:
    rows = list(stars)
    names = tuple((TRACKS[row].id, TRACKS[row].title) for row in rows)
    return taste_of(FEATURES[rows], np.array(list(stars.values()), float), TYPICAL, PRIOR, names)


def likes(predicate: "object", n: int = 40) -> dict[int, int]:
    rows = np.random.default_rng(2).choice(len(TRACKS), n, replace=False)
    return {int(row): 5 if predicate(TRACKS[row]) else 1 for row in rows}  # type: ignore[operator]


def is_piano(track: Track) -> bool:
    return "Piano" in track.instruments[0]


PIANIST = taste_for(likes(is_piano))


def points(found: list[Recommendation], term: str) -> list[float]:
    return [r.contributions.get(term, 0.0) for r in found]


def test_among_what_fits_alike_taste_decides() -> None:
    found = rank(Query(Controls(metre="3/4"), taste=PIANIST), CANDIDATES, 5)
    assert {r.track.metre for r in found} == {"3/4"}
    assert all(is_piano(r.track) for r in found)
    assert all("taste" in r.contributions for r in found)


def test_the_score_is_still_the_sum_of_its_contributions() -> None:
    query = Query(Controls(tempo_bpm=80), taste=PIANIST, neighbours={TRACKS[3].id: 0.8})
    for r in rank(query, CANDIDATES, 20, np.random.default_rng(0)):
        assert r.score == pytest.approx(sum(r.contributions.values()), abs=1e-9)


@pytest.mark.parametrize(
    "asked",
    [
        Controls(metre="6/8"),
        Controls(key="A minor"),
        Controls(instruments=("Trumpet",)),
        Controls(exclude_instruments=("Acoustic Grand Piano",)),
        Controls(density="sparse"),
        Controls(style="waltz"),
    ],
)
def test_what_was_asked_wins_over_the_strongest_taste(asked: Controls) -> None:
    """No Track that misses the wish comes before one that meets it, however the tastes."""
    query = Query(asked, taste=PIANIST, neighbours=dict.fromkeys((t.id for t in TRACKS[::2]), 1.0))
    found = rank(query, CANDIDATES, len(CANDIDATES), np.random.default_rng(1))
    relevance = [r.score - sum(r.contributions.get(t, 0) for t in ("variety",)) for r in found]
    meets = [not r.relaxed for r in found]
    assert True in meets
    assert False in meets
    worst_that_meets = min(s for s, m in zip(relevance, meets, strict=True) if m)
    best_that_misses = max(s for s, m in zip(relevance, meets, strict=True) if not m)
    if asked.density:  # medium is close to sparse: only the opposite is a clear miss
        best_that_misses = max(s for s, r in zip(relevance, found, strict=True) if r.track.density == "dense")
    assert worst_that_meets > best_that_misses


def test_a_taste_weighs_more_as_it_grows_certain() -> None:
    liking = np.array([0.8, 0.8, 0.8, -0.8])
    sure, less, hardly, against = taste_fit(liking, np.array([0.1, 1.0, 3.0, 0.1]))
    assert sure > less > hardly > 0
    assert against == pytest.approx(-sure)
    many, few = likes(is_piano), dict(list(likes(is_piano).items())[:2])
    piano = next(i for i, t in enumerate(TRACKS) if is_piano(t) and i not in many)
    fit = {
        n: taste_fit(*taste_for(stars).liking(FEATURES[[piano]]))[0] for n, stars in ((2, few), (40, many))
    }
    assert fit[40] > fit[2]


def test_a_taste_is_bounded() -> None:
    extreme = taste_fit(np.array([-40.0, 40.0]))
    assert np.abs(WEIGHTS["taste"] * extreme).max() <= WEIGHTS["taste"]


# --- curiosity --------------------------------------------------------------------------------------------


def test_without_chance_the_answer_is_the_same_and_certain() -> None:
    first, second = (rank(Query(taste=PIANIST), CANDIDATES, 5) for _ in range(2))
    assert [r.track.id for r in first] == [r.track.id for r in second]
    assert [r.probability for r in first] == [1.0] * 5


def test_the_same_seed_explores_the_same_way_and_others_differ() -> None:
    unsure = taste_for({0: 5, 1: 2})
    shown = [
        tuple(r.track.id for r in rank(Query(taste=unsure), CANDIDATES, 5, np.random.default_rng(seed)))
        for seed in (0, 0, 1, 2, 3)
    ]
    assert shown[0] == shown[1]
    assert len(set(shown)) > 2


def test_exploring_never_moves_a_track_past_one_that_is_clearly_better() -> None:
    unsure = taste_for({0: 5, 1: 2})
    for seed in range(20):
        found = rank(Query(Controls(metre="3/4"), taste=unsure), CANDIDATES, 30, np.random.default_rng(seed))
        assert max(map(abs, points(found, "curiosity"))) <= NEAR_TIE / 2 + 1e-12
        without = [r.score - r.contributions.get("curiosity", 0) for r in found]
        for i, above in enumerate(without):
            assert all(below - above <= NEAR_TIE + 1e-9 for below in without[i + 1 :])


def test_the_probabilities_are_how_often_it_happens() -> None:
    unsure = taste_for({0: 5, 1: 2})
    seen: dict[tuple[int, str], list[float]] = {}
    runs = 150
    for seed in range(runs):
        for place, r in enumerate(rank(Query(taste=unsure), CANDIDATES[:40], 3, np.random.default_rng(seed))):
            assert 0 < r.probability <= 1
            seen.setdefault((place, r.track.id), []).append(r.probability)
    common = {key: told for key, told in seen.items() if len(told) >= 25}
    assert common
    for told in common.values():
        # the draw that is shown counts itself: 1 of 64
        assert np.mean(told) == pytest.approx(len(told) / runs, abs=0.12)


def test_propensities_are_shares_of_agreeing_draws() -> None:
    assert propensities(np.array([[1, 2], [1, 3], [1, 2], [0, 2]])) == [0.75, 0.75]


def test_orders_are_varied_for_each_draw_alike() -> None:
    score = np.array([[3.0, 2.9, 2.0], [2.0, 3.0, 2.5]])
    alike = np.array([[1, 1, 0], [1, 1, 0], [0, 0, 1.0]])
    orders, lost = varied_orders(score, alike, 1.5, 5)
    assert orders.tolist() == [[0, 2, 1], [1, 2, 0]]
    assert lost.tolist() == [[0, 0, -1.5], [0, 0, -1.5]]


# --- reasons ----------------------------------------------------------------------------------------------


def score_of(taste: Taste, row: int, features: Features = FEATURES) -> tuple[int, float]:
    """Place and points of taste of one Track among all, without variety."""
    fit = taste_fit(*taste.liking(features))
    return int((fit > fit[row]).sum()), float(fit[row])


def as_typical(row: int, names: tuple[str, ...]) -> Features:
    """The features of all Tracks, where one is like typical music in some blocks."""
    changed = FEATURES.copy()
    for block in PIANIST.blocks:
        if block.name in names:
            changed[row, block.columns] = TYPICAL[block.columns]
    return changed


def reason_for(taste: Taste, row: int) -> TasteReason:
    reason = taste_reason(taste, FEATURES[row], TRACKS[row])
    assert reason is not None
    return reason


def minor_piano(track: Track) -> bool:
    return is_piano(track) and track.key.endswith("minor")


def test_what_is_liked_is_named_and_taking_it_away_lowers_the_rank() -> None:
    ratings = likes(is_piano, 60)
    taste = taste_for(ratings)
    named = 0
    for r in rank(Query(taste=taste), CANDIDATES, 10):
        row = TRACKS.index(r.track)
        reason = reason_for(taste, row)
        if not reason.blocks:
            continue
        named += 1
        assert reason.line in r.reasons
        place, fit = score_of(taste, row)
        other_place, other_fit = score_of(taste, row, as_typical(row, reason.blocks))
        assert other_fit < fit
        assert other_place > place
    assert named >= 5


def test_a_liked_piece_is_named_and_taking_its_rating_away_lowers_the_rank() -> None:
    ratings = {0: 5, 1: 2, 2: 1}
    taste = taste_for(ratings)
    row = next(TRACKS.index(r.track) for r in rank(Query(taste=taste, exclude=("t000",)), CANDIDATES, 5))
    reason = reason_for(taste, row)
    assert reason.line == "you liked “Piece 0”, which is like this"
    assert reason.rating is not None
    without = taste_for({r: s for i, (r, s) in enumerate(ratings.items()) if i != reason.rating})
    assert score_of(without, row)[1] < score_of(taste, row)[1]
    assert score_of(without, row)[0] > score_of(taste, row)[0]


def test_what_was_rated_itself_is_not_compared_with_itself() -> None:
    assert reason_for(taste_for({0: 5, 1: 2}), 0).line == "you gave it 5 stars"


def test_the_words_are_those_of_the_track() -> None:
    ratings = likes(minor_piano, 150)
    taste = taste_for(ratings)
    new = [i for i, t in enumerate(TRACKS) if minor_piano(t) and i not in ratings]
    reasons = [reason_for(taste, i) for i in new]
    lines = [reason.line for reason in reasons if reason.blocks]
    assert lines
    assert all(line.startswith("you like ") for line in lines)
    assert all("piano" in line or "minor" in line for line in lines)
    assert any("minor piano music" in line for line in lines)


def test_what_the_guild_likes_is_not_called_ones_own() -> None:
    from recommender.taste_guild import GuildTaste

    guild = GuildTaste(TYPICAL)
    for member in range(6):
        rows = np.random.default_rng(member).choice(len(TRACKS), 20, replace=False)
        stars = np.array([5.0 if is_piano(TRACKS[row]) else 1.0 for row in rows])
        guild.tell(str(member), FEATURES[rows], stars)
    newcomer = guild.taste_of("new")
    best = int(np.argmax(newcomer.liking(FEATURES)[0]))
    assert reason_for(newcomer, best).line.startswith("members here like ")


def test_nothing_is_named_for_what_is_not_liked() -> None:
    worst = int(np.argmin(PIANIST.liking(FEATURES)[0]))
    assert taste_reason(PIANIST, FEATURES[worst], TRACKS[worst]) is None


def test_neighbours_are_a_term_and_a_reason() -> None:
    query = Query(Controls(metre="3/4"), neighbours={"t004": 1.0})
    tracks = [replace(TRACKS[i], metre="3/4", tempo_bpm=100.0) for i in (3, 4)]
    found = rank(query, [Candidate(t) for t in tracks], 2)
    assert found[0].track.id == "t004"
    assert "liked by members who like what you like" in found[0].reasons
    assert found[0].contributions["neighbours"] == pytest.approx(WEIGHTS["neighbours"])


# --- candidates -------------------------------------------------------------------------------------------


def pool() -> CandidatePool:
    index = FaissIndex(D, "test")
    index.add_many([t.id for t in TRACKS], VECTORS, [WHOLE] * len(TRACKS))
    return CandidatePool(TRACKS, index)


def test_a_wish_without_facts_is_met_from_the_whole_catalogue_by_taste() -> None:
    catalogue = pool()
    sample = catalogue.sample()
    assert sample.typical == pytest.approx(TYPICAL, abs=1e-6)
    found = {c.track.id for c in catalogue.candidates(Query(taste=PIANIST), 20)}
    best = np.argsort(-PIANIST.liking(FEATURES)[0])[:15]
    assert {TRACKS[row].id for row in best} <= found


def test_the_sample_holds_what_everyone_may_hear_and_follows_the_catalogue() -> None:
    catalogue = pool()
    before = catalogue.sample()
    catalogue.add([replace(TRACKS[0], id="theirs", guild_id="g")])
    assert catalogue.sample() is before
    catalogue.remove(["t000"])
    catalogue.remove(["t001"])
    after = {t.id for t in catalogue.sample().tracks}
    assert "t000" not in after
    assert "theirs" not in after


def test_features_of_one_track_do_not_depend_on_its_company() -> None:
    alone: Features = taste_features(TRACKS[7:8], [VECTORS[7]])
    assert alone[0] == pytest.approx(FEATURES[7], abs=1e-6)
