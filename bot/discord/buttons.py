"""What buttons and menus do. Each is found by its custom_id alone, so it works long after it was drawn."""

import logging
import re
from collections.abc import Awaitable, Callable, Iterator, Mapping
from typing import Any, Self

import discord

from bot.assistant.inquiry import UnknownItem
from bot.assistant.ownership import NotAllowed
from bot.discord import files, privacy
from bot.discord.address import conversation_name, guild_name
from bot.discord.cards import stopped_card
from bot.discord.cogs.menus import chosen_style
from bot.discord.cogs.taste import reset
from bot.discord.cogs.voice import pressed_leave, pressed_skip
from bot.discord.failures import tell
from bot.discord.gallery import show_loved
from bot.discord.modals import open_refine
from bot.discord.rows import ACTIONS, MENUS, PATTERN, PRIVATE, confirm_row, is_ours
from bot.discord.tongue import speak
from bot.discord.turns import answer
from bot.language import retold, say

log = logging.getLogger("cadenza.discord")

Press = discord.Interaction[Any]

_BUTTON = re.compile(
    PATTERN.pattern.replace("|".join(ACTIONS), "|".join(a for a in ACTIONS if a not in MENUS))
)
_MENU = re.compile(rf"cz1:(?P<action>{'|'.join(MENUS)}):(?P<id>\w+)(?::\d)?")


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
            await speak(interaction)
            await _DOES[action](interaction, id_, argument)
        except Exception as error:  # noqa: BLE001 - the person is told, and the log has it
            await tell(interaction, error, f"answering a button ({action})")


class OurMenu(discord.ui.DynamicItem[discord.ui.Select[Any]], template=_MENU):
    """The menus under recommendations, in lists of takes, and of styles."""

    def __init__(self, item: discord.ui.Select[Any], match: re.Match[str]) -> None:
        super().__init__(item)
        self._match = match

    @classmethod
    async def from_custom_id(cls, interaction: Any, item: Any, match: re.Match[str], /) -> Self:
        return cls(item, match)

    async def callback(self, interaction: Press) -> None:
        if not self.item.values:
            await answer_unknown(interaction)
            return
        action, chosen = self._match["action"], self.item.values[0]
        try:
            await speak(interaction)
            if action == "into":
                await chosen_style(interaction, self._match["id"], chosen)
            else:
                await (files.hear if action == "hear" else files.again)(interaction, chosen)
        except Exception as error:  # noqa: BLE001 - the person is told, and the log has it
            await tell(interaction, error, f"answering a menu ({action})")


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
    unknown = say(
        "I don't know this button any more; `/history` finds your takes, and `/help` says what I can do."
    )
    await interaction.response.send_message(unknown, ephemeral=True)


# --- turns ------------------------------------------------------------------------------------------------


async def _star(interaction: Press, id_: str, argument: str) -> None:
    await answer(interaction, intent="rate", target=id_, stars=int(argument), private=True)
    await show_loved(interaction.client, interaction.guild)


async def _vary(interaction: Press, id_: str, argument: str) -> None:
    await answer(interaction, intent="vary", target=id_, private=argument == PRIVATE)


async def _refine(interaction: Press, id_: str, argument: str) -> None:
    await open_refine(interaction, id_, argument)


async def _like(interaction: Press, id_: str, argument: str) -> None:
    await answer(interaction, intent="recommend", target=id_, private=argument == PRIVATE)


async def _why(interaction: Press, id_: str, argument: str) -> None:
    await answer(interaction, intent="explain", target=id_, private=True)


async def _compose(interaction: Press, id_: str, argument: str) -> None:
    await answer(interaction, intent="generate", seed_tracks=id_.split(","))


async def _other(interaction: Press, turn_id: str, argument: str) -> None:
    """The other reading of what was asked, for who asked: their conversation has its words."""
    conversation = conversation_name(interaction.channel_id or 0, interaction.user.id)
    said = await interaction.client.assistant.shelf.other_readings(conversation, turn_id)
    if int(argument or 0) >= len(said):
        sentence = say("Only who asked can choose that, for a month; say it to me in your own words.")
        await interaction.response.send_message(sentence, ephemeral=True)
        return
    await answer(interaction, text=said[int(argument or 0)])


# --- for owners and moderators ----------------------------------------------------------------------------


async def _delete(interaction: Press, id_: str, argument: str) -> None:
    message = interaction.message.id if interaction.message else 0
    await interaction.response.send_message(
        say("Delete this take, with its files and ratings? It cannot be had back."),
        view=confirm_row(id_, message),
        ephemeral=True,
    )


async def _yes(interaction: Press, id_: str, argument: str) -> None:
    await interaction.response.defer()
    if argument == "keep":
        await interaction.edit_original_response(content=say("It stays."), view=None)
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
        await interaction.edit_original_response(content=retold(str(refusal)), view=None)
        return
    deleted = say("Deleted: take {take}.", take=take.id[:6])
    await interaction.edit_original_response(content=deleted, view=None)
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
        await interaction.followup.send(retold(str(refusal)), ephemeral=True)
        return
    if not stopped:
        await interaction.followup.send(say("It is over already; look below."), ephemeral=True)
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
    "other": _other,
    "musicxml": files.musicxml, "mp3": files.mp3, "voice": files.voice,
    "delete": _delete, "yes": _yes, "stop": _stop,
    "learn": privacy.learn, "forget": privacy.forget, "reset": reset,
    "skip": pressed_skip, "leave": pressed_leave,
}  # fmt: skip
