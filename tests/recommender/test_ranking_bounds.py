"""Leaves of like Tracks: no Track in one fits better than its leaf promises, and each is in exactly one."""

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.recommender import STYLES, random_query, random_tracks, unit
from music.controls import Controls
from music.styles import find_style
from music.track import Track
from recommender.ranking import Query
from recommender.ranking_block import BLOCK
from recommender.ranking_blocks import ColumnBlocks
from recommender.ranking_bounds import fact_bounds, may_pass
from recommender.ranking_columns import TrackColumns, Vocabularies
from recommender.ranking_filters import Filters
from recommender.ranking_leaves import LEAF, Groups, Leaves
from recommender.ranking_terms import WEIGHTS, fact_fits, fact_terms

N = 6_000
ROUNDING = 1e-5


@pytest.fixture(scope="module")
def tracks() -> list[Track]:
    rng = np.random.default_rng(11)
    made = random_tracks(N, rng)
    for i in range(0, N, 7):
        uncertainty = tuple(rng.uniform(0.1, 0.8, 2).tolist())
        made[i] = replace(made[i], key="", mood=replace(made[i].mood, uncertainty=uncertainty))
    for i in range(0, N, 11):
        made[i] = replace(made[i], instruments=(), style=f"style {i % 200}")  # more words than bits
    return made


def wishes() -> list[Query]:
    random = np.random.default_rng(3)
    made = [random_query(random, vector) for vector in unit(40, random)]
    made += [Query(Controls(seconds=s, style=style)) for s, style in zip((20, 90, 600), STYLES, strict=False)]
    made += [Query(Controls(style="waltz"), style=find_style("waltz")), Query(Controls(bars=16, arousal=1))]
    made += [Query(Controls(valence=-0.7, mood=("funeral",)))]
    made += [
        Query(Controls(instruments=("Acoustic Grand Piano", "Cello", "Drums"), tempo_bpm=300, valence=-1))
    ]
    return made


def test_every_track_is_in_one_leaf(tracks: list[Track]) -> None:
    for n in (1, 2, LEAF, LEAF + 1, 1000, N):
        columns = TrackColumns.of(tracks[:n])
        leaves = Leaves.of(columns, Groups.of(columns), np.arange(n) + 5)
        assert sorted(leaves.places_of(np.arange(len(leaves))).tolist()) == list(range(5, n + 5))


def test_no_track_fits_better_than_its_leaf_promises(tracks: list[Track]) -> None:
    words = Vocabularies()
    columns = TrackColumns.of(tracks, words)
    leaves = Leaves.of(columns, Groups.of(columns), np.arange(N))
    terms_seen = set()
    for query in wishes():
        fits = fact_fits(query, columns)
        bounds = fact_bounds(query, fact_terms(query), words)
        assert bounds.keys() == fits.keys()
        terms_seen |= set(fits)
        for name, bound in bounds.items():
            most = bound(leaves)
            for leaf, promised in enumerate(most):
                best = fits[name][leaves.places_of(np.array([leaf]))].max()
                assert best <= promised + ROUNDING, name
    assert terms_seen >= {
        "mood",
        "tempo",
        "key",
        "mode",
        "metre",
        "instruments",
        "density",
        "length",
        "style",
        "occasion",
    }


def test_most_leaves_need_no_look(tracks: list[Track]) -> None:
    """For a wish of mood and tempo, half of the leaves cannot hold one of the ten best."""
    words = Vocabularies()
    columns = TrackColumns.of(tracks, words)
    leaves = Leaves.of(columns, Groups.of(columns), np.arange(N))
    query = Query(Controls(valence=0.4, arousal=0.5, tempo_bpm=120))
    score = sum(WEIGHTS[name] * fit for name, fit in fact_fits(query, columns).items())
    promise = sum(
        WEIGHTS[name] * bound(leaves) for name, bound in fact_bounds(query, fact_terms(query), words).items()
    )
    assert np.mean(promise >= np.sort(score)[-10]) < 0.5


@pytest.mark.parametrize(
    "filters",
    [
        Filters(styles=("Reel", "style 77")),
        Filters(tempo_bpm=(100.0, 101.0), licences=("PD",)),
        Filters(seconds=(0.0, 25.0), instruments=("Violin",)),
        Filters(licences=("CC0",)),
    ],
)
def test_a_leaf_that_is_passed_over_holds_nothing_that_passes(tracks: list[Track], filters: Filters) -> None:
    words = Vocabularies()
    columns = TrackColumns.of(
        [replace(t, licence="CC0") if t.id.endswith("f1") else t for t in tracks], words
    )
    leaves = Leaves.of(columns, Groups.of(columns), np.arange(N))
    passes = filters.mask(columns)
    assert passes.any()
    may = may_pass(filters, leaves, words)
    assert not passes[leaves.places_of(np.flatnonzero(~may))].any()


def test_tracks_that_change_one_by_one_are_found_as_they_are_now(tracks: list[Track]) -> None:
    blocks, now = ColumnBlocks(), list(tracks[:3_000])
    blocks.put(np.arange(3_000), now)
    random = np.random.default_rng(6)
    query = Query(Controls(valence=-0.9, tempo_bpm=61, metre="7/8"))
    for change in range(60):
        row = int(random.integers(len(now) + 1))
        track = replace(tracks[3_000 + change], metre="7/8", tempo_bpm=60.0 + change / 100)
        now[row : row + 1] = [track]
        blocks.put(np.array([row]), [track])
    score = sum(
        WEIGHTS[name] * fit.astype(np.float64) for name, fit in fact_fits(query, TrackColumns.of(now)).items()
    )
    found = blocks.best(query, np.ones(len(now), bool), 20)
    assert len(set(found.tolist())) == 20
    np.testing.assert_allclose(np.sort(score[found]), np.sort(score)[-20:], atol=1e-4)
    assert len(now) < BLOCK
