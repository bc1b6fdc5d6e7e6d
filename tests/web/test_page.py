"""The page as a person meets it: a request typed, recommendations read, a take heard."""

import io
import os
import re
from pathlib import Path

import pytest
from PIL import Image
from playwright.async_api import Page, expect

from tests.web.tabs import ENGLISH, PATIENCE_MS, REQUEST, Return, ask, message

pytestmark = pytest.mark.asyncio(loop_scope="session")

#: set to a folder, the pictures of the documentation are made there
SCREENSHOTS = os.environ.get("SCREENSHOTS", "")

#: root mean square of the first second of an <audio>, as the browser decodes it
LOUDNESS = """async (a) => {
  const data = await (await fetch(a.currentSrc)).arrayBuffer();
  const sound = await new OfflineAudioContext(2, 48000, 48000).decodeAudioData(data);
  const samples = sound.getChannelData(0);
  return Math.sqrt(samples.reduce((sum, x) => sum + x * x, 0) / samples.length);
}"""


async def test_somebody_new_is_welcomed_with_examples(visit: Page) -> None:
    await expect(visit.get_by_role("heading", name="What would you like to hear?")).to_be_visible()
    examples = visit.get_by_role("list", name="Requests to start with").get_by_role("button")
    assert await examples.count() >= 3


async def test_a_request_yields_recommendations_with_reasons(first_visit: Page) -> None:
    tracks = first_visit.get_by_role("list", name="Recommended tracks").locator(".track")
    assert await tracks.count() >= 3
    for track in await tracks.all():
        await expect(track.get_by_role("button", name="Play")).to_be_visible()
        assert len(await track.locator(".reason").inner_text()) > 5


async def test_filters_let_only_what_passes_through(visit: Page) -> None:
    await visit.get_by_text("Filters", exact=True).click()
    await visit.get_by_label("Tempo").fill("-100")
    await visit.get_by_label("With", exact=True).fill("piano")
    await expect(visit.get_by_text("Filters (2 set)")).to_be_visible()
    await visit.get_by_role("button", name="Send").click()
    tracks = visit.get_by_role("list", name="Recommended tracks").locator(".track")
    await expect(tracks.first).to_be_visible(timeout=PATIENCE_MS)
    assert 1 <= await tracks.count() <= 5
    for track in await tracks.all():
        tempo = re.search(r"(\d+) bpm", await track.inner_text())
        assert tempo is None or int(tempo[1]) <= 100  # none is shown where the file gives none
    await expect(visit.get_by_text("Find tracks")).to_be_visible()
    await visit.get_by_role("button", name="Clear").click()
    await expect(visit.get_by_text("Filters", exact=True)).to_be_visible()


async def test_and_then_a_take_that_plays(first_visit: Page) -> None:
    card = first_visit.get_by_role("article")
    await card.get_by_role("button", name="Play").click()
    await expect(card.get_by_role("button", name="Pause")).to_be_visible(timeout=PATIENCE_MS)
    audio = card.locator("audio")
    await first_visit.wait_for_function("a => a.currentTime > 1", arg=await audio.element_handle())
    state = await audio.evaluate("a => ({duration: a.duration, paused: a.paused, source: a.currentSrc})")
    assert 10 < state["duration"] < 20
    assert not state["paused"]
    assert state["source"].endswith(".ogg")
    assert await audio.evaluate(LOUDNESS) > 0.003, "the take is silent"
    position = await card.get_by_role("slider").get_attribute("aria-valuetext")
    assert re.fullmatch(r"[1-9] seconds? of 1\d seconds", position or "")
    await card.get_by_role("button", name="Pause").click()
    assert await audio.evaluate("a => a.paused")


async def test_a_recommended_track_plays_and_only_one_piece_sounds(first_visit: Page) -> None:
    tracks = [first_visit.locator(".track").nth(i) for i in (0, 1)]
    for track in tracks:
        await track.get_by_role("button", name="Play").click()
        audio = await track.locator("audio").element_handle()
        await first_visit.wait_for_function("a => a.currentTime > 0.3", arg=audio, timeout=PATIENCE_MS)
    assert await tracks[0].locator("audio").evaluate("a => a.paused")
    await tracks[1].get_by_role("button", name="Pause").click()


async def test_a_reload_keeps_the_conversation_and_the_stars(returned: Return) -> None:
    page = await returned()
    card = page.get_by_role("article").first
    title = await card.get_by_role("heading").first.inner_text()
    await card.get_by_text("4 stars", exact=True).locator("..").click()
    await expect(card.get_by_role("status").first).to_contain_text("4 stars", timeout=PATIENCE_MS)

    await page.reload()
    await expect(card.get_by_role("heading", name=title)).to_be_visible()
    await expect(page.locator(".asked").first).to_contain_text(REQUEST)
    await expect(card.get_by_role("radio", name="4 stars")).to_be_checked()
    await expect(page.locator(".working")).to_have_count(0)


