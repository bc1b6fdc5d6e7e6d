"""The gallery: takes that members of a guild rate well are shown once more, where moderators want that."""

from bot.assistant.inquiry import House
from bot.assistant.joining import RATINGS
from music.job import Take
from storage.repositories.guild_settings import GuildSettings
from storage.repositories.ratings import Ratings
from storage.repositories.takes import Takes

_SHOWN = "gallery_shown"
#: so many are remembered; older ones have long been shown
_REMEMBERED = 1000


class Gallery:
    """Only ratings of members who allow the guild to learn from them count here."""

    def __init__(self, house: House) -> None:
        self._house = house

    async def due(self, guild_id: str) -> tuple[str, list[Take]]:
        """The channel of the gallery ("" for none), and the takes that belong there and are not there yet.
        Each is returned once: it is written down as shown."""
        rules = await self._house.rules.of(self._house.database, guild_id)
        if not rules.gallery:
            return "", []
        async with self._house.database.session() as session:
            settings, takes = GuildSettings(session), Takes(session)
            found = await Ratings(session).well_rated_takes(
                guild_id, rules.gallery_stars, RATINGS, joined=True
            )
            shown: list[str] = await settings.get(guild_id, _SHOWN, [])
            new = [take_id for take_id in found if take_id not in set(shown)]
            if new:
                await settings.set(guild_id, _SHOWN, [*shown, *new][-_REMEMBERED:])
            due = [await takes.get(take_id) for take_id in new]
        return rules.gallery, [take for take in due if take is not None]
