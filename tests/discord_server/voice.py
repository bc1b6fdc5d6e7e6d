"""The voice server: its gateway (version 8), and a UDP port that hears what the bot sends.

Transport encryption is real (aead_xchacha20_poly1305_rtpsize); end-to-end encryption (DAVE) stays at
version 0, which Discord's protocol allows for.
"""

from __future__ import annotations

import asyncio
import json
import secrets
import struct
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aiohttp import WSMsgType, web

if TYPE_CHECKING:
    from tests.discord_server.guilds import Channel, Guild
    from tests.discord_server.server import LoopbackDiscord

IDENTIFY, SELECT_PROTOCOL, READY, HEARTBEAT, SESSION_DESCRIPTION, SPEAKING, ACK = range(7)
RESUME, HELLO, RESUMED = 7, 8, 9
NOT_AUTHENTICATED, AUTHENTICATION_FAILED, UNKNOWN_PROTOCOL = 4003, 4004, 4012

MODE = "aead_xchacha20_poly1305_rtpsize"
_RTP = struct.Struct(">BBHII")


@dataclass(frozen=True)
class Packet:
    """One RTP packet, decrypted: when it came (monotonic seconds), its numbers, 20 ms of Opus."""

    arrived: float
    sequence: int
    timestamp: int
    opus: bytes


@dataclass(eq=False)
class Call:
    """What one voice connection of the bot was told and what it sent."""

    guild: Guild
    token: str
    ssrc: int
    key: bytes
    packets: list[Packet] = field(default_factory=list)
    speaking: list[int] = field(default_factory=list)
    mode: str = ""
    socket: web.WebSocketResponse | None = None
    #: the address that discovery found and that the bot repeated
    address: tuple[str, int] | None = None
    #: packets that could not be decrypted with the key of the call
    refused: int = 0

    def samples(self, start: int = 0) -> Any:
        """What was heard from packet `start` on, float64 [n, 2] in [-1, 1] at 48 kHz, decoded by libopus."""
        import numpy as np
        from discord.opus import Decoder

        decoder = Decoder()
        sound = b"".join(decoder.decode(p.opus, fec=False) for p in self.packets[start:])
        return np.frombuffer(sound, "<i2").reshape(-1, 2) / 32768


