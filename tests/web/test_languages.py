"""The browser's language: answers beside the conversation, and to buttons, are in it."""

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
