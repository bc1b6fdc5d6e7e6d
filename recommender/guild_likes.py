"""The collaborative part of a guild: from members' stars to what like-minded members say of a Track."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from recommender.collaborative import Collaborative, Ease, Matrix

#: members with so many ratings of shared items, before their likes say something about each other
ENOUGH_MEMBERS, ENOUGH_RATINGS = 15, 5
#: an item counts when so many members rated it; at most so many items, the most rated first
_SHARED, _MOST_ITEMS = 3, 1500
#: of EASE; centred stars are about 1 large
REGULARISATION = 12.0

#: stars by item, of one member
Stars = Mapping[str, float]


@dataclass(frozen=True, slots=True, eq=False)
class GuildLikes:
    """A fitted model and its `items`, in the order of its columns."""

    model: Collaborative
    items: tuple[str, ...]

    def neighbours(self, mine: Stars) -> dict[str, float]:
        """For each item that somebody with the stars `mine` has not rated, in [-1, 1], what like-minded
        members say of it; {} where they share too little."""
        row = _row(mine, self.items)
        if np.count_nonzero(row) < 2:
            return {}
        scores = self.model.score(row[None])[0]
        return {
            item: float(np.tanh(score))
            for item, score in zip(self.items, scores, strict=True)
            if item not in mine and abs(score) > 0.02
        }


def guild_likes(members: Mapping[str, Stars]) -> GuildLikes | None:
    """Of the stars of all members, by member and item; None while there are too few."""
    raters = Counter(item for stars in members.values() for item in stars)
    items = tuple(item for item, n in raters.most_common(_MOST_ITEMS) if n >= _SHARED)
    shared = set(items)
    telling = [stars for stars in members.values() if len(shared & stars.keys()) >= ENOUGH_RATINGS]
    if len(telling) < ENOUGH_MEMBERS:
        return None
    matrix = np.array([_row(stars, items) for stars in telling])
    return GuildLikes(Ease.fit(matrix, REGULARISATION), items)


def _row(stars: Stars, items: tuple[str, ...]) -> Matrix:
    """Stars less the member's own mean, damped by two of 3.2: whoever rates all alike says nothing."""
    usual = (sum(stars.values()) + 6.4) / (len(stars) + 2)
    return np.array([stars[item] - usual if item in stars else 0.0 for item in items])
