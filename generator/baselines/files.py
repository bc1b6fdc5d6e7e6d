"""A baseline's weights on disk: float16 safetensors with its shape and facts in the header."""

import json
from pathlib import Path
from typing import Any

from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import nn

from music.errors import MissingPart

FOLDER = Path(__file__).parent.parent / "weights" / "baselines"


def save_network(model: nn.Module, path: Path, facts: dict[str, Any]) -> None:
    """Writes the weights as half precision; `facts` is anything JSON holds."""
    path.parent.mkdir(parents=True, exist_ok=True)
    state = {k: v.detach().cpu().half().contiguous() for k, v in model.state_dict().items()}
    part = path.with_suffix(".part")
    save_file(state, part, {"facts": json.dumps(facts)})
    part.replace(path)


def read_facts(path: Path) -> dict[str, Any]:
    """Raises MissingPart when the file is missing or damaged."""
    try:
        with safe_open(path, "pt") as file:
            facts: dict[str, Any] = json.loads(file.metadata()["facts"])
            return facts
    except (SafetensorError, OSError, ValueError, KeyError, TypeError) as error:
        raise missing(path) from error


def load_network(model: nn.Module, path: Path) -> None:
    """Fills `model` with the weights at `path`. Raises MissingPart."""
    try:
        with safe_open(path, "pt") as file:
            model.load_state_dict({k: file.get_tensor(k).float() for k in file.keys()})  # noqa: SIM118
    except (SafetensorError, OSError, RuntimeError) as error:
        raise missing(path) from error


def missing(path: Path) -> MissingPart:
    what = "damaged" if path.exists() else "missing"
    return MissingPart(
        f"The weights {path.name} are {what} in {path.parent}; `cadenza train {path.stem}` makes them anew."
    )
