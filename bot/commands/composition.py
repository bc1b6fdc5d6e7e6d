"""`generate` and `replay`: a new piece, or the same one again."""

import argparse
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from bot.assistant.typed import read_instrument_list
from bot.commands.arguments import (
    AUDIO_FORMATS,
    Commands,
    add_command,
    add_json,
    add_user,
    output_file,
    read_file,
    said,
    write_file,
)
from bot.commands.one_shot import GUILD, events_of, new_conversation, with_assistant
from bot.commands.output import ProgressLine, answer, answer_json
from music.controls import DENSITIES, Controls
from music.errors import CadenzaError

if TYPE_CHECKING:
    from bot.assistant.assistant import Assistant
    from bot.engine.protocol import ConvertFormat
    from music.job import Take

FORMATS: dict[str, "ConvertFormat | Literal['mid']"] = {
    ".mid": "mid",
    **AUDIO_FORMATS,
    ".musicxml": "musicxml",
}
MODELS = ("transformer", "markov", "lstm", "gru", "vae", "gan", "cgan", "plain-transformer")


def add_to(commands: Commands) -> None:
    parser = add_command(commands, "generate", generate, "compose a piece into a file")
    parser.add_argument("text", metavar="TEXT", nargs="?", help="what to compose, in words")
    parser.add_argument("--style", help="a style by name, for instance lo-fi")
    parser.add_argument("--valence", type=float, help="unpleasant (-1) to pleasant (1)")
    parser.add_argument("--arousal", type=float, help="calm (-1) to excited (1)")
    parser.add_argument("--tempo", type=float, metavar="BPM", help="quarters a minute")
    parser.add_argument("--key", help='for instance "G minor"')
    parser.add_argument("--metre", help="for instance 3/4")
    parser.add_argument("--instruments", help='General MIDI names or families, with commas: "Violin, Cello"')
    parser.add_argument("--bars", type=int, help="length in bars")
    parser.add_argument("--seconds", type=float, help="length in seconds")
    parser.add_argument("--density", choices=DENSITIES, help="how many notes for the time")
    parser.add_argument("--seed", type=int, metavar="N", help="random seed: the same seed, the same piece")
    parser.add_argument(
        "--seed-track", action="append", default=[], metavar="ID", help="start from this track; repeatable"
    )
    parser.add_argument("--model", choices=MODELS, default=MODELS[0], help="default: %(default)s")
    add_output(parser)
    add_user(parser)
    add_json(parser)

    go_on = add_command(commands, "continue", continue_, "go on from a piece, from its own notes")
    go_on.add_argument("input", type=Path, metavar="IN", help="a MIDI, ABC or MusicXML file")
    go_on.add_argument("--bars", type=int, default=8, metavar="N", help="new bars (default: %(default)s)")
    go_on.add_argument("--key", help="of the new bars; the piece's own when left out")
    go_on.add_argument("--seed", type=int, metavar="N", help="random seed: the same seed, the same bars")
    add_output(go_on)
    add_user(go_on)
    add_json(go_on)

    replay_parser = add_command(commands, "replay", replay, "make the piece of a take code again")
    replay_parser.add_argument("code", metavar="CODE", help="the take code")
    add_output(replay_parser)
    add_json(replay_parser)


def check_seed(seed: int | None) -> None:
    """Raises CadenzaError for a random seed that is none."""
    if seed is not None and not 0 <= seed < 2**32:
        raise CadenzaError(f"A random seed is a whole number from 0 to {2**32 - 1}, not {seed}.")


def add_output(parser: argparse.ArgumentParser) -> None:
    """Where the piece goes."""
    parser.add_argument(
        "-o", "--output", type=Path, required=True, metavar="FILE", help=f"ends in {' '.join(FORMATS)}"
    )


