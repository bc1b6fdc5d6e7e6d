"""The form behind "Refine…". What comes back is read from the interaction itself, so that a form survives a
restart of the bot."""

from collections.abc import Iterator, Mapping
from typing import Any

import discord

from bot.discord import style_forms
from bot.discord.failures import tell
from bot.discord.rows import PATTERN
from bot.discord.turns import answer

FIELD = "change"
MOST_TEXT = 500


async def open_refine(interaction: discord.Interaction[Any], take_id: str) -> None:
    """Shows the form; it has to be the first answer to the press."""
    modal = discord.ui.Modal(title="Refine this piece", custom_id=f"cz1:refine:{take_id}")
    modal.add_item(
        discord.ui.Label(
            text="What should change?",
            description="The rest stays as it is.",
            component=discord.ui.TextInput(
                custom_id=FIELD, placeholder="slower, with strings, in a minor key …", max_length=MOST_TEXT
            ),
        )
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
            "I don't know this form any more; press Refine… again.", ephemeral=True
        )
        return
    await answer(interaction, text=text[:MOST_TEXT], target=found["id"])


def _fields(components: Any) -> Iterator[tuple[str, str]]:
    """Every text field, by its id."""
    for component in components:
        if isinstance(value := component.get("value"), str):
            yield str(component.get("custom_id", "")), value
        yield from _fields(component.get("components", ()))
        if "component" in component:
            yield from _fields((component["component"],))
