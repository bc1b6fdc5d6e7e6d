"""Whether a new piece is one: compared before it is delivered, and composed again where it is not."""

import hashlib
import logging
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, NamedTuple

from bot.engine.parts import Parts
from music.errors import MissingPart, UnreadableScore
from music.job import Job, Neighbour
from music.midi import read_midi
from music.originality import Originality
from storage.files import FileDamaged, FileMissing, FileStore

if TYPE_CHECKING:
    from generator.compose import Composition
    from generator.originality.fingerprints import Fingerprints
    from generator.originality.lines import Line

log = logging.getLogger("cadenza.engine")

#: pieces composed in all, while each is too close to one that is known
ATTEMPTS = 4


class Compared(NamedTuple):
    """`originality` is None where nothing is compared; `random_seed` is that of the piece that was chosen."""

    originality: Originality | None
    random_seed: int
    remarks: tuple[str, ...] = ()


def original(
    compose: Callable[[int], "Composition"],
    job: Job,
    parts: Parts,
    files: FileStore,
    checking: Callable[[], AbstractContextManager[None]],
) -> tuple["Composition", Compared]:
    """The first piece of `compose(random seed)` that repeats nothing known, of at most ATTEMPTS; if all do,
    the one that repeats the fewest notes, and it says so. A replay is not compared."""
    if job.kind == "replay":
        return compose(job.random_seed), Compared(None, job.random_seed)
    tried: list[tuple[Composition, Originality, int]] = []
    for attempt in range(ATTEMPTS):
        seed = random_seed_of(job.random_seed, attempt)
        made = compose(seed)
        with checking():
            found = compare(made, job, parts, files)
        if found is None:
            return made, Compared(None, seed, ("How original it is could not be checked here.",))
        tried.append((made, found, seed))
        if not found.over_the_line or not _is_ours_to_choose(job):
            break
        log.info("a piece of job %s is too close to %s: composed again", job.id, found.id)
    made, found, seed = min(tried, key=lambda t: (t[1].over_the_line, t[1].notes))
    remarks: tuple[str, ...] = ()
    if len(tried) > 1 and not found.over_the_line:
        remarks = ("Composed again, since a first try was too close to music that exists.",)
    return made, Compared(found, seed, remarks)


def _is_ours_to_choose(job: Job) -> bool:
    """What is done to a piece that exists (but for new bars behind it) is meant to sound like that piece."""
    return job.operation is None or job.operation.kind == "continue"


def random_seed_of(first: int, attempt: int) -> int:
    """The seed of a further attempt; it follows from the first, so that a job done twice is one piece."""
    if attempt == 0:
        return first
    return int.from_bytes(hashlib.sha256(f"{first} again {attempt}".encode()).digest()[:4], "big")


def compare(made: "Composition", job: Job, parts: Parts, files: FileStore) -> Originality | None:
    """The piece of `job`, or of a continuation what is new in it, beside what the model learned from and
    the job's neighbours; None where the fingerprints are missing."""
    from generator.originality.check import originality_of

    try:
        known = parts.fingerprints()
    except MissingPart as error:
        log.warning("%s", error)
        return None
    since = 0
    if job.operation is not None and job.operation.kind == "continue":
        bars = len(read_midi(files.get(job.sources[0])).bar_starts())
        since = made.score.bar_starts()[bars]
    catalogue = _of_neighbours(job.neighbours, known, files)
    return originality_of(made.score, [known], catalogue=[catalogue], only=made.lines, since_tick=since)


def _of_neighbours(
    neighbours: Sequence[Neighbour], known: "Fingerprints", files: FileStore
) -> "Fingerprints":
    from generator.originality.fingerprints import Known, fingerprints_of

    pieces = [(Known(n.track_id, n.title, n.composer), _lines(n.midi, files)) for n in neighbours]
    return fingerprints_of(pieces, common=known.common)


def _lines(midi: str, files: FileStore) -> "list[Line]":
    """Of the Track with this MIDI file; none where it cannot be read any more."""
    from generator.originality.lines import lines_of

    try:
        return lines_of(read_midi(files.get(midi)))
    except (FileDamaged, FileMissing, UnreadableScore) as error:
        log.warning("a track cannot be compared: %s", error)
        return []
