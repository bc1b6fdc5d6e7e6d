"""Taste: one rating helps, certainty is known and earned, and sums are exact."""

import time

import numpy as np
import pytest

from recommender.taste import NOISE, Taste, general_prior, taste_of
from recommender.taste_features import NAMED, Features, blocks, taste_features
from recommender.taste_guild import GuildTaste, guild_prior, voice_of
from recommender.taste_words import likings, named, unsure
from tests.recommender.catalogues import D, scene, varied_tracks

TRACKS, VECTORS, FEATURES = scene()
TYPICAL = FEATURES.mean(axis=0)
PRIOR = general_prior(FEATURES.shape[1])


def taste(ratings: dict[int, int]) -> Taste:
    rows = list(ratings)
    titles = tuple((TRACKS[row].id, TRACKS[row].title) for row in rows)
    stars = np.array([ratings[row] for row in rows], float)
    return taste_of(FEATURES[rows], stars, TYPICAL, PRIOR, titles)


def rated_by(liking: "np.ndarray[tuple[int], np.dtype[np.float64]]", n: int, seed: int = 1) -> dict[int, int]:
    rows = np.random.default_rng(seed).choice(len(TRACKS), n, replace=False)
    return {int(row): int(np.clip(np.rint(3 + 1.5 * liking[row]), 1, 5)) for row in rows}


SLOW_MINOR_PIANO = np.array(
    [
        (1 if t.tempo_bpm < 84 else -0.5)
        + (0.7 if t.key.endswith("minor") else -0.3)
        + (0.7 if "Piano" in t.instruments[0] else -0.3)
        for t in TRACKS
    ]
)


def test_features_are_finite_and_have_the_blocks_that_they_say() -> None:
    assert FEATURES.shape == (len(TRACKS), NAMED + D)
    assert np.isfinite(FEATURES).all()
    covered = [column for block in blocks(FEATURES.shape[1]) for column in range(NAMED + D)[block.columns]]
    assert covered == list(range(NAMED + D))


def test_a_track_without_vector_or_key_has_features_too() -> None:
    (bare,) = taste_features(TRACKS[:1], [None], D)
    assert (bare[NAMED:] == 0).all()
    assert np.array_equal(bare[:NAMED], FEATURES[0, :NAMED])


def test_without_ratings_nothing_is_preferred_and_all_is_open() -> None:
    mean, sd = taste({}).predict(FEATURES)
    assert np.ptp(mean) == 0
    assert (sd > 0.5).all()


def test_one_rating_helps_already() -> None:
    loved, hated = taste({0: 5}), taste({0: 1})
    near = np.argsort(-(FEATURES - TYPICAL) @ (FEATURES[0] - TYPICAL))[1:11]
    assert (loved.liking(FEATURES[near])[0] > 0.05).all()
    assert (hated.liking(FEATURES[near])[0] < -0.05).all()
    assert loved.predict(FEATURES[:1])[1] < taste({}).predict(FEATURES[:1])[1]


def test_each_rating_makes_it_surer_everywhere() -> None:
    ratings = rated_by(SLOW_MINOR_PIANO, 60)
    few = {row: ratings[row] for row in list(ratings)[:10]}
    assert (taste(ratings).predict(FEATURES)[1] < taste(few).predict(FEATURES)[1]).all()


def test_it_is_the_posterior_of_the_textbook_whichever_way_it_is_computed() -> None:
    """Bishop (2006), equations 3.50 and 3.51; more ratings than weights take the other way."""
    for n in (7, 280):
        ratings = rated_by(SLOW_MINOR_PIANO, n)
        rows, stars = list(ratings), np.array(list(ratings.values()), float)
        x = np.column_stack([np.ones(n), (FEATURES[rows] - TYPICAL).astype(np.float64)])
        precision = np.linalg.inv(PRIOR.covariance) + x.T @ x / NOISE**2
        information = np.linalg.solve(PRIOR.covariance, PRIOR.mean) + x.T @ stars / NOISE**2
        found = taste(ratings)
        assert found.mean == pytest.approx(np.linalg.solve(precision, information), abs=1e-6)
        root = found.root.astype(np.float64)
        assert root @ root.T == pytest.approx(np.linalg.inv(precision), abs=1e-5)


