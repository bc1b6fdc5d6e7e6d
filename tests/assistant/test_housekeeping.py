"""The disk stays under its quota, and what can be made again is."""

import pytest

from bot.assistant.assistant import Assistant
from bot.assistant.housekeeping import Housekeeping
from tests.assistant.talk import SMALL, reply, take_in, turn

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_audio_that_was_dropped_is_rendered_again_when_it_is_asked_for(assistant: Assistant) -> None:
    take = take_in(await reply(assistant, turn(SMALL)))
    house = assistant._house
    await Housekeeping(house.database, house.files, 0).once()
    assert not house.files.exists(take.audio["ogg"])
    assert house.files.exists(take.midi)
    assert house.files.exists(take.picture)
    assert (await assistant.media(take.midi, "ogg")).read_bytes()[:4] == b"OggS"
