"""The registered commands of the application, global and for single guilds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.discord_server.guilds import Guild
    from tests.discord_server.server import LoopbackDiscord

CHAT_INPUT, MESSAGE_MENU = 1, 3

FIELDS = (
    "name",
    "name_localizations",
    "description",
    "description_localizations",
    "options",
    "default_member_permissions",
    "dm_permission",
    "contexts",
    "integration_types",
    "nsfw",
)


class Commands:
    """Commands by scope: None is global, else a guild's id."""

    def __init__(self, discord: LoopbackDiscord) -> None:
        self._discord = discord
        self._by_scope: dict[int | None, dict[int, dict[str, Any]]] = {}

    def all(self, scope: int | None = None) -> list[dict[str, Any]]:
        return list(self._by_scope.get(scope, {}).values())

    def get(self, scope: int | None, command_id: int) -> dict[str, Any] | None:
        return self._by_scope.get(scope, {}).get(command_id)

    def named(self, name: str, guild: Guild | None, kind: int = CHAT_INPUT) -> dict[str, Any] | None:
        """The command that a member sees under this name; a guild's own comes first."""
        for scope in ([guild.id] if guild else []) + [None]:
            for command in self.all(scope):
                if command["name"] == name and command["type"] == kind:
                    return command
        return None

    def replace(self, scope: int | None, wanted: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Bulk overwrite: commands of the same name and type keep their id."""
        before = {(c["name"], c["type"]): c for c in self.all(scope)}
        self._by_scope[scope] = {}
        return [self._put(scope, w, before.get((w["name"], w.get("type", 1)))) for w in wanted]

    def put(self, scope: int | None, wanted: dict[str, Any]) -> dict[str, Any]:
        """Creates, or overwrites the one of the same name and type."""
        kind = wanted.get("type", CHAT_INPUT)
        before = next((c for c in self.all(scope) if (c["name"], c["type"]) == (wanted["name"], kind)), None)
        return self._put(scope, wanted, before)

    def change(self, scope: int | None, command_id: int, changes: dict[str, Any]) -> dict[str, Any]:
        before = self._by_scope[scope][command_id]
        return self._put(scope, {**before, **changes}, before)

    def remove(self, scope: int | None, command_id: int) -> bool:
        return self._by_scope.get(scope, {}).pop(command_id, None) is not None

    def _put(
        self, scope: int | None, wanted: dict[str, Any], before: dict[str, Any] | None
    ) -> dict[str, Any]:
        number = before["id"] if before else str(self._discord.clock.snowflake())
        command: dict[str, Any] = {
            "id": number,
            "application_id": str(self._discord.application_id),
            "version": str(self._discord.clock.snowflake()),
            "type": wanted.get("type", CHAT_INPUT),
            "default_member_permissions": None,
            "dm_permission": True,
            "contexts": None,
            "integration_types": [0],
            "nsfw": False,
            "description": "",
            **{key: wanted[key] for key in FIELDS if wanted.get(key) is not None},
        }
        if command["default_member_permissions"] is not None:  # taken as a number, too; told as text
            command["default_member_permissions"] = str(command["default_member_permissions"])
        if scope is not None:
            command["guild_id"] = str(scope)
        self._by_scope.setdefault(scope, {})[int(number)] = command
        return command
