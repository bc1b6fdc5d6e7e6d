"""A guild in figures, for its moderators: use over days, ratings, and the moods of its music."""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from bot.assistant.inquiry import House
from storage.repositories.usage import Heard, Usage
from storage.tables.base import utc_now

#: conversations are kept as long, so that older days would look emptier than they were
DAYS = 30
MOST_BEST, MOST_STYLES, MOST_POINTS = 5, 10, 200


@dataclass(frozen=True, slots=True)
class GuildFigures:
    """`days`: dates in UTC, oldest first; `counts`: by kind, one number a day. `stars`: how often 1 to 5 were
    given by those whose ratings count here; `ratings`: how many there are in all. `styles`: name, mean stars,
    ratings; `best`: the best rated takes; `heard`: takes made and tracks shown, with their stars."""

    days: tuple[str, ...]
    counts: dict[str, tuple[int, ...]]
    stars: tuple[int, ...]
    ratings: int
    styles: tuple[tuple[str, float, int], ...]
    best: tuple[Heard, ...]
    heard: tuple[Heard, ...]

    def to_json(self) -> dict[str, Any]:
        return {
            "days": list(self.days),
            "counts": {kind: list(numbers) for kind, numbers in self.counts.items()},
            "stars": list(self.stars),
            "ratings": self.ratings,
            "styles": [
                {"style": name, "stars": round(mean, 2), "ratings": n} for name, mean, n in self.styles
            ],
            "best": [{"id": one.id, **_plain(one)} for one in self.best],
            "heard": [_plain(one) for one in self.heard],
        }


class Figures:
    """Whether a person may see them is for the surface to check; nobody is named in them."""

    def __init__(self, house: House) -> None:
        self._house = house

    async def of(self, guild_id: str) -> GuildFigures:
        today = utc_now().replace(hour=0, minute=0, second=0, microsecond=0)
        first = today - timedelta(days=DAYS - 1)
        days = [(first + timedelta(days=k)).date().isoformat() for k in range(DAYS)]
        async with self._house.database.reading() as session:
            usage = Usage(session)
            daily = await usage.by_day(guild_id, first)
            stars, ratings = await usage.stars(guild_id)
            rated = await usage.rated(guild_id)
            met = [*await usage.made(guild_id, MOST_POINTS), *await usage.shown(guild_id, MOST_POINTS)]
        given = {one.id: one for one in rated}
        heard = {one.id: replace(one, **_stars(given.get(one.id))) for one in met} | given
        return GuildFigures(
            days=tuple(days),
            counts={kind: tuple(numbers.get(day, 0) for day in days) for kind, numbers in daily.items()},
            stars=tuple(stars.get(number, 0) for number in range(1, 6)),
            ratings=ratings,
            styles=_by_style(rated),
            best=tuple(one for one in rated if one.is_take)[:MOST_BEST],
            heard=tuple(heard.values()),
        )


def _by_style(rated: list[Heard]) -> tuple[tuple[str, float, int], ...]:
    """(style, mean of the ratings, how many), the most rated first."""
    sums: dict[str, list[float]] = defaultdict(lambda: [0.0, 0])
    for one in rated:
        total = sums[one.style]
        total[0] += one.stars * one.ratings
        total[1] += one.ratings
    named = [(name, total / n, int(n)) for name, (total, n) in sums.items() if name]
    return tuple(sorted(named, key=lambda row: (-row[2], -row[1], row[0]))[:MOST_STYLES])


def _stars(one: Heard | None) -> dict[str, Any]:
    return {} if one is None else {"stars": one.stars, "ratings": one.ratings}


def _plain(one: Heard) -> dict[str, Any]:
    """Without the id, by which everybody's takes could be fetched."""
    return {
        "title": one.title,
        "style": one.style,
        "take": one.is_take,
        "valence": round(one.valence, 3),
        "arousal": round(one.arousal, 3),
        "stars": round(one.stars, 2) if one.ratings else None,
        "ratings": one.ratings,
    }
