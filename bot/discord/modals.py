"""The form behind "Refine…". What comes back is read from the interaction itself, so that a form survives a
restart of the bot."""

from collections.abc import Iterator, Mapping
from typing import Any

import discord

from bot.discord import style_forms
from bot.discord.failures import tell
from bot.discord.rows import PATTERN, PRIVATE
from bot.discord.turns import answer
from bot.language import say

FIELD = "change"
MOST_TEXT = 500


async def open_refine(interaction: discord.Interaction[Any], take_id: str, argument: str = "") -> None:
    """Shows the form; it has to be the first answer to the press. `argument` is that of the button."""
    custom_id = ":".join(filter(None, ("cz1", "refine", take_id, argument)))
    modal = discord.ui.Modal(title=say("Refine this piece"), custom_id=custom_id)
    example = say("slower, with strings, in a minor key …")
    field = discord.ui.TextInput[Any](custom_id=FIELD, placeholder=example, max_length=MOST_TEXT)
    description = say("The rest stays as it is.")
    modal.add_item(
        discord.ui.Label(text=say("What should change?"), description=description, component=field)
    )
    modal.stop()  # `submitted` finds it by its id; nothing has to be remembered
    await interaction.response.send_modal(modal)


async def submitted(interaction: discord.Interaction[Any]) -> None:
    """A form that was filled in becomes a turn about its take. Never raises for what a person wrote."""
    data: Mapping[str, Any] = interaction.data or {}
    custom_id = str(data.get("custom_id", ""))
    if (edited := style_forms.PATTERN.fullmatch(custom_id)) is not None:
        rows = dict(_fields(data.get("components", ())))
        try:
            await style_forms.style_submitted(interaction, int(edited["version"]), edited["name"], rows)
        except Exception as error:  # noqa: BLE001 - the person is told, and the log has it
            await tell(interaction, error, "saving a style")
        return
    found = PATTERN.fullmatch(custom_id)
    text = next((value for _, value in _fields(data.get("components", ())) if value.strip()), "")
    if found is None or found["action"] != "refine" or not text:
        await interaction.response.send_message(
            say("I don't know this form any more; press Refine… again."), ephemeral=True
        )
        return
    await answer(interaction, text=text[:MOST_TEXT], target=found["id"], private=found["argument"] == PRIVATE)


def _fields(components: Any) -> Iterator[tuple[str, str]]:
    """Every text field, by its id."""
    for component in components:
        if isinstance(value := component.get("value"), str):
            yield str(component.get("custom_id", "")), value
        yield from _fields(component.get("components", ()))
        if "component" in component:
            yield from _fields((component["component"],))
