"""Buttons, menus and the other components of a message.

https://docs.discord.com/developers/components/reference
"""

from collections.abc import Iterable
from typing import Any

from tests.discord_server.forms_fields import Fields, Path

ROW, BUTTON, STRING_SELECT, TEXT_INPUT, USER_SELECT, ROLE_SELECT, MENTIONABLE_SELECT, CHANNEL_SELECT = range(
    1, 9
)
SECTION, TEXT_DISPLAY, THUMBNAIL, GALLERY, FILE, SEPARATOR, CONTAINER, LABEL, UPLOAD = (
    9,
    10,
    11,
    12,
    13,
    14,
    17,
    18,
    19,
)
SELECTS = (STRING_SELECT, USER_SELECT, ROLE_SELECT, MENTIONABLE_SELECT, CHANNEL_SELECT)
#: message flag IS_COMPONENTS_V2
V2_FLAG = 1 << 15
LINK_STYLE, PREMIUM_STYLE = 5, 6

ROWS, BUTTONS, CUSTOM_ID, LABEL_LENGTH, OPTIONS, OPTION_TEXT, PLACEHOLDER, URL = (
    5,
    5,
    100,
    80,
    25,
    100,
    150,
    512,
)
#: nested ones counted, with IS_COMPONENTS_V2
TOTAL = 40
TEXT_TOTAL = 4000
ALTERNATIVE = 1024


def components_fields(fields: Fields, path: Path, value: Any, flags: int) -> None:
    """Checks the components of a message, and that no custom id comes twice."""
    v2 = bool(flags & V2_FLAG)
    items = fields.items(path, value, most=TOTAL if v2 else ROWS)
    for number, item in enumerate(items):
        place: Path = (*path, number)
        part = fields.mapping(place, item)
        if part is None:
            continue
        top = (ROW, SECTION, TEXT_DISPLAY, GALLERY, FILE, SEPARATOR, CONTAINER) if v2 else (ROW,)
        if fields.one_of((*place, "type"), part.get("type"), top, required=True) is not None:
            _part(fields, place, part)
    unique_ids(fields, path, items)
    if v2:
        everything = list(_walk(items, path))
        if len(everything) > TOTAL:
            fields.wrong(path, "BASE_TYPE_MAX_LENGTH", f"Must be {TOTAL} or fewer in length.")
        written = sum(
            len(str(i.get("content") or "")) for _, i in everything if i.get("type") == TEXT_DISPLAY
        )
        if written > TEXT_TOTAL:
            fields.wrong(path, "COMPONENT_MAX_TEXT_SIZE_EXCEEDED", f"Text exceeds {TEXT_TOTAL} characters.")


def unique_ids(fields: Fields, path: Path, items: list[Any]) -> None:
    """Marks every custom id that an earlier component of the message or form has."""
    seen: set[str] = set()
    for place, item in _walk(items, path):
        name = item.get("custom_id")
        if not isinstance(name, str):
            continue
        if name in seen:
            fields.wrong(
                (*place, "custom_id"),
                "COMPONENT_CUSTOM_ID_DUPLICATED",
                "Component custom id cannot be duplicated",
            )
        seen.add(name)


def _walk(items: Any, path: Path) -> Iterable[tuple[Path, dict[str, Any]]]:
    for number, item in enumerate(items if isinstance(items, list) else []):
        if not isinstance(item, dict):
            continue
        place: Path = (*path, number)
        yield place, item
        yield from _walk(item.get("components"), (*place, "components"))
        for key in ("accessory", "component"):
            if isinstance(item.get(key), dict):
                yield (*place, key), item[key]


def _part(fields: Fields, path: Path, part: dict[str, Any]) -> None:
    """One component at the top of a message or in a container."""
    kind = part.get("type")
    if kind == ROW:
        _row(fields, path, part)
    elif kind == TEXT_DISPLAY:
        fields.text((*path, "content"), part.get("content"), least=1, most=TEXT_TOTAL, required=True)
    elif kind == SECTION:
        for number, item in enumerate(
            fields.items((*path, "components"), part.get("components"), least=1, most=3)
        ):
            place: Path = (*path, "components", number)
            fields.one_of((*place, "type"), item.get("type"), (TEXT_DISPLAY,), required=True)
            _part(fields, place, item)
        accessory = fields.mapping((*path, "accessory"), part.get("accessory"))
        if accessory is not None:
            kinds = (BUTTON, THUMBNAIL)
            fields.one_of((*path, "accessory", "type"), accessory.get("type"), kinds, required=True)
            _part(fields, (*path, "accessory"), accessory)
    elif kind == BUTTON:
        button_fields(fields, path, part)
    elif kind == THUMBNAIL:
        _media(fields, (*path, "media"), part.get("media"))
        fields.text((*path, "description"), part.get("description"), most=ALTERNATIVE)
    elif kind == GALLERY:
        for number, item in enumerate(fields.items((*path, "items"), part.get("items"), least=1, most=10)):
            _media(fields, (*path, "items", number, "media"), item.get("media"))
    elif kind == FILE:
        _media(fields, (*path, "file"), part.get("file"), schemes=("attachment",))
    elif kind == SEPARATOR:
        fields.one_of((*path, "spacing"), part.get("spacing"), (1, 2))
    elif kind == CONTAINER:
        inner = (ROW, TEXT_DISPLAY, SECTION, GALLERY, SEPARATOR, FILE)
        for number, item in enumerate(
            fields.items((*path, "components"), part.get("components"), least=1, most=TOTAL)
        ):
            place = (*path, "components", number)
            fields.one_of((*place, "type"), item.get("type"), inner, required=True)
            _part(fields, place, item)


