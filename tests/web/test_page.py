"""The page as a person meets it: a request typed, recommendations read, a take heard."""

import os
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from tests.web.tabs import PATIENCE_MS, ask, message, tab, take_after

pytestmark = pytest.mark.asyncio(loop_scope="session")

REQUEST = "something calm and rainy for piano, a bit hopeful, about 12 seconds"
#: set to a folder, the pictures of the documentation are made there
SCREENSHOTS = os.environ.get("SCREENSHOTS", "")


async def test_somebody_new_is_welcomed_with_examples(visit: Page) -> None:
    await expect(visit.get_by_role("heading", name="What would you like to hear?")).to_be_visible()
    examples = visit.get_by_role("list", name="Requests to start with").get_by_role("button")
    assert await examples.count() >= 3


async def test_a_request_yields_recommendations_then_a_take_that_plays(visit: Page) -> None:
    card = await take_after(visit, REQUEST)

    tracks = visit.get_by_role("list", name="Recommended tracks").get_by_role("listitem")
    reasons = visit.locator(".track .reason")
    assert await reasons.count() >= 3
    assert all(text.strip() for text in await reasons.all_inner_texts())
    await expect(tracks.first).to_be_visible()

    await card.get_by_role("button", name="Play").click()
    await expect(card.get_by_role("button", name="Pause")).to_be_visible(timeout=PATIENCE_MS)
    audio = card.locator("audio")
    await visit.wait_for_function("a => a.currentTime > 1", arg=await audio.element_handle())
    state = await audio.evaluate("a => ({duration: a.duration, paused: a.paused, source: a.currentSrc})")
    assert 10 < state["duration"] < 20
    assert not state["paused"]
    assert state["source"].endswith(".ogg")
    loud = await audio.evaluate(LOUDNESS)
    assert loud > 0.005, "the take is silent"

    shown = await card.get_by_role("slider").get_attribute("aria-valuetext")
    assert shown is not None
    assert " of 1" in shown
    await card.get_by_role("button", name="Pause").click()
    assert await audio.evaluate("a => a.paused")


#: root mean square of the audio as the browser decodes it
LOUDNESS = """async (a) => {
  const data = await (await fetch(a.currentSrc)).arrayBuffer();
  const sound = await new OfflineAudioContext(2, 48000, 48000).decodeAudioData(data);
  const samples = sound.getChannelData(0);
  return Math.sqrt(samples.reduce((sum, x) => sum + x * x, 0) / samples.length);
}"""


async def test_a_recommended_track_plays(visit: Page) -> None:
    await ask(visit, "got any slow chorales?")
    track = visit.locator(".track").first
    await track.get_by_role("button", name="Play").click(timeout=PATIENCE_MS)
    audio = await track.locator("audio").element_handle()
    await visit.wait_for_function("a => a.currentTime > 0.5", arg=audio, timeout=PATIENCE_MS)


async def test_only_one_piece_sounds_at_a_time(visit: Page) -> None:
    await ask(visit, "got any slow chorales?")
    first, second = visit.locator(".track").nth(0), visit.locator(".track").nth(1)
    for track in (first, second):
        await track.get_by_role("button", name="Play").click(timeout=PATIENCE_MS)
        await expect(track.get_by_role("button", name="Pause")).to_be_visible(timeout=PATIENCE_MS)
    assert await first.locator("audio").evaluate("a => a.paused")
    assert not await second.locator("audio").evaluate("a => a.paused")


async def test_a_reload_keeps_the_conversation_and_the_stars(visit: Page) -> None:
    card = await take_after(visit, REQUEST)
    title = await card.get_by_role("heading").first.inner_text()
    await card.get_by_text("4 stars", exact=True).locator("..").click()
    await expect(card.get_by_role("status").first).to_contain_text("Noted", timeout=PATIENCE_MS)

    await visit.reload()
    card = visit.get_by_role("article").last
    await expect(card.get_by_role("heading", name=title)).to_be_visible()
    await expect(visit.get_by_text(REQUEST)).to_be_visible()
    await expect(card.get_by_role("radio", name="4 stars")).to_be_checked()
    await expect(visit.locator(".working")).to_have_count(0)


async def test_a_reload_in_the_middle_still_brings_the_take(visit: Page) -> None:
    await ask(visit, REQUEST)
    await expect(visit.locator(".working")).to_be_visible(timeout=PATIENCE_MS)
    await visit.reload()
    await expect(visit.get_by_role("article")).to_have_count(1, timeout=PATIENCE_MS)


