"""What is known of a person can be exported whole and deleted whole."""

import json
import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from music.errors import CadenzaError
from music.style import Style
from storage.database import Database
from storage.privacy import KNOWING, delete_person, export_person
from storage.repositories.audit_log import AuditLog
from storage.repositories.consents import Consents
from storage.repositories.conversations import Conversations
from storage.repositories.cooldowns import Cooldowns
from storage.repositories.guilds import Guilds
from storage.repositories.impressions import Impressions, Shown
from storage.repositories.job_records import JobContext
from storage.repositories.jobs import Jobs
from storage.repositories.persons import Persons
from storage.repositories.ratings import Ratings
from storage.repositories.styles import Styles
from storage.repositories.takes import Takes
from storage.repositories.tracks import Tracks
from storage.tables import Base
from storage.traces import files_with, rows_with
from tests.storage.samples import a_job, a_take, a_track

SHARED, OWN = "5a" * 32, "07" * 32
#: tables that hold nothing of any person; what is said in a conversation goes with the conversation
OF_NOBODY = {
    "tracks", "embeddings", "catalogue_changes", "catalogue_revision", "track_fingerprints", "imported_files",
    "blocked_tracks", "guilds", "guild_settings", "styles", "conversation_events",
}  # fmt: skip


async def leave_traces(database: Database, name: str) -> str:
    """A person who did everything that one can do; returns the id."""
    async with database.session() as session:
        await Guilds(session).get_or_create("g", "discord")
        await Tracks(session).add(a_track("a", midi=SHARED))
        me = (await Persons(session).get_or_create("discord", name)).id
        job = a_job(title=f"for {name}")
        await Jobs(session).enqueue(job, JobContext("discord", "g", me, address={"user": name}))
        take = a_take(job, midi=SHARED, picture=(OWN[:-1] + name[0]), audio={}, title=f"for {name}")
        await Jobs(session).finish(job.id, take)
        await Ratings(session).rate(me, "g", 5, track_id="a")
        await Impressions(session).add_many(f"turn of {name}", me, "g", [Shown("a", 0, 1.0)], "rank-1")
        talk = await Conversations(session).create(me, "g", timedelta(hours=1))
        await Conversations(session).append(talk.id, "turn", "turn", {"text": f"{name} likes rain"})
        await Styles(session).save("g", Style(f"style {len(name)}"), me)
        await Consents(session).say(me, "g", "personalise", True)
        await AuditLog(session).record("g", me, "style.edit", "a style")
        await Cooldowns(session).spend(me, "compose", 3600)
        return me


async def rows_naming(database: Database, *needles: str) -> list[str]:
    """The tables in which any of the texts occurs, whatever the column."""
    found = []
    async with database.reading() as session:
        for name, table in Base.metadata.tables.items():
            rows = (await session.execute(select(table))).all()
            if any(needle in repr(tuple(row)) for row in rows for needle in needles):
                found.append(name)
    return sorted(found)


async def test_an_export_holds_every_kind_of_trace(database: Database) -> None:
    me = await leave_traces(database, "lovelace")
    await leave_traces(database, "hopper")
    async with database.reading() as session:
        data = await export_person(session, me)
    text = json.dumps(data)  # it is JSON
    assert data["external_id"] == "lovelace"
    for kind in (
        "ratings", "impressions", "conversations", "jobs", "takes", "styles", "consents", "moderation",
        "cooldowns",
    ):  # fmt: skip
        assert len(data[kind]) == 1, kind
    assert "lovelace likes rain" in text
    assert "for lovelace" in text
    assert "hopper" not in text


async def test_after_deletion_nothing_names_the_person_and_others_are_untouched(database: Database) -> None:
    me = await leave_traces(database, "lovelace")
    other = await leave_traces(database, "hopper")
    # every table that can name a person did so: whoever adds one says here, or in `leave_traces`, which it is
    assert set(await rows_naming(database, me)) == Base.metadata.tables.keys() - OF_NOBODY
    before = await rows_naming(database, other, "hopper")
    async with database.session() as session:
        erasure = await delete_person(session, me)
    assert await rows_naming(database, me, "lovelace") == []
    assert await rows_naming(database, other, "hopper") == before
    assert erasure.unused_files == {OWN[:-1] + "l"}  # the shared MIDI is still a Track's
    assert erasure.rows == len(KNOWING)
    async with database.reading() as session:
        assert len(await Styles(session).all("g")) == 2  # the guild keeps its styles and its log
        assert [e.person_id for e in await AuditLog(session).newest("g")] == [other, None]
        assert len(await Takes(session).recent()) == 1
        with pytest.raises(CadenzaError, match="knows nothing about that person"):
            await export_person(session, me)


async def test_deleting_one_of_two_linked_persons_leaves_the_other_whole(database: Database) -> None:
    me, alias = await leave_traces(database, "lovelace"), await leave_traces(database, "countess")
    async with database.session() as session:
        await Persons(session).link(alias, me)
        await delete_person(session, me)
        assert await Persons(session).linked_ids(alias) == (alias,)
        assert len((await export_person(session, alias))["ratings"]) == 1


async def test_traces_are_found_in_every_table_and_gone_after_deletion(database: Database) -> None:
    me = await leave_traces(database, "lovelace")
    async with database.session() as session:
        assert len(await rows_with(session, [me, "lovelace"])) >= len(KNOWING)
        assert await rows_with(session, ["love_ace", "%"]) == {}  # no pattern, the very text
        await delete_person(session, me)
        assert await rows_with(session, [me, "lovelace"]) == {}
        assert await rows_with(session, []) == {}


async def test_deleted_rows_leave_no_bytes_in_the_file(migrated_sqlite: Path, tmp_path: Path) -> None:
    file = Path(shutil.copy(migrated_sqlite, tmp_path / "cadenza.db"))
    database = await Database.open(f"sqlite:///{file}")
    me = await leave_traces(database, "lovelace")
    assert files_with(tmp_path, [me])
    async with database.session() as session:
        await delete_person(session, me)
    await database.scrub()
    await database.scrub(rewrite=True)
    assert files_with(tmp_path, [me, "lovelace likes rain"]) == []
    assert file.with_name("cadenza.db-wal").stat().st_size == 0
    await database.close()


def test_a_text_that_lies_across_a_seam_is_found(tmp_path: Path) -> None:
    (tmp_path / "log").write_bytes(b"x" * ((1 << 20) - 3) + b"lovelace" + b"x" * 100)
    (tmp_path / "of-lovelace").write_bytes(b"")
    assert files_with(tmp_path, ["lovelace"]) == ["log", "of-lovelace"]
    assert files_with(tmp_path, []) == []


async def test_an_error_that_is_logged_names_nobody(database: Database) -> None:
    with pytest.raises(IntegrityError) as failed:
        async with database.session() as session:
            await Ratings(session).rate("lovelace of discord", "nowhere", 5, track_id="a")
    assert "lovelace" not in str(failed.value)
