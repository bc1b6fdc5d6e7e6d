"""The styles of a guild: shaped by its moderators in immutable versions, used by name in requests."""

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.assistant.inquiry import House
from bot.assistant.leftovers import drop_unused
from bot.assistant.oversight import Moderator, noted
from bot.assistant.style_fields import BadStyle, begun, edited, tidy_name
from bot.engine.protocol import ConvertFormat
from bot.language import retold, say
from generator.arranger.arranging import compose_arranged
from generator.arranger.matching import template_of
from music.errors import CadenzaError, UnknownStyle
from music.midi import write_midi
from music.style import Style
from music.styles import find_style, folded
from storage.repositories.styles import Outdated, Styles

#: of one guild
MOST_STYLES = 100
MOST_IMPORTED_BYTES = 200_000
PREVIEW_BARS = 8
#: the mark of an export, and the version of its layout
_MARK, _LAYOUT = "cadenza_styles", 1


class GuildStyles:
    """Whether a person may change them is for the surface to check."""

    def __init__(self, house: House) -> None:
        self._house = house

    async def all(self, guild_id: str) -> list[Style]:
        """The newest version of each, by name."""
        async with self._house.database.reading() as session:
            return await Styles(session).all(guild_id)

    async def get(self, guild_id: str, name: str) -> Style:
        """The newest version. Raises UnknownStyle."""
        async with self._house.database.reading() as session:
            return await Styles(session).get(guild_id, _key(name))

    async def add(self, who: Moderator, name: str, base: str, changes: Mapping[str, Any]) -> Style:
        """A new style, as `base` is but for `changes`. Raises BadStyle, UnknownStyle."""
        style = edited(begun(name, base), changes)
        async with self._house.database.session() as session:
            styles = Styles(session)
            there = await styles.all(who.guild_id)
            if any(other.name == style.name for other in there):
                raise BadStyle(
                    say(
                        "There is a style {name} here already; edit it, or choose another name.",
                        name=repr(style.name),
                    )
                )
            if len(there) >= MOST_STYLES:
                raise BadStyle(say("A server has up to {most} styles; remove one first.", most=MOST_STYLES))
            person = await who.known(session)
            saved = await styles.save(who.guild_id, style, person)
            await noted(session, who, "style.add", saved.name, None, saved.version)
            return saved

    async def edit(
        self, who: Moderator, name: str, changes: Mapping[str, Any], *, version: int | None = None
    ) -> Style:
        """The next version. `version`: the one looked at. Raises BadStyle, UnknownStyle, Outdated."""
        async with self._house.database.session() as session:
            styles = Styles(session)
            old = await styles.get(who.guild_id, _key(name))
            person = await who.known(session)
            saved = await styles.save(who.guild_id, edited(old, changes), person, version)
            if saved.version != old.version:
                await noted(session, who, "style.edit", saved.name, old.version, saved.version)
            return saved

    async def remove(self, who: Moderator, name: str, *, version: int | None = None) -> Style:
        """Hides a style; take codes that were made with it go on working. `version`: the one looked at.
        Raises UnknownStyle, Outdated."""
        async with self._house.database.session() as session:
            styles = Styles(session)
            old = await styles.get(who.guild_id, _key(name))
            if version is not None and version != old.version:
                raise Outdated(old.name, version, old.version)
            await styles.remove(who.guild_id, old.name)
            await who.known(session)
            await noted(session, who, "style.remove", old.name, old.version, None)
            return old

    async def export(self, guild_id: str, names: Sequence[str] = ()) -> bytes:
        """These styles, or all, as a file that `import_` reads. Raises UnknownStyle."""
        chosen = [await self.get(guild_id, name) for name in names] if names else await self.all(guild_id)
        data = {_MARK: _LAYOUT, "styles": [_plain(style) for style in chosen]}
        return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()

    async def import_(self, who: Moderator, data: bytes) -> list[Style]:
        """All styles of a file, or none of them; one whose name is there becomes its next version.

        Raises BadStyle for a file that is none of ours, or one that cannot be played.
        """
        read = _read(data)
        async with self._house.database.session() as session:
            styles = Styles(session)
            there = {style.name: style.version for style in await styles.all(who.guild_id)}
            if len(there.keys() | {style.name for style in read}) > MOST_STYLES:
                raise BadStyle(
                    say("A server has up to {most} styles, and these would be more.", most=MOST_STYLES)
                )
            person = await who.known(session)
            saved = []
            for style in read:
                made = await styles.save(who.guild_id, style, person)
                if made.version != there.get(style.name):
                    await noted(session, who, "style.import", made.name, there.get(style.name), made.version)
                saved.append(made)
            return saved

    async def preview(self, guild_id: str, name: str, seed: int = 0) -> bytes:
        """Eight bars as the style's players play them: a MIDI file. Raises UnknownStyle."""
        try:
            style = await self.get(guild_id, name)
        except UnknownStyle:
            style = find_style(name)
        return await asyncio.to_thread(_eight_bars, style, seed)

    async def preview_of(self, guild_id: str, name: str, base: str, changes: Mapping[str, Any]) -> bytes:
        """As `preview`, of what `edit` or, where `base` says what it begins from, `add` would save.

        Raises BadStyle, UnknownStyle.
        """
        old = begun(name, base) if base else await self.get(guild_id, name)
        return await asyncio.to_thread(_eight_bars, edited(old, changes), 0)

    async def sound(self, midi: bytes, format: ConvertFormat = "ogg") -> bytes:
        """A preview as audio; nothing of it is kept."""
        name = await asyncio.to_thread(self._house.files.put, midi, ".mid")
        made = await self._house.engine.convert(name, format)
        audio = await asyncio.to_thread(self._house.files.get, made)
        await drop_unused(self._house, name)
        await asyncio.to_thread(self._house.files.remove, made)
        return audio


