"""Application commands.

https://docs.discord.com/developers/interactions/application-commands
"""

import re
from collections import Counter
from typing import Any

from tests.discord_server.forms_fields import Fields, Path
from tests.discord_server.options import (
    GROUP,
    INTEGER,
    NUMBER,
    STRING,
    SUBCOMMAND,
)

CHAT_INPUT, USER_MENU, MESSAGE_MENU = 1, 2, 3
#: commands of one scope: 100 that are typed, 15 of each menu
MOST = {CHAT_INPUT: 100, USER_MENU: 15, MESSAGE_MENU: 15}
NAME, DESCRIPTION, OPTIONS, CHOICES, CHOICE_NAME, CHOICE_VALUE, STRING_LENGTH = (
    32,
    100,
    25,
    25,
    100,
    100,
    6000,
)
#: names, descriptions and choice values of a command with everything in it
TOGETHER = 8000
#: `^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$`; \w is letters, digits and the underscore of every script
NAME_FORM = re.compile(r"[-'\w\u0900-\u097f\u0e00-\u0e7f]{1,32}")
#: the largest whole number that JSON's readers agree on
LARGEST = 2**53

_LOCALES = """
id da de en-GB en-US es-ES es-419 fr hr it lt hu nl no pl pt-BR ro fi sv-SE vi tr cs el bg
ru uk hi th zh-CN ja zh-TW ko
"""
LOCALES = frozenset(_LOCALES.split())


