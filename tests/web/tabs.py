"""Opening the page in a browser tab, and what tests do there again and again."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

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

#: what falls short of the contrast that text needs
CONTRAST = Path(__file__).with_name("contrast.js").read_text()

#: the focused element's name and role, and whether it can be seen that it has the focus
FOCUSED = """() => {
  const e = document.activeElement;
  const outlined = (x) => {
    const style = x && getComputedStyle(x);
    return style && style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  };
  return {
    name: e.getAttribute("aria-label") || e.labels?.[0]?.innerText || e.innerText || "",
    tag: e.tagName.toLowerCase(), type: e.type ?? "",
    visible: outlined(e) || outlined(e.parentElement) || outlined(e.nextElementSibling),
  };
}"""

#: English words that a person reads or hears on a page in Chinese
ENGLISH = Path(__file__).with_name("english.js").read_text()

#: opens the conversation of the first visit again; options of `Browser.new_context`
Return = Callable[..., Awaitable[Page]]


@asynccontextmanager
async def tab(
    context: BrowserContext, address: str, path: str = "/", refused: tuple[int, ...] = ()
) -> AsyncIterator[Page]:
    """A tab on the page, or on the moderator's view. Errors of scripts, and what the Content-Security-Policy
    stopped, fail the test, and so do refusals of the server but those of a status in `refused`."""
    page = await context.new_page()
    complaints: list[str] = []
    expected = ("ERR_INTERNET_DISCONNECTED", *(f"status of {status}" for status in refused))

    def listen(line: ConsoleMessage) -> None:
        if line.type == "error" and not any(words in line.text for words in expected):
            complaints.append(line.text)

    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", listen)
    await page.goto(address + path)
    await expect(page.get_by_role("textbox" if path == "/" else "searchbox").first).to_be_visible()
    yield page
    assert not complaints, complaints


def message(page: Page) -> Locator:
    return page.get_by_role("textbox", name=re.compile("^(Message|消息)$"))


async def ask(page: Page, text: str) -> None:
    await message(page).fill(text)
    await message(page).press("Enter")


async def take_after(page: Page, text: str) -> Locator:
    """The card of the take that `text` asked for."""
    await ask(page, text)
    card = page.get_by_role("article").last
    await expect(card).to_be_visible(timeout=PATIENCE_MS)
    return card
