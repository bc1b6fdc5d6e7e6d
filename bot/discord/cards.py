"""What events look like on Discord: pure functions from events to Cards.

Classic messages (text, embeds, files, rows of buttons), because their audio files keep an inline player.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import discord

from bot.assistant.events import Recommended, RecommendedTrack, ReplyEvent, Said, Understood, Working
from bot.assistant.favourites import Favourite
from bot.assistant.posting import MadeTake, Outcome
from bot.assistant.presentation import describe_work, duration, plain_text
from bot.discord.rows import (
    compose_button,
    consent_row,
    hear_select,
    history_select,
    other_buttons,
    row_view,
    select,
    stop_button,
)
from bot.discord.text import escaped, shortened
from bot.language import retold, say
from bot.language.keys import key_name
from bot.language.names import style_name
from bot.language.titles import shown_title, title_name
from music.job import Take
from music.track import Track

COLOUR = discord.Colour(0x7C5CFF)
#: Discord's bounds (docs.discord.com, Message Object), with a little room
MOST_CONTENT, MOST_DESCRIPTION, MOST_TITLE = 1900, 3800, 250
BAR_WIDTH = 16
#: what /help names; their own words are a slash away
NAMED = (
    "`/recommend` `/compose` `/continue` `/restyle` `/vary` `/rewrite` `/blend` `/instruments` `/humanise` "
    "`/analyze` `/play` `/radio` `/rate` `/favorites` `/taste` `/history` `/privacy`"
)


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
            arguments["view"] = self.view
        return arguments

    def for_edit(self) -> dict[str, Any]:
        """Arguments of `edit` and the like."""
        return {
            "content": self.content or None,
            "embeds": list(self.embeds),
            "attachments": self._opened(),
            "view": self.view,
        }

    def _opened(self) -> list[discord.File]:
        return [discord.File(io.BytesIO(f.data), f.name) for f in self.files]


# --- progress ---------------------------------------------------------------------------------------------


def progress_card(asked: str, understood: Understood | None, working: Working) -> Card:
    """The one message of a turn that has become a job."""
    stage = f"**{describe_work(working.stage, working.done, working.total)}**"
    if working.stage == "composing" and working.total > 0:
        stage += f"\n`{bar(working.done, working.total)}`"
    view = row_view([stop_button(working.job_id)], other_buttons(understood))
    return Card(_lines(_heard(asked, understood), stage), view=view)


def heard_card(asked: str, understood: Understood | None) -> Card:
    """What was asked and understood, above an answer that is a message of its own."""
    words = _lines(_heard(asked, understood)) or say("Here is what I found.")
    return Card(words, view=_others(understood))


def done_card(asked: str, summary: str, take: Take, url: str, understood: Understood | None = None) -> Card:
    """The progress message when the take stands below it."""
    named = f"[{escaped(title_name(take.title), 80)}](<{url}>)"
    words = say("Done: {named}, {summary}", named=named, summary=escaped(summary, 300))
    return Card(_lines(_quoted(asked), words), view=_others(understood))


def stopped_card(asked: str) -> Card:
    return Card(_lines(_quoted(asked), say("Stopped; this piece will not be made.")))


def _others(understood: Understood | None) -> discord.ui.View | None:
    """Buttons for the other readings of what was asked, if there are any."""
    others = other_buttons(understood)
    return row_view(others) if others else None


def sentence_card(sentence: str) -> Card:
    """One sentence of ours, which may quote what somebody wrote."""
    return Card(escaped(sentence, 1500))


def failed_card(outcome: Outcome) -> Card:
    asked = str(outcome.address.get("asked", ""))
    sentence = retold(outcome.error) if outcome.error else say("This piece could not be made.")
    return Card(_lines(_quoted(asked), escaped(sentence, 1500)))


def bar(done: int, total: int) -> str:
    """Progress in text."""
    filled = round(BAR_WIDTH * min(done, total) / total)
    return "▰" * filled + "▱" * (BAR_WIDTH - filled)


def _heard(asked: str, understood: Understood | None) -> str:
    words = [_quoted(asked)]
    if understood is not None:
        if understood.change:
            words.append(f"-# {say('Changed: {change}', change=escaped(understood.change, 300))}")
        elif understood.summary:
            words.append(f"-# {say('Understood: {summary}', summary=escaped(understood.summary, 300))}")
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
            view = _others(event) or view
            continue
        about = getattr(event, "about", "")
        if about == "help":
            return help_card(plain_text(event))
        words.append("\n".join(escaped(line, 600) for line in plain_text(event).split("\n")))
        if about == "explanation" and "cadenza replay " in words[-1]:
            words[-1] = _with_code(plain_text(event))
    text = "\n".join(filter(None, words)) or say("There is nothing to say to that.")
    return Card(shortened(text, MOST_CONTENT), view=view)


def _with_code(text: str) -> str:
    """An explanation with its take code as code, so that it can be copied."""
    before, _, code = text.rpartition("cadenza replay ")
    lines = [escaped(line, 600) for line in before.split("\n")]
    return "\n".join(lines).rstrip() + f" `{code.strip()}`"


def help_card(text: str) -> Card:
    """What can be asked. The text is ours."""
    embed = discord.Embed(title="Cadenza", description=shortened(text, MOST_DESCRIPTION), colour=COLOUR)
    ways = say("Or mention me, reply to one of my messages, or write to me directly.")
    embed.add_field(name=say("Commands"), value=f"{NAMED}\n{ways}", inline=False)
    return Card(embeds=(embed,))


# --- recommendations --------------------------------------------------------------------------------------


def recommendation_card(event: Recommended, understood: Understood | None = None) -> Card:
    """Numbered tracks, each with its facts and its reasons; `understood` where this is the whole answer."""
    shown: list[str] = []
    for number, track in enumerate(event.tracks, 1):
        entry = _track_lines(number, track)
        if sum(len(e) + 2 for e in shown) + len(entry) > MOST_DESCRIPTION:
            break
        shown.append(entry)
    if not shown:
        words = event.text or say("Nothing in the catalogue fits; say it in other words.")
        return Card(escaped(words, 1500), view=_others(understood))
    embed = discord.Embed(description="\n\n".join(shown), colour=COLOUR)
    tracks = event.tracks[: len(shown)]
    compose = compose_button([t.id for t in tracks[:3]])
    view = row_view([hear_select(tracks)], [compose, *other_buttons(understood)])
    return Card(escaped(event.text, 1500) if event.text else "", (embed,), view=view)


def _track_lines(number: int, track: RecommendedTrack) -> str:
    reasons = escaped("; ".join(track.reasons), 220)
    title = escaped(shown_title(track.title, track.composer), 90)
    lines = [_by(f"**{number}. {title}**", track.composer), escaped(_facts(track), 120)]
    return "\n".join([*lines, f"-# {reasons}"] if reasons else lines)


def track_facts(track: Track) -> str:
    """A track that is heard: what it is called, by whom, how it goes."""
    title = escaped(shown_title(track.title, track.composer), 90)
    return f"{_by(f'**{title}**', track.composer)}\n{escaped(_facts(track), 200)}"


def _by(title: str, composer: str) -> str:
    return say("{title} by {composer}", title=title, composer=escaped(composer, 60)) if composer else title


def _facts(track: RecommendedTrack | Track) -> str:
    parts = (
        style_name(track.style) if track.style else "",
        key_name(track.key) if track.key else "",
        f"{track.tempo_bpm:.0f} bpm",
        duration(track.seconds),
    )
    return say(", ").join(filter(None, parts))


# --- what is one's own --------------------------------------------------------------------------------


def history_card(made: Sequence[MadeTake]) -> Card:
    """A person's newest takes, with links to where they stand."""
    if not made:
        return Card(say("You have no takes here yet; `/compose` makes the first."))
    lines = []
    for number, one in enumerate(made[:10], 1):
        named = _linked(title_name(one.take.title), one.reference)
        when = int(one.created.timestamp())
        lines.append(f"**{number}.** {named}, <t:{when}:R>\n-# `{one.take.code}`")
    embed = discord.Embed(title=say("Your newest takes here"), description="\n".join(lines), colour=COLOUR)
    return Card(embeds=(embed,), view=row_view([history_select([one.take for one in made[:10]])]))


def favorites_card(found: Sequence[Favourite]) -> Card:
    """What a person rated well, best first, with links to takes; a menu brings any of it."""
    if not found:
        return Card(say("You gave nothing here 4 stars or more yet; the stars under a piece do it."))
    lines: list[str] = []
    takes: list[tuple[str, str, str]] = []
    tracks: list[tuple[str, str, str]] = []
    for one in found:
        title, by = shown_title(one.title, one.composer), "" if one.is_take else one.composer
        lines.append(f"{'★' * one.stars} {_by(_linked(title, one.reference), by)}")
        (takes if one.is_take else tracks).append((one.id, title, by))
    view = row_view(
        [select("again", "take", say("Have a take again…"), takes)] if takes else [],
        [select("hear", "track", say("Hear a track…"), tracks)] if tracks else [],
    )
    embed = discord.Embed(title=say("Your favourites here"), description="\n".join(lines), colour=COLOUR)
    return Card(embeds=(embed,), view=view)


def _linked(title: str, reference: str) -> str:
    """A title with a link to the message (guild/channel/message) where it stands, if it stands in one."""
    shown = escaped(title, 80)
    return f"[{shown}](https://discord.com/channels/{reference})" if reference.count("/") == 2 else shown
