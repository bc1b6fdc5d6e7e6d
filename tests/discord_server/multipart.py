"""Bodies of messages: plain JSON, or `payload_json` with `files[n]`."""

import json
from dataclasses import dataclass
from typing import Any

from aiohttp import BodyPartReader

from tests.discord_server import errors
from tests.discord_server.api import Call


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file in a request; `number` is the n of `files[n]`."""

    number: int
    filename: str
    data: bytes
    content_type: str | None


async def read_body(call: Call) -> tuple[dict[str, Any], list[SentFile]]:
    """The payload and the files of a request, in the order of their numbers."""
    if not call.request.content_type.startswith("multipart/"):
        return checked(await call.json()), []
    payload: Any = {}
    files: list[SentFile] = []
    async for part in await call.request.multipart():
        name = part.name if isinstance(part, BodyPartReader) else None
        if not isinstance(part, BodyPartReader) or name is None:
            raise errors.invalid_form((), "FORM_FIELD_NAMELESS", "Every part of a form needs a name.")
        if name == "payload_json":
            try:
                payload = json.loads(await part.read())
            except ValueError:
                raise errors.ApiError(400, 50109, "The request body contains invalid JSON.") from None
        elif name.startswith("files[") and name.endswith("]") and name[6:-1].isdecimal():
            kind = part.headers.get("Content-Type")
            data = bytes(await part.read())
            files.append(SentFile(int(name[6:-1]), part.filename or "unknown", data, kind))
        else:
            raise errors.invalid_form((name,), "FORM_FIELD_UNKNOWN", f'Unknown form field "{name}".')
    return checked(payload), sorted(files, key=lambda f: f.number)


def checked(payload: Any) -> dict[str, Any]:
    if not isinstance(payload, dict):
        raise errors.invalid_form((), "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")
    return payload
