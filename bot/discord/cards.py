"""What events look like on Discord: pure functions from events to Cards.

Classic messages (text, embeds, files, rows of buttons), because their audio files keep an inline player.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import discord

from bot.assistant.events import Recommended, RecommendedTrack, ReplyEvent, Said, Understood, Working
from bot.assistant.posting import MadeTake, Outcome
from bot.assistant.presentation import duration, plain_text
from bot.discord.rows import compose_button, consent_row, hear_select, history_select, row_view, stop_button
from bot.discord.text import escaped, shortened
from music.job import Take

COLOUR = discord.Colour(0x7C5CFF)
#: Discord's bounds (docs.discord.com, Message Object), with a little room
MOST_CONTENT, MOST_DESCRIPTION, MOST_TITLE = 1900, 3800, 250
BAR_WIDTH = 16


@dataclass(frozen=True, slots=True)
class CardFile:
    """A file under a name of ours."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Card:
    """One message. Whatever it does not have is taken away when it replaces another."""

    content: str = ""
    embeds: tuple[discord.Embed, ...] = ()
    files: tuple[CardFile, ...] = ()
    view: discord.ui.View | None = None

    def for_send(self) -> dict[str, Any]:
        """Arguments of `send` and the like; each call opens the files anew."""
        arguments: dict[str, Any] = {"content": self.content or None}
        if self.embeds:
            arguments["embeds"] = list(self.embeds)
        if self.files:
            arguments["files"] = self._opened()
        if self.view is not None:
            arguments["view"] = _finished(self.view)
        return arguments

    def for_edit(self) -> dict[str, Any]:
        """Arguments of `edit` and the like."""
        return {
            "content": self.content or None,
            "embeds": list(self.embeds),
            "attachments": self._opened(),
            "view": None if self.view is None else _finished(self.view),
        }

    def _opened(self) -> list[discord.File]:
        return [discord.File(io.BytesIO(f.data), f.name) for f in self.files]


def _finished(view: discord.ui.View) -> discord.ui.View:
    """Its items are found by their ids, so the client need not remember the view for ever."""
    view.stop()
    return view


# --- progress ---------------------------------------------------------------------------------------------


def progress_card(asked: str, understood: Understood | None, working: Working) -> Card:
    """The one message of a turn that has become a job."""
    stage = f"**{working.text}**"
    if working.stage == "composing" and working.total > 0:
        stage += f"\n`{bar(working.done, working.total)}`"
    return Card(_lines(_heard(asked, understood), stage), view=row_view([stop_button(working.job_id)]))


def heard_card(asked: str, understood: Understood | None) -> Card:
    """What was asked and understood, above an answer that is a message of its own."""
    return Card(_lines(_heard(asked, understood)) or "Here is what I found.")


def done_card(asked: str, summary: str, take: Take, url: str) -> Card:
    """The progress message when the take stands below it."""
    named = f"[{escaped(take.title, 80)}](<{url}>)"
    return Card(_lines(_quoted(asked), f"Done: {named}, {escaped(summary, 300)}"))


def stopped_card(asked: str) -> Card:
    return Card(_lines(_quoted(asked), "Stopped; this piece will not be made."))


def sentence_card(sentence: str) -> Card:
    """One sentence of ours, which may quote what somebody wrote."""
    return Card(escaped(sentence, 1500))


def failed_card(outcome: Outcome) -> Card:
    asked = str(outcome.address.get("asked", ""))
    return Card(_lines(_quoted(asked), escaped(outcome.error or "This piece could not be made.", 1500)))


def bar(done: int, total: int) -> str:
    """Progress in text."""
    filled = round(BAR_WIDTH * min(done, total) / total)
    return "▰" * filled + "▱" * (BAR_WIDTH - filled)


def _heard(asked: str, understood: Understood | None) -> str:
    words = [_quoted(asked)]
    if understood is not None:
        if understood.change:
            words.append(f"-# Changed: {escaped(understood.change, 300)}")
        elif understood.summary:
            words.append(f"-# Understood: {escaped(understood.summary, 300)}")
        words += [f"-# {escaped(note, 300)}" for note in understood.notes[:3]]
    return "\n".join(filter(None, words))


def _quoted(asked: str) -> str:
    return f"> {escaped(asked, 300)}" if asked.strip() else ""


