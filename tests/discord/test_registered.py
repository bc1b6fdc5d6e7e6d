"""What Discord is told of the commands: within its bounds, and in Chinese as well."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.assistant.guild_settings import LANGUAGES
from bot.discord.client import CadenzaBot
from bot.discord.cogs import COGS
from bot.discord.translator import CommandTranslator, translated
from bot.settings import load_settings
from tests.discord_server.forms import check_commands

LOCALES = ("zh-CN", "zh-TW")
#: a language is called by its own name in every language
OWN_NAMES = set(LANGUAGES.values())


@pytest.fixture
async def commands(tmp_path: Path) -> list[dict[str, Any]]:
    bot = CadenzaBot(None, load_settings(data_dir=tmp_path))  # type: ignore[arg-type]  # asked nothing here
    for cog in COGS:
        await bot.add_cog(cog(bot))
    await bot.tree.set_translator(CommandTranslator())
    return await translated(bot.tree)


def walk(items: list[dict[str, Any]]) -> Iterator[tuple[list[dict[str, Any]], dict[str, Any]]]:
    """Each command, option and choice, with those beside it."""
    for item in items:
        yield items, item
        for inner in ("options", "choices"):
            yield from walk(item.get(inner) or [])


async def test_every_string_is_accepted_and_has_its_chinese(commands: list[dict[str, Any]]) -> None:
    assert check_commands(commands) == []
    seen = 0
    for beside, item in walk(commands):
        strings = ("name", "description") if item.get("description") else ("name",)
        for string in strings:
            told = item.get(f"{string}_localizations") or {}
            assert item[string] in OWN_NAMES or set(told) == set(LOCALES), (string, item[string])
            seen += len(told)
        assert item.get("description") != "…", f"{item['name']} says nothing of itself"
        for locale in LOCALES:
            names = [(one.get("name_localizations") or {}).get(locale, one["name"]) for one in beside]
            kinds = [one.get("type", 0) if beside is commands else 0 for one in beside]
            assert len(set(zip(kinds, names, strict=True))) == len(names), names
    assert seen > 500
    menus = [c["name"] for c in commands if c["type"] == 3]
    assert 1 <= len(menus) <= 5


async def test_taiwan_is_told_in_its_own_characters(commands: list[dict[str, Any]]) -> None:
    recommend = next(c for c in commands if c["name"] == "recommend")
    own = next(o for o in recommend["options"] if o["name"] == "own")
    assert "服务器" in own["description_localizations"]["zh-CN"]
    assert "伺服器" in own["description_localizations"]["zh-TW"]
    simplified = set("这个们为乐风题时长从语说见")
    for _, item in walk(commands):
        for string in ("name", "description"):
            text = (item.get(f"{string}_localizations") or {}).get("zh-TW", "")
            assert not simplified & set(text), text
