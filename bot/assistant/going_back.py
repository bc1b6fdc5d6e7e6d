"""Going back: the very take of an earlier wish is shown again, not another one like it."""

from collections.abc import AsyncIterator

from bot.assistant.events import ReplyEvent, Said
from bot.assistant.inquiry import House, Inquiry
from bot.assistant.presentation import take_ready
from bot.language import say
from bot.language.titles import title_name
from music.job import Take
from storage.repositories.takes import Takes


async def take_gone_back_to(house: House, inquiry: Inquiry) -> Take | None:
    """The take that answered the request that the words go back to; None where they want it otherwise, or
    where it was deleted."""
    place, memory = inquiry.request.back_to, inquiry.memory
    if place is None or inquiry.turn.target or inquiry.turn.attachments or inquiry.operation is not None:
        return None
    take = memory.answers[place] if place < len(memory.answers) else None
    if take is None or inquiry.controls != inquiry.request.controls:
        return None
    async with house.database.reading() as session:
        return await Takes(session).get(take.id)


async def show_again(inquiry: Inquiry, take: Take) -> AsyncIterator[ReplyEvent]:
    """The take, which is the newest of the conversation from now on."""
    yield Said(
        inquiry.turn_id, say("Here is “{title}” again, as it was.", title=title_name(take.title)), "chat"
    )
    yield take_ready(inquiry.turn_id, take)
