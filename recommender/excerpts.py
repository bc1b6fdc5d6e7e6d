"""Excerpts for contrastive training and its exams: which two of them belong together, and their disguises."""

import math
import re
from collections import defaultdict

import numpy as np
from numpy.typing import NDArray

from music.corpus import INSTRUMENT, PITCH, POSITION, STEP, VELOCITY, PackedCorpus
from music.grid import MAX_BAR_POSITIONS
from music.instruments import DRUMS
from music.variants import turns
from recommender.encoder import SEGMENT_BARS, SEGMENT_NOTES

Notes = NDArray[np.int32]  # [n, 6], columns of music.corpus with the absolute bar in STEP

#: fewer notes than this tell nothing apart
FEWEST = 8
#: programmes that music is played on, for swaps across families
_PROGRAMMES = np.array(
    [0, 4, 6, 11, 16, 19, 21, 24, 25, 27, 32, 40, 42, 46, 48, 52, 56, 60, 65, 68, 71, 73, 80, 88]
)
#: shares of the kinds of pair, see `Pairs.pair`
_ELSEWHERE, _MELODY, _TWIN = 0.25, 0.2, 0.5
#: share of turns that two melodies of one title must have in common to be taken for one tune
_SAME_TUNE = 0.15


def crop(notes: Notes, start: int, most: int = SEGMENT_NOTES) -> Notes:
    """Whole bars from note `start` on: at most SEGMENT_BARS and `most` notes; bars counted from the first."""
    bar = int(notes[start, STEP])
    stop = min(int(np.searchsorted(notes[:, STEP], bar + SEGMENT_BARS)), start + most)
    cut = notes[start:stop].copy()
    cut[:, STEP] -= bar
    return cut


def first_of_bar(notes: Notes, bar: int) -> int:
    return min(int(np.searchsorted(notes[:, STEP], bar)), len(notes) - 1)


def melody_of(notes: Notes) -> Notes:
    """The highest pitched note of each onset; `notes` themselves where that leaves almost nothing."""
    pitched = notes[notes[:, INSTRUMENT] != DRUMS]
    if len(pitched) < FEWEST:
        return notes
    when = pitched[:, STEP] * 1000 + pitched[:, POSITION]
    order = np.lexsort((pitched[:, PITCH], when))
    line = pitched[order[np.flatnonzero(np.diff(when[order], append=-1))]]
    return line if len(line) >= FEWEST else notes


def transpose(notes: Notes, rng: np.random.Generator, furthest: int = 6) -> None:
    """Moves all pitched notes by up to `furthest` semitones, in place."""
    pitched = notes[:, INSTRUMENT] != DRUMS
    if pitched.any():
        low, high = int(notes[pitched, PITCH].min()), int(notes[pitched, PITCH].max())
        steps = rng.integers(max(-furthest, -low), min(furthest, 127 - high) + 1)
        notes[pitched, PITCH] += steps


def swap_instruments(notes: Notes, rng: np.random.Generator, *, within_family: bool) -> None:
    """Gives each pitched instrument another programme, in place."""
    for program in np.unique(notes[:, INSTRUMENT]):
        if program != DRUMS:
            other = program // 8 * 8 + rng.integers(0, 8) if within_family else rng.choice(_PROGRAMMES)
            # marked, so that a programme that was just given is not swapped again
            notes[notes[:, INSTRUMENT] == program, INSTRUMENT] = other + 1000
    notes[notes[:, INSTRUMENT] >= 1000, INSTRUMENT] -= 1000


def alter(notes: Notes, rng: np.random.Generator, share: float) -> Notes:
    """Changes a share of the notes: a third of them left out, a third moved in pitch, a third in time."""
    fate = rng.random(len(notes))
    notes = notes.copy()
    moved = (fate < share / 3) & (notes[:, INSTRUMENT] != DRUMS)
    notes[moved, PITCH] = np.clip(notes[moved, PITCH] + rng.choice([-2, -1, 1, 2], moved.sum()), 0, 127)
    late = (fate >= share / 3) & (fate < 2 * share / 3)
    notes[late, POSITION] += rng.choice([-3, 3], late.sum())
    notes[:, POSITION] = np.clip(notes[:, POSITION], 0, MAX_BAR_POSITIONS - 1)
    kept = notes[~((fate >= 2 * share / 3) & (fate < share))]
    kept = kept if len(kept) >= FEWEST else notes
    return kept[np.lexsort((kept[:, PITCH], kept[:, INSTRUMENT], kept[:, POSITION], kept[:, STEP]))]


