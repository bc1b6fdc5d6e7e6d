"""Every request the server answered."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """`route` is the template ("/channels/{channel}/messages"), `at` the server's clock when it arrived,
    `status` 0 where the connection broke without an answer."""

    method: str
    route: str
    path: str
    status: int
    at: float
    took_ms: float
    #: Discord's error code, 0 without one
    code: int = 0
