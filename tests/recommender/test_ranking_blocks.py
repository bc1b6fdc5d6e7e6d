"""Facts of a large catalogue lie in blocks; skipping what cannot be among the best changes no answer."""

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.recommender import random_query, random_tracks, unit
from music.controls import Controls
from music.track import Track
from recommender.index import WHOLE, FaissIndex
from recommender.packed_tracks import pack, unpack
from recommender.ranking import Candidate, Query, rank
from recommender.ranking_block import BLOCK
from recommender.ranking_blocks import ColumnBlocks
from recommender.ranking_columns import TrackColumns
from recommender.ranking_filters import Filters
from recommender.ranking_pool import CandidatePool
from recommender.ranking_terms import WEIGHTS, fact_fits

N = BLOCK + 3_000


@pytest.fixture(scope="module")
def tracks() -> list[Track]:
    some = random_tracks(2_000, np.random.default_rng(4))
    return [
        replace(some[i % 2_000], id=f"{i:x}", tempo_bpm=some[i % 2_000].tempo_bpm + i / N) for i in range(N)
    ]


@pytest.fixture(scope="module")
def pool(tracks: list[Track]) -> CandidatePool:
    return CandidatePool(tracks, FaissIndex(8, "test"))


def queries(n: int) -> list[Query]:
    random = np.random.default_rng(2)
    return [random_query(random, vector) for vector in unit(n, random)]


def points(query: Query, columns: TrackColumns) -> np.ndarray:
    fits = fact_fits(query, columns)
    return np.sum([WEIGHTS[name] * fit.astype(np.float64) for name, fit in fits.items()], axis=0)


def test_the_best_of_all_blocks_are_those_of_a_full_sort(tracks: list[Track]) -> None:
    blocks = ColumnBlocks()
    blocks.put(np.arange(N), tracks)
    columns = TrackColumns.of(tracks)
    allowed = np.random.default_rng(0).random(N) < 0.7
    for query in queries(30):
        score = np.where(allowed, points(query, columns), -np.inf)
        found = blocks.best(query, allowed, 50)
        assert len(set(found.tolist())) == 50
        assert allowed[found].all()
        np.testing.assert_allclose(np.sort(score[found]), np.sort(score)[-50:], atol=1e-4)


def test_facts_put_in_any_order_and_again_are_the_same(tracks: list[Track]) -> None:
    once, often = ColumnBlocks(), ColumnBlocks()
    some = tracks[:500]
    once.put(np.arange(500), some)
    often.put(np.arange(0, 500, 2), some[1::2])  # wrong at first
    order = np.random.default_rng(1).permutation(500)
    for part in np.array_split(order, 7):
        often.put(part, [some[i] for i in part])
    rows = np.arange(3, 500, 7)
    one, other = once.of_rows(rows), often.of_rows(rows)
    for query in queries(10):
        np.testing.assert_allclose(points(query, one), points(query, other), atol=1e-6)
        expected = points(query, TrackColumns.of([some[row] for row in rows]))
        np.testing.assert_allclose(points(query, one), expected, atol=1e-6)
    assert one.plays.tolist() == other.plays.tolist()
    np.testing.assert_array_equal(one.shares, other.shares)


def test_a_packed_track_is_the_same_track(tracks: list[Track]) -> None:
    assert [unpack(pack(track)) for track in tracks[:200]] == tracks[:200]


