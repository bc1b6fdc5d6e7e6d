"""Cards stay inside what Discord accepts, whatever is in them."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from bot.assistant.events import Failed, Recommended, RecommendedTrack, Said, Understood, Working
from bot.assistant.posting import MadeTake, Outcome
from bot.discord import cards
from bot.discord.cards_take import TakeFiles, plain_take_card, take_card
from bot.discord.permissions import INTENTS, PERMISSIONS, invite_link
from music.controls import Controls
from music.job import Seed, Take
from music.originality import Originality
from tests.discord_server.forms import check_message

WILD = "Ω**`@everyone`** <@1> \u202e[x](https://example.org) 👩\u200d👩\u200d👧 " * 40
TRACK = RecommendedTrack(
    id="0123456789abcdef",
    title="Rain",
    composer="Somebody",
    style="air",
    mood={"valence": 0.1, "arousal": -0.4},
    tempo_bpm=62.0,
    key="G minor",
    metre="3/4",
    seconds=61.0,
    instruments=("Violin",),
    score=0.9,
    reasons=("slow, as you asked", "for violin"),
)
TAKE = Take(
    id="a" * 16,
    job_id="j" * 32,
    code="CZ1-" + "A" * 80,
    controls=Controls(key="G minor", metre="3/4", tempo_bpm=62.0, instruments=("Violin",)),
    midi="0" * 64,
    seeds=(Seed(TRACK.id, TRACK.title, TRACK.composer, 0.6), Seed("f" * 16, "Snow", "", 0.4)),
    title="Calm waltz in G minor",
    bars=16,
    seconds=46.0,
    adjustments=("I kept the bars.",),
    originality=Originality(12_189, 9, 2.5, 0.56, "a/b", WILD, "Nobody"),
)


def outcome(take: Take | None = TAKE, **more: Any) -> Outcome:
    recommended = Recommended("t", (TRACK,))
    state = "done" if take else "failed"
    return Outcome(
        "j" * 32, "t", "c", "1", "2", {"asked": WILD}, state, take, recommended=recommended, **more
    )


def sent(card: cards.Card) -> dict[str, Any]:
    """The payload as discord.py makes it, which must be what Discord accepts."""
    arguments = card.for_send()
    payload: dict[str, Any] = {
        "content": arguments.get("content"),
        "embeds": [embed.to_dict() for embed in arguments.get("embeds", [])],
        "components": arguments["view"].to_components() if "view" in arguments else [],
    }
    names = [file.filename for file in arguments.get("files", [])]
    payload["attachments"] = [{"id": n, "filename": name} for n, name in enumerate(names)]
    uploads = [SimpleNamespace(number=n, filename=name) for n, name in enumerate(names)]
    assert check_message(payload, uploads) == []
    return payload


NOTED = Understood("t", "generate", "en", Controls(), 1.0, WILD, (WILD,) * 9)
WAITING = Working("t", "j" * 32, "queued", 0, 3, "Waiting; 3 pieces before this one")
MADE = [MadeTake(replace(TAKE, title=WILD, id=f"{n:016x}"), datetime.now(UTC), "1/2/3") for n in range(30)]


@pytest.fixture
def files(tmp_path: Path) -> TakeFiles:
    for name, size in (("a.ogg", 3000), ("a.mid", 100), ("a.png", 2000)):
        (tmp_path / name).write_bytes(bytes(size))
    return TakeFiles(tmp_path / "a.ogg", tmp_path / "a.mid", tmp_path / "a.png")


def wild_track(number: int) -> RecommendedTrack:
    return replace(
        TRACK, id=f"{number:016x}", title=WILD, composer=WILD, reasons=(WILD,) * 5, style=WILD[:60]
    )


@pytest.mark.parametrize(
    "card",
    [
        cards.recommendation_card(Recommended("t", tuple(wild_track(n) for n in range(10)), WILD)),
        cards.recommendation_card(Recommended("t", ())),
        cards.progress_card(WILD, NOTED,
                            Working("t", "j" * 32, "composing", 5, 16, "Composing")),
        cards.progress_card("", None, WAITING),
        cards.done_card(WILD, WILD, replace(TAKE, title=WILD), "https://discord.com/channels/1/2/3"),
        cards.stopped_card(WILD),
        cards.failed_card(outcome(None, error=WILD, error_id="1")),
        cards.answer_card((NOTED, Said("t", WILD), Failed("t", WILD))),
        cards.answer_card(()),
        cards.heard_card("", None),
        cards.help_card("Help! " * 2000),
        cards.history_card([]),
        cards.history_card(MADE),
        plain_take_card(outcome(replace(TAKE, title=WILD))),
    ],
)  # fmt: skip
def test_every_card_is_accepted_with_the_wildest_content(card: cards.Card) -> None:
    payload = sent(card)
    written = f"{payload['content']} {payload['embeds']}"  # labels of menus know no markdown
    assert "\\u202e" not in written
    assert "**`@everyone`**" not in written


def test_a_take_shows_what_it_is_and_where_it_came_from(files: TakeFiles) -> None:
    card = take_card(outcome(), files, size_limit=10_000_000)
    payload = sent(card)
    (embed,) = payload["embeds"]
    assert embed["title"] == "Calm waltz in G minor"
    assert all(word in embed["description"] for word in ("G minor", "3/4", "16 bars", "46 s"))
    fields = {f["name"]: f["value"] for f in embed["fields"]}
    assert "Rain (Somebody) 60%" in fields["In the spirit of"]
    assert "slow, as you asked" in fields["In the spirit of"]
    assert fields["Code"] == f"`{TAKE.code}`"
    assert embed["image"]["url"] == "attachment://calm-waltz-in-g-minor-aaaaaa.png"
    assert [f.name.rpartition(".")[2] for f in card.files] == ["ogg", "mid", "png"]
    labels = [[b["label"] for b in row["components"]] for row in payload["components"]]
    assert labels == [
        ["1 ★", "2 ★", "3 ★", "4 ★", "5 ★"],
        ["Vary", "Refine…", "More like this", "Why?"],
        ["MusicXML", "MP3", "Voice message", "Delete"],
    ]


def test_the_wildest_take_is_accepted(files: TakeFiles) -> None:
    wild = replace(TAKE, title=WILD, adjustments=(WILD,) * 9, seeds=(Seed("f" * 16, WILD, WILD, 1.0),) * 9)
    card = take_card(outcome(wild), files, size_limit=10_000_000)
    sent(card)
    assert all(len(f.name) < 60 and f.name.isascii() for f in card.files)


@pytest.mark.parametrize(("limit", "kept"), [(10_500, ["mid", "png"]), (8_400, ["mid"]), (0, [])])
def test_what_is_too_large_for_the_server_is_left_out_and_said(
    files: TakeFiles, limit: int, kept: list[str]
) -> None:
    card = take_card(outcome(), files, size_limit=limit)
    assert [f.name.rpartition(".")[2] for f in card.files] == kept
    assert "too large" in str(sent(card)).lower()


def test_the_bot_asks_for_little() -> None:
    assert {name for name, value in INTENTS if value} == {
        "guilds",
        "guild_messages",
        "dm_messages",
        "voice_states",
    }
    assert f"permissions={PERMISSIONS.value}" in invite_link(42)
    assert "administrator" not in {name for name, value in PERMISSIONS if value}
    assert sum(value for _, value in PERMISSIONS) == 9
