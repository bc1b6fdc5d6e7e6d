"""The page on which a person plays a member of the loopback Discord."""

from tests.discord_server.page.routes import Page

__all__ = ["Page"]
