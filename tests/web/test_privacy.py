"""A person at the page sees what is kept of them, takes it along, decides, and deletes it."""

import json
import logging
from pathlib import Path

import httpx
import pytest
from playwright.async_api import Page, expect

from bot.assistant.assistant import Assistant
from bot.settings import Settings
from storage.traces import files_with, rows_with
from tests.web.tabs import ask

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_what_is_known_is_told_exported_and_deleted(
    page: httpx.AsyncClient, assistant: Assistant, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "cadenza")
    assert (await page.get("/api/privacy")).status_code == 401
    await page.get("/")
    person = next(iter(page.cookies.values()))
    assert "nothing is stored" in (await page.get("/api/privacy")).json()["text"]
    assert (await page.get("/api/privacy/export")).status_code == 400
    await page.post("/api/turns", json={"conversation": "c", "text": "help"})
    assert "1 conversation" in (await page.get("/api/privacy")).json()["text"]
    said = await page.post("/api/privacy", json={"consent": "me"})
    assert "nobody else" in said.json()["text"]
    assert (await page.get("/api/privacy")).json()["consent"] == "me"
    exported = await page.get("/api/privacy/export")
    assert "attachment" in exported.headers["content-disposition"]
    assert exported.json()["external_id"] == person
    for nonsense in ({}, {"consent": "all"}, {"delete": "yes"}):
        assert (await page.post("/api/privacy", json=nonsense)).status_code == 400
    needles = (person, exported.json()["id"])
    async with assistant._house.database.reading() as session:
        assert {"persons", "conversations", "consents"} <= (await rows_with(session, needles)).keys()
    assert files_with(settings.folder, needles)
    deleted = (await page.post("/api/privacy", json={"delete": True})).json()
    assert deleted["left"] == []
    assert "found nothing" in deleted["text"]
    assert not (await page.get("/api/privacy")).json()["known"]
    async with assistant._house.database.reading() as session:
        assert await rows_with(session, needles) == {}
    assert files_with(settings.folder, needles) == []
    assert not [one for one in needles if one in caplog.text]


async def test_the_dialog_of_the_page(visit: Page, tmp_path: Path) -> None:
    await ask(visit, "help")
    await expect(visit.locator("#conversation .reply").last).to_contain_text("I recommend music")
    await visit.get_by_role("button", name="Privacy").click()
    dialog = visit.get_by_role("dialog", name="Privacy")
    await expect(dialog.get_by_role("status")).to_contain_text("1 conversation")
    await dialog.get_by_role("button", name="Learn nothing").click()
    await expect(dialog.get_by_role("status")).to_contain_text("count for nothing")
    async with visit.expect_download() as download:
        await dialog.get_by_role("link", name="Export as JSON").click()
    await (await download.value).save_as(tmp_path / "me.json")
    assert json.loads((tmp_path / "me.json").read_text())["surface"] == "web"
    await dialog.get_by_role("button", name="Delete everything").click()
    await dialog.get_by_role("button", name="Delete it for good").click()
    await expect(dialog.get_by_role("status")).to_contain_text("found nothing")
    await dialog.get_by_role("button", name="Close").click()
    await expect(visit.get_by_role("heading", name="What would you like to hear?")).to_be_visible()
