"""Gateway sessions: what each was sent, so that a RESUME misses nothing."""

from __future__ import annotations

import json
import secrets
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from tests.discord_server.intents import Intent

if TYPE_CHECKING:
    from tests.discord_server.gateway import Socket

#: events kept for a RESUME
REPLAY_LIMIT = 20_000
#: seconds (of the server's clock) for which a session without a socket can be resumed
RESUMABLE_SECONDS = 120.0

Sent = Callable[[], None]


class Session:
    """One identified session, with or without a socket at the moment."""

    def __init__(self, intents: Intent, shard: tuple[int, int], outgoing: Callable[[str, Any], None]) -> None:
        self.id = secrets.token_hex(16)
        self.intents = intents
        self.shard = shard
        self._outgoing = outgoing
        self.sequence = 0
        self.socket: Socket | None = None
        #: when it lost its socket, by the server's clock
        self.alone_since: float | None = None
        #: READY and the guilds have been handed to the socket
        self.is_ready = False
        self._sent: deque[tuple[int, str, Sent | None]] = deque(maxlen=REPLAY_LIMIT)

    @property
    def connected(self) -> bool:
        return self.socket is not None

    def covers(self, guild_id: int | None) -> bool:
        """Whether this shard is the guild's; direct messages belong to shard 0."""
        number, count = self.shard
        return number == (0 if guild_id is None else (guild_id >> 22) % count)

    def send(self, event: str, data: Any, sent: Sent | None = None) -> None:
        """Numbers a dispatch and hands it to the socket, or keeps it until a RESUME."""
        self.sequence += 1
        self._outgoing(event, data)
        text = json.dumps({"op": 0, "t": event, "s": self.sequence, "d": data})
        self._sent.append((self.sequence, text, sent))
        if self.socket is not None:
            self.socket.put(text, sent)

    def forget_until(self, sequence: int) -> None:
        """The client has seen everything up to this number (its heartbeat says so)."""
        while self._sent and self._sent[0][0] <= sequence:
            self._sent.popleft()

    def missed(self, sequence: int) -> list[tuple[str, Sent | None]] | None:
        """Everything after that number, or None where it is no longer complete."""
        if sequence > self.sequence:
            return None
        first = self._sent[0][0] if self._sent else self.sequence + 1
        if first > sequence + 1:
            return None
        return [(text, sent) for number, text, sent in self._sent if number > sequence]