class Pairs:
    """Draws pairs of disguised excerpts from one split."""

    def __init__(self, pack: PackedCorpus, split: str, seed: int, max_notes: int) -> None:
        self.pack = pack
        self.rng = np.random.default_rng(seed)
        self.max_notes = max_notes
        self.indices = pack.indices(split)
        self.twins = twins(pack, self.indices)
        kinds: dict[tuple[str, str], list[int]] = defaultdict(list)
        for i in self.indices:
            kinds[pack.pieces[i].dataset, pack.pieces[i].style].append(i)
        #: pieces of one collection and style, which are hard to tell apart
        self.alike = [group for group in kinds.values() if len(group) >= 12]

    def choose(self, size: int) -> list[int]:
        """Pieces for a batch, none twice: half drawn from all, half in groups of six of one kind."""
        rng = self.rng
        chosen = dict.fromkeys(int(i) for i in rng.choice(self.indices, size // 2, replace=False))
        sizes = np.array([len(g) for g in self.alike], float) ** 0.5
        while self.alike and len(chosen) < size - 6:
            group = self.alike[rng.choice(len(self.alike), p=sizes / sizes.sum())]
            chosen |= dict.fromkeys(int(i) for i in rng.choice(group, 6, replace=False))
        while len(chosen) < size:
            chosen[int(rng.choice(self.indices))] = None
        return list(chosen)[:size]

    def pair(self, index: int) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
        """Two disguised excerpts that belong together.

        Mostly excerpts that share bars, for finding a passage again; of some pairs one is the melody alone,
        some come from different places of the piece or from a twin (the tune in another collection), which is
        what "in the same spirit" means.
        """
        rng = self.rng
        notes, _ = self.pack.piece(index)
        kind = rng.random()
        most = int(rng.integers(self.max_notes // 2, self.max_notes + 1))
        last = max(0, len(notes) - max(FEWEST, most // 2))
        first = first_of_bar(notes, int(notes[rng.integers(0, last + 1), STEP]))
        other, source = first, notes
        if index in self.twins and rng.random() < _TWIN:
            source, _ = self.pack.piece(int(rng.choice(self.twins[index])))
            other = min(first, len(source) - 1)
            other = first_of_bar(source, int(source[other, STEP])) if len(source) - other > most // 2 else 0
        elif kind < _ELSEWHERE:
            other = first_of_bar(notes, int(notes[rng.integers(0, last + 1), STEP]))
        else:
            # up to half an excerpt further on
            bars = max(1, int(notes[min(first + most, len(notes)) - 1, STEP] - notes[first, STEP]) // 2)
            later = first_of_bar(notes, int(notes[first, STEP]) + int(rng.integers(0, min(bars, 8) + 1)))
            other = later if len(notes) - later >= most // 2 else first
        a, b = crop(notes, first, most), crop(source, other, most)
        if 1 - kind < _MELODY:
            # the other keeps everything, and may keep more notes for as many bars
            a = melody_of(crop(notes, first, 3 * most))[:most]
        return self.disguise(a), self.disguise(b)

    def disguise(self, notes: Notes) -> NDArray[np.uint8]:
        rng = self.rng
        notes = notes.copy()
        if rng.random() < 0.8:
            transpose(notes, rng)
        used = np.unique(notes[:, INSTRUMENT])
        if len(used) > 1 and rng.random() < 0.2:
            rest = notes[notes[:, INSTRUMENT] != rng.choice(used)]
            notes = rest if len(rest) >= FEWEST else notes
        elif rng.random() < 0.05:
            notes = melody_of(notes).copy()
        swap = rng.random()
        if swap < 0.4:
            swap_instruments(notes, rng, within_family=swap < 0.2)
        if rng.random() < 0.4:
            notes[:, VELOCITY] = 0
        if rng.random() < 0.4:
            notes = alter(notes, rng, float(rng.uniform(0.02, 0.12)))
        notes[:, STEP] = np.minimum(notes[:, STEP] - notes[:, STEP].min(), SEGMENT_BARS - 1)
        return notes.astype(np.uint8)

    def tempo(self, index: int) -> float | None:
        """The piece's tempo, changed, or None where it is unknown or left out."""
        bpm = self.pack.pieces[index].tempo_bpm
        if bpm is None or self.rng.random() < 0.3:
            return None
        return bpm * math.exp(self.rng.normal(0, 0.15))


def twins(pack: PackedCorpus, indices: list[int]) -> dict[int, list[int]]:
    """For a piece the others among `indices` that are the same tune by title, in another collection."""
    by_title: dict[str, list[int]] = defaultdict(list)
    for i in indices:
        title = re.sub(r"^(the|a)\s+|\W+", " ", pack.pieces[i].title.lower()).strip()
        if len(title) > 3:
            by_title[title].append(i)
    found: dict[int, list[int]] = defaultdict(list)
    for group in by_title.values():
        for i in group:
            for j in group:
                if pack.pieces[i].dataset != pack.pieces[j].dataset and _same_tune(pack, i, j):
                    found[i].append(j)
    return dict(found)


def _same_tune(pack: PackedCorpus, i: int, j: int) -> bool:
    mine, theirs = turns(pack.piece(i)[0]), turns(pack.piece(j)[0])
    return len(mine & theirs) >= _SAME_TUNE * max(1, min(len(mine), len(theirs)))