async def test_escape_stops_composing(visit: Page) -> None:
    await ask(visit, "compose a dense piano piece of 300 bars")
    await expect(visit.locator(".working")).to_be_visible(timeout=PATIENCE_MS)
    await message(visit).press("Escape")
    await expect(visit.get_by_text("Stopped").first).to_be_visible(timeout=PATIENCE_MS)
    await expect(visit.locator(".working")).to_have_count(0)
    assert await visit.get_by_role("article").count() == 0


async def test_vary_and_more_like_this_lead_on(visit: Page) -> None:
    card = await take_after(visit, REQUEST)
    await card.get_by_role("button", name="Vary").click()
    await expect(visit.get_by_role("article")).to_have_count(2, timeout=PATIENCE_MS)
    lists = visit.get_by_role("list", name="Recommended tracks")
    before = await lists.count()
    await visit.get_by_role("article").last.get_by_role("button", name="More like").click()
    await expect(lists).to_have_count(before + 1, timeout=PATIENCE_MS)


async def test_a_wish_that_cannot_be_is_answered_by_one_sentence(visit: Page) -> None:
    await ask(visit, "a piano piece at 2000 bpm")
    refusal = visit.locator(".failed")
    await expect(refusal).to_contain_text("2000", timeout=PATIENCE_MS)
    await expect(visit.locator(".waiting")).to_have_count(0)


async def test_words_are_shown_as_words_never_as_markup(visit: Page) -> None:
    await ask(visit, 'help <img src=x onerror="document.title=1"> <b>me</b>')
    await expect(visit.locator(".asked")).to_contain_text("<b>me</b>")
    assert await visit.locator(".asked img, .asked b").count() == 0


async def test_a_score_is_attached_and_a_large_one_is_not(visit: Page, scale: Path) -> None:
    chooser = visit.get_by_label("Score to attach")
    await chooser.set_input_files({"name": "big.mid", "mimeType": "audio/midi", "buffer": bytes(3_000_000)})
    await expect(visit.get_by_role("alert").first).to_contain_text("2 MB")
    await chooser.set_input_files(scale)
    await message(visit).fill("what key is this in?")
    await visit.get_by_role("button", name="Send").click()
    await expect(visit.locator(".reply").last).to_contain_text("G major", timeout=PATIENCE_MS)
    await expect(visit.locator(".asked")).to_contain_text(scale.name)


async def test_every_download_of_a_take_is_there(visit: Page) -> None:
    card = await take_after(visit, REQUEST)
    await card.get_by_text("Downloads, code and sources").click()
    kinds = {"MIDI": b"MThd", "MusicXML": b"<?xml", "Ogg Opus": b"OggS", "FLAC": b"fLaC", "WAV": b"RIFF"}
    for name, magic in kinds.items():
        async with visit.expect_download(timeout=PATIENCE_MS) as download:
            await card.get_by_role("link", name=name, exact=True).click()
        path = await (await download.value).path()
        assert path.read_bytes().startswith(magic), name
    code = await card.get_by_label("Take code").inner_text()
    assert len(code) > 20


async def test_the_conversation_can_begin_anew(visit: Page) -> None:
    await ask(visit, "help")
    await expect(visit.locator(".prose")).to_be_visible(timeout=PATIENCE_MS)
    await visit.get_by_role("button", name="New conversation").click()
    await expect(visit.get_by_role("heading", name="What would you like to hear?")).to_be_visible()
    assert await visit.locator(".turn").count() == 0


@pytest.mark.parametrize(
    ("name", "width", "height", "scheme"),
    [("page", 1100, 900, "light"), ("page-dark", 1100, 900, "dark"), ("page-phone", 360, 780, "light")],
)
async def test_it_fits_every_width_in_light_and_dark(
    browser: Browser, address: str, name: str, width: int, height: int, scheme: str
) -> None:
    context = await browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if scheme == "dark" else "light",
        device_scale_factor=1.5,
    )
    async with tab(context, address) as page:
        card = await take_after(page, REQUEST)
        await expect(card.locator("canvas")).to_be_visible()
        assert await page.evaluate("document.documentElement.scrollWidth") == width
        if SCREENSHOTS:
            await page.wait_for_timeout(500)  # the piano roll has come into view
            height = await page.evaluate("document.documentElement.scrollHeight")
            await page.set_viewport_size({"width": width, "height": height})
            await page.screenshot(path=Path(SCREENSHOTS) / f"{name}.png")
    await context.close()
