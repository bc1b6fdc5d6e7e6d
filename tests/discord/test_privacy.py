"""A member rates, is asked once what may be learned, takes everything along, and is forgotten."""

import json
import logging

import pytest

from storage.traces import files_with, rows_with
from tests.assistant.talk import MUSIC
from tests.discord.conftest import Room
from tests.discord.talk import SMALL, answer_to, custom_ids, reply_to, take_in, words_of

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_consent_export_and_deletion_of_a_member(room: Room, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "cadenza")
    discord, channel, ann, ben = room.discord, room.channel(), room.member("Ann"), room.member("Ben")
    await ann.slash(channel, "compose", text=SMALL)
    take = await take_in(discord, channel)

    # --- asked once, with buttons; a no is as near as a yes
    first = await answer_to(discord, await ann.slash(channel, "rate", stars=5))
    assert first.private
    assert "May I learn from your ratings" in first.content
    assert [i.split(":")[1:] for i in custom_ids(first)] == [["learn", c] for c in ("me", "server", "none")]
    second = await answer_to(discord, await ann.slash(channel, "rate", stars=4))
    assert "does not count" in second.content
    assert not custom_ids(second)
    await ann.press(first, label="For me alone")
    await discord.until(lambda: "nobody else" in first.content)
    third = await answer_to(discord, await ann.slash(channel, "rate", stars=3))
    assert "count" not in third.content
    shown = await answer_to(discord, await ann.slash(channel, "privacy show"))
    assert shown.private
    assert "1 rating" in shown.content
    assert "to you alone" in shown.content
    opted = await answer_to(discord, await ann.slash(channel, "privacy opt-out"))
    assert "count for nothing" in opted.content

    # --- everything, as JSON, at once; direct messages are a guild of hers alone
    await reply_to(discord, await ann.direct("help"))
    await ann.slash(channel, "analyze", file=("minor.mid", MUSIC["slow-piano-minor.mid"]))
    exported = await answer_to(discord, await ann.slash(channel, "privacy export"))
    assert exported.private
    data = json.loads(exported.attachments[0].data)
    assert data["external_id"] == str(ann.id)
    assert [r["stars"] for r in data["ratings"]] == [3]
    assert len(data["takes"]) == 1
    assert SMALL in json.dumps(data["conversations"])

    # --- and nothing, with proof
    assistant, folder = room.bot.assistant, room.bot._folder
    person = data["id"]
    needles = (person, str(ann.id), *(t["id"] for t in data["takes"]))
    async with assistant._house.database.reading() as session:
        found = await rows_with(session, needles)
    assert {"persons", "takes", "jobs", "ratings", "guilds", "conversations"} <= found.keys()
    files = {
        take_file for t in data["takes"] for take_file in (t["midi"], t["picture"], *t["audio"].values())
    }
    assert all(assistant._house.files.exists(name) for name in files)
    await ann.press(take, label="MP3")
    asked = await ann.slash(channel, "privacy delete")
    assert asked.response is not None
    assert "cannot be had back" in asked.response.content
    await ann.press(asked.response, label="Delete everything")
    await discord.until(lambda: "found nothing" in words_of(asked.response), timeout=30)
    async with assistant._house.database.reading() as session:
        assert await rows_with(session, needles) == {}
    assert files_with(folder, needles) == []
    assert not any(assistant._house.files.exists(name) for name in files)
    mine = [r.getMessage() for r in caplog.records if r.name.startswith("cadenza") or r.levelno >= 30]
    assert not [line for line in mine if any(needle in line for needle in needles)]

    again = await answer_to(discord, await ann.slash(channel, "privacy export"))
    assert "nothing is stored" in again.content
    other = await answer_to(discord, await ben.press(take, label="Why?"))
    assert "not here any more" in other.content


async def test_buttons_that_were_sent_are_not_remembered(room: Room) -> None:
    """They are found by their ids, after a restart too; a client that keeps them grows with every answer."""
    channel, dora = room.channel(), room.member("Dora")
    for command in ("privacy delete", "taste reset", "privacy show", "compose"):
        options = {"text": SMALL} if command == "compose" else {}
        await answer_to(room.discord, await dora.slash(channel, command, **options))
    take = await take_in(room.discord, channel)
    await answer_to(room.discord, await dora.press(take, label="Delete"))
    assert not room.bot._connection._view_store._views
    assert not room.bot._connection._view_store._synced_message_views
