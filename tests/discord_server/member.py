"""A member as a test plays one: writes, uses commands, presses what is really there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from tests.discord_server import mentions, message_payloads, options, posting
from tests.discord_server.commands import CHAT_INPUT, MESSAGE_MENU
from tests.discord_server.guilds import Channel
from tests.discord_server.interactions import AUTOCOMPLETE, COMMAND, COMPONENT, SUBMIT, Interaction, Modal
from tests.discord_server.messages import REPLY_TYPE, Attachment, Message, Upload
from tests.discord_server.people import User

if TYPE_CHECKING:
    from tests.discord_server.server import LoopbackDiscord

BUTTON, STRING_SELECT, TEXT_INPUT = 2, 3, 4
SELECTS = (3, 5, 6, 7, 8)
LINK_STYLE = 5

LONGEST_MESSAGE = 2000

File = Upload | tuple[str, bytes]


class Member:
    """Somebody with an account. What the client lets nobody do raises LookupError or ValueError."""

    def __init__(self, discord: LoopbackDiscord, user: User) -> None:
        self._discord = discord
        self.user = user

    def __repr__(self) -> str:
        return f"<Member {self.user.name}>"

    @property
    def id(self) -> int:
        return self.user.id

    @property
    def name(self) -> str:
        return self.user.name

    @property
    def mention(self) -> str:
        return self.user.mention

    @property
    def direct_channel(self) -> Channel:
        """The direct conversation with the bot; commands can be used there too."""
        return self._discord.direct_channel(self.user)

    # ------------------------------------------------------------------ writing

    async def say(
        self,
        channel: Channel,
        content: str = "",
        *,
        attachments: Iterable[File] = (),
        reply_to: Message | None = None,
        mention: bool = True,
    ) -> Message:
        """Writes a message; `<@bot>` in it stands for the bot. `mention`: whether a reply pings."""
        self._must_see(channel)
        files = [as_upload(f) for f in attachments]
        content = content.replace("<@bot>", self._discord.bot_user.mention)
        if not content.strip() and not files:
            raise ValueError("A message needs a text or a file.")
        if len(content) > LONGEST_MESSAGE:
            raise ValueError(f"A message has at most {LONGEST_MESSAGE} characters, not {len(content)}.")
        if channel.guild is not None and not channel.may(self.user, "send_messages"):
            raise ValueError(f"{self.name} may not write in {channel.name}.")
        message = Message(self._discord.clock.snowflake(), channel, self.user, self._discord.clock.now())
        message.content = content.strip()
        message.attachments = [self._discord.cdn.store(f, channel.id) for f in files]
        if reply_to is not None:
            if reply_to.channel is not channel or reply_to.deleted:
                raise LookupError("The message to reply to is not in this channel.")
            message.type, message.reference, message.reference_id = REPLY_TYPE, reply_to, reply_to.id
        everyone = {"parse": ["users", "roles", "everyone"], "replied_user": mention}
        mentions.read(message, everyone)
        if channel.guild is None:
            self.user.has_written = True
        posting.publish(message)
        return message

    async def direct(self, content: str = "", *, attachments: Iterable[File] = (), **more: Any) -> Message:
        """Writes to the bot directly."""
        return await self.say(self.direct_channel, content, attachments=attachments, **more)

    async def delete(self, message: Message) -> None:
        """Deletes an own message, or another's as a moderator."""
        if message.deleted:
            raise LookupError("That message is gone already.")
        if message.author is not self.user and not message.channel.may(self.user, "manage_messages"):
            raise ValueError(f"{self.name} may not delete messages of others in {message.channel.name}.")
        posting.delete(message)

    async def edit(self, message: Message, content: str) -> None:
        """Changes the text of an own message."""
        if message.author is not self.user:
            raise ValueError("Only the author can edit a message.")
        posting.edit(message, {"content": content}, [])

    def join_voice(self, channel: Channel) -> None:
        """Goes into a voice channel."""
        if channel.guild is None or not channel.is_voice or not channel.may(self.user, "connect"):
            raise ValueError(f"{self.name} cannot go into {channel.name}.")
        channel.guild.move_voice(self.user, channel)

    def leave_voice(self, channel: Channel) -> None:
        """Leaves the voice channels of that channel's server."""
        assert channel.guild is not None
        channel.guild.move_voice(self.user, None)

    # ------------------------------------------------------------------ commands

    async def slash(self, channel: Channel, name: str, /, **given: Any) -> Interaction:
        """Uses a command ("compose", or "style add" for a subcommand) and waits until it is acknowledged, or
        until Discord gives up. Attachments are given as (file name, bytes) or `Upload`."""
        command = self._command(channel, name)
        filled = options.fill(self._discord, channel, command, name, given)
        use = self._discord.desk.open(COMMAND, self.user, channel, filled, command=command)
        return await self._settled(use)

    async def autocomplete(
        self, channel: Channel, name: str, /, *, option: str, value: str, **given: Any
    ) -> list[dict[str, Any]]:
        """Types into an option; the choices that the bot offers, as `{"name", "value"}`."""
        command = self._command(channel, name)
        filled = options.fill(self._discord, channel, command, name, {**given, option: value}, focused=option)
        use = self._discord.desk.open(AUTOCOMPLETE, self.user, channel, filled, command=command)
        await self._settled(use)
        return use.choices

    async def menu(self, message: Message, name: str) -> Interaction:
        """Uses a command of the message's own menu (Apps), as a right click shows it."""
        self._must_see_message(message)
        channel = message.channel
        command = self._command(channel, name, MESSAGE_MENU)
        # the message comes whole, whoever wrote it: who used the command chose to show it
        shown = {str(message.id): message_payloads.message(message)}
        data = {
            "id": command["id"],
            "name": command["name"],
            "type": MESSAGE_MENU,
            "target_id": str(message.id),
            "resolved": {"messages": shown},
        }
        use = self._discord.desk.open(COMMAND, self.user, channel, data, command=command)
        return await self._settled(use)

    def _command(self, channel: Channel, name: str, kind: int = CHAT_INPUT) -> dict[str, Any]:
        self._must_see(channel)
        if not channel.may(self.user, "use_application_commands"):
            raise ValueError(f"{self.name} may not use commands in {channel.name}.")
        return options.find(self._discord, channel, self.user, name, kind)

    # ------------------------------------------------------------------ components

    async def press(
        self, message: Message, *, label: str | None = None, custom_id: str | None = None, force: bool = False
    ) -> Interaction:
        """Presses a button, found by its label (or emoji) or id. `force`: also one that is not there."""
        if force and custom_id is not None:
            return await self._use(message, {"custom_id": custom_id, "component_type": BUTTON})
        self._must_see_message(message)
        buttons = [c for c in posting.walk(message.components) if c.get("type") == BUTTON]
        button = found(buttons, label, custom_id, "button")
        if button.get("style") == LINK_STYLE:
            raise LookupError(f"{button.get('label')!r} is a link.")
        return await self._use(message, {"custom_id": button["custom_id"], "component_type": BUTTON})

    async def choose(
        self,
        message: Message,
        *,
        values: list[str],
        custom_id: str | None = None,
        placeholder: str | None = None,
    ) -> Interaction:
        """Chooses in a select menu, by the values of its options (or ids of users, roles, channels)."""
        self._must_see_message(message)
        selects = [c for c in posting.walk(message.components) if c.get("type") in SELECTS]
        if placeholder is not None:
            selects = [s for s in selects if s.get("placeholder") == placeholder]
        select = found(selects, None, custom_id, "select menu")
        check_values(select, values)
        data: dict[str, Any] = {
            "custom_id": select["custom_id"],
            "component_type": select["type"],
            "values": [str(v) for v in values],
        }
        if select["type"] != STRING_SELECT:
            data["resolved"] = options.resolved_of(message.channel, select["type"], data["values"])
        return await self._use(message, data)

    async def submit(self, modal: Modal, /, **fields: Any) -> Interaction:
        """Fills in a form, field by custom id or label, and sends it."""
        opened = modal.interaction
        left, rows = dict(fields), []
        for label, item, around in modal.fields():
            known = next((k for k in (item["custom_id"], label, label.lower()) if k in left), None)
            value = item.get("value", "") if known is None else left.pop(known)
            rows.append(filled_row(around, item, label, value))
        if left:
            names = ", ".join(item["custom_id"] for _, item, _ in modal.fields())
            raise LookupError(f"The form has no field {', '.join(left)}; it has {names}.")
        data = {"custom_id": modal.custom_id, "components": rows}
        use = self._discord.desk.open(
            SUBMIT, self.user, opened.channel, data, message=opened.message, origin=opened
        )
        return await self._settled(use)

    async def _use(self, message: Message, data: dict[str, Any]) -> Interaction:
        self._must_see(message.channel)
        use = self._discord.desk.open(COMPONENT, self.user, message.channel, data, message=message)
        return await self._settled(use)

    async def _settled(self, use: Interaction) -> Interaction:
        await use.settled.wait()
        return use

    def _must_see(self, channel: Channel) -> None:
        if channel.deleted or not channel.may(self.user, "view_channel"):
            raise LookupError(f"{self.name} sees no such channel.")

    def _must_see_message(self, message: Message) -> None:
        if message.deleted:
            raise LookupError("That message is gone.")
        if message.private and message.interaction and message.interaction.user is not self.user:
            raise LookupError("Only the one who used the command sees that message.")


