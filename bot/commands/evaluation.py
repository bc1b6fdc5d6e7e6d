"""`evaluate`: what the learned parts are worth, in numbers."""

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot.commands.arguments import Commands, add_command, add_json, read_file
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
    parser.add_argument("--pieces", type=int, default=24, help="pieces to compose (default: %(default)s)")
    parser.add_argument(
        "--data",
        type=Path,
        metavar="FILE",
        help="understanding: labelled messages; mood: JSON lines with path, valence, arousal",
    )
    parser.add_argument(
        "--keep", type=Path, metavar="DIR", help="keep the packed corpus here for the next time"
    )
    add_json(parser)


def evaluate(options: argparse.Namespace) -> None:
    from bot.commands.evaluation_models import generator, recommender

    measure = {
        "generator": generator,
        "recommender": recommender,
        "understanding": _understanding,
        "mood": _mood,
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


# --- understanding and mood -------------------------------------------------------------------------------


def _understanding(options: argparse.Namespace) -> dict[str, Any]:
    from bot.settings import load_settings
    from bot.understanding.evaluation import evaluate as evaluate_utterances
    from recommender.text_encoder import TextEncoder

    path: Path = options.data or UTTERANCES
    if not path.is_file():
        raise CadenzaError(f"There is no file {path}; name labelled messages with --data FILE.")
    configured = load_settings().text_encoder
    encoder = TextEncoder(Path(configured).expanduser() if configured else None)
    return evaluate_utterances(path, encoder.encode)


def _mood(options: argparse.Namespace) -> dict[str, Any]:
    """Correlation and mean absolute error of the measured mood against labels, for each axis."""
    import numpy as np

    from music.analysis import mood_of
    from music.formats import read_score

    if options.data is None:
        raise CadenzaError(
            "Name labelled pieces with --data FILE, JSON lines such as "
            '{"path": "a.mid", "valence": 0.4, "arousal": -0.2}.'
        )
    folder = options.data.parent
    measured, labelled = [], []
    try:
        rows = [json.loads(line) for line in read_file(options.data).decode().splitlines() if line.strip()]
        labels = [(str(row["path"]), float(row["valence"]), float(row["arousal"])) for row in rows]
    except (ValueError, KeyError, TypeError) as error:
        raise CadenzaError(
            f"{options.data} is not JSON lines with path, valence and arousal ({error})."
        ) from error
    for name, valence, arousal in labels:
        mood = mood_of(read_score(read_file(folder / name), name))
        measured.append((mood.valence, mood.arousal))
        labelled.append((valence, arousal))
    if len(labels) < 3:
        raise CadenzaError(f"{options.data} has {len(labels)} pieces; a correlation needs at least 3.")
    ours, theirs = np.array(measured), np.array(labelled)
    result: dict[str, Any] = {"pieces": len(labels)}
    for axis, name in enumerate(("valence", "arousal")):
        result[name] = {
            "pearson": float(np.corrcoef(ours[:, axis], theirs[:, axis])[0, 1]),
            "same_side": float((np.sign(ours[:, axis]) == np.sign(theirs[:, axis])).mean()),
            "mean_absolute_error": float(np.abs(ours[:, axis] - theirs[:, axis]).mean()),
        }
    return result
