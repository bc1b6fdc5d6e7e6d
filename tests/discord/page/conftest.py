"""The page of `cadenza-loopback` in Debian's Chromium, with the little bot behind it."""

import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
from playwright.async_api import Page, async_playwright

from tests.discord.server.small_bot import SmallBot, running
from tests.discord_server import Guild, LoopbackDiscord, Member
from tests.discord_server.page import Page as MemberPage
from tests.discord_server.page.routes import furnish
from tests.web.conftest import CHROMIUM_ARGUMENTS


@dataclass
class Visit:
    """The page, opened by Ann."""

    discord: LoopbackDiscord
    guild: Guild
    ann: Member
    page: Page
    #: what the browser complained about
    complaints: list[str]


@pytest.fixture
async def players(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[tuple[LoopbackDiscord, Guild, Member]]:
    """The server behind the page, its guild, and Ann."""
    discord = LoopbackDiscord()
    guild, members = furnish(discord)
    MemberPage(discord, members)
    async with discord, running(discord, SmallBot(), monkeypatch):
        yield discord, guild, members[0]


@pytest.fixture
async def visit(players: tuple[LoopbackDiscord, Guild, Member]) -> AsyncIterator[Visit]:
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.fail("Chromium is missing; `apt-get install -y chromium` installs it (as root).")
    discord, guild, ann = players
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=list(CHROMIUM_ARGUMENTS))
        page = await browser.new_page(viewport={"width": 1100, "height": 800})
        page.set_default_timeout(8000)
        complaints: list[str] = []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
        await page.goto(discord.origin)
        yield Visit(discord, guild, ann, page, complaints)
        await browser.close()
    assert complaints == []
