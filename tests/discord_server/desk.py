"""Interactions begin here: their payload, their deadline."""

from __future__ import annotations

import asyncio
import base64
import secrets
import time
from typing import TYPE_CHECKING, Any

from tests.discord_server import errors, message_payloads, payloads
from tests.discord_server.guilds import Channel
from tests.discord_server.interactions import (
    ANSWER_SECONDS,
    AUTOCOMPLETE,
    COMPONENT,
    NO_ANSWER,
    NO_ANSWER_TO_FORM,
    NO_ANSWER_TO_PRESS,
    SUBMIT,
    TOKEN_SECONDS,
    Interaction,
)
from tests.discord_server.messages import Message
from tests.discord_server.people import User

if TYPE_CHECKING:
    from tests.discord_server.server import LoopbackDiscord

GUILD_CONTEXT, DIRECT_CONTEXT = 0, 1


class Desk:
    """Opens interactions and closes those that nobody answers."""

    def __init__(self, discord: LoopbackDiscord) -> None:
        self._discord = discord
        self._deadlines: set[asyncio.Task[None]] = set()

    def open(
        self,
        kind: int,
        user: User,
        channel: Channel,
        data: dict[str, Any],
        *,
        command: dict[str, Any] | None = None,
        message: Message | None = None,
        origin: Interaction | None = None,
        forged: dict[str, Any] | None = None,
    ) -> Interaction:
        """Sends INTERACTION_CREATE and starts the three seconds. `forged`: what the event says instead of
        the truth."""
        discord = self._discord
        number = discord.clock.snowflake()
        secret = f"interaction:{number}:{secrets.token_urlsafe(48)}"
        use = Interaction(
            id=number,
            type=kind,
            token=base64.urlsafe_b64encode(secret.encode()).decode().rstrip("="),
            user=user,
            channel=channel,
            data=data,
            created=discord.clock.now(),
            owners={"0": str(channel.guild.id) if channel.guild else "0"},
            command=command,
            message=message,
            origin=origin,
        )
        discord.interactions[use.token] = use

        def sent() -> None:
            use.sent = time.monotonic()

        if channel.guild is None or channel.guild.has_bot:
            payload = {**self.payload(use), **(forged or {})}
            discord.deliver("INTERACTION_CREATE", payload, guild=channel.guild, sent=sent)
        task = asyncio.create_task(self._expire(use))
        self._deadlines.add(task)
        task.add_done_callback(self._deadlines.discard)
        discord.changed()
        return use

    async def _expire(self, use: Interaction) -> None:
        await self._discord.clock.sleep_until(use.created + ANSWER_SECONDS)
        if use.callback is None:
            use.error = {COMPONENT: NO_ANSWER_TO_PRESS, SUBMIT: NO_ANSWER_TO_FORM}.get(use.type, NO_ANSWER)
            use.settled.set()
            self._discord.changed()

    def acknowledge(self, use: Interaction, callback: int, arrived: float) -> None:
        """Notes the first answer, or raises Discord's error for one that comes late or twice."""
        now = self._discord.clock.now()
        if use.callback is not None and now - use.created < TOKEN_SECONDS:
            raise errors.already_acknowledged()
        if use.callback is not None or use.error is not None or now - use.created > ANSWER_SECONDS:
            raise errors.unknown("interaction")
        use.callback = callback
        if use.sent is not None:
            use.acknowledged_ms = (arrived - use.sent) * 1000

    def by_token(self, application: int, token: str) -> Interaction:
        """For the webhook routes: an acknowledged interaction whose token still lives."""
        use = self._discord.interactions.get(token)
        unanswered = use is None or use.callback is None or use.type == AUTOCOMPLETE
        if use is None or unanswered or application != self._discord.application_id:
            raise errors.unknown("webhook")
        if self._discord.clock.now() - use.created >= TOKEN_SECONDS:
            raise errors.token_expired()
        if use.channel.guild is not None and not use.channel.guild.has_bot:
            raise errors.unknown("webhook")
        return use

    def close(self) -> None:
        for task in list(self._deadlines):
            task.cancel()

    def payload(self, use: Interaction) -> dict[str, Any]:
        """The interaction object."""
        channel, guild, bot = use.channel, use.channel.guild, self._discord.bot_user
        data: dict[str, Any] = {
            "id": str(use.id),
            "application_id": str(self._discord.application_id),
            "type": use.type,
            "data": use.data,
            "token": use.token,
            "version": 1,
            "channel_id": str(channel.id),
            "channel": partial_channel(channel, channel.permissions_of(use.user)),
            "app_permissions": str(channel.permissions_of(bot)),
            "locale": use.user.locale,
            "entitlements": [],
            "entitlement_sku_ids": [],
            "authorizing_integration_owners": use.owners,
            "context": GUILD_CONTEXT if guild else DIRECT_CONTEXT,
            "attachment_size_limit": channel.upload_limit,
        }
        if guild is None:
            data["user"] = payloads.user(use.user)
        else:
            data["guild_id"] = str(guild.id)
            data["guild"] = {"id": str(guild.id), "locale": guild.locale, "features": []}
            data["guild_locale"] = guild.locale
            data["member"] = {
                **payloads.member(guild.members[use.user.id]),
                "permissions": str(channel.permissions_of(use.user)),
            }
        if use.message is not None:
            data["message"] = message_payloads.message(use.message)
        return data


def partial_channel(channel: Channel, permissions: int) -> dict[str, Any]:
    """A channel as interactions carry it, with the permissions of the one who acts."""
    data = payloads.channel(channel)
    data.pop("permission_overwrites", None)
    return {**data, "permissions": str(permissions)}
