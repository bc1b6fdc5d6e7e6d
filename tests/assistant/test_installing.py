"""Public collections: downloaded from a site on the loopback address, read, indexed under their licences."""

import asyncio
import hashlib
import io
import os
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from bot.assistant.assistant import Assistant
from bot.assistant.collection import Collection, collections, find_collection
from bot.assistant.downloading import DownloadFailed, download, new_session
from bot.assistant.importing import ImportOptions, ImportSummary
from bot.assistant.installing import install
from bot.settings import Settings
from music.errors import CadenzaError
from music.midi import read_midi
from music.musicxml import write_musicxml
from tests.assistant.archive_server import serving
from tests.assistant.conftest import settings_for
from tests.assistant.tunes import melody

pytestmark = pytest.mark.asyncio(loop_scope="session")

LILYPOND = """\\header {
  title = "Air on the G String"
  mutopiatitle = "Air"
  composer = "J. S. Bach (1685-1750)"
  style = "Baroque"
  license = "Creative Commons Attribution-ShareAlike 4.0"
}
"""


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def as_mxl(seed: int) -> bytes:
    return zipped({"score.xml": write_musicxml(read_midi(melody(seed)))})


def lieder() -> bytes:
    return zipped(
        {
            "Lieder-main/README.md": b"Songs",
            "Lieder-main/scores/Schubert,_Franz/Winterreise,_D.911/01_Gute_Nacht/lc1.mxl": as_mxl(201),
            "Lieder-main/scores/Schubert,_Franz/Winterreise,_D.911/01_Gute_Nacht/lc1.mscx": b"<museScore/>",
            "Lieder-main/scores/Viardot,_Pauline/_/Haï_luli!/lc2.mxl": as_mxl(202),
            "Lieder-main/scores/Viardot,_Pauline/_/Broken/lc3.mxl": b"PK\x03\x04 but no more",
            "Lieder-main/data/other.mxl": as_mxl(203),
        }
    )


async def installed(
    settings: Settings, collection: Collection, origin: str = ""
) -> tuple[ImportSummary, dict[str, tuple[str, str, str, str]]]:
    """The summary, and (composer, licence, style, source) by title of all that is there."""
    async with Assistant.open(settings, in_process=True, background=False, starter=False) as assistant:
        summary = await install(
            assistant.catalogue,
            settings.folder,
            collection,
            ImportOptions(),
            lambda done, total, text: None,
            origin=origin,
            polite_seconds=0,
        )
        tracks = await assistant.catalogue.tracks()
    return summary, {t.title: (t.composer, t.licence, t.style, t.source) for t in tracks}


async def test_a_collection_comes_in_with_its_names_and_licence(tmp_path: Path) -> None:
    settings = settings_for(tmp_path / "data")
    async with serving({"/lieder.zip": lieder()}) as site:
        collection = replace(find_collection("openscore-lieder"), address=f"{site.address}/lieder.zip")
        summary, tracks = await installed(settings, collection)
        again, _ = await installed(settings, collection)
    assert tracks == {
        "Gute Nacht (Winterreise, D.911)": (
            "Franz Schubert",
            "CC0-1.0",
            "art song",
            "collection:openscore-lieder/scores/Schubert,_Franz/Winterreise,_D.911/01_Gute_Nacht/lc1.mxl",
        ),
        "Haï luli!": (
            "Pauline Viardot",
            "CC0-1.0",
            "art song",
            "collection:openscore-lieder/scores/Viardot,_Pauline/_/Haï_luli!/lc2.mxl",
        ),
    }
    ((path, _reason),) = summary.skipped
    assert path.endswith("Broken/lc3.mxl")
    assert summary.ignored_kinds == {".md": 1, ".mscx": 1, "(not part of the collection)": 1}
    assert (again.added, again.known, again.recognised) == (0, 2, 3)
    assert not list((settings.folder / "downloads").rglob("*.zip"))


async def test_drums_are_named_by_their_files(tmp_path: Path) -> None:
    name = "groove/drummer1/session2/3_jazz-funk_116_beat_4-4.mid"
    (tmp_path / "groove.zip").write_bytes(zipped({name: melody(210), "groove/info.csv": b"a,b\n"}))
    settings = settings_for(tmp_path / "data")
    _, tracks = await installed(settings, find_collection("groove"), str(tmp_path / "groove.zip"))
    assert tracks == {
        "jazz-funk beat, 116 bpm, drummer1": (
            "Groove MIDI Dataset (drummer1)",
            "CC BY 4.0",
            "jazz-funk",
            f"collection:groove/{name}",
        )
    }
    assert (tmp_path / "groove.zip").exists(), "the operator's own file stays"


