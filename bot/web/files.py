"""Files of Takes and Tracks, under names of ours; audio and pictures are made when first asked for."""

import asyncio
import re
from collections.abc import Collection
from typing import Literal, NamedTuple

from starlette.requests import Request
from starlette.responses import FileResponse, Response

from bot.assistant.assistant import Assistant
from bot.engine.protocol import ConvertFormat
from bot.web.answers import Refused
from bot.web.roll import roll_json


class _Kind(NamedTuple):
    """A suffix of the page's addresses: what the assistant calls it, its media type, whether it is shown."""

    format: ConvertFormat | Literal["mid"]
    media_type: str
    inline: bool = False


_KINDS = {
    ".mid": _Kind("mid", "audio/midi"),
    ".musicxml": _Kind("musicxml", "application/vnd.recordare.musicxml+xml"),
    ".ogg": _Kind("ogg", 'audio/ogg; codecs="opus"', inline=True),
    ".mp3": _Kind("mp3", "audio/mpeg", inline=True),
    ".flac": _Kind("flac", "audio/flac", inline=True),
    ".wav": _Kind("wav", "audio/wav", inline=True),
    ".png": _Kind("png", "image/png", inline=True),
}
_TRACK_SUFFIXES = frozenset({".mid", ".ogg", ".mp3"})
_NAME = re.compile(r"([A-Za-z0-9_-]{1,64})(\.[a-z0-9]{1,8})")
_ROLL = ".json"


class Files:
    """GET /files/<take id>.<suffix> and /tracks/<track id>.<suffix>."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant

    async def take(self, request: Request) -> Response:
        take_id, suffix = _parse(request, {*_KINDS, _ROLL})
        take = await self._assistant.take(take_id)
        if suffix == _ROLL:
            return await self._roll(request, take.midi)
        return await self._answer(request, take.midi, take_id, suffix)

    async def track(self, request: Request) -> Response:
        track_id, suffix = _parse(request, _TRACK_SUFFIXES)
        track = await self._assistant.track(track_id)
        return await self._answer(request, track.midi, track_id, suffix)

    async def _answer(self, request: Request, midi: str, name: str, suffix: str) -> Response:
        kind = _KINDS[suffix]
        path = await self._assistant.media(midi, kind.format)
        headers = _validators(f'"{path.name}"')
        if _is_held(request, headers):
            return Response(status_code=304, headers=headers)
        return FileResponse(
            path,
            headers=headers,
            media_type=kind.media_type,
            filename=f"cadenza-{name[:8]}{suffix}",
            content_disposition_type="inline" if kind.inline else "attachment",
        )

    async def _roll(self, request: Request, midi: str) -> Response:
        path = await self._assistant.media(midi, "mid")
        etag, data = await asyncio.to_thread(roll_json, path)
        headers = _validators(etag)
        if _is_held(request, headers):
            return Response(status_code=304, headers=headers)
        return Response(data, headers=headers, media_type="application/json")


def _parse(request: Request, suffixes: Collection[str]) -> tuple[str, str]:
    match = _NAME.fullmatch(request.path_params["name"])
    if match is None or match[2] not in suffixes:
        known = ", ".join(sorted(suffixes))
        raise Refused(404, f"There is no such file; what can be had ends in {known}.")
    return match[1], match[2]


def _validators(etag: str) -> dict[str, str]:
    # Asked again each time: the same take sounds anew after a better SoundFont was installed.
    return {"etag": etag, "cache-control": "private, no-cache"}


def _is_held(request: Request, headers: dict[str, str]) -> bool:
    """Whether the browser holds this version already (RFC 9110, 13.1.2: weak comparison)."""
    held = {tag.strip().removeprefix("W/") for tag in request.headers.get("if-none-match", "").split(",")}
    return headers["etag"] in held or "*" in held
