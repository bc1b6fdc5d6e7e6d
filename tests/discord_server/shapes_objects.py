"""Fields of Discord's objects, as its documentation lists them (https://docs.discord.com/developers/resources).

A key ending in "?" may be absent. A value names what stands there: `snowflake`, `bits`, `time`, `string`,
`int`, `number`, `bool`, `any`, an object of this file, `[kind]` for a list, `{kind}` for an object with
ids as keys, `a|b` for one of several; `null` stands for JSON's null.
"""

Fields = dict[str, str]

USER: Fields = {
    "id": "snowflake",
    "username": "string",
    "discriminator": "string",
    "global_name": "string|null",
    "avatar": "string|null",
    "bot?": "bool",
    "system?": "bool",
    "mfa_enabled?": "bool",
    "banner?": "string|null",
    "accent_color?": "int|null",
    "locale?": "string",
    "verified?": "bool",
    "email?": "string|null",
    "flags?": "int",
    "premium_type?": "int",
    "public_flags?": "int",
    "avatar_decoration_data?": "any|null",
    "collectibles?": "any|null",
    "primary_guild?": "any|null",
}

PARTIAL_MEMBER: Fields = {
    "nick?": "string|null",
    "avatar?": "string|null",
    "banner?": "string|null",
    "roles": "[snowflake]",
    "joined_at": "time|null",
    "premium_since?": "time|null",
    "deaf": "bool",
    "mute": "bool",
    "flags": "int",
    "pending?": "bool",
    "permissions?": "bits",
    "communication_disabled_until?": "time|null",
    "avatar_decoration_data?": "any|null",
    "collectibles?": "any|null",
}
MEMBER: Fields = {**PARTIAL_MEMBER, "user": "user"}

#: in MESSAGE_CREATE and MESSAGE_UPDATE
MENTIONED_USER: Fields = {**USER, "member?": "partial_member"}

ROLE: Fields = {
    "id": "snowflake",
    "name": "string",
    "color": "int",
    "colors": "role_colors",
    "hoist": "bool",
    "icon?": "string|null",
    "unicode_emoji?": "string|null",
    "position": "int",
    "permissions": "bits",
    "managed": "bool",
    "mentionable": "bool",
    "tags?": "role_tags",
    "flags": "int",
}
ROLE_COLORS: Fields = {
    "primary_color": "int",
    "secondary_color": "int|null",
    "tertiary_color": "int|null",
}
ROLE_TAGS: Fields = {
    "bot_id?": "snowflake",
    "integration_id?": "snowflake",
    "premium_subscriber?": "null",
    "subscription_listing_id?": "snowflake",
    "available_for_purchase?": "null",
    "guild_connections?": "null",
}

OVERWRITE: Fields = {"id": "snowflake", "type": "int", "allow": "bits", "deny": "bits"}

CHANNEL: Fields = {
    "id": "snowflake",
    "type": "int",
    "guild_id?": "snowflake",
    "position?": "int",
    "permission_overwrites?": "[overwrite]",
    "name?": "string|null",
    "topic?": "string|null",
    "nsfw?": "bool",
    "last_message_id?": "snowflake|null",
    "bitrate?": "int",
    "user_limit?": "int",
    "rtc_region?": "string|null",
    "rate_limit_per_user?": "int",
    "recipients?": "[user]",
    "icon?": "string|null",
    "owner_id?": "snowflake",
    "application_id?": "snowflake",
    "parent_id?": "snowflake|null",
    "last_pin_timestamp?": "time|null",
    "permissions?": "bits",
    "flags?": "int",
}

GUILD: Fields = {
    "id": "snowflake",
    "name": "string",
    "icon": "string|null",
    "icon_hash?": "string|null",
    "splash": "string|null",
    "discovery_splash": "string|null",
    "owner_id": "snowflake",
    "afk_channel_id": "snowflake|null",
    "afk_timeout": "int",
    "widget_enabled?": "bool",
    "widget_channel_id?": "snowflake|null",
    "verification_level": "int",
    "default_message_notifications": "int",
    "explicit_content_filter": "int",
    "roles": "[role]",
    "emojis": "[any]",
    "features": "[string]",
    "mfa_level": "int",
    "application_id": "snowflake|null",
    "system_channel_id": "snowflake|null",
    "system_channel_flags": "int",
    "rules_channel_id": "snowflake|null",
    "max_presences?": "int|null",
    "max_members?": "int",
    "vanity_url_code": "string|null",
    "description": "string|null",
    "banner": "string|null",
    "premium_tier": "int",
    "premium_subscription_count?": "int",
    "preferred_locale": "string",
    "public_updates_channel_id": "snowflake|null",
    "max_video_channel_users?": "int",
    "max_stage_video_channel_users?": "int",
    "approximate_member_count?": "int",
    "approximate_presence_count?": "int",
    "nsfw_level": "int",
    "stickers?": "[any]",
    "premium_progress_bar_enabled": "bool",
    "safety_alerts_channel_id": "snowflake|null",
    "incidents_data": "any|null",
}
#: GUILD_CREATE adds these
GUILD_CREATE: Fields = {
    **GUILD,
    "joined_at": "time",
    "large": "bool",
    "unavailable?": "bool",
    "member_count": "int",
    "voice_states": "[voice_state]",
    "members": "[member]",
    "channels": "[channel]",
    "threads": "[channel]",
    "presences": "[any]",
    "stage_instances": "[any]",
    "guild_scheduled_events": "[any]",
    "soundboard_sounds": "[any]",
}
VOICE_STATE: Fields = {
    "guild_id?": "snowflake",
    "channel_id": "snowflake|null",
    "user_id": "snowflake",
    "member?": "member",
    "session_id": "string",
    "deaf": "bool",
    "mute": "bool",
    "self_deaf": "bool",
    "self_mute": "bool",
    "self_stream?": "bool",
    "self_video": "bool",
    "suppress": "bool",
    "request_to_speak_timestamp": "time|null",
}
VOICE_SERVER: Fields = {"token": "string", "guild_id": "snowflake", "endpoint": "string|null"}
UNAVAILABLE_GUILD: Fields = {"id": "snowflake", "unavailable?": "bool"}
OWN_GUILD: Fields = {
    "id": "snowflake",
    "name": "string",
    "icon": "string|null",
    "banner": "string|null",
    "owner": "bool",
    "permissions": "bits",
    "features": "[string]",
    "approximate_member_count?": "int",
    "approximate_presence_count?": "int",
}

