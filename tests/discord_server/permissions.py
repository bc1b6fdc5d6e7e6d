"""Permission bits and how they add up in a channel (documented under "Permissions")."""

from collections.abc import Iterable
from typing import Any

BITS = {
    "create_instant_invite": 1 << 0,
    "kick_members": 1 << 1,
    "ban_members": 1 << 2,
    "administrator": 1 << 3,
    "manage_channels": 1 << 4,
    "manage_guild": 1 << 5,
    "add_reactions": 1 << 6,
    "view_audit_log": 1 << 7,
    "stream": 1 << 9,
    "view_channel": 1 << 10,
    "send_messages": 1 << 11,
    "send_tts_messages": 1 << 12,
    "manage_messages": 1 << 13,
    "embed_links": 1 << 14,
    "attach_files": 1 << 15,
    "read_message_history": 1 << 16,
    "mention_everyone": 1 << 17,
    "use_external_emojis": 1 << 18,
    "connect": 1 << 20,
    "speak": 1 << 21,
    "use_voice_activation": 1 << 25,
    "change_nickname": 1 << 26,
    "manage_roles": 1 << 28,
    "manage_webhooks": 1 << 29,
    "use_application_commands": 1 << 31,
    "manage_threads": 1 << 34,
    "create_public_threads": 1 << 35,
    "use_external_stickers": 1 << 37,
    "send_messages_in_threads": 1 << 38,
    "moderate_members": 1 << 40,
    "send_voice_messages": 1 << 46,
    "send_polls": 1 << 49,
    "use_external_apps": 1 << 50,
}
#: names of discord.py for the same bits
BITS["read_messages"] = BITS["view_channel"]
BITS["external_emojis"] = BITS["use_external_emojis"]

ALL = 0
for _bit in BITS.values():
    ALL |= _bit


def bits(*names: Any) -> int:
    """A bit set from names, numbers, or objects with a `value` (discord.Permissions)."""
    total = 0
    for name in names:
        if isinstance(name, str):
            if name not in BITS:
                raise ValueError(f"There is no permission {name!r}; there are {', '.join(sorted(BITS))}.")
            total |= BITS[name]
        elif isinstance(name, Iterable):
            total |= bits(*name)
        else:
            total |= int(getattr(name, "value", name))
    return total


#: what @everyone may do in a new guild
EVERYONE = bits(
    "view_channel",
    "send_messages",
    "embed_links",
    "attach_files",
    "read_message_history",
    "add_reactions",
    "use_external_emojis",
    "use_application_commands",
    "change_nickname",
    "create_instant_invite",
    "connect",
    "speak",
    "use_voice_activation",
    "send_messages_in_threads",
    "create_public_threads",
    "use_external_apps",
)
#: what applies in a direct message, where nobody sets permissions
DIRECT = bits(
    "view_channel",
    "send_messages",
    "embed_links",
    "attach_files",
    "read_message_history",
    "add_reactions",
    "use_external_emojis",
    "mention_everyone",
    "use_application_commands",
)
