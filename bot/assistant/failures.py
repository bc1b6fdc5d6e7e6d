"""How an error becomes the last words of a reply: one clear sentence, and an id when it is our fault."""

import logging
import uuid

from bot.assistant.events import Failed
from bot.engine.wire import EngineFault
from bot.language import retold, say
from music.errors import CadenzaError, StorageUnavailable

log = logging.getLogger("cadenza.assistant")


def failure(error: BaseException, turn_id: str, doing: str) -> Failed:
    """The Failed event for `error`, logged under its id if it was unexpected.

    The log gets the kind of work (`doing`) and the traceback, never what the person wrote.
    """
    if isinstance(error, StorageUnavailable):  # its own words are for operators: paths, servers, what to do
        log.error("%s, while %s", error, doing)
        return Failed(turn_id, say("I cannot reach my memory at the moment; please try again in a minute."))
    if isinstance(error, CadenzaError):
        return Failed(turn_id, retold(str(error)))
    error_id = error.error_id if isinstance(error, EngineFault) else uuid.uuid4().hex[:8]
    log.error("failure %s while %s", error_id, doing, exc_info=error)
    return Failed(
        turn_id,
        say(
            "Something went wrong on my side while {doing}; please try again. "
            "If it happens again, tell the operator the number {number}.",
            doing=retold(doing.partition(" (")[0]),  # what stands in brackets is for the log
            number=error_id,
        ),
        error_id,
    )
