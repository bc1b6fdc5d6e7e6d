"""What is known of the person at this browser: shown, taken along, deleted; and what they allow."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.assistant.assistant import Assistant
from bot.assistant.consent import CHOICES, TAKEN_DOWN
from bot.language import say
from bot.web.answers import Refused
from bot.web.bodies import read_json
from bot.web.persons import Door
from bot.web.turns import GUILD


class PrivacyDesk:
    def __init__(self, assistant: Assistant, door: Door) -> None:
        self._privacy = assistant.privacy
        self._door = door

    async def show(self, request: Request) -> Response:
        """GET /api/privacy: in short, in words."""
        person = self._door.person(request)
        shown = await self._privacy.show(guild_id=GUILD, surface="web", person=person)
        return JSONResponse({"text": shown.text, "known": shown.known, "consent": shown.choice})

    async def export(self, request: Request) -> Response:
        """GET /api/privacy/export: everything, as a file."""
        data = await self._privacy.export(surface="web", person=self._door.person(request))
        headers = {"content-disposition": 'attachment; filename="cadenza-privacy.json"'}
        return JSONResponse(data, headers=headers)

    async def change(self, request: Request) -> Response:
        """POST /api/privacy: {"consent": "me" | "server" | "none"} or {"delete": true}."""
        person = self._door.person(request)
        data = await read_json(request)
        if data.get("delete") is True:
            deleted = await self._privacy.delete(surface="web", person=person)
            return JSONResponse({"text": deleted.text, "left": list(deleted.left)})
        choice = next((c for c in CHOICES if c == data.get("consent")), None)
        if choice is None:
            raise Refused(400, 'Send {"consent": "me", "server" or "none"}, or {"delete": true}.')
        await self._privacy.choose(choice, guild_id=GUILD, surface="web", person=person)
        return JSONResponse({"text": say(TAKEN_DOWN[choice])})
