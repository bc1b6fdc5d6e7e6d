"""What is known of a person: shown, exported, deleted, over all repositories."""

from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy.ext.asyncio import AsyncSession

from music.errors import CadenzaError
from storage.repositories.audit_log import AuditLog
from storage.repositories.consents import Consents
from storage.repositories.conversations import Conversations
from storage.repositories.cooldowns import Cooldowns
from storage.repositories.impressions import Impressions
from storage.repositories.jobs import Jobs
from storage.repositories.persons import Persons
from storage.repositories.ratings import Ratings
from storage.repositories.styles import Styles
from storage.repositories.takes import Takes

UNKNOWN = "Cadenza knows nothing about that person."


class KnowsPersons(Protocol):
    """A repository that stores something about persons."""

    def __init__(self, session: AsyncSession) -> None: ...

    async def export_person(self, person_id: str) -> dict[str, Any]:
        """All that is stored of the person, as JSON under names of its own; {} or empty lists if nothing."""

    async def delete_person(self, person_id: str) -> int:
        """Deletes it, or takes the name off what belongs to the guild; returns how many rows."""


#: Persons last: its row is what the others refer to
KNOWING: tuple[type[KnowsPersons], ...] = (
    Ratings, Impressions, Conversations, Jobs, Takes, Styles, Consents, AuditLog, Cooldowns, Persons,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Erasure:
    """`removed`: rows deleted, or that lost the person's name, by what they are ("ratings"); `files`: content
    hashes of everything that was made or sent, `unused_files` those to remove from the FileStore afterwards.
    """

    removed: dict[str, int]
    files: frozenset[str]
    unused_files: frozenset[str]

    @property
    def rows(self) -> int:
        """All of them."""
        return sum(self.removed.values())


async def export_person(session: AsyncSession, person_id: str) -> dict[str, Any]:
    """Everything stored about a person, as one JSON object. Raises CadenzaError for an unknown person."""
    if await Persons(session).get(person_id) is None:
        raise CadenzaError(UNKNOWN)
    data: dict[str, Any] = {}
    for repository in reversed(KNOWING):
        part = await repository(session).export_person(person_id)
        assert not set(part) & set(data), f"{repository.__name__} exports a name twice"
        data |= part
    return data


async def delete_person(session: AsyncSession, person_id: str) -> Erasure:
    """Deletes everything stored about a person, in the transaction of `session`.

    Commit before removing the unused files: then a crash in between loses nothing that is still referred to.
    Raises CadenzaError for an unknown person.
    """
    if not await Persons(session).hold(person_id, to_delete=True):
        raise CadenzaError(UNKNOWN)
    files = await Takes(session).files_of_person(person_id) | await Jobs(session).sources_of_person(person_id)
    removed = {
        repository.__name__.lower(): await repository(session).delete_person(person_id)
        for repository in KNOWING
    }
    return Erasure(removed, frozenset(files), frozenset(await Takes(session).unused_files(files)))
