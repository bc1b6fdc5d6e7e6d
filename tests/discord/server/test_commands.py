"""Commands, as a member uses them and the real client answers."""

import asyncio

import discord as client
import pytest

from tests.discord.server.conftest import Room
from tests.discord_server.interactions import NO_ANSWER


async def test_an_answer_arrives_in_the_channel(room: Room) -> None:
    use = await room.ann.slash(room.channel, "ping", text="hello")
    assert use.response is not None
    assert use.response.content == "hello"
    assert use.acknowledged_ms is not None
    assert not use.deferred
    assert room.channel.messages == [use.response]


async def test_a_deferred_answer_follows_its_edits(room: Room) -> None:
    use = await room.ann.slash(room.channel, "later")
    assert use.deferred
    assert use.response is not None
    await room.discord.until(lambda: use.followups)
    assert use.response.content == "whole"
    assert [e.content for e in use.response.edits] == ["half"]
    assert use.response.attachments[0].data == b"MThd"
    assert use.followups[0].content == "and more"


async def test_a_private_answer_is_no_part_of_the_channel(room: Room) -> None:
    use = await room.ann.slash(room.channel, "private")
    await room.discord.until(lambda: use.answered)
    assert use.private
    assert use.response is not None
    assert use.response.content == "psst"
    assert room.channel.messages == []


async def test_a_subcommand_is_found_by_its_path(room: Room) -> None:
    use = await room.ann.slash(room.channel, "style add", name="lo-fi")
    assert use.response is not None
    assert use.response.content == "added lo-fi"


async def test_a_file_is_fetched_from_the_address_of_the_option(room: Room) -> None:
    use = await room.ann.slash(room.channel, "weigh", file=("tune.mid", b"x" * 1234), times=2)
    await room.discord.until(lambda: use.answered)
    assert use.response is not None
    assert use.response.content == "tune.mid 1234 2"


async def test_typing_offers_choices(room: Room) -> None:
    choices = await room.ann.autocomplete(room.channel, "named", option="style", value="wa")
    assert [c["value"] for c in choices] == ["waltz", "walk"]


async def test_without_an_answer_the_member_is_told_after_three_seconds(room: Room) -> None:

    waiting = asyncio.create_task(room.ann.slash(room.channel, "silent"))
    await room.discord.until(lambda: room.discord.interactions)
    room.discord.clock.advance(3)
    use = await waiting
    assert use.error == NO_ANSWER
    assert use.acknowledged_ms is None


@pytest.mark.parametrize(
    ("name", "given", "complaint"),
    [
        ("sing", {}, "no command /sing"),
        ("ping", {"words": "x"}, "no option 'words'"),
        ("weigh", {}, "needs file"),
        ("weigh", {"file": ("a", b""), "times": 9}, "takes 1 to 5"),
        ("style", {}, "needs a subcommand"),
    ],
)
async def test_what_the_client_would_not_send_is_refused(
    room: Room, name: str, given: dict[str, object], complaint: str
) -> None:
    with pytest.raises((LookupError, ValueError), match=complaint):
        await room.ann.slash(room.channel, name, **given)


async def test_a_single_command_is_added_changed_and_removed(room: Room) -> None:
    http, number = room.bot.http, room.discord.application_id
    made = await http.upsert_global_command(number, {"name": "tidy", "description": "Tidies up"})
    await http.edit_global_command(number, made["id"], {"description": "Tidies everything up"})
    assert (await http.get_global_command(number, made["id"]))["description"] == "Tidies everything up"
    with pytest.raises(client.HTTPException) as refused:
        await http.upsert_global_command(number, {"name": "Not A Name", "description": "x"})
    assert refused.value.code == 50035
    assert "name" in str(refused.value)
    await http.delete_global_command(number, made["id"])
    with pytest.raises(client.NotFound):
        await http.get_global_command(number, made["id"])


async def test_a_message_against_the_documented_form_is_refused_with_its_place(room: Room) -> None:
    place = room.bot.get_partial_messageable(room.channel.id)
    with pytest.raises(client.HTTPException) as refused:
        await place.send("x" * 2001)
    assert (refused.value.status, refused.value.code) == (400, 50035)
    assert "In content: Must be 2000 or fewer in length." in str(refused.value)
    with pytest.raises(client.HTTPException, match="nonce"):
        await place.send("x", nonce="n" * 26)
    assert room.channel.messages == []
