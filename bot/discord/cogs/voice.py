"""/play, /skip, /stop, /queue and /radio: music aloud in the voice channel of the one who asks."""

import asyncio
import logging
from collections import defaultdict
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.assistant.playing.radio import Radio
from bot.assistant.playing.stage import Stage
from bot.assistant.quotas import TooMuch
from bot.discord import cards, completion, desk, joining
from bot.discord.address import Address, guild_name
from bot.discord.failures import sentence_for, tell
from bot.discord.moderation import refusal
from bot.discord.now_playing import queue_lines
from bot.discord.privately import begun, give
from bot.discord.tongue import speak_of
from bot.discord.voice_room import VoiceRoom
from bot.language import retold, say
from bot.language.titles import shown_title
from music.controls import Controls
from music.errors import CadenzaError

if TYPE_CHECKING:
    from bot.discord.client import CadenzaBot

log = logging.getLogger("cadenza.discord")

Use = discord.Interaction["CadenzaBot"]
NOTHING_PLAYS = "I am in no voice channel here; /play or /radio brings me to yours."
NOT_LISTENING = "Only those who listen in the voice channel, and moderators, can do that."
#: radios that one program keeps going: each composes without end
MOST_RADIOS = 3
RESTARTING = "I am just being restarted; /play or /radio brings me back in a minute."