def commands_fields(fields: Fields, payload: Any) -> None:
    """Checks a list of commands for one scope."""
    if not isinstance(payload, list):
        fields.wrong((), "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
        return
    names: Counter[tuple[Any, Any]] = Counter()
    for number, item in enumerate(payload):
        command = fields.mapping((number,), item)
        if command is None:
            continue
        kind = _command(fields, (number,), command)
        key = (kind, command.get("name"))
        if names[key]:
            fields.wrong(
                (number,),
                "APPLICATION_COMMANDS_DUPLICATE_NAME",
                "Application command names must be unique",
            )
        names[key] += 1
    for kind, most in MOST.items():
        if sum(count for (k, _), count in names.items() if k == kind) > most:
            fields.wrong((), "BASE_TYPE_MAX_LENGTH", f"Must be {most} or fewer in length.")


def _command(fields: Fields, path: Path, command: dict[str, Any]) -> Any:
    kind = fields.one_of((*path, "type"), command.get("type", CHAT_INPUT), MOST, required=True)
    if kind == CHAT_INPUT:
        _name(fields, path, command)
        _description(fields, path, command)
        _options(fields, path, command.get("options"), depth=0)
    else:
        fields.text((*path, "name"), command.get("name"), least=1, most=NAME, required=True)
        for name in ("description", "options"):
            if command.get(name):
                fields.wrong(
                    (*path, name),
                    "APPLICATION_COMMAND_CONTEXT_MENU_FIELD_NOT_ALLOWED",
                    f"Context menu commands cannot have {name}",
                )
    for name in ("dm_permission", "nsfw", "default_permission"):
        fields.yes_or_no((*path, name), command.get(name))
    fields.snowflake((*path, "default_member_permissions"), command.get("default_member_permissions"))
    _set_of(fields, (*path, "contexts"), command.get("contexts"), (0, 1, 2))
    _set_of(fields, (*path, "integration_types"), command.get("integration_types"), (0, 1))
    if (size := size_of(command)) > TOGETHER:
        fields.wrong(
            path, "APPLICATION_COMMAND_TOO_LARGE", f"Command exceeds maximum size ({size} > {TOGETHER})"
        )
    return kind


def _set_of(fields: Fields, path: Path, value: Any, known: tuple[int, ...]) -> None:
    items = fields.items(path, value, most=len(known))
    for number, item in enumerate(items):
        fields.one_of((*path, number), item, known)
    if len(set(map(str, items))) < len(items):
        fields.wrong(path, "SET_TYPE_CONTAINS_DUPLICATES", "The set contains duplicates")


def _name(fields: Fields, path: Path, item: dict[str, Any]) -> None:
    """A name people type, with its translations: letters, digits, - and _, lower case where there is one."""
    names: dict[Path, Any] = {("name",): item.get("name")}
    names |= {("name_localizations", k): v for k, v in _localized(fields, path, item, "name").items()}
    for place, name in names.items():
        text = fields.text((*path, *place), name, least=1, most=NAME, required=True)
        if text and (not NAME_FORM.fullmatch(text) or text != text.lower()):
            fields.wrong((*path, *place), "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid")


def _description(fields: Fields, path: Path, item: dict[str, Any]) -> None:
    fields.text((*path, "description"), item.get("description"), least=1, most=DESCRIPTION, required=True)
    for locale, text in _localized(fields, path, item, "description").items():
        place = (*path, "description_localizations", locale)
        fields.text(place, text, least=1, most=DESCRIPTION, required=True)


def _localized(fields: Fields, path: Path, item: dict[str, Any], name: str) -> dict[str, Any]:
    place: Path = (*path, f"{name}_localizations")
    value = item.get(f"{name}_localizations")
    if value is None:
        return {}
    texts = fields.mapping(place, value) or {}
    for locale in texts:
        fields.one_of((*place, locale), locale, LOCALES)
    return texts


def _options(fields: Fields, path: Path, value: Any, *, depth: int) -> None:
    """Options in the order in which they must stand; subcommands at most in groups."""
    place: Path = (*path, "options")
    names: set[Any] = set()
    optional = False
    kinds: set[bool] = set()
    for number, item in enumerate(fields.items(place, value, most=OPTIONS)):
        here: Path = (*place, number)
        option = fields.mapping(here, item)
        if option is None:
            continue
        kind = fields.one_of((*here, "type"), option.get("type"), range(1, 12), required=True)
        _name(fields, here, option)
        _description(fields, here, option)
        if option.get("name") in names:
            fields.wrong(
                (*here, "name"),
                "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS",
                "Option name already exists",
            )
        names.add(option.get("name"))
        nested = kind in (SUBCOMMAND, GROUP)
        kinds.add(nested)
        if nested:
            if (depth > 0 and kind == GROUP) or depth > 1:
                fields.wrong((*here, "type"), "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "Nested too deeply")
            _options(fields, here, option.get("options"), depth=depth + (1 if kind == GROUP else 2))
        elif kind is not None:
            fields.yes_or_no((*here, "required"), option.get("required"))
            if option.get("required") and optional:
                fields.wrong(
                    here,
                    "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
                    "Required options must be placed before non-required options",
                )
            optional = optional or not option.get("required")
            _value(fields, here, option, kind)
    if len(kinds) > 1:
        fields.wrong(
            place,
            "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
            "Sub-command and sub-command group option types are mutually exclusive to all other types",
        )


def _value(fields: Fields, path: Path, option: dict[str, Any], kind: int) -> None:
    """Bounds, choices and autocompletion of one option."""
    typed = kind in (STRING, INTEGER, NUMBER)
    for name in ("choices", "autocomplete"):
        if option.get(name) and not typed:
            fields.wrong((*path, name), "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", f"Not for type {kind}")
    if option.get("choices") and option.get("autocomplete"):
        fields.wrong(
            (*path, "autocomplete"),
            "APPLICATION_COMMAND_AUTOCOMPLETE_INVALID",
            "Autocomplete may not be used together with choices",
        )
    for name, most in (("min_length", STRING_LENGTH), ("max_length", STRING_LENGTH)):
        if option.get(name) is not None:
            fields.whole((*path, name), option[name], least=1 if name == "max_length" else 0, most=most)
            if kind != STRING:
                fields.wrong((*path, name), "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "For strings alone")
    for name in ("min_value", "max_value"):
        if option.get(name) is not None and kind not in (INTEGER, NUMBER):
            fields.wrong((*path, name), "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "For numbers alone")
    for number, item in enumerate(fields.items((*path, "choices"), option.get("choices"), most=CHOICES)):
        choice_fields(fields, (*path, "choices", number), item, kind)


def choice_fields(fields: Fields, path: Path, item: Any, kind: int | None = None) -> None:
    """A choice: a name, and a value of the option's type (where the type is known)."""
    choice = fields.mapping(path, item)
    if choice is None:
        return
    fields.text((*path, "name"), choice.get("name"), least=1, most=CHOICE_NAME, required=True)
    value = choice.get("value")
    if kind == STRING or (kind is None and isinstance(value, str)):
        fields.text((*path, "value"), value, most=CHOICE_VALUE, required=True, blank=True)
    elif value is None:
        fields.required((*path, "value"))
    elif isinstance(value, bool) or not isinstance(value, (int, float)):
        fields.wrong((*path, "value"), "NUMBER_TYPE_COERCE", f'Value "{value}" is not a number.')
    elif kind == INTEGER and not isinstance(value, int):
        fields.wrong((*path, "value"), "NUMBER_TYPE_COERCE", f'Value "{value}" is not int.')
    elif abs(value) > LARGEST:
        fields.wrong((*path, "value"), "NUMBER_TYPE_MAX", f"Value should be at most {LARGEST}.")


def size_of(item: dict[str, Any]) -> int:
    """Characters of names, descriptions and choices, each in its longest language, options included."""
    size = 0
    for name in ("name", "description"):
        texts = [item.get(name), *((item.get(f"{name}_localizations") or {}).values())]
        size += max(len(t) for t in [*texts, ""] if isinstance(t, str))
    for choice in item.get("choices") or []:
        if isinstance(choice, dict):
            size += len(str(choice.get("name", ""))) + len(str(choice.get("value", "")))
    return size + sum(size_of(o) for o in item.get("options") or [] if isinstance(o, dict))
