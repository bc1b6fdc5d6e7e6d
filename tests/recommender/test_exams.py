"""The exams of the embedding: their disguises change what they say, and Cadenza's own pieces pass them."""

from pathlib import Path

import numpy as np
import pytest

from music.corpus import INSTRUMENT, PITCH, PackedCorpus, PieceFacts, pack_notes
from music.instruments import DRUMS
from recommender.encoder import MusicEncoder
from recommender.exams.probes import accuracy
from recommender.exams.retrieval import (
    Haystack,
    disguised,
    excerpt,
    excerpts_find_their_piece,
    half_finds_half,
    has_pitches,
    haystack,
    recall,
)
from recommender.excerpts import Pairs, alter, crop, melody_of, swap_instruments, transpose
from recommender.starter import ORIGINALS


@pytest.fixture(scope="module")
def pack() -> PackedCorpus:
    """Every third of the pieces that come with Cadenza."""
    files = sorted(Path(ORIGINALS).glob("*.mid"))[::3]
    packed = [pack_notes(file.read_bytes()) for file in files]
    facts = tuple(
        PieceFacts(file.stem, "originals", file.stem, "", "", "train", "CC0-1.0", "", 100.0) for file in files
    )
    return PackedCorpus(
        np.concatenate([notes for notes, _ in packed]),
        np.concatenate([bars for _, bars in packed]),
        np.cumsum([0, *(len(notes) for notes, _ in packed)]),
        np.cumsum([0, *(len(bars) for _, bars in packed)]),
        facts,
    )


def test_a_disguised_excerpt_finds_its_piece_and_so_does_its_melody(pack: PackedCorpus) -> None:
    encoder = MusicEncoder.load()
    everything = range(len(pack.pieces))
    hay = haystack(pack, everything, encoder)
    asked = [i for i in everything if has_pitches(pack.piece(i)[0])]
    for melody in (False, True):
        ranks = excerpts_find_their_piece(pack, asked, encoder, hay, melody=melody, seed=1)
        assert recall(ranks, 10)[0] >= 0.9


def test_a_disguise_changes_key_instruments_and_some_notes(pack: PackedCorpus) -> None:
    rng = np.random.default_rng(3)
    notes = next(pack.piece(i)[0] for i in range(len(pack.pieces)) if len(pack.piece(i)[0]) > 200)
    other = disguised(notes, rng)
    assert abs(len(other) - len(notes)) < 0.05 * len(notes)
    pitched = set(notes[notes[:, INSTRUMENT] != DRUMS, INSTRUMENT])
    assert set(other[:, INSTRUMENT]) - {DRUMS} != pitched


def test_transposing_moves_all_pitched_notes_alike_and_no_drum() -> None:
    notes = np.array([[0, 0, 0, 60, 3, 0], [0, 12, 0, 64, 3, 0], [0, 0, DRUMS, 36, 1, 0]], np.int32)
    before = notes.copy()
    rng = np.random.default_rng(0)
    while (notes == before).all():
        transpose(notes, rng)
    moved = notes[:2, PITCH] - before[:2, PITCH]
    assert moved[0] == moved[1] != 0
    assert notes[2, PITCH] == 36


def test_instruments_stay_in_their_family_when_they_should() -> None:
    notes = np.array(
        [[0, 0, program, 60, 3, 0] for program in range(128)] + [[0, 0, DRUMS, 38, 1, 0]], np.int32
    )
    swap_instruments(notes, np.random.default_rng(0), within_family=True)
    assert (notes[:128, INSTRUMENT] // 8 == np.arange(128) // 8).all()
    assert notes[128, INSTRUMENT] == DRUMS


def test_altering_keeps_the_order_and_stays_in_bounds(pack: PackedCorpus) -> None:
    notes = pack.piece(0)[0]
    changed = alter(notes, np.random.default_rng(1), 0.5)
    when = changed[:, 0] * 1000 + changed[:, 1]
    assert (np.diff(when) >= 0).all()
    assert changed[:, 1].min() >= 0
    assert changed[:, PITCH].max() <= 127


def test_the_melody_is_the_highest_note_of_each_onset() -> None:
    chords = [[bar, 0, 0, pitch + bar, 3, 0] for bar in range(10) for pitch in (60, 64, 67)]
    line = melody_of(np.array(chords, np.int32))
    assert line[:, PITCH].tolist() == [67 + bar for bar in range(10)]


def test_an_excerpt_is_sixteen_bars_of_the_piece(pack: PackedCorpus) -> None:
    notes = max((pack.piece(i)[0] for i in range(len(pack.pieces))), key=lambda n: int(n[-1, 0]))
    cut = excerpt(notes, np.random.default_rng(5))
    assert int(cut[-1, 0] - cut[0, 0]) < 16
    assert crop(notes, 0)[0, 0] == 0


def test_a_batch_holds_no_piece_twice_and_pairs_are_of_one_piece(pack: PackedCorpus) -> None:
    pairs = Pairs(pack, "train", seed=1, max_notes=64)
    chosen = pairs.choose(24)
    assert len(set(chosen)) == 24
    a, b = pairs.pair(chosen[0])
    assert a.dtype == b.dtype == np.uint8
    assert min(len(a), len(b)) >= 8


def test_the_rank_counts_pieces_and_not_passages() -> None:
    vectors = np.eye(4, dtype=np.float32)
    hay = Haystack(vectors, np.array([3, 3, 7, 9]), (3, 7, 9))
    question = np.array([[0.9, 0.8, 0.3, 0.0]], np.float32)
    assert [hay.rank(question, piece) for piece in (3, 7, 9)] == [1, 2, 3]


def test_halves_and_intervals() -> None:
    same = np.eye(5, dtype=np.float32)
    assert half_finds_half(same, same).tolist() == [1] * 5
    value, low, high = recall(np.array([1, 1, 1, 20]), 10)
    assert (value, low < 0.75 < high) == (0.75, True)


def test_a_probe_reads_what_is_there_and_not_what_is_not() -> None:
    rng = np.random.default_rng(0)
    labels = ["a", "b"] * 100
    told = np.array([[1.0 if x == "a" else -1.0, 0.0] for x in labels]) + rng.normal(0, 0.2, (200, 2))
    seen = told.astype(np.float32)
    assert accuracy(seen, labels, seen, labels)["accuracy"] > 0.95
    noise = rng.normal(0, 1, (400, 2)).astype(np.float32)
    assert float(accuracy(noise[:200], labels, noise[200:], labels)["accuracy"]) < 0.65
