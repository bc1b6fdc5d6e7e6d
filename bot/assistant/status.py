"""How the program is: for `/health` and `/metrics`, for the page's first words and for the doctor."""

from dataclasses import dataclass

from bot.assistant.catalogue import CatalogueStatus
from bot.assistant.inquiry import House
from bot.assistant.measures import Measures, Standing, exposition
from bot.engine.protocol import Health
from music.errors import MissingPart
from music.soundfont import find_soundfont
from storage.repositories.jobs import Jobs


@dataclass(frozen=True, slots=True)
class Status:
    """How the program is. `ready`: turns are answered without waiting for models or catalogue."""

    ready: bool
    catalogue: CatalogueStatus
    engine: Health
    soundfont: str


async def status_of(house: House, soundfont: str) -> Status:
    """Now; `soundfont` is the one that is set."""
    engine = await house.engine.health()
    catalogue = house.catalogue.status()
    try:
        found = find_soundfont(soundfont)
        words = " ".join(filter(None, (found.name, found.advice)))
    except MissingPart as error:
        words = str(error)
    ready = engine.alive and "composer" in engine.loaded and not catalogue.building
    return Status(ready, catalogue, engine, words)


async def metrics_of(house: House, status: Status, measures: Measures) -> str:
    """Counters and states in Prometheus' text format."""
    async with house.database.reading() as session:
        jobs = await Jobs(session).counts()
    return exposition(measures, Standing(status.ready, status.engine, status.catalogue, jobs))


async def illness_of(house: House) -> str:
    """What keeps the program from answering, in one sentence; "" if nothing does. Raises
    StorageUnavailable when the database does not answer."""
    async with house.database.reading() as session:
        await Jobs(session).counts()
    alive = (await house.engine.health()).alive
    return "" if alive else "The engine does not answer; it is started again by itself."
