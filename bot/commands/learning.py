"""`train` and `evaluate`."""

from bot.commands.arguments import Commands


def add_to(commands: Commands) -> None:
    pass
