"""Replay: the piece of a take code, made again."""

from bot.assistant.inquiry import House
from generator.take_code import PLAYED, TakeCode, decoded
from music.controls import Controls
from music.errors import InvalidTakeCode
from music.job import Job, Take
from music.style import Style
from music.styles import BUILT_IN_STYLES
from storage.repositories.styles import Styles


async def replay(house: House, code: str) -> Take:
    """The piece of `code`. One in a guild's own style is tried with each version that the style ever had
    here, the newest first; the code knows its notes. Raises InvalidTakeCode."""
    refused: InvalidTakeCode | None = None
    for style in await _styles(house, code) or [None]:
        try:
            return await _made(house, Job(Controls(), 0, "replay", code=code, style=style))
        except InvalidTakeCode as error:
            refused = error
    assert refused is not None
    raise refused


async def _styles(house: House, code: str) -> list[Style | None]:
    """The styles of guilds that `code` may mean; none where it means none of them."""
    if decoded(code)[0] != PLAYED:
        return []
    name = TakeCode.parse(code).style_name
    async with house.database.reading() as session:
        own = await Styles(session).named(name)
    return [*own, *([None] if name in BUILT_IN_STYLES else [])]


async def _made(house: House, job: Job) -> Take:
    async for outcome in house.engine.submit(job):
        if isinstance(outcome, Take):
            return outcome
    raise RuntimeError("the engine ended a replay without a take")
