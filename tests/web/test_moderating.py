"""The moderator's view over HTTP: settings and styles that two may edit, the log, figures, who may."""

import json
from typing import Any

import httpx
import pytest

from tests.web.conftest import TOKEN

pytestmark = pytest.mark.asyncio(loop_scope="session")

SETTINGS, STYLES = "/api/moderation/settings", "/api/moderation/styles"
READ = (
    SETTINGS, STYLES, f"{STYLES}/export", "/api/moderation/log", "/api/moderation/tracks",
    "/api/moderation/figures", "/api/moderation/preview.ogg?name=lo-fi", "/api/favourites", "/api/taste",
)  # fmt: skip


async def moderator(page: httpx.AsyncClient) -> str:
    """Somebody new, whose id is returned."""
    page.cookies.clear()
    await page.get("/moderate")
    return str(next(iter(page.cookies.values())))


async def post(page: httpx.AsyncClient, path: str, **data: Any) -> httpx.Response:
    return await page.post(path, json=data)


async def holds(page: httpx.AsyncClient) -> dict[str, Any]:
    found: dict[str, Any] = (await page.get(SETTINGS)).json()["settings"]
    return found


async def test_settings_are_kept_within_bounds_and_all_or_none(page: httpx.AsyncClient) -> None:
    await moderator(page)
    before = await holds(page)
    both = await post(page, SETTINGS, changes={"pieces_a_day": 30, "piece_seconds": 0}, seen=before)
    assert both.status_code == 400
    assert "from 1 to 3600" in both.json()["error"]
    assert await holds(page) == before
    wrong: tuple[dict[str, Any], ...] = (
        {"changes": {"channels": ["1"]}},
        {"changes": []},
        {"changes": {"style": "no such"}},
    )
    for nonsense in wrong:
        assert (await post(page, SETTINGS, **nonsense)).status_code == 400
    saved = await post(page, SETTINGS, changes={"pieces_a_day": 30, "language": "en"}, seen=before)
    assert (saved.json()["settings"]["pieces_a_day"], saved.json()["settings"]["language"]) == (30, "en")
    await post(page, SETTINGS, changes={"pieces_a_day": 0, "language": ""})


async def test_the_later_of_two_moderators_is_told_and_nothing_is_lost(page: httpx.AsyncClient) -> None:
    await moderator(page)
    seen = await holds(page)
    await post(page, SETTINGS, changes={"pieces_a_day": 7}, seen=seen)
    await moderator(page)
    late = await post(page, SETTINGS, changes={"pieces_a_day": 9, "pieces_at_once": 4}, seen=seen)
    assert late.status_code == 409
    assert "meanwhile, to 7" in late.json()["error"]
    assert (await holds(page))["pieces_a_day"] == 7
    assert (await holds(page))["pieces_at_once"] == seen["pieces_at_once"]
    other_field = await post(page, SETTINGS, changes={"piece_seconds": 25}, seen=seen)
    assert other_field.json()["settings"]["pieces_a_day"] == 7  # two fields do not meet
    again = await post(page, SETTINGS, changes={"pieces_a_day": 9}, seen=await holds(page))
    assert again.json()["settings"]["pieces_a_day"] == 9

    style = (await post(page, STYLES, do="add", name="two hands", base="lo-fi", changes={})).json()["style"]
    first = await post(page, STYLES, do="edit", name="two hands", version=1, changes={"tempo": "70-72"})
    assert first.json()["style"]["version"] == style["version"] + 1 == 2
    for late_one in ({"do": "edit", "changes": {"swing": "0.6"}}, {"do": "remove"}):
        told = await post(page, STYLES, name="two hands", version=1, **late_one)
        assert told.status_code == 409
        assert "version 2" in told.json()["error"]
    kept = (await page.get(STYLES)).json()["styles"]
    assert [s["fields"]["tempo"] for s in kept if s["name"] == "two hands"] == ["70-72"]
    assert (await post(page, STYLES, do="remove", name="two hands", version=2)).status_code == 200
    await post(page, SETTINGS, changes={n: seen[n] for n in ("pieces_a_day", "piece_seconds")})


async def test_a_style_travels_as_a_file(page: httpx.AsyncClient) -> None:
    await moderator(page)
    query = {"name": "night drive", "new": "yes", "base": "synthwave", "tempo": "2"}
    for format, works in (("ogg", "from 20 to 320"), ("wav", "as .ogg or .mp3")):
        heard = await page.get(f"/api/moderation/preview.{format}", params=query)
        assert works in heard.json()["error"]
    assert (await page.get(STYLES)).json()["styles"] == []
    changes = {"tempo": "84-90", "swing": "0.58"}
    await post(page, STYLES, do="add", name="night drive", base="synthwave", changes=changes)
    file = (await page.get(f"{STYLES}/export")).text
    assert json.loads(file)["styles"][0]["swing"] == 0.58
    await post(page, STYLES, do="remove", name="night drive", version=1)
    assert (await post(page, STYLES, do="import", file="{}")).status_code == 400
    (read,) = (await post(page, STYLES, do="import", file=file)).json()["styles"]
    assert (read["name"], read["fields"]["swing"]) == ("night drive", "0.58")
    await post(page, STYLES, do="remove", name="night drive", version=read["version"])
    nonsense: tuple[dict[str, Any], ...] = (
        {"do": "explode"}, {"do": "add", "name": 3}, {"do": "edit", "name": "x"},
        {"do": "add", "name": "x y", "base": "lo-fi", "changes": {"tempo": 90}},
    )  # fmt: skip
    for one in nonsense:
        assert (await post(page, STYLES, **one)).status_code == 400


