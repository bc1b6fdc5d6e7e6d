"""Privacy: what is known of a person, shown, taken along, deleted with proof; and what they allow."""

import asyncio
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.assistant.backups import erase_from_rotation, note_erasure
from bot.assistant.consent import Choice, choice_of, choose
from bot.assistant.inquiry import House
from bot.assistant.leftovers import Leftovers, sources_of
from bot.language import later, later_many, paragraph, say, say_many
from music.errors import CadenzaError
from music.job import Take
from storage.privacy import Erasure, delete_person, export_person
from storage.repositories.guild_settings import GuildSettings
from storage.repositories.guilds import Guilds
from storage.repositories.jobs import Jobs
from storage.repositories.persons import Person, Persons
from storage.repositories.takes import Takes
from storage.repositories.tracks import Tracks
from storage.traces import files_with, rows_with

#: what a person's export holds: one of a kind, and several
KINDS = {
    "ratings": later_many("{number} rating", "{number} ratings"),
    "impressions": later_many("{number} track that was shown", "{number} tracks that were shown"),
    "conversations": later_many("{number} conversation", "{number} conversations"),
    "jobs": later_many("{number} order of a piece", "{number} orders of pieces"),
    "takes": later_many("{number} take", "{number} takes"),
    "styles": later_many("{number} saved version of a style", "{number} saved versions of styles"),
    "consents": later_many("{number} word on consent", "{number} words on consent"),
    "moderation": later_many("{number} act as a moderator", "{number} acts as a moderator"),
    "cooldowns": later_many("{number} running cooldown", "{number} running cooldowns"),
}
UNKNOWN = later("I know nothing about you: nothing is stored.")
ALLOWED: dict[Choice | None, str] = {
    None: later("You have not said whether I may learn from your ratings here, so they count for nothing."),
    "none": later("I do not learn from your ratings here."),
    "me": later("Your ratings here shape what I show to you alone."),
    "server": later("Your ratings here shape what I show to you, and a little what others here are shown."),
}
#: an id that can stand nowhere by chance: Discord's have 17 digits and more, the page's are random
_TELLING = re.compile(r"\d{15,}|[\w-]{24,}")


@dataclass(frozen=True, slots=True)
class Shown:
    """What is known of a person in short: how many of each kind, and what they chose in the guild."""

    counts: dict[str, int]
    choice: Choice | None
    known: bool = True

    @property
    def text(self) -> str:
        """One or two sentences."""
        if not self.known:
            return say(UNKNOWN)
        held = say(", ").join(say_many(*KINDS[kind], n) for kind, n in self.counts.items() if n)
        return say(
            "Of you I keep: {held}. {allowed}",
            held=held or say("only that we met"),
            allowed=say(ALLOWED[self.choice]),
        )


@dataclass(frozen=True, slots=True)
class Deleted:
    """What was removed, and what a search for the person's ids found afterwards (nothing, if all is well).

    `rows` by kind; `files` that were removed; `backups` that were cleaned; `searched_for` the ids; `left`:
    tables and files that still hold one of them.
    """

    rows: dict[str, int]
    files: int
    backups: int
    searched_for: tuple[str, ...]
    left: tuple[str, ...] = field(default=())

    def to_json(self) -> dict[str, Any]:
        return {
            "rows": self.rows,
            "files": self.files,
            "backups": self.backups,
            "searched_for": len(self.searched_for),
            "left": list(self.left),
        }

    @property
    def text(self) -> str:
        """Sentences."""
        deleted = say(
            "Deleted: {rows} about you and {files}, from everything that is kept here and from {backups}.",
            rows=say_many("{number} entry", "{number} entries", sum(self.rows.values())),
            files=say_many("{number} file", "{number} files", self.files),
            backups=say_many("{number} backup", "{number} backups", self.backups),
        )
        searched = (
            say(
                "A search for your ids afterwards still found them in {places}.",
                places=say(", ").join(self.left),
            )
            if self.left
            else say("A search for your ids in every table and every file afterwards found nothing.")
        )
        return paragraph(deleted, searched)


