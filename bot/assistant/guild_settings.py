"""What moderators set for their guild: where and to whom Cadenza answers, and how."""

import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any

from bot.assistant.inquiry import House
from bot.assistant.joining import TAKES_JOIN
from bot.assistant.oversight import Moderator, noted
from bot.assistant.styling import style_of
from bot.language import later, say
from bot.language.lists import either
from music.errors import CadenzaError
from music.styles import find_style
from storage.database import Database
from storage.repositories.guild_settings import GuildSettings
from storage.repositories.guilds import Guilds

LANGUAGES = {
    "": later("the language it is asked in"),
    "en": "English",
    "zh": "中文",
    "es": "Español",
    "fr": "Français",
    "de": "Deutsch",
    "pt": "Português",
    "ja": "日本語",
    "ko": "한국어",
    "ru": "Русский",
    "ar": "العربية",
}
MOST_LISTED = 100
#: what other programs on the same database changed is seen this late at most
_FRESH_SECONDS = 15.0
#: guilds whose rules are kept; beyond, those that are old are forgotten
_MOST_KEPT = 500


class BadChoice(CadenzaError):
    """A setting, or a value of one, that does not exist; the sentence says what works."""


class ChangedMeanwhile(CadenzaError):
    """Somebody else changed a setting after it was looked at."""

    def __init__(self, name: str, value: Any) -> None:
        shown = ", ".join(value) if isinstance(value, tuple) else value
        now = "none" if shown == "" else shown
        super().__init__(
            f"Somebody else changed {name.replace('_', ' ')} meanwhile, to {now}. "
            "Nothing of yours was saved yet; save again if you still want it."
        )


@dataclass(frozen=True, slots=True)
class HouseRules:
    """The settings of one guild. `channels` and `roles`: ids of those that may be used and that may ask;
    empty for all. `style`: what a piece is in when nobody says; `language` of the answers, "" for that of
    the question. `piece_seconds` between two pieces of one member once `pieces_at_once` were asked;
    `pieces_a_day` of one member, 0 for any number. `takes_join`: whether takes that members rate well join
    the catalogue. `gallery`: id of the channel that takes rated with `gallery_stars` on average are shown in,
    "" for none.
    """

    channels: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    style: str = ""
    language: str = ""
    piece_seconds: int = 20
    pieces_at_once: int = 5
    pieces_a_day: int = 0
    takes_join: bool = False
    gallery: str = ""
    gallery_stars: float = 4.0

    @property
    def limits_pieces(self) -> bool:
        """Whether moderators have chosen how many pieces a member may ask for."""
        usual = HouseRules()
        mine = (self.piece_seconds, self.pieces_at_once, self.pieces_a_day)
        return mine != (usual.piece_seconds, usual.pieces_at_once, usual.pieces_a_day)

    def refusal(self, channels: Collection[str], roles: Collection[str]) -> str:
        """Why a member with these roles is not answered in a channel, or in its thread; "" if they are."""
        if self.channels and not set(self.channels) & set(channels):
            places = either(f"<#{c}>" for c in self.channels[:3])
            return say("Here I was asked to be quiet; ask me in {places}.", places=places)
        if self.roles and not set(self.roles) & set(roles):
            return say("In this server only members with certain roles may ask me; a moderator knows which.")
        return ""


#: by the name that the guild's settings are stored under
STORED = {f.name: TAKES_JOIN if f.name == "takes_join" else f"rules.{f.name}" for f in fields(HouseRules)}
BOUNDS = {
    "channels": later("up to {most} ids of channels"),
    "roles": later("up to {most} ids of roles"),
    "style": later("the name of a style"),
    "language": later("the code of a language, such as 'en' or 'zh', or nothing"),
    "piece_seconds": later("a whole number from 1 to 3600"),
    "pieces_at_once": later("a whole number from 1 to 20"),
    "pieces_a_day": later("a whole number from 0 (any number) to 1000"),
    "takes_join": later("true or false"),
    "gallery": later("the id of a channel, or nothing"),
    "gallery_stars": later("a number from 1 to 5"),
}


