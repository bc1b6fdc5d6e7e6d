"""Pictures of three walks over the page, for docs/using.md: python -m tests.web.walks OUT_DIR

Starts the real program and plays a newcomer in Chromium, who goes on as a rater and then as a moderator.
`--data` takes a copy of a data folder whose catalogue is built.
"""

import argparse
import asyncio
import io
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from PIL import Image
from playwright.async_api import Browser, BrowserContext, Locator, Page, async_playwright, expect

from tests.web.program import prepare, running
from tests.web.tabs import CHROMIUM_ARGUMENTS, PATIENCE_MS, ask, message, tab, take_after

WIDTH, HEIGHT, TALL, SCALE = 800, 900, 1150, 1.5
#: the message box at the lower edge of the window, in CSS pixels
COMPOSER = 160
COLOURS = 160
#: what fades or is drawn when it comes into view has done so
SETTLED_MS = 900

WISH = "something rainy and calm for piano, a bit hopeful, 30 seconds"
REFINED = "slower, and with a cello"
#: to rate: what this listener likes, and what not
LIKED = ("got any slow sad airs?", "find calm piano music", "find a gentle waltz")
DISLIKED = ("got any fast jigs?", "got any loud marches?")
AGAIN = "find something for this evening"


class Walks:
    """One person, who does more and more."""

    def __init__(self, browser: Browser, address: str, folder: Path) -> None:
        self._browser = browser
        self._address = address
        self._folder = folder

    async def all(self) -> None:
        context = await self._new()
        async with tab(context, self._address) as page:
            await self._newcomer(page)
            await self._rater(page)
            await page.goto(f"{self._address}/moderate")
            await self._moderator(page)
        await context.close()

    async def _new(self) -> BrowserContext:
        return await self._browser.new_context(
            viewport={"width": WIDTH, "height": HEIGHT}, device_scale_factor=SCALE
        )

    async def _newcomer(self, page: Page) -> None:
        await expect(page.get_by_role("heading", name="What would you like to hear?")).to_be_visible()
        await message(page).fill(WISH)
        await self._keep("newcomer-1-opened", page)
        await message(page).fill("")
        card = await take_after(page, WISH)
        await self._keep("newcomer-2-recommended", page, page.locator(".asked").first)
        await card.get_by_text("Change it").click()
        await expect(card.get_by_role("form", name="Go on")).to_be_visible()
        await self._keep("newcomer-3-take", page, card, until=card, below=COMPOSER)
        await card.get_by_text("Change it").click()
        await ask(page, REFINED)
        await expect(page.get_by_role("article")).to_have_count(2, timeout=PATIENCE_MS)
        await self._keep("newcomer-4-refined", page, page.locator(".asked").last)

    async def _rater(self, page: Page) -> None:
        card = page.get_by_role("article").first
        await self._rate(card, 5)
        await expect(card.get_by_role("group", name="May Cadenza learn")).to_be_visible()
        await self._keep("rater-1-asked", page, card.locator(".listen"))
        await card.get_by_role("button", name="For everybody on this page").click()
        await expect(card.locator(".rated")).to_contain_text("shape what I show")
        for words, stars in [*((w, 5) for w in LIKED), *((w, 1) for w in DISLIKED)]:
            await self._recommended(page, words)
            for track in (await page.locator(".tracks").last.locator(".track").all())[:3]:
                await self._rate(track, stars)
        await self._recommended(page, AGAIN)
        await self._keep("rater-2-changed", page, page.locator(".asked").last)
        await page.get_by_role("button", name="Your taste").click()
        sheet = page.get_by_role("dialog", name="Your taste")
        await expect(sheet.get_by_role("img")).to_have_js_property("complete", True, timeout=PATIENCE_MS)
        await page.set_viewport_size({"width": WIDTH, "height": TALL})
        self._write("rater-3-taste", await sheet.screenshot())
        await page.set_viewport_size({"width": WIDTH, "height": HEIGHT})
        await sheet.get_by_role("button", name="Close").click()
        await page.get_by_role("button", name="Privacy").click()
        await expect(page.get_by_role("dialog", name="Privacy").get_by_role("status")).to_contain_text(
            "ratings"
        )
        await self._keep("rater-4-privacy", page)
        await page.get_by_role("button", name="Close").click()

    async def _moderator(self, page: Page) -> None:
        form = page.locator("#settings-form")
        await form.get_by_label("Pieces a day").fill("30")
        await form.get_by_label("Loved takes").check()
        await form.get_by_role("button", name="Save settings").click()
        await expect(form.get_by_role("status")).to_have_text("Saved.")
        await self._keep("moderator-1-settings", page)
        styles = page.locator("#styles")
        await styles.get_by_role("button", name="New style").click()
        new = styles.get_by_role("form", name="New style")
        await new.get_by_label("Name", exact=True).fill("night drive")
        await new.get_by_label("Plays as").select_option("synthwave")
        await new.get_by_label("Tempo").fill("84-90")
        await new.get_by_label("Instruments", exact=True).fill(
            "Synth Bass 1, Pad 2 (warm), Electric Piano 1, Drums"
        )
        await new.get_by_label("Arousal").fill("-0.3")
        await new.get_by_role("button", name="Hear eight bars").click()
        await expect(new.get_by_role("button", name="Pause")).to_be_visible(timeout=PATIENCE_MS)
        await self._keep("moderator-2-style", page, new, until=new)
        await new.get_by_role("button", name="Save the style").click()
        await expect(styles.get_by_role("heading", name="night drive")).to_be_visible()
        await styles.get_by_role("button", name="Edit night drive").click()
        edit = styles.get_by_role("form", name="Style night drive")
        await edit.get_by_label("Swing").fill("0.58")
        await edit.get_by_role("button", name="Save").click()
        await expect(styles.get_by_role("status").last).to_contain_text("version 2")
        log = page.locator("#log")
        await log.get_by_role("button", name="from version 1 to 2").first.click()
        await expect(log.get_by_role("status")).to_contain_text("Taken back")
        await self._keep("moderator-3-changes", page, styles, until=log)
        await page.locator("#figures").scroll_into_view_if_needed()
        await self._keep(
            "moderator-4-pictures", page, page.locator("#figures"), until=page.locator("#figures")
        )

    async def _recommended(self, page: Page, words: str) -> None:
        before = await page.locator(".tracks").count()
        await ask(page, words)
        await expect(page.locator(".tracks")).to_have_count(before + 1, timeout=PATIENCE_MS)
        await expect(page.locator(".waiting")).to_have_count(0, timeout=PATIENCE_MS)

    async def _rate(self, card: Locator, stars: int) -> None:
        star = card.locator(f"input[value='{stars}']")
        await star.evaluate("e => e.scrollIntoView({block: 'center'})")  # not below the message box
        await star.check(force=True)
        await expect(card.locator(".rated")).to_contain_text("Noted", timeout=PATIENCE_MS)

    async def _keep(
        self, name: str, page: Page, top: Locator | None = None, until: Locator | None = None, below: int = 20
    ) -> None:
        """What the window shows, with `top` at its upper edge; as much of the page as reaches to `below` the
        end of `until`. In few colours, so that it is small."""
        await page.mouse.move(2, 2)
        await page.evaluate("document.activeElement?.blur()")
        await page.wait_for_timeout(SETTLED_MS)  # the page has scrolled to what came last
        for _ in range(2):  # a taller window may have scrolled the page
            if top is not None:
                await top.evaluate("e => window.scrollTo(0, e.getBoundingClientRect().top + scrollY - 20)")
            if until is not None:
                low = await until.evaluate("e => e.getBoundingClientRect().bottom")
                await page.set_viewport_size({"width": WIDTH, "height": int(low) + below})
        await page.wait_for_timeout(SETTLED_MS)
        self._write(name, await page.screenshot())
        await page.set_viewport_size({"width": WIDTH, "height": HEIGHT})

    def _write(self, name: str, screenshot: bytes) -> None:
        picture = Image.open(io.BytesIO(screenshot)).convert("RGB")
        few = picture.quantize(COLOURS, dither=Image.Dither.NONE)
        few.save(self._folder / f"{name}.png", optimize=True)


async def start(folder: Path, data: Path | None, scratch: Path) -> None:
    chromium = shutil.which("chromium")
    if chromium is None:
        raise FileNotFoundError("Chromium is missing; `apt-get install -y chromium` installs it (as root).")
    if data is not None:
        shutil.copytree(data, scratch / "data")
    await asyncio.to_thread(prepare, scratch)
    with running(scratch) as program:
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(
                executable_path=chromium, args=list(CHROMIUM_ARGUMENTS)
            )
            await Walks(browser, program.address, folder).all()
            await browser.close()


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser("python -m tests.web.walks", description=__doc__)
    parser.add_argument("out", type=Path, metavar="OUT_DIR")
    parser.add_argument("--data", type=Path, help="a data folder, of which a copy is used (else a new one)")
    chosen = parser.parse_args(arguments)
    chosen.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="cadenza-walks-") as scratch:
        asyncio.run(start(chosen.out, chosen.data, Path(scratch)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
