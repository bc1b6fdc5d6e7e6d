"""Files that nothing needs any more: uploads that were only looked at, and what was made for somebody who was
forgotten. A file goes with all forms that were made of it."""

import asyncio
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from bot.engine.media import Derived, all_forms
from music.errors import InvalidTakeCode, MissingPart
from music.soundfont import find_soundfont
from storage.files import LocalFileStore
from storage.repositories.takes import Takes

if TYPE_CHECKING:
    from bot.assistant.inquiry import House


def sources_of(code: str) -> frozenset[str]:
    """Content hashes of the files that the piece of a take code was made from."""
    from generator.continuation_code import ContinuationCode
    from generator.operations.operation_code import OperationCode

    try:
        if (continued := ContinuationCode.parse(code)) is not None:
            return frozenset({continued.source})
        operated = OperationCode.parse(code)
    except InvalidTakeCode:
        return frozenset()
    return frozenset(operated.sources) if operated else frozenset()


class Leftovers:
    """`folder` is the data folder, `soundfont` as configured."""

    def __init__(self, files: LocalFileStore, folder: Path, soundfont: str) -> None:
        self._files = files
        self._derived = Derived(folder / "derived")
        self._soundfont = soundfont

    async def remove(self, files: Iterable[str]) -> int:
        """Removes files of these content hashes with all their forms; returns how many were there."""
        return await asyncio.to_thread(self._remove, sorted(files))

    def _remove(self, files: list[str]) -> int:
        try:
            forms = all_forms(find_soundfont(self._soundfont).path)
        except MissingPart:
            forms = all_forms(None)
        made = {self._derived.forget(file, form) for file in files for form in forms}
        return sum(self._files.remove(name) for name in {*files, *made} - {""})


async def drop_unused(house: "House", midi: str) -> None:
    """Removes a file that was only looked at, unless it is that of a Track, a Take or an open Job."""
    async with house.database.reading() as session:
        takes = Takes(session)
        unused = await takes.unused_files([midi])
        kept = {source for code in await takes.codes() for source in sources_of(code)} if unused else set()
    for name in unused - kept:
        await asyncio.to_thread(house.files.remove, name)
