"""Fields of what belongs to commands, components, interactions and the login; see `shapes_objects`.

https://docs.discord.com/developers/interactions, /components/reference, /events/gateway-events,
/resources/application
"""

from tests.discord_server.shapes_objects import Fields

COMMAND: Fields = {
    "id": "snowflake",
    "type?": "int",
    "application_id": "snowflake",
    "guild_id?": "snowflake",
    "name": "string",
    "name_localizations?": "any|null",
    "description": "string",
    "description_localizations?": "any|null",
    "options?": "[command_option]",
    "default_member_permissions": "bits|null",
    "dm_permission?": "bool",
    "nsfw?": "bool",
    "integration_types?": "[int]",
    "contexts?": "[int]|null",
    "version": "snowflake",
}
COMMAND_OPTION: Fields = {
    "type": "int",
    "name": "string",
    "name_localizations?": "any|null",
    "description": "string",
    "description_localizations?": "any|null",
    "required?": "bool",
    "choices?": "[choice]",
    "options?": "[command_option]",
    "channel_types?": "[int]",
    "min_value?": "number",
    "max_value?": "number",
    "min_length?": "int",
    "max_length?": "int",
    "autocomplete?": "bool",
}
CHOICE: Fields = {
    "name": "string",
    "name_localizations?": "any|null",
    "value": "string|number",
}

#: the kinds of component, by their `type`
COMPONENTS: dict[int, Fields] = {
    1: {"components": "[component]"},
    2: {
        "style": "int",
        "label?": "string",
        "emoji?": "emoji",
        "custom_id?": "string",
        "sku_id?": "snowflake",
        "url?": "string",
        "disabled?": "bool",
    },
    3: {
        "custom_id": "string",
        "options": "[select_option]",
        "placeholder?": "string",
        "min_values?": "int",
        "max_values?": "int",
        "required?": "bool",
        "disabled?": "bool",
    },
    4: {
        "custom_id": "string",
        "style": "int",
        "label?": "string",
        "min_length?": "int",
        "max_length?": "int",
        "required?": "bool",
        "value?": "string",
        "placeholder?": "string",
    },
    10: {"content": "string"},
    18: {"label": "string", "description?": "string", "component": "component"},
}
_AUTOMATIC: Fields = {
    "custom_id": "string",
    "placeholder?": "string",
    "default_values?": "[any]",
    "min_values?": "int",
    "max_values?": "int",
    "required?": "bool",
    "disabled?": "bool",
}
COMPONENTS.update(dict.fromkeys((5, 6, 7), _AUTOMATIC))
COMPONENTS[8] = {**_AUTOMATIC, "channel_types?": "[int]"}
SELECT_OPTION: Fields = {
    "label": "string",
    "value": "string",
    "description?": "string",
    "emoji?": "emoji",
    "default?": "bool",
}

INTERACTION: Fields = {
    "id": "snowflake",
    "application_id": "snowflake",
    "type": "int",
    "guild?": "interaction_guild",
    "guild_id?": "snowflake",
    "guild_locale?": "string",
    "channel?": "channel",
    "channel_id?": "snowflake",
    "member?": "member",
    "user?": "user",
    "token": "string",
    "version": "int",
    "message?": "message",
    "app_permissions": "bits",
    "locale?": "string",
    "entitlements": "[any]",
    # not in the table of the documentation, but sent
    "entitlement_sku_ids?": "[any]",
    "authorizing_integration_owners": "{snowflake}",
    "context?": "int",
    "attachment_size_limit": "int",
}
INTERACTION_GUILD: Fields = {"id": "snowflake", "locale": "string", "features": "[string]"}

#: `data` of an interaction, by the interaction's type
COMMAND_DATA: Fields = {
    "id": "snowflake",
    "name": "string",
    "type": "int",
    "resolved?": "resolved",
    "options?": "[given_option]",
    "guild_id?": "snowflake",
    "target_id?": "snowflake",
}
GIVEN_OPTION: Fields = {
    "name": "string",
    "type": "int",
    "value?": "string|number|bool",
    "options?": "[given_option]",
    "focused?": "bool",
}
PRESS_DATA: Fields = {
    "custom_id": "string",
    "component_type": "int",
    "id?": "int",
    "values?": "[string]",
    "resolved?": "resolved",
}
SUBMIT_DATA: Fields = {
    "custom_id": "string",
    "components": "[submitted]",
    "resolved?": "resolved",
}
SUBMITTED: Fields = {
    "type": "int",
    "id?": "int",
    "custom_id?": "string",
    "value?": "string",
    "values?": "[string]",
    "components?": "[submitted]",
    "component?": "submitted",
}
INTERACTION_DATA = {2: "command_data", 3: "press_data", 4: "command_data", 5: "submit_data"}

