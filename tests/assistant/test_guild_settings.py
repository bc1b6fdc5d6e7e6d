"""What moderators set holds at once, is written down, and can be taken back."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bot.assistant.assistant import Assistant
from bot.assistant.guild_settings import BadChoice, HouseRules, rules_of
from bot.assistant.meeting import meet
from bot.assistant.oversight import Moderator
from bot.assistant.quotas import Quotas, TooMuch
from bot.settings import Settings
from music.controls import Controls
from music.errors import UnknownStyle
from tests.assistant.talk import failed, reply, turn, understood

pytestmark = pytest.mark.asyncio(loop_scope="session")

WHO = Moderator("cli", "cli", "mod")


@pytest_asyncio.fixture(loop_scope="session")
async def opened(settings: Settings) -> AsyncIterator[Assistant]:
    async with Assistant.open(settings, in_process=True, background=False, starter=False) as assistant:
        yield assistant


async def test_channels_and_roles(opened: Assistant) -> None:
    assert (await opened.rules.of("cli")).refusal(["1"], ()) == ""
    await opened.rules.set(WHO, "channels", "11, 12")
    rules = await opened.rules.set(WHO, "roles", ["7"])
    assert "<#11> or <#12>" in rules.refusal(["1"], ("7",))
    assert "certain roles" in rules.refusal(["11"], ("8",))
    assert rules.refusal(["12"], ("8", "7")) == ""
    assert (await opened.rules.of("elsewhere")).refusal(["1"], ()) == ""


async def test_what_is_set_holds_for_requests(opened: Assistant) -> None:
    await opened.styles.add(WHO, "night drive", "synthwave", {})
    await opened.rules.set(WHO, "style", "Night-Drive")

    async def style(text: str, **more: object) -> str | None:
        return understood(await reply(opened, turn(text, **more))).controls.style

    assert await style("a calm piece, 1 bar") == "night drive"
    assert await style("a calm waltz, 1 bar") == "waltz"
    assert await style("", intent="recommend", controls=Controls(tempo_bpm=90)) is None
    # outside Discord pieces are limited only where moderators said so
    await opened.rules.change(WHO, {"pieces_at_once": 1, "piece_seconds": 3600})
    assert await style("a calm waltz, 1 bar", person="ben") == "waltz"
    assert "many pieces just now" in failed(await reply(opened, turn("a waltz, 1 bar", person="ben"))).text
    await opened.rules.set(WHO, "language", "zh")
    assert understood(await reply(opened, turn("help"))).language == "zh"
    await opened.styles.remove(WHO, "night drive")  # and nobody is left without pieces
    assert await style("a calm piece, 1 bar") is None


@pytest.mark.parametrize(
    ("name", "value", "works"),
    [
        ("colour", "red", "there is channels"), ("language", "xx", "'en'"),
        ("piece_seconds", "0", "1 to 3600"),
        ("pieces_at_once", 2.5, "1 to 20"), ("pieces_a_day", "many", "0 (any number)"),
        ("gallery", "here", "the id of a channel"), ("gallery_stars", float("nan"), "1 to 5"),
        ("channels", "@everyone", "ids of channels"), ("takes_join", "perhaps", "true or false"),
        ("roles", None, "ids of roles"),
    ],
)  # fmt: skip
async def test_a_value_that_means_nothing(opened: Assistant, name: str, value: object, works: str) -> None:
    with pytest.raises(BadChoice) as refused:
        await opened.rules.set(WHO, name, value)
    assert works in str(refused.value)
    assert await opened.rules.of("cli") == HouseRules()


async def test_an_unknown_style_is_no_default(opened: Assistant) -> None:
    with pytest.raises(UnknownStyle):
        await opened.rules.set(WHO, "style", "qqqq")


async def test_a_change_is_written_down_and_taken_back(opened: Assistant) -> None:
    await opened.rules.set(WHO, "piece_seconds", "60")
    await opened.rules.set(WHO, "piece_seconds", "60")  # no change, no entry
    await opened.curation.let_takes_join(True, guild_id="cli", surface="cli", person="mod")
    joins, slower = await opened.oversight.log("cli")
    assert slower.text == "piece seconds: as usual → 60"
    assert (await opened.rules.of("cli")).piece_seconds == 60
    await opened.oversight.undo(WHO, slower.id)
    await opened.oversight.undo(WHO, joins.id)
    assert await opened.rules.of("cli") == HouseRules()
    assert len(await opened.oversight.log("cli")) == 4


async def test_pieces_a_day_are_counted(opened: Assistant) -> None:
    quotas, rules = Quotas(opened._house.database), HouseRules(pieces_a_day=2, pieces_at_once=20)
    p, q = [(await meet(opened._house, "g", "web", person)).id for person in ("p", "q")]
    for _ in range(2):
        await quotas.admit("piece", "g", p, rules)
    with pytest.raises(TooMuch, match="2 pieces a day are allowed") as refused:
        await quotas.admit("piece", "g", p, rules)
    assert 0 < refused.value.retry_after <= 12 * 3600
    await quotas.admit("piece", "g", q, rules)
    await quotas.admit("piece", "h", p, HouseRules())  # elsewhere, and without the rule


async def test_what_cannot_be_read_is_as_usual() -> None:
    assert rules_of({"rules.piece_seconds": "x", "rules.roles": 5, "rules.language": "en"}) == HouseRules(
        language="en"
    )
