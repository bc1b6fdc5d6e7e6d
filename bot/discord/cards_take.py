"""A take as a message: what it is, where it came from, its files and its buttons."""

from dataclasses import dataclass
from pathlib import Path

import discord

from bot.assistant.posting import Outcome
from bot.assistant.presentation import describe_controls, duration, seed_name
from bot.discord.cards import COLOUR, MOST_TITLE, Card, CardFile
from bot.discord.rows import take_rows
from bot.discord.text import escaped, shortened, slug
from bot.language import retold, say
from bot.language.titles import title_name
from music.controls import Controls
from music.job import Take

#: what a message with files needs besides them
OVERHEAD_BYTES = 8192


@dataclass(frozen=True, slots=True)
class TakeFiles:
    """Where the files of a take are."""

    audio: Path
    midi: Path
    picture: Path


def take_card(outcome: Outcome, files: TakeFiles, *, size_limit: int, private: bool = False) -> Card:
    """The take with as many of its files as `size_limit` bytes hold: MIDI first, then picture, then audio."""
    take = outcome.take
    assert take is not None
    stem = f"{slug(take.title)}-{take.id[:6]}"
    kept, left = [], max(0, size_limit - OVERHEAD_BYTES)
    missing = []
    for path, name, what in (
        (files.midi, f"{stem}.mid", say("MIDI file")),
        (files.picture, f"{stem}.png", say("picture")),
        (files.audio, f"{stem}.ogg", say("audio")),
    ):
        data = path.read_bytes()
        if len(data) > left:
            missing.append(what)
            continue
        left -= len(data)
        kept.append(CardFile(name, data))
    embed = _embed(outcome, take)
    if any(file.name.endswith(".png") for file in kept):
        embed.set_image(url=f"attachment://{stem}.png")
    if missing:
        embed.add_field(
            name=say("Left out"),
            value=say(
                "Too large for this server: {files}. The buttons below make smaller files, and a shorter "
                "piece fits.",
                files=say(", ").join(missing),
            ),
            inline=False,
        )
    # the player first, as people look for it first
    kept.sort(key=lambda file: file.name.endswith(".png"))
    kept.sort(key=lambda file: not file.name.endswith(".ogg"))
    return Card("", (embed,), tuple(kept), take_rows(take.id, private=private))


def plain_take_card(outcome: Outcome) -> Card:
    """The take as text alone, for channels where the bot may attach nothing."""
    take = outcome.take
    assert take is not None
    elsewhere = say(
        "I may not attach files in this channel. The buttons bring the piece to you privately, "
        "and so does /history."
    )
    lines = [
        f"**{escaped(title_name(take.title), 120)}**",
        f"{escaped(describe(take), 500)}",
        f"`{take.code}`",
        f"-# {elsewhere}",
    ]
    return Card("\n".join(lines), view=take_rows(take.id))


def describe(take: Take) -> str:
    """The resolved controls and the length in one line."""
    data = take.controls.to_json()
    controls = Controls.from_json({**data, "seconds": None, "bars": take.bars or None})
    return say(", ").join((describe_controls(controls), duration(take.seconds)))


def _embed(outcome: Outcome, take: Take) -> discord.Embed:
    embed = discord.Embed(
        title=shortened(escaped(title_name(take.title), MOST_TITLE), MOST_TITLE),
        description=escaped(describe(take), 900),
        colour=COLOUR,
    )
    reasons = {t.id: "; ".join(t.reasons) for t in outcome.recommended.tracks} if outcome.recommended else {}
    seeds = []
    for seed in take.seeds[:5]:
        why = escaped(reasons.get(seed.track_id, ""), 140)
        share = f" {seed.weight:.0%}" if len(take.seeds) > 1 and not take.operation else ""
        seeds.append(
            f"{escaped(seed_name(seed.title, seed.composer), 100)}{share}" + (f"\n-# {why}" if why else "")
        )
    if seeds:
        name = say("Made from") if take.operation else say("In the spirit of")
        embed.add_field(name=name, value=shortened("\n".join(seeds), 1000), inline=False)
    if take.adjustments:
        notes = "\n".join(escaped(retold(note), 300) for note in take.adjustments[:4])
        embed.add_field(name=say("Adjusted"), value=shortened(notes, 1000), inline=False)
    if take.originality:
        words = escaped(retold(take.originality.sentence), 500)
        embed.add_field(name=say("Originality"), value=words, inline=False)
    embed.add_field(name=say("Code"), value=f"`{take.code[:900]}`", inline=False)
    embed.set_footer(text=say("Cadenza · licence: {licence}", licence=escaped(retold(take.licence), 60)))
    return embed
