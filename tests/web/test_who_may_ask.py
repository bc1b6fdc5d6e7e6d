"""Who the page answers: its own origin under a loopback name, or whoever holds the token."""

import httpx
import pytest

from tests.web.conftest import TOKEN

pytestmark = pytest.mark.asyncio(loop_scope="session")

ORIGIN = "http://127.0.0.1:8765"
FOREIGN = ("evil.example", "evil.example:8765", "127.0.0.1.evil.example", "192.168.1.7", "")


async def say(page: httpx.AsyncClient, **headers: str) -> httpx.Response:
    return await page.post("/api/turns", json={"conversation": "c", "text": "help"}, headers=headers)


async def test_the_page_opens_and_remembers_the_person(page: httpx.AsyncClient) -> None:
    answer = await page.get("/")
    assert answer.status_code == 200
    assert "Cadenza" in answer.text
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    again = await page.get("/")
    assert "set-cookie" not in again.headers


async def test_every_answer_carries_the_strict_headers(page: httpx.AsyncClient) -> None:
    for path in ("/", "/static/main.js", "/nowhere", "/files/none.ogg"):
        answer = await page.get(path)
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "script-src 'self'" in policy
        assert "unsafe" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "same-origin"


async def test_the_page_itself_holds_no_inline_script_or_style(page: httpx.AsyncClient) -> None:
    html = (await page.get("/")).text
    assert "<style" not in html
    assert " style=" not in html
    assert "<script>" not in html
    assert " onclick" not in html
    assert "//" not in html.replace("<!doctype", "").replace("</", "")


@pytest.mark.parametrize("host", FOREIGN)
async def test_a_foreign_name_for_this_machine_is_refused(page: httpx.AsyncClient, host: str) -> None:
    answer = await page.get("/", headers={"host": host})
    assert answer.status_code == 421
    assert "127.0.0.1" in answer.json()["error"]


@pytest.mark.parametrize("host", ["127.0.0.1:8765", "localhost:9000", "LOCALHOST", "[::1]:8765", "127.0.0.2"])
async def test_every_loopback_name_is_answered(page: httpx.AsyncClient, host: str) -> None:
    assert (await page.get("/", headers={"host": host})).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "http://127.0.0.1:3000"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site", "origin": ORIGIN},
    ],
    ids=str,
)
async def test_another_site_cannot_speak_for_the_person(
    page: httpx.AsyncClient, headers: dict[str, str]
) -> None:
    await page.get("/")
    answer = await say(page, **headers)
    assert answer.status_code == 403
    assert "own page" in answer.json()["error"]


async def test_the_page_itself_can(page: httpx.AsyncClient) -> None:
    await page.get("/")
    answer = await say(page, **{"origin": ORIGIN, "sec-fetch-site": "same-origin"})
    assert answer.status_code == 202


async def test_a_form_of_another_site_cannot_send_json(page: httpx.AsyncClient) -> None:
    await page.get("/")
    answer = await page.post(
        "/api/turns", content=b'{"conversation": "c", "text": "help"}', headers={"content-type": "text/plain"}
    )
    assert answer.status_code == 415


async def test_another_site_cannot_embed_what_is_here(page: httpx.AsyncClient) -> None:
    embedding = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors"}
    assert (await page.get("/tracks/0123456789abcdef.ogg", headers=embedding)).status_code == 403
    link = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}
    assert (await page.get("/", headers=link)).status_code == 200


async def test_nobody_is_asked_to_open_the_page_first(page: httpx.AsyncClient) -> None:
    answer = await say(page)
    assert answer.status_code == 401
    assert "Open the page first" in answer.json()["error"]


async def test_a_conversation_belongs_to_its_person(page: httpx.AsyncClient) -> None:
    await page.get("/")
    await say(page)
    mine = (await page.get("/api/conversation", params={"id": "c"})).json()["entries"]
    assert mine[0]["text"] == "help"
    page.cookies.clear()
    await page.get("/")
    assert (await page.get("/api/conversation", params={"id": "c"})).json() == {"entries": []}


# --- with a token -----------------------------------------------------------------------------------------


async def test_without_the_token_there_is_only_the_login(guarded: httpx.AsyncClient) -> None:
    opened = await guarded.get("/")
    assert opened.status_code == 401
    assert 'name="token"' in opened.text
    for path in ("/api/conversation?id=c", "/files/a.ogg", "/static/main.js"):
        assert (await guarded.get(path)).status_code == 401
    assert (await say(guarded)).status_code == 401


@pytest.mark.parametrize("given", ["", "wrong", TOKEN + "x", TOKEN[:-1], "a" * 4000, "ü"])
async def test_a_wrong_token_opens_nothing(guarded: httpx.AsyncClient, given: str) -> None:
    answer = await guarded.get("/", params={"token": given})
    assert answer.status_code == 401
    assert "set-cookie" not in answer.headers
    assert (await guarded.get("/api/conversation?id=c")).status_code == 401


async def test_the_token_in_the_address_opens_the_page_for_good(guarded: httpx.AsyncClient) -> None:
    answer = await guarded.get("/", params={"token": TOKEN})
    assert answer.status_code == 200
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert TOKEN not in cookie
    assert 'url=/"' in answer.text  # leads on to the address without the token
    assert "What would you like to hear?" in (await guarded.get("/")).text
    assert (await guarded.get("/api/conversation?id=c")).status_code == 200


async def test_the_login_form_opens_it_too(guarded: httpx.AsyncClient) -> None:
    assert (await guarded.post("/login", data={"token": "wrong"})).status_code == 401
    assert (await guarded.post("/login", data={"token": TOKEN})).status_code == 200
    assert (await guarded.get("/")).status_code == 200


async def test_with_a_token_any_name_will_do_but_not_any_origin(guarded: httpx.AsyncClient) -> None:
    guarded.base_url = httpx.URL("http://music.example")
    await guarded.get("/", params={"token": TOKEN})
    await guarded.get("/")
    assert (await say(guarded, origin="http://music.example")).status_code == 202
    assert (await say(guarded, origin="http://evil.example")).status_code == 403
