"""The moderator's view: settings, the log with undo, tracks never to recommend, and the page in figures.

Whoever may open the page is its moderator: it is open on this machine alone, or to those who hold the token.
"""

from dataclasses import asdict
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.assistant.assistant import Assistant
from bot.assistant.guild_settings import BOUNDS, LANGUAGES, HouseRules
from bot.assistant.oversight import Moderator
from bot.language import retold, say
from bot.language.names import style_name
from bot.language.titles import title_name
from bot.web.answers import Refused
from bot.web.bodies import read_json, text_in
from bot.web.persons import Door
from bot.web.shown import style_choices
from bot.web.turns import GUILD
from music.styles import BUILT_IN_STYLES

#: what the page has; channels, roles and galleries are Discord's
NAMES = ("style", "language", "piece_seconds", "pieces_at_once", "pieces_a_day", "takes_join")
MOST_CHANGES, MOST_TRACKS = 50, 10


class ModerationDesk:
    def __init__(self, assistant: Assistant, door: Door) -> None:
        self._assistant = assistant
        self._door = door

    def _who(self, request: Request) -> Moderator:
        return Moderator(GUILD, "web", self._door.person(request))

    async def settings(self, request: Request) -> Response:
        """GET /api/moderation/settings: what holds, and what may be chosen."""
        self._who(request)
        own = [style.name for style in await self._assistant.styles.all(GUILD)]
        return JSONResponse(
            {
                "settings": _shown(await self._assistant.rules.of(GUILD)),
                "bounds": {name: say(BOUNDS[name]).strip() for name in NAMES},
                "languages": {code: retold(name) for code, name in LANGUAGES.items()},
                "styles": {"own": style_choices(own), "everybody": style_choices(sorted(BUILT_IN_STYLES))},
            }
        )

    async def set(self, request: Request) -> Response:
        """POST /api/moderation/settings: {"changes": {…}, "seen": {…}}, all of it or nothing."""
        who, data = self._who(request), await read_json(request)
        changes, seen = data.get("changes"), data.get("seen", {})
        if not isinstance(changes, dict) or not isinstance(seen, dict) or not {*changes, *seen} <= set(NAMES):
            raise Refused(400, f"The settings of the page are {', '.join(NAMES)}.")
        rules = await self._assistant.rules.change(who, changes, seen)
        return JSONResponse({"settings": _shown(rules)})

    async def log(self, request: Request) -> Response:
        """GET /api/moderation/log: the newest changes. Names of others would be their keys to the page."""
        who = self._who(request)
        changes = await self._assistant.oversight.log(GUILD, MOST_CHANGES)
        return JSONResponse(
            {
                "changes": [
                    {
                        "id": change.id,
                        "done": change.done.isoformat(),
                        "who": "you" if change.person == who.person else "somebody",
                        "text": change.text,
                        "can_undo": change.can_undo,
                    }
                    for change in changes
                ]
            }
        )

    async def undo(self, request: Request) -> Response:
        """POST /api/moderation/undo: {"id": number of a change}."""
        who, data = self._who(request), await read_json(request)
        number = data.get("id")
        if not isinstance(number, int) or isinstance(number, bool) or not 0 < number < 2**63:
            raise Refused(400, "A change has a number; the log shows it.")
        return JSONResponse({"text": await self._assistant.oversight.undo(who, number)})

    async def tracks(self, request: Request) -> Response:
        """GET /api/moderation/tracks?words=: tracks by title or composer, and which are blocked."""
        self._who(request)
        words = request.query_params.get("words", "").strip()[:100]
        curation = self._assistant.curation
        found = await curation.find(words, guild_id=GUILD, limit=MOST_TRACKS) if words else []
        blocked = await curation.blocked(GUILD)
        ids = {block.track_id for block in blocked}
        return JSONResponse(
            {
                "found": [
                    {"id": t.id, "title": t.title, "composer": t.composer, "blocked": t.id in ids}
                    for t in found
                ],
                "blocked": [{"id": block.track_id, "title": block.title} for block in blocked],
            }
        )

    async def block(self, request: Request) -> Response:
        """POST /api/moderation/block: {"track": id, "blocked": whether it shall be}."""
        who, data = self._who(request), await read_json(request)
        track, here = text_in(data, "track", 64), {"guild_id": GUILD, "surface": "web", "person": who.person}
        if data.get("blocked") is True:
            title = (await self._assistant.curation.block(track, **here)).title
            told = say("{title} is not recommended here any more.", title=say("“{title}”", title=title))
            return JSONResponse({"text": told})
        await self._assistant.curation.unblock(track, **here)
        return JSONResponse({"text": say("It may be recommended here again.")})

    async def figures(self, request: Request) -> Response:
        """GET /api/moderation/figures: counts and means, nobody named."""
        self._who(request)
        data = (await self._assistant.figures.of(GUILD)).to_json()
        for row in data["styles"]:
            row["style"] = style_name(row["style"])
        for one in (*data["best"], *data["heard"]):
            one["title"] = title_name(one["title"])
        return JSONResponse(data)


def _shown(rules: HouseRules) -> dict[str, Any]:
    data = asdict(rules)
    return {name: data[name] for name in NAMES}
