"""Files of a take: parts of them for players that ask so, and nothing twice for a browser that has it."""

import pytest
from playwright.async_api import Page

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def source(visit: Page) -> str:
    """Where the page has the take's Ogg from."""
    address: str = await visit.locator("article source").first.evaluate("s => s.src")
    assert address.endswith(".ogg")
    return address


async def test_a_part_of_the_audio_can_be_asked_for(first_visit: Page) -> None:
    address = await source(first_visit)
    whole = await first_visit.request.get(address)
    assert whole.headers["content-type"].startswith("audio/ogg")
    assert whole.headers["accept-ranges"] == "bytes"
    data = await whole.body()
    part = await first_visit.request.get(address, headers={"range": "bytes=100-199"})
    assert part.status == 206
    assert part.headers["content-range"] == f"bytes 100-199/{len(data)}"
    assert await part.body() == data[100:200]
    beyond = await first_visit.request.get(address, headers={"range": f"bytes={len(data)}-"})
    assert beyond.status == 416


async def test_an_older_version_is_not_pieced_together_with_a_newer_one(first_visit: Page) -> None:
    headers = {"range": "bytes=0-9", "if-range": '"of-yesterday"'}
    answer = await first_visit.request.get(await source(first_visit), headers=headers)
    assert answer.status == 200


@pytest.mark.parametrize("suffix", [".ogg", ".mid", ".json"])
async def test_what_the_browser_has_is_not_sent_again(first_visit: Page, suffix: str) -> None:
    address = (await source(first_visit)).removesuffix(".ogg") + suffix
    first = await first_visit.request.get(address)
    etag = first.headers["etag"]
    assert etag.startswith('"'), "a strong ETag"
    again = await first_visit.request.get(address, headers={"if-none-match": etag})
    assert again.status == 304
    assert await again.body() == b""
    other = await first_visit.request.get(address, headers={"if-none-match": '"another"'})
    assert other.status == 200


async def test_file_names_are_ours(first_visit: Page) -> None:
    address = (await source(first_visit)).removesuffix(".ogg") + ".mid"
    answer = await first_visit.request.get(address)
    assert answer.headers["content-disposition"].startswith('attachment; filename="cadenza-')
    assert (await answer.body())[:4] == b"MThd"


async def test_mp3_is_there_for_browsers_that_need_it(first_visit: Page) -> None:
    address = (await source(first_visit)).removesuffix(".ogg") + ".mp3"
    answer = await first_visit.request.get(address, timeout=120_000)
    assert answer.headers["content-type"] == "audio/mpeg"
    body = await answer.body()
    assert body[:3] == b"ID3" or body[:2] == b"\xff\xfb"


async def test_the_piano_roll_holds_every_note_in_seconds(first_visit: Page) -> None:
    address = (await source(first_visit)).removesuffix(".ogg") + ".json"
    roll = await (await first_visit.request.get(address)).json()
    notes = [note for part in roll["parts"] for note in part["notes"]]
    assert notes
    assert all(0 <= onset < roll["seconds"] and length > 0 for onset, length, _, _ in notes)
    assert roll["bars"][0] == 0
    assert roll["bars"] == sorted(roll["bars"])
