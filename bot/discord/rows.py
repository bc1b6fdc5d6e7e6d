"""Rows of buttons and menus: how they look and what their ids say. What they do stands in `buttons`.

A custom_id is `cz1:<action>:<id>[:<argument>]`: it names what a press is about, and gives no right to it.
"""

import re
from collections.abc import Sequence
from typing import Any

import discord

from bot.assistant.consent import CHOICES, NAMES
from bot.assistant.events import RecommendedTrack
from bot.discord.text import plain, shortened
from music.job import Take

ACTIONS = (
    "star", "vary", "refine", "like", "why", "musicxml", "mp3", "delete", "yes", "stop", "hear", "again",
    "compose", "learn", "forget", "skip", "leave",
)  # fmt: skip
PATTERN = re.compile(
    rf"cz1:(?P<action>{'|'.join(ACTIONS)}):(?P<id>[\w,.-]{{1,80}})(?::(?P<argument>[\w-]{{1,20}}))?"
)

Button = discord.ui.Button[Any]
Item = discord.ui.Item[Any]
GREY, BLUE, RED = discord.ButtonStyle.secondary, discord.ButtonStyle.primary, discord.ButtonStyle.danger


def is_ours(custom_id: str) -> bool:
    """Whether an item of this version answers to it."""
    return PATTERN.fullmatch(custom_id) is not None


def button(
    label: str, action: str, id_: str, style: discord.ButtonStyle = GREY, argument: str = ""
) -> Button:
    custom_id = ":".join(filter(None, ("cz1", action, id_, argument)))
    return discord.ui.Button(label=label, style=style, custom_id=custom_id)


def row_view(*rows: Sequence[Item]) -> discord.ui.View:
    """A view with these rows."""
    view = discord.ui.View(timeout=None)
    for number, row in enumerate(rows):
        for item in row:
            item.row = number
            view.add_item(item)
    return view


def stop_button(job_id: str) -> Button:
    return button("Stop", "stop", job_id, RED)


def star_row(id_: str) -> list[Item]:
    return [button(f"{n} ★", "star", id_, argument=str(n)) for n in range(1, 6)]


def take_rows(take_id: str) -> discord.ui.View:
    """Under a take: stars; what to do with it; its other files."""
    return row_view(
        star_row(take_id),
        [
            button("Vary", "vary", take_id, BLUE),
            button("Refine…", "refine", take_id, BLUE),
            button("More like this", "like", take_id),
            button("Why?", "why", take_id),
        ],
        [
            button("MusicXML", "musicxml", take_id),
            button("MP3", "mp3", take_id),
            button("Delete", "delete", take_id, RED),
        ],
    )


def track_rows(track_id: str) -> discord.ui.View:
    """Under a track that is heard privately."""
    return row_view(
        star_row(track_id),
        [
            button("Compose in its spirit", "compose", track_id, BLUE),
            button("More like this", "like", track_id),
            button("Why?", "why", track_id),
        ],
    )


def hear_select(tracks: Sequence[RecommendedTrack]) -> Item:
    options = [
        discord.SelectOption(
            label=shortened(f"{n}. {plain(t.title)}", 100) or str(n),
            description=shortened(plain(t.composer), 100) or None,
            value=t.id,
        )
        for n, t in enumerate(tracks, 1)
    ]
    return discord.ui.Select(custom_id="cz1:hear:track", placeholder="Hear one…", options=options)


def history_select(takes: Sequence[Take]) -> Item:
    options = [
        discord.SelectOption(label=shortened(f"{n}. {plain(t.title)}", 100), value=t.id)
        for n, t in enumerate(takes, 1)
    ]
    return discord.ui.Select(custom_id="cz1:again:take", placeholder="Have one again…", options=options)


def compose_button(track_ids: Sequence[str]) -> Button:
    return button("Compose from these", "compose", ",".join(track_ids), BLUE)


def confirm_row(take_id: str, message_id: int) -> discord.ui.View:
    """Asks once more before the take of that message goes."""
    delete = button("Delete it", "yes", take_id, RED, str(message_id))
    return row_view([delete, button("Keep it", "yes", take_id, argument="keep")])


def consent_row() -> discord.ui.View:
    """What may be learned from the ratings of whoever presses; saying no is as easy as saying yes."""
    return row_view([button(NAMES[choice], "learn", choice) for choice in CHOICES])


def forget_row(person: int) -> discord.ui.View:
    """Asks that person once more before everything about them goes."""
    delete = button("Delete everything", "forget", str(person), RED)
    return row_view([delete, button("Keep it", "forget", str(person), argument="keep")])


def take_in(message: discord.Message) -> str:
    """The id of the take that a message of ours carries; "" if it carries none."""
    for row in message.components:
        for item in getattr(row, "children", ()):
            found = PATTERN.fullmatch(getattr(item, "custom_id", None) or "")
            if found and found["action"] == "vary":
                return found["id"]
    return ""
