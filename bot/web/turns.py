"""What a person does on the page: say something, press a button, stop a job, read the conversation."""

import asyncio
import inspect
import re
from typing import Any, get_args

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse

from bot.assistant.assistant import Assistant
from bot.assistant.events import Entry, Failed, Intent, ReplyEvent, TakeReady, Turn
from bot.assistant.filtering import read_filters
from bot.assistant.inquiry import UnknownItem
from bot.web.answers import Refused, log_failure
from bot.web.bodies import read_json, read_turn
from bot.web.events import position, server_sent
from bot.web.persons import Door
from bot.web.shown import instrument_choices, shown, style_choices
from music.controls import Controls
from music.errors import CadenzaError
from music.operation import Operation
from music.styles import BUILT_IN_STYLES
from recommender.ranking_filters import Filters

GUILD = "web"  # the page is a guild of its own
MAX_MESSAGE = 2000
MAX_FILTER = 200
MAX_SEEDS = 10
#: replies that one person may have under way; enough for impatience, too few to fill the queue alone
MAX_OPEN_REPLIES = 8
#: how long a turn may take to begin before it is acknowledged regardless
BEGIN_SECONDS = 2.0

_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_FILTERS = frozenset(inspect.signature(read_filters).parameters)
_INTENTS = frozenset(get_args(Intent))


class Conversations:
    """The page's joint with the assistant. A reply goes on when the browser leaves; `close` ends them all."""

    def __init__(self, assistant: Assistant, door: Door, stopping: asyncio.Event) -> None:
        self._assistant = assistant
        self._door = door
        self._stopping = stopping
        self._replies: dict[asyncio.Task[None], str] = {}

    async def turn(self, request: Request) -> Response:
        """POST /api/turns: 202 once the turn is written down; the reply comes as events."""
        person = self._door.person(request)
        data, attachments = await read_turn(request)
        turn = Turn(
            guild_id=GUILD,
            surface="web",
            person=person,
            conversation_id=self._door.conversation(request, data.get("conversation")),
            text=_text(data),
            attachments=attachments,
            intent=_intent(data),
            target=_id(data, "target"),
            stars=_stars(data),
            controls=_controls(data),
            operation=_operation(data),
            seed_tracks=_seeds(data),
            filters=_filters(data),
            id=_id(data, "id"),
        )
        if not (turn.text.strip() or attachments or turn.intent or turn.operation):
            raise Refused(400, "Say what you would like to hear, for instance 'something calm for piano'.")
        if sum(other == person for other in self._replies.values()) >= MAX_OPEN_REPLIES:
            raise Refused(
                429, f"{MAX_OPEN_REPLIES} of your requests are still under way; wait for one or stop it."
            )
        begun: asyncio.Future[ReplyEvent] = asyncio.get_running_loop().create_future()
        reply = asyncio.create_task(self._reply(turn, begun))
        self._replies[reply] = person
        reply.add_done_callback(self._replies.pop)
        await asyncio.wait((reply, begun), timeout=BEGIN_SECONDS, return_when=asyncio.FIRST_COMPLETED)
        if begun.done() and isinstance(failed := begun.result(), Failed):
            await self._raise_if_untold(turn, failed)
        return JSONResponse({"id": turn.id}, 202)

    async def _raise_if_untold(self, turn: Turn, failed: Failed) -> None:
        """A turn that could not be written down has no conversation to fail in: the sender is told."""
        entries = await self._assistant.history(turn.conversation_id)
        if not any(entry.event.turn_id == failed.turn_id for entry in entries):
            raise Refused(503 if failed.error_id else 400, failed.text)

    async def choices(self, request: Request) -> Response:
        """GET /api/choices: what the forms of a take offer."""
        self._door.person(request)
        own = [style.name for style in await self._assistant.styles.all(GUILD)]
        styles = style_choices([*own, *sorted(BUILT_IN_STYLES)])
        return JSONResponse({"styles": styles, "instruments": instrument_choices()})

    async def cancel(self, request: Request) -> Response:
        """POST /api/cancel: stops a job of this conversation."""
        data = await read_json(request)
        conversation = self._door.conversation(request, data.get("conversation"))
        await self._assistant.cancel(conversation, _id(data, "job"))
        return Response(status_code=204)

    async def history(self, request: Request) -> Response:
        """GET /api/conversation: what was said so far."""
        conversation = self._door.conversation(request, request.query_params.get("id"))
        entries = await self._assistant.history(conversation)
        gone = [not await self._is_there(entry) for entry in entries]
        return JSONResponse(
            {"entries": [shown(entry, is_gone) for entry, is_gone in zip(entries, gone, strict=True)]}
        )

    async def _is_there(self, entry: Entry) -> bool:
        """Whether what an event shows was not deleted since."""
        if isinstance(entry.event, TakeReady):
            try:
                await self._assistant.take(entry.event.take.id)
            except UnknownItem:
                return False
        return True

    async def events(self, request: Request) -> Response:
        """GET /api/events: each event as it happens, as Server-Sent Events."""
        conversation = self._door.conversation(request, request.query_params.get("id"))
        after = position(request.headers.get("last-event-id"), request.query_params.get("after"))
        entries = self._assistant.follow(conversation, after)
        return StreamingResponse(
            server_sent(entries, self._stopping),
            media_type="text/event-stream",
            headers={"x-accel-buffering": "no"},
        )

    async def close(self) -> None:
        """Leaves the replies; their jobs are rows, which the next start finishes."""
        for reply in list(self._replies):
            reply.cancel()
        await asyncio.gather(*self._replies, return_exceptions=True)

    async def _reply(self, turn: Turn, begun: "asyncio.Future[ReplyEvent]") -> None:
        """To the end of the reply. Each event reaches the page through the conversation that stores it."""
        try:
            async for event in self._assistant.handle(turn):
                if not begun.done():
                    begun.set_result(event)
        except Exception as error:  # noqa: BLE001 - nobody awaits this task: the log is where it must end
            log_failure("The reply to a turn ended early", error=error)


