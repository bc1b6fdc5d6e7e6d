"""Opening the page in a browser tab, and what tests do there again and again."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from playwright.async_api import BrowserContext, ConsoleMessage, Locator, Page, expect

#: a first piece waits for the models and, on a busy machine, for whoever else computes
PATIENCE_MS = 120_000
REQUEST = "something calm and rainy for piano, a bit hopeful, about 12 seconds"

CHROMIUM_ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

#: opens the conversation of the first visit again; options of `Browser.new_context`
Return = Callable[..., Awaitable[Page]]


@asynccontextmanager
async def tab(context: BrowserContext, address: str) -> AsyncIterator[Page]:
    """A tab on the page. Errors of scripts, and what the Content-Security-Policy stopped, fail the test."""
    page = await context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda line: complaints.append(line.text) if is_complaint(line) else None)
    await page.goto(address)
    await expect(message(page)).to_be_visible()
    yield page
    assert not complaints, complaints


def is_complaint(line: ConsoleMessage) -> bool:
    """An error, unless it says that the network is off: a test may have switched it off."""
    return line.type == "error" and "ERR_INTERNET_DISCONNECTED" not in line.text


def message(page: Page) -> Locator:
    return page.get_by_role("textbox", name="Message")


async def ask(page: Page, text: str) -> None:
    await message(page).fill(text)
    await message(page).press("Enter")


async def take_after(page: Page, text: str) -> Locator:
    """The card of the take that `text` asked for."""
    await ask(page, text)
    card = page.get_by_role("article").last
    await expect(card).to_be_visible(timeout=PATIENCE_MS)
    return card
