"""The browser's language: the page is in it, and so are answers beside the conversation and to buttons."""

import httpx
import pytest

from bot.web.languages import spoken

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("en-GB,en;q=0.9,zh;q=0.8", "en"),
        ("fr-FR,fr;q=0.9,zh;q=0.5,en;q=0.3", "zh"),
        ("en;q=0.2, zh-TW", "zh"),
        ("zh;q=0, de", "en"),
        ("zh;q=high", "en"),
        ("../zh", "en"),
        ("", "en"),
    ],
)
async def test_the_first_language_that_is_spoken_here(accepted: str, language: str) -> None:
    assert spoken(accepted) == language


async def test_a_chinese_browser_is_answered_in_chinese(page: httpx.AsyncClient) -> None:
    chinese = {"accept-language": "zh-CN,zh;q=0.9,en;q=0.5"}
    await page.get("/")
    privacy = await page.get("/api/privacy", headers=chinese)
    assert privacy.json()["text"] == "我对你一无所知：没有保存任何东西。"
    assert "nothing" in (await page.get("/api/privacy")).json()["text"]
    lost = await page.get("/nowhere", headers=chinese)
    assert (lost.status_code, lost.json()["error"]) == (404, "这里什么也没有；页面在 /。")
    bad = await page.post("/api/turns", headers=chinese, json={"conversation": "zh", "id": "a", "text": 5})
    assert bad.json()["error"] == "消息的内容应当是文字。"


async def test_a_language_that_is_chosen_on_the_page_is_remembered(page: httpx.AsyncClient) -> None:
    english = {"accept-language": "en-GB,en;q=0.9"}
    assert 'lang="en"' in (await page.get("/", headers=english)).text
    chosen = await page.get("/moderate?language=zh", headers=english)
    assert (chosen.status_code, chosen.headers["location"]) == (303, "/moderate")
    for path, words in (("/", "你想听什么？"), ("/moderate", "回到对话")):
        shown = (await page.get(path, headers=english)).text
        assert 'lang="zh-Hans"' in shown
        assert words in shown
    choices = (await page.get("/api/choices", headers=english)).json()
    assert ["Flute", "长笛"] in choices["instruments"]
    assert ["waltz", "圆舞曲"] in choices["styles"]
    settings = (await page.get("/api/moderation/settings", headers=english)).json()
    assert settings["bounds"]["pieces_at_once"] == "1 到 20 的整数"
    assert 'lang="zh-Hans"' in (await page.get("/?language=fr", headers=english)).text
    await page.get("/?language=en")
    assert 'lang="en"' in (await page.get("/", headers={"accept-language": "zh"})).text


async def test_the_login_is_in_the_language_of_the_browser(guarded: httpx.AsyncClient) -> None:
    shown = await guarded.get("/", headers={"accept-language": "zh-CN"})
    assert shown.status_code == 401
    assert "这个页面需要令牌" in shown.text
