"""Refusals: every error that leaves the server is JSON with one sentence, whatever raised it."""

import logging
import uuid

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from bot.assistant.failures import failure
from bot.assistant.guild_settings import ChangedMeanwhile
from bot.assistant.inquiry import UnknownItem
from bot.language import retold, say
from music.errors import CadenzaError, StorageUnavailable
from storage.repositories.styles import Outdated

log = logging.getLogger("cadenza.web")

_STATUS_SENTENCES = {
    404: "There is nothing here; the page is at /.",
    405: "That cannot be done here; the page is at /.",
}


class Refused(Exception):
    """A request that is not carried out: HTTP `status` and a `sentence` for the person."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence


def error_answer(sentence: str, status: int) -> Response:
    """{"error": sentence}; the connection ends when a body may be left unread on it."""
    headers = {"connection": "close"} if status == 413 else None
    return JSONResponse({"error": sentence}, status, headers)


async def on_refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refused)
    return error_answer(retold(error.sentence), error.status)


async def on_cadenza_error(request: Request, error: Exception) -> Response:
    return error_answer(retold(str(error)), 400)


async def on_disconnect(request: Request, error: Exception) -> Response:
    return Response(status_code=400)  # which nobody reads any more


async def on_storage_unavailable(request: Request, error: Exception) -> Response:
    return error_answer(failure(error, "", "answering").text, 503)


async def on_meanwhile(request: Request, error: Exception) -> Response:
    """Somebody else was first: nothing was changed, and the page keeps what was typed."""
    return error_answer(retold(str(error)), 409)


async def on_unknown_item(request: Request, error: Exception) -> Response:
    return error_answer(retold(str(error)), 404)


async def on_http_exception(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return error_answer(retold(_STATUS_SENTENCES.get(error.status_code, error.detail)), error.status_code)


async def on_failure(request: Request, error: Exception) -> Response:
    error_id = log_failure("The page failed to answer %s", request.url.path, error=error)
    return error_answer(say("Something went wrong here; the log has it as {number}.", number=error_id), 500)


def log_failure(message: str, *arguments: object, error: BaseException) -> str:
    """Writes the failure to the log; returns the id under which it stands there."""
    error_id = uuid.uuid4().hex[:8]
    log.error(f"{message} (failure %s)", *arguments, error_id, exc_info=error)
    return error_id


HANDLERS = {
    Refused: on_refused,
    UnknownItem: on_unknown_item,
    StorageUnavailable: on_storage_unavailable,
    ClientDisconnect: on_disconnect,
    Outdated: on_meanwhile,
    ChangedMeanwhile: on_meanwhile,
    CadenzaError: on_cadenza_error,
    HTTPException: on_http_exception,
    Exception: on_failure,
}
