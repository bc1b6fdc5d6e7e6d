"""Users and roles."""

from dataclasses import dataclass, field


@dataclass(slots=True, eq=False)
class User:
    """An account. `accepts_direct`: whether direct messages of the bot reach it."""

    id: int
    name: str
    bot: bool = False
    accepts_direct: bool = True
    #: it has written to the bot directly, so the bot may answer without a common guild
    has_written: bool = False
    locale: str = "en-US"

    @property
    def mention(self) -> str:
        return f"<@{self.id}>"

    def __repr__(self) -> str:
        return f"<User {self.name}>"


@dataclass(slots=True, eq=False)
class Role:
    """A role of one guild; the one whose id is the guild's is @everyone."""

    id: int
    name: str
    permissions: int
    managed: bool = False
    mentionable: bool = False
    bot: User | None = None


@dataclass(slots=True, eq=False)
class Membership:
    """A user in a guild."""

    user: User
    joined_at: float
    roles: list[Role] = field(default_factory=list)
