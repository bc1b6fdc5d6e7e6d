"""Variants of one tune are found whatever their key, and not trained on when one of them is held out."""

import numpy as np

from music.corpus import PackedCorpus, PieceFacts
from music.variants import LEFT_OUT, leave_out_variants


def tune(seed: int, length: int = 120) -> list[int]:
    rng = np.random.default_rng(seed)
    return list(np.clip(67 + np.cumsum(rng.choice([-4, -3, -2, -1, 1, 2, 3, 4], length)), 40, 100))


def pack(pieces: list[tuple[str, list[int]]]) -> PackedCorpus:
    """(split, pitches): quarters on a violin in 4/4."""
    notes = []
    for _, pitches in pieces:
        steps = [int(i > 0 and i % 4 == 0) for i in range(len(pitches))]
        notes.append(
            [(s, 12 * (i % 4), 40, p, 9, 0) for i, (s, p) in enumerate(zip(steps, pitches, strict=True))]
        )
    lengths = [len(n) for n in notes]
    bars = [length // 4 + 1 for length in lengths]
    facts = tuple(
        PieceFacts(f"p{i}", "set", "", "", "", split, "", "", None) for i, (split, _) in enumerate(pieces)
    )
    return PackedCorpus(
        np.concatenate([np.array(n, np.uint8) for n in notes]),
        np.array([[48, 4]] * sum(bars), np.uint8),
        np.cumsum([0, *lengths]),
        np.cumsum([0, *bars]),
        facts,
    )


def test_a_transposed_variant_of_a_held_out_tune_is_not_trained_on() -> None:
    held_out = tune(1)
    played_elsewhere = [p + 5 for p in held_out[:60]] + tune(2, 20)
    kept, found = leave_out_variants(
        pack([("test", held_out), ("train", played_elsewhere), ("train", tune(3)), ("valid", tune(4))])
    )
    assert found == {1: 0}
    assert [p.split for p in kept.pieces] == ["test", LEFT_OUT, "train", "valid"]
    assert kept.indices("train") == [2]


def test_variants_within_training_stay() -> None:
    assert leave_out_variants(pack([("train", tune(1)), ("train", tune(1)), ("test", tune(5))]))[1] == {}


def test_scales_and_repeated_notes_make_no_variants() -> None:
    repeated, other = [60] * 80, [72] * 80
    assert leave_out_variants(pack([("test", repeated), ("train", other)]))[1] == {}
