"""What happens, told to the page as it happens (Server-Sent Events)."""

from __future__ import annotations

import asyncio
import json

from aiohttp import web

from tests.discord_server import LoopbackDiscord, Member
from tests.discord_server.page import view

#: many small changes are told together
PAUSE_SECONDS = 0.05


class Stream:
    """One open page: it is sent what differs from what it was sent before."""

    def __init__(self, discord: LoopbackDiscord, member: Member, members: list[Member]) -> None:
        self._discord = discord
        self._member = member
        self._members = members
        self._house = ""
        #: message id -> what was sent of it
        self._sent: dict[str, str] = {}

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Until the page is closed, or the server."""
        response = web.StreamResponse(headers={"Cache-Control": "no-store"})
        response.content_type = "text/event-stream"
        await response.prepare(request)
        with self._discord.changes.watched() as happened:
            try:
                while True:
                    happened.clear()
                    for kind, data in self._news():
                        text = f"event: {kind}\ndata: {data}\n\n"
                        await response.write(text.encode())
                    await happened.wait()
                    await asyncio.sleep(PAUSE_SECONDS)
            except ConnectionError:  # the page was closed
                return response

    def _news(self) -> list[tuple[str, str]]:
        news: list[tuple[str, str]] = []
        house = json.dumps(view.house(self._discord, self._member, self._members))
        if house != self._house:
            self._house = house
            news.append(("house", house))
        now: dict[str, str] = {}
        for channel in list(self._discord.channels.values()):
            if channel.may(self._member.user, "view_channel"):
                for item in view.conversation(channel, self._member):
                    now[item["id"]] = json.dumps(item)
        news += [("gone", json.dumps({"id": number})) for number in self._sent if number not in now]
        news += [("message", text) for number, text in now.items() if self._sent.get(number) != text]
        self._sent = now
        return news
