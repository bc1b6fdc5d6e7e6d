"""The files behind a card: what the buttons and menus that give one do. All answer privately."""

import logging
from typing import Any

import discord

from bot.assistant.inquiry import UnknownItem
from bot.assistant.ownership import GONE
from bot.discord.cards import Card, CardFile, track_facts
from bot.discord.gallery import card_of
from bot.discord.privately import begun, give
from bot.discord.rows import track_rows
from bot.discord.text import slug
from bot.discord.voice_message import speak_aloud
from bot.language import retold
from music.job import Take

log = logging.getLogger("cadenza.discord")

Press = discord.Interaction[Any]


async def musicxml(interaction: Press, id_: str, argument: str) -> None:
    await _file(interaction, id_, "musicxml")


async def mp3(interaction: Press, id_: str, argument: str) -> None:
    await _file(interaction, id_, "mp3")


async def _file(interaction: Press, take_id: str, kind: Any) -> None:
    if not await begun(interaction):
        return
    take = await take_of(interaction, take_id)
    path = await interaction.client.assistant.media(take.midi, kind)
    name = f"{slug(take.title)}-{take.id[:6]}.{kind}"
    await give(interaction, Card(files=(CardFile(name, path.read_bytes()),)))


async def voice(interaction: Press, take_id: str, argument: str) -> None:
    """The take as a voice message, below its card, for all who read the channel."""
    if not await begun(interaction, rules=True):
        return
    take = await take_of(interaction, take_id)
    sentence = await speak_aloud(interaction, take)
    await interaction.edit_original_response(content=sentence)


async def hear(interaction: Press, track_id: str) -> None:
    """A track of the catalogue."""
    if not await begun(interaction):
        return
    assistant = interaction.client.assistant
    track = await assistant.track(track_id)
    path = await assistant.media(track.midi, "ogg")
    file = CardFile(f"{slug(track.title)}.ogg", path.read_bytes())
    await give(interaction, Card(track_facts(track), files=(file,), view=track_rows(track.id)))


async def again(interaction: Press, take_id: str) -> None:
    """A take that was made before."""
    if not await begun(interaction):
        return
    take = await take_of(interaction, take_id)
    await give(interaction, await card_of(interaction.client, take, interaction.filesize_limit))


async def take_of(interaction: Press, take_id: str) -> Take:
    """Raises UnknownItem for one that was deleted, whose buttons then go."""
    try:
        take: Take = await interaction.client.assistant.take(take_id)
        return take
    except UnknownItem:
        await _take_buttons_away(interaction)
        raise UnknownItem(retold(GONE)) from None


async def _take_buttons_away(interaction: Press) -> None:
    """Of a message whose take is gone."""
    if interaction.message is None or interaction.message.flags.ephemeral:
        return
    try:
        await interaction.message.edit(view=None)
    except discord.HTTPException as error:
        log.info("buttons of a deleted take stay (%s)", error.code)