@pytest.mark.parametrize(
    "filters",
    [
        Filters(styles=("Reel", "jig")),
        Filters(tempo_bpm=(100.0, 104.0)),
        Filters(seconds=(60.0, 90.0), styles=("waltz",)),
        Filters(instruments=("Violin",)),
        Filters(without=("Drums", "Violin"), tempo_bpm=(60.0, 61.0)),
        Filters(licences=("PD",), styles=("air",), tempo_bpm=(50.0, 60.0)),
    ],
)
def test_what_is_shown_passes_the_filters_and_as_many_as_exist_are_found(
    pool: CandidatePool, tracks: list[Track], filters: Filters
) -> None:
    def passes(t: Track) -> bool:
        return (
            (not filters.styles or t.style in [s.casefold() for s in filters.styles])
            and (not filters.licences or t.licence in filters.licences)
            and (filters.tempo_bpm is None or filters.tempo_bpm[0] <= t.tempo_bpm <= filters.tempo_bpm[1])
            and (filters.seconds is None or filters.seconds[0] <= t.seconds <= filters.seconds[1])
            and all(name in t.instruments for name in filters.instruments)
            and not set(filters.without) & set(t.instruments)
        )

    expected = {t.id for t in tracks if passes(t)}
    assert expected
    query = Query(Controls(arousal=0.5, key="A minor"), text="Piece 17", filters=filters)
    found = {c.track.id for c in pool.candidates(query, 100)}
    assert found <= expected
    assert len(found) >= min(100, len(expected))
    assert {r.track.id for r in rank(query, pool.candidates(query), 5)} <= expected


def test_filters_hold_for_a_plain_list_of_candidates(pool: CandidatePool) -> None:
    everything = list(pool.candidates(Query(), 200))
    query = Query(filters=Filters(styles=("reel",)))
    assert {r.track.style for r in rank(query, everything, 10)} == {"reel"}


def test_when_everything_is_filtered_out_nothing_is_recommended(pool: CandidatePool) -> None:
    query = Query(Controls(metre="3/4"), text="Piece", filters=Filters(styles=("no such style",)))
    assert len(pool.candidates(query)) == 0
    assert rank(query, pool.candidates(query), 5) == []


def test_own_is_what_belongs_to_the_guild_alone() -> None:
    tracks = random_tracks(300, np.random.default_rng(8))
    tracks[5::100] = [replace(t, guild_id="ours") for t in tracks[5::100]]
    tracks[6] = replace(tracks[6], guild_id="theirs")
    pool = CandidatePool(tracks, FaissIndex(8, "test"))
    query = Query(filters=Filters(own=True), guild_id="ours")
    ours = {t.id for t in tracks if t.guild_id == "ours"}
    assert {c.track.id for c in pool.candidates(query)} == ours
    assert pool.count(query) == len(ours) == 3
    assert pool.count(replace(query, guild_id="another")) == 0
    everything = [Candidate(t) for t in tracks]
    assert {r.track.id for r in rank(query, everything, 10)} == ours


def test_the_nearest_that_pass_are_found_though_many_others_are_nearer() -> None:
    tracks = random_tracks(3_000, np.random.default_rng(9))
    vectors = unit(3_000, np.random.default_rng(5))[:, :8].copy()
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    index = FaissIndex(8, "test")
    index.add_many([t.id for t in tracks], vectors, [WHOLE] * len(tracks))
    pool = CandidatePool(tracks, index)
    query = Query(text_vector=vectors[0], filters=Filters(styles=("chorale",), tempo_bpm=(60, 90)))
    rows = [i for i, t in enumerate(tracks) if t.style == "chorale" and 60 <= t.tempo_bpm <= 90]
    nearest = sorted(rows, key=lambda i: -float(vectors[i] @ vectors[0]))[:20]
    assert {tracks[i].id for i in nearest} == {c.track.id for c in pool.candidates(query, 20)}


def test_an_unwanted_instrument_does_not_crowd_out_what_is_near() -> None:
    """All the nearest have drums; the nearest without them are found all the same."""
    tracks = random_tracks(400, np.random.default_rng(9))
    vectors = unit(400, np.random.default_rng(5))[:, :8].copy()
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    index = FaissIndex(8, "test")
    index.add_many([t.id for t in tracks], vectors, [WHOLE] * len(tracks))
    order = np.argsort(-(vectors @ vectors[0]))
    for i in order[:300]:
        tracks[i] = replace(tracks[i], instruments=("Drums",))
    for i in order[300:]:
        tracks[i] = replace(tracks[i], instruments=("Flute",))
    pool = CandidatePool(tracks, index)
    query = Query(Controls(exclude_instruments=("Drums",)), text_vector=vectors[0])
    found = {c.track.id for c in pool.candidates(query, 10)}
    assert {tracks[i].id for i in order[300:310]} <= found
