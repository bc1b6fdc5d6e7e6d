"""What is a person's own on the page: stars for tracks, consent, favourites and taste."""

import json
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.web.tabs import PATIENCE_MS, ask

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_stars_are_asked_about_kept_and_forgotten(visit: Page, tmp_path: Path) -> None:
    await ask(visit, "got any lively dances?")
    tracks = visit.locator(".track")
    await expect(tracks.first).to_be_visible(timeout=PATIENCE_MS)
    title = await tracks.first.get_by_role("heading").inner_text()
    await tracks.first.get_by_text("5 stars", exact=True).locator("..").click()
    asked = tracks.first.get_by_role("group", name="May Cadenza learn")
    await expect(tracks.first.get_by_role("status")).to_contain_text("May I learn", timeout=PATIENCE_MS)
    await asked.get_by_role("button", name="For me alone").click()
    await expect(tracks.first.get_by_role("status")).to_contain_text("nobody else")
    await expect(asked).to_have_count(0)
    await tracks.nth(1).get_by_text("2 stars", exact=True).locator("..").click()
    await expect(tracks.nth(1).get_by_role("status")).to_contain_text("Noted: 2 stars", timeout=PATIENCE_MS)

    await visit.get_by_role("button", name="Your taste").click()
    sheet = visit.get_by_role("dialog", name="Your taste")
    await expect(sheet).to_contain_text("From 2 ratings", timeout=PATIENCE_MS)
    await expect(sheet.get_by_role("img")).to_have_js_property("naturalWidth", 860, timeout=PATIENCE_MS)
    loved = sheet.get_by_role("list", name="Favourites").get_by_role("heading")
    assert await loved.all_inner_texts() == [title]
    await sheet.get_by_role("button", name="Play all").click()
    await expect(sheet.get_by_role("button", name="Pause")).to_be_visible(timeout=PATIENCE_MS)
    async with visit.expect_download() as download:
        await sheet.get_by_role("link", name="Export as JSON").click()
    await (await download.value).save_as(tmp_path / "taste.json")
    assert json.loads((tmp_path / "taste.json").read_text())["ratings"] == 2
    await sheet.get_by_role("button", name="Forget my ratings").click()
    await sheet.get_by_role("button", name="Forget them for good").click()
    await expect(sheet.get_by_role("status")).to_contain_text("Forgotten: 2 ratings")
    await expect(sheet).to_contain_text("What you give four stars or five will be here")

    await sheet.get_by_role("button", name="Close").click()
    await visit.get_by_role("button", name="Compose from these").click()
    await expect(visit.get_by_role("article")).to_contain_text("In the spirit of", timeout=PATIENCE_MS)
