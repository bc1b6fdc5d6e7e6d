"""`evaluate`: what the learned parts are worth, in numbers."""

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot.commands.arguments import Commands, add_command, add_json, write_file
from bot.commands.learning import add_corpus
from bot.commands.output import answer, answer_json
from music.errors import CadenzaError

#: labelled messages of the repository; a wheel does not carry them
UTTERANCES = Path(__file__).parents[2] / "tests" / "understanding" / "utterances.jsonl"
PARTS = ("generator", "recommender", "understanding", "mood")


def add_to(commands: Commands) -> None:
    parser = add_command(commands, "evaluate", evaluate, "measure a learned part")
    parser.add_argument("part", choices=PARTS, metavar="PART", help=", ".join(PARTS))
    add_corpus(parser, required=False)
    parser.add_argument(
        "--pieces",
        type=int,
        default=12,
        help="generator: pieces to compose for each part (default: %(default)s)",
    )
    parser.add_argument(
        "--models", nargs="+", metavar="NAME", help="generator: which models (default: transformer); or: all"
    )
    parser.add_argument(
        "--table",
        type=Path,
        metavar="FILE.md",
        help="generator and understanding: write the tables here; of the generator .json beside it",
    )
    parser.add_argument(
        "--data",
        type=Path,
        metavar="FILE",
        help="understanding: labelled messages, with dialogues.jsonl beside; "
        "mood and generator (its judge of mood): a CSV or JSON lines "
        "with path, valence, arousal",
    )
    parser.add_argument(
        "--distractors",
        type=int,
        default=12000,
        metavar="N",
        help="recommender: pieces of the train split to get lost among (default: %(default)s)",
    )
    parser.add_argument(
        "--keep", type=Path, metavar="DIR", help="keep the packed corpus here for the next time"
    )
    add_json(parser)


def evaluate(options: argparse.Namespace) -> None:
    from bot.commands.evaluation_generator import generator
    from bot.commands.evaluation_mood import mood
    from bot.commands.evaluation_recommender import recommender

    measure = {
        "generator": generator,
        "recommender": recommender,
        "understanding": _understanding,
        "mood": mood,
    }[options.part]
    result = {"part": options.part, **measure(options)}
    if options.json:
        answer_json(result)
        return
    for name, value in _flat(result):
        answer(f"{name:<58} {value:.4f}" if isinstance(value, float) else f"{name:<58} {value}")


def _flat(values: dict[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in values.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{above}{name}.")
        elif not isinstance(value, list):
            yield f"{above}{name}", value


def _understanding(options: argparse.Namespace) -> dict[str, Any]:
    from bot.listening.network import hearing_of
    from bot.settings import load_settings
    from bot.understanding.dialogues import evaluate_dialogues
    from bot.understanding.evaluation import evaluate as evaluate_utterances
    from bot.understanding.report import understanding_tables
    from recommender.text_encoder import TextEncoder

    path: Path = options.data or UTTERANCES
    if not path.is_file():
        raise CadenzaError(f"There is no file {path}; name labelled messages with --data FILE.")
    configured = load_settings().text_encoder
    encoder = TextEncoder(Path(configured).expanduser() if configured else None)
    hear = hearing_of(encoder)
    result = evaluate_utterances(path, encoder.encode, hear)
    dialogues = path.with_name("dialogues.jsonl")
    if dialogues.is_file():
        result["dialogues"] = evaluate_dialogues(dialogues, encoder.encode, hear)
    if options.table:
        write_file(options.table, understanding_tables(result).encode())
    return result
