"""Trains the text tower: a caption belongs to its piece, whose music vectors stay as they are.

Needs torch, numpy and safetensors alone, beside the installed sentence encoder.
"""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor

from music.analysis.facts import DENSITY_BOUNDS
from music.analysis.mood import mood_features, mood_of_features
from music.controls import Density
from music.corpus import DURATION, INSTRUMENT, PITCH, POSITION, STEP, VELOCITY, PackedCorpus
from music.errors import MissingPart
from music.grid import DURATIONS, POSITIONS_PER_QUARTER, velocity_of_class
from music.instruments import DRUMS, NAMES, family_of
from music.theory import Key, key_correlations
from recommender.captions import CaptionFacts, caption
from recommender.space import EMBEDDING_VERSION
from recommender.text_encoder import TextEncoder
from recommender.text_tower import WEIGHTS, Projection, TextTower, save_projection

Vectors = NDArray[np.float32]
#: measured moods lie close to the middle; times this the corpus fills the circumplex as the words do
_MOOD_SPREAD = 1.3
_BATCH = 512


@dataclass(frozen=True, slots=True, eq=False)
class Pieces:
    """Pieces of one split: pooled music vectors [n, d], their segments by piece, and facts."""

    pooled: Vectors
    segments: list[Vectors]
    facts: list[CaptionFacts]


def train_text_tower(
    pack: PackedCorpus,
    vectors: Path,
    out: Path = WEIGHTS,
    *,
    minutes: float = 5.0,
    captions_each: int = 8,
    seed: int = 1,
    on_progress: Callable[[str], None] | None = None,
) -> dict[str, float]:
    """Trains on the train split with the vectors that `embed_corpus` wrote, keeps the best by the valid
    split, writes `out` and returns what was measured there (see `measure`).

    `minutes` bounds the training proper; reading captions with the sentence encoder comes before it.
    Raises MissingPart for vectors of another embedding version.
    """
    say = on_progress or (lambda _: None)
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    train, valid = (read_pieces(pack, vectors, split) for split in ("train", "valid"))
    encoder = TextEncoder()
    say(f"{len(train.facts)} pieces to train on, {len(valid.facts)} to choose by")
    captions = [[caption(facts, rng) for facts in train.facts] for _ in range(captions_each)]
    sentences = np.stack([encoder.encode(texts) for texts in captions])  # [captions, pieces, 384]
    questions = [caption(facts, rng, held_out=True) for facts in valid.facts]
    asked = encoder.encode(questions)
    say(f"{captions_each * len(train.facts)} captions read")

    projection = Projection(encoder.dimension)
    log_scale = torch.nn.Parameter(torch.tensor(math.log(20.0)))
    optimizer = torch.optim.AdamW([*projection.parameters(), log_scale], lr=1e-3, weight_decay=0.02)
    best: dict[str, float] = {"median_rank": math.inf}
    started, epoch = time.monotonic(), 0
    while (spent := (time.monotonic() - started) / 60) < minutes and epoch < 60:
        for group in optimizer.param_groups:
            group["lr"] = 1e-3 * 0.5 * (1 + math.cos(math.pi * min(1.0, max(spent / minutes, epoch / 60))))
        projection.train()
        order = rng.permutation(len(train.facts))
        for at in range(0, len(order) - _BATCH + 1, _BATCH):
            rows = order[at : at + _BATCH]
            text = torch.from_numpy(sentences[rng.integers(captions_each, size=len(rows)), rows])
            music = torch.from_numpy(_excerpt_vectors(train, rows, rng))
            loss = contrastive_loss(projection(text), music, log_scale.exp().clamp(max=60))
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimizer.step()
        epoch += 1
        now = measure(TextTower(encoder, projection).project(asked), valid)
        if now["median_rank"] < best["median_rank"]:
            best = {**now, "epoch": epoch}
            facts = {k: f"{v:.4g}" for k, v in best.items()}
            save_projection(projection, out, encoder.digest, facts)
        if epoch % 5 == 0:
            say(
                f"epoch {epoch}: loss {loss.item():.3f}, " + ", ".join(f"{k} {v:.3f}" for k, v in now.items())
            )
    return best


def contrastive_loss(text: Tensor, music: Tensor, scale: Tensor) -> Tensor:
    """InfoNCE both ways, text [B, d] against music [B, d]. Half of each target is shared out among pieces
    that sound alike: "a slow waltz" is no wrong answer to another slow waltz."""
    logits = scale * text @ music.T
    with torch.no_grad():
        alike = ((music @ music.T) / 0.05).softmax(1)
        target = 0.5 * torch.eye(len(music)) + 0.5 * alike
    return (F.cross_entropy(logits, target) + F.cross_entropy(logits.T, target)) / 2


def _excerpt_vectors(pieces: Pieces, rows: NDArray[np.int64], rng: np.random.Generator) -> Vectors:
    """For each piece its pooled vector, or half the time the one of a single passage."""
    vectors = pieces.pooled[rows]
    for i in np.flatnonzero(rng.random(len(rows)) < 0.5):
        segments = pieces.segments[rows[i]]
        vectors[i] = segments[int(rng.integers(len(segments)))]
    return vectors


