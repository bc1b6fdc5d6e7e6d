"""From an interaction or a message to a Turn, and its reply into one message."""

import logging
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import discord

from bot.assistant.events import (
    Attachment,
    Failed,
    Finished,
    Intent,
    Recommended,
    Said,
    TakeReady,
    Turn,
    Understood,
    Working,
)
from bot.assistant.filtering import describe_filters
from bot.assistant.inquiry import UnknownItem
from bot.assistant.presentation import describe_controls
from bot.assistant.quotas import TooMuch
from bot.discord import attachments as upload
from bot.discord import cards, desk
from bot.discord.address import Address, conversation_name, guild_name
from bot.discord.completion import found_takes
from bot.discord.failures import NOBODY_TO_TELL, code_of, sentence_for, tell
from bot.discord.gallery import card_of
from bot.discord.moderation import refusal
from bot.discord.tongue import speak_of
from bot.language import retold, say, use_language
from music.controls import Controls
from music.errors import CadenzaError
from music.operation import Operation
from recommender.ranking_filters import Filters

if TYPE_CHECKING:
    from bot.discord.client import CadenzaBot

log = logging.getLogger("cadenza.discord")

STOPPING = "I am just being restarted; please say it again in a minute."


async def answer(
    interaction: discord.Interaction[Any],
    *,
    text: str = "",
    intent: Intent | None = None,
    target: str = "",
    pieces: Sequence[str] = (),
    stars: int | None = None,
    controls: Controls | None = None,
    operation: Operation | None = None,
    seed_tracks: Sequence[str] = (),
    random_seed: int | None = None,
    private: bool = False,
    files: Sequence[discord.Attachment] = (),
    limit: int = 5,
    filters: Filters | None = None,
    asked: str = "",
) -> None:
    """Answers a command, a button or a modal with one turn of the assistant.

    `target` is an id; `pieces` are what a person chose or typed for takes, the first of which the turn is
    about. `asked` is shown as the request where there are no words. The interaction is deferred before
    anything else, publicly or privately. Never raises.
    """
    bot: CadenzaBot = interaction.client
    wished = text or asked or (describe_controls(controls) if controls else "")
    asked = say(", ").join(filter(None, (wished, describe_filters(filters) if filters else "")))
    try:
        sentence = await not_now(interaction)
        if sentence:
            await interaction.response.send_message(sentence, ephemeral=True)
            return
        deferred = await interaction.response.defer(ephemeral=private, thinking=True)
        progress = (deferred.message_id if deferred else None) or 0
        address = Address.of_interaction(interaction, progress, private=private, asked=asked)
        try:
            await bot.admit_turn(address)
        except TooMuch as too_much:
            bot.patience.wait(address.person, too_much.retry_after)
            await _refuse(interaction, str(too_much), private=private)
            return
        if pieces:
            target, *seed_tracks = [await chosen(interaction, piece) for piece in pieces]
        turn = Turn(
            guild_id=address.guild_name,
            surface="discord",
            person=str(address.person),
            conversation_id=conversation_name(address.channel, address.person),
            text=text,
            attachments=await _fetched(bot, files),
            intent=intent,
            target=target,
            stars=stars,
            controls=controls,
            operation=operation,
            seed_tracks=tuple(seed_tracks),
            random_seed=random_seed,
            limit=limit,
            filters=filters or Filters(),
            id=f"i-{interaction.id}",
            address=address.to_json(),
            language=address.language,
        )
        await Talk(bot, address, interaction).follow(turn)
    except CadenzaError as error:
        await _refuse(interaction, sentence_for(error, "answering"), private=private)
    except Exception as error:  # noqa: BLE001 - whatever happened, the person is told, and the log has it
        await tell(interaction, error, "answering")


async def not_now(interaction: discord.Interaction[Any], *, rules: bool = True) -> str:
    """Why nothing can be asked at this moment, by this person, and, with `rules`, in this channel; "" if it
    can."""
    bot: CadenzaBot = interaction.client
    if bot.is_stopping:
        return say(STOPPING)
    waiting = bot.patience.refusal(interaction.user.id)
    if waiting is not None:
        return waiting
    if not rules:
        return ""
    return await refusal(bot, interaction.guild_id, interaction.channel, interaction.user)


async def chosen(interaction: discord.Interaction[Any], piece: str) -> str:
    """The id of a take or track that was chosen, or typed: its id, its code, or words of its title.

    Raises UnknownItem.
    """
    try:
        return str(await interaction.client.assistant.shelf.choose(piece.strip()))
    except UnknownItem:
        if found := await found_takes(interaction, piece.strip()):
            return found[0].take.id
        sentence = say("I find no take “{words}” here; choose one that is offered.", words=piece.strip()[:60])
        raise UnknownItem(sentence) from None


async def answer_message(bot: "CadenzaBot", message: discord.Message, text: str, target: str = "") -> None:
    """Answers a message that mentions the bot, or a direct one. Never raises."""
    if bot.is_stopping or bot.patience.refusal(message.author.id) is not None:
        return  # who was told to wait a moment ago is not told again, so that a flood makes no flood
    guild = message.guild.id if message.guild else None
    address = Address(message.channel.id, message.author.id, guild or 0)
    await speak_of(bot, message, text)
    try:
        refused = await refusal(bot, guild, message.channel, message.author)
        try:
            if not refused:
                await bot.admit_turn(address)
        except TooMuch as too_much:
            if not bot.patience.wait(address.person, too_much.retry_after):
                return
            refused = retold(str(too_much))
        card = cards.Card(content=refused or "…")
        try:
            reply = await desk.send(
                message.channel, replace(address, reply_to=message.id), card, str(message.id)
            )
        except discord.Forbidden:
            await _say_privately(message)
            return
        if refused:
            return
        address = Address.of_message(message, reply.id, text)
        await _converse(bot, message, address, text, target)
    except Exception as error:  # noqa: BLE001 - nobody awaits an event: the log is where it must end
        log.warning("message %s: no answer (%s %s)", message.id, type(error).__name__, code_of(error) or "")


