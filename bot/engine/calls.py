"""Calls of the engine child that wait for an answer: told to one child after the other until they have it."""

import asyncio
import signal
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from bot.engine.framing import Message, pack
from bot.engine.protocol import EngineUnavailable
from music.errors import UnreadableScore

#: how often a job is begun while the child is killed under it, by somebody or for want of memory
JOB_ATTEMPTS = 12
#: what it costs a job that the child ended by itself: that is likelier to be the job's fault
FAULT_COSTS = 3
#: after so many, jobs are begun one at a time: one of them ends the children, the others are not to suffer
TRUSTED_ATTEMPTS = 2
_KILLS = (-signal.SIGKILL, -signal.SIGTERM, -signal.SIGINT, -signal.SIGHUP)


@dataclass(eq=False)
class Call:
    message: Message
    attempts_left: int
    #: hard limit once the child began with it; None: unbounded (compositions bound themselves)
    seconds: float | None = None
    answers: "asyncio.Queue[Message | Exception]" = field(default_factory=asyncio.Queue)
    timer: asyncio.TimerHandle | None = None
    overdue: bool = False
    #: has the present child been told?
    sent: bool = False

    @property
    def is_suspect(self) -> bool:
        return self.message["call"] == "submit" and self.attempts_left <= JOB_ATTEMPTS - TRUSTED_ATTEMPTS


class Calls:
    """Those of one engine. `kill_child` is called when the child takes too long over one of them."""

    def __init__(self, kill_child: Callable[[], None]) -> None:
        self._kill_child = kill_child
        self._waiting: dict[int, Call] = {}
        self._next_id = 1
        #: to the present child; None while none accepts calls
        self.writer: asyncio.StreamWriter | None = None

    def __len__(self) -> int:
        return len(self._waiting)

    def __iter__(self) -> Iterator[tuple[int, Call]]:
        """(id, call) of each, as they are now."""
        return iter(list(self._waiting.items()))

    def open(self, message: Message, attempts: int, seconds: float | None = None) -> tuple[int, Call]:
        call = Call(message, attempts, seconds)
        call_id, self._next_id = self._next_id, self._next_id + 1
        message["id"] = call_id
        self._waiting[call_id] = call
        self.send_waiting()
        return call_id, call

    def close(self, call_id: int) -> bool:
        """Nobody waits for it any more; whether it was still open."""
        return self._waiting.pop(call_id, None) is not None

    def accepted_by(self, writer: asyncio.StreamWriter) -> None:
        """A new child."""
        self.writer = writer
        self.send_waiting()

    def send_waiting(self) -> None:
        """Tells the child of every call that it does not know yet, but of one suspect at a time."""
        if self.writer is None:
            return
        suspects = 0
        for call in self._waiting.values():
            suspects += call.is_suspect
            if not call.sent and not (call.is_suspect and suspects > 1):
                call.sent = True
                self.writer.write(pack(call.message))

    def deliver(self, message: Message) -> None:
        """What the child said."""
        call = self._waiting.get(message["id"])
        if call is None:
            return
        if "started" in message:
            if call.seconds is not None:
                call.timer = asyncio.get_running_loop().call_later(call.seconds, self._expire, call)
            return
        if "progress" not in message and call.timer is not None:
            call.timer.cancel()
        if "sound" in message:
            call.message["got"] += 1
        call.answers.put_nowait(message)

    def blame(self, accepted: bool, return_code: int | None) -> None:
        """After a child ended: an overdue call alone is at fault, else each one in flight used an attempt."""
        overdue = any(call.overdue for call in self._waiting.values())
        is_fault = return_code not in _KILLS
        for call_id, call in self:
            was_sent, call.sent = call.sent, False
            if call.timer is not None:
                call.timer.cancel()
                call.timer = None
            if call.overdue:
                self.refuse(
                    call_id,
                    UnreadableScore("The file takes too long to read; one with fewer notes or parts works."),
                )
            elif accepted and was_sent and not overdue:
                call.attempts_left -= FAULT_COSTS if is_fault and call.message["call"] == "submit" else 1
                if call.attempts_left <= 0:
                    self.refuse(call_id, _ended_under(call))

    def refuse(self, call_id: int, error: Exception) -> None:
        call = self._waiting.pop(call_id)
        call.answers.put_nowait(error)
        self.send_waiting()

    def refuse_all(self, sentence: str) -> None:
        for call_id, _ in self:
            self.refuse(call_id, EngineUnavailable(sentence))

    def _expire(self, call: Call) -> None:
        call.overdue = True
        self._kill_child()


def _ended_under(call: Call) -> Exception:
    if call.seconds is not None:
        return UnreadableScore("The engine ended while it read the file; another file works.")
    return EngineUnavailable("The engine ended again and again while it worked on this; please try another.")