def measure(questions: Vectors, pieces: Pieces) -> dict[str, float]:
    """How well `questions` [n, d], one a piece, find music.

    recall@10 and median_rank of the very piece; and the share of the first 10 answers that have the piece's
    mode, tempo (within 15%) and leading instrument family, each beside that share among all pieces.
    """
    similarity = questions @ pieces.pooled.T
    own = np.diagonal(similarity)
    rank = (similarity > own[:, None]).sum(1) + 1
    top = np.argsort(-similarity, axis=1)[:, :10]
    result = {
        "recall_at_10": float((rank <= 10).mean()),
        "chance_recall_at_10": 10 / len(rank),
        "median_rank": float(np.median(rank)),
        "chance_median_rank": (len(rank) + 1) / 2,
    }
    minor = np.array([math.nan if f.key is None else float(f.key.endswith("minor")) for f in pieces.facts])
    tempo = np.log([f.tempo_bpm or math.nan for f in pieces.facts])
    family = np.array([_family(f) for f in pieces.facts], np.float64)
    for name, values, within in (("mode", minor, 0.1), ("tempo", tempo, 0.15), ("family", family, 0.1)):
        known = ~np.isnan(values)
        fits = np.abs(values[None, :] - values[:, None]) < within
        shares = [
            fits[i, row[known[row]]].mean() for i, row in enumerate(top) if known[i] and known[row].any()
        ]
        result[f"same_{name}"] = float(np.mean(shares)) if shares else math.nan
        result[f"chance_same_{name}"] = float(fits[np.ix_(known, known)].mean())
    return result


def _family(facts: CaptionFacts) -> float:
    if not facts.instruments:
        return math.nan
    families = sorted({family_of(program) for program in range(DRUMS + 1)})
    return float(families.index(family_of(NAMES.index(facts.instruments[0]))))


def read_pieces(pack: PackedCorpus, vectors: Path, split: str) -> Pieces:
    """Facts of a split from the pack, and vectors from the file that `embed_corpus` wrote."""
    with np.load(vectors) as file:
        if int(file["embedding_version"]) != EMBEDDING_VERSION:
            raise MissingPart(
                f"{vectors.name} holds vectors of version {int(file['embedding_version'])} of the music "
                f"encoder, which is at {EMBEDDING_VERSION}; `cadenza train encoder` writes them anew."
            )
        rows, owner = file["vectors"], file["piece"]
    pooled, segments, facts = [], [], []
    for index in pack.indices(split):
        mine = rows[np.searchsorted(owner, index) : np.searchsorted(owner, index, side="right")]
        norm = np.linalg.norm(mine.sum(0)) if len(mine) else 0.0
        if norm > 0:
            pooled.append(mine.sum(0) / norm)
            segments.append(mine)
            facts.append(facts_of(pack, index))
    return Pieces(np.array(pooled, np.float32), segments, facts)


def facts_of(pack: PackedCorpus, index: int) -> CaptionFacts:
    """What the packed notes and the manifest say of a piece."""
    piece = pack.pieces[index]
    notes, bars = pack.piece(index)
    starts = np.concatenate(([0], np.cumsum(bars[:, 0])))
    onset = (starts[np.minimum(notes[:, STEP], len(bars) - 1)] + notes[:, POSITION]) / POSITIONS_PER_QUARTER
    duration = DURATIONS[notes[:, DURATION]] / POSITIONS_PER_QUARTER
    drums = notes[:, INSTRUMENT] == DRUMS
    velocity = np.array([velocity_of_class(c) for c in range(17)])[notes[:, VELOCITY]]
    mood = mood_of_features(mood_features(onset, duration, notes[:, PITCH], velocity, drums, piece.tempo_bpm))
    key, register = None, ""
    if not drums.all():
        pitched = ~drums
        weights = np.bincount(notes[pitched, PITCH] % 12, duration[pitched], 12).astype(np.float64)
        key = str(Key.from_index(int(key_correlations(weights).argmax())))
        mean = float(np.average(notes[pitched, PITCH], weights=duration[pitched]))
        register = "high" if mean > 73 else "low" if mean < 55 else ""
    counts = np.bincount(notes[:, INSTRUMENT], minlength=DRUMS + 1)
    seconds = float((onset + duration).max() - onset.min()) * 60 / (piece.tempo_bpm or math.inf)
    return CaptionFacts(
        title=piece.title,
        composer="" if piece.composer.lower().startswith(("trad", "anon")) else piece.composer,
        style="" if piece.style == "none" else piece.style,
        tempo_bpm=piece.tempo_bpm,
        key=key,
        metre=_metre(bars),
        instruments=tuple(NAMES[i] for i in np.argsort(-counts, kind="stable") if counts[i]),
        density=_density(len(notes) / seconds) if seconds > 0 else None,
        register=register,
        valence=float(np.clip(_MOOD_SPREAD * mood.valence, -0.95, 0.95)),
        arousal=float(np.clip(_MOOD_SPREAD * mood.arousal, -0.95, 0.95)),
    )


def _density(notes_per_second: float) -> Density:
    sparse, dense = DENSITY_BOUNDS
    return "sparse" if notes_per_second < sparse else "dense" if notes_per_second >= dense else "medium"


def _metre(bars: NDArray[np.int32]) -> str:
    kinds, counts = np.unique(bars, axis=0, return_counts=True)
    positions, denominator = kinds[counts.argmax()]
    return f"{positions * denominator // (4 * POSITIONS_PER_QUARTER)}/{denominator}"
