"""Training on a corpus folder of a few pieces: it packs, learns, stops on time and goes on where it was."""

import json
from pathlib import Path

import numpy as np
import pytest
import torch

from generator.dataset import SeedVectors, Windows, style_names
from generator.precision import Muon
from generator.training import train_generator, training_list
from generator.vocabulary import BAR, END, VELOCITY
from generator.weights import load_weights
from music.corpus import PackedCorpus, load_pack, pack_corpus, save_pack
from music.errors import MissingPart
from music.midi import write_midi
from music.score import Metre, Part, Score


def tune(seed: int, beats: int, velocity: int | None = None) -> Score:
    rng = np.random.default_rng(seed)
    count = 64
    onset = np.arange(count) * 240
    pitch = 60 + rng.choice([0, 2, 4, 5, 7, 9, 11], count)
    loud = rng.integers(40, 110, count) if velocity is None else np.full(count, velocity)
    notes = np.column_stack([onset, np.full(count, 240), pitch, loud]).astype(np.int32)
    return Score(480, (Part(40, notes),), metres=(Metre(0, beats, 4),))


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpus")
    rows = []
    for i in range(10):
        score = tune(i, 3 if i % 2 else 4, 80 if i == 1 else None)
        (folder / f"{i}.mid").write_bytes(write_midi(score))
        rows.append({
            "id": f"ours/{i}", "path": f"{i}.mid", "dataset": "ours", "title": f"Tune, {i}", "composer": "",
            "style": "reel", "tags": ["tempo-assumed"] if i == 2 else [], "bpm": 120.0, "licence": "CC0-1.0",
            "source": "made here", "split": "valid" if i >= 8 else "train",
        })  # fmt: skip
    (folder / "broken.mid").write_bytes(b"not midi")
    rows.append({**rows[0], "id": "ours/broken", "path": "broken.mid"})
    (folder / "manifest.jsonl").write_text("\n".join(map(json.dumps, rows)))
    return folder


@pytest.fixture(scope="module")
def pack(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> PackedCorpus:
    packed, skipped = pack_corpus([corpus], workers=1)
    assert [name for name, _ in skipped] == ["ours/broken"]
    path = tmp_path_factory.mktemp("pack") / "corpus.npz"
    save_pack(packed, path)
    return load_pack(path)


def windows(pack: PackedCorpus, split: str = "train", *, augment: bool = False) -> Windows:
    return Windows(pack, split, style_names(pack), None, 512, 128, seed=1, augment=augment)


def test_a_window_holds_the_piece_and_its_end(pack: PackedCorpus) -> None:
    window = windows(pack).window(0)
    assert len(window.targets) == 65
    assert window.targets[-1, BAR] == END
    assert window.targets[:-1, BAR].sum() == 7  # 64 eighths in 4/4 reach the eighth bar


def test_constant_velocity_and_assumed_tempo_teach_nothing(pack: PackedCorpus) -> None:
    dynamic, constant, assumed = (windows(pack).window(i) for i in range(3))
    assert dynamic.scored[:-1, VELOCITY].all()
    assert not constant.scored[:, VELOCITY].any()
    assert dynamic.asked["tempo"] != 0
    assert assumed.asked["tempo"] == 0


def test_transposing_moves_notes_and_key_alike(pack: PackedCorpus) -> None:
    drawn = [windows(pack, augment=True).window(0) for _ in range(1)]
    plain = windows(pack).window(0)
    shift = drawn[0].targets[0, 3] - plain.targets[0, 3]
    assert (drawn[0].targets[:-1, 3] - plain.targets[:-1, 3] == shift).all()


def test_the_splits_stay_apart(pack: PackedCorpus) -> None:
    assert set(windows(pack).indices).isdisjoint(windows(pack, "valid").indices)


def test_training_goes_on_where_it_stopped(pack: PackedCorpus, tmp_path: Path) -> None:
    train_generator(pack, None, tmp_path, 60, tokens=256, last_step=2)
    first = [json.loads(line) for line in (tmp_path / "small.curve.jsonl").read_text().splitlines()]
    train_generator(pack, None, tmp_path, 60, tokens=256, last_step=12)
    both = [json.loads(line) for line in (tmp_path / "small.curve.jsonl").read_text().splitlines()]
    assert both[: len(first)] == first
    assert (first[-1]["step"], both[-1]["step"]) == (2, 12)
    assert both[-1]["bits_per_note"] < first[0]["bits_per_note"]
    assert load_weights(tmp_path, "small").facts["valid"]["bits_per_note"] <= first[-1]["bits_per_note"]


def test_updates_are_made_orthogonal_alike_in_both_precisions(monkeypatch: pytest.MonkeyPatch) -> None:
    """In float32, where the processor has no bfloat16, as PyTorch does it in bfloat16 elsewhere."""
    start = torch.randn(6, 40, 24, generator=torch.Generator().manual_seed(3))
    moved = []
    for native in (True, False):
        monkeypatch.setattr("generator.precision._PROCESSOR_HAS_BFLOAT16", native)
        matrices = [start[0].clone(), start[1].T.clone()]
        learner = Muon(matrices, 0.1)
        for step in (2, 3, 4):
            for matrix, change in zip(matrices, (start[step], start[step].T), strict=True):
                matrix.grad = change.clone()
            learner.step()
        moved.append((matrices[0] - start[0], matrices[1] - start[1].T))
    for one, other in zip(*moved, strict=True):
        assert torch.nn.functional.cosine_similarity(one.flatten(), other.flatten(), 0) > 0.999
        assert float(one.norm() / other.norm()) == pytest.approx(1, abs=0.01)


def test_the_list_of_what_was_learned_from_has_a_row_a_piece(pack: PackedCorpus) -> None:
    rows = training_list(pack).splitlines()
    assert len(rows) == 1 + 8
    assert '"Tune, 0"' in rows[1]
    assert "CC0-1.0" in rows[1]


def test_seeds_come_from_elsewhere_in_the_piece(tmp_path: Path) -> None:
    path = tmp_path / "segments.npz"
    vectors = np.eye(3, 128, dtype=np.float32)
    np.savez(
        path,
        vectors=vectors,
        piece=[0, 0, 1],
        start_bar=[0, 16, 0],
        stop_bar=[16, 32, 16],
        embedding_version=1,
    )
    seeds = SeedVectors(path)
    rng = np.random.default_rng(1)
    found = seeds.elsewhere(0, 0, 15, rng)
    assert found is not None
    assert int(found.argmax()) == 1
    assert seeds.elsewhere(1, 0, 15, rng) is None


def test_damaged_and_missing_weights_are_told_apart_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(MissingPart, match="missing"):
        load_weights(tmp_path, "small")
    (tmp_path / "small.json").write_text("{}")
    with pytest.raises(MissingPart, match="damaged"):
        load_weights(tmp_path, "small")
