"""Discord's rate limits: buckets for each route and major parameter, and the global limit."""

import hashlib
import time
from dataclasses import dataclass

#: route -> (requests, seconds). Discord does not publish its numbers; these are what its headers say
BUCKETS = {
    ("POST", "/channels/{channel}/messages"): (5, 5.0),
    ("PATCH", "/channels/{channel}/messages/{message}"): (5, 5.0),
    ("DELETE", "/channels/{channel}/messages/{message}"): (5, 1.0),
    ("GET", "/channels/{channel}/messages"): (5, 5.0),
    ("GET", "/channels/{channel}/messages/{message}"): (5, 5.0),
    ("POST", "/channels/{channel}/typing"): (5, 5.0),
    ("POST", "/users/@me/channels"): (10, 10.0),
}
WEBHOOK_BUCKET = (5, 2.0)
OTHER_BUCKET = (50, 1.0)
#: requests a second, answers to interactions aside
GLOBAL_LIMIT = 50


@dataclass(slots=True)
class Window:
    """A bucket's present window."""

    ends: float
    used: int = 0


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the limits say about a request: headers for its answer, and how long to wait (0: go on)."""

    headers: dict[str, str]
    retry_after: float = 0.0
    everywhere: bool = False


class Limits:
    """Counts requests by real time, since clients wait by real time."""

    def __init__(self, enforced: bool) -> None:
        self.enforced = enforced
        self._windows: dict[tuple[str, str], Window] = {}
        self._whole = Window(0.0)

    def count(self, method: str, route: str, major: str) -> Verdict:
        """Counts one request; `major` is the channel, guild or webhook with its token."""
        if not self.enforced or route.startswith("/interactions/"):
            return Verdict({})
        now = time.monotonic()
        webhook = route.startswith("/webhooks/")
        if not webhook:
            if now >= self._whole.ends:
                self._whole = Window(now + 1.0)
            self._whole.used += 1
            if self._whole.used > GLOBAL_LIMIT:
                return Verdict({}, round(self._whole.ends - now, 3), everywhere=True)
        size, seconds = WEBHOOK_BUCKET if webhook else BUCKETS.get((method, route), OTHER_BUCKET)
        name = "webhook" if webhook else f"{method} {route}"
        window = self._windows.get((name, major))
        if window is None or now >= window.ends:
            if len(self._windows) > 2_000:
                self._windows = {k: w for k, w in self._windows.items() if w.ends > now}
            window = self._windows[name, major] = Window(now + seconds)
        left = window.ends - now
        headers = {
            "X-RateLimit-Limit": str(size),
            "X-RateLimit-Remaining": str(max(0, size - window.used - 1)),
            "X-RateLimit-Reset": f"{time.time() + left:.3f}",
            "X-RateLimit-Reset-After": f"{left:.3f}",
            "X-RateLimit-Bucket": hashlib.blake2s(name.encode(), digest_size=16).hexdigest(),
        }
        if window.used >= size:
            return Verdict({**headers, "X-RateLimit-Scope": "user"}, round(left, 3))
        window.used += 1
        return Verdict(headers)