class Voice(commands.Cog):
    """The rooms that the bot is in, one a server at most."""

    def __init__(self, bot: "CadenzaBot") -> None:
        self.bot = bot
        self._rooms: dict[int, VoiceRoom] = {}
        self._joining: defaultdict[int, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def cog_unload(self) -> None:
        """The program stops: leaves every channel."""
        await asyncio.gather(*(room.close(say(RESTARTING)) for room in list(self._rooms.values())))

    # --- commands ------------------------------------------------------------------------------------------

    @app_commands.command(description="Play a take or a track in your voice channel")
    @app_commands.guild_only()
    @app_commands.describe(what="A take, or words: “something calm for piano” (your newest take)")
    @app_commands.autocomplete(what=completion.takes)
    async def play(self, interaction: Use, what: app_commands.Range[str, 1, 500] = "") -> None:
        async def do() -> str:
            joining.channel_of(interaction.user)  # before anything is looked for
            piece = await (await self._stage(interaction)).choose(what)
            room = await self._room(interaction)
            before = room.player.add(piece)
            room.message.change()
            channel = room.channel.mention
            if before > 1:
                where = say("{number} come before it.", number=before)
            elif before:
                where = say("It plays next in {channel}.", channel=channel)
            else:
                where = say("It plays in {channel}.", channel=channel)
            return say("Queued: {title}. {where}", title=shown_title(piece.title, piece.by), where=where)

        await self._answer(interaction, do)

    @app_commands.command(
        description="Compose without end in your voice channel; again to steer it: “darker”"
    )
    @app_commands.guild_only()
    @app_commands.describe(mood="“rainy night, piano”; while it is on: “darker”, “slower”; “off” ends it")
    async def radio(self, interaction: Use, mood: app_commands.Range[str, 1, 500] = "") -> None:
        await self._answer(interaction, lambda: self._radio(interaction, mood.strip()))

    @app_commands.command(description="Go on to the next piece in the voice channel")
    @app_commands.guild_only()
    async def skip(self, interaction: Use) -> None:
        await self._answer(interaction, lambda: self._skip(interaction))

    @app_commands.command(description="Stop playing and leave the voice channel")
    @app_commands.guild_only()
    async def stop(self, interaction: Use) -> None:
        await self._answer(interaction, lambda: self._stop(interaction))

    @app_commands.command(
        description="What is playing in the voice channel, and what follows; only you see it"
    )
    @app_commands.guild_only()
    async def queue(self, interaction: Use) -> None:
        async def do() -> str:
            player = self._here(interaction).player
            now = say("Nothing sounds at the moment.")
            if player.now:
                now = say("Now: {title}.", title=shown_title(player.now.title, player.now.by))
            return "\n".join(filter(None, (now, queue_lines(player.queue))))

        await self._answer(interaction, do)

    # --- buttons and messages ------------------------------------------------------------------------------

    async def press(self, interaction: discord.Interaction[Any], piece_id: str) -> None:
        """Skip (that piece and no later one) or, without an id, Leave under what is playing."""
        do = (lambda: self._skip(interaction, piece_id)) if piece_id else (lambda: self._stop(interaction))
        await self._answer(interaction, do)

    async def steered(self, message: discord.Message, text: str) -> bool:
        """Whether a message is a reply to the one that shows what is playing: then it steers the radio."""
        room = self._rooms.get(message.guild.id) if message.guild else None
        replied = message.reference.message_id if message.reference else None
        if room is None or not replied or replied != room.message.message_id or room.radio is None:
            return False
        address = Address(
            message.channel.id,
            message.author.id,
            message.guild.id if message.guild else 0,
            reply_to=message.id,
        )
        await speak_of(self.bot, message, text)
        try:
            await self.bot.admit_turn(address)
            if rules := await refusal(self.bot, address.guild, message.channel, message.author):
                raise CadenzaError(rules)
            if str(message.author.id) not in room.listeners:
                raise CadenzaError(say(NOT_LISTENING))
            sentence = await self._steer(room, room.radio, text)
        except TooMuch as too_much:
            if not self.bot.patience.wait(address.person, too_much.retry_after):
                return True
            sentence = retold(str(too_much))
        except Exception as error:  # noqa: BLE001 - the person is told, and the log has it
            sentence = sentence_for(error, "steering the radio")
        try:
            await desk.send(message.channel, address, cards.sentence_card(sentence), str(message.id))
        except (discord.HTTPException, OSError, TimeoutError) as error:
            log.info("message %s: no answer (%s)", message.id, type(error).__name__)
        return True

    @commands.Cog.listener()
    async def on_voice_state_update(
        self, member: discord.Member, before: discord.VoiceState, after: discord.VoiceState
    ) -> None:
        """Somebody came, went or was moved; perhaps the bot itself was thrown out."""
        room = self._rooms.get(member.guild.id)
        if room is None:
            return
        if self.bot.user is not None and member.id == self.bot.user.id and after.channel is None:
            room.thrown_out()
        else:
            room.look()

    # --- what they do --------------------------------------------------------------------------------------

    async def _radio(self, interaction: Use, mood: str) -> str:
        room = self._rooms.get(interaction.guild_id or 0)
        radio = room.radio if room is not None else None
        if room is not None and radio is not None:
            if not mood:
                return say(
                    "The radio plays: {music}. Say /radio with “darker” or “off”.", music=radio.description
                )
            self._check_listens(interaction, room)
            if mood.casefold() in ("off", "stop"):
                await room.player.follow(None)
                room.message.change()
                return say("The radio ends with this piece.")
            return await self._steer(room, radio, mood)
        if not mood or mood.casefold() in ("off", "stop"):
            raise CadenzaError(say("No radio is on; say a mood, for instance “rainy night, piano”."))
        joining.channel_of(interaction.user)
        if sum(r.radio is not None for r in self._rooms.values()) >= MOST_RADIOS:
            raise CadenzaError(say("As many radios are on as I can compose for; please try again later."))
        stage = await self._stage(interaction)
        controls = (await stage.read(mood, Controls())).controls
        person = str(interaction.user.id)
        guild = guild_name(interaction.guild_id, interaction.user.id)
        await self.bot.assistant.admit("piece", guild_id=guild, surface="discord", person=person)
        room = await self._room(interaction)
        opened = room
        radio = Radio(stage, mood, controls, lambda: opened.listeners)
        await room.player.follow(radio)
        room.message.change()
        return say(
            "The radio begins in {channel}: {music}.", channel=room.channel.mention, music=radio.description
        )

    async def _steer(self, room: VoiceRoom, radio: Radio, text: str) -> str:
        change = await radio.steer(text)
        room.message.change()
        return say("From the next piece on: {change}.", change=change.rstrip("."))

    async def _skip(self, interaction: discord.Interaction[Any], piece_id: str = "") -> str:
        room = self._here(interaction)
        self._check_listens(interaction, room)
        skipped = room.player.skip(piece_id)
        if skipped is None:
            raise CadenzaError(
                say("That piece is over already.") if piece_id else say("Nothing sounds at the moment.")
            )
        return say("Skipped: {title}.", title=shown_title(skipped.title, skipped.by))

    async def _stop(self, interaction: discord.Interaction[Any]) -> str:
        room = self._here(interaction)
        self._check_listens(interaction, room)
        await room.close(say("Stopped."))
        return say("Stopped; I have left the voice channel.")

    def _here(self, interaction: discord.Interaction[Any]) -> VoiceRoom:
        room = self._rooms.get(interaction.guild_id or 0)
        if room is None:
            raise CadenzaError(say(NOTHING_PLAYS))
        return room

    def _check_listens(self, interaction: discord.Interaction[Any], room: VoiceRoom) -> None:
        may = interaction.permissions
        if str(interaction.user.id) not in room.listeners and not (may.manage_messages or may.manage_guild):
            raise CadenzaError(say(NOT_LISTENING))

    async def _stage(self, interaction: Use) -> Stage:
        person = interaction.user.id
        return await self.bot.assistant.stage(
            guild_id=guild_name(interaction.guild_id, person), surface="discord", person=str(person)
        )

    async def _room(self, interaction: Use) -> VoiceRoom:
        """The room of the person's channel, entered if need be. Raises CadenzaError."""
        channel = joining.channel_of(interaction.user)
        async with self._joining[channel.guild.id]:
            room = self._rooms.get(channel.guild.id)
            if room is not None and room.channel.id != channel.id:
                if room.listeners:
                    raise CadenzaError(
                        say(
                            "I am playing in {channel} already; come there, or stop me there first.",
                            channel=room.channel.mention,
                        )
                    )
                await room.close(say("I went where somebody listens."))
                room = None
            if room is None:
                text = interaction.channel
                if not isinstance(text, discord.abc.Messageable):
                    raise CadenzaError(say("Ask me in a text channel of this server."))
                client = await joining.join(channel)
                sound = (await self._stage(interaction)).sound
                room = VoiceRoom(client, text, sound, lambda: self._gone(channel.guild.id))
                self._rooms[channel.guild.id] = room
                room.start()
            return room

    def _gone(self, guild_id: int) -> None:
        self._rooms.pop(guild_id, None)

    async def _answer(self, interaction: discord.Interaction[Any], do: Any) -> None:
        """One sentence for the person alone; what plays is seen by all. Never raises."""
        try:
            if await begun(interaction, rules=True):
                await give(interaction, cards.sentence_card(await do()))
        except Exception as error:  # noqa: BLE001 - whatever happened, the person is told, and the log has it
            await tell(interaction, error, "playing in a voice channel")


async def pressed_skip(interaction: discord.Interaction[Any], id_: str, argument: str) -> None:
    """The button Skip."""
    await interaction.client.get_cog("Voice").press(interaction, id_)


async def pressed_leave(interaction: discord.Interaction[Any], id_: str, argument: str) -> None:
    """The button Leave."""
    await interaction.client.get_cog("Voice").press(interaction, "")
