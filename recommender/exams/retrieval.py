"""Exams of the music embedding: does an excerpt find its piece again, and one half of a piece the other?

Every figure is a recall: the share of questions whose piece is among the best k of the haystack.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from music.corpus import INSTRUMENT, STEP, PackedCorpus, windows_of_bars
from music.instruments import DRUMS
from recommender.encoder import SEGMENT_BARS, SEGMENT_NOTES, MusicEncoder
from recommender.excerpts import FEWEST, Notes, alter, melody_of, swap_instruments, transpose
from recommender.training import family_shares, named_features

Vectors = NDArray[np.float32]
Passage = NDArray[np.uint8]  # as the encoder takes it: bars counted from its own first
#: share of the notes that a disguise alters
ALTERED = 0.05
#: a disguise plays at up to a third faster or slower
_TEMPO_OCTAVES = 0.4


@dataclass(frozen=True, slots=True, eq=False)
class Haystack:
    """Vectors [n, d] of passages and the piece [n] each belongs to; `pieces` in order."""

    vectors: Vectors
    owners: NDArray[np.int64]
    pieces: tuple[int, ...]

    def rank(self, questions: Vectors, answer: int) -> int:
        """The place (from 1) of piece `answer` for the vectors [q, d] of one question.

        A piece scores the mean over the question's vectors of the best of its passages.
        """
        best = np.full((len(self.pieces), len(questions)), -np.inf, np.float32)
        rows = np.searchsorted(self.pieces, self.owners)
        np.maximum.at(best, rows, self.vectors @ questions.T)
        score = best.mean(1)
        mine = score[self.pieces.index(answer)]
        return int((score > mine).sum()) + 1


def cut(notes: Notes) -> list[Passage]:
    """The passages of a piece or an excerpt, as the encoder takes them."""
    found = []
    for start, stop, bar in windows_of_bars(notes, SEGMENT_BARS, SEGMENT_NOTES):
        piece = notes[start:stop].copy()
        piece[:, STEP] -= bar
        found.append(piece.astype(np.uint8))
    return found


def haystack(
    pack: PackedCorpus,
    indices: Sequence[int],
    encoder: MusicEncoder,
    on_progress: Callable[[int, int], None] | None = None,
) -> Haystack:
    """All passages of the pieces `indices`."""
    indices = sorted(indices)
    chunks: list[Vectors] = []
    owners: list[int] = []
    for begin in range(0, len(indices), 100):
        passages, tempos = [], []
        for i in indices[begin : begin + 100]:
            mine = cut(pack.piece(i)[0])
            passages += mine
            tempos += [pack.pieces[i].tempo_bpm] * len(mine)
            owners += [i] * len(mine)
        chunks.append(encoder.embed_segments(passages, tempos))
        if on_progress:
            on_progress(min(begin + 100, len(indices)), len(indices))
    return Haystack(np.concatenate(chunks), np.array(owners), tuple(indices))


def excerpt(notes: Notes, rng: np.random.Generator) -> Notes:
    """16 bars from a bar drawn at random, which need not be where a passage of the haystack begins."""
    last = max(0, int(notes[-1, STEP]) - SEGMENT_BARS + 1)
    bar = int(rng.integers(0, last + 1))
    start, stop = np.searchsorted(notes[:, STEP], [bar, bar + SEGMENT_BARS])
    if stop - start < FEWEST:
        start, stop = 0, len(notes)
    return notes[start:stop].copy()


def disguised(notes: Notes, rng: np.random.Generator) -> Notes:
    """In another key, on other instruments, and with some notes changed."""
    notes = alter(notes, rng, ALTERED)
    transpose(notes, rng)
    swap_instruments(notes, rng, within_family=False)
    return notes


def excerpts_find_their_piece(
    pack: PackedCorpus,
    pieces: Sequence[int],
    encoder: MusicEncoder,
    hay: Haystack,
    *,
    melody: bool,
    seed: int,
) -> NDArray[np.int64]:
    """The rank of its own piece for one excerpt of each of `pieces`: disguised, or the melody alone."""
    rng = np.random.default_rng(seed)
    ranks = []
    for i in pieces:
        notes = excerpt(pack.piece(i)[0], rng)
        bpm = pack.pieces[i].tempo_bpm
        if melody:
            notes = melody_of(notes)
        else:
            notes = disguised(notes, rng)
            bpm = None if bpm is None else bpm * 2 ** rng.uniform(-_TEMPO_OCTAVES, _TEMPO_OCTAVES)
        passages = cut(notes)
        ranks.append(hay.rank(encoder.embed_segments(passages, [bpm] * len(passages)), i))
    return np.array(ranks)


def halves(pack: PackedCorpus, pieces: Sequence[int]) -> list[tuple[int, list[Passage], list[Passage]]]:
    """(piece, passages of its first half, of its second) of the pieces with at least four passages."""
    found = []
    for i in pieces:
        mine = cut(pack.piece(i)[0])
        if len(mine) >= 4:
            middle = len(mine) // 2
            found.append((i, mine[:middle], mine[middle:]))
    return found


def half_finds_half(first: Vectors, second: Vectors) -> NDArray[np.int64]:
    """Ranks of the other half [n] for pooled unit vectors [n, d] of both."""
    similarity = first @ second.T
    ranks: NDArray[np.int64] = (similarity > np.diagonal(similarity)[:, None]).sum(1) + 1
    return ranks


def pooled(encoder: MusicEncoder, passages: Sequence[Passage], bpm: float | None) -> Vectors:
    """The unit vector [d] of several passages together."""
    vectors = encoder.embed_segments(passages, [bpm] * len(passages))
    total: Vectors = (vectors * np.array([len(p) for p in passages], np.float32)[:, None]).sum(0)
    return total / max(float(np.linalg.norm(total)), 1e-9)


def features(passages: Sequence[Passage], bpm: float | None) -> Vectors:
    """What can be named of several passages, without the encoder: [24], the row that it has to beat."""
    together = np.concatenate(passages)
    named = np.mean([np.nan_to_num(named_features(p, bpm)) for p in passages], axis=0)
    result: Vectors = np.concatenate([named, family_shares(together)]).astype(np.float32)
    return result


def standardised(rows: Vectors) -> Vectors:
    """Unit vectors of rows [n, k] whose columns were brought to one scale."""
    scaled = (rows - rows.mean(0)) / np.maximum(rows.std(0), 1e-6)
    unit: Vectors = scaled / np.maximum(np.linalg.norm(scaled, axis=1, keepdims=True), 1e-9)
    return unit


def recall(ranks: NDArray[np.int64], k: int) -> tuple[float, float, float]:
    """(share of ranks within k, and its 95 % interval by Wilson's score)."""
    n, p, z = len(ranks), float((ranks <= k).mean()), 1.96
    middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return p, middle - half, middle + half


def has_pitches(notes: Notes) -> bool:
    """Drums alone have no melody and no key to be moved to."""
    return bool((notes[:, INSTRUMENT] != DRUMS).sum() >= FEWEST)
