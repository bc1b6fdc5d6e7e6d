"""Outgoing JSON for users, roles, members, guilds and channels, as Discord documents the objects."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from tests.discord_server.people import Membership, Role, User

if TYPE_CHECKING:
    from tests.discord_server.guilds import Channel, Guild
    from tests.discord_server.server import LoopbackDiscord
    from tests.discord_server.voice import VoiceState


def timestamp(moment: float) -> str:
    """ISO 8601 with microseconds, as Discord writes it."""
    return datetime.fromtimestamp(moment, UTC).isoformat(timespec="microseconds")


def user(who: User) -> dict[str, Any]:
    data: dict[str, Any] = {
        "id": str(who.id),
        "username": who.name.lower().replace(" ", "_"),
        "discriminator": "0",
        "global_name": None if who.bot else who.name,
        "avatar": None,
        "avatar_decoration_data": None,
        "collectibles": None,
        "primary_guild": None,
        "public_flags": 0,
    }
    if who.bot:
        data.update(username=who.name, discriminator="0000", bot=True)
    return data


def own_user(who: User) -> dict[str, Any]:
    """The bot's account as it sees itself."""
    return {
        **user(who),
        "banner": None,
        "accent_color": None,
        "mfa_enabled": False,
        "locale": "en-US",
        "verified": True,
        "email": None,
        "flags": 0,
    }


def role(item: Role) -> dict[str, Any]:
    data: dict[str, Any] = {
        "id": str(item.id),
        "name": item.name,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "icon": None,
        "unicode_emoji": None,
        "position": 0 if item.name == "@everyone" else 1,
        "permissions": str(item.permissions),
        "managed": item.managed,
        "mentionable": item.mentionable,
        "flags": 0,
    }
    if item.bot is not None:
        data["tags"] = {"bot_id": str(item.bot.id)}
    return data


def member(item: Membership, *, with_user: bool = True) -> dict[str, Any]:
    data: dict[str, Any] = {
        "nick": None,
        "avatar": None,
        "banner": None,
        "roles": [str(r.id) for r in item.roles],
        "joined_at": timestamp(item.joined_at),
        "premium_since": None,
        "deaf": False,
        "mute": False,
        "flags": 0,
        "pending": False,
        "communication_disabled_until": None,
    }
    if with_user:
        data["user"] = user(item.user)
    return data


def channel(item: Channel) -> dict[str, Any]:
    newest = item.newest
    data: dict[str, Any] = {
        "id": str(item.id),
        "type": item.type,
        "flags": 0,
        "last_message_id": str(newest.id) if newest else None,
    }
    if item.guild is None:
        assert item.recipient is not None
        return {**data, "recipients": [user(item.recipient)]}
    if item.is_voice:
        data |= {"bitrate": 64_000, "user_limit": item.user_limit, "rtc_region": None}
    return {
        **data,
        "guild_id": str(item.guild.id),
        "name": item.name,
        "topic": item.topic,
        "position": item.position,
        "nsfw": item.nsfw,
        "rate_limit_per_user": 0,
        "parent_id": None,
        "permission_overwrites": [
            {
                "id": str(who),
                "type": 0 if who in item.guild.roles else 1,
                "allow": str(allow),
                "deny": str(deny),
            }
            for who, (allow, deny) in item.overwrites.items()
        ],
    }


def voice_state(item: Guild, who: User, state: VoiceState, *, is_there: bool = True) -> dict[str, Any]:
    """Where a member is; `is_there` is False when they have just left."""
    return {
        "guild_id": str(item.id),
        "channel_id": str(state.channel.id) if is_there else None,
        "user_id": str(who.id),
        "member": member(item.members[who.id]),
        "session_id": state.session_id,
        "deaf": False,
        "mute": False,
        "self_deaf": state.self_deaf,
        "self_mute": False,
        "self_video": False,
        "suppress": False,
        "request_to_speak_timestamp": None,
    }


def guild(item: Guild) -> dict[str, Any]:
    """The guild object, as GET /guilds/{id} gives it."""
    return {
        "id": str(item.id),
        "name": item.name,
        "icon": None,
        "splash": None,
        "discovery_splash": None,
        "owner_id": str(item.owner.id),
        "afk_channel_id": None,
        "afk_timeout": 300,
        "widget_enabled": False,
        "widget_channel_id": None,
        "verification_level": 0,
        "default_message_notifications": 0,
        "explicit_content_filter": 0,
        "roles": [role(r) for r in item.roles.values()],
        "emojis": [],
        "stickers": [],
        "features": [],
        "mfa_level": 0,
        "application_id": None,
        "system_channel_id": None,
        "system_channel_flags": 0,
        "rules_channel_id": None,
        "max_members": 500_000,
        "max_presences": None,
        "vanity_url_code": None,
        "description": None,
        "banner": None,
        "premium_tier": 0,
        "premium_subscription_count": 0,
        "preferred_locale": item.locale,
        "public_updates_channel_id": None,
        "max_video_channel_users": 25,
        "nsfw_level": 0,
        "premium_progress_bar_enabled": False,
        "safety_alerts_channel_id": None,
        "incidents_data": None,
    }


def full_guild(item: Guild, *, all_members: bool = False) -> dict[str, Any]:
    """What GUILD_CREATE carries: the guild with channels and members (the bot alone without the intent)."""
    own = item.members.get(item.discord.bot_user.id)
    members = list(item.members.values()) if all_members else ([own] if own else [])
    return {
        **guild(item),
        "joined_at": timestamp(own.joined_at if own else item.discord.clock.now()),
        "large": False,
        "unavailable": False,
        "member_count": len(item.members),
        "voice_states": [
            {k: v for k, v in voice_state(item, m.user, state).items() if k != "guild_id"}
            for user_id, state in item.voice_states.items()
            for m in [item.members[user_id]]
        ],
        "members": [member(m) for m in members],
        "channels": [channel(c) for c in item.channels.values()],
        "threads": [],
        "presences": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "soundboard_sounds": [],
    }


def application(discord: LoopbackDiscord) -> dict[str, Any]:
    """The bot's application."""
    return {
        "id": str(discord.application_id),
        "name": discord.bot_user.name,
        "icon": None,
        "description": "",
        "summary": "",
        "type": None,
        "bot": user(discord.bot_user),
        "bot_public": True,
        "bot_require_code_grant": False,
        "verify_key": "0" * 64,
        "owner": user(discord.owner),
        "team": None,
        "flags": discord.application_flags,
        "redirect_uris": [],
        "interactions_endpoint_url": None,
        "role_connections_verification_url": None,
        "event_webhooks_url": None,
        "event_webhooks_status": 1,
        "approximate_guild_count": sum(g.has_bot for g in discord.guilds.values()),
        "approximate_user_install_count": 0,
        "approximate_user_authorization_count": 0,
        "install_params": None,
        "integration_types_config": {"0": {}},
        "hook": True,
    }