async def test_the_log_names_nobody_and_takes_back(page: httpx.AsyncClient) -> None:
    first = await moderator(page)
    await post(page, SETTINGS, changes={"style": "lo-fi"})
    second = await moderator(page)
    await post(page, SETTINGS, changes={"style": "jazz"})
    log = await page.get("/api/moderation/log")
    mine, theirs = log.json()["changes"][:2]
    assert (mine["who"], theirs["who"]) == ("you", "somebody")
    assert mine["text"] == "style: lo-fi → jazz"
    assert first not in log.text
    assert second not in log.text
    refused = await post(page, "/api/moderation/undo", id=theirs["id"])
    assert "changed again since" in refused.json()["error"]
    assert "lo-fi" in (await post(page, "/api/moderation/undo", id=mine["id"])).json()["text"]
    assert (await holds(page))["style"] == "lo-fi"
    assert (await post(page, "/api/moderation/undo", id=theirs["id"])).status_code == 200
    assert (await holds(page))["style"] == ""
    for number in ("1", None, True, -1, 2**64):
        assert (await post(page, "/api/moderation/undo", id=number)).status_code == 400


async def test_the_page_in_figures(page: httpx.AsyncClient) -> None:
    person = await moderator(page)
    before = (await page.get("/api/moderation/figures")).json()
    await page.post("/api/turns", json={"conversation": "c", "text": "help"})
    answer = await page.get("/api/moderation/figures")
    figures = answer.json()
    assert len(figures["days"]) == len(figures["counts"]["takes"]) == 30
    assert figures["counts"]["requests"][-1] == before["counts"]["requests"][-1] + 1
    assert figures["stars"] == [0, 0, 0, 0, 0]
    assert person not in answer.text
    assert not any("id" in one for one in figures["heard"])  # a take is its person's to share


async def test_only_the_page_itself_moderates(page: httpx.AsyncClient, guarded: httpx.AsyncClient) -> None:
    page.cookies.clear()
    for path in READ:
        assert (await page.get(path)).status_code == 401, path
    assert (await post(page, SETTINGS, changes={})).status_code == 401
    await moderator(page)
    foreign = {"origin": "http://evil.example"}
    for path in (
        SETTINGS,
        STYLES,
        "/api/moderation/undo",
        "/api/moderation/block",
        "/api/taste",
        "/api/takes/delete",
    ):
        assert (await page.post(path, json={}, headers=foreign)).status_code == 403, path
    embedding = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors"}
    assert (await page.get("/api/moderation/preview.ogg?name=lo-fi", headers=embedding)).status_code == 403

    assert 'name="token"' in (await guarded.get("/moderate")).text
    assert (await guarded.get(SETTINGS)).status_code == 401
    assert 'url=/moderate"' in (await guarded.get("/moderate", params={"token": TOKEN})).text
    assert "Moderating" in (await guarded.get("/moderate")).text
    assert (await guarded.get(SETTINGS)).status_code == 200


@pytest.mark.parametrize(
    "turn",
    [
        {"operation": {"kind": "explode"}},
        {"operation": []},
        {"operation": {"kind": "vary", "amount": "much"}},
        {"operation": {"kind": "vary", "x": 1}},
        {"operation": {"kind": "rewrite", "first_bar": 1.5, "last_bar": 2}},
        {"operation": {"kind": "rewrite", "first_bar": 5, "last_bar": 2}},
        {"operation": {"kind": "add", "instruments": ["Kazoo"]}},
        {"operation": {"kind": "add", "instruments": [1]}},
        {"intent": "restyle", "controls": {"style": 3}}, {"intent": "restyle", "controls": {"tempo_bpm": 90}},
        {"intent": "continue", "controls": {"bars": 10**9}},
        {"intent": "generate", "seeds": "abc"}, {"intent": "blend", "seeds": ["../etc"]},
    ],
    ids=str,
)  # fmt: skip
async def test_what_cannot_be_done_with_a_take_is_refused(
    page: httpx.AsyncClient, turn: dict[str, Any]
) -> None:
    await page.get("/")
    answer = await page.post("/api/turns", json={"conversation": "c", "target": "abc", **turn})
    assert answer.status_code == 400
    assert len(answer.json()["error"]) > 20
