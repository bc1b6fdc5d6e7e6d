"""A guild's own styles: shaped within bounds, used by name, exported and imported, taken back."""

import asyncio
import json
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bot.assistant.assistant import Assistant
from bot.assistant.oversight import CannotUndo, Moderator
from bot.assistant.style_fields import BadStyle
from bot.settings import Settings
from generator.operations.operation_code import OperationCode
from music.controls import Controls
from music.errors import UnknownStyle
from music.midi import read_midi
from music.style import Style
from storage.repositories.styles import Outdated
from tests.assistant.talk import failed, reply, take_in, turn, understood

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest_asyncio.fixture(loop_scope="session")
async def opened(settings: Settings) -> AsyncIterator[Assistant]:
    async with Assistant.open(settings, in_process=True, background=False, starter=False) as assistant:
        yield assistant


def who(guild: str = "cli", person: str = "mod") -> Moderator:
    return Moderator(guild, "cli", person)


NIGHT = {"tempo": "84-90", "instruments": "Electric Piano 1, Synth Bass 1, Drums", "swing": "0.6"}


# --- use --------------------------------------------------------------------------------------------------


async def test_a_guilds_style_is_used_by_name_and_only_there(opened: Assistant) -> None:
    await opened.styles.add(who(), "Night Drive", "synthwave", NIGHT)
    asked = "2 bars of night-drive in C major please"
    events = await reply(opened, turn(asked))
    assert understood(events).controls.style == "night drive"
    take = take_in(events)
    assert take.controls.style == "night drive"
    assert 84 <= (take.controls.tempo_bpm or 0) <= 90
    assert "Synth Bass 1" in take.controls.instruments
    assert (await opened.replay(take.code)).midi == take.midi

    restyled = take_in(await reply(opened, turn("like Night Drive", intent="restyle", target=take.id)))
    code = OperationCode.parse(restyled.code)
    assert code is not None
    assert code.style is not None
    assert code.style.swing == 0.6
    assert (await opened.replay(restyled.code)).midi == restyled.midi

    await opened.styles.remove(who(), "night drive")
    gone = failed(await reply(opened, turn("", intent="generate", controls=Controls(style="night drive"))))
    assert "any more; it was removed" in gone.text
    elsewhere = failed(await reply(opened, turn("", intent="generate", controls=Controls(style="nite drv"))))
    assert "I know no style called" in elsewhere.text
    assert (await opened.replay(restyled.code)).midi == restyled.midi  # the code carries the style


async def test_preview_plays_eight_bars_of_it(opened: Assistant) -> None:
    await opened.styles.add(who("other"), "slow rain", "lo-fi", {"tempo": 70})
    score = read_midi(await opened.styles.preview("other", "slow rain"))
    assert len(score.bar_starts()) == 8
    assert round(score.tempos[0].bpm) == 70
    with pytest.raises(UnknownStyle):
        await opened.styles.preview("third", "slow rain")


# --- versions, files, the log -----------------------------------------------------------------------------


async def test_two_moderators_at_once_and_taking_it_back(opened: Assistant) -> None:
    first = await opened.styles.add(who(), "rain", "lo-fi", {})
    outcomes = await asyncio.gather(
        opened.styles.edit(who(person="ann"), "rain", {"tempo": 70}, version=first.version),
        opened.styles.edit(who(person="ben"), "rain", {"tempo": 80}, version=first.version),
        return_exceptions=True,
    )
    (saved,) = [o for o in outcomes if isinstance(o, Style)]
    (late,) = [o for o in outcomes if isinstance(o, Outdated)]
    assert "you saw version 1, it is at version 2 now" in str(late)
    newest, added = await opened.oversight.log("cli")
    assert newest.text == "the style “rain” went from version 1 to 2"
    assert newest.person in ("ann", "ben")
    assert "added" in added.text
    await opened.oversight.undo(who(), newest.id)
    again = await opened.styles.get("cli", "rain")
    assert (again.version, again.tempo_bpm) == (3, first.tempo_bpm)
    with pytest.raises(CannotUndo, match="changed again since"):
        await opened.oversight.undo(who(), newest.id)
    with pytest.raises(CannotUndo, match="no change 999"):
        await opened.oversight.undo(who(), 999)
    undone = (await opened.oversight.log("cli"))[0]
    await opened.oversight.undo(who(), undone.id)  # and that can be taken back, too
    assert (await opened.styles.get("cli", "rain")).tempo_bpm == saved.tempo_bpm
    await opened.styles.remove(who(), "rain")
    await opened.oversight.undo(who(), (await opened.oversight.log("cli"))[0].id)
    assert (await opened.styles.get("cli", "rain")).tempo_bpm == saved.tempo_bpm


async def test_styles_travel_as_a_file(opened: Assistant) -> None:
    await opened.styles.add(who(), "night drive", "synthwave", NIGHT)
    data = await opened.styles.export("cli")
    (there,) = await opened.styles.import_(who("elsewhere"), data)
    here = await opened.styles.get("cli", "night drive")
    assert there == here
    assert (await opened.styles.import_(who("elsewhere"), data))[0].version == 1  # the same is no new version


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "no file of styles"), (b"\x00\xff", "no file of styles"), (b"[" * 100_000, "no file of styles"),
        (b'{"styles": []}', "no file of styles"), (b'{"cadenza_styles": 9, "styles": []}', "newer Cadenza"),
        (b'{"cadenza_styles": 1, "styles": [5]}', "Style 1 of the file has no name"),
        (b'{"cadenza_styles": 1, "styles": [{"name": "ok"}, {"name": "ok"}]}', "two styles of one name"),
        (b'{"cadenza_styles": 1, "styles": [{"name": "ok", "swing": 99}]}', "0.5 (straight)"),
        (b'{"cadenza_styles": 1, "styles": [{"name": "ok", "run": "rm"}]}', "no field 'run'"),
        (b'{"cadenza_styles": 1, "styles": [{"name": {"a": 1}}]}', "2 to 40 letters"),
        (b"x" * 300_000, "200 kB"),
    ],
)  # fmt: skip
async def test_a_file_that_is_not_ours_changes_nothing(opened: Assistant, data: bytes, why: str) -> None:
    good = json.dumps({"name": "fine"}).encode()
    if data.startswith(b'{"cadenza_styles": 1, "styles": [') and why != "two styles of one name":
        data = data.replace(b"[", b"[" + good + b", ", 1).replace(b"Style 1", b"Style 2")
        why = why.replace("Style 1", "Style 2")
    with pytest.raises(BadStyle) as refused:
        await opened.styles.import_(who(), data)
    assert why in str(refused.value)
    assert len(str(refused.value)) < 300
    assert await opened.styles.all("cli") == []
