"""A person plays a member on the page."""

import aiohttp
import pytest
from playwright.async_api import Locator, Page, expect

from tests.discord.page.conftest import Visit
from tests.discord_server import Guild, LoopbackDiscord, Member


def last(page: Page) -> Locator:
    return page.locator(".message").last


async def use(page: Page, name: str) -> None:
    """Types "/" and the name, and takes the command that is offered."""
    await page.get_by_label("Message").fill(f"/{name}")
    await page.get_by_role("listbox", name="Suggestions").get_by_role("option").first.click()


async def test_a_command_with_a_button_a_menu_and_a_form(visit: Visit) -> None:
    page = visit.page
    await expect(page.get_by_role("button", name="# general", exact=True)).to_be_visible()
    await use(page, "buttons")
    await page.get_by_role("button", name="Use command").click()
    await expect(last(page)).to_contain_text("Ann used /buttons")
    await last(page).get_by_role("button", name="Vary").click()
    await expect(last(page)).to_contain_text("varied (edited)")
    await expect(last(page).get_by_role("button", name="Off")).to_be_disabled()
    await last(page).get_by_role("combobox").select_option("Jig")
    await expect(last(page)).to_contain_text("chosen: jig")
    await expect(last(page)).to_contain_text("Only you can see this")
    await last(page).get_by_role("button", name="Dismiss").click()
    await page.get_by_role("button", name="Form").click()
    await page.get_by_label("What to change").fill("the key")
    await page.get_by_role("button", name="Submit").click()
    await expect(last(page)).to_contain_text("changed: the key")


async def test_options_are_typed_and_completed(visit: Visit) -> None:
    page = visit.page
    await use(page, "named")
    await page.get_by_role("combobox", name="style").press_sequentially("wa")
    await page.get_by_role("option", name="walk").click()
    await page.get_by_role("button", name="Use command").click()
    await expect(last(page)).to_contain_text("walk")
    await use(page, "weigh")
    await page.locator("#command input[type=file]").set_input_files(
        {"name": "a.mid", "mimeType": "audio/midi", "buffer": b"MThd"}
    )
    await page.get_by_label("times").fill("3")
    await page.get_by_role("button", name="Use command").click()
    await expect(last(page)).to_contain_text("a.mid 4 3")


async def test_what_people_write_is_text(visit: Visit) -> None:
    page = visit.page
    await page.get_by_label("Message").fill("**bold** <img src=x onerror=alert(1)> `a*b` @Cadenza <t:1:R>")
    await page.get_by_label("Message").press("Enter")
    await expect(last(page).locator("time").last).to_contain_text("days ago")
    await expect(last(page)).to_contain_text("bold <img src=x onerror=alert(1)> a*b @Cadenza")
    await expect(last(page).locator("strong")).to_have_text("bold")
    await expect(last(page).locator("code")).to_have_text("a*b")
    assert visit.discord.bot_user in visit.guild.channels[min(visit.guild.channels)].messages[-1].mentions


async def test_a_deferred_answer_is_thinking_and_then_carries_its_file(visit: Visit) -> None:
    page = visit.page
    await use(page, "later")
    await page.get_by_role("button", name="Use command").click()
    answer = page.locator(".message", has_text="whole")
    await expect(answer.get_by_role("link", name="a.mid")).to_be_visible()
    await page.get_by_role("button", name="@ Cadenza").click()
    await expect(page.locator(".message")).to_have_count(0)


async def test_another_player_sees_no_private_answer(visit: Visit) -> None:
    page = visit.page
    await use(page, "private")
    await page.get_by_role("button", name="Use command").click()
    await expect(last(page)).to_contain_text("psst")
    await page.get_by_label("Playing as").select_option("Mo")
    await expect(page.locator("#bot")).to_have_text("Cadenza is online")
    await expect(page.locator(".message")).to_have_count(0)


@pytest.mark.parametrize(
    "headers", [{"Host": "evil.example"}, {"Origin": "http://evil.example"}, {"Sec-Fetch-Site": "cross-site"}]
)
async def test_other_pages_and_names_are_refused(
    players: tuple[LoopbackDiscord, Guild, Member], headers: dict[str, str]
) -> None:
    async with aiohttp.ClientSession() as session:
        form = aiohttp.FormData({"data": "{}"}, default_to_multipart=True)
        answer = await session.post(f"{players[0].origin}/play/say", data=form, headers=headers)
        assert answer.status == 403
