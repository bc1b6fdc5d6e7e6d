"""Candidates come from vectors, facts and names, so that nothing that fits stays hidden."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from music.controls import Controls
from music.mood import Mood
from music.track import Track
from recommender.index import WHOLE, FaissIndex
from recommender.ranking import Query, rank
from recommender.ranking_pool import CandidatePool

D = 8


def catalogue(n: int = 400) -> tuple[list[Track], FaissIndex, NDArray[np.float32]]:
    """n piano pieces in 4/4 with vectors of their own."""
    random = np.random.default_rng(1)
    vectors = random.normal(size=(n, D)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    tracks = [
        Track(
            id=f"t{i}",
            title=f"Piece {i}",
            composer="Traditional",
            licence="PD",
            source="here",
            midi="",
            style="study",
            tempo_bpm=float(random.integers(50, 200)),
            tempo_known=True,
            key="C major",
            metre="4/4",
            bars=32,
            seconds=60.0,
            instruments=("Acoustic Grand Piano",),
            density="medium",
            notes_per_second=4.0,
            mood=Mood(0.0, 0.0),
        )
        for i in range(n)
    ]
    index = FaissIndex(D, "test")
    index.add_many([t.id for t in tracks], vectors, [WHOLE] * n)
    return tracks, index, vectors


def ids(pool: CandidatePool, query: Query, from_each: int = 20) -> set[str]:
    return {candidate.track.id for candidate in pool.candidates(query, from_each)}


def test_the_only_track_with_a_wanted_instrument_is_found_though_its_vector_is_far() -> None:
    tracks, index, vectors = catalogue()
    tracks[7] = replace(tracks[7], instruments=("Sitar",))
    pool = CandidatePool(tracks, index)
    query = Query(Controls(instruments=("Sitar",)), text_vector=-vectors[7])
    assert rank(query, pool.candidates(query), 3)[0].track.id == "t7"


def test_what_lies_near_in_the_index_is_found_without_any_fact() -> None:
    tracks, index, vectors = catalogue()
    pool = CandidatePool(tracks, index)
    assert "t123" in ids(pool, Query(text_vector=vectors[123]), from_each=3)
    assert len(ids(pool, Query(like_vector=vectors[123]), from_each=3)) == 3


def test_a_named_composer_is_found_without_vector_or_fact() -> None:
    tracks, index, _ = catalogue()
    tracks[5] = replace(tracks[5], composer="Turlough O'Carolan")
    pool = CandidatePool(tracks, index)
    assert "t5" in ids(pool, Query(text="anything by Carolan?"), from_each=2)


def test_candidates_bring_their_vectors_for_variety() -> None:
    tracks, index, vectors = catalogue(10)
    lonely = replace(tracks[0], id="no vector yet")
    pool = CandidatePool([*tracks, lonely], index)
    found = {c.track.id: c.vector for c in pool.candidates(Query())}
    np.testing.assert_allclose(np.array(found["t3"]), vectors[3])
    assert found["no vector yet"] is None


def test_tracks_come_and_go() -> None:
    tracks, index, _ = catalogue(30)
    pool = CandidatePool(tracks[:20], index)
    pool.add(tracks[20:])
    pool.remove(["t3", "t25", "never there"])
    assert len(pool) == 28
    assert ids(pool, Query(), from_each=100) == {f"t{i}" for i in range(30)} - {"t3", "t25"}
    pool.add([replace(tracks[4], metre="3/4")])
    assert len(pool) == 28
    changed = [c.track for c in pool.candidates(Query(), 100) if c.track.id == "t4"]
    assert [t.metre for t in changed] == ["3/4"]


def test_a_guild_gets_its_own_tracks_and_no_other_guilds() -> None:
    tracks, index, vectors = catalogue(30)
    tracks[1] = replace(tracks[1], guild_id="1", composer="Ann Example")
    tracks[2] = replace(tracks[2], guild_id="2", composer="Ann Example")
    pool = CandidatePool(tracks, index)
    for query in (
        Query(),
        Query(text="Example"),
        Query(text_vector=vectors[2]),
        Query(Controls(metre="4/4")),
    ):
        assert not {"t1", "t2"} & ids(pool, query, 100)
        own = ids(pool, replace(query, guild_id="1"), 100)
        assert "t1" in own
        assert "t2" not in own


def test_an_empty_catalogue_has_no_candidates() -> None:
    pool = CandidatePool([], FaissIndex(D, "test"))
    query = Query(Controls(metre="3/4"), text="Bach", text_vector=np.ones(D, np.float32))
    assert len(pool.candidates(query)) == 0
    assert rank(query, pool.candidates(query), 5) == []


def test_the_title_with_the_rarest_words_is_found_among_many_with_the_common_ones() -> None:
    tracks, index, _ = catalogue(400)
    tracks = [replace(track, title=f"Morning {'Dew ' if i % 2 else ''}{i}") for i, track in enumerate(tracks)]
    tracks[399] = replace(tracks[399], title="Dew of the Morning Glory")
    pool = CandidatePool(tracks, index)
    found = list(pool.candidates(Query(text="morning glory dew", text_vector=-index_vector(pool)), 3))
    assert "t399" in {c.track.id for c in found}


def test_a_common_name_finds_what_a_guild_may_hear_behind_all_that_it_may_not() -> None:
    tracks, index, _ = catalogue(400)
    owned = [replace(track, title="Nocturne", guild_id="other") for track in tracks[:399]]
    pool = CandidatePool([*owned, replace(tracks[399], title="Nocturne")], index)
    assert ids(pool, Query(text="nocturne"), 2) == {"t399"}


def index_vector(pool: CandidatePool) -> NDArray[np.float32]:
    vector = pool.index.vector_of("t399")
    assert vector is not None
    return vector