async def test_every_download_of_a_take_is_there(returned: Return) -> None:
    page = await returned()
    card = page.get_by_role("article").first
    await card.get_by_text("Downloads, code and sources").click()
    kinds = {"MIDI": b"MThd", "MusicXML": b"<?xml", "Ogg Opus": b"OggS", "FLAC": b"fLaC", "WAV": b"RIFF"}
    for name, magic in kinds.items():
        async with page.expect_download(timeout=PATIENCE_MS) as download:
            await card.get_by_role("link", name=name, exact=True).click()
        path = await (await download.value).path()
        assert path.read_bytes().startswith(magic), name
    assert len(await card.get_by_label("Take code").inner_text()) > 20


async def test_vary_and_more_like_this_lead_on_and_a_reload_in_the_middle_loses_nothing(
    returned: Return,
) -> None:
    page = await returned()
    await page.get_by_role("article").first.get_by_role("button", name="Vary").click()
    await expect(page.locator(".working")).to_be_visible(timeout=PATIENCE_MS)
    await page.reload()
    await expect(page.get_by_role("article")).to_have_count(2, timeout=PATIENCE_MS)
    await expect(page.get_by_text("Vary this")).to_be_visible()
    lists = page.get_by_role("list", name="Recommended tracks")
    before = await lists.count()
    await page.get_by_role("article").last.get_by_role("button", name="More like").click()
    await expect(lists).to_have_count(before + 1, timeout=PATIENCE_MS)


async def test_escape_stops_composing(visit: Page) -> None:
    await ask(visit, "compose a dense piano piece of 300 bars")
    await expect(visit.locator(".working")).to_be_visible(timeout=PATIENCE_MS)
    await message(visit).press("Escape")
    await expect(visit.locator(".reply").get_by_text("Stopped")).to_be_visible(timeout=PATIENCE_MS)
    await expect(visit.locator(".working")).to_have_count(0)
    assert await visit.get_by_role("article").count() == 0


async def test_a_wish_that_cannot_be_is_answered_by_one_sentence(visit: Page) -> None:
    await ask(visit, "a piano piece at 2000 bpm")
    await expect(visit.locator(".failed")).to_contain_text("2000", timeout=PATIENCE_MS)
    await expect(visit.locator(".waiting")).to_have_count(0)
    await expect(visit.locator(".failed")).to_have_css("direction", "ltr")
    await ask(visit, "مقطوعة بيانو بسرعة 2000 bpm")
    await expect(visit.locator(".failed").last).to_contain_text("السرعة 2000", timeout=PATIENCE_MS)
    await expect(visit.locator(".failed").last).to_have_css("direction", "rtl")


async def test_words_are_shown_as_words_never_as_markup(visit: Page) -> None:
    await ask(visit, 'help <img src=x onerror="document.title=1"> <b>me</b>')
    await expect(visit.locator(".asked")).to_contain_text("<b>me</b>")
    assert await visit.locator(".asked img, .asked b").count() == 0


async def test_a_score_is_attached_and_a_large_one_is_not(visit: Page, scale: Path) -> None:
    chooser = visit.locator("#file")
    await chooser.set_input_files({"name": "big.mid", "mimeType": "audio/midi", "buffer": bytes(3_000_000)})
    await expect(visit.get_by_role("alert").first).to_contain_text("2 MB")
    await chooser.set_input_files(scale)
    await message(visit).fill("what key is this in?")
    await visit.get_by_role("button", name="Send").click()
    await expect(visit.locator(".asked")).to_contain_text(scale.name)
    await expect(visit.locator(".reply")).to_contain_text("G major", timeout=PATIENCE_MS)


async def test_the_conversation_can_begin_anew(visit: Page) -> None:
    await ask(visit, "help")
    await expect(visit.locator(".prose")).to_be_visible(timeout=PATIENCE_MS)
    await visit.get_by_role("button", name="New conversation").click()
    await expect(visit.get_by_role("heading", name="What would you like to hear?")).to_be_visible()
    assert await visit.locator(".turn").count() == 0


async def test_a_program_that_went_away_is_said_and_the_words_are_kept(visit: Page) -> None:
    await visit.context.set_offline(True)
    await ask(visit, "something calm")
    await expect(visit.locator("#notice")).to_contain_text("does not answer")
    assert await message(visit).input_value() == "something calm"
    await visit.context.set_offline(False)


