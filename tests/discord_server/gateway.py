"""The gateway's sockets: HELLO, IDENTIFY, RESUME, heartbeats and close codes of version 10."""

from __future__ import annotations

import asyncio
import json
import time
import zlib
from collections import deque
from typing import TYPE_CHECKING, Any

from aiohttp import WSMsgType, web

from tests.discord_server import payloads
from tests.discord_server.intents import EVERY, PRIVILEGED, Intent
from tests.discord_server.sessions import Sent, Session

if TYPE_CHECKING:
    from tests.discord_server.server import LoopbackDiscord

DISPATCH, HEARTBEAT, IDENTIFY, PRESENCE, VOICE_STATE, RESUME, RECONNECT = 0, 1, 2, 3, 4, 6, 7
REQUEST_MEMBERS, INVALID_SESSION, HELLO, HEARTBEAT_ACK = 8, 9, 10, 11

UNKNOWN_OPCODE, DECODE_ERROR, NOT_AUTHENTICATED, WRONG_TOKEN, ALREADY_AUTHENTICATED = range(4001, 4006)
INVALID_SEQUENCE, RATE_LIMITED, SESSION_TIMED_OUT, INVALID_SHARD = 4007, 4008, 4009, 4010
INVALID_VERSION, INVALID_INTENTS, DISALLOWED_INTENTS = 4012, 4013, 4014

#: payloads a client may send in 60 seconds
SEND_LIMIT = 120