class VoiceServer:
    """Calls by guild. Started and stopped with the loopback server."""

    def __init__(self, discord: LoopbackDiscord) -> None:
        self._discord = discord
        self._transport: asyncio.DatagramTransport | None = None
        self._port = 0
        self.calls: list[Call] = []

    async def start(self, host: str) -> None:
        loop = asyncio.get_running_loop()
        self._transport, _ = await loop.create_datagram_endpoint(lambda: _Ear(self), local_addr=(host, 0))
        self._port = self._transport.get_extra_info("sockname")[1]

    async def stop(self) -> None:
        for call in self.calls:
            if call.socket is not None:
                await call.socket.close()
        if self._transport is not None:
            self._transport.close()

    @property
    def endpoint(self) -> str:
        return self._discord.origin.removeprefix("http://") + "/voice"

    def lend_to(self, http: Any) -> None:
        """discord.py speaks wss:// to every voice server and takes no other address; here, where nobody holds
        a certificate, the same connection is made without TLS."""
        connect, secured = http.ws_connect, f"wss://{self.endpoint}/"

        async def plainly(url: str, **more: Any) -> Any:
            return await connect(url.replace("wss://", "ws://") if url.startswith(secured) else url, **more)

        http.ws_connect = plainly

    def state(self, guild: Guild, data: dict[str, Any]) -> None:
        """Opcode 4 of the main gateway: the bot goes into a voice channel, to another, or out."""
        wanted = data.get("channel_id")
        channel = guild.channels.get(int(wanted)) if wanted else None
        bot = self._discord.bot_user
        if wanted and (channel is None or not channel.may(bot, "connect")):
            return  # Discord says nothing, and the client waits in vain
        guild.move_voice(bot, channel, self_deaf=bool(data.get("self_deaf")))
        if channel is not None:
            call = Call(guild, secrets.token_hex(8), secrets.randbelow(2**32), secrets.token_bytes(32))
            self.calls.append(call)
            told = {"token": call.token, "guild_id": str(guild.id), "endpoint": self.endpoint}
            self._discord.deliver("VOICE_SERVER_UPDATE", told, guild=guild)

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """One voice connection."""
        ws = web.WebSocketResponse()
        await ws.prepare(request)
        if request.query.get("v") != "8":
            await ws.close(code=UNKNOWN_PROTOCOL)
            return ws
        await ws.send_json({"op": HELLO, "d": {"v": 8, "heartbeat_interval": 13_750.0}})
        call: Call | None = None
        async for frame in ws:
            if frame.type is not WSMsgType.TEXT:
                continue
            packet = json.loads(frame.data)
            op, data = packet["op"], packet["d"]
            if op == HEARTBEAT:
                await ws.send_json({"op": ACK, "d": {"t": data["t"]}})
            elif op == IDENTIFY:
                call = self._identified(data)
                if call is None:
                    await ws.close(code=AUTHENTICATION_FAILED)
                    break
                call.socket = ws
                host = self._discord.origin.removeprefix("http://").partition(":")[0]
                ready = {
                    "ssrc": call.ssrc,
                    "ip": host,
                    "port": self._port,
                    "modes": ["aead_aes256_gcm_rtpsize", MODE],
                }
                await ws.send_json({"op": READY, "d": ready})
            elif call is None:
                await ws.close(code=NOT_AUTHENTICATED)
                break
            elif op == SELECT_PROTOCOL:
                await self._select(ws, call, data)
            elif op == SPEAKING:
                assert data["ssrc"] == call.ssrc
                call.speaking.append(data["speaking"])
            self._discord.changed()
        return ws

    def _identified(self, data: dict[str, Any]) -> Call | None:
        """The call whose token, session and server these are."""
        for call in self.calls:
            state = call.guild.voice_states.get(self._discord.bot_user.id)
            if (
                state is not None
                and data["token"] == call.token
                and data["server_id"] == str(call.guild.id)
                and data["user_id"] == str(self._discord.bot_user.id)
                and data["session_id"] == state.session_id
            ):
                return call
        return None

    async def _select(self, ws: web.WebSocketResponse, call: Call, data: dict[str, Any]) -> None:
        chosen = data["data"]
        if data["protocol"] != "udp" or chosen["mode"] != MODE:
            await ws.close(code=UNKNOWN_PROTOCOL)
            return
        assert call.address == (chosen["address"], chosen["port"]), "the address that discovery found"
        call.mode = chosen["mode"]
        described = {
            "mode": call.mode,
            "secret_key": list(call.key),
            "audio_codec": "opus",
            "media_session_id": secrets.token_hex(16),
            "dave_protocol_version": 0,
        }
        await ws.send_json({"op": SESSION_DESCRIPTION, "d": described})

    def received(self, data: bytes, sender: tuple[str, int]) -> None:
        """A datagram: IP discovery or sound."""
        kind, length = struct.unpack_from(">HH", data)
        if len(data) == 74 and (kind, length) == (1, 70):
            (ssrc,) = struct.unpack_from(">I", data, 4)
            for call in self.calls:
                if call.ssrc == ssrc:
                    call.address = sender
                    answer = struct.pack(">HHI64sH", 2, 70, ssrc, sender[0].encode(), sender[1])
                    assert self._transport is not None
                    self._transport.sendto(answer, sender)
            return
        self._heard(data)

    def _heard(self, data: bytes) -> None:
        from nacl.exceptions import CryptoError
        from nacl.secret import Aead

        first, kind, sequence, timestamp, ssrc = _RTP.unpack_from(data)
        call = next((c for c in self.calls if c.ssrc == ssrc), None)
        if call is None or (first, kind) != (0x80, 0x78):
            return
        nonce = data[-4:] + bytes(20)
        try:
            opus = Aead(call.key).decrypt(data[_RTP.size : -4], data[: _RTP.size], nonce)
        except CryptoError:
            call.refused += 1
            return
        call.packets.append(Packet(time.monotonic(), sequence, timestamp, opus))
        if len(call.packets) % 10 == 0:
            self._discord.changed()


class _Ear(asyncio.DatagramProtocol):
    def __init__(self, server: VoiceServer) -> None:
        self._server = server

    def datagram_received(self, data: bytes, addr: Any) -> None:
        self._server.received(data, (addr[0], addr[1]))


@dataclass(eq=False)
class VoiceState:
    """Where somebody is, as Discord tells it."""

    channel: Channel
    session_id: str
    self_deaf: bool = False