def test_a_listeners_order_is_found_from_thirty_ratings() -> None:
    ratings = rated_by(SLOW_MINOR_PIANO, 30)
    left = [row for row in range(len(TRACKS)) if row not in ratings]
    predicted = taste(ratings).liking(FEATURES[left])[0]
    assert np.corrcoef(predicted, SLOW_MINOR_PIANO[left])[0, 1] > 0.75


def test_an_ideal_tempo_in_the_middle_is_learned() -> None:
    octaves = np.array([np.log2(t.tempo_bpm / 100) for t in TRACKS])
    ideal = 2 * np.exp(-np.square(octaves) / (2 * 0.3**2)) - 1
    liking = taste(rated_by(ideal, 80)).liking(FEATURES)[0]
    assert liking[np.abs(octaves) < 0.15].mean() > liking[octaves < -0.6].mean() + 0.5
    assert liking[np.abs(octaves) < 0.15].mean() > liking[octaves > 0.6].mean() + 0.5


@pytest.mark.parametrize("stars", [1, 5])
def test_who_gives_the_same_to_everything_has_a_generosity_and_hardly_a_taste(stars: int) -> None:
    found = taste(dict.fromkeys(range(60), stars))
    mean, sd = found.predict(FEATURES)
    assert abs(mean.mean() - stars) < 0.35
    assert np.abs(found.liking(FEATURES)[0]).max() < 0.5
    assert np.isfinite(sd).all()


def test_what_is_predicted_is_as_uncertain_as_it_says() -> None:
    rng = np.random.default_rng(5)
    errors = []
    for _ in range(30):  # people drawn from the prior
        weights = rng.multivariate_normal(PRIOR.mean, PRIOR.covariance)
        true = np.column_stack([np.ones(len(FEATURES)), FEATURES - TYPICAL]) @ weights
        rows = rng.choice(len(TRACKS), 20, replace=False)
        stars = true[rows] + rng.normal(0, NOISE, 20)
        mean, sd = taste_of(FEATURES[rows], stars, TYPICAL, PRIOR).predict(FEATURES)
        errors.append((true - mean) / sd)
    assert 0.9 < np.sqrt(np.mean(np.square(errors))) < 1.1


def test_samples_have_the_mean_and_the_spread_of_the_posterior() -> None:
    found = taste(rated_by(SLOW_MINOR_PIANO, 20))
    drawn = found.sample(FEATURES[:20], np.random.default_rng(0), 4000)
    mean, sd = found.liking(FEATURES[:20])
    assert drawn.mean(axis=0) == pytest.approx(mean, abs=0.08)
    assert drawn.std(axis=0) == pytest.approx(sd, rel=0.08)


def test_a_liking_is_exactly_the_sum_of_its_blocks_and_of_its_ratings() -> None:
    found = taste(rated_by(SLOW_MINOR_PIANO, 25))
    liking = found.liking(FEATURES)[0]
    assert sum(found.by_block(FEATURES).values()) == pytest.approx(liking, abs=1e-9)
    guild, own = found.by_rating(FEATURES)
    assert guild + own.sum(axis=1) == pytest.approx(liking, abs=1e-6)


# --- the guild --------------------------------------------------------------------------------------------


def stars_of(ratings: dict[int, int]) -> tuple[Features, "np.ndarray[tuple[int], np.dtype[np.float64]]"]:
    return FEATURES[list(ratings)], np.array(list(ratings.values()), float)


def test_a_newcomer_starts_from_what_the_guild_likes() -> None:
    guild = GuildTaste(TYPICAL)
    for member in range(8):
        guild.tell(str(member), *stars_of(rated_by(SLOW_MINOR_PIANO, 15, seed=member)))
    newcomer = guild.taste_of("new")
    assert newcomer.n == 0
    assert np.corrcoef(newcomer.liking(FEATURES)[0], SLOW_MINOR_PIANO)[0, 1] > 0.6
    alone = guild.taste_of("0").predict(FEATURES)[1].mean()
    assert newcomer.predict(FEATURES)[1].mean() > alone  # wider than somebody who rated


