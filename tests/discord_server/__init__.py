"""A Discord that runs on this machine: REST and gateway v10 for the unmodified client, and members to play.

async with LoopbackDiscord() as discord:
    guild = discord.add_guild("Music Room")
    channel = guild.add_channel("general")
    ann = discord.add_member("Ann", guild)
    # start the bot with discord.token, discord.api_base and discord.gateway_url
    await discord.bot_ready()
    use = await ann.slash(channel, "compose", text="a waltz")
"""

from tests.discord_server.guilds import Channel, Guild
from tests.discord_server.intents import Intent
from tests.discord_server.interactions import Interaction, Modal
from tests.discord_server.log import Entry
from tests.discord_server.member import Member
from tests.discord_server.messages import Attachment, Message, Upload
from tests.discord_server.people import User
from tests.discord_server.server import LoopbackDiscord

__all__ = [
    "Attachment",
    "Channel",
    "Entry",
    "Guild",
    "Intent",
    "Interaction",
    "LoopbackDiscord",
    "Member",
    "Message",
    "Modal",
    "Upload",
    "User",
]
