"""Importing a library: archives, books, names, the same music again, and going on where it stood."""

import json
import os
import zipfile
from collections.abc import AsyncIterator
from pathlib import Path

import numpy as np
import pytest
import pytest_asyncio

from bot.assistant.assistant import Assistant
from bot.assistant.importing import ImportOptions, ImportSummary
from bot.assistant.inquiry import UnknownItem
from bot.settings import Settings
from music.controls import Controls
from music.errors import CadenzaError
from music.midi import read_midi, write_midi
from music.musicxml import write_musicxml
from music.score import Part, Score
from music.track import Track
from tests.assistant.conftest import settings_for
from tests.assistant.tunes import books_tune, melody

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def empty(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Assistant]:
    """An assistant whose catalogue begins empty; each test adds music of its own."""
    settings = settings_for(tmp_path_factory.mktemp("empty") / "data")
    async with Assistant.open(settings, in_process=True, background=False, starter=False) as assistant:
        yield assistant


async def by_source(assistant: Assistant, end: str) -> Track:
    (track,) = [t for t in await assistant.catalogue.tracks() if t.source.endswith(end)]
    return track


def reasons(summary: ImportSummary) -> dict[str, str]:
    return {Path(path).name: reason for path, reason in summary.skipped}


async def test_an_empty_catalogue_says_how_to_fill_it(tmp_path: Path) -> None:
    settings = settings_for(tmp_path / "data")
    here = {"guild_id": "cli", "surface": "cli", "person": "ann"}
    async with Assistant.open(settings, in_process=True, background=False, starter=False) as assistant:
        event = await assistant.recommend(Controls(), "calm piano", 5, **here)
        assert event.tracks == ()
        assert "cadenza catalog add" in event.text
        for asked in (
            assistant.rate("0" * 16, 5, **here),
            assistant.curation.block("0" * 16, **here),
            assistant.catalogue.remove("0" * 16),
        ):
            with pytest.raises(UnknownItem):
                await asked


# --- what is found ----------------------------------------------------------------------------------------


