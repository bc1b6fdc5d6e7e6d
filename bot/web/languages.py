"""The language of answers beside the conversation: that of the browser, where Cadenza speaks it."""

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.language import use_language
from bot.language.catalogue import messages_of


class Languages:
    """Middleware: what is said while a request is answered is said in the browser's language. Words in a
    message win over it: they are answered in their own."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            use_language(spoken(Headers(scope=scope).get("accept-language", "")))
        await self._app(scope, receive, send)


def spoken(accepted: str) -> str:
    """The first language of an Accept-Language header (RFC 9110, 12.5.4) that has a catalogue or is English,
    by their weights; "en" where none does, or where it cannot be read."""
    weighed: list[tuple[float, str]] = []
    for entry in accepted.split(",")[:20]:
        tag, _, weight = entry.strip().partition(";q=")
        try:
            weighed.append((float(weight or 1), tag.strip().partition("-")[0].lower()))
        except ValueError:
            continue
    for share, language in sorted(weighed, key=lambda one: -one[0]):
        if share > 0 and (language == "en" or messages_of(language)):
            return language
    return "en"