class Closed(Exception):
    """The socket is to be closed with this code."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


class Socket:
    """One connection of a client, from HELLO until it is closed or torn."""

    def __init__(self, discord: LoopbackDiscord, request: web.Request) -> None:
        self._discord = discord
        self._request = request
        self._ws = web.WebSocketResponse(max_msg_size=2**20, compress=False, autoping=True)
        self._queue: asyncio.Queue[tuple[str, Sent | None]] = asyncio.Queue()
        self._compressor = zlib.compressobj() if request.query.get("compress") == "zlib-stream" else None
        self._received: deque[float] = deque()
        self.session: Session | None = None

    async def serve(self) -> web.WebSocketResponse:
        await self._discord.faults.quiet()
        await self._ws.prepare(self._request)
        self._discord.sockets.add(self)
        writer = asyncio.create_task(self._write())
        try:
            if self._request.query.get("v", "10") != "10":
                raise Closed(INVALID_VERSION, "Invalid API version.")
            if self._request.query.get("encoding", "json") != "json":
                raise Closed(DECODE_ERROR, "Only encoding=json is spoken here.")
            self.put_op(HELLO, {"heartbeat_interval": int(self._discord.heartbeat * 1000), "_trace": []})
            await self._read()
        except Closed as closed:
            await self._ws.close(code=closed.code, message=closed.reason.encode())
        finally:
            writer.cancel()
            self._leave()
        return self._ws

    def put(self, text: str, sent: Sent | None = None) -> None:
        self._queue.put_nowait((text, sent))

    def put_op(self, op: int, data: Any) -> None:
        self.put(json.dumps({"op": op, "d": data, "s": None, "t": None}))

    def tear(self) -> None:
        """The connection breaks without a close frame."""
        transport = self._request.transport
        if transport is not None:
            transport.abort()
        self._leave()

    async def close(self, code: int) -> None:
        """The server closes the socket in an orderly way."""
        self._leave()
        await self._ws.close(code=code)

    def _leave(self) -> None:
        self._discord.sockets.discard(self)
        session, self.session = self.session, None
        if session is not None and session.socket is self:
            session.socket = None
            session.alone_since = self._discord.clock.now()
        self._discord.changed()

    async def _write(self) -> None:
        while True:
            text, sent = await self._queue.get()
            await self._discord.faults.quiet()
            if sent is not None:
                sent()
            try:
                if self._compressor is None:
                    await self._ws.send_str(text)
                else:
                    packed = self._compressor.compress(text.encode())
                    packed += self._compressor.flush(zlib.Z_SYNC_FLUSH)
                    await self._ws.send_bytes(packed)
            except ConnectionError:  # torn while sending: the session keeps it for a RESUME
                return

    async def _read(self) -> None:
        patience = self._discord.heartbeat * 1.5
        while True:
            try:
                frame = await self._ws.receive(timeout=patience)
            except TimeoutError:
                raise Closed(SESSION_TIMED_OUT, "Session timed out.") from None
            if frame.type not in (WSMsgType.TEXT, WSMsgType.BINARY):
                if self.session and frame.type is WSMsgType.CLOSE and frame.data in (1000, 1001):
                    self._discord.end_session(self.session)
                return
            self._count()
            try:
                packet = json.loads(frame.data)
                op, data = packet["op"], packet.get("d")
            except (ValueError, KeyError, TypeError):
                raise Closed(DECODE_ERROR, "Error while decoding payload.") from None
            self._handle(op, data)

    def _count(self) -> None:
        now = time.monotonic()
        self._received.append(now)
        while self._received[0] < now - 60:
            self._received.popleft()
        if len(self._received) > SEND_LIMIT:
            raise Closed(RATE_LIMITED, "Rate limited.")

    def _handle(self, op: int, data: Any) -> None:
        if op == HEARTBEAT:
            if self.session and isinstance(data, int):
                self.session.forget_until(data)
            self.put_op(HEARTBEAT_ACK, None)
        elif op == IDENTIFY:
            self._identify(data)
        elif op == RESUME:
            self._resume(data)
        elif self.session is None:
            raise Closed(NOT_AUTHENTICATED, "Not authenticated.")
        elif op == REQUEST_MEMBERS:
            self._members(data)
        elif op == VOICE_STATE:
            guild = self._discord.guilds.get(int(data["guild_id"]))
            if guild is not None and guild.has_bot:
                self._discord.voice.state(guild, data)
        elif op != PRESENCE:
            raise Closed(UNKNOWN_OPCODE, "Unknown opcode.")

    def _identify(self, data: dict[str, Any]) -> None:
        if self.session is not None:
            raise Closed(ALREADY_AUTHENTICATED, "Already authenticated.")
        self._check_token(data)
        wanted = data.get("intents")
        if not isinstance(wanted, int) or wanted & ~int(EVERY):
            raise Closed(INVALID_INTENTS, "Invalid intent(s).")
        if wanted & PRIVILEGED & ~self._discord.allowed_intents:
            raise Closed(DISALLOWED_INTENTS, "Disallowed intent(s).")
        number, count = data.get("shard", (0, 1))
        if not 0 <= number < count:
            raise Closed(INVALID_SHARD, "Invalid shard.")
        session = Session(Intent(wanted), (number, count), self._discord.outgoing)
        self._take(session)
        self._discord.sessions[session.id] = session
        guilds = [g for g in self._discord.guilds.values() if g.has_bot and session.covers(g.id)]
        session.send("READY", self._ready(session, data, [str(g.id) for g in guilds]))
        if session.intents & Intent.GUILDS:
            everyone = bool(session.intents & Intent.GUILD_MEMBERS)
            for guild in guilds:
                session.send("GUILD_CREATE", payloads.full_guild(guild, all_members=everyone))
        session.is_ready = True
        self._discord.identified += 1
        self._discord.changed()

    def _ready(self, session: Session, data: dict[str, Any], guild_ids: list[str]) -> dict[str, Any]:
        ready: dict[str, Any] = {
            "v": 10,
            "user": payloads.own_user(self._discord.bot_user),
            "guilds": [{"id": guild_id, "unavailable": True} for guild_id in guild_ids],
            "session_id": session.id,
            "session_type": "normal",
            "resume_gateway_url": self._discord.gateway_url,
            "application": {
                "id": str(self._discord.application_id),
                "flags": self._discord.application_flags,
            },
            "private_channels": [],
            "relationships": [],
            "presences": [],
            "user_settings": {},
            "geo_ordered_rtc_regions": [],
            "_trace": [],
        }
        if "shard" in data:
            ready["shard"] = data["shard"]
        return ready

    def _resume(self, data: dict[str, Any]) -> None:
        if self.session is not None:
            raise Closed(ALREADY_AUTHENTICATED, "Already authenticated.")
        self._check_token(data)
        session = self._discord.resumable(data.get("session_id"))
        if session is None:
            self.put_op(INVALID_SESSION, False)
            return
        sequence = data.get("seq")
        if not isinstance(sequence, int) or sequence > session.sequence:
            raise Closed(INVALID_SEQUENCE, "Invalid seq.")
        missed = session.missed(sequence)
        if missed is None:
            self._discord.end_session(session)
            self.put_op(INVALID_SESSION, False)
            return
        if session.socket is not None:
            session.socket.tear()
        for text, sent in missed:
            self.put(text, sent)
        self._take(session)
        session.send("RESUMED", {"_trace": []})
        self._discord.resumed += 1
        self._discord.changed()

    def _take(self, session: Session) -> None:
        self.session = session
        session.socket = self
        session.alone_since = None

    def _check_token(self, data: Any) -> None:
        token = data.get("token") if isinstance(data, dict) else None
        if not isinstance(token, str) or token.removeprefix("Bot ") != self._discord.token:
            raise Closed(WRONG_TOKEN, "Authentication failed.")

    def _members(self, data: dict[str, Any]) -> None:
        assert self.session is not None
        guild = self._discord.guilds.get(int(data.get("guild_id", 0)))
        if guild is None or not guild.has_bot:
            return
        wanted = data.get("user_ids")
        query = (data.get("query") or "").lower()
        if wanted is not None:
            ids = [int(i) for i in (wanted if isinstance(wanted, list) else [wanted])]
            found = [guild.members[i] for i in ids if i in guild.members]
            lost = [str(i) for i in ids if i not in guild.members]
        else:
            found = [m for m in guild.members.values() if m.user.name.lower().startswith(query)]
            found, lost = found[: data.get("limit") or None], []
        self.session.send(
            "GUILD_MEMBERS_CHUNK",
            {
                "guild_id": str(guild.id),
                "members": [payloads.member(m) for m in found],
                "chunk_index": 0,
                "chunk_count": 1,
                "not_found": lost,
                **({"nonce": data["nonce"]} if "nonce" in data else {}),
            },
        )
