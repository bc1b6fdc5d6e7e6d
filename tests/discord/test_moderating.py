"""A moderator's walk: a style of the server's own, its settings, its log; and who may not."""

import json

import pytest

from tests.discord.conftest import Room
from tests.discord.talk import answer_to, words_of
from tests.discord_server import Guild, Member

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def a_server(room: Room) -> tuple[Guild, Member, Member]:
    """A server of its own, a member who may manage it, and one who may not."""
    guild = room.discord.add_guild("Styles")
    mod = room.discord.add_member("Mod", guild, permissions=("manage_guild",))
    return guild, mod, room.discord.add_member("Ben", guild)


async def test_a_style_is_added_edited_previewed_moved_and_used(room: Room) -> None:
    guild, mod, ben = await a_server(room)
    channel = guild.add_channel("music")
    added = await answer_to(
        room.discord,
        await mod.slash(channel, "style add", name="Night Drive", base="synthwave", tempo="84-90", swing=0.6),
    )
    assert added.private
    assert "night drive" in words_of(added)
    assert "swing: 0.6" in words_of(added)
    assert [c["value"] for c in await mod.autocomplete(channel, "style edit", option="name", value="ni")] == [
        "night drive"
    ]

    # --- the form holds the version, so the second of two moderators is told
    first, second = [await mod.slash(channel, "style edit", name="night drive") for _ in range(2)]
    assert first.modal is not None
    assert second.modal is not None
    fields = {item["custom_id"]: item.get("value", "") for _, item, _ in first.modal.fields()}
    assert "tempo: 84-90" in fields["row0"]
    saved = await answer_to(
        room.discord, await mod.submit(first.modal, row0=fields["row0"].replace("84-90", "100"))
    )
    assert "version 2" in words_of(saved)
    late = await answer_to(room.discord, await mod.submit(second.modal, row3="swing: 0.55"))
    assert "you saw version 1, it is at version 2" in late.content
    third = await mod.slash(channel, "style edit", name="night drive")
    assert third.modal is not None
    absurd = await answer_to(room.discord, await mod.submit(third.modal, row3="swing: 99"))
    assert "0.5 (straight) to 0.75" in absurd.content

    heard = await answer_to(room.discord, await mod.slash(channel, "style preview", name="night drive"))
    assert {a.filename for a in heard.attachments} == {"night-drive.ogg", "night-drive.mid"}
    exported = await answer_to(room.discord, await mod.slash(channel, "style export"))
    data = exported.attachments[0].data
    assert json.loads(data)["styles"][0]["name"] == "night drive"
    removed = await answer_to(room.discord, await mod.slash(channel, "style remove", name="night drive"))
    assert "Removed" in removed.content
    nonsense = await answer_to(
        room.discord, await mod.slash(channel, "style import", file=("s.json", b'{"a": 1}'))
    )
    assert "no file of styles" in nonsense.content
    imported = await answer_to(room.discord, await mod.slash(channel, "style import", file=("s.json", data)))
    assert "night drive (version 3)" in imported.content

    offered = await ben.autocomplete(channel, "compose", option="style", value="night")
    assert [c["value"] for c in offered] == ["night drive"]
    listed = await answer_to(room.discord, await mod.slash(channel, "style list"))
    assert "night drive** (version 3)" in listed.content


async def test_settings_hold_are_logged_and_taken_back(room: Room) -> None:
    guild, mod, ben = await a_server(room)
    quiet, loud = guild.add_channel("quiet"), guild.add_channel("loud")
    shown = await answer_to(room.discord, await mod.slash(quiet, "settings channel", channel=loud))
    assert f"<#{loud.id}>" in shown.content
    silent = await answer_to(room.discord, await ben.slash(quiet, "recommend", text="something slow"))
    assert silent.private
    assert f"ask me in <#{loud.id}>" in silent.content
    ben.user.locale = "es-ES"
    silent = await answer_to(room.discord, await ben.slash(quiet, "recommend", text="something slow"))
    assert f"pregúntame en <#{loud.id}>" in silent.content
    ben.user.locale = "en-GB"
    answered = await ben.slash(loud, "rate", stars=3)
    assert "nothing to rate" in (await answer_to(room.discord, answered)).content
    log = await answer_to(room.discord, await mod.slash(quiet, "settings log"))
    assert f"<@{mod.id}>" in log.content
    number = int(log.content.split("`")[1])
    undone = await answer_to(room.discord, await mod.slash(quiet, "settings undo", change=number))
    assert "Taken back" in undone.content
    mod.user.locale = "es-ES"  # what moderators are told is all English, but in Chinese
    limits = await answer_to(room.discord, await mod.slash(quiet, "settings limits", a_day=5, seconds=60))
    assert "Channels: all" in limits.content
    assert "5 a day" in limits.content


async def test_the_right_is_checked_when_a_command_is_used(room: Room) -> None:
    guild, mod, ben = await a_server(room)
    channel = guild.add_channel("music")
    await answer_to(room.discord, await mod.slash(channel, "style add", name="rain", base="lo-fi"))
    opened = await mod.slash(channel, "style edit", name="rain")
    assert opened.modal is not None
    guild.members[mod.id].roles.clear()  # the right is taken away while the form is open
    refused = await answer_to(room.discord, await mod.submit(opened.modal, row3="swing: 0.6"))
    assert "may manage this server" in refused.content
    for command in ("style list", "settings show"):
        with pytest.raises(LookupError, match="not offered"):
            await ben.slash(channel, command)
