"""The measures themselves, and that Taste beats its rivals (the benchmark's simulation, in small)."""

import numpy as np
import pytest

from recommender.listeners import Library, guild_of_listeners, heard
from recommender.taste_measures import Measured, measure_shared_shelf, measure_tastes, ndcg_at_10
from recommender.taste_regret import measure_regret
from tests.recommender.catalogues import varied_tracks, vectors_for

TRACKS = varied_tracks(400)
VECTORS = vectors_for(TRACKS)
LIBRARY = Library.of(TRACKS, VECTORS)


def test_ndcg_is_one_for_the_best_order_and_less_for_any_other() -> None:
    relevance = np.array([0.0, 4.0, 1.0, 3.0, 2.0])
    assert ndcg_at_10(relevance, relevance) == pytest.approx(1)
    by_hand = (0 + 15 / np.log2(3) + 1 / 2 + 7 / np.log2(5) + 3 / np.log2(6)) / (
        15 + 7 / np.log2(3) + 3 / 2 + 1 / np.log2(5)
    )
    assert ndcg_at_10(np.array([5.0, 4, 3, 2, 1]), relevance) == pytest.approx(by_hand)


def test_listeners_are_not_linear_and_not_alike() -> None:
    listeners = guild_of_listeners(LIBRARY, 20, np.random.default_rng(0))
    likings = np.array([listener.liking for listener in listeners])
    assert likings.std(axis=1) == pytest.approx(1)
    alike = np.corrcoef(likings)[np.triu_indices(20, 1)]
    assert 0 < alike.mean() < 0.8
    ratings = heard(listeners[0], LIBRARY, 30, np.random.default_rng(0))
    assert len({row for row, _ in ratings}) == 30
    assert {stars for _, stars in ratings} <= {1, 2, 3, 4, 5}
    chosen = listeners[0].liking[[row for row, _ in ratings]].mean()
    assert chosen > listeners[0].liking.mean()  # people hear what appeals to them


def test_the_same_seed_measures_the_same() -> None:
    first, second = (measure_tastes(TRACKS, VECTORS, 4, 7).ndcg["taste"] for _ in range(2))
    assert np.array_equal(first, second)


def test_an_interval_holds_its_mean_and_shrinks_with_listeners() -> None:
    rng = np.random.default_rng(0)
    few, many = (Measured({"a": rng.random((n, 5)), "b": rng.random((n, 5)) + 1}) for n in (20, 500))
    mean, low, high = few.interval("a", 10)
    assert low < mean < high
    _, low_of_many, high_of_many = many.interval("a", 10)
    assert high_of_many - low_of_many < high - low
    assert many.interval("b", 10, "a")[1] > 1  # three times as much


def test_after_ten_ratings_taste_beats_content_and_popularity_by_a_quarter() -> None:
    measured = measure_tastes(TRACKS, VECTORS, 32, 3)
    for rival in ("content", "popularity"):
        assert measured.interval("taste", 10, rival)[0] > 0.25
        assert measured.interval("taste", 1, rival)[0] > -0.03
    assert measured.interval("taste", 30)[0] > measured.interval("taste", 0)[0]


def test_on_a_shared_shelf_the_collaborative_part_does_no_harm() -> None:
    measured = measure_shared_shelf(TRACKS, VECTORS, 8, 3)
    assert measured.interval("taste and EASE", 30, "taste")[0] > -0.1
    assert measured.interval("EASE", 30)[0] > measured.interval("random", 30)[0]


def test_exploring_in_near_ties_costs_less_than_exploring_freely() -> None:
    regret = {policy: sums[:, -1].mean() for policy, sums in measure_regret(TRACKS, VECTORS, 6, 3).items()}
    assert regret["near ties"] < regret["Thompson"] < regret["random"]