def _text(data: dict[str, Any]) -> str:
    text = data.get("text", "")
    if not isinstance(text, str):
        raise Refused(400, "The text of a message is text.")
    if len(text) > MAX_MESSAGE:
        raise Refused(413, f"A message of {len(text)} characters is too long; up to {MAX_MESSAGE} work.")
    return text


def _intent(data: dict[str, Any]) -> Intent | None:
    given = data.get("intent")
    intent: Intent | None = next((known for known in _INTENTS if known == given), None)
    if given is not None and intent is None:
        raise Refused(400, "There is no such button.")
    return intent


def _id(data: dict[str, Any], name: str) -> str:
    value = data.get(name, "")
    if not isinstance(value, str) or (value and not _ID.fullmatch(value)):
        raise Refused(400, f"The {name} of a request is an id of up to 64 letters, digits and dashes.")
    return value


def _filters(data: dict[str, Any]) -> Filters:
    typed = data.get("filters", {})
    if not isinstance(typed, dict) or not set(typed) <= _FILTERS:
        raise Refused(400, "There is no such filter.")
    words = {name: value for name, value in typed.items() if name != "own"}
    if not all(isinstance(value, str) and len(value) <= MAX_FILTER for value in words.values()):
        raise Refused(400, f"A filter is up to {MAX_FILTER} characters of text.")
    try:
        return read_filters(**words, own=typed.get("own") is True)
    except CadenzaError as error:
        raise Refused(400, str(error)) from None


def _seeds(data: dict[str, Any]) -> tuple[str, ...]:
    """What a piece is made from beside its target."""
    seeds = data.get("seeds", [])
    if not isinstance(seeds, list) or len(seeds) > MAX_SEEDS:
        raise Refused(400, f"A piece is made from up to {MAX_SEEDS} others.")
    return tuple(_id({"seed": seed}, "seed") for seed in seeds)


def _controls(data: dict[str, Any]) -> Controls | None:
    """What a form of a take chooses: the style of a restyle, the length of a continuation."""
    chosen = data.get("controls")
    match chosen:
        case None:
            return None
        case {"style": str(style), **rest} if not rest:
            return Controls(style=style)
        case {"bars": int(bars), **rest} if not rest:
            return Controls(bars=bars).checked()
    raise Refused(400, "A form chooses a style by its name, or a number of bars.")


def _operation(data: dict[str, Any]) -> Operation | None:
    """What is done to the target. Raises Refused, ImpossibleControls."""
    named = data.get("operation")
    if named is None:
        return None
    kinds = {
        "kind": (str,),
        "first_bar": (int,),
        "last_bar": (int,),
        "amount": (int, float),
        "instruments": (list,),
    }
    if not isinstance(named, dict) or not all(type(value) in kinds.get(n, ()) for n, value in named.items()):
        raise Refused(400, "There is no such thing to do with a piece.")
    if not all(isinstance(name, str) for name in named.get("instruments", [])):
        raise Refused(400, "There is no such thing to do with a piece.")
    return Operation.from_json(named)


def _stars(data: dict[str, Any]) -> int | None:
    stars = data.get("stars")
    if stars is None:
        return None
    if not isinstance(stars, int) or isinstance(stars, bool) or not 1 <= stars <= 5:
        raise Refused(400, "A rating is 1 to 5 stars.")
    return stars
