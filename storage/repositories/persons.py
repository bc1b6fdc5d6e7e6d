"""Persons: (surface, external id), and links between those who are the same human."""

import uuid
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from music.errors import CadenzaError
from storage.tables.listening import RatingRow
from storage.tables.people import PersonRow
from storage.upsert import insert


@dataclass(frozen=True, slots=True)
class Person:
    """`identity` is the id of the person who stands for all linked ones: the own id without a link."""

    id: str
    surface: str
    external_id: str
    identity: str


class Persons:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def get_or_create(self, surface: str, external_id: str) -> Person:
        await self._session.execute(
            insert(self._session, PersonRow)
            .values(id=uuid.uuid4().hex, surface=surface, external_id=external_id)
            .on_conflict_do_nothing(index_elements=["surface", "external_id"])
        )
        found = await self.find(surface, external_id)
        assert found is not None
        return found

    async def find(self, surface: str, external_id: str) -> Person | None:
        """The person if Cadenza has met them."""
        return await self._one(PersonRow.surface == surface, PersonRow.external_id == external_id)

    async def all(self) -> list[Person]:
        """Everybody that Cadenza has met."""
        rows = await self._session.scalars(select(PersonRow).order_by(PersonRow.id))
        return [Person(row.id, row.surface, row.external_id, row.linked_to or row.id) for row in rows]

    async def get(self, person_id: str) -> Person | None:
        return await self._one(PersonRow.id == person_id)

    async def hold(self, person_id: str, *, to_delete: bool = False) -> bool:
        """Whether the person is known; if so, nobody deletes them before this transaction ends.

        `to_delete`: and no other transaction holds them. SQLite, with its one writer, does so anyway.
        """
        row = select(PersonRow.id).where(PersonRow.id == person_id)
        held = row.with_for_update(read=not to_delete, key_share=not to_delete)
        return (await self._session.scalars(held)).one_or_none() is not None

    async def link(self, person_id: str, other_id: str) -> None:
        """Makes two persons one human: both get the identity of `other_id`.

        Raises CadenzaError when one of them is unknown.
        """
        person, other = await self.get(person_id), await self.get(other_id)
        if person is None or other is None:
            raise CadenzaError("One of the two persons is unknown; each has to have talked to Cadenza once.")
        if person.identity == other.identity:
            return
        # links are one step deep, so whoever was linked to the one moves with it
        await self._session.execute(
            update(PersonRow)
            .where(or_(PersonRow.id == person.identity, PersonRow.linked_to == person.identity))
            .values(linked_to=other.identity)
        )

    async def unlink(self, person_id: str) -> None:
        """Makes a person stand for themself alone. If others stood behind them, one of those takes over."""
        followers = list(
            await self._session.scalars(
                select(PersonRow.id).where(PersonRow.linked_to == person_id).order_by(PersonRow.id)
            )
        )
        for follower in followers:
            heir = None if follower == followers[0] else followers[0]
            await self._session.execute(
                update(PersonRow).where(PersonRow.id == follower).values(linked_to=heir)
            )
        await self._session.execute(update(PersonRow).where(PersonRow.id == person_id).values(linked_to=None))

    async def linked_ids(self, person_id: str) -> tuple[str, ...]:
        """The ids of all persons that are the same human, this one included; () for an unknown person."""
        person = await self.get(person_id)
        if person is None:
            return ()
        found = await self._session.scalars(
            select(PersonRow.id)
            .where(or_(PersonRow.id == person.identity, PersonRow.linked_to == person.identity))
            .order_by(PersonRow.id)
        )
        return tuple(found)

    async def links_of_raters(self, guild_id: str) -> dict[str, str]:
        """The identity, by id, of those who rated in a guild and stand behind somebody else."""
        rated = select(RatingRow.id).where(
            RatingRow.person_id == PersonRow.id, RatingRow.guild_id == guild_id
        )
        rows = await self._session.execute(
            select(PersonRow.id, PersonRow.linked_to).where(PersonRow.linked_to.is_not(None), rated.exists())
        )
        return {row.id: row.linked_to for row in rows}

    async def export_person(self, person_id: str) -> dict[str, Any]:
        row = (await self._session.scalars(select(PersonRow).where(PersonRow.id == person_id))).one_or_none()
        if row is None:
            return {}
        return {
            "id": row.id,
            "surface": row.surface,
            "external_id": row.external_id,
            "linked_to": row.linked_to,
            "first_met": row.created.isoformat(),
        }

    async def delete_person(self, person_id: str) -> int:
        """Removes the person, and by cascade whatever row still names them."""
        await self.unlink(person_id)
        result = await self._session.execute(
            delete(PersonRow).where(PersonRow.id == person_id).returning(PersonRow.id)
        )
        return len(result.all())

    async def _one(self, *where: Any) -> Person | None:
        row = (await self._session.scalars(select(PersonRow).where(*where))).one_or_none()
        return None if row is None else Person(row.id, row.surface, row.external_id, row.linked_to or row.id)
