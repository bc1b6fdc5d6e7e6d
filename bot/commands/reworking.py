"""`restyle`, `blend`, `vary`, `rewrite`, `instruments`, `humanise`: what is done with a piece."""

import argparse
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from bot.assistant.typed import read_bars, read_instrument_list
from bot.commands.arguments import Commands, add_command, add_json, add_user, output_file, read_file
from bot.commands.composition import FORMATS, add_output, check_seed, deliver, report
from bot.commands.one_shot import GUILD, events_of, new_conversation, with_assistant
from bot.commands.output import ProgressLine
from music.controls import Controls
from music.errors import CadenzaError
from music.operation import USUAL_AMOUNT, Operation

if TYPE_CHECKING:
    from bot.assistant.assistant import Assistant
    from bot.assistant.events import Attachment
    from music.job import Take


def add_to(commands: Commands) -> None:
    parser = _command(commands, "restyle", restyle, "a piece's melody and harmony, played in another style")
    parser.add_argument("--style", required=True, help="a style by name, for instance lo-fi")
    parser.add_argument("--key", help="transposes; the piece's own when left out")
    parser.add_argument("--tempo", type=float, metavar="BPM", help="quarters a minute; else the style's")

    parser = _command(commands, "vary", vary, "a piece with some of its bars composed anew")
    parser.add_argument(
        "--degree", type=float, default=USUAL_AMOUNT, help="share of the bars, 0 to 1 (default: %(default)s)"
    )

    parser = _command(commands, "rewrite", rewrite, "some bars of a piece composed anew, the rest as it was")
    parser.add_argument(
        "--bars", required=True, metavar="A-B", help="which, counted from 1, for instance 5-8"
    )
    parser.add_argument("--instruments", help="those alone, General MIDI names with commas; else all")

    parser = _command(commands, "instruments", instruments, "a piece with an instrument more or less")
    parser.add_argument("--add", help="General MIDI names with commas: the model composes their parts")
    parser.add_argument("--remove", help="General MIDI names with commas")

    parser = _command(commands, "humanise", humanise, "a piece with a player's timing and loudness")
    parser.add_argument(
        "--amount", type=float, default=USUAL_AMOUNT, help="0 to 1; 0.5 is as people play (the default)"
    )

    parser = add_command(commands, "blend", blend, "a piece between two others")
    parser.add_argument("first", metavar="A", help=_IN)
    parser.add_argument("second", metavar="B", help=_IN)
    parser.add_argument(
        "--weight", type=float, default=USUAL_AMOUNT, help="share of B, 0 to 1 (default: %(default)s)"
    )
    _add_common(parser)


_IN = "a MIDI, ABC or MusicXML file, or the id or code of a take"


def _command(
    commands: Commands, name: str, run: Callable[[argparse.Namespace], None], description: str
) -> argparse.ArgumentParser:
    parser = add_command(commands, name, run, description)
    parser.add_argument("input", metavar="IN", help=_IN)
    _add_common(parser)
    return parser


def _add_common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--seed", type=int, metavar="N", help="random seed: the same seed, the same piece")
    add_output(parser)
    add_user(parser)
    add_json(parser)


def restyle(options: argparse.Namespace) -> None:
    from music.styles import find_style
    from music.theory import Key

    key = None if options.key is None else str(Key.parse(options.key))
    controls = Controls(style=find_style(options.style).name, key=key, tempo_bpm=options.tempo)
    _carry_out(options, Operation("restyle"), [options.input], controls)


def vary(options: argparse.Namespace) -> None:
    _carry_out(options, Operation("vary", amount=options.degree), [options.input])


def rewrite(options: argparse.Namespace) -> None:
    first, last = read_bars(options.bars)
    names = () if options.instruments is None else read_instrument_list(options.instruments)
    _carry_out(options, Operation("rewrite", first, last, names), [options.input])


def instruments(options: argparse.Namespace) -> None:
    if (options.add is None) == (options.remove is None):
        raise CadenzaError("Say --add or --remove, one of the two, with the names of instruments.")
    if options.add is not None:
        operation = Operation("add", instruments=read_instrument_list(options.add))
    else:
        operation = Operation("remove", instruments=read_instrument_list(options.remove))
    _carry_out(options, operation, [options.input])


def humanise(options: argparse.Namespace) -> None:
    _carry_out(options, Operation("humanise", amount=options.amount), [options.input])


def blend(options: argparse.Namespace) -> None:
    _carry_out(options, Operation("blend", amount=options.weight), [options.first, options.second])


def _carry_out(
    options: argparse.Namespace,
    operation: Operation,
    inputs: list[str],
    controls: Controls | None = None,
) -> None:
    check_seed(options.seed)
    operation.checked()
    controls = (controls or Controls()).checked()
    path = output_file(options.output, tuple(FORMATS))
    files = {name: read_file(Path(name)) for name in inputs if not _names_a_take(name)}

    async def compose(assistant: "Assistant", progress: ProgressLine) -> "Take":
        from bot.assistant.events import TakeReady, Turn

        turn = Turn(
            guild_id=GUILD,
            surface="cli",
            person=options.user,
            conversation_id=new_conversation(),
            attachments=tuple([await _attachment(assistant, name, files) for name in inputs]),
            controls=controls,
            intent=operation.kind if operation.kind in ("restyle", "blend") else "vary",
            operation=operation,
            random_seed=options.seed,
        )
        events = await events_of(assistant, turn, progress)
        take = next(event.take for event in events if isinstance(event, TakeReady))
        await deliver(assistant, take, path)
        return take

    report(with_assistant(compose, catalogue=False), path, options.json)


def _names_a_take(name: str) -> bool:
    """A file of that name wins."""
    return bool(re.fullmatch(r"CZ1-[\w-]+|[0-9a-f]{16}", name)) and not Path(name).exists()


async def _attachment(assistant: "Assistant", name: str, files: dict[str, bytes]) -> "Attachment":
    """A file as it is, a take as the MIDI file it is. Raises UnknownItem for a take that is not here."""
    from bot.assistant.events import Attachment

    if name in files:
        return Attachment(Path(name).name, files[name])
    take = await assistant.take(name)
    return Attachment(f"{take.id}.mid", (await assistant.media(take.midi, "mid")).read_bytes())