def as_upload(file: File | Attachment) -> Upload:
    if isinstance(file, Upload):
        return file
    if isinstance(file, Attachment):
        return Upload(file.filename, file.data)
    return Upload(*file)


def found(items: list[dict[str, Any]], label: str | None, custom_id: str | None, what: str) -> dict[str, Any]:
    """The one component with this label or id; LookupError tells what there is instead."""

    def fits(item: dict[str, Any]) -> bool:
        emoji = (item.get("emoji") or {}).get("name")
        if custom_id is not None and item.get("custom_id") != custom_id:
            return False
        return label is None or label in (item.get("label"), emoji, f"{emoji} {item.get('label')}")

    matching = [item for item in items if fits(item)]
    if not matching:
        there = ", ".join(repr(i.get("label") or i.get("custom_id") or i.get("emoji")) for i in items)
        raise LookupError(f"There is no {what} {label or custom_id or ''}; there is {there or 'none'}.")
    if matching[0].get("disabled"):
        raise LookupError(f"The {what} {label or custom_id or ''} is disabled.")
    return matching[0]


def check_values(select: dict[str, Any], values: list[str]) -> None:
    least, most = select.get("min_values", 1), select.get("max_values", 1)
    if not least <= len(values) <= most:
        raise ValueError(f"Between {least} and {most} values can be chosen, not {len(values)}.")
    if select["type"] == STRING_SELECT:
        known = [o["value"] for o in select["options"]]
        for value in values:
            if value not in known:
                raise LookupError(f"There is no choice {value!r}; there is {', '.join(known)}.")


def filled_row(around: dict[str, Any], item: dict[str, Any], label: str, value: Any) -> dict[str, Any]:
    """A row of a submitted form."""
    answer: dict[str, Any] = {"type": item["type"], "custom_id": item["custom_id"], "id": item.get("id", 1)}
    if item["type"] == TEXT_INPUT:
        least, most = item.get("min_length", 0), item.get("max_length", 4000)
        if not value and item.get("required", True):
            raise ValueError(f"The field {label!r} must be filled in.")
        if value and not least <= len(value) <= most:
            raise ValueError(f"The field {label!r} takes {least} to {most} characters, not {len(value)}.")
        answer["value"] = value
    else:
        values = value if isinstance(value, list) else [value] if value else []
        check_values(
            {**item, "min_values": item.get("min_values", 1 if item.get("required", True) else 0)}, values
        )
        answer["values"] = values
    if around["type"] == 1:
        return {"type": 1, "id": around.get("id", 1), "components": [answer]}
    return {"type": 18, "id": around.get("id", 1), "component": answer}
