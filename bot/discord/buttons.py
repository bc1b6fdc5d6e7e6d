"""What buttons and menus do. Each is found by its custom_id alone, so it works long after it was drawn."""

import logging
import re
from collections.abc import Awaitable, Callable, Iterator, Mapping
from typing import Any, Self

import discord

from bot.assistant.inquiry import UnknownItem
from bot.assistant.ownership import GONE, NotAllowed
from bot.assistant.presentation import duration
from bot.assistant.quotas import TooMuch
from bot.discord import privacy
from bot.discord.address import Address, guild_name
from bot.discord.cards import Card, CardFile, stopped_card, track_facts
from bot.discord.cogs.voice import pressed_leave, pressed_skip
from bot.discord.failures import tell
from bot.discord.gallery import card_of, show_loved
from bot.discord.modals import open_refine
from bot.discord.rows import ACTIONS, PATTERN, confirm_row, is_ours, track_rows
from bot.discord.text import slug
from bot.discord.turns import STOPPING, answer
from music.job import Take

log = logging.getLogger("cadenza.discord")

Press = discord.Interaction[Any]
UNKNOWN = "I don't know this button any more; `/history` finds your takes, and `/help` says what I can do."

_MENUS = ("hear", "again")
_BUTTON = re.compile(
    PATTERN.pattern.replace("|".join(ACTIONS), "|".join(a for a in ACTIONS if a not in _MENUS))
)
_MENU = re.compile(rf"cz1:(?P<action>{'|'.join(_MENUS)}):\w+")


class OurButton(discord.ui.DynamicItem[discord.ui.Button[Any]], template=_BUTTON):
    """Any button of a card."""

    def __init__(self, item: discord.ui.Button[Any], match: re.Match[str]) -> None:
        super().__init__(item)
        self._match = match

    @classmethod
    async def from_custom_id(cls, interaction: Any, item: Any, match: re.Match[str], /) -> Self:
        return cls(item, match)

    async def callback(self, interaction: Press) -> None:
        action, id_, argument = self._match["action"], self._match["id"], self._match["argument"] or ""
        try:
            await _DOES[action](interaction, id_, argument)
        except Exception as error:  # noqa: BLE001 - the person is told, and the log has it
            await tell(interaction, error, f"answering a button ({action})")


class OurMenu(discord.ui.DynamicItem[discord.ui.Select[Any]], template=_MENU):
    """The menus under recommendations and in the history."""

    def __init__(self, item: discord.ui.Select[Any], action: str) -> None:
        super().__init__(item)
        self._action = action

    @classmethod
    async def from_custom_id(cls, interaction: Any, item: Any, match: re.Match[str], /) -> Self:
        return cls(item, match["action"])

    async def callback(self, interaction: Press) -> None:
        if not self.item.values:
            await answer_unknown(interaction)
            return
        try:
            await (_hear if self._action == "hear" else _again)(interaction, self.item.values[0])
        except Exception as error:  # noqa: BLE001 - the person is told, and the log has it
            await tell(interaction, error, f"answering a menu ({self._action})")


ITEMS = (OurButton, OurMenu)


def is_alive(interaction: discord.Interaction[Any]) -> bool:
    """Whether the pressed component is ours and really stands on its message."""
    data: Mapping[str, Any] = interaction.data or {}
    custom_id = str(data.get("custom_id", ""))
    if not is_ours(custom_id) or interaction.message is None:
        return False
    return custom_id in _ids(interaction.message)


def _ids(message: discord.Message) -> Iterator[str]:
    for row in message.components:
        for item in getattr(row, "children", ()):
            yield getattr(item, "custom_id", None) or ""


async def answer_unknown(interaction: discord.Interaction[Any]) -> None:
    await interaction.response.send_message(UNKNOWN, ephemeral=True)


# --- turns ------------------------------------------------------------------------------------------------


async def _star(interaction: Press, id_: str, argument: str) -> None:
    await answer(interaction, intent="rate", target=id_, stars=int(argument), private=True)
    await show_loved(interaction.client, interaction.guild)


async def _vary(interaction: Press, id_: str, argument: str) -> None:
    await answer(interaction, intent="vary", target=id_)


async def _refine(interaction: Press, id_: str, argument: str) -> None:
    await open_refine(interaction, id_)


async def _like(interaction: Press, id_: str, argument: str) -> None:
    await answer(interaction, intent="recommend", target=id_)


async def _why(interaction: Press, id_: str, argument: str) -> None:
    await answer(interaction, intent="explain", target=id_, private=True)


async def _compose(interaction: Press, id_: str, argument: str) -> None:
    await answer(interaction, intent="generate", seed_tracks=id_.split(","))


# --- files ------------------------------------------------------------------------------------------------


async def _musicxml(interaction: Press, id_: str, argument: str) -> None:
    await _file(interaction, id_, "musicxml")


async def _mp3(interaction: Press, id_: str, argument: str) -> None:
    await _file(interaction, id_, "mp3")


async def _file(interaction: Press, take_id: str, kind: Any) -> None:
    if not await _begun(interaction):
        return
    assistant = interaction.client.assistant
    take = await _take(interaction, take_id)
    path = await assistant.media(take.midi, kind)
    await _give(
        interaction, Card(files=(CardFile(f"{slug(take.title)}-{take.id[:6]}.{kind}", path.read_bytes()),))
    )