def test_someone_who_differs_from_the_guild_is_believed_after_some_ratings() -> None:
    guild = GuildTaste(TYPICAL)
    for member in range(8):
        guild.tell(str(member), *stars_of(rated_by(SLOW_MINOR_PIANO, 15, seed=member)))
    guild.tell("odd", *stars_of(rated_by(-SLOW_MINOR_PIANO, 25, seed=99)))
    assert np.corrcoef(guild.taste_of("odd").liking(FEATURES)[0], SLOW_MINOR_PIANO)[0, 1] < -0.5


def test_one_who_rates_a_lot_does_not_outvote_many() -> None:
    guild = GuildTaste(TYPICAL)
    guild.tell("loud", *stars_of(rated_by(-SLOW_MINOR_PIANO, 250, seed=50)))
    for member in range(12):
        guild.tell(str(member), *stars_of(rated_by(SLOW_MINOR_PIANO, 12, seed=member)))
    assert np.corrcoef(guild.taste_of("new").liking(FEATURES)[0], SLOW_MINOR_PIANO)[0, 1] > 0.4


def test_own_ratings_count_once_not_through_the_guild_too() -> None:
    mine = stars_of(rated_by(SLOW_MINOR_PIANO, 10))
    alone = GuildTaste(TYPICAL)
    alone.tell("me", *mine)
    assert alone.taste_of("me").mean == pytest.approx(taste_of(*mine, TYPICAL, PRIOR).mean)
    together = GuildTaste(TYPICAL)
    others = [stars_of(rated_by(SLOW_MINOR_PIANO, 10, seed=s)) for s in (5, 6)]
    for name, told in zip("ab", others, strict=True):
        together.tell(name, *told)
    together.tell("me", *mine)
    prior = guild_prior(len(TYPICAL), [voice_of(*told, TYPICAL) for told in others])
    assert together.taste_of("me").mean == pytest.approx(taste_of(*mine, TYPICAL, prior).mean, abs=1e-6)


def test_taking_ratings_back_leaves_no_trace() -> None:
    guild = GuildTaste(TYPICAL)
    guild.tell("a", *stars_of(rated_by(SLOW_MINOR_PIANO, 20)))
    before = guild.taste_of("new").mean
    guild.tell("b", *stars_of(rated_by(-SLOW_MINOR_PIANO, 20)))
    assert guild.taste_of("new").mean != pytest.approx(before, abs=1e-3)
    guild.tell("b", FEATURES[:0], np.zeros(0))
    assert guild.taste_of("new").mean == pytest.approx(before, abs=1e-8)
    guild.tell("a", FEATURES[:0], np.zeros(0))
    assert guild.members == ()
    assert np.array_equal(guild.taste_of("new").mean, PRIOR.mean)


# --- words ------------------------------------------------------------------------------------------------


def test_a_taste_is_told_by_aspects_that_have_names() -> None:
    ratings = rated_by(SLOW_MINOR_PIANO, 40)
    found = likings(taste(ratings), TRACKS, FEATURES)
    liked = {one.name for one in found if one.is_liked}
    assert {"slow music", "minor keys", "piano"} <= liked
    assert "major keys" in {one.name for one in found if one.is_disliked}
    assert "slow music" in {one.name for one in named([one for one in found if one.is_liked])}


def test_what_was_never_heard_is_said_to_be_open() -> None:
    no_brass = {
        row: stars
        for row, stars in rated_by(SLOW_MINOR_PIANO, 200).items()
        if "Trumpet" not in TRACKS[row].instruments
    }
    found = likings(taste(no_brass), TRACKS, FEATURES)
    assert "brass" in {one.name for one in unsure(found)}
    assert "brass" not in {one.name for one in named(found) if one.is_liked or one.is_disliked}


def test_ten_thousand_ratings_are_no_trouble() -> None:
    tracks = varied_tracks(500, seed=3)
    features = taste_features(tracks, [None] * 500, 128)
    rows = np.random.default_rng(0).integers(0, 500, 10_000)
    stars = np.random.default_rng(0).integers(1, 6, 10_000).astype(float)
    start = time.process_time()
    found = taste_of(features[rows], stars, features.mean(axis=0), general_prior(features.shape[1]))
    assert time.process_time() - start < 2
    assert found.n == 10_000
    assert np.isfinite(found.predict(features)[0]).all()
