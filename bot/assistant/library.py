"""A library: the files of music in folders and zip archives, found without reading them."""

import os
import stat
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from bot.assistant.archives import Archives, folders_and_name, refusal
from bot.assistant.manifests import NAMES, BadManifest, Entry, read_manifest
from music.errors import CadenzaError, UnreadableScore
from music.formats import SUFFIXES

#: a larger file is no piece of music
MAX_FILE_BYTES = 25 << 20


@dataclass(frozen=True, slots=True)
class LibraryFile:
    """A file that may be music. `source` as in `Track.source`; `shown` for people; `path` inside the
    library, for naming; `stamp` changes when the file does; `read` gives its content or raises
    UnreadableScore."""

    source: str
    shown: str
    path: str
    size: int
    stamp: str
    read: Callable[[], bytes]
    entry: Entry = field(default_factory=Entry)

    @property
    def name(self) -> str:
        return self.path.rsplit("/", 1)[-1]


@dataclass(slots=True)
class Library:
    """`files` in the order in which they are imported; `ignored` files of other kinds, by their suffix;
    `skipped`: (path, one sentence why) of what should have been music and cannot be reached."""

    files: list[LibraryFile] = field(default_factory=list)
    ignored: Counter[str] = field(default_factory=Counter)
    skipped: list[tuple[str, str]] = field(default_factory=list)


def find_library(paths: Sequence[Path], archives: Archives) -> Library:
    """Every score in `paths`: files, folders with all that is in them, and zip archives. Links that lead
    out of their folder are not followed.

    `archives` must stay open as long as files are read. Raises CadenzaError for a path that does not exist.
    """
    library = Library()
    for path in paths:
        if path.is_dir():
            _add_folder(library, path, archives)
        elif path.is_file():
            if path.suffix.casefold() == ".zip":
                _add_archive(library, path, str(path), "", archives)
            else:
                _add_file(library, path, path.name, Entry())
        else:
            raise CadenzaError(f"There is no file or folder {path}.")
    return library


