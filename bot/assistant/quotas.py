"""How often a person and a guild may ask; kept in the database, so that a restart forgives nothing."""

import math
from dataclasses import dataclass
from typing import Literal

from music.errors import CadenzaError
from storage.database import Database
from storage.repositories.cooldowns import Cooldowns
from storage.repositories.jobs import Jobs

Kind = Literal["turn", "piece"]
#: pieces of one person that may be waiting or in the making
OPEN_PIECES = 3


@dataclass(frozen=True, slots=True)
class Limit:
    """`burst` at once, then one each `interval` seconds."""

    interval: float
    burst: int


PERSON: dict[Kind, Limit] = {"turn": Limit(3.0, 12), "piece": Limit(20.0, 5)}
GUILD: dict[Kind, Limit] = {"turn": Limit(0.1, 200), "piece": Limit(2.0, 60)}


class TooMuch(CadenzaError):
    """Asked too often; `retry_after` in seconds, 0 where waiting alone does not help."""

    def __init__(self, sentence: str, retry_after: float = 0.0) -> None:
        super().__init__(sentence)
        self.retry_after = retry_after


class Quotas:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def admit(self, kind: Kind, guild_id: str, person_id: str) -> None:
        """Counts one turn or piece of that person in that guild. Raises TooMuch, and then counts nothing."""
        async with self._database.session() as session:
            if kind == "piece" and await Jobs(session).open_count(person_id) >= OPEN_PIECES:
                raise TooMuch(
                    f"{OPEN_PIECES} pieces of yours are on their way; the next can be ordered when one of "
                    "them has arrived or was stopped."
                )
            cooldowns = Cooldowns(session)
            for scope, limits, who in ((person_id, PERSON, "You have"), (guild_id, GUILD, "This server has")):
                limit = limits[kind]
                wait = await cooldowns.spend(scope, kind, limit.interval, limit.burst)
                if wait > 0:
                    # raised inside the transaction, which takes back what was counted for the person
                    raise TooMuch(
                        f"{who} asked for {'many pieces' if kind == 'piece' else 'a lot'} just now; "
                        f"ask again in {math.ceil(wait)} s.",
                        wait,
                    )
