"""The message that shows what sounds: one for each stay in a voice channel, edited seldom."""

import asyncio
import logging

import discord

from bot.assistant.playing.player import Piece, Player
from bot.assistant.playing.radio import Radio
from bot.discord.cards import COLOUR, MOST_TITLE, Card, bar, sentence_card
from bot.discord.failures import code_of
from bot.discord.rows import RED, button, row_view, star_row
from bot.discord.text import escaped
from bot.language import retold, say
from bot.language.titles import shown_title, title_name

log = logging.getLogger("cadenza.discord")

#: between two edits that only move the bar, and between any two
BAR_SECONDS = 10.0
LEAST_SECONDS = 2.0
#: of the queue, how many are named
SHOWN = 10


def clock(seconds: float) -> str:
    """ "1:05"."""
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"


def playing_card(player: Player, room: str) -> Card:
    """What sounds, how far it is, what follows."""
    piece, radio = player.now, player.supply
    embed = discord.Embed(colour=COLOUR)
    if piece is None:
        embed.title = say("Composing the next piece…") if radio is not None else say("Nothing is playing")
    else:
        embed.title = escaped(shown_title(piece.title, piece.by), MOST_TITLE)
        at = min(player.position, piece.seconds)
        line = (
            f"`{bar(round(at * 10), max(1, round(piece.seconds * 10)))}` {clock(at)} / {clock(piece.seconds)}"
        )
        embed.description = f"{escaped(piece.by)}\n{line}" if piece.by else line
    if isinstance(radio, Radio):
        words = escaped(radio.description)
        if radio.liked:
            liked = escaped(title_name(radio.liked), 100)
            words += "\n" + say("The next one in the spirit of “{title}”, which you rated well.", title=liked)
        words += "\n" + say("Reply “darker” or “slower” to steer it.")
        embed.add_field(name=say("Radio"), value=words, inline=False)
    if player.queue:
        embed.add_field(name=say("Next"), value=queue_lines(player.queue), inline=False)
    if player.trouble:
        embed.add_field(name=say("Left out"), value=escaped(retold(player.trouble)), inline=False)
    embed.set_footer(text=say("In {room}", room=room))
    leave = button(say("Leave"), "leave", "voice", RED)
    if piece is None:
        return Card(embeds=(embed,), view=row_view([leave]))
    skip = button(say("Skip"), "skip", piece.id)
    return Card(embeds=(embed,), view=row_view(star_row(piece.id), [skip, leave]))


def queue_lines(queue: tuple[Piece, ...]) -> str:
    lines = [
        f"{n}. {escaped(shown_title(piece.title, piece.by), 80)} ({clock(piece.seconds)})"
        for n, piece in enumerate(queue, 1)
    ]
    more = len(lines) - SHOWN
    return "\n".join([*lines[:SHOWN], *([say("… and {number} more", number=more)] if more > 0 else [])])


class NowPlaying:
    """Keeps the message true until cancelled. Where the bot may not write it plays without."""

    def __init__(self, channel: discord.abc.Messageable, player: Player, room: str) -> None:
        self._channel = channel
        self._player = player
        self._room = room
        self._changed = asyncio.Event()
        self._message: discord.Message | None = None
        self._writing = asyncio.Lock()

    @property
    def message_id(self) -> int:
        """0 before it was sent."""
        return self._message.id if self._message else 0

    def change(self) -> None:
        """Something else sounds, or is to come."""
        self._changed.set()

    async def run(self) -> None:
        while True:
            try:
                async with asyncio.timeout(BAR_SECONDS if self._player.now else None):
                    await self._changed.wait()
            except TimeoutError:
                pass
            self._changed.clear()
            # a message that is on its way when the bot leaves still gets its last words
            if not await asyncio.shield(self._show(playing_card(self._player, self._room))):
                return
            await asyncio.sleep(LEAST_SECONDS)

    async def end(self, sentence: str) -> None:
        """The last that the message says."""
        async with self._writing:
            is_there = self._message is not None
        if is_there:
            await self._show(sentence_card(sentence))

    async def _show(self, card: Card) -> bool:
        async with self._writing:
            return await self._write(card)

    async def _write(self, card: Card) -> bool:
        try:
            if self._message is None:
                self._message = await self._channel.send(**card.for_send())
            else:
                await self._message.edit(**card.for_edit())
        except (discord.Forbidden, discord.NotFound) as error:
            log.info("no message about what is playing (%s)", code_of(error))
            return False
        except (discord.HTTPException, OSError, TimeoutError) as error:
            log.warning("what is playing was not shown (%s)", type(error).__name__)
        return True
