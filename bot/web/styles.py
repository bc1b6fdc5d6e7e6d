"""The page's own styles: their fields with bounds, every save a version, eight bars to hear, as a file."""

import asyncio
import re
from collections import OrderedDict
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.assistant.assistant import Assistant
from bot.assistant.oversight import Moderator
from bot.assistant.style_fields import BY_NAME, FIELDS, bounds_of, described
from bot.language import called, later, retold, say
from bot.language.names import style_name
from bot.web.answers import Refused
from bot.web.bodies import read_json, text_in
from bot.web.persons import Door
from bot.web.shown import instrument_choices, named
from bot.web.turns import GUILD
from generator.arranger.chord import COLOURS
from music.controls import DENSITIES
from music.style import Style
from music.styles import BUILT_IN_STYLES

#: previews kept, some 100 kB each: a browser asks for a sound several times
_KEPT = 16
_MEDIA_TYPES = {"ogg": 'audio/ogg; codecs="opus"', "mp3": "audio/mpeg"}
#: fields that are chosen from a list; "" is as usual
_CHOICES: dict[str, tuple[str, ...]] = {
    "base": ("", *sorted(BUILT_IN_STYLES)),
    "mode": ("", "major", "minor"),
    "density": ("", *DENSITIES),
    "chords": ("", *COLOURS),
}
#: fields that are asked for in other words than their names
_LABELS = {"base": later("Plays as"), "mode": later("Major or minor")}


class StyleDesk:
    """Whoever may open the page may shape its styles (`moderation`)."""

    def __init__(self, assistant: Assistant, door: Door) -> None:
        self._styles = assistant.styles
        self._door = door
        self._sounds: OrderedDict[tuple[str, ...], bytes] = OrderedDict()
        self._one_by_one = asyncio.Lock()

    def _who(self, request: Request) -> Moderator:
        return Moderator(GUILD, "web", self._door.person(request))

    async def show(self, request: Request) -> Response:
        """GET /api/moderation/styles: the page's own, and what a field takes."""
        self._who(request)
        fields = [
            {
                "name": field.name,
                "label": _label(field.name),
                "bounds": bounds_of(field).strip(),
                "choices": _choices(field.name),
            }
            for field in FIELDS.values()
        ]
        styles = [_shown(style) for style in await self._styles.all(GUILD)]
        return JSONResponse({"styles": styles, "fields": fields, "instruments": instrument_choices()})

    async def change(self, request: Request) -> Response:
        """POST /api/moderation/styles: {"do": "add", "name", "base", "changes"}, {"do": "edit", "name",
        "version", "changes"}, {"do": "remove", "name", "version"} or {"do": "import", "file"}."""
        who, data = self._who(request), await read_json(request)
        match data.get("do"):
            case "add":
                made = await self._styles.add(
                    who, text_in(data, "name", 100), text_in(data, "base", 100), _changes(data)
                )
            case "edit":
                made = await self._styles.edit(
                    who, text_in(data, "name", 100), _changes(data), version=_version(data)
                )
            case "remove":
                made = await self._styles.remove(who, text_in(data, "name", 100), version=_version(data))
            case "import":
                file = text_in(data, "file", 1_000_000).encode()
                return JSONResponse(
                    {"styles": [_shown(style) for style in await self._styles.import_(who, file)]}
                )
            case _:
                raise Refused(400, "A style is added, edited, removed or imported.")
        return JSONResponse({"style": _shown(made)})

    async def export(self, request: Request) -> Response:
        """GET /api/moderation/styles/export: all of them, as a file that import reads."""
        self._who(request)
        headers = {"content-disposition": 'attachment; filename="cadenza-styles.json"'}
        return Response(await self._styles.export(GUILD), media_type="application/json", headers=headers)

    async def preview(self, request: Request) -> Response:
        """GET /api/moderation/preview.ogg and .mp3: eight bars of ?name=, with other fields of the query over
        it; with ?base= of a style that is not saved yet."""
        self._who(request)
        suffix = request.path_params["format"]
        if suffix not in _MEDIA_TYPES:
            raise Refused(404, "A preview is heard as .ogg or .mp3.")
        asked = dict(request.query_params)
        name = asked.pop("name", "")
        new = asked.pop("new", "") == "yes"
        base = asked.get("base", "") if new else ""
        version = asked.pop("version", "")  # what an earlier version sounded like is another sound
        if any(len(value) > 500 for value in asked.values()):
            raise Refused(400, "A field of a style is up to 500 characters.")
        key = (suffix, name, version, base, *sorted(f"{k}={v}" for k, v in asked.items()))
        async with self._one_by_one:
            if key not in self._sounds:
                midi = await self._styles.preview_of(GUILD, name, base, asked) if asked or new else None
                midi = midi or await self._styles.preview(GUILD, name)
                self._sounds[key] = await self._styles.sound(midi, "ogg" if suffix == "ogg" else "mp3")
                while len(self._sounds) > _KEPT:
                    self._sounds.popitem(last=False)
            return _part(request, self._sounds[key], _MEDIA_TYPES[suffix])


def _part(request: Request, data: bytes, media_type: str) -> Response:
    """The part that was asked for (RFC 9110, section 14): a browser looks at the end for the length."""
    headers = {"accept-ranges": "bytes"}
    asked = re.fullmatch(r"bytes=(\d{1,9})-(\d{0,9})", request.headers.get("range", ""))
    if asked is None:
        return Response(data, media_type=media_type, headers=headers)
    first, last = int(asked[1]), min(int(asked[2] or len(data)), len(data) - 1)
    if first > last:
        return Response(status_code=416, headers={"content-range": f"bytes */{len(data)}"})
    headers["content-range"] = f"bytes {first}-{last}/{len(data)}"
    return Response(data[first : last + 1], 206, media_type=media_type, headers=headers)


def _shown(style: Style) -> dict[str, Any]:
    """With `about`, the style in short."""
    fields = described(style)
    about = [
        say("as {style}", style=style_name(fields["base"])) if "base" in fields else "",
        f"{fields['tempo']} bpm" if "tempo" in fields else "",
        fields.get("metre", ""),
        called("mode", fields["mode"]) if "mode" in fields else "",
        named(style.instruments),
    ]
    return {
        "name": style.name,
        "version": style.version,
        "fields": fields,
        "about": " · ".join(filter(None, about)),
    }


def _choices(name: str) -> list[tuple[str, str]] | None:
    """What a field is chosen from, as (value, what it is called); None for one that is typed."""
    if name not in _CHOICES:
        return None
    return [(one, _told(name, one) if one else say("as usual")) for one in _CHOICES[name]]


def _told(field: str, value: str) -> str:
    return retold(value) if field == "chords" else called("style" if field == "base" else field, value)


def _label(name: str) -> str:
    return say(_LABELS[name]) if name in _LABELS else called("field", name).capitalize()


def _changes(data: dict[str, Any]) -> dict[str, str]:
    changes = data.get("changes", {})
    known = isinstance(changes, dict) and set(changes) <= set(BY_NAME)
    if not known or not all(isinstance(value, str) and len(value) <= 500 for value in changes.values()):
        raise Refused(400, "The fields of a style are up to 500 characters of text each.")
    return dict(changes)


def _version(data: dict[str, Any]) -> int:
    version = data.get("version")
    if not isinstance(version, int) or isinstance(version, bool):
        raise Refused(400, "Say which version was looked at.")
    return version
