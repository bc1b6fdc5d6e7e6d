"""Known music: which Track already has the notes of a file, whatever its key, tempo or form."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.engine.protocol import Engine
from music.fingerprint import VERSION, Fingerprint, is_same_music, likeness
from storage.database import Database
from storage.repositories.blocks import Blocks
from storage.repositories.fingerprints import Fingerprints
from storage.repositories.tracks import Tracks

#: of each sketch so many hashes are looked up; music that is the same shares one of them for certain
LOOKED_UP = 8
#: MIDI files fingerprinted in one message to the engine
BATCH = 200


@dataclass(slots=True)
class KnownMusic:
    """Fingerprints in memory, about 1 kB each, looked up by their smallest hashes."""

    _by_id: dict[str, Fingerprint] = field(default_factory=dict)
    _by_whole: dict[int, str] = field(default_factory=dict)
    _by_hash: defaultdict[int, list[str]] = field(default_factory=lambda: defaultdict(list))

    def add(self, track_id: str, data: bytes) -> None:
        """`data` is `Fingerprint.to_bytes()`; b"" is passed over."""
        if not data:
            return
        found = Fingerprint.from_bytes(data)
        self._by_id[track_id] = found
        self._by_whole.setdefault(found.whole, track_id)
        for value in found.sketch[:LOOKED_UP].tolist():
            self._by_hash[value].append(track_id)

    def same_as(self, data: bytes) -> str:
        """The id of the Track with the same music, the most alike if there are several; "" for none."""
        if not data:
            return ""
        asked = Fingerprint.from_bytes(data)
        if asked.whole in self._by_whole:
            return self._by_whole[asked.whole]
        candidates = {i for v in asked.sketch[:LOOKED_UP].tolist() for i in self._by_hash.get(v, ())}
        same = [i for i in candidates if is_same_music(asked, self._by_id[i])]
        return min(same, key=lambda i: (-likeness(asked, self._by_id[i]), i), default="")


async def known_music(database: Database, engine: Engine, guild_id: str | None) -> KnownMusic:
    """The music that `guild_id` can hear (None: that everyone can). Fingerprints that are missing, for
    music of earlier versions of Cadenza, are made first."""
    await make_missing(database, engine)
    known = KnownMusic()
    async with database.reading() as session:
        hidden = await Tracks(session).hidden_from(guild_id)
        async for chunk in Fingerprints(session).chunks(VERSION):
            for track_id, data in chunk.items():
                if track_id not in hidden:
                    known.add(track_id, data)
    return known


async def blocked_music(database: Database, guild_ids: Sequence[str]) -> tuple[set[str], KnownMusic]:
    """The ids that these guilds have blocked, and their music."""
    known = KnownMusic()
    async with database.reading() as session:
        blocks = await Blocks(session).of_guilds(guild_ids)
    for block in blocks:
        known.add(block.track_id, block.fingerprint)
    return {block.track_id for block in blocks}, known


async def make_missing(database: Database, engine: Engine) -> int:
    """Fingerprints every Track that has none of this version; returns how many."""
    async with database.reading() as session:
        missing = list((await Fingerprints(session).missing(VERSION)).items())
    for start in range(0, len(missing), BATCH):
        some = missing[start : start + BATCH]
        made = await engine.fingerprints([midi for _, midi in some])
        async with database.session() as session:
            still = await Tracks(session).known(track_id for track_id, _ in some)
            await Fingerprints(session).add_many(
                VERSION,
                {i: data for (i, _), data in zip(some, made, strict=True) if i in still},
            )
    return len(missing)
