"""Whether the options of a command are those that it takes.

Discord checks them before it sends a command, and discord.py hands on what comes. A command that was typed
while it changed, or a client of its own making, shall meet a sentence and not our insides.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from discord import AppCommandOptionType as Kind
from discord import app_commands

_PLAIN: dict[Kind, tuple[type, ...]] = {
    Kind.string: (str,),
    Kind.integer: (int,),
    Kind.number: (int, float),
    Kind.boolean: (bool,),
}


def fit(tree: app_commands.CommandTree[Any], data: Mapping[str, Any]) -> bool:
    """True also for a command that does not exist: discord.py says so itself."""
    command: Any = tree.get_command(str(data.get("name")))
    options: Sequence[Mapping[str, Any]] = data.get("options") or ()
    while isinstance(command, app_commands.Group):
        if len(options) != 1:
            return False
        command, options = command.get_command(str(options[0].get("name"))), options[0].get("options") or ()
    if not isinstance(command, app_commands.Command):
        return True
    kinds = {parameter.display_name: parameter.type for parameter in command.parameters}
    files = (data.get("resolved") or {}).get("attachments") or {}
    return all(
        (kind := kinds.get(str(option.get("name")))) is not None
        and option.get("type") == kind.value
        and (_is(kind, option.get("value"), files) or bool(option.get("focused")))
        for option in options
    )


def _is(kind: Kind, value: Any, files: Mapping[str, Any]) -> bool:
    if kind in _PLAIN:
        return isinstance(value, _PLAIN[kind]) and (kind is Kind.boolean or not isinstance(value, bool))
    if kind is Kind.attachment:
        return value in files
    return isinstance(value, str) and value.isdecimal()
