"""/restyle, /blend, /vary, /rewrite, /instruments, /humanise: what is done with a piece that is there."""

from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.assistant.presentation import describe_controls
from bot.assistant.typed import read_bars, read_instrument_list
from bot.discord import completion
from bot.discord.turns import answer
from bot.language import say
from bot.language.names import instrument_name, style_name
from music.controls import TEMPO_RANGE, Controls
from music.errors import CadenzaError
from music.operation import USUAL_AMOUNT, Operation

if TYPE_CHECKING:
    from bot.discord.client import CadenzaBot

Use = discord.Interaction["CadenzaBot"]
Words = app_commands.Range[str, 1, 200]
Share = app_commands.Range[float, 0.0, 1.0]
File = discord.Attachment | None

TAKE = "A take: yours, or another one by its title (your newest)"
OR_FILE = "Or your own piece: MIDI, ABC or MusicXML"
PRIVATE = "Only you see it"


class Reworking(commands.Cog):
    """Each takes a take or a file; without either, the newest take of the conversation."""

    def __init__(self, bot: "CadenzaBot") -> None:
        self.bot = bot

    @app_commands.command(description="A piece's melody and harmony, played in another style")
    @app_commands.describe(
        style="A style, such as bossa nova",
        take=TAKE,
        file=OR_FILE,
        key="Another key, such as G minor",
        tempo="Beats a minute",
        private=PRIVATE,
    )
    @app_commands.autocomplete(style=completion.own_styles, take=completion.takes, key=completion.keys)
    async def restyle(
        self,
        interaction: Use,
        style: app_commands.Range[str, 1, 60],
        take: Words | None = None,
        file: File = None,
        key: app_commands.Range[str, 1, 40] | None = None,
        tempo: app_commands.Range[int, int(TEMPO_RANGE[0]), int(TEMPO_RANGE[1])] | None = None,
        private: bool = False,
    ) -> None:
        asked = say("Restyle as {style}", style=style_name(style))
        if key or tempo:
            asked = say(", ").join((asked, describe_controls(Controls(key=key, tempo_bpm=tempo))))
        controls = Controls(style=style, key=key, tempo_bpm=tempo)
        await _carry_out(interaction, Operation("restyle"), asked, take, file, private, controls)

    @app_commands.command(description="A piece with some of its bars composed anew")
    @app_commands.describe(
        take=TAKE, file=OR_FILE, degree="How many of the bars, 0 to 1 (0.5)", private=PRIVATE
    )
    @app_commands.autocomplete(take=completion.takes)
    async def vary(
        self,
        interaction: Use,
        take: Words | None = None,
        degree: Share = USUAL_AMOUNT,
        file: File = None,
        private: bool = False,
    ) -> None:
        asked = say("Vary {share}", share=f"{degree:.0%}")
        await _carry_out(interaction, Operation("vary", amount=degree), asked, take, file, private)

    @app_commands.command(description="Some bars of a piece composed anew, the rest as it was")
    @app_commands.describe(
        bars="Which, counted from 1, such as 5-8",
        take=TAKE,
        file=OR_FILE,
        instruments="Those alone, with commas between (all)",
        private=PRIVATE,
    )
    @app_commands.autocomplete(take=completion.takes, instruments=completion.instruments)
    async def rewrite(
        self,
        interaction: Use,
        bars: app_commands.Range[str, 1, 20],
        take: Words | None = None,
        file: File = None,
        instruments: Words | None = None,
        private: bool = False,
    ) -> None:
        first, last = read_bars(bars)
        names = read_instrument_list(instruments) if instruments else ()
        asked = say("Rewrite bars {first} to {last}", first=first, last=last)
        operation = Operation("rewrite", first, last, names).checked()
        await _carry_out(interaction, operation, asked, take, file, private)

    @app_commands.command(description="A piece with an instrument more or less")
    @app_commands.describe(
        take=TAKE,
        add="Play these too, with commas between: “Flute, Harp”",
        remove="Leave these out, with commas between",
        file=OR_FILE,
        private=PRIVATE,
    )
    @app_commands.autocomplete(
        take=completion.takes, add=completion.instruments, remove=completion.instruments
    )
    async def instruments(
        self,
        interaction: Use,
        take: Words | None = None,
        add: Words | None = None,
        remove: Words | None = None,
        file: File = None,
        private: bool = False,
    ) -> None:
        if bool(add) == bool(remove):
            raise CadenzaError(say("Say what to add or what to remove, one of the two."))
        names = read_instrument_list(add or remove or "")
        listed = say(", ").join(map(instrument_name, names))
        asked = (
            say("with {instruments}", instruments=listed)
            if add
            else say("without {instruments}", instruments=listed)
        )
        operation = Operation("add" if add else "remove", instruments=names)
        await _carry_out(interaction, operation, asked, take, file, private)

    @app_commands.command(description="A piece with a player's timing and loudness")
    @app_commands.describe(
        take=TAKE, amount="0 to 1; 0.5 is as people play (0.5)", file=OR_FILE, private=PRIVATE
    )
    @app_commands.autocomplete(take=completion.takes)
    async def humanise(
        self,
        interaction: Use,
        take: Words | None = None,
        amount: Share = USUAL_AMOUNT,
        file: File = None,
        private: bool = False,
    ) -> None:
        asked = say("Humanise")
        await _carry_out(interaction, Operation("humanise", amount=amount), asked, take, file, private)

    @app_commands.command(description="A piece between two others")
    @app_commands.describe(
        take=TAKE,
        other="The second one (the take before that)",
        weight="How much of the second, 0 to 1 (0.5)",
        file=OR_FILE,
        other_file="Or the second as a file",
        private=PRIVATE,
    )
    @app_commands.autocomplete(take=completion.takes, other=completion.takes)
    async def blend(
        self,
        interaction: Use,
        take: Words | None = None,
        other: Words | None = None,
        weight: Share = USUAL_AMOUNT,
        file: File = None,
        other_file: File = None,
        private: bool = False,
    ) -> None:
        one_of(take, file)
        one_of(other, other_file)
        first_is_there = bool(take or file)
        # a blend takes files first, then what was named, then the newest takes
        is_turned = bool(other_file and not file) or bool(other and not first_is_there)
        operation = Operation("blend", amount=round(1 - weight, 4) if is_turned else weight)
        await answer(
            interaction,
            intent="blend",
            operation=operation,
            pieces=[piece for piece in (take, other) if piece],
            files=[one for one in (file, other_file) if one],
            asked=say("Blend, {share} of the second", share=f"{weight:.0%}"),
            private=private,
        )


def one_of(take: str | None, file: File) -> None:
    """Raises CadenzaError where both are given."""
    if take and file:
        raise CadenzaError(say("Name a take or attach a file, one of the two."))


async def _carry_out(
    interaction: discord.Interaction[Any],
    operation: Operation,
    asked: str,
    take: str | None,
    file: File,
    private: bool,
    controls: Controls | None = None,
) -> None:
    one_of(take, file)
    await answer(
        interaction,
        intent="restyle" if operation.kind == "restyle" else "vary",
        operation=operation,
        controls=controls,
        pieces=[take] if take else (),
        files=[file] if file else (),
        asked=asked,
        private=private,
    )