@pytest.mark.parametrize(
    ("name", "width", "height", "scheme"),
    [("page", 1100, 900, "light"), ("page-dark", 1100, 900, "dark"), ("page-phone", 360, 780, "light")],
)
async def test_it_fits_every_width_in_light_and_dark(
    returned: Return, name: str, width: int, height: int, scheme: str
) -> None:
    page = await returned(
        viewport={"width": width, "height": height}, color_scheme=scheme, device_scale_factor=1.5
    )
    await expect(page.get_by_role("article").first.locator("canvas")).to_be_visible()
    assert await page.evaluate("document.documentElement.scrollWidth") == width
    if SCREENSHOTS:
        await page.set_viewport_size(
            {"width": width, "height": await page.evaluate("document.documentElement.scrollHeight")}
        )
        await page.wait_for_timeout(800)  # the piano roll has come into view and is drawn
        picture = Image.open(io.BytesIO(await page.screenshot())).convert("RGB")
        picture.quantize(256).save(Path(SCREENSHOTS) / f"{name}.png", optimize=True)


async def test_a_take_is_changed_by_its_forms_explained_and_deleted(returned: Return) -> None:
    page = await returned()
    cards = page.get_by_role("article")
    before, first = await cards.count(), cards.first

    await first.get_by_text("Change it").click()
    anew = first.get_by_role("form", name="Some bars anew")
    await anew.get_by_label("Bars").fill("1")
    await anew.get_by_label("to", exact=True).fill("1")
    await anew.get_by_role("button", name="Rewrite").click()
    await expect(page.get_by_text("Bars 1 to 1 anew")).to_be_visible()
    await expect(cards).to_have_count(before + 1, timeout=PATIENCE_MS)
    await expect(cards.last.get_by_role("list", name="Adjustments")).to_contain_text("1")

    await first.get_by_text("Change it").click()
    blend = first.get_by_role("form", name="Blend with another take")
    await blend.get_by_label("As").select_option("mostly this one")
    await blend.get_by_role("button", name="Blend").click()
    await expect(cards).to_have_count(before + 2, timeout=PATIENCE_MS)
    await expect(cards.last.get_by_role("list", name="Adjustments")).to_contain_text("75%")

    await cards.last.get_by_role("button", name="Why").click()
    await expect(page.locator(".reply").last).to_contain_text("was made from", timeout=PATIENCE_MS)
    await cards.last.get_by_text("Downloads, code and sources").click()
    await cards.last.get_by_role("button", name="Delete this take").click()
    await cards.last.get_by_role("button", name="Delete it for good").click()
    await expect(page.get_by_text("with its files and ratings")).to_be_visible()
    await expect(cards).to_have_count(before + 1)
    await page.reload()
    await expect(page.get_by_text("That piece is not here any more")).to_be_visible()
    await expect(cards).to_have_count(before + 1)


async def test_in_chinese_nothing_of_the_page_is_left_in_english(returned: Return) -> None:
    page = await returned(locale="zh-CN", viewport={"width": 360, "height": 800})
    card = page.get_by_role("article").first
    await card.get_by_text("改一改").click()
    await expect(card.get_by_role("form", name="换一种风格")).to_be_visible()
    await card.get_by_text("下载、代码与来源").click()
    await card.get_by_role("button", name="为什么").click()
    await expect(page.locator(".reply").last).to_contain_text(" was composed by", timeout=PATIENCE_MS)
    await ask(page, "为什么？")  # in Chinese, and so is the answer, with the title of the piece
    await expect(page.locator(".reply").last).to_contain_text(
        re.compile("《(?:[^A-Za-z]*[A-G][大小]调)+[^A-Za-z]*》(?:由|改自)")
    )
    assert await page.evaluate(ENGLISH) == []
    await page.get_by_role("button", name="你的口味").click()
    await expect(
        page.get_by_role("dialog", name="你的口味").get_by_role("heading", name="最爱")
    ).to_be_visible()
    await page.keyboard.press("Escape")
    await page.get_by_role("button", name="隐私").click()
    await expect(page.get_by_role("dialog", name="隐私")).to_contain_text("关于你，我保存着")
    assert await page.evaluate(ENGLISH) == []
    assert await page.evaluate("document.documentElement.scrollWidth") == 360
    await page.keyboard.press("Escape")

    await page.get_by_role("link", name="管理").click()
    await page.get_by_role("button", name="新风格").click()
    await expect(page.locator("#figures")).to_contain_text("最近 30 天")
    assert await page.evaluate(ENGLISH) == []
    assert await page.evaluate("document.documentElement.scrollWidth") == 360
    await page.get_by_role("link", name="English").click()
    await expect(page.get_by_role("heading", name="Settings")).to_be_visible()
    await page.get_by_role("link", name="Back to the conversation").click()
    await expect(page.get_by_role("article").first.get_by_text("Change it")).to_be_visible()
    assert await page.evaluate("document.documentElement.lang") == "en"
