"""The page for those who use the keyboard, a screen reader, or need contrast."""

import re

import pytest
from playwright.async_api import Browser, Page, expect

from tests.web.tabs import CONTRAST, FOCUSED, PATIENCE_MS, Return, ask, message, tab

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def walk(page: Page, most: int = 80) -> list[dict[str, str]]:
    """What the Tab key reaches from the message box on, all around, until it is back there."""
    await message(page).focus()
    reached: list[dict[str, str]] = []
    for _ in range(most):
        await page.keyboard.press("Tab")
        focused = await page.evaluate(FOCUSED)
        if focused["tag"] != "body":  # between the end of the page and its beginning
            reached.append(focused)
        if focused["name"].strip() == "Message":
            return reached
    raise AssertionError(f"the message box was not reached again: {reached}")


async def test_everything_is_reached_with_the_tab_key_and_seen(returned: Return) -> None:
    reached = await walk(await returned())
    names = [item["name"] for item in reached]
    for wanted in (
        "Skip to", "Help", "Your taste", "Moderate", "New conversation", "Play", "More like", "Position in",
        "1 star", "Vary", "Change it", "Downloads", "Message", "Attach", "Send",
    ):  # fmt: skip
        assert any(wanted in name for name in names), (wanted, names)
    assert all(item["name"].strip() for item in reached), reached
    assert all(item["visible"] for item in reached), [i for i in reached if not i["visible"]]


async def test_a_whole_visit_without_a_mouse(visit: Page) -> None:
    keys = visit.keyboard
    await message(visit).focus()
    await keys.type("a calm piece for piano")
    await keys.press("Shift+Enter")
    await keys.type("of 4 bars")
    assert await message(visit).input_value() == "a calm piece for piano\nof 4 bars"
    await keys.press("Enter")
    card = visit.get_by_role("article")
    await expect(card).to_be_visible(timeout=PATIENCE_MS)

    await card.get_by_role("button", name="Play").focus()
    await keys.press("Enter")
    await expect(card.get_by_role("button", name="Pause")).to_be_focused(timeout=PATIENCE_MS)
    await keys.press("Space")
    await card.get_by_role("radio", name="1 star", exact=True).focus()
    for _ in range(2):
        await keys.press("ArrowRight")
    await expect(card.get_by_role("radio", name="3 stars")).to_be_checked()
    await expect(card.get_by_role("status").first).to_contain_text("3 stars", timeout=PATIENCE_MS)


async def test_a_screen_reader_finds_its_way(returned: Return) -> None:
    visit = await returned()
    for landmark in (visit.get_by_role("banner"), visit.get_by_role("main"), visit.get_by_role("navigation")):
        await expect(landmark).to_have_count(1)
    await expect(visit.get_by_role("form", name="Your message")).to_be_visible()
    await expect(visit.get_by_role("heading", level=1, name="Cadenza")).to_be_visible()
    card = visit.get_by_role("article").first
    await expect(card.get_by_role("img")).to_have_accessible_name(re.compile("Piano roll of"))
    group = card.get_by_role("group", name="Rate this take")
    await expect(group.get_by_role("radio")).to_have_count(5)
    unnamed = visit.locator("button:not([aria-label])").filter(has_not_text=re.compile(r"\w"))
    assert await unnamed.evaluate_all("all => all.map((b) => b.outerHTML)") == []
    assert await visit.locator("img:not([alt])").count() == 0
    ids = await visit.evaluate("[...document.querySelectorAll('[id]')].map(e => e.id)")
    assert len(ids) == len(set(ids))


async def test_replies_are_announced_but_not_every_step(first_visit: Page) -> None:
    said = await first_visit.locator("#announcer p").all_inner_texts()
    assert await first_visit.locator("#announcer").get_attribute("aria-live") == "polite"
    assert any("The take is ready" in sentence for sentence in said)
    assert sum("ompos" in sentence for sentence in said) <= 2, said
    assert await first_visit.locator(".conversation [aria-live]").count() == 0


async def test_what_was_said_before_is_not_announced_again(returned: Return) -> None:
    visit = await returned()
    assert await visit.locator("#announcer p").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_text_stands_out_from_its_ground(
    browser: Browser, address: str, returned: Return, scheme: str
) -> None:
    context = await browser.new_context(color_scheme="dark" if scheme == "dark" else "light")
    async with tab(context, address) as empty:
        assert await empty.evaluate(CONTRAST) == []
        await ask(empty, "a piano piece at 2000 bpm")
        await expect(empty.locator(".failed")).to_be_visible(timeout=PATIENCE_MS)
        assert await empty.evaluate(CONTRAST) == []
    await context.close()
    page = await returned(color_scheme=scheme)
    await page.get_by_role("article").first.get_by_text("Downloads, code and sources").click()
    assert await page.evaluate(CONTRAST) == []


async def test_less_motion_is_respected(browser: Browser, address: str) -> None:
    context = await browser.new_context(reduced_motion="reduce")
    async with tab(context, address) as page:
        await ask(page, "help")
        moving = await page.evaluate("document.getAnimations().length")
        assert moving == 0
    await context.close()


@pytest.mark.parametrize("width", [320, 360])
async def test_fingers_find_the_buttons_on_a_phone(returned: Return, width: int) -> None:
    page = await returned(viewport={"width": width, "height": 700}, has_touch=True)
    assert await page.evaluate("document.documentElement.scrollWidth") == width
    sizes = await page.locator("button:visible").evaluate_all(
        "all => all.map((b) => [b.innerText || b.ariaLabel, b.getBoundingClientRect().height])"
    )
    assert all(height >= 32 for _, height in sizes), sizes
