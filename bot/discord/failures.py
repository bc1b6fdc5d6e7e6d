"""The one handler of errors on Discord: each ends in a sentence for the person and a line in the log."""

import logging
import re
from typing import Any

import discord
from discord import app_commands

from bot.assistant.failures import failure
from bot.discord.text import escaped
from bot.language import say
from music.wording import shown

log = logging.getLogger("cadenza.discord")

_CHANNEL = re.compile(r"\\<(#\d{15,20}>)")

#: Discord's error codes (docs.discord.com, Topics, Opcodes and Status Codes)
UNKNOWN_INTERACTION = 10062
ALREADY_ACKNOWLEDGED = 40060
#: there is nobody left to tell: the answer came too late, twice, or its token has ended
NOBODY_TO_TELL = frozenset({UNKNOWN_INTERACTION, ALREADY_ACKNOWLEDGED, 50027, 10015})
#: beyond this a sentence is cut; Discord takes 2,000 characters
MOST_SENTENCE = 1500


def code_of(error: BaseException) -> int:
    """Discord's error code, 0 for errors that are not Discord's."""
    return error.code if isinstance(error, discord.HTTPException) else 0


def changed() -> str:
    """For a command that is not the one that is offered now."""
    return say("That command has changed; type it again, Discord offers the new one in a minute.")


def sentence_for(error: BaseException, doing: str) -> str:
    """What a person is told about `error`; logged with an id if it was unexpected."""
    while isinstance(error, app_commands.CommandInvokeError):
        error = error.original
    if isinstance(error, app_commands.TransformerError):
        return say(
            "I cannot read {value} there; choose one of the values that Discord offers.",
            value=shown(str(error.value)[:60]),
        )
    if isinstance(error, app_commands.CommandNotFound | app_commands.CommandSignatureMismatch):
        return changed()
    return failure(error, "", doing).text


async def tell(interaction: discord.Interaction[Any], error: BaseException, doing: str) -> None:
    """Ends an interaction whose handling failed, privately where it can still be private. Never raises."""
    while isinstance(error, app_commands.CommandInvokeError):
        error = error.original
    if code_of(error) in NOBODY_TO_TELL or isinstance(error, discord.InteractionResponded):
        log.warning("interaction %s: answer refused (%s)", interaction.id, code_of(error) or "answered twice")
        return
    sentence = escaped(sentence_for(error, doing), MOST_SENTENCE)  # which may quote what somebody wrote
    sentence = _CHANNEL.sub(r"<\1", sentence)  # rings nobody, and is a link for those who may see it
    try:
        if interaction.response.is_done():
            await interaction.edit_original_response(content=sentence, embeds=[], attachments=[], view=None)
        else:
            await interaction.response.send_message(sentence, ephemeral=True)
    except (discord.HTTPException, OSError, TimeoutError) as second:
        log.warning("interaction %s: the error could not be told (%s)", interaction.id, type(second).__name__)
