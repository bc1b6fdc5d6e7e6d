"""The catalogue: adding, removing, and an index that comes back however it was lost."""

import sqlite3
import uuid
from dataclasses import replace
from pathlib import Path

import pytest

from bot.assistant.assistant import Assistant
from bot.assistant.inquiry import UnknownItem
from bot.settings import Settings
from music.controls import Controls
from music.errors import CadenzaError, StorageUnavailable
from music.mood import Mood
from recommender.index import FaissIndex
from recommender.space import DIMENSION, EMBEDDING_VERSION
from storage.database import Database
from storage.repositories.tracks import Tracks
from tests.assistant.talk import MUSIC
from tests.engine.pieces import tune

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def found(assistant: Assistant, text: str = "piano", person: str = "") -> list[str]:
    """Titles for somebody new, to whom nothing was shown before."""
    somebody = person or uuid.uuid4().hex
    event = await assistant.recommend(Controls(), text, 10, guild_id="cli", surface="cli", person=somebody)
    return [track.title for track in event.tracks]


async def test_a_folder_is_added_with_a_summary_of_what_was_left_out(
    settings: Settings, tmp_path: Path
) -> None:
    music = tmp_path / "music" / "deeper"
    music.mkdir(parents=True)
    (music / "new.mid").write_bytes(tune((62, 64, 66, 67, 69, 71, 73, 74), bpm=130, title="new"))
    (music / "known.mid").write_bytes(MUSIC["organ.mid"])
    (music / "broken.mid").write_bytes(b"MThd and then nothing")
    (music / "notes.txt").write_text("not music")
    seen = []
    async with Assistant.open(settings, in_process=True, background=False, starter=False) as assistant:
        summary = await assistant.catalogue.add_paths(
            [tmp_path / "music"], lambda done, total, text: seen.append((done, total))
        )
        assert (summary.added, summary.known, summary.ignored) == (1, 1, 1)
        ((path, reason),) = summary.skipped
        assert path.endswith("broken.mid")
        assert "broken.mid" in reason
        assert seen[-1] == (3, 3)
        assert "new" in await found(assistant)


async def test_adding_what_does_not_exist_or_holds_no_score_is_said(
    settings: Settings, tmp_path: Path
) -> None:
    (tmp_path / "empty").mkdir()
    async with Assistant.open(settings, in_process=True, background=False, starter=False) as assistant:
        for path in (tmp_path / "nowhere", tmp_path / "empty"):
            with pytest.raises(CadenzaError, match=str(path)):
                await assistant.catalogue.add_paths([path])


async def test_a_removed_track_is_gone_for_good(settings: Settings) -> None:
    async with Assistant.open(settings, in_process=True, background=False, starter=False) as assistant:
        organ = next(t for t in await assistant.catalogue.tracks() if t.title.startswith("organ"))
        await assistant.prepare()
        await assistant.catalogue.remove(organ.id)
        assert organ.title not in await found(assistant, "organ")
        with pytest.raises(UnknownItem):
            await assistant.catalogue.remove(organ.id)
    async with Assistant.open(settings, in_process=True, background=False, starter=False) as assistant:
        assert organ.title not in await found(assistant, "organ")