def _eight_bars(style: Style, seed: int) -> bytes:
    made = compose_arranged(
        template_of(style), valence=style.valence, arousal=style.arousal, bars=PREVIEW_BARS, seed=seed
    )
    return write_midi(made.score)


def _key(name: str) -> str:
    return " ".join(name.split()).lower()


def _plain(style: Style) -> dict[str, Any]:
    said = style.said()
    said.pop("version", None)
    said["tempo_bpm"], said["metre"] = list(style.tempo_bpm), style.metre
    said["instruments"] = list(style.instruments)
    return said


def _read(data: bytes) -> list[Style]:
    if len(data) > MOST_IMPORTED_BYTES:
        raise BadStyle(
            say("A file of styles has up to {most} kB; this one is larger.", most=MOST_IMPORTED_BYTES // 1000)
        )
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict) or _MARK not in found or not isinstance(found.get("styles"), list):
        raise BadStyle(say("That is no file of styles; one that “style export” wrote works."))
    if found[_MARK] != _LAYOUT:
        raise BadStyle(
            say("That file of styles was written by a newer Cadenza; export it from one like this.")
        )
    read = []
    for number, entry in enumerate(found["styles"], 1):
        if not isinstance(entry, dict) or "name" not in entry:
            raise BadStyle(
                say(
                    "Style {number} of the file has no name; one that “style export” wrote works.",
                    number=number,
                )
            )
        fields = {key: value for key, value in entry.items() if key not in ("name", "corpus_styles")}
        try:
            read.append(edited(replace(_bare(entry), name=tidy_name(entry["name"])), fields))
        except CadenzaError as error:
            raise BadStyle(
                say(
                    "Style {number} of the file ({name}): {error}",
                    number=number,
                    name=repr(str(entry["name"])[:40]),
                    error=retold(str(error)),
                )
            ) from None
    if len({style.name for style in read}) < len(read):
        raise BadStyle(say("The file has two styles of one name; rename one of them."))
    return read


def _bare(entry: dict[str, Any]) -> Style:
    labels = entry.get("corpus_styles", [])
    plain = isinstance(labels, list) and len(labels) <= 8 and all(isinstance(x, str) for x in labels)
    return Style("", corpus_styles=tuple(x[:40] for x in labels) if plain else ())


async def own_styles(house: House, guild_id: str) -> list[Style]:
    """The guild's styles, which a message may name."""
    async with house.database.reading() as session:
        return await Styles(session).all(guild_id)


def usual_style(name: str, own: Sequence[Style]) -> str | None:
    """The style that a guild chose as its usual one; None where there is none of that name any more."""
    if folded(name) in {folded(style.name) for style in own}:
        return name
    try:
        return find_style(name).name if name else None
    except UnknownStyle:
        return None


async def style_of(house: House, guild_id: str, name: str | None) -> Style | None:
    """The guild's own style of that name or alias; None where it is one that everybody has, or none.

    Raises UnknownStyle for a name that means nothing here, or nothing any more.
    """
    if not name:
        return None
    async with house.database.reading() as session:
        styles = Styles(session)
        for style in await styles.all(guild_id):
            if folded(name) in (folded(style.name), *map(folded, style.aliases)):
                return style
        try:
            find_style(name)
        except UnknownStyle:
            if await styles.history(guild_id, _key(name)):
                await styles.get(guild_id, _key(name))  # raises, and says that it was removed
            raise
    return None
