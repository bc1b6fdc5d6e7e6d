"""How often a person and a guild may ask; kept in the database, so that a restart forgives nothing."""

import math
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from sqlalchemy.ext.asyncio import AsyncSession

from bot.assistant.leaving import LEAVING
from bot.language import later, say
from music.errors import CadenzaError
from storage.database import Database
from storage.repositories.cooldowns import Cooldowns
from storage.repositories.jobs import Jobs
from storage.repositories.persons import Persons

if TYPE_CHECKING:
    from bot.assistant.guild_settings import HouseRules

Kind = Literal["turn", "piece", "rating"]
#: pieces of one person that may be waiting or in the making
OPEN_PIECES = 3
DAY_SECONDS = 86_400.0


@dataclass(frozen=True, slots=True)
class Limit:
    """`burst` at once, then one each `interval` seconds."""

    interval: float
    burst: int


PERSON: dict[Kind, Limit] = {
    "turn": Limit(3.0, 12),
    "piece": Limit(20.0, 5),
    "rating": Limit(1.0, 60),
}
GUILD: dict[Kind, Limit] = {"turn": Limit(0.1, 200), "piece": Limit(2.0, 60), "rating": Limit(0.02, 1000)}
#: what a person is told, and what everybody is told whose server asked too often
_TOO_MUCH: dict[Kind, tuple[str, str]] = {
    "turn": (
        later("You have asked for a lot just now; ask again in {seconds} s."),
        later("This server has asked for a lot just now; ask again in {seconds} s."),
    ),
    "piece": (
        later("You have asked for many pieces just now; ask again in {seconds} s."),
        later("This server has asked for many pieces just now; ask again in {seconds} s."),
    ),
    "rating": (
        later("You have rated a lot just now; rate again in {seconds} s."),
        later("This server has rated a lot just now; rate again in {seconds} s."),
    ),
}


class TooMuch(CadenzaError):
    """Asked too often; `retry_after` in seconds, 0 where waiting alone does not help."""

    def __init__(self, sentence: str, retry_after: float = 0.0) -> None:
        super().__init__(sentence)
        self.retry_after = retry_after


class Quotas:
    def __init__(self, database: Database) -> None:
        self._database = database
        #: when a person may rate again: a flood of refusals must not become a flood of writing
        self._refused_until: dict[str, float] = {}

    async def admit(
        self, kind: Kind, guild_id: str, person_id: str, rules: "HouseRules | None" = None
    ) -> None:
        """Counts one turn or piece of that person in that guild. Raises TooMuch, and then counts nothing."""
        async with self._database.session() as session:
            await self.count(session, kind, guild_id, person_id, rules)

    async def count(
        self,
        session: AsyncSession,
        kind: Kind,
        guild_id: str,
        person_id: str,
        rules: "HouseRules | None" = None,
    ) -> None:
        """As `admit`, in a transaction that TooMuch has to undo. `rules`: those that the guild has set.

        Raises CadenzaError for a person who was deleted meanwhile: a count would be left of them.
        """
        if not await Persons(session).hold(person_id):
            raise CadenzaError(say(LEAVING))
        if kind == "piece" and await Jobs(session).open_count(person_id) >= OPEN_PIECES:
            raise TooMuch(
                say(
                    "{number} pieces of yours are on their way; the next can be ordered when one of them has "
                    "arrived or was stopped.",
                    number=OPEN_PIECES,
                )
            )
        cooldowns = Cooldowns(session)
        for scope, limits, is_guild in ((person_id, PERSON, False), (guild_id, GUILD, True)):
            limit = limits[kind]
            if rules is not None and kind == "piece" and scope == person_id:
                limit = Limit(rules.piece_seconds, rules.pieces_at_once)
            wait = await cooldowns.spend(scope, kind, limit.interval, limit.burst)
            if wait > 0:
                if kind == "rating" and scope == person_id:
                    self.remember(person_id, wait)
                raise _too_much(kind, wait, is_guild=is_guild)
        if rules is not None and kind == "piece" and rules.pieces_a_day:
            each = DAY_SECONDS / rules.pieces_a_day
            wait = await cooldowns.spend(person_id, f"piece a day in {guild_id}", each, rules.pieces_a_day)
            if wait > 0:
                raise TooMuch(
                    say(
                        "{number} pieces a day are allowed in this server; the next one is due in {wait}.",
                        number=rules.pieces_a_day,
                        wait=_duration(wait),
                    ),
                    wait,
                )

    def refuse_early(self, person: str) -> None:
        """Raises TooMuch, without a look at the database, while a refusal of that person's ratings holds.
        `person` is whatever name `remember` was given, too."""
        wait = self._refused_until.get(person, 0.0) - time.monotonic()
        if wait > 0:
            raise _too_much("rating", wait)

    def forget(self, *persons: str) -> None:
        """What `remember` was told of those names."""
        for person in persons:
            self._refused_until.pop(person, None)

    def remember(self, person: str, wait: float) -> None:
        """Ratings of that person are refused early for `wait` seconds."""
        now = time.monotonic()
        if len(self._refused_until) > 1000:
            self._refused_until = {p: until for p, until in self._refused_until.items() if until > now}
        self._refused_until[person] = now + wait


def _too_much(kind: Kind, wait: float, *, is_guild: bool = False) -> TooMuch:
    return TooMuch(say(_TOO_MUCH[kind][is_guild], seconds=math.ceil(wait)), wait)


def _duration(seconds: float) -> str:
    minutes = math.ceil(seconds / 60)
    if minutes < 60:
        return say("{minutes} min", minutes=minutes)
    return say("{hours} h {minutes} min", hours=minutes // 60, minutes=minutes % 60)
