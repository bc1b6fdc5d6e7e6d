"""From a turn to the events of its reply: understanding, then the use case that the intent names."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace

from bot.assistant.analyzing import analyze
from bot.assistant.change import describe_change
from bot.assistant.composing import compose
from bot.assistant.conversation import Place
from bot.assistant.events import Intent, ReplyEvent, Turn, Understood
from bot.assistant.explaining import explain
from bot.assistant.filtering import describe_filters
from bot.assistant.going_back import show_again, take_gone_back_to
from bot.assistant.guild_words import read_with_styles
from bot.assistant.inquiry import House, Inquiry, UseCase
from bot.assistant.meaning import Ear, Meaning
from bot.assistant.memory import Memory, recall, state_after
from bot.assistant.operating import blend, continue_, restyle
from bot.assistant.presentation import describe_controls
from bot.assistant.rating import rate
from bot.assistant.recommending import recommend
from bot.assistant.second_reader import read_again
from bot.assistant.styling import own_styles, usual_style
from bot.assistant.talking import chat, help_, play_or_stop
from bot.assistant.varying import vary
from bot.engine.protocol import Engine
from bot.language import current_language, retold, say, use_language
from bot.understanding import Request, read
from bot.understanding.continuing import earlier_state
from bot.understanding.language import language_of
from bot.understanding.limits import LIMITS
from bot.understanding.operations import read_operation
from bot.understanding.text import plain
from music.controls import Controls
from music.errors import CadenzaError
from music.operation import Operation, OperationKind
from music.style import Style
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
#: intents of words that change what was asked before
REFINING = frozenset[Intent]({"vary", "restyle"})
#: intents whose reply the job runner ends, unless it held a take already
END_IN_A_JOB = frozenset[Intent]({"generate", "vary", "restyle", "continue", "blend"})


async def inquire(house: House, turn: Turn, place: Place) -> tuple[Inquiry, Understood]:
    """Reads the turn in the light of its conversation. Raises CadenzaError for one that says nothing."""
    entries = await house.conversations.history(place.conversation_id)
    memory = recall(entries, place.sequence)
    # a first turn without words, as a button sends one, is answered in the language of the surface
    before = memory.requests[-1].language if memory.requests else turn.language or current_language()
    use_language(language_of(plain(turn.text), before))  # also for what cannot be read
    earlier = await _earlier(house, turn, memory)
    styles = await own_styles(house, turn.guild_id)
    rules = await house.rules.of(house.database, turn.guild_id)
    request = await understand(turn, earlier, house.engine, styles)
    if turn.text.strip() and turn.intent is None and turn.operation is None:
        request = await read_again(house.second_reader, turn.text, request, earlier)
    request = replace(request, language=rules.language or request.language)
    operation = turn.operation or _named(turn, memory)
    intent = _intent(turn, request) if operation is None else INTENTS.get(operation.kind, "vary")
    said = request.controls if operation is None else Controls()  # "bars 5 to 8" are no length
    controls = (turn.controls or Controls()).merged_over(said).checked()
    use_language(request.language)
    if intent == "generate" and controls.style is None and not (turn.seed_tracks or turn.attachments):
        controls = replace(controls, style=usual_style(rules.style, styles))
    understood = Understood(
        place.turn_id,
        intent,
        request.language,
        controls,
        round(request.confidence, 3),
        say(", ").join(filter(None, (describe_controls(controls), describe_filters(turn.filters)))),
        tuple(retold(note) for note in request.notes if intent != "chat" or note not in LIMITS),
        _change(intent, earlier, request, controls) if turn.text.strip() and operation is None else "",
        request.alternatives if operation is None and turn.intent is None else (),
    )
    return Inquiry(turn, place, request, intent, controls, memory, operation), understood


def _change(intent: Intent, earlier: Sequence[Request], request: Request, controls: Controls) -> str:
    """What a refinement changed of what was asked before; "" for everything else."""
    before = earlier_state(earlier)
    if before is None or intent not in REFINING:
        return ""
    if request.back_to is not None and before.controls == controls:
        return ""  # back to what is there: the very piece is shown, not another of its kind
    return describe_change(before.controls, controls)


async def answer(house: House, inquiry: Inquiry) -> AsyncIterator[ReplyEvent]:
    """The events of the use case, without the last one (`Finished`)."""
    if (take := await take_gone_back_to(house, inquiry)) is not None:
        async for event in show_again(inquiry, take):
            yield event
        return
    async for event in USE_CASES[inquiry.intent](house, inquiry):
        yield event


async def understand(
    turn: Turn, earlier: Sequence[Request], engine: Engine, styles: Sequence[Style] = ()
) -> Request:
    """The Request in the turn's words; a turn without words asks for what its button or file says."""
    if not turn.text.strip():
        if turn.intent is not None:
            return Request(turn.intent, current_language())
        if turn.attachments:
            return Request("analyze", current_language())
        raise CadenzaError(say("Say what you would like to hear, for instance “something calm for piano”."))
    loop = asyncio.get_running_loop()
    encode, hear = Meaning(engine, loop), Ear(engine, loop)

    def read_one(text: str) -> Request:
        return read(text, tuple(earlier), encode, hear)

    return await asyncio.to_thread(read_with_styles, turn.text, earlier, styles, read_one)


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
