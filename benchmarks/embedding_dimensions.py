"""What the embedding gains from being learned, and from its width.

    python -m benchmarks.embedding_dimensions PACK.npz --steps 150 --dimensions 64 128 256 --work DIR

PACK is what `cadenza train` packs of a corpus. Encoders of each width learn for the same number of steps from
the same batches; beside them the named features alone (tempo, mode, register, density, instruments: nothing
learned) and the shipped encoder. All are asked the same: do disguised excerpts and melodies alone of the
test split find their piece among all test pieces and `--distractors` train pieces, and do halves find each
other.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from music.corpus import PackedCorpus, load_pack
from recommender.encoder import EncoderConfig, MusicEncoder, load_network
from recommender.exams.retrieval import (
    cut,
    disguised,
    excerpts_find_their_piece,
    features,
    half_finds_half,
    halves,
    has_pitches,
    haystack,
    pooled,
    recall,
)
from recommender.training import train_encoder


class NamedFeatures(MusicEncoder):
    """Named features in an encoder's place, brought to one scale by those of the train split."""

    def __init__(self, pack: PackedCorpus) -> None:
        rng = np.random.default_rng(5)
        some = rng.permutation(pack.indices("train"))[:1000]
        rows = np.stack([features(cut(pack.piece(i)[0])[:1], pack.pieces[i].tempo_bpm) for i in some])
        self.mean, self.scale = rows.mean(0), np.maximum(rows.std(0), 1e-6)

    def embed_segments(
        self, segments: Sequence[NDArray[np.uint8]], tempos: Sequence[float | None], batch: int = 16
    ) -> NDArray[np.float32]:
        rows = np.stack([features([s], bpm) for s, bpm in zip(segments, tempos, strict=True)])
        scaled = (rows - self.mean) / self.scale
        unit: NDArray[np.float32] = scaled / np.maximum(np.linalg.norm(scaled, axis=1, keepdims=True), 1e-9)
        return unit.astype(np.float32)


class Joined(MusicEncoder):
    """Two encoders side by side, each with half the say."""

    def __init__(self, first: MusicEncoder, second: MusicEncoder) -> None:
        self.both = first, second

    def embed_segments(
        self, segments: Sequence[NDArray[np.uint8]], tempos: Sequence[float | None], batch: int = 16
    ) -> NDArray[np.float32]:
        found: NDArray[np.float32] = np.concatenate(
            [e.embed_segments(segments, tempos, batch) for e in self.both], axis=1
        ) / np.float32(2**0.5)
        return found


def examined(encoder: MusicEncoder, pack: PackedCorpus, distractors: int) -> list[str]:
    test = [i for i in pack.indices("test") if has_pitches(pack.piece(i)[0])]
    others = np.random.default_rng(1).permutation(pack.indices("train"))[:distractors]
    hay = haystack(pack, [*pack.indices("test"), *map(int, others)], encoder)
    cells = []
    for melody in (False, True):
        ranks = excerpts_find_their_piece(pack, test, encoder, hay, melody=melody, seed=1)
        cells += [_cell(ranks, 1), _cell(ranks, 10)]
    found = halves(pack, test)
    rng = np.random.default_rng(2)
    for other in (False, True):
        first, second = [], []
        for i, before, after in found:
            bpm = None if other else pack.pieces[i].tempo_bpm
            changed = [c for p in after for c in cut(disguised(p.astype(np.int32), rng))] if other else after
            first.append(pooled(encoder, before, bpm))
            second.append(pooled(encoder, changed, bpm))
        cells.append(_cell(half_finds_half(np.stack(first), np.stack(second)), 1))
    return cells


def _cell(ranks: NDArray[np.int64], k: int) -> str:
    value, low, high = recall(ranks, k)
    return f"{value:.3f} ({low:.2f}-{high:.2f})"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("pack", type=Path)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=150)
    parser.add_argument("--dimensions", type=int, nargs="*", default=[64, 128, 256])
    parser.add_argument("--distractors", type=int, default=800)
    options = parser.parse_args()
    pack = load_pack(options.pack)
    named = NamedFeatures(pack)
    rows: dict[str, MusicEncoder] = {"named features alone": named}
    for d in options.dimensions:
        folder = options.work / str(d)
        path = train_encoder(pack, folder, 1e9, config=EncoderConfig(dimension=d), steps=options.steps)
        rows[f"encoder, {d} dimensions, {options.steps} steps"] = MusicEncoder(load_network(path))
    rows["the shipped encoder"] = shipped = MusicEncoder.load()
    rows["the shipped encoder and named features"] = Joined(shipped, named)
    print("| | disguised @1 | @10 | melody alone @1 | @10 | half finds half @1 | other half disguised @1 |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for name, encoder in rows.items():
        print(f"| {name} | {' | '.join(examined(encoder, pack, options.distractors))} |", flush=True)


if __name__ == "__main__":
    torch.set_num_threads(1)
    main()