def _media(
    fields: Fields, path: Path, value: Any, schemes: tuple[str, ...] = ("http", "https", "attachment")
) -> None:
    media = fields.mapping(path, value)
    if media is not None:
        fields.url((*path, "url"), media.get("url"), schemes=schemes, required=True)


def _row(fields: Fields, path: Path, row: dict[str, Any]) -> None:
    """Up to five buttons, or one menu."""
    place: Path = (*path, "components")
    items = fields.items(place, row.get("components"), least=1, most=BUTTONS)
    kinds = [item.get("type") if isinstance(item, dict) else None for item in items]
    if any(k in SELECTS for k in kinds) and len(items) > 1:
        fields.wrong(
            place,
            "COMPONENT_LAYOUT_WIDTH_EXCEEDED",
            "The specified component exceeds the maximum width",
        )
    for number, item in enumerate(items):
        component = fields.mapping((*place, number), item)
        if component is None:
            continue
        kind = fields.one_of(
            (*place, number, "type"), component.get("type"), (BUTTON, *SELECTS), required=True
        )
        if kind == BUTTON:
            button_fields(fields, (*place, number), component)
        elif kind is not None:
            select_fields(fields, (*place, number), component)


def custom_id_field(fields: Fields, path: Path, item: dict[str, Any]) -> None:
    fields.text(
        (*path, "custom_id"), item.get("custom_id"), least=1, most=CUSTOM_ID, required=True, blank=True
    )


def button_fields(fields: Fields, path: Path, button: dict[str, Any]) -> None:
    """A button: 1 to 4 with a custom id, a link with an address, premium with an SKU."""
    known = ("type", "id", "style", "label", "emoji", "custom_id", "sku_id", "url", "disabled")
    fields.only(path, button, known)
    style = fields.one_of((*path, "style"), button.get("style"), range(1, 7), required=True)
    fields.yes_or_no((*path, "disabled"), button.get("disabled"))
    if style == PREMIUM_STYLE:
        fields.snowflake((*path, "sku_id"), button.get("sku_id"), required=True)
        forbidden: tuple[str, ...] = ("custom_id", "label", "url", "emoji")
    elif style == LINK_STYLE:
        fields.url(
            (*path, "url"), button.get("url"), schemes=("http", "https", "discord"), most=URL, required=True
        )
        forbidden = ("custom_id", "sku_id")
    else:
        custom_id_field(fields, path, button)
        forbidden = ("url", "sku_id")
    for name in forbidden:
        if button.get(name) is not None:
            fields.wrong(
                (*path, name),
                f"BUTTON_COMPONENT_{name.upper()}_NOT_ALLOWED",
                f"A button of style {style} has no {name}.",
            )
    label = fields.text((*path, "label"), button.get("label"), most=LABEL_LENGTH)
    _emoji(fields, (*path, "emoji"), button.get("emoji"))
    if style != PREMIUM_STYLE and not label and not button.get("emoji"):
        fields.wrong(path, "BUTTON_COMPONENT_CONTENT_REQUIRED", "A button needs a label or an emoji.")


def _emoji(fields: Fields, path: Path, value: Any) -> None:
    if value is None:
        return
    emoji = fields.mapping(path, value)
    if emoji is not None and not emoji.get("id"):
        fields.text((*path, "name"), emoji.get("name"), least=1, most=32, required=True)


def select_fields(fields: Fields, path: Path, select: dict[str, Any], *, in_form: bool = False) -> None:
    """A menu: custom id, placeholder, 1 to 25 options for the one with texts, bounds of the choice."""
    custom_id_field(fields, path, select)
    fields.text((*path, "placeholder"), select.get("placeholder"), most=PLACEHOLDER)
    fields.yes_or_no((*path, "disabled"), select.get("disabled"))
    least = fields.whole((*path, "min_values"), select.get("min_values"), least=0, most=OPTIONS)
    most = fields.whole((*path, "max_values"), select.get("max_values"), least=1, most=OPTIONS)
    if least is not None and least > (1 if most is None else most):
        fields.wrong((*path, "min_values"), "SELECT_COMPONENT_MIN_VALUES", "More than max_values.")
    if in_form and select.get("disabled"):
        fields.wrong((*path, "disabled"), "COMPONENT_DISABLED_IN_MODAL", "No menu of a form is disabled.")
    if select.get("type") != STRING_SELECT:
        return
    place: Path = (*path, "options")
    options = fields.items(place, select.get("options"), least=1, most=OPTIONS)
    values: set[Any] = set()
    for number, item in enumerate(options):
        option = fields.mapping((*place, number), item)
        if option is None:
            continue
        for name in ("label", "value"):
            fields.text((*place, number, name), option.get(name), least=1, most=OPTION_TEXT, required=True)
        fields.text((*place, number, "description"), option.get("description"), most=OPTION_TEXT)
        _emoji(fields, (*place, number, "emoji"), option.get("emoji"))
        if option.get("value") in values:
            fields.wrong(
                (*place, number, "value"),
                "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED",
                "The specified option value is already used",
            )
        values.add(option.get("value"))
    if most is not None and most > len(options):
        fields.wrong((*path, "max_values"), "SELECT_COMPONENT_MAX_VALUES", "More than there are options.")
