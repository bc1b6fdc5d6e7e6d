"""/recommend and /compose."""

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.assistant.filtering import read_filters
from bot.assistant.typed import read_instrument_list, read_mood_words
from bot.discord import completion
from bot.discord.cogs.reworking import PRIVATE
from bot.discord.turns import answer
from bot.language import say
from music.controls import BARS_RANGE, DENSITIES, SECONDS_RANGE, TEMPO_RANGE, Controls, Density
from music.errors import CadenzaError

if TYPE_CHECKING:
    from bot.discord.client import CadenzaBot

Use = discord.Interaction["CadenzaBot"]
Words = app_commands.Range[str, 1, 200]
Name = app_commands.Range[str, 1, 60]
Mood = app_commands.Range[float, -1.0, 1.0]

WISH = "Say what you would like to hear, for instance “a hopeful waltz for strings, 40 seconds”."


class Asking(commands.Cog):
    """What members come for."""

    def __init__(self, bot: "CadenzaBot") -> None:
        self.bot = bot

    @app_commands.command(description="Find tracks that fit a mood, a scene or a style, and hear why")
    @app_commands.describe(
        text="What should it be like? “something rainy and calm for piano”",
        count="How many (5)",
        style="Only of this style, such as reel or waltz",
        tempo="Only in this range of beats a minute: 100-120",
        length="Only of this length: 1:00-2:30, or seconds",
        instruments="Only with all of these: Flute, guitar",
        without="Only without these instruments",
        licence="Only with this licence, such as CC0-1.0",
        own="Only this server's own music, such as its well-rated takes",
        private=PRIVATE,
    )
    @app_commands.autocomplete(
        style=completion.built_in_styles,
        instruments=completion.instruments,
        without=completion.instruments,
    )
    async def recommend(
        self,
        interaction: Use,
        text: app_commands.Range[str, 1, 2000] | None = None,
        count: app_commands.Range[int, 1, 10] = 5,
        style: Name | None = None,
        tempo: app_commands.Range[str, 1, 20] | None = None,
        length: app_commands.Range[str, 1, 20] | None = None,
        instruments: Words | None = None,
        without: Words | None = None,
        licence: Name | None = None,
        own: bool = False,
        private: bool = False,
    ) -> None:
        filters = read_filters(
            style=style or "",
            tempo=tempo or "",
            length=length or "",
            instruments=instruments or "",
            without=without or "",
            licence=licence or "",
            own=own,
        )
        if not filters and not (text or "").strip():
            raise CadenzaError(say(WISH))
        await answer(
            interaction, text=text or "", intent="recommend", limit=count, filters=filters, private=private
        )

    @app_commands.command(
        description="Compose a new piece; say what you like, the options win over the words"
    )
    @app_commands.describe(
        text="Mood, style, instruments, length: “a hopeful waltz for strings, 40 seconds”",
        style="A style, such as waltz or lo-fi",
        mood="Words for the mood, with commas between: “calm, hopeful”",
        key="A key, such as G minor",
        tempo="Beats a minute",
        metre="Such as 3/4",
        bars="Exactly this many bars",
        seconds="About this many seconds",
        instruments="Who plays, with commas between: “Flute, Harp”",
        without="Who does not play, with commas between",
        density="How many notes at a time",
        valence="Dark (-1) to bright (1)",
        arousal="Calm (-1) to lively (1)",
        seed="A number; the same one with the same wish makes the same piece",
        private=PRIVATE,
    )
    @app_commands.choices(density=[app_commands.Choice(name=name, value=name) for name in DENSITIES])
    @app_commands.autocomplete(
        style=completion.own_styles,
        mood=completion.moods,
        key=completion.keys,
        metre=completion.metres,
        instruments=completion.instruments,
        without=completion.instruments,
    )
    async def compose(
        self,
        interaction: Use,
        text: app_commands.Range[str, 1, 2000] | None = None,
        style: Name | None = None,
        mood: Words | None = None,
        key: Name | None = None,
        tempo: app_commands.Range[int, int(TEMPO_RANGE[0]), int(TEMPO_RANGE[1])] | None = None,
        metre: app_commands.Range[str, 1, 10] | None = None,
        bars: app_commands.Range[int, *BARS_RANGE] | None = None,
        seconds: app_commands.Range[int, int(SECONDS_RANGE[0]), int(SECONDS_RANGE[1])] | None = None,
        instruments: Words | None = None,
        without: Words | None = None,
        density: str | None = None,
        valence: Mood | None = None,
        arousal: Mood | None = None,
        seed: app_commands.Range[int, 0, 2**32 - 1] | None = None,
        private: bool = False,
    ) -> None:
        feeling = read_mood_words(mood) if mood else None
        level: Density | None = next((one for one in DENSITIES if one == density), None)
        controls = Controls(
            valence=feeling.valence if feeling and valence is None else valence,
            arousal=feeling.arousal if feeling and arousal is None else arousal,
            mood=feeling.words if feeling else (),
            style=style,
            tempo_bpm=tempo,
            key=key,
            metre=metre,
            instruments=read_instrument_list(instruments) if instruments else (),
            exclude_instruments=read_instrument_list(without) if without else (),
            bars=bars,
            seconds=seconds,
            density=level,
        )
        chosen = None if controls == Controls() else controls
        if chosen is None and not (text or "").strip():
            raise CadenzaError(say(WISH))
        await answer(
            interaction,
            text=text or "",
            intent="generate",
            controls=chosen,
            random_seed=seed,
            private=private,
        )