async def test_an_archive_is_read_in_bounds_and_bombs_are_refused(empty: Assistant, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "songs.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("Bach/Airs/01_first_air.mid", melody(1))
        archive.writestr("Bach/broken.mid", melody(2)[:50])
        archive.writestr("bomb.mid", bytes(20 << 20))
        archive.writestr("../../outside.mid", melody(3))
        archive.writestr("inner.zip", b"PK\x05\x06" + bytes(18))
        archive.writestr("readme.txt", "no music")
        link = zipfile.ZipInfo("link.mid")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    (tmp_path / "no.zip").write_bytes(b"no archive at all")
    summary = await empty.catalogue.add_paths([tmp_path])
    assert (summary.added, summary.known, summary.ignored) == (1, 0, 1)
    said = reasons(summary)
    assert set(said) == {"broken.mid", "bomb.mid", "outside.mid", "inner.zip", "link.mid", "no.zip"}
    assert "zip bomb" in said["bomb.mid"]
    assert "leads out" in said["outside.mid"]
    assert "archive in an archive" in said["inner.zip"]
    assert "is a link" in said["link.mid"]
    assert "damaged zip" in said["no.zip"]
    track = await by_source(empty, "01_first_air.mid")
    assert (track.title, track.composer) == ("First air", "Johann Sebastian Bach")


async def test_an_archive_whose_files_overlap_is_a_bomb(empty: Assistant, tmp_path: Path) -> None:
    path = tmp_path / "overlapping.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for i in range(3):
            archive.writestr(f"{i}.mid", melody(10 + i) * 20)
    data = bytearray(path.read_bytes())
    at = -1
    while (at := data.find(b"PK\x01\x02", at + 1)) >= 0:  # every entry claims the first one's place, and more
        data[at + 20 : at + 24] = (len(data) - 100).to_bytes(4, "little")
        data[at + 42 : at + 46] = bytes(4)
    path.write_bytes(data)
    (tmp_path / "good.mid").write_bytes(melody(13))
    summary = await empty.catalogue.add_paths([tmp_path])
    assert summary.added == 1
    assert "zip bomb" in reasons(summary)["overlapping.zip"]


async def test_links_are_followed_inside_the_folder_alone(empty: Assistant, tmp_path: Path) -> None:
    library, outside = tmp_path / "library", tmp_path / "outside"
    library.mkdir()
    outside.mkdir()
    (outside / "secret.mid").write_bytes(melody(20))
    (library / "own.mid").write_bytes(melody(21))
    (library / "again.mid").symlink_to(library / "own.mid")
    (library / "leak.mid").symlink_to(outside / "secret.mid")
    (library / "folder").symlink_to(outside)
    (library / "nowhere.mid").symlink_to(library / "not there.mid")
    summary = await empty.catalogue.add_paths([library])
    assert (summary.added, summary.known) == (1, 1)
    said = reasons(summary)
    assert set(said) == {"leak.mid", "folder"}
    assert all("leads out of the folder" in reason for reason in said.values())


async def test_a_pipe_and_a_file_that_cannot_be_decoded_do_not_stop_it(
    empty: Assistant, tmp_path: Path
) -> None:
    os.mkfifo(tmp_path / "pipe.mid")
    (tmp_path / os.fsdecode(b"caf\xe9.mid")).write_bytes(melody(22))
    (tmp_path / "large.mid").write_bytes(bytes(26 << 20))
    summary = await empty.catalogue.add_paths([tmp_path])
    assert (summary.added, summary.ignored) == (1, 1)
    assert "26 MB" in reasons(summary)["large.mid"]


async def test_every_tune_of_a_book_comes_in(empty: Assistant, tmp_path: Path) -> None:
    (tmp_path / "book.abc").write_text("\n".join(books_tune(n) for n in range(1, 41)))
    summary = await empty.catalogue.add_paths([tmp_path / "book.abc"])
    assert (summary.added, summary.known, summary.skipped) == (40, 0, [])
    track = await by_source(empty, "book.abc#7")
    assert (track.title, track.composer, track.style) == ("Tune 7", "Ann Onymous", "reel")


# --- what it is called ------------------------------------------------------------------------------------


async def test_a_manifest_wins_over_the_operator_and_both_over_names(
    empty: Assistant, tmp_path: Path
) -> None:
    library = tmp_path / "Satie"
    (library / "deep").mkdir(parents=True)
    for number, name in enumerate(("deep/a.mid", "b.mid", "03 - Composer Known - c.mid")):
        (library / name).write_bytes(melody(30 + number))
    rows = [
        {"path": "deep/a.mid", "title": "Told", "composer": "Ann", "licence": "CC BY 4.0", "style": "waltz"}
    ]
    lines = [json.dumps(row) for row in rows] + ["{no json", "[]"]
    (library / "manifest.jsonl").write_text("\n".join(lines))
    (library / "deep" / "manifest.csv").write_text("name,title\nx,y\n")
    options = ImportOptions(licence="PD", style="piano piece")
    summary = await empty.catalogue.add_paths([library], options=options)
    assert summary.added == 3
    assert "Line 2 and 1 more" in reasons(summary)["manifest.jsonl"]
    assert "no column 'path'" in reasons(summary)["manifest.csv"]
    told, by_folder, by_name = [
        await by_source(empty, f"Satie/{name}")
        for name in ("deep/a.mid", "b.mid", "03 - Composer Known - c.mid")
    ]
    assert (told.title, told.composer, told.licence, told.style) == ("Told", "Ann", "CC BY 4.0", "waltz")
    assert (by_folder.title, by_folder.composer, by_folder.licence) == ("B", "Erik Satie", "PD")
    assert (by_name.title, by_name.composer, by_name.style) == ("C", "Composer Known", "piano piece")


# --- the same music ---------------------------------------------------------------------------------------


async def test_music_is_known_in_another_key_tempo_instrument_and_form(
    empty: Assistant, tmp_path: Path
) -> None:
    (tmp_path / "1.mid").write_bytes(melody(40, title="The first"))
    (tmp_path / "2.mid").write_bytes(melody(40, up=4, bpm=150, program=73))
    (tmp_path / "3.musicxml").write_bytes(write_musicxml(read_midi(melody(40, up=-3))))
    (tmp_path / "4.mid").write_bytes(melody(41))
    summary = await empty.catalogue.add_paths([tmp_path])
    assert (summary.added, summary.known) == (2, 2)
    assert [(Path(path).name, title) for path, title in summary.same] == [
        ("2.mid", "The first"),
        ("3.musicxml", "The first"),
    ]


async def test_fingerprints_of_an_older_version_are_made_again(settings: Settings, tmp_path: Path) -> None:
    """The catalogue of a Cadenza that had none is recognised all the same."""
    import sqlite3

    connection = sqlite3.connect(settings.folder / "cadenza.db")
    with connection:
        connection.execute("DELETE FROM track_fingerprints")
    connection.close()
    stored = read_midi(melody(50))
    (tmp_path / "own.mid").write_bytes(write_midi(stored))
    async with Assistant.open(settings, in_process=True, background=False, starter=False) as assistant:
        first = (await assistant.catalogue.tracks())[0]
        old = read_midi(assistant._house.files.get(first.midi))
        moved = Score(
            old.ticks_per_quarter,
            tuple(Part(p.program, p.notes + np.array([0, 0, 2, 0], np.int32)) for p in old.parts),
        )
        (tmp_path / "moved.mid").write_bytes(write_midi(moved))
        lost = (await assistant.catalogue.tracks())[1]
        assistant._house.files.remove(lost.midi)  # must not keep the others from being known
        summary = await assistant.catalogue.add_paths([tmp_path])
    assert (summary.added, [title for _, title in summary.same]) == (1, [first.title])


# --- going on ---------------------------------------------------------------------------------------------


async def test_what_was_read_is_not_read_again(empty: Assistant, tmp_path: Path) -> None:
    library = tmp_path / "library"
    library.mkdir()
    for seed in range(60, 66):
        (library / f"{seed}.mid").write_bytes(melody(seed))
    (library / "bad.mid").write_bytes(b"bad")
    first = await empty.catalogue.add_paths([library])
    again = await empty.catalogue.add_paths([library])
    assert (first.added, first.recognised) == (6, 0)
    assert (again.added, again.known, again.recognised, again.skipped) == (0, 6, 7, first.skipped)
    (library / "60.mid").write_bytes(melody(67))
    library.rename(tmp_path / "moved")
    moved = await empty.catalogue.add_paths([tmp_path / "moved"])
    assert (moved.added, moved.known, moved.recognised) == (1, 5, 5), "contents are known under other names"


async def test_a_track_that_was_removed_comes_back_when_it_is_added_again(
    empty: Assistant, tmp_path: Path
) -> None:
    (tmp_path / "gone.mid").write_bytes(melody(70))
    await empty.catalogue.add_paths([tmp_path])
    await empty.catalogue.remove((await by_source(empty, "gone.mid")).id)
    assert (await empty.catalogue.add_paths([tmp_path])).added == 1


async def test_blocked_music_is_not_recommended_and_does_not_come_back(
    empty: Assistant, tmp_path: Path
) -> None:
    moderator = {"guild_id": "cli", "surface": "cli", "person": "mod"}
    (tmp_path / "zebra.mid").write_bytes(melody(80, title="Xylophone Zebra"))
    await empty.catalogue.add_paths([tmp_path])
    track = await by_source(empty, "zebra.mid")

    async def shown(guild_id: str) -> bool:
        event = await empty.recommend(
            Controls(), track.title, 20, guild_id=guild_id, surface="cli", person=os.urandom(4).hex()
        )
        return track.id in [t.id for t in event.tracks]

    assert await shown("cli")
    await empty.curation.block(track.id, **moderator)
    assert [b.track_id for b in await empty.curation.blocked("cli")] == [track.id]
    assert not await shown("cli")
    assert await shown("web")

    await empty.catalogue.remove(track.id)
    (tmp_path / "b.mid").write_bytes(melody(80, up=2))
    options = ImportOptions(blocked_by=("cli",))
    refused = await empty.catalogue.add_paths([tmp_path], options=options)
    assert (refused.added, len(refused.skipped)) == (0, 2)
    assert "blocked" in refused.skipped[0][1]
    await empty.curation.unblock(track.id, **moderator)
    assert (await empty.catalogue.add_paths([tmp_path], options=options)).added == 1
    with pytest.raises(CadenzaError, match="not blocked"):
        await empty.curation.unblock(track.id, **moderator)


async def test_music_for_one_guild_is_its_own(empty: Assistant, tmp_path: Path) -> None:
    (tmp_path / "own.mid").write_bytes(melody(90, title="Quixotic Walrus"))
    with pytest.raises(CadenzaError, match="no guild '4711'"):
        await empty.catalogue.add_paths([tmp_path], options=ImportOptions(guild_id="4711"))
    await empty.catalogue.add_paths([tmp_path], options=ImportOptions(guild_id="web"))
    track = await by_source(empty, "own.mid")
    assert track.guild_id == "web"
    for guild, expected in (("web", True), ("cli", False)):
        event = await empty.recommend(
            Controls(), track.title, 20, guild_id=guild, surface="cli", person=os.urandom(4).hex()
        )
        assert (track.id in [t.id for t in event.tracks]) is expected