async def _converse(
    bot: "CadenzaBot", message: discord.Message, address: Address, text: str, target: str
) -> None:
    talk = Talk(bot, address)
    try:
        turn = Turn(
            guild_id=guild_name(address.guild, address.person),
            surface="discord",
            person=str(address.person),
            conversation_id=conversation_name(address.channel, address.person),
            text=text,
            attachments=await _fetched(bot, message.attachments),
            intent=None if text.strip() or message.attachments else "help",
            target=target,
            id=f"m-{message.id}",
            address=address.to_json(),
            language=address.language,
        )
        await talk.follow(turn)
    except (discord.HTTPException, OSError) as error:
        raise error
    except Exception as error:  # noqa: BLE001 - the person is told, and the log has it
        await desk.edit(bot, address, cards.Card(content=sentence_for(error, "answering")))


class Talk:
    """Draws the events of one turn; what `interaction` asked and cannot be is said privately."""

    def __init__(
        self, bot: "CadenzaBot", address: Address, interaction: discord.Interaction[Any] | None = None
    ) -> None:
        self._bot = bot
        self._address = address
        self._interaction = interaction

    async def follow(self, turn: Turn) -> None:
        """To the end of the reply, or until it has become a job: board and poster go on from there."""
        understood: Understood | None = None
        recommended: Recommended | None = None
        ready: TakeReady | None = None
        words: list[Said | Failed] = []
        async for event in self._bot.assistant.handle(turn):
            match event:
                case Understood():
                    understood = event
                    use_language(event.language)
                case Recommended():
                    recommended = event
                case Working():
                    await self._hand_over(understood, event)
                    return
                case TakeReady():
                    ready = event
                case Said() | Failed():
                    words.append(event)
                case Finished():
                    break
        if ready is not None:
            await self._show_again(ready, words)
        elif recommended is not None and not any(isinstance(w, Failed) for w in words):
            await self._show(turn, understood, recommended)
        elif self._interaction is not None and words and all(isinstance(w, Failed) for w in words):
            sentence = "\n".join(word.text for word in words)
            await _refuse(self._interaction, sentence, private=self._address.is_private)
        else:
            told = (understood, *words) if understood is not None else words
            await desk.edit(self._bot, self._address, cards.answer_card(tuple(told)))

    async def _show_again(self, ready: TakeReady, words: Sequence[Said | Failed]) -> None:
        """A take that was there already, in the turn's one message."""
        guild = self._bot.get_guild(self._address.guild) if self._address.guild else None
        limit = guild.filesize_limit if guild else discord.utils.DEFAULT_FILE_SIZE_LIMIT_BYTES
        card = await card_of(self._bot, ready.take, limit)
        said = cards.answer_card(tuple(words)).content
        await desk.edit(self._bot, self._address, replace(card, content=said))

    async def _hand_over(self, understood: Understood | None, working: Working) -> None:
        """The turn has become a job."""
        self._bot.board.accept(working.job_id, self._address, understood, working)

    async def _show(self, turn: Turn, understood: Understood | None, recommended: Recommended) -> None:
        """Recommendations are an ordinary message, so that a reply to them reaches the bot; the answer to an
        interaction says what was asked and understood."""
        address = self._address
        if address.reply_to or address.is_private:
            await desk.edit(self._bot, address, cards.recommendation_card(recommended, understood))
            return
        card = cards.recommendation_card(recommended)
        try:
            await desk.send(desk.channel_of(self._bot, address), address, card, turn.id)
        except (discord.Forbidden, discord.NotFound):
            await desk.edit(self._bot, address, cards.recommendation_card(recommended, understood))
            return
        await desk.edit(self._bot, address, cards.heard_card(address.asked, understood))


async def _fetched(bot: "CadenzaBot", files: Sequence[discord.Attachment]) -> tuple[Attachment, ...]:
    """The uploads of one message, one after another. Raises CadenzaError for the first that is refused."""
    return tuple([await upload.fetch(f, bot.downloads, loopback=bot.is_loopback) for f in files])


async def _refuse(interaction: discord.Interaction[Any], sentence: str, *, private: bool) -> None:
    """A refusal is nobody else's business: a public "thinking" goes away before it is said."""
    shown = cards.sentence_card(retold(sentence)).content
    try:
        if private:
            await interaction.edit_original_response(content=shown)
            return
        await interaction.delete_original_response()
        await interaction.followup.send(shown, ephemeral=True)
    except (discord.HTTPException, OSError, TimeoutError) as error:
        await tell(interaction, error, "refusing")


async def _say_privately(message: discord.Message) -> None:
    """Says in a direct message that the bot may not write where it was asked."""
    try:
        await message.author.send(say("I may not write in that channel; ask me in another one, or here."))
    except discord.HTTPException as error:
        if code_of(error) not in NOBODY_TO_TELL:
            log.info("message %s: may not answer, in the channel or privately", message.id)
