"""The moderator's view in a browser: a style made and heard, two at once, undo, tracks left out, pictures."""

import re

import pytest
from playwright.async_api import Browser, Page, expect

from tests.web.tabs import CONTRAST, FOCUSED, PATIENCE_MS, tab

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_style_is_heard_saved_edited_by_two_and_taken_back(browser: Browser, address: str) -> None:
    first, second = await browser.new_context(), await browser.new_context()
    async with (
        tab(first, address, "/moderate", refused=(400,)) as ann,
        tab(second, address, "/moderate", refused=(409,)) as ben,
    ):
        styles = ann.locator("#styles")
        await expect(styles.get_by_text("There is none yet")).to_be_visible()
        await styles.get_by_role("button", name="New style").click()
        form = styles.get_by_role("form", name="New style")
        await expect(form.get_by_label("Name", exact=True)).to_be_focused()
        await form.get_by_label("Name", exact=True).fill("night drive")
        await form.get_by_label("Plays as").select_option("synthwave")
        await form.get_by_label("Tempo").fill("2")
        await form.get_by_role("button", name="Hear eight bars").click()
        await expect(form.get_by_role("alert")).to_contain_text("from 20 to 320", timeout=PATIENCE_MS)
        await form.get_by_label("Tempo").fill("84-90")
        await form.get_by_role("button", name="Hear eight bars").click()
        await expect(form.get_by_role("button", name="Pause")).to_be_visible(timeout=PATIENCE_MS)
        assert 10 < await form.locator("audio").evaluate("a => a.duration") < 60
        await form.get_by_role("button", name="Save").click()
        await expect(styles.get_by_text("Version 1 · as synthwave · 84-90 bpm")).to_be_visible()

        await ben.reload()
        for page in (ann, ben):
            await page.get_by_role("button", name="Edit night drive").click()
        mine = ann.get_by_role("form", name="Style night drive")
        await mine.get_by_label("Swing").fill("0.6")
        await mine.get_by_role("button", name="Save").click()
        await expect(styles.get_by_text("Version 2 ·")).to_be_visible()
        theirs = ben.get_by_role("form", name="Style night drive")
        await theirs.get_by_label("Swing").fill("0.7")
        await theirs.get_by_label("Lag").fill("10")
        await theirs.get_by_role("button", name="Save").click()
        await expect(theirs.get_by_role("status")).to_contain_text("Somebody else changed the style")
        await expect(theirs.get_by_text("Meanwhile: 0.6.")).to_be_visible()
        await expect(theirs.get_by_label("Swing")).to_have_value("0.7")  # nothing that was typed is lost
        await theirs.get_by_role("button", name="Save").click()
        await expect(ben.locator("#styles").get_by_text("Version 3 ·")).to_be_visible()

        log = ben.locator("#log")
        await log.get_by_role("button", name="from version 2 to 3").click()
        await expect(log.get_by_role("status")).to_contain_text("Taken back")
        await expect(ben.locator("#styles").get_by_text("Version 4 ·")).to_be_visible()
        await expect(log.get_by_text("Somebody").first).to_be_visible()
        remove = ben.get_by_role("button", name="Remove")
        await remove.click()
        await ben.get_by_role("button", name="Remove it").click()
        await expect(ben.get_by_text("There is none yet")).to_be_visible()
    await first.close()
    await second.close()


async def test_a_track_is_left_out_and_allowed_again(
    browser: Browser, address: str, first_visit: Page
) -> None:
    title = await first_visit.locator(".track h3").first.inner_text()
    context = await browser.new_context()
    async with tab(context, address, "/moderate") as page:
        tracks = page.locator("#tracks")
        await tracks.get_by_label("Find a track").fill(title)
        await tracks.get_by_role("button", name="Leave out").first.click()
        left_out = tracks.get_by_role("list", name="Tracks left out")
        await expect(left_out).to_contain_text(title)
        await expect(page.locator("#log")).to_contain_text(f"the track “{title}” was blocked")
        await left_out.get_by_role("button", name="Allow").click()
        await expect(left_out).to_contain_text("None yet")
        await tracks.get_by_label("Find a track").fill("qqqq")
        await expect(tracks.get_by_text("No title or composer here has")).to_be_visible()
    await context.close()


async def test_it_is_used_with_keys_and_read_aloud_in_every_light(
    browser: Browser, address: str, first_visit: Page
) -> None:
    context = await browser.new_context(color_scheme="dark", viewport={"width": 320, "height": 700})
    async with tab(context, address, "/moderate") as page:
        figures = page.locator("#figures")
        await expect(
            figures.get_by_role("img", name=re.compile("In the last 30 days: Requests [1-9]"))
        ).to_be_visible()
        await expect(
            figures.get_by_role("img", name=re.compile("takes and .* tracks over the moods"))
        ).to_be_visible()
        await figures.get_by_text("The numbers").first.click()
        assert await figures.get_by_role("table").first.get_by_role("row").count() >= 2
        await page.get_by_role("button", name="New style").click()
        for scheme in ("dark", "light"):
            await page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
            assert await page.evaluate(CONTRAST) == []
        assert await page.evaluate("document.documentElement.scrollWidth") == 320
        unnamed = "e => !(e.labels?.length || e.ariaLabel || e.innerText.trim())"
        fields = page.locator("input, select, button")
        assert await fields.evaluate_all(f"all => all.filter({unnamed}).map((e) => e.outerHTML)") == []
        ids = await page.evaluate("[...document.querySelectorAll('[id]')].map(e => e.id)")
        assert len(ids) == len(set(ids))
        await page.locator("h1").click()
        for _ in range(25):
            await page.keyboard.press("Tab")
            focused = await page.evaluate(FOCUSED)
            assert focused["tag"] == "body" or (focused["visible"] and focused["name"].strip()), focused
    await context.close()
