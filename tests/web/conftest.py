"""A real Cadenza behind the page: for HTTP in this process, for the browser as the program people start."""

import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, async_playwright, expect

from bot.assistant.assistant import Assistant
from bot.settings import Settings, load_settings
from bot.web.server import create_app
from music.midi import write_midi
from music.score import Part, Score
from tests.starter import starter_folder
from tests.web.program import running
from tests.web.tabs import CHROMIUM_ARGUMENTS, REQUEST, Return, tab, take_after

PORT = 8765
#: what the page draws at once, and the server answers at once, may take so long on a busy machine
expect.set_options(timeout=15_000)
TOKEN = "a-secret-of-some-length"


# --- HTTP -------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return load_settings(data_dir=tmp_path_factory.mktemp("web") / "data", web_port=PORT)


@pytest_asyncio.fixture(scope="package", loop_scope="session")
async def assistant(settings: Settings) -> AsyncIterator[Assistant]:
    """The real assistant with its engine, on a data folder without a catalogue."""
    async with Assistant.open(settings, in_process=True, background=False) as opened:
        yield opened


def client(assistant: Assistant, settings: Settings) -> httpx.AsyncClient:
    app = create_app(assistant, settings)
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=f"http://127.0.0.1:{PORT}")


@pytest_asyncio.fixture(loop_scope="session")
async def page(assistant: Assistant, settings: Settings) -> AsyncIterator[httpx.AsyncClient]:
    """A program that talks to the page as a browser would, without cookies yet."""
    async with client(assistant, settings) as opened:
        yield opened


@pytest_asyncio.fixture(loop_scope="session")
async def guarded(assistant: Assistant, settings: Settings) -> AsyncIterator[httpx.AsyncClient]:
    """The same where the page demands TOKEN."""
    with_token = load_settings(data_dir=settings.data_dir, web_port=PORT, web_token=TOKEN)
    async with client(assistant, with_token) as opened:
        yield opened


# --- the browser ------------------------------------------------------------------------------------------


@pytest.fixture(scope="package")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a started `cadenza run` serves its page; it must stop cleanly in the end."""
    folder = tmp_path_factory.mktemp("page")
    shutil.copytree(starter_folder(tmp_path_factory), folder / "data")
    with running(folder) as program:
        yield program.address
        assert program.stop() == 0


@pytest_asyncio.fixture(scope="package", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """Debian's Chromium."""
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.fail("Chromium is missing; `apt-get install -y chromium` installs it (as root).")
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(executable_path=chromium, args=list(CHROMIUM_ARGUMENTS))
        yield opened
        await opened.close()


@pytest_asyncio.fixture(loop_scope="session")
async def visit(browser: Browser, address: str) -> AsyncIterator[Page]:
    """The page, opened by somebody new."""
    context = await browser.new_context(viewport={"width": 1100, "height": 900})
    async with tab(context, address) as opened:
        yield opened
    await context.close()


@pytest_asyncio.fixture(scope="package", loop_scope="session")
async def first_visit(browser: Browser, address: str) -> AsyncIterator[Page]:
    """The tab in which somebody asked for a piece and got it: once, for every test that needs one."""
    context = await browser.new_context(viewport={"width": 1100, "height": 900})
    async with tab(context, address) as opened:
        await take_after(opened, REQUEST)
        yield opened
    await context.close()


@pytest_asyncio.fixture(loop_scope="session")
async def returned(browser: Browser, first_visit: Page, address: str) -> AsyncIterator[Return]:
    """Comes back to the conversation of the first visit, on a screen of one's choice."""
    state = await first_visit.context.storage_state()
    async with AsyncExitStack() as stack:

        async def come_back(**options: Any) -> Page:
            context = await browser.new_context(**{"storage_state": state, **options})
            stack.push_async_callback(context.close)
            opened = await stack.enter_async_context(tab(context, address))
            await expect(opened.get_by_role("article").first).to_be_visible()
            return opened

        yield come_back


@pytest.fixture
def scale(tmp_path: Path) -> Path:
    """A MIDI file: G major scales, eight bars of quarters."""
    pitches = np.array([67, 69, 71, 72, 74, 76, 78, 79] * 4, np.int32)
    onsets = np.arange(32, dtype=np.int32) * 480
    notes = np.stack((onsets, np.full(32, 480, np.int32), pitches, np.full(32, 80, np.int32)), axis=1)
    path = tmp_path / "scale.mid"
    path.write_bytes(write_midi(Score(480, (Part(0, notes),))))
    return path
