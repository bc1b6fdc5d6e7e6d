"""The commands, one file a feature; each hands over to the assistant."""

from bot.discord.cogs.asking import Asking
from bot.discord.cogs.files import Files
from bot.discord.cogs.help import Help
from bot.discord.cogs.history import History
from bot.discord.cogs.menus import Menus
from bot.discord.cogs.messages import Messages
from bot.discord.cogs.privacy import Privacy
from bot.discord.cogs.rating import Rating
from bot.discord.cogs.reworking import Reworking
from bot.discord.cogs.settings import SettingsCommands
from bot.discord.cogs.style import StyleCommands
from bot.discord.cogs.taste import Favorites, Taste
from bot.discord.cogs.voice import Voice

COGS = (
    Asking,
    Files,
    Reworking,
    Menus,
    Rating,
    Taste,
    Favorites,
    StyleCommands,
    SettingsCommands,
    Privacy,
    History,
    Help,
    Voice,
    Messages,
)
