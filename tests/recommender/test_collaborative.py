"""What like-minded people like: EASE for any matrix, and when a guild is large enough for it."""

import numpy as np
import pytest

from recommender.collaborative import Ease
from recommender.guild_likes import ENOUGH_MEMBERS, guild_likes


def camps(persons: int, items: int, seed: int = 0) -> "np.ndarray[tuple[int, int], np.dtype[np.float64]]":
    """Two camps: each likes its half of the items; everyone has told half of what they think."""
    rng = np.random.default_rng(seed)
    camp = rng.integers(0, 2, persons)
    likes = np.where((np.arange(items) < items // 2)[None] == (camp == 0)[:, None], 1.0, -1.0)
    return likes * (rng.random((persons, items)) < 0.5)


def test_it_is_the_closed_form_of_the_paper() -> None:
    """Steck (2019), equation 8, checked by the condition it solves: no other column can lower the loss."""
    matrix, regularisation = camps(30, 8), 2.0
    weights = Ease.fit(matrix, regularisation).weights
    assert np.diag(weights) == pytest.approx(0)
    gradient = matrix.T @ (matrix @ weights - matrix) + regularisation * weights
    np.fill_diagonal(gradient, 0)  # the diagonal is held at 0
    assert np.abs(gradient).max() < 1e-9


def test_a_camp_is_recognised_from_two_likes() -> None:
    model = Ease.fit(camps(600, 20), 10.0)
    newcomer = np.zeros((1, 20))
    newcomer[0, [0, 1]] = 1
    score = model.score(newcomer)[0]
    assert score[2:10].min() > score[10:].max()


def test_any_matrix_will_do_and_a_bad_one_is_refused() -> None:
    assert Ease.fit(np.ones((3, 1)), 1.0).score(np.ones((2, 1))).shape == (2, 1)
    with pytest.raises(ValueError, match="two axes"):
        Ease.fit(np.ones(3), 1.0)
    with pytest.raises(ValueError, match="finite"):
        Ease.fit(np.array([[np.nan]]), 1.0)
    with pytest.raises(ValueError, match="above 0"):
        Ease.fit(np.ones((2, 2)), 0.0)


def members(n: int) -> dict[str, dict[str, float]]:
    matrix = camps(n, 24, seed=4)
    return {
        f"m{p}": {f"i{i}": 5.0 if matrix[p, i] > 0 else 1.0 for i in range(24) if matrix[p, i]}
        for p in range(n)
    }


def test_a_small_guild_has_no_collaborative_part() -> None:
    assert guild_likes(members(ENOUGH_MEMBERS - 1)) is None
    strangers = {f"m{p}": {f"own {p} {i}": 5.0 for i in range(20)} for p in range(40)}
    assert guild_likes(strangers) is None


def test_a_large_guild_tells_what_like_minded_members_like() -> None:
    likes = guild_likes(members(60))
    assert likes is not None
    mine = {"i0": 5.0, "i1": 5.0, "i2": 5.0, "i13": 1.0}
    said = likes.neighbours(mine)
    assert not said.keys() & mine.keys()
    assert all(-1 <= value <= 1 for value in said.values())
    first = np.mean([said.get(f"i{i}", 0.0) for i in range(3, 12)])
    second = np.mean([said.get(f"i{i}", 0.0) for i in range(12, 24)])
    assert first > second + 0.05


def test_who_shares_nothing_or_rates_all_alike_hears_nothing() -> None:
    likes = guild_likes(members(60))
    assert likes is not None
    assert likes.neighbours({"elsewhere": 5.0}) == {}
    assert max(map(abs, likes.neighbours(dict.fromkeys(("i0", "i1", "i20"), 3.0)).values()), default=0) < 0.1
