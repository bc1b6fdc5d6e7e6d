"""Oversight: who changed what in a guild, and taking a change back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.assistant.inquiry import House
from bot.language import called, say
from music.errors import CadenzaError
from storage.repositories.audit_log import AuditEntry, AuditLog
from storage.repositories.guild_settings import GuildSettings
from storage.repositories.guilds import Guilds
from storage.repositories.persons import Persons
from storage.repositories.styles import Styles

MOST_SHOWN = 50


class CannotUndo(CadenzaError):
    """A change that cannot be taken back; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Moderator:
    """Who changes something, and where. That they may, the surface has checked."""

    guild_id: str
    surface: str
    person: str

    async def known(self, session: AsyncSession) -> str:
        """The person's id; person and guild are made where they are new."""
        await Guilds(session).get_or_create(self.guild_id, self.surface)
        return (await Persons(session).get_or_create(self.surface, self.person)).id


@dataclass(frozen=True, slots=True)
class Change:
    """An entry of the log. `person`: the surface's own id, "" once they were deleted; `text` says what."""

    id: int
    person: str
    done: datetime
    text: str
    can_undo: bool


async def noted(
    session: AsyncSession, who: Moderator, action: str, subject: str, before: Any, after: Any
) -> None:
    """Writes a change down, in its own transaction; None stands for "was not there"."""
    detail = {"before": before, "after": after}
    await AuditLog(session).record(who.guild_id, await who.known(session), action, subject, detail)


class Oversight:
    """The log of a guild."""

    def __init__(self, house: House) -> None:
        self._house = house

    async def log(self, guild_id: str, limit: int = 10) -> list[Change]:
        """The newest changes, newest first."""
        async with self._house.database.reading() as session:
            entries = await AuditLog(session).newest(guild_id, min(limit, MOST_SHOWN))
            return [await _change(session, entry) for entry in entries]

    async def undo(self, who: Moderator, entry_id: int) -> str:
        """Takes a change back, as a change of its own; returns it in words.

        Raises CannotUndo for one that is not there, or upon which others were made since.
        """
        async with self._house.database.session() as session:
            entry = await AuditLog(session).get(who.guild_id, entry_id)
            if entry is None:
                raise CannotUndo(
                    say("There is no change {number} here; “settings log” shows the newest.", number=entry_id)
                )
            if not _can_undo(entry):
                raise CannotUndo(say("That change cannot be taken back from here."))
            kind, before, after = entry.action.split(".")[0], entry.detail["before"], entry.detail["after"]
            if kind == "style":
                await _undo_style(session, who, entry, before, after)
            else:
                settings = GuildSettings(session)
                if await settings.get(who.guild_id, entry.subject) != after:
                    raise CannotUndo(
                        say("{name} was changed again since; set it to what you want.", name=entry.subject)
                    )
                if before is None:
                    await settings.unset(who.guild_id, entry.subject)
                else:
                    await settings.set(who.guild_id, entry.subject, before)
                await noted(session, who, "settings.set", entry.subject, after, before)
        self._house.rules.forget(who.guild_id)
        return say("Taken back: {change}", change=_words(entry))


async def _undo_style(
    session: AsyncSession, who: Moderator, entry: AuditEntry, before: int | None, after: int | None
) -> None:
    styles, name = Styles(session), entry.subject
    newest = next((s.version for s in await styles.all(who.guild_id) if s.name == name), None)
    if newest != after:
        raise CannotUndo(
            say("The style {name} was changed again since; edit it to what you want.", name=repr(name))
        )
    if before is None:
        await styles.remove(who.guild_id, name)
        await noted(session, who, "style.remove", name, newest, None)
        return
    old = await styles.get(who.guild_id, name, before)
    saved = await styles.save(who.guild_id, old, await who.known(session))
    await noted(session, who, "style.edit", name, newest, saved.version)


def _can_undo(entry: AuditEntry) -> bool:
    return entry.action.startswith(("style.", "settings.")) and {"before", "after"} <= entry.detail.keys()


async def _change(session: AsyncSession, entry: AuditEntry) -> Change:
    person = await Persons(session).get(entry.person_id) if entry.person_id else None
    return Change(entry.id, person.external_id if person else "", entry.done, _words(entry), _can_undo(entry))


def _words(entry: AuditEntry) -> str:
    before, after = entry.detail.get("before"), entry.detail.get("after")
    match entry.action:
        case "style.add":
            return say("the style {name} was added", name=f"“{entry.subject}”")
        case "style.remove":
            return say("the style {name} was removed", name=f"“{entry.subject}”")
        case "style.edit" | "style.import":
            return say(
                "the style {name} went from version {before} to {after}",
                name=f"“{entry.subject}”",
                before=before or say("none"),
                after=after,
            )
        case "settings.set":
            name = called("setting", entry.subject.removeprefix("rules.").replace("_", " "))
            return say("{name}: {before} → {after}", name=name, before=_value(before), after=_value(after))
        case "track.block":
            return say("the track {track} was blocked", track=_titled(entry))
        case "track.unblock":
            return say("the track {track} was unblocked", track=_titled(entry))
        case _:
            return f"{entry.action} {entry.subject}".strip()


def _value(value: Any) -> str:
    if value is None:
        return say("as usual")
    if isinstance(value, bool):
        return say("yes") if value else say("no")
    told = say(", ").join(map(str, value)) if isinstance(value, list) else str(value)
    return told or say("none")


def _titled(entry: AuditEntry) -> str:
    title = entry.detail.get("title")
    return f"“{title}”" if title else entry.subject
