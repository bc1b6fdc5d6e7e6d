"""Importing: an operator's files and folders into the catalogue, with a summary of what was left out."""

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bot.assistant.holdings import Holdings, OnProgress
from bot.engine.protocol import Engine, Facts, Reading
from music.errors import CadenzaError, UnreadableScore
from music.formats import SUFFIXES

#: files and bytes that go to the engine in one message
BATCH_FILES = 16
BATCH_BYTES = 8 << 20
#: a larger file is no piece of music
MAX_FILE_BYTES = 25 << 20
LICENCE = "as its owner says"


@dataclass(slots=True)
class ImportSummary:
    """`added`: new Tracks; `known`: music that was there already; `ignored`: files of other kinds.

    `skipped`: (path, one sentence why) of each file that should have been music.
    """

    added: int = 0
    known: int = 0
    ignored: int = 0
    skipped: list[tuple[str, str]] = field(default_factory=list)


async def import_paths(
    holdings: Holdings, engine: Engine, paths: Sequence[Path], on_progress: OnProgress
) -> ImportSummary:
    """Adds every score in `paths` (files, and folders with all that is in them), in batches that stay added
    when the rest is interrupted.

    Raises CadenzaError for a path that does not exist, or when there is no score at all.
    """
    summary = ImportSummary()
    files = await asyncio.to_thread(lambda: list(_scores(paths, summary)))
    if not files:
        raise CadenzaError(f"There is no score in {paths[0]}; files that work end in {' '.join(SUFFIXES)}.")
    done = 0
    for batch in _batches(files, summary):
        on_progress(done, len(files), "Adding to the catalogue")
        content = await asyncio.to_thread(_contents, batch, summary)
        items = []
        for (path, _), reading in zip(content, await _readings(engine, content), strict=True):
            if reading.error:
                summary.skipped.append((str(path), reading.error))
            else:
                items.append((reading, Facts(reading.title or path.stem, "", LICENCE, f"file:{path}")))
        added = await holdings.take_in(items)
        summary.added += added
        summary.known += len(items) - added
        done += len(batch)
    on_progress(len(files), len(files), "Adding to the catalogue")
    await holdings.save()
    return summary


async def _readings(engine: Engine, content: Sequence[tuple[Path, bytes]]) -> list[Reading]:
    """A batch that ends the engine is read again file by file, so that a bad file costs only itself."""
    try:
        return await engine.embed_files([(path.name, data) for path, data in content])
    except UnreadableScore as error:
        if len(content) == 1:
            return [Reading(content[0][0].name, error=str(error))]
        return [reading for one in content for reading in await _readings(engine, [one])]


def _scores(paths: Iterable[Path], summary: ImportSummary) -> Iterator[Path]:
    for path in paths:
        if path.is_file():
            yield path
        elif path.is_dir():
            for file in sorted(path.rglob("*")):
                if file.is_file() and not file.name.startswith("."):
                    if file.suffix.lower() in SUFFIXES:
                        yield file
                    else:
                        summary.ignored += 1
        else:
            raise CadenzaError(f"There is no file or folder {path}.")


def _batches(files: Sequence[Path], summary: ImportSummary) -> Iterator[list[Path]]:
    batch: list[Path] = []
    size = 0
    for path in files:
        try:
            length = path.stat().st_size
        except OSError as error:
            summary.skipped.append((str(path), f"It cannot be read: {error.strerror}."))
            continue
        if length > MAX_FILE_BYTES:
            summary.skipped.append(
                (str(path), f"It has {length >> 20} MB; up to {MAX_FILE_BYTES >> 20} MB work.")
            )
            continue
        if batch and (len(batch) >= BATCH_FILES or size + length > BATCH_BYTES):
            yield batch
            batch, size = [], 0
        batch.append(path)
        size += length
    if batch:
        yield batch


def _contents(batch: Sequence[Path], summary: ImportSummary) -> list[tuple[Path, bytes]]:
    content = []
    for path in batch:
        try:
            content.append((path, path.read_bytes()))
        except OSError as error:
            summary.skipped.append((str(path), f"It cannot be read: {error.strerror}."))
    return content
