"""Weights on disk: float16 safetensors in shards of at most 15 MB and a card with what they are."""

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor

from generator.model import Composer, ModelConfig
from generator.style_ngrams import StyleNgrams
from generator.style_reader import StyleReader
from music.errors import MissingPart

FOLDER = Path(__file__).parent / "weights"
SHARD_BYTES = 15_000_000
FORMAT = 1
#: behind the name of the weights
NGRAMS, READER = ".styles.npz", ".reader.npz"


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """A loaded model with the facts that go with it.

    digest: 12 hex digits of the SHA-256 of shards, registers and n-grams (what the notes follow from).
    registers: mean and standard deviation of the pitches of each programme in what it was trained on.
    ngrams: counts by style, where NAME.styles.npz lies beside the shards. reader: chooses among attempts,
    where NAME.reader.npz lies there; it is no part of the digest, as no notes of a take code follow from it.
    """

    model: Composer
    styles: tuple[str, ...]
    embedding_version: int
    digest: str
    registers: dict[int, tuple[float, float]]
    facts: dict[str, Any]
    ngrams: StyleNgrams | None = None
    reader: StyleReader | None = None


def save_weights(
    model: Composer, folder: Path, name: str, styles: list[str], embedding_version: int, facts: dict[str, Any]
) -> None:
    """Writes NAME-1.safetensors ... and NAME.json."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob(f"{name}-*.safetensors"):
        old.unlink()
    shards: list[dict[str, Tensor]] = [{}]
    size = 0
    for key, value in model.state_dict().items():
        half = value.detach().cpu().half().contiguous()
        if size + half.nbytes > SHARD_BYTES:
            shards.append({})
            size = 0
        shards[-1][key] = half
        size += half.nbytes
    for i, shard in enumerate(shards, 1):
        save_file(shard, folder / f"{name}-{i}.safetensors")
    card = {
        "format": FORMAT,
        "config": asdict(model.config),
        "shards": len(shards),
        "styles": styles,
        "embedding_version": embedding_version,
        **facts,
    }
    (folder / f"{name}.json").write_text(json.dumps(card, indent=1) + "\n", "utf-8")


def load_weights(folder: Path = FOLDER, name: str = "small") -> Weights:
    """Raises MissingPart when the weights are missing, damaged or of another format."""
    card_path = folder / f"{name}.json"
    try:
        card = json.loads(card_path.read_text("utf-8"))
        if card["format"] != FORMAT:
            raise MissingPart(
                f"The weights in {folder} have format {card['format']}, this program reads {FORMAT}; "
                "install matching ones."
            )
        model = Composer(ModelConfig(**card["config"]))
        state: dict[str, Tensor] = {}
        digest = hashlib.sha256()
        for i in range(1, card["shards"] + 1):
            path = folder / f"{name}-{i}.safetensors"
            digest.update(path.read_bytes())
            with safe_open(path, "pt") as file:
                state.update({k: file.get_tensor(k).float() for k in file.keys()})  # noqa: SIM118
        model.load_state_dict(state)
        registers = {int(p): (float(m), float(d)) for p, (m, d) in card["registers"].items()}
        digest.update(repr(sorted(registers.items())).encode())
        counted = folder / f"{name}{NGRAMS}"
        ngrams = None
        if counted.is_file():
            data = counted.read_bytes()
            digest.update(data)
            ngrams = StyleNgrams.from_bytes(data)
        learned = folder / f"{name}{READER}"
        reader = StyleReader.from_bytes(learned.read_bytes()) if learned.is_file() else None
    except FileNotFoundError as error:
        raise MissingPart(
            f"The generator's weights {name!r} are missing in {folder}; install Cadenza again "
            "or set CADENZA_GENERATOR."
        ) from error
    except (SafetensorError, OSError, ValueError, KeyError, TypeError, RuntimeError, BadZipFile) as error:
        raise MissingPart(
            f"The generator's weights {name!r} in {folder} are damaged; install Cadenza again."
        ) from error
    return Weights(
        model.eval(),
        tuple(card["styles"]),
        int(card["embedding_version"]),
        digest.hexdigest()[:12],
        registers,
        card,
        ngrams,
        reader,
    )
