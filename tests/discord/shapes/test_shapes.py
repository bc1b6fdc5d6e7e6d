"""What the loopback server sends is held against Discord's documented shapes; a fault names its place."""

import copy
from typing import Any

import pytest

from tests.discord_server import LoopbackDiscord, message_payloads, payloads, posting, shapes


@pytest.fixture
def message() -> dict[str, Any]:
    discord = LoopbackDiscord()
    channel = discord.add_guild("Music Room").add_channel("general")
    components = [{"type": 1, "components": [{"type": 2, "style": 1, "label": "Play", "custom_id": "play"}]}]
    embeds = [{"title": "A waltz", "fields": [{"name": "key", "value": "G minor"}]}]
    sent = posting.create(
        channel, discord.bot_user, {"content": "hello", "components": components, "embeds": embeds}, []
    )
    return message_payloads.event(sent, content=True)


def test_a_message_has_its_documented_shape(message: dict[str, Any]) -> None:
    assert shapes.check("MESSAGE_CREATE", message) == []


@pytest.mark.parametrize(
    ("place", "value", "fault"),
    [
        (("id",), 5, "MESSAGE_CREATE .id: 5 is no snowflake"),
        (("timestamp",), "2026-11-21", ".timestamp: '2026-11-21' is no time"),
        (("timestamp",), "2026-11-21T10:00:00", "is no time"),
        (("edited_timestamp",), False, ".edited_timestamp: False is no time|null"),
        (("author", "avatar"), 7, ".author.avatar: 7 is no string|null"),
        (("author", "nickname"), "x", ".author.nickname: user has no such field"),
        (("mentions",), {}, ".mentions: {} is no list"),
        (("embeds", 0, "fields", 0, "value"), None, ".embeds[0].fields[0].value: None is no string"),
        (("components", 0, "components", 0, "style"), True, "[0].components[0].style: True is no int"),
        (("components", 0, "components", 0, "type"), 99, "is no component that is known here"),
        (("member", "roles"), ["one"], ".member.roles[0]: 'one' is no snowflake"),
    ],
)
def test_a_fault_is_told_with_its_place(
    message: dict[str, Any], place: tuple[str | int, ...], value: Any, fault: str
) -> None:
    inner: Any = message
    for step in place[:-1]:
        inner = inner[step]
    inner[place[-1]] = value
    assert fault in "\n".join(shapes.check("MESSAGE_CREATE", message))


def test_a_missing_field_is_told(message: dict[str, Any]) -> None:
    del message["pinned"]
    assert shapes.check("MESSAGE_CREATE", message) == ["MESSAGE_CREATE .pinned: missing"]


def test_an_event_and_an_answer_that_nobody_described_are_told() -> None:
    assert "no documented shape" in shapes.check("TYPING_START", {})[0]
    assert "no documented shape" in shapes.check("GET /voice/regions", [])[0]


def test_an_answer_without_a_body_has_none() -> None:
    assert shapes.check("POST /channels/{channel}/typing", None) == []
    assert shapes.check("POST /channels/{channel}/typing", {}) != []


def test_every_route_has_a_shape() -> None:
    discord = LoopbackDiscord()
    routes = {
        f"{route.method} {route.resource.canonical.removeprefix('/api/v10')}"
        for route in discord.app.router.routes()
        if route.resource is not None and route.resource.canonical.startswith("/api/v10/")
    }
    assert routes == {name for name in shapes.SHAPES if "/" in name}


def test_an_interaction_has_one_who_acts() -> None:
    discord = LoopbackDiscord()
    guild = discord.add_guild("Music Room")
    ann = discord.add_member("Ann", guild)
    use = {
        "id": "1",
        "application_id": "2",
        "type": 3,
        "token": "t",
        "version": 1,
        "data": {"custom_id": "play", "component_type": 2},
        "app_permissions": "0",
        "entitlements": [],
        "authorizing_integration_owners": {},
        "attachment_size_limit": 1,
        "user": payloads.user(ann.user),
    }
    assert shapes.check("INTERACTION_CREATE", use) == []
    both = copy.deepcopy(use)
    both["member"] = payloads.member(guild.members[ann.user.id])
    assert shapes.check("INTERACTION_CREATE", both) == [
        "INTERACTION_CREATE (itself): exactly one of member and user stands in an interaction"
    ]


async def test_the_server_fails_a_test_in_which_it_sent_another_shape() -> None:
    with pytest.raises(AssertionError, match=r"GUILD_DELETE \.id: 'x' is no snowflake"):
        async with LoopbackDiscord() as discord:
            discord.outgoing("GUILD_DELETE", {"id": "x"})
