"""The language of the page, and of answers beside the conversation: the one that was chosen on the page, else
that of the browser, where Cadenza speaks it."""

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.language import use_language
from bot.language.catalogue import spoken_languages

#: the languages of the page by their codes: the tag of `lang` (BCP 47), and their own names
TAGS = {"en": "en", "zh": "zh-Hans"}
NAMES = {"en": "English", "zh": "中文"}


def tag_of(language: str) -> str:
    """The tag of the language in which a message in `language` is answered."""
    return TAGS.get(language, language) if language in spoken_languages() else TAGS["en"]


class Languages:
    """Middleware: what is said while a request is answered is said in the language of the page. Words in a
    message win over it: they are answered in their own. `cookie` is the name of the one that keeps what was
    chosen."""

    def __init__(self, app: ASGIApp, cookie: str) -> None:
        self._app = app
        self._cookie = cookie

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            chosen = Request(scope).cookies.get(self._cookie, "")
            accepted = Headers(scope=scope).get("accept-language", "")
            use_language(chosen if chosen in TAGS else spoken(accepted))
        await self._app(scope, receive, send)


def spoken(accepted: str) -> str:
    """The first language of an Accept-Language header (RFC 9110, 12.5.4) that the page is written in,
    by their weights; "en" where it is in none of them, or where it cannot be read."""
    weighed: list[tuple[float, str]] = []
    for entry in accepted.split(",")[:20]:
        tag, _, weight = entry.strip().partition(";q=")
        try:
            weighed.append((float(weight or 1), tag.strip().partition("-")[0].lower()))
        except ValueError:
            continue
    for share, language in sorted(weighed, key=lambda one: -one[0]):
        if share > 0 and language in TAGS:
            return language
    return "en"