def _ids(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        value = [part for part in value.replace(",", " ").split() if part]
    listed = tuple(dict.fromkeys(str(part) for part in value))
    if len(listed) > MOST_LISTED or not all(part.isdecimal() and len(part) <= 20 for part in listed):
        raise ValueError
    return listed


def _whole(low: int, high: int) -> Callable[[Any], int]:
    def read(value: Any) -> int:
        number = int(value)
        if isinstance(value, bool | float) or not low <= number <= high:
            raise ValueError
        return number

    return read


def _stars(value: Any) -> float:
    number = float(value)
    if not 1 <= number <= 5:
        raise ValueError
    return number


def _truth(value: Any) -> bool:
    return {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}[
        str(value).strip().lower()
    ]


def _language(value: Any) -> str:
    if value not in LANGUAGES:
        raise ValueError
    return str(value)


_READ: dict[str, Callable[[Any], Any]] = {
    "channels": _ids, "roles": _ids, "style": str, "language": _language,
    "piece_seconds": _whole(1, 3600), "pieces_at_once": _whole(1, 20), "pieces_a_day": _whole(0, 1000),
    "takes_join": _truth, "gallery": lambda value: "".join(_ids(value)[:1]), "gallery_stars": _stars,
}  # fmt: skip


@dataclass(slots=True)
class RulesMemory:
    """The rules of the guilds that were asked for lately."""

    kept: dict[str, tuple[float, HouseRules]] = field(default_factory=dict)

    async def of(self, database: Database, guild_id: str) -> HouseRules:
        """What holds in a guild."""
        read, rules = self.kept.get(guild_id, (0.0, HouseRules()))
        if time.monotonic() - read < _FRESH_SECONDS and guild_id in self.kept:
            return rules
        async with database.reading() as session:
            stored = await GuildSettings(session).all(guild_id)
        rules = rules_of(stored)
        now = time.monotonic()
        if len(self.kept) >= _MOST_KEPT:
            self.kept = {g: one for g, one in self.kept.items() if now - one[0] < _FRESH_SECONDS}
        self.kept[guild_id] = (now, rules)
        return rules

    def forget(self, guild_id: str) -> None:
        self.kept.pop(guild_id, None)


def rules_of(stored: dict[str, Any]) -> HouseRules:
    """The rules in a guild's stored settings; what cannot be read is as usual."""
    rules = HouseRules()
    for name, key in STORED.items():
        if key in stored:
            try:
                rules = replace(rules, **{name: _READ[name](stored[key])})
            except (ValueError, KeyError, TypeError):
                continue
    return rules


class Rules:
    """Reads and changes them. Whether a person may change them is for the surface to check."""

    def __init__(self, house: House) -> None:
        self._house = house

    async def of(self, guild_id: str) -> HouseRules:
        """What holds in a guild."""
        return await self._house.rules.of(self._house.database, guild_id)

    async def set(self, who: Moderator, name: str, value: Any) -> HouseRules:
        """Changes one setting. Raises BadChoice, UnknownStyle."""
        return await self.change(who, {name: value})

    async def change(
        self, who: Moderator, values: Mapping[str, Any], seen: Mapping[str, Any] | None = None
    ) -> HouseRules:
        """Changes several settings, or none of them. `seen`: what was there when they were chosen.

        Raises BadChoice, UnknownStyle, and ChangedMeanwhile for one that somebody else has changed since.
        """
        chosen = {name: await self._chosen(who.guild_id, name, value) for name, value in values.items()}
        async with self._house.database.session() as session:
            await who.known(session)
            await Guilds(session).hold(who.guild_id)
            settings = GuildSettings(session)
            now = asdict(rules_of(await settings.all(who.guild_id)))
            for name in chosen.keys() & (seen or {}).keys():
                if seen is not None and _plain(now[name]) not in (_plain(seen[name]), chosen[name]):
                    raise ChangedMeanwhile(name, now[name])
            for name, plain in chosen.items():
                before = await settings.get(who.guild_id, STORED[name])
                if before != plain:
                    await settings.set(who.guild_id, STORED[name], plain)
                    await noted(session, who, "settings.set", STORED[name], before, plain)
        self._house.rules.forget(who.guild_id)
        if chosen.get("takes_join"):
            self._house.catalogue.welcome_soon(who.guild_id)
        return await self.of(who.guild_id)

    async def _chosen(self, guild_id: str, name: str, value: Any) -> Any:
        """A value as it is stored. Raises BadChoice, UnknownStyle."""
        if name not in STORED:
            raise BadChoice(
                say(
                    "There is no setting {name}; there is {known}.",
                    name=f"{name!r:.40}",
                    known=say(", ").join(STORED),
                )
            )
        try:
            chosen = _READ[name](value)
        except (ValueError, KeyError, TypeError, OverflowError):
            bounds = say(BOUNDS[name], most=MOST_LISTED)
            raise BadChoice(
                say("{name} takes {bounds}, not {value}.", name=name, bounds=bounds, value=f"{value!r:.60}")
            ) from None
        if name == "style" and chosen:
            own = await style_of(self._house, guild_id, chosen)
            chosen = own.name if own else find_style(chosen).name
        return _plain(chosen)


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value
