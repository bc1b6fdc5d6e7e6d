"""Mentions, replies and direct messages: the same conversation as the commands."""

import re
from collections import OrderedDict
from typing import TYPE_CHECKING

import discord
from discord.ext import commands

from bot.discord.cogs.voice import Voice
from bot.discord.rows import take_in
from bot.discord.turns import answer_message

if TYPE_CHECKING:
    from bot.discord.client import CadenzaBot

#: message ids that were answered lately: after a broken connection Discord may tell them again
REMEMBERED = 2048
READ_TYPES = (discord.MessageType.default, discord.MessageType.reply)


class Messages(commands.Cog):
    """Reads only what is for the bot: Discord shows it no other message's content."""

    def __init__(self, bot: "CadenzaBot") -> None:
        self.bot = bot
        self._seen: OrderedDict[int, None] = OrderedDict()

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        me = self.bot.user
        if me is None or message.author.bot or message.webhook_id or message.type not in READ_TYPES:
            return
        if message.guild is not None and all(user.id != me.id for user in message.mentions):
            return
        if message.id in self._seen:
            return
        self._seen[message.id] = None
        if len(self._seen) > REMEMBERED:
            self._seen.popitem(last=False)
        text = re.sub(rf"<@!?{me.id}>", " ", message.content).strip()
        voice = self.bot.get_cog("Voice")
        if isinstance(voice, Voice) and await voice.steered(message, text):
            return
        await answer_message(self.bot, message, text, self._meant(message))

    def _meant(self, message: discord.Message) -> str:
        """The take that a reply is about; "" if it is about none."""
        replied = message.reference.resolved if message.reference else None
        if not isinstance(replied, discord.Message) or self.bot.user is None:
            return ""
        return take_in(replied) if replied.author.id == self.bot.user.id else ""
