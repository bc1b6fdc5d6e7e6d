"""Registration of commands."""

from typing import Any

from tests.discord_server import errors, hooks
from tests.discord_server.api import Call, Route
from tests.discord_server.commands import FIELDS


def scope_of(call: Call) -> int | None:
    if call.id("application") != call.discord.application_id:
        raise errors.not_your_application()
    if "guild" not in call.request.match_info:
        return None
    guild = call.discord.guilds.get(call.id("guild"))
    if guild is None or not guild.has_bot:
        raise errors.missing_access()
    return guild.id


async def all_commands(call: Call) -> Any:
    return call.discord.commands.all(scope_of(call))


async def replace(call: Call) -> Any:
    scope, wanted = scope_of(call), await call.json()
    hooks.check_commands(wanted)
    return call.discord.commands.replace(scope, wanted)


async def create(call: Call) -> Any:
    scope, wanted = scope_of(call), await call.json()
    hooks.check_command(wanted)
    return call.discord.commands.put(scope, wanted)


def existing(call: Call) -> dict[str, Any]:
    found = call.discord.commands.get(scope_of(call), call.id("command"))
    if found is None:
        raise errors.unknown("application command")
    return found


async def one(call: Call) -> Any:
    return existing(call)


async def change(call: Call) -> Any:
    before, changes = existing(call), await call.json()
    hooks.check_command({**{k: before[k] for k in FIELDS if k in before}, **changes})
    return call.discord.commands.change(scope_of(call), int(before["id"]), changes)


async def remove(call: Call) -> Any:
    call.discord.commands.remove(scope_of(call), int(existing(call)["id"]))


GLOBAL = "/applications/{application}/commands"
OF_GUILD = "/applications/{application}/guilds/{guild}/commands"

ROUTES: list[Route] = [
    (method, base + end, handler, True)
    for base in (GLOBAL, OF_GUILD)
    for method, end, handler in (
        ("GET", "", all_commands),
        ("PUT", "", replace),
        ("POST", "", create),
        ("GET", "/{command}", one),
        ("PATCH", "/{command}", change),
        ("DELETE", "/{command}", remove),
    )
]