async def test_music_that_an_archive_only_describes_is_fetched_once(tmp_path: Path) -> None:
    archive = zipped(
        {
            "Mutopia-master/ftp/BachJS/BWV1068/air/air.ly": LILYPOND.encode(),
            "Mutopia-master/ftp/BachJS/BWV1068/gone/gone.ly": LILYPOND.encode(),
            "Mutopia-master/ftp/BachJS/BWV1068/air/part.ly": b"",
        }
    )
    settings = settings_for(tmp_path / "data")
    async with serving({"/m.zip": archive, "/ftp/BachJS/BWV1068/air/air.mid": melody(220)}) as site:
        collection = replace(
            find_collection("mutopia"),
            address=f"{site.address}/m.zip",
            fetch=f"{site.address}/ftp/{{place}}/{{stem}}.mid",
        )
        summary, tracks = await installed(settings, collection)
        asked = len(site.ranges)
        await installed(settings, collection)
        assert len(site.ranges) == asked + 2, "the archive, and what was not there"
    assert tracks == {
        "Air": (
            "Johann Sebastian Bach",
            "CC BY-SA 4.0",
            "baroque",
            "collection:mutopia/BachJS/BWV1068/air.mid",
        )
    }
    ((path, reason),) = summary.skipped
    assert path.endswith("gone.ly")
    assert "404" in reason


async def test_an_archive_without_readable_music_is_said_and_not_kept(tmp_path: Path) -> None:
    settings = settings_for(tmp_path / "data")
    async with serving({"/l.zip": zipped({"Lieder-main/scores/a.mscz": b"x"})}) as site:
        collection = replace(find_collection("openscore-lieder"), address=f"{site.address}/l.zip")
        with pytest.raises(CadenzaError, match=r"1 \.mscz"):
            await installed(settings, collection)
    assert not list((settings.folder / "downloads").rglob("*.zip"))


# --- the download itself ----------------------------------------------------------------------------------


DATA = bytes(range(256)) * 8000


async def test_a_download_that_breaks_off_goes_on_where_it_stood(tmp_path: Path) -> None:
    async with serving({"/a": DATA}) as site, new_session() as session:
        site.break_after = 700_000
        await download(session, f"{site.address}/a", tmp_path / "a", 1 << 22, pause=0.01)
        assert (tmp_path / "a").read_bytes() == DATA
        first, second = site.ranges
        assert first == ""
        assert 0 < int(second.removeprefix("bytes=").removesuffix("-")) <= 700_000
    assert os.listdir(tmp_path) == ["a"]


async def test_a_part_of_another_version_is_not_gone_on_with(tmp_path: Path) -> None:
    async with serving({"/a": DATA}) as site, new_session() as session:
        site.break_after, site.statuses = 700_000, []
        breaking = asyncio.create_task(
            download(session, f"{site.address}/a", tmp_path / "a", 1 << 22, pause=60)
        )
        await asyncio.wait_for(site.broken.wait(), 10)
        breaking.cancel()  # as if the program had been stopped
        await asyncio.gather(breaking, return_exceptions=True)
        site.files["/a"], site.etag = DATA[::-1], '"two"'
        await download(session, f"{site.address}/a", tmp_path / "a", 1 << 22)
        assert (tmp_path / "a").read_bytes() == DATA[::-1]
        assert site.ranges[-1].startswith("bytes=")


@pytest.mark.parametrize("tells_length", [True, False])
async def test_more_than_the_limit_is_refused(tmp_path: Path, tells_length: bool) -> None:
    async with serving({"/a": DATA}) as site, new_session() as session:
        site.tells_length = tells_length
        with pytest.raises(DownloadFailed, match="the limit is 1 MB"):
            await download(session, f"{site.address}/a", tmp_path / "a", 1 << 20)
    assert not (tmp_path / "a").exists()


async def test_what_is_not_the_expected_file_is_not_used(tmp_path: Path) -> None:
    async with serving({"/a": DATA}) as site, new_session() as session:
        with pytest.raises(DownloadFailed, match="not the file that was expected"):
            await download(session, f"{site.address}/a", tmp_path / "a", 1 << 22, sha256="0" * 64)
        assert not os.listdir(tmp_path)
        right = hashlib.sha256(DATA).hexdigest()
        await download(session, f"{site.address}/a", tmp_path / "a", 1 << 22, sha256=right)
        assert (tmp_path / "a").exists()


@pytest.mark.parametrize(("status", "words"), [(404, "may have moved"), (503, "try again later")])
async def test_what_a_site_answers_is_said(tmp_path: Path, status: int, words: str) -> None:
    async with serving({}) as site, new_session() as session:
        site.statuses = [status] * 9
        with pytest.raises(DownloadFailed, match=f"{status}.*{words}"):
            await download(session, f"{site.address}/a", tmp_path / "a", 1 << 20)


async def test_a_silent_site_is_given_up(tmp_path: Path) -> None:
    async with serving({"/a": DATA}) as site, new_session(silent_seconds=0.2) as session:
        site.silent = True
        with pytest.raises(DownloadFailed, match="could not be reached, or broke off"):
            await download(session, f"{site.address}/a", tmp_path / "a", 1 << 22, pause=0.01)


@pytest.mark.parametrize(
    "address", ["http://example.org/a.zip", "ftp://example.org/a", "file:///etc/passwd", "x"]
)
async def test_only_encrypted_addresses_are_used(tmp_path: Path, address: str) -> None:
    async with new_session() as session:
        with pytest.raises(DownloadFailed, match="https"):
            await download(session, address, tmp_path / "a", 1 << 20)


async def test_the_collections_of_the_design_are_there() -> None:
    assert set(collections()) == {"openscore-lieder", "openscore-quartets", "mutopia", "groove"}
    for collection in collections().values():
        assert collection.address.startswith("https://")
        assert collection.credit
    with pytest.raises(CadenzaError, match="openscore-lieder"):
        find_collection("nothing")
