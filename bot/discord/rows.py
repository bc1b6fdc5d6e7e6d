"""Rows of buttons and menus: how they look and what their ids say. What they do stands in `buttons`.

A custom_id is `cz1:<action>:<id>[:<argument>]`: it names what a press is about, and gives no right to it.
"""

import re
from collections.abc import Sequence
from typing import Any

import discord

from bot.assistant.consent import CHOICES, NAMES
from bot.assistant.events import RecommendedTrack, Understood
from bot.discord.text import plain, shortened
from bot.language import retold, say
from bot.language.names import style_name
from bot.language.titles import shown_title, title_name
from music.job import Take

ACTIONS = (
    "star", "vary", "refine", "like", "why", "musicxml", "mp3", "voice", "delete", "yes", "stop", "hear",
    "again", "compose", "learn", "forget", "reset", "skip", "leave", "other", "into",
)  # fmt: skip
#: actions of menus; what was chosen says what they are about
MENUS = ("hear", "again", "into")
PATTERN = re.compile(
    rf"cz1:(?P<action>{'|'.join(ACTIONS)}):(?P<id>[\w,.-]{{1,80}})(?::(?P<argument>[\w-]{{1,20}}))?"
)
#: the argument of buttons under a private take: what they bring is private, too
PRIVATE = "private"
#: Discord's bounds of a label, of a select's option, of its options and of the selects in a message
LONGEST_LABEL, LONGEST_OPTION, MOST_OPTIONS, MOST_ROWS = 80, 100, 25, 5

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
    return discord.ui.Button(label=shortened(label, LONGEST_LABEL), style=style, custom_id=custom_id)


def row_view(*rows: Sequence[Item]) -> discord.ui.View:
    """A view with these rows; those without anything in them are left out. Its items are found by their ids,
    so the client need not remember it after sending it. To be called in the bot's loop."""
    view = discord.ui.View(timeout=None)
    view.stop()
    for number, row in enumerate(filter(None, rows)):
        for item in row:
            item.row = number
            view.add_item(item)
    return view


def stop_button(job_id: str) -> Button:
    return button(say("Stop"), "stop", job_id, RED)


def star_row(id_: str) -> list[Item]:
    return [button(f"{n} ★", "star", id_, argument=str(n)) for n in range(1, 6)]


def other_buttons(understood: Understood | None) -> list[Item]:
    """The other readings of an unclear wish. The conversation of who asked has their words."""
    if understood is None:
        return []
    return [
        button(say("Or: {text}", text=plain(text)), "other", understood.turn_id, argument=str(number))
        for number, text in enumerate(understood.alternatives)
    ]


def take_rows(take_id: str, *, private: bool = False) -> discord.ui.View:
    """Under a take: stars; what to do with it; its other files. What is made of a private take is private."""
    kept = PRIVATE if private else ""
    # a voice message is a message of the channel, for all who read there
    voice = [] if private else [button(say("Voice message"), "voice", take_id)]
    return row_view(
        star_row(take_id),
        [
            button(say("Vary"), "vary", take_id, BLUE, kept),
            button(say("Refine…"), "refine", take_id, BLUE, kept),
            button(say("More like this"), "like", take_id, argument=kept),
            button(say("Why?"), "why", take_id),
        ],
        [
            button("MusicXML", "musicxml", take_id),
            button("MP3", "mp3", take_id),
            *voice,
            button(say("Delete"), "delete", take_id, RED),
        ],
    )


def track_rows(track_id: str) -> discord.ui.View:
    """Under a track that is heard privately."""
    return row_view(
        star_row(track_id),
        [
            button(say("Compose in its spirit"), "compose", track_id, BLUE),
            button(say("More like this"), "like", track_id),
            button(say("Why?"), "why", track_id),
        ],
    )


def select(action: str, about: str, placeholder: str, named: Sequence[tuple[str, str, str]]) -> Item:
    """A menu of (value, label, description)."""
    options = [
        discord.SelectOption(
            label=shortened(plain(label), LONGEST_OPTION) or value,
            description=shortened(plain(description), LONGEST_OPTION) or None,
            value=value,
        )
        for value, label, description in named[:MOST_OPTIONS]
    ]
    return discord.ui.Select(custom_id=f"cz1:{action}:{about}", placeholder=placeholder, options=options)


def hear_select(tracks: Sequence[RecommendedTrack]) -> Item:
    named = [(t.id, f"{n}. {shown_title(t.title, t.composer)}", t.composer) for n, t in enumerate(tracks, 1)]
    return select("hear", "track", say("Hear one…"), named)


def history_select(takes: Sequence[Take]) -> Item:
    named = [(t.id, f"{n}. {title_name(t.title)}", "") for n, t in enumerate(takes, 1)]
    return select("again", "take", say("Have one again…"), named)


def style_rows(subject: str, styles: Sequence[str]) -> discord.ui.View:
    """In which style? As many menus as the styles need; `subject` is a take, or "file" for the one on the
    message."""
    parts = [
        styles[start : start + MOST_OPTIONS]
        for start in range(0, min(len(styles), MOST_ROWS * MOST_OPTIONS), MOST_OPTIONS)
    ]
    menus = []
    for number, part in enumerate(parts):
        first, last = style_name(part[0]), style_name(part[-1])
        words = say("A style: {first} to {last}", first=first, last=last)
        menu = select("into", subject, words, [(name, style_name(name), "") for name in part])
        assert isinstance(menu, discord.ui.Select)
        menu.custom_id = f"{menu.custom_id}:{number}"
        menus.append([menu])
    return row_view(*menus)


def compose_button(track_ids: Sequence[str]) -> Button:
    return button(say("Compose from these"), "compose", ",".join(track_ids), BLUE)


def confirm_row(take_id: str, message_id: int) -> discord.ui.View:
    """Asks once more before the take of that message goes."""
    delete = button(say("Delete it"), "yes", take_id, RED, str(message_id))
    return row_view([delete, button(say("Keep it"), "yes", take_id, argument="keep")])


def consent_row() -> discord.ui.View:
    """What may be learned from the ratings of whoever presses; saying no is as easy as saying yes."""
    return row_view([button(retold(NAMES[choice]), "learn", choice) for choice in CHOICES])


def forget_row(person: int) -> discord.ui.View:
    """Asks that person once more before everything about them goes."""
    delete = button(say("Delete everything"), "forget", str(person), RED)
    return row_view([delete, button(say("Keep it"), "forget", str(person), argument="keep")])


def reset_row(person: int) -> discord.ui.View:
    """Asks that person once more before their ratings here go."""
    forget = button(say("Forget them"), "reset", str(person), RED)
    return row_view([forget, button(say("Keep them"), "reset", str(person), argument="keep")])


def take_in(message: discord.Message) -> str:
    """The id of the take that a message of ours carries; "" if it carries none."""
    for row in message.components:
        for item in getattr(row, "children", ()):
            found = PATTERN.fullmatch(getattr(item, "custom_id", None) or "")
            if found and found["action"] == "vary":
                return found["id"]
    return ""
