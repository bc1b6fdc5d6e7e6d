"""The text tower: sentences to unit vectors in the space of the music encoder.

A small network on frozen sentence vectors, trained by `recommender.training_text` against the vectors of
music with those captions (contrastive, as CLIP: A. Radford et al., 2021, arXiv 2103.00020).
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor, nn

from music.errors import MissingPart
from recommender.space import DIMENSION, EMBEDDING_VERSION
from recommender.text_encoder import TextEncoder

WEIGHTS = Path(__file__).parent / "weights" / "text_tower.safetensors"


class Projection(nn.Module):
    """Sentence vectors [B, sentence] to unit vectors [B, DIMENSION]."""

    def __init__(self, sentence: int = 384, width: int = 512) -> None:
        super().__init__()
        self.up = nn.Linear(sentence, width)
        self.dropout = nn.Dropout(0.2)
        self.down = nn.Linear(width, DIMENSION)

    def forward(self, x: Tensor) -> Tensor:
        return F.normalize(self.down(self.dropout(F.gelu(self.up(x * 10)))), dim=-1)


class TextTower:
    """Embeds texts where the music encoder embeds music."""

    def __init__(self, encoder: TextEncoder, projection: Projection) -> None:
        self.encoder = encoder
        self._projection = projection.eval()

    @classmethod
    def load(cls, path: Path = WEIGHTS, encoder: TextEncoder | None = None) -> "TextTower":
        """The tower at `path` on top of `encoder` (the installed one by default).

        Raises MissingPart when the weights are missing or damaged, or were trained for another music
        encoder or another sentence encoder.
        """
        encoder = encoder or TextEncoder()
        if not path.is_file():
            raise MissingPart(
                f"The text tower's weights are missing ({path.name}); install Cadenza again, "
                "or train them with `cadenza train text-tower`."
            )
        try:
            with safe_open(path, "pt") as file:
                facts = file.metadata() or {}
                tensors = {name: file.get_tensor(name).float() for name in file.keys()}  # noqa: SIM118
        except (SafetensorError, OSError) as error:
            raise MissingPart(
                f"The text tower's weights are damaged ({path.name}); install Cadenza again."
            ) from error
        if facts.get("embedding_version") != str(EMBEDDING_VERSION):
            raise MissingPart(
                f"The text tower was trained for version {facts.get('embedding_version')} of the music "
                f"encoder, which is at {EMBEDDING_VERSION}; `cadenza train text-tower` trains it anew."
            )
        if facts.get("text_encoder") != encoder.digest:
            raise MissingPart(
                "The text tower was trained on another sentence encoder than the one that "
                "CADENZA_TEXT_ENCODER names; leave that setting empty, or run `cadenza train text-tower`."
            )
        projection = Projection(encoder.dimension, len(tensors.get("up.bias", ())))
        try:
            projection.load_state_dict(tensors)
        except RuntimeError as error:
            raise MissingPart(
                f"The text tower's weights have another shape ({path.name}); install Cadenza again."
            ) from error
        return cls(encoder, projection)

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of `texts`, float32 [n, DIMENSION], unit length."""
        return self.project(self.encoder.encode(texts))

    @torch.inference_mode()
    def project(self, sentences: NDArray[np.float32]) -> NDArray[np.float32]:
        """Vectors in the space of music [n, DIMENSION] of sentence vectors [n, sentence]."""
        vectors: NDArray[np.float32] = self._projection(torch.from_numpy(sentences)).numpy()
        return vectors


def save_projection(projection: Projection, path: Path, text_encoder: str, facts: dict[str, str]) -> None:
    """Float16 safetensors; `text_encoder`: the sentence encoder's digest; `facts`: how it was trained."""
    tensors = {name: tensor.half().contiguous() for name, tensor in projection.state_dict().items()}
    known = {"embedding_version": str(EMBEDDING_VERSION), "text_encoder": text_encoder}
    save_file(tensors, path, {**facts, **known})
