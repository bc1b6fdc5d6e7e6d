"""Hostile interactions as data: what Discord would never offer, and what somebody without rights sends."""

import string
from collections.abc import Iterator
from random import Random
from typing import Any

from benchmarks.hostile.words import hostile_text
from tests.discord_server import Channel, LoopbackDiscord

#: text, whole numbers, yes or no, and numbers: what is typed
PLAIN = (3, 4, 5, 10)
_ACTIONS = (
    "star", "vary", "refine", "like", "why", "musicxml", "mp3", "delete", "yes", "stop", "hear",
    "again", "compose", "learn", "forget", "skip", "leave", "style", "nothing", "",
)  # fmt: skip
#: what stands where a whole number should, or anything
ODD_VALUES: tuple[Any, ...] = (
    "", "x", "0", "-1", 0, -1, 1, 6, 2**53, -(2**53), 2**31, 0.5, -0.0, 1e300, True, False, "9" * 400, "NaN",
)  # fmt: skip


def custom_id(rng: Random, real: list[str]) -> str:
    """Stale, forged or senseless, of at most 100 letters."""
    match rng.randrange(5):
        case 0 if real:
            return rng.choice(real)
        case 1 if real:  # one letter another
            one = list(rng.choice(real))
            one[rng.randrange(len(one))] = rng.choice(string.printable)
            return "".join(one)
        case 2:
            return "".join(chr(rng.randrange(32, 0x2FFF)) for _ in range(rng.randint(1, 100)))
        case 3:
            return hostile_text(rng, 100)
    who = rng.choice(("0" * 16, "f" * 80, "nobody", "a,b,c," * 10, "-1", "1" * 19, "../..", "𝟙𝟚"))
    argument = rng.choice(("", ":1", ":9", ":-1", ":keep", ":x", ":٣", ":" + "1" * 20, ":1:1"))
    return f"cz{rng.choice('1110')}:{rng.choice(_ACTIONS)}:{who}{argument}"[:100]


def chosen_values(rng: Random) -> list[str]:
    """Values of a select that were never offered."""
    return [hostile_text(rng, 100) for _ in range(rng.choice((0, 1, 1, 1, 2, 25)))]


def form_rows(rng: Random, names: tuple[str, ...]) -> list[dict[str, Any]]:
    """The rows of a submitted form, with these fields or with others."""
    rows = []
    for name in rng.choice((names, names[:1], ("change",), ("x",), ())):
        item = {"type": 4, "custom_id": name, "id": 1, "value": hostile_text(rng, rng.choice((500, 4000)))}
        label: dict[str, Any] = {"type": 18, "id": 2, "component": item}
        rows.append(rng.choice((label, {"type": 1, "id": 2, "components": [item]})))
    return rows


def commands(discord: LoopbackDiscord) -> list[tuple[str, dict[str, Any], dict[str, Any]]]:
    """Every command and subcommand: (path, the registered command, its innermost part)."""

    def inside(path: str, part: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
        below = [o for o in part.get("options") or [] if o["type"] in (1, 2)]
        if not below:
            yield path, part
        for option in below:
            yield from inside(f"{path} {option['name']}", option)

    typed_ones = [one for one in discord.commands.all() if one["type"] == 1]
    return [(path, one, part) for one in typed_ones for path, part in inside(one["name"], one)]


def is_plain(part: dict[str, Any]) -> bool:
    """Whether a command can be used without a file or another member."""
    return all(o["type"] in PLAIN for o in part.get("options") or [] if o.get("required"))


def typed(rng: Random, channel: Channel, option: dict[str, Any]) -> Any:
    """A hostile value of the right type, as far as a client checks it."""
    if choices := option.get("choices"):
        return rng.choice(choices)["value"]
    match option["type"]:
        case 3:
            text = hostile_text(rng, min(option.get("max_length", 6000), rng.choice((20, 200, 6000))))
            return text.ljust(option.get("min_length", 0), "x")
        case 4:
            low, high = option.get("min_value", -(2**53)), option.get("max_value", 2**53)
            return rng.choice((low, high, min(high, max(low, rng.randint(-10, 600)))))
        case 10:
            low, high = option.get("min_value", -1e9), option.get("max_value", 1e9)
            return rng.choice((low, high, rng.uniform(low, high)))
        case 5:
            return rng.random() < 0.5
        case 7:
            return str(channel.id)
        case 8:
            return str(channel.guild.everyone.id) if channel.guild else "1"
    return "1"


def data_of(command: dict[str, Any], path: str, filled: list[dict[str, Any]]) -> dict[str, Any]:
    """The data of an application command interaction."""
    for name in reversed(path.split()[1:]):
        filled = [{"name": name, "type": 1, "options": filled}]
    data: dict[str, Any] = {"id": command["id"], "name": command["name"], "type": 1}
    return {**data, "options": filled} if filled else data


def forged_command(rng: Random, channel: Channel) -> tuple[dict[str, Any], dict[str, Any]]:
    """(command, data): options of wrong types, unknown ones, missing ones, unknown commands."""
    path, command, part = rng.choice(commands(channel.discord))
    filled = []
    for option in part.get("options") or []:
        if rng.random() < 0.3:
            continue
        value = rng.choice(ODD_VALUES) if rng.random() < 0.4 else typed(rng, channel, option)
        filled.append({"name": option["name"], "type": option["type"], "value": value})
    if rng.random() < 0.2:
        filled.append({"name": rng.choice(("nothing", "text", "x" * 32)), "type": 3, "value": "x"})
    if filled and rng.random() < 0.2:
        rng.choice(filled)["type"] = rng.choice((3, 4, 5, 6, 7, 8, 9, 10, 11))
    data = data_of(command, path, filled)
    match rng.randrange(12):
        case 0:
            data["name"] = rng.choice(("nothing", "settings", "x" * 32))
        case 1:
            data["id"] = str(rng.randrange(2**63))
        case 2:
            data["type"] = rng.choice((2, 3))
            data["target_id"] = str(rng.randrange(2**63))
        case 3:
            data.pop("options", None)
    return command, data
