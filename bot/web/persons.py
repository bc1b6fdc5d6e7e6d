"""Who is on the other side: the person's cookie, and the login where a token is demanded.

The person is a random id in an HttpOnly, SameSite=Strict cookie: no script can read it, no other site can
use it, and it works for <audio>, <img> and EventSource, which send no headers of ours. Which conversation a
browser shows is its own affair (localStorage); the id it names is mixed with the person's before it reaches
the assistant, so nobody can open a conversation of someone else by naming it.
"""

import hashlib
import re
import secrets
from dataclasses import dataclass
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from bot.language import say
from bot.web.answers import Refused
from bot.web.labels import rendered
from bot.web.languages import TAGS
from bot.web.security import PAGES, Tokens

_PERSON = re.compile(r"[A-Za-z0-9_-]{32}")
_CONVERSATION = re.compile(r"[A-Za-z0-9_-]{1,64}")
_COOKIE_SECONDS = 400 * 24 * 3600  # the longest that browsers keep one
_MAX_LOGIN_BYTES = 4096

#: Sent after the login in place of a redirect: a browser that came from another site would not send the new
#: cookie with a redirect (SameSite=Strict), but does when our own page leads on.
_WELCOME_IN = '<!doctype html><meta http-equiv="refresh" content="0;url={}"><title>Cadenza</title><p>{}'


@dataclass(frozen=True, slots=True)
class Cookies:
    """Names of the cookies. They hold the port: browsers share cookies between ports of one host."""

    person: str
    token: str
    language: str

    @classmethod
    def for_port(cls, port: int) -> "Cookies":
        return cls(f"cadenza_person_{port}", f"cadenza_token_{port}", f"cadenza_language_{port}")


class Door:
    """Lets people in: the page itself, the login, and who a request comes from."""

    def __init__(self, cookies: Cookies, tokens: Tokens) -> None:
        self._cookies = cookies
        self._tokens = tokens

    async def page(self, request: Request) -> Response:
        """GET / and /moderate: the page, or the login where a token is demanded and missing. ?language= is
        remembered."""
        if (chosen := request.query_params.get("language")) in TAGS:
            there: Response = RedirectResponse(request.url.path, status_code=303)
            self._set(request, there, self._cookies.language, chosen)
            return there
        known = self._tokens.is_cookie(request.cookies.get(self._cookies.token, ""))
        if self._tokens.demanded and not known:
            given = request.query_params.get("token")
            if given is None:
                return _login_form()
            return self._log_in(request, given, request.url.path)
        answer = HTMLResponse(rendered(PAGES[request.url.path]), headers={"cache-control": "no-store"})
        if not _PERSON.fullmatch(request.cookies.get(self._cookies.person, "")):
            self._set(request, answer, self._cookies.person, secrets.token_urlsafe(24))
        return answer

    async def login(self, request: Request) -> Response:
        """POST /login: the form of the login page."""
        body = bytearray()
        async for chunk in request.stream():
            body += chunk
            if len(body) > _MAX_LOGIN_BYTES:
                raise Refused(413, "That is no token.")
        form = parse_qs(body.decode("utf-8", "replace"))
        return self._log_in(request, form.get("token", [""])[0])

    def person(self, request: Request) -> str:
        """The id of the person. Raises Refused (401) for a request from nobody."""
        person = request.cookies.get(self._cookies.person, "")
        if not _PERSON.fullmatch(person):
            raise Refused(401, "Open the page first, with cookies allowed; they tell who is asking.")
        return person

    def conversation(self, request: Request, name: object) -> str:
        """The assistant's id of the conversation that this person calls `name`. Raises Refused (400, 401)."""
        person = self.person(request)
        if not isinstance(name, str) or not _CONVERSATION.fullmatch(name):
            raise Refused(400, "A conversation has an id of up to 64 letters, digits and dashes.")
        return hashlib.sha256(f"{person} {name}".encode()).hexdigest()

    def _log_in(self, request: Request, given: str, then: str = "/") -> Response:
        if not (self._tokens.demanded and self._tokens.is_token(given)):
            return _login_form()
        answer = HTMLResponse(_WELCOME_IN.format(then, say("Opening Cadenza …")))
        self._set(request, answer, self._cookies.token, self._tokens.cookie_value)
        return answer

    @staticmethod
    def _set(request: Request, answer: Response, name: str, value: str) -> None:
        answer.set_cookie(
            name,
            value,
            max_age=_COOKIE_SECONDS,
            httponly=True,
            samesite="strict",
            secure=request.url.scheme == "https",
        )


def _login_form() -> Response:
    return HTMLResponse(rendered("login.html"), status_code=401)
