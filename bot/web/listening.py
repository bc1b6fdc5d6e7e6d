"""What is a person's own at this browser: favourites, takes, and the Taste that their ratings tell."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.assistant.assistant import Assistant
from bot.language import retold, say, say_many
from bot.language.names import style_name
from bot.language.titles import shown_title, title_name
from bot.web.answers import Refused
from bot.web.bodies import read_json, text_in
from bot.web.persons import Door
from bot.web.turns import GUILD

MOST_FAVOURITES = 50


class ListeningDesk:
    def __init__(self, assistant: Assistant, door: Door) -> None:
        self._assistant = assistant
        self._door = door

    def _me(self, request: Request) -> dict[str, str]:
        return {"guild_id": GUILD, "surface": "web", "person": self._door.person(request)}

    async def favourites(self, request: Request) -> Response:
        """GET /api/favourites: what was given four stars or five, newest first."""
        found = await self._assistant.favourites(**self._me(request), limit=MOST_FAVOURITES)
        told = [
            {
                **one.to_json(),
                "title": shown_title(one.title, one.composer),
                "style": style_name(one.style) if one.style else "",
            }
            for one in found
        ]
        return JSONResponse({"favourites": told})

    async def taste(self, request: Request) -> Response:
        """GET /api/taste: in words and numbers; `ratings` 0 where nothing counts yet."""
        data = (await self._assistant.taste(**self._me(request))).to_json()
        for liking in (*data["likes"], *data["dislikes"], *data["unsure"]):
            liking["aspect"] = retold(liking["aspect"], "aspect")
        return JSONResponse(data)

    async def map(self, request: Request) -> Response:
        """GET /api/taste/map.png"""
        picture = await self._assistant.taste_map(**self._me(request), title="Your taste")
        return Response(picture, media_type="image/png")

    async def export(self, request: Request) -> Response:
        """GET /api/taste/export: all that is known of it, as a file."""
        shown = await self._assistant.taste(**self._me(request))
        headers = {"content-disposition": 'attachment; filename="cadenza-taste.json"'}
        return JSONResponse(shown.export(), headers=headers)

    async def delete(self, request: Request) -> Response:
        """POST /api/takes/delete: {"take": id} of one's own."""
        me, data = self._me(request), await read_json(request)
        take = await self._assistant.delete_take(
            text_in(data, "take", 64), guild_id=me["guild_id"], surface=me["surface"], person=me["person"]
        )
        return JSONResponse({"text": _deleted(take.title)})

    async def reset(self, request: Request) -> Response:
        """POST /api/taste: {"reset": true} forgets the ratings, and the Taste with them."""
        me, data = self._me(request), await read_json(request)
        if data.get("reset") is not True:
            raise Refused(400, 'Send {"reset": true}.')
        gone = await self._assistant.reset_taste(**me)
        words = say_many(
            "Forgotten: {number} rating, and the taste with them.",
            "Forgotten: {number} ratings, and the taste with them.",
            gone,
        )
        return JSONResponse({"text": words})


def _deleted(title: str) -> str:
    if title:
        return say("Deleted: {title}, with its files and ratings.", title=title_name(title))
    return say("Deleted: the take, with its files and ratings.")