class Privacy:
    """Whose data it is, is for the surface to know. `folder` is the data folder."""

    def __init__(self, house: House, folder: Path, soundfont: str) -> None:
        self._house = house
        self._folder = folder
        self._soundfont = soundfont

    async def show(self, *, guild_id: str, surface: str, person: str) -> Shown:
        """What is known of a person, in numbers."""
        async with self._house.database.reading() as session:
            known = await Persons(session).find(surface, person)
            if known is None:
                return Shown({}, None, known=False)
            data = await export_person(session, known.id)
            return Shown({k: len(data[k]) for k in KINDS}, await choice_of(session, known.id, guild_id))

    async def export(self, *, surface: str, person: str) -> dict[str, Any]:
        """Everything, as JSON values. Raises CadenzaError where nothing is known."""
        async with self._house.database.reading() as session:
            known = _found(await Persons(session).find(surface, person))
            data = await export_person(session, known.id)
            own = {g: await GuildSettings(session).all(g) for g in own_guilds(known)}
            return {**data, "settings": {g: chosen for g, chosen in own.items() if chosen}}

    async def choose(self, choice: Choice, *, guild_id: str, surface: str, person: str) -> None:
        """What may be learned from the person's ratings in a guild, earlier ones too, from now on."""
        self._house.leaving.refuse(surface, person)
        async with self._house.database.session() as session:
            self._house.leaving.refuse(surface, person)  # begun while this waited
            await Guilds(session).get_or_create(guild_id, surface)
            known = await Persons(session).get_or_create(surface, person)
            await choose(session, known.id, guild_id, choice)
        self._house.tastes.forget(guild_id)
        if choice == "server":
            self._house.catalogue.welcome_soon(guild_id)

    async def opt_out(self, *, guild_id: str, surface: str, person: str) -> None:
        """Nothing is learned from the person in that guild; what was learned is forgotten at once."""
        await self.choose("none", guild_id=guild_id, surface=surface, person=person)

    async def delete(self, *, surface: str, person: str) -> Deleted:
        """Removes everything about a person: rows, pieces with all their files and forms, what the index
        holds of them, bytes that the database had not overwritten yet. Then searches for the person's ids.

        Raises CadenzaError where nothing is known, and where a deletion runs already.
        """
        with self._house.leaving.of(surface, person):
            return await self._delete(surface, person)

    async def _delete(self, surface: str, person: str) -> Deleted:
        house = self._house
        async with house.database.reading() as session:
            known = _found(await Persons(session).find(surface, person))
            running = await Jobs(session).open_of_person(known.id)
        for job_id in running:
            await house.jobs.cancel(job_id)
        async with house.database.session() as session:
            takes = await Takes(session).recent(person_id=known.id, limit=1_000_000)
            tracks = await Tracks(session).of_takes([take.id for take in takes])
            erasure = await delete_person(session, known.id)
            for guild in own_guilds(known):
                erasure.removed["direct messages"] = int(await Guilds(session).remove(guild))
            unused = await self._unused(session, takes, erasure)
        await house.catalogue.forget(tracks)
        await house.catalogue.forget_missing()
        house.tastes.forget_all()
        house.quotas.forget(known.id, f"{surface}/{person}")
        files = await self._leftovers().remove(unused)
        await asyncio.to_thread(note_erasure, self._folder, surface, person)
        backups = await erase_from_rotation(self._folder, surface, person)
        return await self._prove(known, erasure, files, backups)

    async def _unused(self, session: AsyncSession, takes: list[Take], erasure: Erasure) -> set[str]:
        """The person's files that nobody else needs: those of their pieces, and what those were made from."""
        made = {name for take in takes for name in take.files}
        sent = {source for take in takes for source in sources_of(take.code)} | erasure.files
        others = {s for code in await Takes(session).codes() for s in sources_of(code)}
        return await Takes(session).unused_files(made | (sent - others))

    async def _prove(self, known: Person, erasure: Erasure, files: int, backups: int) -> Deleted:
        needles = tuple(n for n in (known.id, known.external_id) if _TELLING.fullmatch(n))
        async with self._house.database.reading() as session:
            left = [f"the table {name}" for name in await rows_with(session, needles)]
            if await Persons(session).find(known.surface, known.external_id) is not None:
                left.append("the table persons")
        await self._house.database.scrub()
        found = await asyncio.to_thread(files_with, self._folder, needles)
        if any("cadenza.db" in name for name in found):  # bytes of an earlier version that overwrote nothing
            await self._house.database.scrub(rewrite=True)
            found = await asyncio.to_thread(files_with, self._folder, needles)
        return Deleted(erasure.removed, files, backups, needles, tuple(dict.fromkeys(left + found)))

    def _leftovers(self) -> Leftovers:
        return Leftovers(self._house.files, self._folder, self._soundfont)


def own_guilds(person: Person) -> tuple[str, ...]:
    """The guilds that are one person's alone: on Discord, their direct messages."""
    return (f"dm-{person.external_id}",) if person.surface == "discord" else ()


def _found(person: Person | None) -> Person:
    if person is None:
        raise CadenzaError(say(UNKNOWN))
    return person
