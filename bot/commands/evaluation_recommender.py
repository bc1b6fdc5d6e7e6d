"""Measuring the recommender on the test split, with everything else of the corpus to get lost in."""

import argparse
from typing import TYPE_CHECKING, Any

import numpy as np

from bot.commands.evaluation_models import SPLIT, tested, workplace
from bot.commands.learning import segment_vectors
from bot.commands.output import ProgressLine
from music.errors import CadenzaError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from music.corpus import PackedCorpus
    from recommender.encoder import MusicEncoder


def recommender(options: argparse.Namespace) -> dict[str, Any]:
    """Excerpts find their piece, halves each other, captions their piece; style and composer read off the
    vectors. Recalls come with 95 % intervals."""
    from recommender.encoder import MusicEncoder

    if options.corpus is None:
        raise CadenzaError("Name the corpus whose test split shall be searched with --corpus DIR.")
    encoder = MusicEncoder.load()
    with workplace(options) as folder:
        pack = tested(options.corpus, folder)
        segments = segment_vectors(pack, folder)
        return {
            "excerpts": _excerpts(pack, encoder, options.distractors),
            "halves": _halves(pack, encoder),
            "text_finds_music": _captions(pack, segments),
            "probes": _probes(pack, segments),
        }


def _excerpts(pack: "PackedCorpus", encoder: "MusicEncoder", distractors: int) -> dict[str, Any]:
    """Excerpts of the test pieces, among the passages of all test pieces and of train pieces."""
    from recommender.exams.retrieval import excerpts_find_their_piece, has_pitches, haystack

    asked = [i for i in pack.indices(SPLIT) if has_pitches(pack.piece(i)[0])]
    others = np.random.default_rng(1).permutation(pack.indices("train"))[:distractors]
    with ProgressLine() as progress:
        hay = haystack(
            pack,
            [*pack.indices(SPLIT), *map(int, others)],
            encoder,
            lambda done, total: progress.show("embedding passages", done, total),
        )
    result: dict[str, Any] = {"pieces": len(hay.pieces), "passages": len(hay.vectors)}
    for name, melody in (("disguised", False), ("melody_alone", True)):
        ranks = excerpts_find_their_piece(pack, asked, encoder, hay, melody=melody, seed=1)
        result[name] = _recalls(ranks)
    return result


def _halves(pack: "PackedCorpus", encoder: "MusicEncoder") -> dict[str, Any]:
    """One half of a piece finds the other among all test pieces: as it is, and with the other half disguised.
    Beside it what named features alone can do."""
    from recommender.exams.retrieval import (
        cut,
        disguised,
        features,
        half_finds_half,
        halves,
        has_pitches,
        pooled,
        standardised,
    )

    rng = np.random.default_rng(2)
    pieces = [i for i in pack.indices(SPLIT) if has_pitches(pack.piece(i)[0])]
    found = halves(pack, pieces)
    tempos = [pack.pieces[i].tempo_bpm for i, _, _ in found]
    changed = [[c for p in second for c in cut(disguised(p.astype(np.int32), rng))] for _, _, second in found]
    result: dict[str, Any] = {"pieces": len(found)}
    for name, seconds, known in (
        ("as_they_are", [second for _, _, second in found], tempos),
        ("other_disguised", changed, [None] * len(found)),
    ):
        firsts = [first for _, first, _ in found]
        ours = [
            np.stack([pooled(encoder, part, bpm) for part, bpm in zip(parts, known, strict=True)])
            for parts in (firsts, seconds)
        ]
        named = [
            standardised(np.stack([features(part, bpm) for part, bpm in zip(parts, known, strict=True)]))
            for parts in (firsts, seconds)
        ]
        result[name] = {
            "encoder": _recalls(half_finds_half(ours[0], ours[1])),
            "features_alone": _recalls(half_finds_half(named[0], named[1])),
        }
    return result


def _captions(pack: "PackedCorpus", segments: Any) -> dict[str, float]:
    """Captions in a manner never trained on."""
    from recommender.captions import caption
    from recommender.text_tower import TextTower
    from recommender.training_text import measure, read_pieces

    pieces = read_pieces(pack, segments, SPLIT)
    rng = np.random.default_rng(1)
    questions = TextTower.load().embed([caption(facts, rng, held_out=True) for facts in pieces.facts])
    return measure(questions, pieces)


def _probes(pack: "PackedCorpus", segments: Any) -> dict[str, Any]:
    from recommender.exams.probes import accuracy

    with np.load(segments) as file:
        vectors, owner = file["vectors"], file["piece"]
    total = np.zeros((len(pack.pieces), vectors.shape[1]), np.float32)
    np.add.at(total, owner, vectors)
    total /= np.maximum(np.linalg.norm(total, axis=1, keepdims=True), 1e-9)
    train, test = pack.indices("train"), pack.indices(SPLIT)
    result = {}
    for name in ("style", "composer"):
        labels = [getattr(piece, name) for piece in pack.pieces]
        told = [[i for i in split if labels[i] not in ("", "none")] for split in (train, test)]
        x, y = ([labels[i] for i in rows] for rows in told)
        result[name] = accuracy(total[told[0]], x, total[told[1]], y)
    return result


def _recalls(ranks: "NDArray[np.int64]") -> dict[str, Any]:
    from recommender.exams.retrieval import recall

    return {
        "questions": len(ranks),
        **{
            f"recall_at_{k}": dict(zip(("value", "low", "high"), recall(ranks, k), strict=True))
            for k in (1, 10)
        },
        "median_rank": float(np.median(ranks)),
    }
