"""The baselines by the names that `--model` knows."""

import hashlib
from functools import cache
from pathlib import Path

from generator.baselines.cgan import ConditionalGanBaseline
from generator.baselines.files import FOLDER, missing
from generator.baselines.gan import GanBaseline
from generator.baselines.gru import GruBaseline
from generator.baselines.interface import Baseline
from generator.baselines.lstm import LstmBaseline
from generator.baselines.markov import FirstOrderMarkov, MarkovBaseline
from generator.baselines.plain_transformer import PlainTransformer
from generator.baselines.vae import VaeBaseline

KINDS = {
    kind.name: kind
    for kind in (
        FirstOrderMarkov,
        MarkovBaseline,
        LstmBaseline,
        GruBaseline,
        VaeBaseline,
        GanBaseline,
        ConditionalGanBaseline,
        PlainTransformer,
    )
}
#: in the order of the table
NAMES = tuple(KINDS)


def new(name: str) -> Baseline:
    """One that has learned nothing."""
    return KINDS[name]()


@cache
def load(name: str, folder: Path = FOLDER) -> Baseline:
    """The baseline with its weights in `folder`. Raises MissingPart."""
    return KINDS[name].load(folder)


def weights_file(name: str, folder: Path = FOLDER) -> Path:
    """Raises MissingPart."""
    for suffix in (".npz", ".safetensors"):
        path = folder / f"{name}{suffix}"
        if path.is_file():
            return path
    raise missing(folder / f"{name}.safetensors")


@cache
def digest(name: str, folder: Path = FOLDER) -> str:
    """12 hex digits of the SHA-256 of the weights."""
    return hashlib.sha256(weights_file(name, folder).read_bytes()).hexdigest()[:12]