async def _take(interaction: Press, take_id: str) -> Take:
    """Raises UnknownItem for one that was deleted, whose buttons then go."""
    try:
        take: Take = await interaction.client.assistant.take(take_id)
        return take
    except UnknownItem:
        await _take_buttons_away(interaction)
        raise UnknownItem(GONE) from None


async def _hear(interaction: Press, track_id: str) -> None:
    if not await _begun(interaction):
        return
    assistant = interaction.client.assistant
    track = await assistant.track(track_id)
    path = await assistant.media(track.midi, "ogg")
    facts = ", ".join(
        filter(None, (track.style, track.key, f"{track.tempo_bpm:.0f} bpm", duration(track.seconds)))
    )
    card = Card(
        track_facts(track.title, track.composer, facts),
        files=(CardFile(f"{slug(track.title)}.ogg", path.read_bytes()),),
        view=track_rows(track.id),
    )
    await _give(interaction, card)


async def _again(interaction: Press, take_id: str) -> None:
    if not await _begun(interaction):
        return
    take = await _take(interaction, take_id)
    await _give(interaction, await card_of(interaction.client, take, interaction.filesize_limit))


# --- for owners and moderators ----------------------------------------------------------------------------


async def _delete(interaction: Press, id_: str, argument: str) -> None:
    message = interaction.message.id if interaction.message else 0
    await interaction.response.send_message(
        "Delete this take, with its files and ratings? It cannot be had back.",
        view=confirm_row(id_, message),
        ephemeral=True,
    )


async def _yes(interaction: Press, id_: str, argument: str) -> None:
    await interaction.response.defer()
    if argument == "keep":
        await interaction.edit_original_response(content="It stays.", view=None)
        return
    person = interaction.user.id
    try:
        take = await interaction.client.assistant.delete_take(
            id_,
            guild_id=guild_name(interaction.guild_id, person),
            surface="discord",
            person=str(person),
            moderator=_moderates(interaction),
        )
    except (NotAllowed, UnknownItem) as refusal:
        await interaction.edit_original_response(content=str(refusal), view=None)
        return
    await interaction.edit_original_response(content=f"Deleted: take {take.id[:6]}.", view=None)
    if argument and interaction.channel_id:
        channel = interaction.client.get_partial_messageable(
            interaction.channel_id, guild_id=interaction.guild_id
        )
        try:
            await channel.get_partial_message(int(argument)).delete()
        except discord.HTTPException as error:
            log.info("a message of a deleted take stays (%s)", error.code)


async def _stop(interaction: Press, id_: str, argument: str) -> None:
    await interaction.response.defer()
    person = interaction.user.id
    try:
        stopped = await interaction.client.assistant.stop(
            id_,
            guild_id=guild_name(interaction.guild_id, person),
            surface="discord",
            person=str(person),
            moderator=_moderates(interaction),
        )
    except (NotAllowed, UnknownItem) as refusal:
        await interaction.followup.send(str(refusal), ephemeral=True)
        return
    if not stopped:
        await interaction.followup.send("It is over already; look below.", ephemeral=True)
        return
    understood = await interaction.client.board.settle(id_)
    first = (interaction.message.content if interaction.message else "").split("\n")[0]
    words = stopped_card("").content
    content = f"{first}\n{words}" if first.startswith("> ") else words
    log.info("job %s: stopped (%s)", id_, "known" if understood else "of an earlier program")
    await interaction.edit_original_response(content=content, view=None)


def _moderates(interaction: Press) -> bool:
    """Whether the presser may manage the server or its messages, at this moment."""
    permissions = interaction.permissions
    return interaction.guild_id is not None and (permissions.manage_guild or permissions.manage_messages)


_DOES: dict[str, Callable[[Press, str, str], Awaitable[None]]] = {
    "star": _star, "vary": _vary, "refine": _refine, "like": _like, "why": _why, "compose": _compose,
    "musicxml": _musicxml, "mp3": _mp3, "delete": _delete, "yes": _yes, "stop": _stop,
    "learn": privacy.learn, "forget": privacy.forget,
    "skip": pressed_skip, "leave": pressed_leave,
}  # fmt: skip


# --- private answers that are no turns ----------------------------------------------------------------------


async def _begun(interaction: Press) -> bool:
    """Acknowledges privately and counts it against the limits; False if it was refused."""
    bot = interaction.client
    if bot.is_stopping:
        await interaction.response.send_message(STOPPING, ephemeral=True)
        return False
    await interaction.response.defer(ephemeral=True, thinking=True)
    person = interaction.user.id
    try:
        await bot.admit_turn(Address(interaction.channel_id or 0, person, interaction.guild_id or 0))
    except TooMuch as refusal:
        bot.patience.wait(person, refusal.retry_after)
        await interaction.edit_original_response(content=str(refusal))
        return False
    return True


async def _give(interaction: Press, card: Card) -> None:
    size = sum(len(f.data) for f in card.files)
    if size > interaction.filesize_limit:
        card = Card(
            "That file is too large for this server; MIDI and MusicXML are small, and so is a shorter piece."
        )
    await interaction.edit_original_response(**card.for_edit())


async def _take_buttons_away(interaction: Press) -> None:
    """Of a message whose take is gone."""
    if interaction.message is None or interaction.message.flags.ephemeral:
        return
    try:
        await interaction.message.edit(view=None)
    except discord.HTTPException as error:
        log.info("buttons of a deleted take stay (%s)", error.code)
