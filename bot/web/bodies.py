"""Reading what a browser sends, within bounds: what is too large is refused before it is read."""

import json
from typing import Any

from starlette.requests import Request

from bot.assistant.events import Attachment
from bot.web.answers import Refused

MAX_JSON_BYTES = 1024 * 1024
MAX_FILE_BYTES = 2 * 1024 * 1024
MAX_FILES = 2
#: the largest body there can be; of one that is refused, as much is read and thrown away, since a connection
#: that is closed over unread bytes is reset, and the sentence with it
MAX_BODY_BYTES = MAX_JSON_BYTES + MAX_FILES * MAX_FILE_BYTES

JSON_TYPE = "application/json"
#: one line of JSON with "files": [{"name", "size"}], then the bytes of the files one after another
FILES_TYPE = "application/x-cadenza-turn"


async def read_json(request: Request) -> dict[str, Any]:
    """The JSON object of a request. Raises Refused: 413 beyond 1 MiB, 415 for another type, 400 otherwise."""
    if _media_type(request) != JSON_TYPE:
        raise Refused(415, f"A request is sent as {JSON_TYPE}.")
    return _json_object(
        await _read(request, MAX_JSON_BYTES, "A message of more than 1 MB is not read; send less text.")
    )


def text_in(data: dict[str, Any], name: str, most: int) -> str:
    """The text `name` of a request, "" where it is missing. Raises Refused."""
    value = data.get(name, "")
    if not isinstance(value, str) or len(value) > most:
        raise Refused(400, f"The {name} of a request is text of up to {most} characters.")
    return value


async def read_turn(request: Request) -> tuple[dict[str, Any], tuple[Attachment, ...]]:
    """A turn's JSON and the files that came with it, of at most 2 MiB each. Raises Refused."""
    if _media_type(request) != FILES_TYPE:
        return await read_json(request), ()
    body = await _read(
        request, MAX_BODY_BYTES, "That is more than I read at once; up to two scores of 2 MB each work."
    )
    line, newline, rest = body.partition(b"\n")
    if not newline:
        raise Refused(400, "The files of a turn follow after one line of JSON.")
    data = _json_object(line)
    files = data.pop("files", None)
    if not isinstance(files, list) or not 1 <= len(files) <= MAX_FILES:
        raise Refused(400, f"A turn brings one or {MAX_FILES} files.")
    attachments: list[Attachment] = []
    for file in files:
        name, size = _name_and_size(file)
        if size > MAX_FILE_BYTES:
            raise Refused(413, f"A file of {size / 1048576:.1f} MB is too large; scores up to 2 MB work.")
        attachments.append(Attachment(name, rest[:size]))
        rest = rest[size:]
    if rest or any(
        size != len(a.data) for a, size in zip(attachments, (f["size"] for f in files), strict=True)
    ):
        raise Refused(400, "The files arrived incomplete; send them again.")
    return data, tuple(attachments)


async def _read(request: Request, limit: int, sentence: str) -> bytes:
    """The body, if it has at most `limit` bytes; what is beyond is not kept."""
    declared = request.headers.get("content-length", "")
    if declared.isdecimal() and int(declared) > MAX_BODY_BYTES:
        raise Refused(413, sentence)
    body, length = bytearray(), 0
    async for chunk in request.stream():
        length += len(chunk)
        if length <= limit:
            body += chunk
        elif length > MAX_BODY_BYTES:
            break
    if length > limit:
        raise Refused(413, sentence)
    return bytes(body)


def _media_type(request: Request) -> str:
    return request.headers.get("content-type", "").partition(";")[0].strip().casefold()


def _json_object(body: bytes) -> dict[str, Any]:
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        raise Refused(400, "The request is not JSON.") from None
    if not isinstance(data, dict):
        raise Refused(400, "The request is not a JSON object.")
    try:
        json.dumps(data, ensure_ascii=False).encode()
    except UnicodeEncodeError:  # half of a surrogate pair, which could be neither stored nor sent back
        raise Refused(400, "The request holds half of a character; send whole ones.") from None
    return data


def _name_and_size(file: object) -> tuple[str, int]:
    match file:
        case {"name": str(name), "size": int(size)} if name and size > 0:
            # A browser sends the bare name; anything else must not look like a folder to whoever reads it.
            return name.replace("\\", "/").rpartition("/")[2][-120:], size
    raise Refused(400, "A file has a name and a size of at least one byte.")
