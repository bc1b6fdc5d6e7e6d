"""Posts how each job ended: once, whatever happens to Discord, to the channel or to this program.

The end of a job is a row; so is that it was posted. Between the two the program may die: a message carries
a nonce made from the job, which Discord enforces for some minutes, and after those minutes the poster first
looks whether its message is there.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import discord

from bot.assistant.posting import Outcome
from bot.assistant.presentation import describe_controls
from bot.discord import cards, desk
from bot.discord.address import Address
from bot.discord.cards_take import TakeFiles, plain_take_card, take_card
from bot.discord.failures import code_of
from bot.discord.rows import take_in
from bot.language import use_language
from music.errors import CadenzaError, StorageUnavailable

if TYPE_CHECKING:
    from bot.discord.client import CadenzaBot

log = logging.getLogger("cadenza.discord")

#: posts on their way at the same time
CONCURRENT = 8
#: Discord remembers a nonce for "the past few minutes"; beyond this we look for the message ourselves
NONCE_SECONDS = 100.0
LONGEST_PAUSE = 30.0
#: how many messages after the first attempt are looked through
LOOKED_THROUGH = 300
TOO_LARGE, CLOSED_TO_BOT = 40005, 50007
#: references of takes that stand in no channel
UNDELIVERABLE, PRIVATE = "undeliverable", "private"

Send = Callable[[], Awaitable[discord.Message]]


class Poster:
    """`run` until cancelled, then `finish` for what is on its way."""

    def __init__(self, bot: "CadenzaBot") -> None:
        self._bot = bot
        self._slots = asyncio.Semaphore(CONCURRENT)
        self._posts: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        async for outcome in self._bot.assistant.outcomes("discord"):
            await self._slots.acquire()
            post = asyncio.create_task(self._post(outcome), name="post")
            self._posts.add(post)
            post.add_done_callback(self._done)

    async def finish(self, seconds: float) -> None:
        """Waits that long for posts on their way; what is left is posted after the next start."""
        if self._posts:
            await asyncio.wait(self._posts, timeout=seconds)
        for post in list(self._posts):
            post.cancel()

    def _done(self, post: "asyncio.Task[None]") -> None:
        self._posts.discard(post)
        self._slots.release()
        if not post.cancelled() and (error := post.exception()) is not None:
            log.error("a post ended early; it is tried again after the next start", exc_info=error)

    async def _post(self, outcome: Outcome) -> None:
        """Tries until it is posted or cannot be."""
        pause = 1.0
        understood = outcome.understood
        use_language(understood.language if understood else outcome.address.get("language") or "en")
        while True:
            try:
                began = await self._bot.assistant.begin_posting(outcome.job_id)
                reference = await self._tell(outcome, began)
                await self._bot.assistant.mark_posted(outcome.job_id, reference)
                return
            except (discord.HTTPException, OSError, TimeoutError, StorageUnavailable) as error:
                log.warning(
                    "job %s: not posted yet (%s), again in %.0f s", outcome.job_id, _name(error), pause
                )
            except CadenzaError as error:  # its files cannot be made: the piece is lost, not the message
                log.error("job %s: %s", outcome.job_id, error)
                outcome = _without_take(outcome, str(error))
            await asyncio.sleep(pause)
            pause = min(LONGEST_PAUSE, pause * 2)

    async def _tell(self, outcome: Outcome, began: datetime | None) -> str:
        """Posts it where it can be posted; returns the reference of the message."""
        address = Address.from_json(outcome.address)
        await self._bot.board.settle(outcome.job_id)
        if outcome.take is None:
            return await self._tell_of_failure(outcome, address)
        reference = await self._post_take(outcome, address, began)
        await self._close(outcome, address, reference)
        return reference

    async def _tell_of_failure(self, outcome: Outcome, address: Address) -> str:
        """In the one message of the turn; else like a take, as a message of its own."""
        card = cards.failed_card(outcome)
        if await desk.edit(self._bot, address, card):
            return address.jump(address.progress)

        async def in_channel() -> discord.Message:
            return await desk.send(desk.channel_of(self._bot, address), address, card, outcome.job_id)

        message = None if address.is_private else await _if_possible(in_channel)
        if message is not None:
            return address.jump(message.id)
        message = await self._privately(outcome, address, None)
        return f"@me/{message.channel.id}/{message.id}" if message else UNDELIVERABLE

    async def _post_take(self, outcome: Outcome, address: Address, began: datetime | None) -> str:
        assert outcome.take is not None
        forgotten = began is not None and datetime.now(UTC) - began > timedelta(seconds=NONCE_SECONDS)
        if began is not None and forgotten and not address.is_private:
            found = await self._find(desk.channel_of(self._bot, address), outcome.take.id, began)
            if found:
                return address.jump(found)
        message = None if address.is_private else await self._in_channel(outcome, address)
        if message is not None:
            return address.jump(message.id)
        if address.has_token and await desk.edit(self._bot, address, await self._card(outcome, address)):
            return PRIVATE if address.is_private else address.jump(address.progress)
        message = await self._privately(outcome, address, began if forgotten else None)
        if message is None:
            log.warning("job %s: there is nowhere to post it; it stands in /history", outcome.job_id)
            return UNDELIVERABLE
        return f"@me/{message.channel.id}/{message.id}"

    async def _in_channel(self, outcome: Outcome, address: Address) -> discord.Message | None:
        """As an ordinary message of the channel: whole, without what is too large, or as plain text."""
        channel = desk.channel_of(self._bot, address)

        async def whole() -> discord.Message:
            return await desk.send(channel, address, await self._card(outcome, address), outcome.job_id)

        async def light() -> discord.Message:
            return await desk.send(
                channel, address, await self._card(outcome, address, size_limit=0), outcome.job_id
            )

        async def plain() -> discord.Message:
            return await desk.send(channel, address, plain_take_card(outcome), outcome.job_id)

        try:
            return await _if_possible(whole) or await _if_possible(plain)
        except discord.HTTPException as error:
            if code_of(error) == TOO_LARGE or error.status == 413:
                return await _if_possible(light)
            if error.status == 400:  # Discord does not take it as it is; a plain message is better than none
                log.error("job %s: Discord refused the card (%s)", outcome.job_id, _name(error))
                return await _if_possible(plain)
            raise

    async def _privately(
        self, outcome: Outcome, address: Address, began: datetime | None
    ) -> discord.Message | None:
        """As a direct message; None where the person takes none from the bot."""
        direct = await self._bot.create_dm(discord.Object(address.person))
        if began is not None and outcome.take is not None:
            found = await self._find(direct, outcome.take.id, began)
            if found:
                return await direct.fetch_message(found)
        card = await self._card(outcome, address) if outcome.take else cards.failed_card(outcome)

        async def send() -> discord.Message:
            return await desk.send(direct, Address(0, address.person), card, outcome.job_id)

        return await _if_possible(send)

    async def _card(self, outcome: Outcome, address: Address, size_limit: int | None = None) -> cards.Card:
        assert outcome.take is not None
        guild = self._bot.get_guild(address.guild) if address.guild else None
        if size_limit is None:
            size_limit = guild.filesize_limit if guild else discord.utils.DEFAULT_FILE_SIZE_LIMIT_BYTES
        assistant, midi = self._bot.assistant, outcome.take.midi
        files = TakeFiles(
            audio=await assistant.media(midi, "ogg"),
            midi=await assistant.media(midi, "mid"),
            picture=await assistant.media(midi, "png-dark"),
        )
        return take_card(outcome, files, size_limit=size_limit, private=address.is_private)

    async def _find(self, channel: discord.abc.Messageable, take_id: str, since: datetime) -> int:
        """The message with that take, posted by an earlier attempt; 0 if there is none to be seen."""
        # our clock and Discord's may differ by some seconds
        after = discord.Object(discord.utils.time_snowflake(since - timedelta(seconds=60)))
        try:
            async for message in channel.history(limit=LOOKED_THROUGH, after=after, oldest_first=True):
                is_mine = self._bot.user is not None and message.author.id == self._bot.user.id
                if is_mine and take_in(message) == take_id:
                    return message.id
        except (discord.Forbidden, discord.NotFound):
            return 0
        return 0

    async def _close(self, outcome: Outcome, address: Address, reference: str) -> None:
        """The progress message shrinks to a line that leads to the take. It is no harm if that fails."""
        assert outcome.take is not None
        if reference in (UNDELIVERABLE, PRIVATE, address.jump(address.progress)):
            return
        url = f"https://discord.com/channels/{reference}"
        summary = describe_controls(outcome.take.controls)
        card = cards.done_card(address.asked, summary, outcome.take, url, outcome.understood)
        try:
            await desk.edit(self._bot, address, card)
        except (discord.HTTPException, OSError, TimeoutError) as error:
            log.info("job %s: its progress could not be closed (%s)", outcome.job_id, _name(error))


async def _if_possible(send: Send) -> discord.Message | None:
    """The message, or None where it may not or cannot be written."""
    started = time.monotonic()
    try:
        return await send()
    except discord.HTTPException as error:
        if code_of(error) in desk.GONE or code_of(error) == CLOSED_TO_BOT or error.status in (401, 403, 404):
            log.info("a post was refused after %.1f s (%s)", time.monotonic() - started, code_of(error))
            return None
        raise


def _without_take(outcome: Outcome, sentence: str) -> Outcome:
    return replace(outcome, take=None, state="failed", error=sentence)


def _name(error: BaseException) -> str:
    return f"{type(error).__name__} {getattr(error, 'status', '')}".strip()