ATTACHMENT: Fields = {
    "id": "snowflake",
    "filename": "string",
    "title?": "string",
    "description?": "string",
    "content_type?": "string",
    "size": "int",
    "url": "string",
    "proxy_url": "string",
    "height?": "int|null",
    "width?": "int|null",
    "ephemeral?": "bool",
    "duration_secs?": "number",
    "waveform?": "string",
    "flags?": "int",
}

EMBED: Fields = {
    "title?": "string",
    "type?": "string",
    "description?": "string",
    "url?": "string",
    "timestamp?": "time",
    "color?": "int",
    "footer?": "embed_footer",
    "image?": "embed_media",
    "thumbnail?": "embed_media",
    "video?": "embed_media",
    "provider?": "embed_provider",
    "author?": "embed_author",
    "fields?": "[embed_field]",
    "flags?": "int",
}
EMBED_FOOTER: Fields = {"text": "string", "icon_url?": "string", "proxy_icon_url?": "string"}
EMBED_MEDIA: Fields = {
    "url": "string",
    "proxy_url?": "string",
    "height?": "int",
    "width?": "int",
    "content_type?": "string",
    "description?": "string",
    "placeholder?": "string",
    "placeholder_version?": "int",
    "flags?": "int",
}
EMBED_PROVIDER: Fields = {"name?": "string", "url?": "string"}
EMBED_AUTHOR: Fields = {
    "name": "string",
    "url?": "string",
    "icon_url?": "string",
    "proxy_icon_url?": "string",
}
EMBED_FIELD: Fields = {"name": "string", "value": "string", "inline?": "bool"}

EMOJI: Fields = {"id": "snowflake|null", "name": "string|null", "animated?": "bool"}
REACTION: Fields = {
    "count": "int",
    "count_details": "count_details",
    "me": "bool",
    "me_burst": "bool",
    "emoji": "emoji",
    "burst_colors": "[string]",
}
COUNT_DETAILS: Fields = {"burst": "int", "normal": "int"}

MESSAGE_REFERENCE: Fields = {
    "type?": "int",
    "message_id?": "snowflake",
    "channel_id?": "snowflake",
    "guild_id?": "snowflake",
    "fail_if_not_exists?": "bool",
}

INTERACTION_METADATA: Fields = {
    "id": "snowflake",
    "type": "int",
    "user": "user",
    "authorizing_integration_owners": "{snowflake}",
    "original_response_message_id?": "snowflake",
    "interacted_message_id?": "snowflake",
    "triggering_interaction_metadata?": "interaction_metadata",
    "target_user?": "user",
    "target_message_id?": "snowflake",
    # not in the table of the documentation, but sent for commands
    "name?": "string",
    "command_type?": "int",
}
#: deprecated, still sent
MESSAGE_INTERACTION: Fields = {
    "id": "snowflake",
    "type": "int",
    "name": "string",
    "user": "user",
    "member?": "partial_member",
}

MESSAGE: Fields = {
    "id": "snowflake",
    "channel_id": "snowflake",
    "author": "user",
    "content": "string",
    "timestamp": "time",
    "edited_timestamp": "time|null",
    "tts": "bool",
    "mention_everyone": "bool",
    "mentions": "[user]",
    "mention_roles": "[snowflake]",
    "attachments": "[attachment]",
    "embeds": "[embed]",
    "reactions?": "[reaction]",
    "nonce?": "int|string",
    "pinned": "bool",
    "webhook_id?": "snowflake",
    "type": "int",
    "application_id?": "snowflake",
    "flags?": "int",
    "message_reference?": "message_reference",
    "referenced_message?": "message|null",
    "interaction_metadata?": "interaction_metadata",
    "interaction?": "message_interaction",
    "components?": "[component]",
    "position?": "int",
}
#: MESSAGE_CREATE and MESSAGE_UPDATE add these. `channel_type` is sent, though not in the table.
MESSAGE_EVENT: Fields = {
    **MESSAGE,
    "guild_id?": "snowflake",
    "member?": "partial_member",
    "mentions": "[mentioned_user]",
    "channel_type?": "int",
}