RESOLVED: Fields = {
    "users?": "{user}",
    "members?": "{partial_member}",
    "roles?": "{role}",
    "channels?": "{channel}",
    "messages?": "{message}",
    "attachments?": "{attachment}",
}

CALLBACK_RESPONSE: Fields = {"interaction": "callback_interaction", "resource?": "callback_resource"}
CALLBACK_INTERACTION: Fields = {
    "id": "snowflake",
    "type": "int",
    "activity_instance_id?": "string",
    "response_message_id?": "snowflake",
    "response_message_loading?": "bool",
    "response_message_ephemeral?": "bool",
}
CALLBACK_RESOURCE: Fields = {"type": "int", "activity_instance?": "any", "message?": "message"}

APPLICATION: Fields = {
    "id": "snowflake",
    "name": "string",
    "icon": "string|null",
    "description": "string",
    "rpc_origins?": "[string]",
    "bot_public": "bool",
    "bot_require_code_grant": "bool",
    "bot?": "user",
    "terms_of_service_url?": "string",
    "privacy_policy_url?": "string",
    "owner?": "user",
    "verify_key": "string",
    "team": "any|null",
    "guild_id?": "snowflake",
    "primary_sku_id?": "snowflake",
    "slug?": "string",
    "cover_image?": "string",
    "flags?": "int",
    "approximate_guild_count?": "int",
    "approximate_user_install_count?": "int",
    "approximate_user_authorization_count?": "int",
    "redirect_uris?": "[string]",
    "interactions_endpoint_url?": "string|null",
    "role_connections_verification_url?": "string|null",
    "event_webhooks_url?": "string|null",
    "event_webhooks_status": "int",
    "event_webhooks_types?": "[string]",
    "tags?": "[string]",
    "install_params?": "any|null",
    "integration_types_config?": "any",
    "custom_install_url?": "string",
    # not in the table of the documentation, but sent
    "summary?": "string",
    "type?": "any|null",
    "hook?": "bool",
}
PARTIAL_APPLICATION: Fields = {"id": "snowflake", "flags": "int"}

GATEWAY: Fields = {"url": "string"}
BOT_GATEWAY: Fields = {"url": "string", "shards": "int", "session_start_limit": "session_start_limit"}
SESSION_START_LIMIT: Fields = {
    "total": "int",
    "remaining": "int",
    "reset_after": "int",
    "max_concurrency": "int",
}
READY: Fields = {
    "v": "int",
    "user": "user",
    "guilds": "[unavailable_guild]",
    "session_id": "string",
    "resume_gateway_url": "string",
    "shard?": "[int]",
    "application": "partial_application",
    # not in the table of the documentation, but sent
    "session_type?": "string",
    "private_channels?": "[any]",
    "relationships?": "[any]",
    "presences?": "[any]",
    "user_settings?": "any",
    "geo_ordered_rtc_regions?": "[string]",
    "_trace?": "[string]",
}
RESUMED: Fields = {"_trace?": "[string]"}
MESSAGE_DELETE: Fields = {"id": "snowflake", "channel_id": "snowflake", "guild_id?": "snowflake"}
GUILD_ROLE: Fields = {"guild_id": "snowflake", "role": "role"}
MEMBER_ADD: Fields = {"guild_id": "snowflake"}
MEMBER_REMOVE: Fields = {"guild_id": "snowflake", "user": "user"}
MEMBERS_CHUNK: Fields = {
    "guild_id": "snowflake",
    "members": "[member]",
    "chunk_index": "int",
    "chunk_count": "int",
    "not_found?": "[any]",
    "presences?": "[any]",
    "nonce?": "string",
}
