"""Installing a public collection: downloaded, read, indexed under its licence."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from bot.assistant.archives import Archives
from bot.assistant.catalogue import Catalogue
from bot.assistant.collection import Collection, header_of
from bot.assistant.downloading import DownloadFailed, download, new_session
from bot.assistant.holdings import OnProgress
from bot.assistant.importing import ImportOptions, ImportSummary
from bot.assistant.library import MAX_FILE_BYTES, Library, LibraryFile, archive_files, described_files
from bot.assistant.manifests import Entry
from music.errors import CadenzaError, UnreadableScore

#: between two small files from the same site
POLITE_SECONDS = 0.25


async def install(
    catalogue: Catalogue,
    folder: Path,
    collection: Collection,
    options: ImportOptions,
    on_progress: OnProgress,
    *,
    origin: str = "",
    polite_seconds: float = POLITE_SECONDS,
) -> ImportSummary:
    """Adds a collection to the catalogue; `folder` is the data folder. What an earlier, interrupted call has
    downloaded or read is used.

    `origin`: another address of the same archive, or a file that was downloaded by other means. Raises
    CadenzaError: DownloadFailed, or when nothing in the archive belongs to the collection.
    """
    await catalogue.wait(on_progress)
    own = _own_file(origin)
    store = folder / "downloads" / collection.key
    archive = own or store / "archive.zip"
    if own is None and not await asyncio.to_thread(archive.exists):
        await _download(collection, origin or collection.address, archive, on_progress)
    with Archives() as archives:
        library = Library()
        try:
            found = await asyncio.to_thread(_files, library, collection, archive, archives)
            if collection.fetch:
                found = await _fetched(library, collection, found, store, on_progress, polite_seconds)
            if not found:
                others = ", ".join(f"{n} {kind}" for kind, n in library.ignored.most_common(4)) or "nothing"
                raise UnreadableScore(f"it holds no music in a form that can be read ({others}).")
        except UnreadableScore as error:
            if own is None:
                archive.unlink(missing_ok=True)
            raise CadenzaError(f"The archive of {collection.name} cannot be used: {error}") from error
        library.files += found
        summary = await catalogue.add_library(library, options, on_progress)
    if own is None:
        archive.unlink(missing_ok=True)
    return summary


def _own_file(origin: str) -> Path | None:
    """The file that `origin` names; None for an address. Raises CadenzaError."""
    if not origin or "://" in origin:
        return None
    path = Path(origin).expanduser()
    if not path.is_file():
        raise CadenzaError(f"There is no file {path}.")
    return path


async def _download(collection: Collection, address: str, to: Path, on_progress: OnProgress) -> None:
    def tell(done: int, total: int) -> None:
        on_progress(done >> 20, total >> 20, f"Downloading {collection.name}")

    async with new_session() as session:
        await download(
            session, address, to, collection.most_mb << 20, sha256=collection.sha256, on_bytes=tell
        )


def _files(library: Library, collection: Collection, archive: Path, archives: Archives) -> list[LibraryFile]:
    """The files of the archive that belong to the collection, named by it."""
    source = f"collection:{collection.key}"
    if collection.fetch:
        return list(described_files(library, archive, collection.key, archives, source, ".ly"))
    return list(
        _named(library, collection, archive_files(library, archive, collection.key, "", archives, source))
    )


def _named(library: Library, collection: Collection, files: Iterator[LibraryFile]) -> Iterator[LibraryFile]:
    for file in files:
        groups = collection.match(file.path)
        if groups is None:
            library.ignored["(not part of the collection)"] += 1
            continue
        ours, its = collection.entry(groups), file.entry
        entry = Entry(
            its.title or ours.title,
            its.composer or ours.composer,
            its.licence or ours.licence,
            its.style or ours.style,
        )
        path = groups.get("path", file.path)
        yield replace(file, source=f"collection:{collection.key}/{path}", path=path, entry=entry)


async def _fetched(
    library: Library,
    collection: Collection,
    descriptions: list[LibraryFile],
    store: Path,
    on_progress: OnProgress,
    polite_seconds: float,
) -> list[LibraryFile]:
    """The music that the archive only describes, file by file from its site; what is here stays here, so
    that nothing is asked for twice."""
    found: list[LibraryFile] = []
    async with new_session() as session:
        for number, file in enumerate(descriptions):
            on_progress(number, len(descriptions), f"Downloading {collection.name}")
            groups = collection.match(file.path)
            if groups is None:
                continue
            try:
                groups |= header_of((await asyncio.to_thread(file.read)).decode("utf-8", "replace"))
                to = store / f"{groups['place']}.mid"
                if not await asyncio.to_thread(to.exists):
                    await download(session, collection.address_of(groups), to, MAX_FILE_BYTES)
                    await asyncio.sleep(polite_seconds)
                size = (await asyncio.to_thread(to.stat)).st_size
            except (DownloadFailed, UnreadableScore) as error:
                library.skipped.append((file.shown, str(error)))
                continue
            found.append(
                replace(
                    file,
                    source=f"collection:{collection.key}/{groups['place']}.mid",
                    path=f"{groups['place']}.mid",
                    size=size,
                    stamp=str(size),
                    read=to.read_bytes,
                    entry=collection.entry(groups),
                )
            )
    return found
