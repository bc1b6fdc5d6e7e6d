"""Messages and the files on them."""

from __future__ import annotations

import mimetypes
import struct
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.discord_server.people import User

if TYPE_CHECKING:
    from tests.discord_server.guilds import Channel
    from tests.discord_server.interactions import Interaction

LOADING = 1 << 7
EPHEMERAL = 1 << 6
SUPPRESS_EMBEDS = 1 << 2
SUPPRESS_NOTIFICATIONS = 1 << 12
VOICE_MESSAGE = 1 << 13
COMPONENTS_V2 = 1 << 15

DEFAULT_TYPE = 0
REPLY_TYPE = 19
COMMAND_TYPE = 20
MENU_TYPE = 23


@dataclass(slots=True)
class Upload:
    """A file that a member sends, and how the CDN will misbehave with it.

    `claimed_size`: what Discord says the size is (None: the truth). `expired`: the address answers 404.
    `trickle`: bytes a second. `endless`: after the data it goes on for ever.
    """

    filename: str
    data: bytes
    claimed_size: int | None = None
    expired: bool = False
    trickle: float | None = None
    endless: bool = False
    content_type: str | None = None
    description: str | None = None
    #: of a voice message
    seconds: float | None = None
    waveform: str | None = None


@dataclass(slots=True, eq=False)
class Attachment:
    """A stored file with its address on the CDN."""

    id: int
    filename: str
    data: bytes
    url: str
    content_type: str | None
    description: str | None = None
    ephemeral: bool = False
    claimed_size: int | None = None
    expired: bool = False
    trickle: float | None = None
    endless: bool = False
    #: of a voice message: how long it is, and its waveform in base64
    seconds: float | None = None
    waveform: str | None = None
    #: bytes that the CDN has sent of it, all requests together
    served: int = 0

    @property
    def size(self) -> int:
        return len(self.data) if self.claimed_size is None else self.claimed_size

    def __repr__(self) -> str:
        return f"<Attachment {self.filename} {len(self.data)} bytes>"


def content_type_of(filename: str) -> str | None:
    """The media type that Discord would guess from the name; None where it knows none."""
    if filename.lower().endswith((".ogg", ".opus")):
        return "audio/ogg"
    return mimetypes.guess_type(filename)[0]


def picture_size(data: bytes) -> tuple[int, int] | None:
    """Width and height of a PNG, read from its header."""
    if len(data) < 24 or data[:8] != b"\x89PNG\r\n\x1a\n":
        return None
    width, height = struct.unpack(">II", data[16:24])
    return width, height


@dataclass(frozen=True, slots=True)
class Revision:
    """What a message said before an edit, and when it was edited."""

    at: float
    content: str
    embeds: list[dict[str, Any]]
    attachments: list[Attachment]
    components: list[dict[str, Any]]


@dataclass(slots=True, eq=False)
class Message:
    """A message as people see it now; `edits` holds what it was before each edit, oldest first."""

    id: int
    channel: Channel
    author: User
    created: float
    content: str = ""
    embeds: list[dict[str, Any]] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    components: list[dict[str, Any]] = field(default_factory=list)
    #: files that only an embed shows (`attachment://`); Discord does not list them
    embedded: list[Attachment] = field(default_factory=list)
    type: int = DEFAULT_TYPE
    flags: int = 0
    tts: bool = False
    nonce: str | None = None
    #: the message it replies to; None also where that one is gone (`reference_id` stays)
    reference: Message | None = None
    reference_id: int | None = None
    mentions: list[User] = field(default_factory=list)
    mention_roles: list[int] = field(default_factory=list)
    mention_everyone: bool = False
    #: whom it pinged: users, and "@everyone" or "<@&role>" as text
    pinged: list[User | str] = field(default_factory=list)
    #: `allowed_mentions` as it was sent, None where it was not
    allowed_mentions: dict[str, Any] | None = None
    #: the interaction that it answers
    interaction: Interaction | None = None
    edited: float | None = None
    edits: list[Revision] = field(default_factory=list)
    deleted: bool = False
    #: emoji -> users, in order
    reactions: dict[str, list[User]] = field(default_factory=dict)

    @property
    def private(self) -> bool:
        """Only the one who used the command sees it."""
        return bool(self.flags & EPHEMERAL)

    @property
    def loading(self) -> bool:
        """The bot "is thinking"."""
        return bool(self.flags & LOADING)

    def __repr__(self) -> str:
        return f"<Message {self.id} of {self.author.name}: {self.content[:60]!r}>"
