"""What was rated, as a Taste sees it: Tracks from the catalogue, Takes read and embedded once."""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass

from bot.assistant.catalogue import Catalogue
from bot.assistant.heard import track_of
from bot.engine.protocol import Engine, Facts
from bot.engine.wire import EngineFault
from music.errors import CadenzaError
from music.job import Take
from music.track import Track
from recommender.taste_features import Features, taste_features
from storage.database import Database
from storage.files import FileStore
from storage.repositories.ratings import Rating
from storage.repositories.takes import Takes
from storage.repositories.tracks import Tracks

log = logging.getLogger("cadenza.assistant")

#: Takes embedded while somebody waits for an answer; the others follow with later answers
_TAKES_AT_ONCE = 6
_BATCH = 16
#: Subjects kept in memory, about 1.5 kB each
_MOST_KEPT = 20_000


@dataclass(frozen=True, slots=True, eq=False)
class Subject:
    """A Track or a Take that was rated, with its taste `features` [k]."""

    id: str
    track: Track
    features: Features
    is_take: bool = False

    @property
    def title(self) -> str:
        return self.track.title


class Subjects:
    def __init__(self, database: Database, catalogue: Catalogue, engine: Engine, files: FileStore) -> None:
        self._database = database
        self._catalogue = catalogue
        self._engine = engine
        self._files = files
        self._kept: dict[str, Subject] = {}
        self._unreadable: set[str] = set()
        self._waiting: set[str] = set()

    def is_waiting(self, guild_id: str) -> bool:
        """Whether rated Takes of a guild are still to be embedded."""
        return guild_id in self._waiting

    async def of(self, guild_id: str, ratings: Sequence[Rating], *, patient: bool) -> dict[str, Subject]:
        """By id, what of `ratings` is still here; the newest Takes first where not all can be read now."""
        if len(self._kept) > _MOST_KEPT:
            self._kept.clear()
        await self._read_tracks([r.track_id for r in ratings if r.track_id and r.track_id not in self._kept])
        takes = [r.take_id for r in reversed(ratings) if r.take_id and r.take_id not in self._kept]
        new = [take_id for take_id in dict.fromkeys(takes) if take_id not in self._unreadable]
        now = new if patient else new[:_TAKES_AT_ONCE]
        for start in range(0, len(now), _BATCH):
            await self._read_takes(now[start : start + _BATCH])
        (self._waiting.add if len(now) < len(new) else self._waiting.discard)(guild_id)
        ids = (r.track_id or r.take_id or "" for r in ratings)
        return {i: self._kept[i] for i in ids if i in self._kept}

    async def _read_tracks(self, ids: Sequence[str]) -> None:
        if not ids:
            return
        async with self._database.reading() as session:
            tracks = await Tracks(session).by_ids(list(dict.fromkeys(ids)))
        await asyncio.to_thread(self._keep_tracks, tracks)

    def _keep_tracks(self, tracks: Sequence[Track]) -> None:
        vectors = self._catalogue.vectors_of([track.id for track in tracks])
        for track, row in zip(tracks, taste_features(tracks, vectors, self._dimension()), strict=True):
            self._kept[track.id] = Subject(track.id, track, row)

    async def _read_takes(self, ids: Sequence[str]) -> None:
        """Takes whose files are gone, or at which the engine fails, are passed over until the next start: no
        take may keep its guild from hearing music."""
        async with self._database.reading() as session:
            found = [await Takes(session).get(take_id) for take_id in ids]
        takes: list[tuple[Take, bytes]] = []
        for take_id, take in zip(ids, found, strict=True):
            try:
                if take is not None:
                    takes.append((take, await asyncio.to_thread(self._files.get, take.midi)))
                    continue
            except CadenzaError as error:
                log.warning("a rated take is left out of the taste: %s", error)
            self._unreadable.add(take_id)
        if not takes:
            return
        try:
            readings = await self._engine.embed_files([(f"{take.id}.mid", data) for take, data in takes])
        except (CadenzaError, EngineFault) as error:
            log.warning("%d rated takes are left out of the taste: %s", len(takes), error)
            self._unreadable.update(take.id for take, _ in takes)
            return
        for (take, _), reading in zip(takes, readings, strict=True):
            if reading.error or not len(reading.pooled):
                self._unreadable.add(take.id)
                continue
            facts = Facts(take.title, "Cadenza", style=take.controls.style or "")
            track = track_of(reading, facts)
            (row,) = taste_features([track], [reading.pooled])
            self._kept[take.id] = Subject(take.id, track, row, is_take=True)

    def _dimension(self) -> int:
        sample = self._catalogue.sample()
        assert sample is not None, "tastes are asked for when the catalogue is loaded"
        return sample.dimension
