"""Answers to interactions, and the forms (modals) they can open.

https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-response-object
"""

from collections.abc import Sequence
from typing import Any

from tests.discord_server.forms_commands import CHOICES, choice_fields
from tests.discord_server.forms_components import (
    CUSTOM_ID,
    LABEL,
    ROW,
    SELECTS,
    TEXT_DISPLAY,
    TEXT_INPUT,
    UPLOAD,
    custom_id_field,
    select_fields,
    unique_ids,
)
from tests.discord_server.forms_fields import Fields, Path
from tests.discord_server.forms_messages import message_fields

PONG, MESSAGE, DEFERRED_MESSAGE, DEFERRED_UPDATE, UPDATE, AUTOCOMPLETION, MODAL, LAUNCH = (
    1,
    4,
    5,
    6,
    7,
    8,
    9,
    12,
)
TITLE, INPUT_LABEL, INPUT_LENGTH, INPUT_PLACEHOLDER, ROWS, LABEL_DESCRIPTION = 45, 45, 4000, 100, 5, 100
SHORT, PARAGRAPH = 1, 2


def callback_fields(fields: Fields, payload: dict[str, Any], files: Sequence[Any] = ()) -> None:
    """Checks the type and what belongs to it."""
    kinds = (PONG, MESSAGE, DEFERRED_MESSAGE, DEFERRED_UPDATE, UPDATE, AUTOCOMPLETION, MODAL, LAUNCH)
    kind = fields.one_of(("type",), payload.get("type"), kinds, required=True)
    data = payload.get("data")
    if data is None:
        if kind in (MESSAGE, AUTOCOMPLETION, MODAL):
            fields.required(("data",))
        return
    if fields.mapping(("data",), data) is None:
        return
    if kind in (MESSAGE, UPDATE):
        message_fields(fields, ("data",), data, files, edit=kind == UPDATE)
    elif kind == AUTOCOMPLETION:
        choices = fields.items(("data", "choices"), data.get("choices"), most=CHOICES)
        for number, choice in enumerate(choices):
            choice_fields(fields, ("data", "choices", number), choice)
    elif kind == MODAL:
        modal_fields(fields, ("data",), data)


def modal_fields(fields: Fields, path: Path, modal: dict[str, Any]) -> None:
    """A form: custom id, title, one to five labelled inputs."""
    fields.text((*path, "custom_id"), modal.get("custom_id"), least=1, most=CUSTOM_ID, required=True)
    fields.text((*path, "title"), modal.get("title"), least=1, most=TITLE, required=True)
    place: Path = (*path, "components")
    items = fields.items(place, modal.get("components"), least=1, most=ROWS)
    for number, item in enumerate(items):
        around = fields.mapping((*place, number), item)
        if around is None:
            continue
        here: Path = (*place, number)
        kind = fields.one_of((*here, "type"), around.get("type"), (ROW, LABEL, TEXT_DISPLAY), required=True)
        if kind == ROW:
            for inner, row_item in enumerate(
                fields.items((*here, "components"), around.get("components"), least=1, most=1)
            ):
                _input(fields, (*here, "components", inner), row_item, labelled=True)
        elif kind == LABEL:
            fields.text((*here, "label"), around.get("label"), least=1, most=INPUT_LABEL, required=True)
            fields.text((*here, "description"), around.get("description"), most=LABEL_DESCRIPTION)
            _input(fields, (*here, "component"), around.get("component"), labelled=False)
    unique_ids(fields, place, items)


def _input(fields: Fields, path: Path, value: Any, *, labelled: bool) -> None:
    """A text input (`labelled`: with its own label, as in a row), or inside a label also a menu or a file."""
    item = fields.mapping(path, value)
    if item is None:
        return
    kinds = (TEXT_INPUT,) if labelled else (TEXT_INPUT, *SELECTS, UPLOAD)
    kind = fields.one_of((*path, "type"), item.get("type"), kinds, required=True)
    if kind in SELECTS:
        select_fields(fields, path, item, in_form=True)
        return
    custom_id_field(fields, path, item)
    if kind != TEXT_INPUT:
        return
    if labelled:
        fields.text((*path, "label"), item.get("label"), least=1, most=INPUT_LABEL, required=True)
    fields.one_of((*path, "style"), item.get("style"), (SHORT, PARAGRAPH), required=True)
    least = fields.whole((*path, "min_length"), item.get("min_length"), least=0, most=INPUT_LENGTH)
    most = fields.whole((*path, "max_length"), item.get("max_length"), least=1, most=INPUT_LENGTH)
    if least is not None and most is not None and least > most:
        fields.wrong((*path, "min_length"), "TEXT_INPUT_MIN_LENGTH", "More than max_length.")
    fields.text((*path, "value"), item.get("value"), most=INPUT_LENGTH, blank=True)
    fields.text((*path, "placeholder"), item.get("placeholder"), most=INPUT_PLACEHOLDER)
    fields.yes_or_no((*path, "required"), item.get("required"))
