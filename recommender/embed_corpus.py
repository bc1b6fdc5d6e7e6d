"""Segment vectors of a packed corpus, for what is trained on them (the generator's seeds, the text tower)."""

from collections.abc import Callable
from pathlib import Path

import numpy as np

from music.corpus import STEP, PackedCorpus, windows_of_bars
from recommender.encoder import SEGMENT_BARS, SEGMENT_NOTES, MusicEncoder
from recommender.space import EMBEDDING_VERSION


def embed_corpus(
    pack: PackedCorpus,
    encoder: MusicEncoder,
    path: Path,
    *,
    segments_each: int = 4,
    seed: int = 1,
    on_progress: Callable[[int, int], None] | None = None,
) -> None:
    """Writes .npz: vectors float32 [n, d], piece, start_bar, stop_bar int32 [n] (sorted by piece, then bar).

    Of pieces with more segments, `segments_each` are drawn at random.
    """
    rng = np.random.default_rng(seed)
    segments, tempos, rows = [], [], []
    for index, facts in enumerate(pack.pieces):
        notes, _ = pack.piece(index)
        cuts = list(windows_of_bars(notes, SEGMENT_BARS, SEGMENT_NOTES))
        chosen = sorted(rng.choice(len(cuts), min(segments_each, len(cuts)), replace=False))
        for start, stop, bar in (cuts[i] for i in chosen):
            tuples = notes[start:stop].copy()
            rows.append((index, bar, int(tuples[-1, STEP]) + 1))
            tuples[:, STEP] -= bar
            segments.append(tuples.astype(np.uint8))
            tempos.append(facts.tempo_bpm)
    vectors = []
    for i in range(0, len(segments), 1024):
        vectors.append(encoder.embed_segments(segments[i : i + 1024], tempos[i : i + 1024]))
        if on_progress:
            on_progress(min(i + 1024, len(segments)), len(segments))
    piece, start_bar, stop_bar = np.array(rows, np.int32).T
    np.savez(
        path,
        vectors=np.concatenate(vectors),
        piece=piece,
        start_bar=start_bar,
        stop_bar=stop_bar,
        embedding_version=np.int64(EMBEDDING_VERSION),
    )