def _lines(*parts: str) -> str:
    return shortened("\n".join(filter(None, parts)), MOST_CONTENT)


# --- answers ----------------------------------------------------------------------------------------------


def answer_card(events: Sequence[ReplyEvent]) -> Card:
    """Words: help, analyses, explanations, ratings, refusals, with what was understood differently."""
    words = []
    view = None
    for event in events:
        if isinstance(event, Said) and event.details.get("consent") == "ask":
            view = consent_row()
        if isinstance(event, Understood):
            words += [f"-# {escaped(note, 300)}" for note in event.notes]
            continue
        about = getattr(event, "about", "")
        if about == "help":
            return help_card(plain_text(event))
        words.append("\n".join(escaped(line, 600) for line in plain_text(event).split("\n")))
        if about == "explanation" and "cadenza replay " in words[-1]:
            words[-1] = _with_code(plain_text(event))
    text = "\n".join(filter(None, words)) or "There is nothing to say to that."
    return Card(shortened(text, MOST_CONTENT), view=view)


def _with_code(text: str) -> str:
    """An explanation with its take code as code, so that it can be copied."""
    before, _, code = text.rpartition("cadenza replay ")
    lines = [escaped(line, 600) for line in before.split("\n")]
    return "\n".join(lines).rstrip() + f" `{code.strip()}`"


def help_card(text: str) -> Card:
    """What can be asked. The text is ours."""
    embed = discord.Embed(title="Cadenza", description=shortened(text, MOST_DESCRIPTION), colour=COLOUR)
    embed.add_field(
        name="Commands",
        value="`/recommend` `/compose` `/continue` `/analyze` `/rate` `/history` `/privacy`\n"
        "Or mention me, reply to one of my messages, or write to me directly.",
        inline=False,
    )
    return Card(embeds=(embed,))


# --- recommendations --------------------------------------------------------------------------------------


def recommendation_card(event: Recommended) -> Card:
    """Numbered tracks, each with its facts and its reasons."""
    shown: list[str] = []
    for number, track in enumerate(event.tracks, 1):
        entry = _track_lines(number, track)
        if sum(len(e) + 2 for e in shown) + len(entry) > MOST_DESCRIPTION:
            break
        shown.append(entry)
    if not shown:
        return Card(escaped(event.text or "Nothing in the catalogue fits; say it in other words.", 1500))
    embed = discord.Embed(description="\n\n".join(shown), colour=COLOUR)
    tracks = event.tracks[: len(shown)]
    view = row_view([hear_select(tracks)], [compose_button([t.id for t in tracks[:3]])])
    return Card(escaped(event.text, 1500) if event.text else "", (embed,), view=view)


def _track_lines(number: int, track: RecommendedTrack) -> str:
    by = f" by {escaped(track.composer, 60)}" if track.composer else ""
    facts = ", ".join(
        filter(None, (track.style, track.key, f"{track.tempo_bpm:.0f} bpm", duration(track.seconds)))
    )
    reasons = escaped("; ".join(track.reasons), 220)
    lines = [f"**{number}. {escaped(track.title, 90)}**{by}", f"{escaped(facts, 120)}"]
    return "\n".join([*lines, f"-# {reasons}"] if reasons else lines)


def track_facts(title: str, composer: str, facts: str) -> str:
    by = f" by {escaped(composer, 60)}" if composer else ""
    return f"**{escaped(title, 90)}**{by}\n{escaped(facts, 200)}"


# --- history ----------------------------------------------------------------------------------------------


def history_card(made: Sequence[MadeTake]) -> Card:
    """A person's newest takes, with links to where they stand."""
    if not made:
        return Card("You have no takes here yet; `/compose` makes the first.")
    lines = []
    for number, one in enumerate(made[:10], 1):
        title = escaped(one.take.title, 80)
        named = (
            f"[{title}](https://discord.com/channels/{one.reference})"
            if one.reference.count("/") == 2
            else title
        )
        when = int(one.created.timestamp())
        lines.append(f"**{number}.** {named}, <t:{when}:R>\n-# `{one.take.code}`")
    embed = discord.Embed(title="Your newest takes here", description="\n".join(lines), colour=COLOUR)
    return Card(embeds=(embed,), view=row_view([history_select([one.take for one in made[:10]])]))