@pytest.mark.parametrize("damage", ["missing", "cut", "noise"])
async def test_a_lost_index_is_built_again_from_the_database(settings: Settings, damage: str) -> None:
    async with Assistant.open(settings, in_process=True, background=False, starter=False) as assistant:
        before = await found(assistant, "slow piano")
    index = settings.folder / "index" / "tracks.index"
    content = index.read_bytes()
    if damage == "missing":
        index.unlink()
    else:
        index.write_bytes(content[: len(content) // 2] if damage == "cut" else b"\x00" * len(content))
    async with Assistant.open(settings, in_process=True, background=False, starter=False) as assistant:
        assert await found(assistant, "slow piano") == before
    assert index.read_bytes() != b""


async def test_rebuilding_hears_everything_anew_and_keeps_what_people_said(settings: Settings) -> None:
    async with Assistant.open(settings, in_process=True, background=False, starter=False) as assistant:
        before = {t.id: t for t in await assistant.catalogue.tracks()}
        track = next(iter(before.values()))
        # as an earlier version of the analysis may have left it
        wrong = replace(track, mood=Mood(-track.mood.valence, 0.9), key="C# minor", title="My own title")
        database = await Database.open(settings.resolved_database_url)
        async with database.session() as session:
            await Tracks(session).update_many([wrong])
        await database.close()
        await assistant.catalogue.rebuild()
        after = {t.id: t for t in await assistant.catalogue.tracks()}
        assert after.pop(track.id) == replace(track, title="My own title")
        before.pop(track.id)
        assert after == before
        assert "My own title" in await found(assistant, "my own title")


async def test_an_index_that_was_saved_earlier_learns_what_came_later(
    settings: Settings, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """As after a crash between a change of the catalogue and the saving of the index."""
    (tmp_path / "music").mkdir()
    (tmp_path / "music" / "new.mid").write_bytes(tune((62, 64, 66, 67, 69, 71, 73, 74), bpm=130, title="new"))
    file = settings.data_dir / "index" / "tracks.index"
    async with Assistant.open(settings, in_process=True, background=False, starter=False) as assistant:
        earlier = file.read_bytes()
        await assistant.catalogue.add_paths([tmp_path / "music"])
        organ = next(t for t in await assistant.catalogue.tracks() if t.title.startswith("organ"))
        await assistant.catalogue.remove(organ.id)
    file.write_bytes(earlier)
    caplog.set_level("INFO", "cadenza.catalogue")
    async with Assistant.open(settings, in_process=True, background=False, starter=False) as assistant:
        titles = await found(assistant)
        assert "new" in titles
        assert organ.title not in titles
        new = next(t for t in await assistant.catalogue.tracks() if t.title == "new")
        assert assistant.catalogue.vector_of(new.id) is not None
        assert assistant.catalogue.vector_of(organ.id) is None
    assert "built again" not in caplog.text


async def test_an_index_from_the_future_of_its_database_is_built_again(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    """As after a backup of the database was restored beside a newer index."""
    file = settings.data_dir / "index" / "tracks.index"
    async with Assistant.open(settings, in_process=True, background=False, starter=False) as assistant:
        before = await found(assistant)
    index = FaissIndex.load(file, dimension=DIMENSION, embedding_version=str(EMBEDDING_VERSION))
    index.generation += 5
    index.save(file)
    caplog.set_level("INFO", "cadenza.catalogue")
    async with Assistant.open(settings, in_process=True, background=False, starter=False) as assistant:
        assert await found(assistant) == before
    assert "built again" in caplog.text


async def test_a_rebuild_finds_the_same_music(settings: Settings) -> None:
    async with Assistant.open(settings, in_process=True, background=False, starter=False) as assistant:
        before = await found(assistant)
        await assistant.catalogue.rebuild()
        assert await found(assistant) == before


async def test_what_an_earlier_analysis_said_is_analysed_anew(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    async with Assistant.open(settings, in_process=True, background=False, starter=False) as assistant:
        before = await assistant.catalogue.tracks()
    gone = before[1]
    with sqlite3.connect(settings.data_dir / "cadenza.db") as database:
        wrong = "UPDATE tracks SET arousal = -1, key = '', analysis_version = 1"
        assert database.execute(wrong).rowcount == len(before) > 2
        database.execute("UPDATE tracks SET midi = 'missing' WHERE id = ?", (gone.id,))
    caplog.set_level("INFO", "cadenza.catalogue")
    for again in (len(before), 1):  # one cannot be read, keeps what was said and is tried at each start
        caplog.clear()
        async with Assistant.open(settings, in_process=True, background=False, starter=False) as assistant:
            await assistant.prepare()
            after = {track.id: track for track in await assistant.catalogue.tracks()}
            assert len(await found(assistant)) == len(before)
        assert f"{again} tracks are analysed again" in caplog.text
        assert f"{gone.id} cannot be analysed again" in caplog.text
        assert after.pop(gone.id).mood.arousal == -1
        assert list(after.values()) == [track for track in before if track.id != gone.id]


async def test_what_was_shown_lately_steps_back(settings: Settings) -> None:
    async with Assistant.open(settings, in_process=True, background=False, starter=False) as assistant:
        first, second = await found(assistant, "", "ann"), await found(assistant, "", "ann")
        assert first[0] != second[0]


async def test_a_second_program_on_the_same_folder_is_refused(settings: Settings) -> None:
    async with Assistant.open(settings, in_process=True, background=False, starter=False):
        second = Assistant.open(settings, in_process=True, background=False, starter=False)
        with pytest.raises(StorageUnavailable, match="Another Cadenza"):
            await second.__aenter__()


async def test_a_folder_that_cannot_be_used_is_one_sentence(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    blocked = settings.model_copy(update={"data_dir": tmp_path / "file"})
    with pytest.raises(StorageUnavailable, match="CADENZA_DATA_DIR"):
        await Assistant.open(blocked, in_process=True, background=False, starter=False).__aenter__()
