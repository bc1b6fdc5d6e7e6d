"""The form in which a moderator edits a style. Its id holds the style and the version that is shown, so that
a change that somebody else makes meanwhile is noticed, and that the form outlives a restart."""

import re
from typing import Any

import discord

from bot.assistant.style_fields import BadStyle, described
from bot.discord.cards import Card
from bot.discord.moderation import moderator
from bot.discord.text import escaped
from bot.language import retold, say
from music.style import Style
from music.wording import shown

PATTERN = re.compile(r"cz1:style:(?P<version>\d{1,6}):(?P<name>.{1,60})", re.DOTALL)
#: rows of the form: the fields in each, one a line as "name: value"
_ROWS = (
    ("Tempo and metre", ("base", "tempo", "metre", "mode")),
    ("Instruments, with commas between", ("instruments",)),
    ("Mood and density", ("valence", "arousal", "density")),
    ("Feel", ("swing", "looseness", "lag", "accent")),
    ("Harmony and other names", ("chords", "pace", "aliases")),
)


def style_form(style: Style) -> discord.ui.Modal:
    """The form, filled in with the style as it is."""
    words = described(style)
    custom_id = f"cz1:style:{style.version}:{style.name}"
    modal = discord.ui.Modal(title=say("Style {name}", name=style.name)[:45], custom_id=custom_id)
    for number, (label, names) in enumerate(_ROWS):
        lines = (
            words.get("instruments", "")
            if names == ("instruments",)
            else "\n".join(f"{name}: {words.get(name, '-')}" for name in names)
        )
        modal.add_item(
            discord.ui.Label(
                text=retold(label),
                component=discord.ui.TextInput(
                    custom_id=f"row{number}",
                    style=discord.TextStyle.paragraph,
                    default=lines[:600],
                    max_length=600,
                    required=False,
                ),
            )
        )
    modal.stop()  # what comes back is found by its id
    return modal


def changes_in(rows: dict[str, str]) -> dict[str, str]:
    """What the lines of a form that came back say. Raises BadStyle for a line that is none."""
    changes: dict[str, str] = {}
    for number, (_, names) in enumerate(_ROWS):
        text = rows.get(f"row{number}", "").strip()
        if names == ("instruments",):
            changes |= {"instruments": text} if text else {}
            continue
        for line in filter(str.strip, text.splitlines()):
            name, colon, value = line.partition(":")
            if not colon:
                raise BadStyle(
                    say(
                        "The line {line} is no field; write it like “{name}: …”.",
                        line=shown(line[:40]),
                        name=names[0],
                    )
                )
            changes[name.strip().lower()] = value.strip()
    usual = ("", "-")
    return {n: v for n, v in changes.items() if v not in usual or n not in ("tempo", "metre")}


async def style_submitted(interaction: discord.Interaction[Any], version: int, name: str, rows: Any) -> None:
    """Saves a form that came back. Raises CadenzaError."""
    who = moderator(interaction)
    await interaction.response.defer(ephemeral=True, thinking=True)
    saved = await interaction.client.assistant.styles.edit(who, name, changes_in(rows), version=version)
    await interaction.edit_original_response(**style_card(saved, say("Saved")).for_edit())


def name_of(style: Style) -> str:
    """A style's name, in bold."""
    return f"**{escaped(style.name, 60)}**"


def style_card(style: Style, done: str) -> Card:
    """A style in words."""
    named = say("{name}, version {version}. {done}.", name=name_of(style), version=style.version, done=done)
    lines = [named]
    lines += [f"-# {name}: {escaped(value, 200)}" for name, value in described(style).items()]
    return Card("\n".join(lines))
