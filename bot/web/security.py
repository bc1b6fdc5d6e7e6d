"""Who may talk to the page: Host, Origin and token checks, and the headers on every answer.

Without a token the page answers only under a loopback name, so that a website which points its own name
at 127.0.0.1 (DNS rebinding) is refused. With CADENZA_WEB_TOKEN it answers under any name, to those who
hold the token. State changes only from the page's own origin (CSRF): cookies alone would not do, since
another program's page on another port of the same machine is "same site".
"""

import hashlib
import hmac
from collections.abc import Iterable

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.language import retold
from bot.settings import is_loopback
from music.errors import CadenzaError

#: a shorter token could be guessed over a network
MIN_TOKEN_LENGTH = 16

_CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "media-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
    )
)
_HEADERS = {
    "content-security-policy": _CONTENT_SECURITY_POLICY,
    "x-content-type-options": "nosniff",
    # not "no-referrer": with that a browser sends "Origin: null" from our own login form
    "referrer-policy": "same-origin",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}
_READING = frozenset({"GET", "HEAD"})
#: the pages by their addresses; each is its own login form where a token is demanded
PAGES = {"/": "index.html", "/moderate": "moderate.html"}
#: what a browser may fetch before it holds the token: the login form and what it is drawn with
_OPEN_PATHS = frozenset({"/login", "/static/page.css", "/static/icon.svg"})


class WebAddressRefused(CadenzaError):
    """The page cannot be offered at this address: no token, a weak token, or the port is taken."""


def check_address(host: str, token: str) -> None:
    """Raises WebAddressRefused if the page must not be offered on `host` with this `token`."""
    if not token and not is_loopback(host):
        raise WebAddressRefused(
            f"The page would be open to everyone who can reach {host}; set CADENZA_WEB_TOKEN to a secret of "
            f"at least {MIN_TOKEN_LENGTH} characters, or use CADENZA_WEB_HOST=127.0.0.1."
        )
    if token and len(token) < MIN_TOKEN_LENGTH:
        raise WebAddressRefused(
            f"CADENZA_WEB_TOKEN has {len(token)} characters and could be guessed; "
            f"{MIN_TOKEN_LENGTH} or more work."
        )


def host_name(host_header: str) -> str:
    """The name in a Host header, without port and brackets."""
    if host_header.startswith("["):
        return host_header[1:].partition("]")[0]
    return host_header.partition(":")[0]


class Tokens:
    """CADENZA_WEB_TOKEN and the cookie that stands for it after the login."""

    def __init__(self, token: str) -> None:
        self._token = token.encode()
        # The cookie is derived, so that the secret itself is not kept in a browser's cookie file.
        self.cookie_value = hmac.new(self._token, b"cadenza web login", hashlib.sha256).hexdigest()

    @property
    def demanded(self) -> bool:
        return bool(self._token)

    def is_token(self, given: str) -> bool:
        return hmac.compare_digest(self._token, given.encode())

    def is_cookie(self, given: str) -> bool:
        return hmac.compare_digest(self.cookie_value.encode(), given.encode())


class Guard:
    """ASGI middleware: refuses what does not come from the page itself; puts the headers on every answer."""

    def __init__(self, app: ASGIApp, tokens: Tokens, token_cookie: str) -> None:
        self._app = app
        self._tokens = tokens
        self._token_cookie = token_cookie

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("cache-control", "no-store")
            await send(message)

        refusal = self._refusal(scope)
        if refusal is None:
            await self._app(scope, receive, send_with_headers)
        else:
            status, sentence = refusal
            answer = JSONResponse({"error": retold(sentence)}, status)
            await answer(scope, receive, send_with_headers)

    def _refusal(self, scope: Scope) -> tuple[int, str] | None:
        """(status, sentence) if this request must not reach the application."""
        headers = Headers(scope=scope)
        hosts = headers.getlist("host")
        if len(hosts) != 1:
            return 400, "A request names exactly one host."
        if not self._tokens.demanded and not is_loopback(host_name(hosts[0])):
            return 421, "This page answers only under http://127.0.0.1 or http://localhost."
        if not self._is_own_origin(scope["method"], scope["path"], headers):
            return 403, "Only Cadenza's own page may do that; open the page and do it there."
        if self._tokens.demanded and not self._is_open(scope):
            given = Request(scope).cookies.get(self._token_cookie, "")
            if not self._tokens.is_cookie(given):
                return 401, "Open the page with ?token= and the CADENZA_WEB_TOKEN of this server first."
        return None

    @staticmethod
    def _is_own_origin(method: str, path: str, headers: Headers) -> bool:
        fetch_site = headers.get("sec-fetch-site", "none")
        if method in _READING:
            # A link from elsewhere may open the page; no other site may play, read or embed what is in it.
            is_visit = path in PAGES and headers.get("sec-fetch-mode", "navigate") == "navigate"
            return fetch_site in ("same-origin", "none") or is_visit
        if fetch_site not in ("same-origin", "none"):
            return False
        origin = headers.get("origin")
        # Programs that are no browser send no Origin; every browser does with a POST.
        return origin is None or origin in _origins(headers["host"])

    @staticmethod
    def _is_open(scope: Scope) -> bool:
        path: str = scope["path"]
        return path in _OPEN_PATHS or path.startswith("/static/fonts/") or path in PAGES


def _origins(host: str) -> Iterable[str]:
    return (f"http://{host}", f"https://{host}")
