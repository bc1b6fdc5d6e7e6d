"""Pictures of Cadenza's messages, for docs/using.md: python -m tests.discord_server.gallery OUT_DIR

Starts a Discord on this machine and the real bot (`cadenza run`), plays a conversation on its page in
Chromium and takes a picture of each kind of message. `--data` reuses a data folder whose catalogue is built.
"""

from __future__ import annotations

import argparse
import asyncio
import io
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from PIL import Image
from playwright.async_api import Locator, Page, ViewportSize, async_playwright, expect

from tests.discord_server import LoopbackDiscord, Message
from tests.discord_server.command import start_bot
from tests.discord_server.page import Page as MemberPage
from tests.discord_server.page.routes import furnish
from tests.discord_server.posting import walk

CHROMIUM_ARGUMENTS = ("--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu")
VIEW: ViewportSize = {"width": 900, "height": 1400}
COLOURS = 128
#: the first start fills the catalogue and loads the models
START_SECONDS = 600.0
PATIENCE = 90.0
#: the last edit of a message has arrived by then
SETTLED_MS = 3000

WISH = "something rainy and calm for piano, a bit hopeful, 30 seconds"
#: long enough that the progress can be seen
LONG_WISH = "a stately march for string quartet, 120 bars"
NOT_MUSIC = b"these are no notes"


class Gallery:
    """Plays Ann on the page and keeps pictures of what she sees."""

    def __init__(self, discord: LoopbackDiscord, page: Page, folder: Path) -> None:
        self._discord = discord
        self._page = page
        self._folder = folder

    @property
    def last(self) -> Locator:
        return self._page.locator(".message").last

    async def picture(self, name: str, message: Locator) -> None:
        """A tight picture of one message, in few colours so that it is small."""
        await self._page.mouse.move(2, 2)
        await self._page.evaluate("document.activeElement?.blur()")
        await expect(message).to_be_visible()
        for image in await message.locator("img").all():
            await expect(image).to_have_js_property("complete", True)
        picture = Image.open(io.BytesIO(await message.screenshot()))
        few = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
        few.save(self._folder / f"{name}.png", optimize=True)

    async def use(self, name: str, **options: str | tuple[str, bytes]) -> None:
        """Types a command, fills in its options and sends it."""
        await self._page.get_by_label("Message", exact=True).fill(f"/{name}")
        offered = self._page.get_by_role("listbox", name="Suggestions").get_by_role("option")
        await offered.first.click()
        for option, value in options.items():
            field = self._page.locator(f"#command [name={option}]")
            if isinstance(value, str):
                await field.fill(value)
            else:
                file, data = value
                await field.set_input_files(
                    {"name": file, "mimeType": "application/octet-stream", "buffer": data}
                )
        await self._page.get_by_role("button", name="Use command").click()

    async def say(self, text: str) -> None:
        words = self._page.get_by_label("Message", exact=True)
        await words.fill(text)
        await self._page.get_by_role("button", name="Send").click()

    async def takes(self, number: int) -> Locator:
        """The newest take's message once so many have been posted anywhere."""
        await self._discord.until(lambda: len(self._with_action("vary")) >= number, timeout=PATIENCE)
        return self.drawn(self._with_action("vary")[-1])

    def _with_action(self, action: str) -> list[Message]:
        return [
            m
            for _, m in sorted(self._discord.messages.items())
            if any(str(i.get("custom_id", "")).startswith(f"cz1:{action}:") for i in walk(m.components))
        ]

    def drawn(self, message: Message) -> Locator:
        return self._page.locator(f'[data-id="{message.id}"]')

    async def private(self, words: str = "") -> Locator:
        """The newest private answer, once it has arrived."""
        answer = self._page.locator(".message.private:not(:has(.thinking))", has_text=words).last
        await expect(answer).to_be_visible(timeout=PATIENCE * 1000)
        return answer

    async def play(self) -> None:
        """The whole conversation."""
        page = self._page
        await self.use("help")
        await self.picture("help", await self.private("Commands"))
        await self.use("recommend", text=WISH, count="3")
        await self._discord.until(lambda: self._with_action("hear"), timeout=PATIENCE)
        await self.picture("recommendation", self.drawn(self._with_action("hear")[-1]))
        await self.use("compose", text=LONG_WISH)
        working = page.locator(".message", has_text="▱")
        await expect(working).to_be_visible(timeout=PATIENCE * 1000)
        await self.picture("progress", working)
        await working.get_by_role("button", name="Stop").click()
        await self.use("compose", text=WISH)
        take = await self.takes(1)
        await self.picture("take", take)
        await take.get_by_role("button", name="Why?").click()
        await self.picture("why", await self.private("CZ1-"))
        await take.get_by_role("button", name="Refine…").click()
        await self.picture("refine", page.get_by_role("dialog"))
        await page.get_by_role("button", name="Cancel").click()
        await take.get_by_role("button", name="Vary").click()
        await self.takes(2)
        await self.use("analyze", file=("holiday.mid", NOT_MUSIC))
        await self.picture("refusal", await self.private("holiday"))
        await self.use("history")
        await self.picture("history", await self.private("Have one again"))
        await take.get_by_role("button", name="5 ★").click()
        await self.private("5 stars")
        await self.use("favorites")
        await self.picture("favorites", await self.private("Have a take again"))
        await page.get_by_role("button", name="@ Cadenza").click()
        await self.say("a slow waltz for strings in G minor, 20 seconds")
        await self.takes(3)
        await page.wait_for_timeout(SETTLED_MS)
        await self.picture("done", page.locator(".message").nth(-2))


async def start(folder: Path, data: Path) -> None:
    chromium = shutil.which("chromium")
    if chromium is None:
        raise FileNotFoundError("Chromium is missing; `apt-get install -y chromium` installs it (as root).")
    discord = LoopbackDiscord()
    _, members = furnish(discord)
    MemberPage(discord, members)
    async with discord, async_playwright() as playwright:
        bot = await start_bot(discord, data)
        try:
            await discord.bot_ready(START_SECONDS)
            await discord.until(lambda: discord.commands.all())
            browser = await playwright.chromium.launch(
                executable_path=chromium, args=list(CHROMIUM_ARGUMENTS)
            )
            page = await browser.new_page(viewport=VIEW, device_scale_factor=1.25)
            await page.goto(discord.origin)
            await expect(page.locator("#bot")).to_contain_text("online")
            await Gallery(discord, page, folder).play()
            await browser.close()
        finally:
            if bot.returncode is None:
                bot.terminate()
            await bot.wait()


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser("python -m tests.discord_server.gallery", description=__doc__)
    parser.add_argument("out", type=Path, metavar="OUT_DIR")
    parser.add_argument("--data", type=Path, help="the bot's data folder (a new one that is thrown away)")
    chosen = parser.parse_args(arguments)
    chosen.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="cadenza-gallery-") as fresh:
        asyncio.run(start(chosen.out, chosen.data or Path(fresh)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
