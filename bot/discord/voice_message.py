"""A take as a voice message, which plays on phones with one touch and shows its waveform.

Discord's documentation (Message Resource, "Voice Messages"): a message with the flag IS_VOICE_MESSAGE, one
audio attachment with its duration and at most 256 points of waveform, and nothing else on it. discord.py
reads such messages but has no way of its own to send one: its form of an ordinary message gets the rest.
"""

import asyncio
import base64
import io
import logging
from pathlib import Path
from typing import TYPE_CHECKING, Any

import discord
import numpy as np
import soundfile
from discord.http import handle_message_parameters

from bot.discord.desk import NONCE_LENGTH
from bot.discord.text import slug
from bot.language import say
from music.job import Take

if TYPE_CHECKING:
    from bot.discord.client import CadenzaBot

log = logging.getLogger("cadenza.discord")

POINTS, LEAST_SECONDS_A_POINT = 256, 0.1
REFUSED = (
    "I may not send voice messages in this channel; a moderator can give me Send Voice Messages here. "
    "The audio on the card is the same."
)


class VoiceFile(discord.File):
    """The attachment, with what makes it one of a voice message."""

    def __init__(self, data: bytes, name: str, seconds: float, waveform: bytes) -> None:
        super().__init__(io.BytesIO(data), name)
        self.seconds = seconds
        self.waveform = waveform

    def to_dict(self, index: int) -> dict[str, Any]:
        waveform = base64.b64encode(self.waveform).decode()
        return {**super().to_dict(index), "duration_secs": self.seconds, "waveform": waveform}


def voice_file(path: Path, name: str) -> VoiceFile:
    """An audio file as a voice message has it. The waveform is the peak of each stretch, the loudest 255."""
    with soundfile.SoundFile(path) as sound:
        seconds = sound.frames / sound.samplerate
        points = max(1, min(POINTS, int(seconds / LEAST_SECONDS_A_POINT)))
        stretch = -(-sound.frames // points)
        peaks = np.array([float(np.abs(block).max(initial=0.0)) for block in sound.blocks(stretch)])
    loudest = float(peaks.max(initial=0.0)) or 1.0
    waveform = np.round(peaks[:POINTS] / loudest * 255).astype(np.uint8).tobytes()
    return VoiceFile(path.read_bytes(), name, round(seconds, 3), waveform)


async def speak_aloud(interaction: discord.Interaction[Any], take: Take) -> str:
    """Posts a take as a voice message below the message that was pressed; returns what to tell about it."""
    if interaction.guild is not None and not interaction.app_permissions.send_voice_messages:
        return say(REFUSED)
    bot: CadenzaBot = interaction.client
    path = await bot.assistant.media(take.midi, "ogg")
    if path.stat().st_size > interaction.filesize_limit:
        return say("It is too large for this server as a voice message; a shorter piece fits.")
    file = await asyncio.to_thread(voice_file, path, f"{slug(take.title)}-{take.id[:6]}.ogg")
    try:
        await _send(interaction, file, f"voice-{take.id}")
    except discord.Forbidden as error:
        log.info("a voice message was refused (%s)", error.code)
        return say(REFUSED)
    return say("It stands below as a voice message.")


async def _send(interaction: discord.Interaction[Any], file: VoiceFile, nonce: str) -> None:
    """Once within minutes for one nonce, however often it is asked for. Raises discord.HTTPException."""
    about, below = interaction.message, discord.utils.MISSING
    if about is not None and not about.flags.ephemeral:
        below = about.to_reference(fail_if_not_exists=False).to_message_reference_dict()
    form = handle_message_parameters(
        file=file,
        flags=discord.MessageFlags(voice=True),
        nonce=nonce[:NONCE_LENGTH],
        allowed_mentions=discord.AllowedMentions.none(),
        message_reference=below,
    )
    with form as parameters:
        for part in parameters.multipart or ():
            if str(part["name"]).startswith("files["):
                # Discord heeds duration and waveform only of a part that says that it is audio
                part["content_type"] = "audio/ogg"
        await interaction.client.http.send_message(interaction.channel_id, params=parameters)
