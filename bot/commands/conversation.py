"""`ask` and `understand`: a message as a member would write it."""

import argparse
import json
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from bot.commands.arguments import Commands, add_command, add_json, add_user, said, write_file
from bot.commands.one_shot import GUILD, events_of, with_assistant
from bot.commands.output import ProgressLine, answer, answer_json
from music.errors import CadenzaError

if TYPE_CHECKING:
    from bot.assistant.assistant import Assistant
    from bot.understanding import Request


def add_to(commands: Commands) -> None:
    ask_parser = add_command(commands, "ask", ask, "say something and hear the reply, as a member would")
    ask_parser.add_argument("text", metavar="TEXT", help='for instance "something calm and rainy for piano"')
    ask_parser.add_argument(
        "--out", type=Path, metavar="DIR", help="put take.mid, take.ogg and take.png into this folder"
    )
    add_user(ask_parser)
    add_json(ask_parser)

    understand_parser = add_command(commands, "understand", understand, "show what a message is read as")
    understand_parser.add_argument("text", metavar="TEXT", nargs="?", help="the message")
    understand_parser.add_argument(
        "--after",
        action="append",
        default=[],
        metavar="TEXT",
        help="an earlier message, oldest first; repeatable",
    )
    understand_parser.add_argument(
        "--batch",
        action="store_true",
        help='read JSON lines {"text": ..., "after": [...]} from standard input',
    )
    add_json(understand_parser)


#: what `ask --out` writes as take.mid, take.ogg, take.png
KEPT: tuple[Literal["mid", "ogg", "png"], ...] = ("mid", "ogg", "png")


# --- ask --------------------------------------------------------------------------------------------------


def ask(options: argparse.Namespace) -> None:
    text = said(options.text)
    folder: Path | None = options.out
    if folder is not None:
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise CadenzaError(f"The folder {folder} cannot be made: {error.strerror}.") from error

    async def converse(assistant: "Assistant", progress: ProgressLine) -> dict[str, Any]:
        from bot.assistant.events import Recommended, TakeReady, Turn, Understood
        from bot.assistant.presentation import plain_text
        from bot.language import current_language, use_language

        # one person's messages are one conversation, so that "make it slower" finds what it is about
        turn = Turn(GUILD, "cli", options.user, f"cli-{options.user}"[:64], text)
        events = await events_of(assistant, turn, progress)
        for event in events:
            if isinstance(event, Understood):
                use_language(event.language)
        reply = [words for event in events if (words := plain_text(event))]
        takes = [event.take for event in events if isinstance(event, TakeReady)]
        files = {}
        if takes and folder is not None:
            for format in KEPT:
                path = folder / f"take.{format}"
                write_file(path, (await assistant.media(takes[-1].midi, format)).read_bytes())
                files[format] = str(path)
        tracks = [t for event in events if isinstance(event, Recommended) for t in event.tracks]
        return {
            "reply": reply,
            "tracks": [{"id": t.id, "title": t.title, "reasons": list(t.reasons)} for t in tracks],
            "take": takes[-1].to_json() if takes else None,
            "files": files,
            "language": current_language(),
        }

    from bot.language import say, speaking

    result = with_assistant(converse)
    if options.json:
        answer_json(result)
        return
    answer("\n\n".join(result["reply"]))
    if (take := result["take"]) is not None:
        with speaking(result["language"]):
            answer(say("Take {take}, code {code}", take=take["id"], code=take["code"]))
    for path in result["files"].values():
        answer(path)


# --- understand -------------------------------------------------------------------------------------------


def understand(options: argparse.Namespace) -> None:
    if options.batch:
        if options.text is not None or options.after:
            raise CadenzaError(
                "With --batch the messages come from standard input; leave out TEXT and --after."
            )
        _understand_lines(sys.stdin)
        return
    text = said(options.text or "")
    request = _reader()(text, tuple(options.after))
    if options.json:
        answer_json(request.to_json())
        return
    controls = {k: v for k, v in request.controls.to_json().items() if v not in (None, [])}
    answer(f"{request.intent} ({request.language}, confidence {request.confidence:.2f})")
    for name, value in controls.items():
        answer(f"  {name}: {', '.join(map(str, value)) if isinstance(value, list) else value}")
    for note in request.notes:
        answer(note)
    for other in request.alternatives:
        answer(f"Or did you mean: {other}")


def _understand_lines(lines: Iterable[str]) -> None:
    """One JSON line out for each in; a bad one answers {"error": ...} and the rest go on.

    Raises CadenzaError at the end when there were bad ones.
    """
    read = _reader()
    bad = 0
    for number, line in enumerate(lines, 1):
        try:
            message = json.loads(line)
            text, after = message["text"], tuple(message.get("after") or ())
            if not isinstance(text, str) or not all(isinstance(earlier, str) for earlier in after):
                raise TypeError
            answer_json(read(said(text), after).to_json())
        except CadenzaError as error:
            bad += 1
            answer_json({"error": str(error)})
        except (ValueError, KeyError, TypeError, AttributeError):
            bad += 1
            answer_json(
                {"error": f'Line {number} is not a JSON object like {{"text": "...", "after": ["..."]}}.'}
            )
    if bad:
        raise CadenzaError(f"{bad} of the messages could not be read; their lines say why.")


def _reader() -> "Callable[[str, tuple[str, ...]], Request]":
    """Reads a text after earlier ones, with the sentence encoder loaded once."""
    from bot.listening.network import hearing_of
    from bot.settings import load_settings
    from bot.understanding.evaluation import read_conversation
    from recommender.text_encoder import TextEncoder

    configured = load_settings().text_encoder
    encoder = TextEncoder(Path(configured).expanduser() if configured else None)
    hear = hearing_of(encoder)

    def read_message(text: str, earlier: tuple[str, ...]) -> "Request":
        return read_conversation(text, earlier, encoder.encode, hear)

    return read_message