def plain(text: str) -> str:
    """A name from a file system as text that can be stored: bytes that are no UTF-8 are written out."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


# --- folders ----------------------------------------------------------------------------------------------


def _add_folder(library: Library, top: Path, archives: Archives) -> None:
    inside = os.path.realpath(top)
    name = Path(inside).name
    entries: dict[str, Entry] = {}

    def unreadable(error: OSError) -> None:
        library.skipped.append((plain(str(error.filename)), f"It cannot be read: {error.strerror}."))

    for folder, folders, files in os.walk(top, onerror=unreadable):
        here = Path(folder)
        below = "" if here == top else here.relative_to(top).as_posix()
        folders[:] = sorted(f for f in folders if not f.startswith(".") and f != "__MACOSX")
        for child in folders:
            if os.path.islink(here / child) and not _is_inside(here / child, inside):
                library.skipped.append(_leading_out(here / child))
        wanted = sorted(f for f in files if not f.startswith("."))
        for manifest in (f for f in wanted if f.casefold() in NAMES):
            _read_manifest(library, entries, here / manifest, below)
        for child in wanted:
            path = here / child
            relative = f"{below}/{child}" if below else child
            if child.casefold() in NAMES:
                continue
            if os.path.islink(path) and not _is_inside(path, inside):
                library.skipped.append(_leading_out(path))
            elif not path.is_file():
                library.ignored["(not a file)"] += 1
            elif path.suffix.casefold() == ".zip":
                _add_archive(library, path, plain(str(path)), plain(f"{name}/{relative[:-4]}"), archives)
            elif path.suffix.casefold() in SUFFIXES:
                _add_file(library, path, f"{name}/{relative}", entries.get(relative, Entry()))
            else:
                library.ignored[path.suffix.casefold() or "(no suffix)"] += 1


def _is_inside(link: Path, folder: str) -> bool:
    target = os.path.realpath(link)
    return target == folder or target.startswith(folder.rstrip("/") + "/")


def _leading_out(link: Path) -> tuple[str, str]:
    return plain(str(link)), "It is a link that leads out of the folder, and links are followed only inside."


def _read_manifest(library: Library, entries: dict[str, Entry], path: Path, folder: str) -> None:
    try:
        found, complaint = read_manifest(path.read_bytes(), path.name, folder)
    except BadManifest as error:
        library.skipped.append((plain(str(path)), str(error)))
        return
    except OSError as error:
        library.skipped.append((plain(str(path)), f"It cannot be read: {error.strerror}."))
        return
    entries.update(found)
    if complaint:
        library.skipped.append((plain(str(path)), complaint))


def _add_file(library: Library, path: Path, shown_as: str, entry: Entry) -> None:
    shown = plain(str(path))
    try:
        status = path.stat()
    except OSError as error:
        library.skipped.append((shown, f"It cannot be read: {error.strerror}."))
        return
    if complaint := _too_large(status.st_size):
        library.skipped.append((shown, complaint))
        return

    def read() -> bytes:
        try:
            handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK)  # a pipe put in its place must not block
            with os.fdopen(handle, "rb") as file:
                if not stat.S_ISREG(os.fstat(handle).st_mode):
                    raise UnreadableScore(f"{path.name!r} is no file any more.")
                return file.read(MAX_FILE_BYTES + 1)
        except OSError as error:
            raise UnreadableScore(f"It cannot be read: {error.strerror}.") from error

    library.files.append(
        LibraryFile(
            source=f"file:{plain(str(path.absolute()))}",
            shown=shown,
            path=plain(shown_as),
            size=status.st_size,
            stamp=f"{status.st_size}:{status.st_mtime_ns}",
            read=read,
            entry=entry,
        )
    )


def _too_large(size: int) -> str:
    if size <= MAX_FILE_BYTES:
        return ""
    return f"It has {size >> 20} MB; up to {MAX_FILE_BYTES >> 20} MB work."


# --- archives ---------------------------------------------------------------------------------------------


def _add_archive(library: Library, path: Path, shown: str, folder: str, archives: Archives) -> None:
    try:
        library.files += archive_files(library, path, shown, folder or plain(path.stem), archives)
    except UnreadableScore as error:
        library.skipped.append((shown, str(error)))


def archive_files(
    library: Library, path: Path, shown: str, folder: str, archives: Archives, source: str = ""
) -> Iterator[LibraryFile]:
    """The scores in a zip archive by name; what is passed over goes into `library`.

    `source` stands for the archive in `LibraryFile.source`, by default where it lies. Raises UnreadableScore.
    """
    members = [m for m in archives.members(path) if not m.is_dir()]
    source = source or f"file:{plain(str(path.absolute()))}!"
    entries: dict[str, Entry] = {}
    for member in members:
        *folders, name = folders_and_name(member) or ("",)
        if name.casefold() in NAMES and not refusal(member):
            try:
                data = archives.read(path, member, MAX_FILE_BYTES)
                found, complaint = read_manifest(data, name, "/".join(folders))
            except (BadManifest, UnreadableScore) as error:
                found, complaint = {}, str(error)
            entries.update(found)
            if complaint:
                library.skipped.append((f"{shown}/{plain(member.filename)}", complaint))
    for member in sorted(members, key=lambda m: m.filename):
        parts = folders_and_name(member)
        if not parts or parts[-1].startswith(".") or parts[-1].casefold() in NAMES or "__MACOSX" in parts:
            continue
        if parts[0] == "META-INF":
            continue
        inner = plain("/".join(parts))
        suffix = Path(parts[-1]).suffix.casefold()
        if suffix == ".zip":
            library.skipped.append(
                (f"{shown}/{inner}", "It is an archive in an archive; unpack the outer one.")
            )
        elif suffix not in SUFFIXES:
            library.ignored[suffix or "(no suffix)"] += 1
        elif complaint := refusal(member) or _too_large(member.file_size):
            library.skipped.append((f"{shown}/{inner}", complaint))
        else:
            yield LibraryFile(
                source=f"{source}/{inner}",
                shown=f"{shown}/{inner}",
                path=f"{folder}/{inner}" if folder else inner,
                size=member.file_size,
                stamp=f"{member.file_size}:{member.CRC:08x}",
                read=partial(archives.read, path, member, member.file_size),
                entry=entries.get(inner, Entry()),
            )


def described_files(
    library: Library, path: Path, shown: str, archives: Archives, source: str, suffix: str
) -> Iterator[LibraryFile]:
    """Files that only describe music, by their suffix. Raises UnreadableScore."""
    for member in sorted(archives.members(path), key=lambda m: m.filename):
        inner = plain("/".join(folders_and_name(member)))
        if member.is_dir() or not inner.casefold().endswith(suffix):
            continue
        if complaint := refusal(member) or _too_large(member.file_size):
            library.skipped.append((f"{shown}/{inner}", complaint))
            continue
        read = partial(archives.read, path, member, member.file_size)
        yield LibraryFile(f"{source}/{inner}", f"{shown}/{inner}", inner, member.file_size, "", read)
