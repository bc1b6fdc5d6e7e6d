"""Login: who the bot is, its application, where the gateway is; users and direct conversations."""

from typing import Any

from tests.discord_server import errors, payloads
from tests.discord_server.api import Call, Route


async def own_user(call: Call) -> Any:
    return payloads.own_user(call.discord.bot_user)


async def user(call: Call) -> Any:
    found = call.discord.users.get(call.id("user"))
    if found is None:
        raise errors.unknown("user")
    return payloads.user(found)


async def application(call: Call) -> Any:
    return payloads.application(call.discord)


async def gateway(call: Call) -> Any:
    return {"url": call.discord.gateway_url}


async def bot_gateway(call: Call) -> Any:
    limit = {"total": 1000, "remaining": 1000, "reset_after": 86_400_000, "max_concurrency": 1}
    return {"url": call.discord.gateway_url, "shards": call.discord.shards, "session_start_limit": limit}


async def own_guilds(call: Call) -> Any:
    return [
        {
            "id": str(g.id),
            "name": g.name,
            "icon": None,
            "banner": None,
            "owner": False,
            "permissions": str(g.permissions_of(call.discord.bot_user)),
            "features": [],
        }
        for g in call.discord.guilds.values()
        if g.has_bot
    ]


async def create_direct(call: Call) -> Any:
    payload = await call.json()
    try:
        wanted = call.discord.users.get(int(payload["recipient_id"]))
    except (KeyError, TypeError, ValueError):
        raise errors.invalid_form(("recipient_id",), "BASE_TYPE_REQUIRED", "This field is required") from None
    if wanted is None:
        raise errors.unknown("user")
    if wanted is call.discord.bot_user:
        raise errors.direct_messages_closed()
    return payloads.channel(call.discord.direct_channel(wanted))


ROUTES: list[Route] = [
    ("GET", "/users/@me", own_user, True),
    ("GET", "/users/@me/guilds", own_guilds, True),
    ("POST", "/users/@me/channels", create_direct, True),
    ("GET", "/users/{user}", user, True),
    ("GET", "/applications/@me", application, True),
    ("GET", "/oauth2/applications/@me", application, True),
    ("GET", "/gateway", gateway, False),
    ("GET", "/gateway/bot", bot_gateway, True),
]
