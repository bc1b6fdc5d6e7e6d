"""Guilds and channels, as their members and moderators change them."""

from __future__ import annotations

import secrets
from bisect import bisect_left
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from tests.discord_server import payloads
from tests.discord_server.intents import Intent
from tests.discord_server.people import Membership, Role, User
from tests.discord_server.permissions import ALL, BITS, DIRECT, EVERYONE, bits
from tests.discord_server.voice import VoiceState

if TYPE_CHECKING:
    from tests.discord_server.messages import Message
    from tests.discord_server.server import LoopbackDiscord

#: 10 MiB, the upload limit of a server without boosts
DEFAULT_UPLOAD_LIMIT = 10 * 2**20

TEXT_CHANNEL = 0
DIRECT_CHANNEL = 1
VOICE_CHANNEL = 2


class Guild:
    """A server with its roles, members and channels."""

    def __init__(self, discord: LoopbackDiscord, name: str, owner: User) -> None:
        self.discord = discord
        self.id = discord.clock.snowflake()
        self.name = name
        self.owner = owner
        #: bytes a file may have here
        self.upload_limit = DEFAULT_UPLOAD_LIMIT
        self.locale = "en-US"
        self.everyone = Role(self.id, "@everyone", EVERYONE)
        self.roles: dict[int, Role] = {self.id: self.everyone}
        self.members: dict[int, Membership] = {}
        self.channels: dict[int, Channel] = {}
        #: user id -> where they are
        self.voice_states: dict[int, VoiceState] = {}

    def __repr__(self) -> str:
        return f"<Guild {self.name}>"

    @property
    def has_bot(self) -> bool:
        return self.discord.bot_user.id in self.members

    def join(self, user: User, permissions: Any = ()) -> Membership:
        """Makes somebody a member; `permissions` (names or bits) come on top of @everyone's."""
        member = Membership(user, self.discord.clock.now())
        self.members[user.id] = member
        extra = bits(permissions)
        if extra:
            role, is_new = self._role_with(extra, user)
            member.roles.append(role)
        if user is self.discord.bot_user:
            self.discord.deliver("GUILD_CREATE", payloads.full_guild(self), Intent.GUILDS, guild=self)
        else:
            if extra and is_new:
                data = {"guild_id": str(self.id), "role": payloads.role(role)}
                self.discord.deliver("GUILD_ROLE_CREATE", data, Intent.GUILDS, guild=self)
            data = {**payloads.member(member), "guild_id": str(self.id)}
            self.discord.deliver("GUILD_MEMBER_ADD", data, Intent.GUILD_MEMBERS, guild=self)
        return member

    def _role_with(self, permissions: int, user: User) -> tuple[Role, bool]:
        """The role that gives these permissions, and whether it was made for this; a bot has its own. A guild
        may have 250, so that not everybody can."""
        shared = (r for r in self.roles.values() if r.permissions == permissions and not r.managed)
        if not user.bot and (role := next((r for r in shared if r is not self.everyone), None)):
            return role, False
        role = Role(self.discord.clock.snowflake(), f"{user.name}'s role", permissions)
        if user.bot:
            role.managed, role.bot = True, user
        self.roles[role.id] = role
        return role, True

    def leave(self, who: Any) -> None:
        """Somebody leaves or is removed; they keep their account."""
        member = self.members.get(who.id)
        if member is None:
            raise LookupError(f"{who} is no member of {self.name}.")
        if member.user is self.discord.bot_user:
            self.discord.deliver("GUILD_DELETE", {"id": str(self.id)}, Intent.GUILDS, guild=self)
            del self.members[who.id]
        else:
            del self.members[who.id]
            data = {"guild_id": str(self.id), "user": payloads.user(member.user)}
            self.discord.deliver("GUILD_MEMBER_REMOVE", data, Intent.GUILD_MEMBERS, guild=self)
        self.discord.changed()

    def remove_bot(self) -> None:
        """The bot is removed from this guild."""
        self.leave(self.discord.bot_user)

    def invite_bot(self, permissions: Any = ()) -> None:
        """Somebody lets the bot in (again), with these permissions for its role."""
        self.join(self.discord.bot_user, permissions)
        self.discord.changed()

    def add_channel(self, name: str, *, topic: str | None = None, nsfw: bool = False) -> Channel:
        """A new text channel."""
        channel = Channel(self.discord, name, guild=self)
        channel.topic, channel.nsfw = topic, nsfw
        channel.position = len(self.channels)
        self.channels[channel.id] = channel
        self.discord.channels[channel.id] = channel
        self.discord.deliver("CHANNEL_CREATE", payloads.channel(channel), Intent.GUILDS, guild=self)
        self.discord.changed()
        return channel

    def add_voice_channel(self, name: str, *, user_limit: int = 0) -> Channel:
        """A new voice channel."""
        channel = Channel(self.discord, name, guild=self, is_voice=True)
        channel.user_limit, channel.position = user_limit, len(self.channels)
        self.channels[channel.id] = channel
        self.discord.channels[channel.id] = channel
        self.discord.deliver("CHANNEL_CREATE", payloads.channel(channel), Intent.GUILDS, guild=self)
        self.discord.changed()
        return channel

    def move_voice(self, user: User, channel: Channel | None, *, self_deaf: bool = False) -> None:
        """Somebody goes into a voice channel, to another, or (None) out of all."""
        before = self.voice_states.pop(user.id, None)
        if channel is not None:
            session = before.session_id if before else secrets.token_hex(16)
            self.voice_states[user.id] = VoiceState(channel, session, self_deaf)
        state = self.voice_states.get(user.id) or before
        if state is not None:
            data = payloads.voice_state(self, user, state, is_there=channel is not None)
            self.discord.deliver("VOICE_STATE_UPDATE", data, Intent.GUILD_VOICE_STATES, guild=self)
        self.discord.changed()

    def permissions_of(self, who: Any) -> int:
        """What somebody may do in the guild, channels aside."""
        member = self.members.get(who.id)
        if member is None:
            return 0
        if who.id == self.owner.id:
            return ALL
        total = self.everyone.permissions
        for role in member.roles:
            total |= role.permissions
        return ALL if total & BITS["administrator"] else total


