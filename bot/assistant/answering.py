"""From a turn to the events of its reply: understanding, then the use case that the intent names."""

import asyncio
from collections.abc import AsyncIterator, Sequence

from bot.assistant.analyzing import analyze
from bot.assistant.composing import compose
from bot.assistant.conversation import Place
from bot.assistant.events import Intent, ReplyEvent, Turn, Understood
from bot.assistant.explaining import explain
from bot.assistant.filtering import describe_filters
from bot.assistant.inquiry import House, Inquiry, UseCase
from bot.assistant.memory import Memory, recall, state_after
from bot.assistant.operating import blend, continue_, restyle
from bot.assistant.presentation import describe_controls
from bot.assistant.rating import rate
from bot.assistant.recommending import recommend
from bot.assistant.talking import chat, help_, play_or_stop
from bot.assistant.varying import vary
from bot.engine.protocol import Engine, FloatArray
from bot.understanding import Request, read
from bot.understanding.operations import read_operation
from music.controls import Controls
from music.errors import CadenzaError
from music.operation import Operation, OperationKind
from storage.repositories.takes import Takes

USE_CASES: dict[Intent, UseCase] = {
    "recommend": recommend,
    "generate": compose,
    "vary": vary,
    "restyle": restyle,
    "continue": continue_,
    "blend": blend,
    "analyze": analyze,
    "play": play_or_stop,
    "stop": play_or_stop,
    "rate": rate,
    "explain": explain,
    "help": help_,
    "chat": chat,
}
#: the intents of operations that have one of their own
INTENTS: dict[OperationKind, Intent] = {"continue": "continue", "restyle": "restyle", "blend": "blend"}
#: intents whose reply the job runner ends
END_IN_A_JOB = frozenset[Intent]({"generate", "vary", "restyle", "continue", "blend"})


async def inquire(house: House, turn: Turn, place: Place) -> tuple[Inquiry, Understood]:
    """Reads the turn in the light of its conversation. Raises CadenzaError for one that says nothing."""
    entries = await house.conversations.history(place.conversation_id)
    memory = recall(entries, place.sequence)
    earlier = await _earlier(house, turn, memory)
    request = await understand(turn, earlier, house.engine)
    operation = turn.operation or _named(turn, memory)
    intent = _intent(turn, request) if operation is None else INTENTS.get(operation.kind, "vary")
    said = request.controls if operation is None else Controls()  # "bars 5 to 8" are no length
    controls = (turn.controls or Controls()).merged_over(said).checked()
    understood = Understood(
        place.turn_id,
        intent,
        request.language,
        controls,
        round(request.confidence, 3),
        ", ".join(filter(None, (describe_controls(controls), describe_filters(turn.filters)))),
        request.notes,
    )
    return Inquiry(turn, place, request, intent, controls, memory, operation), understood


async def answer(house: House, inquiry: Inquiry) -> AsyncIterator[ReplyEvent]:
    """The events of the use case, without the last one (`Finished`)."""
    async for event in USE_CASES[inquiry.intent](house, inquiry):
        yield event


async def understand(turn: Turn, earlier: Sequence[Request], engine: Engine) -> Request:
    """The Request in the turn's words; a turn without words asks for what its button or file says."""
    if not turn.text.strip():
        if turn.intent is not None:
            return Request(turn.intent)
        if turn.attachments:
            return Request("analyze")
        raise CadenzaError("Say what you would like to hear, for instance “something calm for piano”.")
    loop = asyncio.get_running_loop()

    def encode(texts: Sequence[str]) -> FloatArray:
        return asyncio.run_coroutine_threadsafe(engine.encode_text(texts), loop).result()

    return await asyncio.to_thread(read, turn.text, tuple(earlier), encode)


async def _earlier(house: House, turn: Turn, memory: Memory) -> Sequence[Request]:
    """The requests that the words build on: words at the card of a take build on that take."""
    if turn.target and turn.text.strip():
        async with house.database.reading() as session:
            take = await Takes(session).get(turn.target)
        if take is not None:
            return (Request("generate", controls=state_after(Controls(), take.controls)),)
    return memory.requests


def _named(turn: Turn, memory: Memory) -> Operation | None:
    """An operation that the words name, if there is a piece to do it to."""
    there = turn.attachments or turn.target or memory.take is not None
    return read_operation(turn.text) if there and turn.intent is None else None


def _intent(turn: Turn, request: Request) -> Intent:
    if turn.intent is not None:
        return turn.intent
    if request.intent == "play" and not request.references and request.controls != Controls():
        return "recommend"  # "play something sad"
    if turn.attachments and request.intent in ("chat", "help", "explain"):
        return "analyze"  # a file with small talk around it
    return request.intent