def generate(options: argparse.Namespace) -> None:
    controls = asked_controls(options)
    nothing_said = controls == Controls() and options.seed is None and not options.seed_track
    if options.text is None and nothing_said:
        raise CadenzaError(
            'Say what to compose, in words or with options: "a calm waltz", --style lo-fi, --bars 16.'
        )
    text = "" if options.text is None else said(options.text)
    check_seed(options.seed)
    path = output_file(options.output, tuple(FORMATS))

    async def compose(assistant: "Assistant", progress: ProgressLine) -> "Take":
        from bot.assistant.events import TakeReady, Turn

        turn = Turn(
            guild_id=GUILD,
            surface="cli",
            person=options.user,
            conversation_id=new_conversation(),
            text=text,
            intent="generate",
            controls=controls,
            seed_tracks=tuple(options.seed_track),
            random_seed=options.seed,
            model=options.model,
        )
        events = await events_of(assistant, turn, progress)
        take = next(event.take for event in events if isinstance(event, TakeReady))
        await deliver(assistant, take, path)
        return take

    report(with_assistant(compose), path, options.json)


def continue_(options: argparse.Namespace) -> None:
    from music.theory import Key

    check_seed(options.seed)
    path = output_file(options.output, tuple(FORMATS))
    data = read_file(options.input)
    key = None if options.key is None else str(Key.parse(options.key))
    controls = Controls(bars=options.bars, key=key).checked()

    async def compose(assistant: "Assistant", progress: ProgressLine) -> "Take":
        from bot.assistant.events import Attachment, TakeReady, Turn

        turn = Turn(
            guild_id=GUILD,
            surface="cli",
            person=options.user,
            conversation_id=new_conversation(),
            attachments=(Attachment(options.input.name, data),),
            intent="continue",
            controls=controls,
            random_seed=options.seed,
        )
        events = await events_of(assistant, turn, progress)
        take = next(event.take for event in events if isinstance(event, TakeReady))
        await deliver(assistant, take, path)
        return take

    report(with_assistant(compose, catalogue=False), path, options.json)


def replay(options: argparse.Namespace) -> None:
    path = output_file(options.output, tuple(FORMATS))

    async def compose(assistant: "Assistant", progress: ProgressLine) -> "Take":
        take = await assistant.replay(options.code.strip())
        await deliver(assistant, take, path)
        return take

    # the code says everything; no catalogue is needed
    report(with_assistant(compose, catalogue=False), path, options.json)


def asked_controls(options: argparse.Namespace) -> Controls:
    """The Controls that the options of `generate` ask for. Raises ImpossibleControls or UnknownStyle."""
    from music.theory import Key

    return Controls(
        valence=options.valence,
        arousal=options.arousal,
        style=_style_name(options.style),
        tempo_bpm=options.tempo,
        key=None if options.key is None else str(Key.parse(options.key)),
        metre=options.metre,
        instruments=() if options.instruments is None else read_instrument_list(options.instruments),
        bars=options.bars,
        seconds=options.seconds,
        density=options.density,
    ).checked()


def _style_name(name: str | None) -> str | None:
    from music.styles import find_style

    return None if name is None else find_style(name).name


async def deliver(assistant: "Assistant", take: "Take", path: Path) -> None:
    """Writes the take as its file's ending says."""
    write_file(path, (await assistant.media(take.midi, FORMATS[path.suffix.lower()])).read_bytes())


def report(take: "Take", path: Path, as_json: bool) -> None:
    """The answer of a command that made a take."""
    if as_json:
        answer_json(_take_json(take, path))
        return
    from bot.assistant.presentation import describe_take

    answer(describe_take(take))
    answer(f"code: {take.code}")
    answer(str(path))


def _take_json(take: "Take", path: Path) -> dict[str, Any]:
    return {
        "code": take.code,
        "controls": take.controls.to_json(),
        "seed_tracks": [{f.name: getattr(s, f.name) for f in fields(s)} for s in take.seeds],
        "notes": take.notes,
        "bars": take.bars,
        "seconds": take.seconds,
        "notes_per_second": take.notes_per_second,
        "originality": None if take.originality is None else take.originality.to_json(),
        "files": [str(path)],
        "id": take.id,
        "model": take.model,
        "random_seed": take.random_seed,
        "adjustments": take.adjustments,
        "timings": take.timings,
    }