class Channel:
    """A text channel of a guild, or a direct conversation of a user with the bot."""

    def __init__(
        self,
        discord: LoopbackDiscord,
        name: str,
        *,
        guild: Guild | None = None,
        recipient: User | None = None,
        is_voice: bool = False,
    ) -> None:
        self.discord = discord
        self.id = discord.clock.snowflake()
        self.name = name
        self.guild = guild
        self.recipient = recipient
        self.is_voice = is_voice
        self.user_limit = 0
        self.topic: str | None = None
        self.nsfw = False
        self.position = 0
        self.deleted = False
        #: what everybody sees here, oldest first; deleted messages are gone, private answers never here
        self.messages: list[Message] = []
        #: private answers, oldest first, of all members together
        self.private: list[Message] = []
        #: id of a role or user -> (allowed bits, denied bits)
        self.overwrites: dict[int, tuple[int, int]] = {}
        #: moments at which the bot showed that it types
        self.typing: list[float] = []

    def __repr__(self) -> str:
        return f"<Channel {self.name}>"

    @property
    def type(self) -> int:
        if self.guild is None:
            return DIRECT_CHANNEL
        return VOICE_CHANNEL if self.is_voice else TEXT_CHANNEL

    @property
    def mention(self) -> str:
        return f"<#{self.id}>"

    @property
    def upload_limit(self) -> int:
        return self.guild.upload_limit if self.guild else self.discord.direct_upload_limit

    @property
    def newest(self) -> Message | None:
        return self.messages[-1] if self.messages else None

    def visible_to(self, who: Any) -> list[Message]:
        """What somebody sees here, oldest first: everything public, and their own private answers."""
        own = [m for m in self.private if m.interaction is not None and m.interaction.user.id == who.id]
        return sorted([*self.messages, *own], key=attrgetter("id"))

    def add(self, message: Message) -> None:
        (self.private if message.private else self.messages).append(message)

    def remove(self, message: Message) -> None:
        messages = self.private if message.private else self.messages
        place = bisect_left(messages, message.id, key=attrgetter("id"))
        if place < len(messages) and messages[place] is message:
            del messages[place]

    def permissions_of(self, who: Any) -> int:
        """The bits somebody has here, with all overwrites."""
        if self.guild is None:
            inside = self.recipient is not None and who.id in (self.recipient.id, self.discord.bot_user.id)
            return DIRECT if inside else 0
        total = self.guild.permissions_of(who)
        if not total or total == ALL:
            return total
        allow, deny = self.overwrites.get(self.guild.id, (0, 0))
        total = total & ~deny | allow
        allow = deny = 0
        for role in self.guild.members[who.id].roles:
            role_allow, role_deny = self.overwrites.get(role.id, (0, 0))
            allow, deny = allow | role_allow, deny | role_deny
        total = total & ~deny | allow
        allow, deny = self.overwrites.get(who.id, (0, 0))
        total = total & ~deny | allow
        return total if total & BITS["view_channel"] else 0

    def may(self, who: Any, name: str) -> bool:
        return bool(self.permissions_of(who) & BITS[name])

    def deny(self, who: Any, *names: str) -> None:
        """Takes permissions from a user, member or role (a guild stands for @everyone) in this channel."""
        allow, denied = self.overwrites.get(who.id, (0, 0))
        self._overwrite(who, allow & ~bits(*names), denied | bits(*names))

    def allow(self, who: Any, *names: str) -> None:
        """Gives permissions to a user, member or role in this channel."""
        allowed, deny = self.overwrites.get(who.id, (0, 0))
        self._overwrite(who, allowed | bits(*names), deny & ~bits(*names))

    def _overwrite(self, who: Any, allow: int, deny: int) -> None:
        if self.guild is None:
            raise ValueError("A direct conversation has no permissions to set.")
        self.overwrites[who.id] = (allow, deny)
        self.discord.deliver("CHANNEL_UPDATE", payloads.channel(self), Intent.GUILDS, guild=self.guild)
        self.discord.changed()

    def delete(self) -> None:
        """A moderator deletes the channel with everything in it."""
        if self.guild is None:
            raise ValueError("A direct conversation cannot be deleted; close it with accepts_direct.")
        self.deleted = True
        self.guild.channels.pop(self.id, None)
        self.discord.channels.pop(self.id, None)
        for message in self.messages:
            message.deleted = True
            self.discord.messages.pop(message.id, None)
        self.discord.deliver("CHANNEL_DELETE", payloads.channel(self), Intent.GUILDS, guild=self.guild)
        self.discord.changed()
