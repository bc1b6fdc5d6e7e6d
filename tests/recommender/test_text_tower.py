"""Captions, the contrastive loss, and the text tower with its shipped weights."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from safetensors.torch import save_file

from music.corpus import PackedCorpus, PieceFacts
from music.errors import MissingPart
from music.grid import DURATIONS
from recommender.captions import HELD_OUT_MANNERS, CaptionFacts, caption, mood_words
from recommender.space import DIMENSION, EMBEDDING_VERSION
from recommender.text_encoder import SHA256, TextEncoder
from recommender.text_tower import Projection, TextTower, save_projection
from recommender.training_text import Pieces, contrastive_loss, facts_of, measure, train_text_tower

FACTS = CaptionFacts(
    title="Rain on the Roof",
    composer="Ann Example",
    style="waltz",
    tempo_bpm=60.0,
    key="A minor",
    metre="3/4",
    instruments=("Acoustic Grand Piano", "Violin"),
    density="sparse",
    register="low",
    valence=-0.4,
    arousal=-0.5,
)


@pytest.fixture(scope="module")
def encoder() -> TextEncoder:
    return TextEncoder()


def captions(facts: CaptionFacts, n: int = 300, *, held_out: bool = False) -> list[str]:
    rng = np.random.default_rng(0)
    return [caption(facts, rng, held_out=held_out) for _ in range(n)]


def test_captions_tell_different_things_in_different_ways() -> None:
    texts = captions(FACTS)
    assert len(set(texts)) > 250
    together = " | ".join(texts)
    for said in ("waltz", "piano and violin", "in A minor", "in a minor key", "slow", "in three", "60 bpm"):
        assert said in together
    assert "Rain on the Roof by Ann Example" in texts


def test_captions_are_tidy_and_never_empty() -> None:
    bare = CaptionFacts("", "", "", None, None, "4/4", (), None, "", 0.0, 0.0)
    for text in captions(FACTS) + captions(bare) + captions(FACTS, held_out=True):
        assert text
        assert text == text.strip(" ,")
        assert not any(bad in text for bad in ("  ", " ,", ",,", "{", "None"))


def test_nothing_unknown_is_claimed() -> None:
    unknown = replace(FACTS, tempo_bpm=None, key=None, density=None, register="", title="")
    together = " ".join(captions(unknown))
    for word in ("slow", "bpm", "minor", "major", "sparse", " low", "Rain on"):
        assert word not in together


def test_held_out_manners_are_none_of_those_trained_on() -> None:
    openings = {manner.split("{")[0] for manner in HELD_OUT_MANNERS}
    assert all(any(text.startswith(o) for o in openings) for text in captions(FACTS, held_out=True))
    assert not any(text.startswith(o) for text in captions(FACTS) for o in openings)


def test_mood_words_lie_where_they_are_looked_for() -> None:
    assert mood_words(0.85, 0.55, 3)[0] in {"joyful", "joyous", "joy", "jubilant", "elated", "overjoyed"}
    assert not set(mood_words(0.7, 0.6)) & set(mood_words(-0.6, -0.5))


def packed(notes: list[tuple[int, int, int, int, int, int]], tempo_bpm: float | None = 80.0) -> PackedCorpus:
    """A corpus of one piece in 3/4; rows: bar step, position, instrument, pitch, duration class, velocity."""
    bars = 1 + sum(n[0] for n in notes)
    facts = PieceFacts("a/b", "a", "Song", "Traditional", "none", "valid", "PD", "here", tempo_bpm)
    return PackedCorpus(
        np.array(notes, np.uint8),
        np.array([[36, 4]] * bars, np.uint8),
        np.array([0, len(notes)]),
        np.array([0, bars]),
        (facts,),
    )


def test_facts_come_from_the_notes() -> None:
    quarter = int(np.searchsorted(DURATIONS, 12))
    a_minor = [(int(i % 3 == 0 and i > 0), 12 * (i % 3), 42, p, quarter, 8) for i, p in enumerate(
        [45, 48, 52, 50, 53, 57, 52, 56, 59, 45, 48, 52]
    )]  # fmt: skip
    facts = facts_of(packed(a_minor), 0)
    assert (facts.key, facts.metre, facts.instruments) == ("A minor", "3/4", ("Cello",))
    assert (facts.register, facts.density, facts.style, facts.composer) == ("low", "sparse", "", "")
    assert facts_of(packed(a_minor, None), 0).density is None


def test_drums_alone_have_no_key() -> None:
    facts = facts_of(packed([(0, 12 * i, 128, 36, 3, 8) for i in range(3)]), 0)
    assert (facts.key, facts.register, facts.instruments) == (None, "", ("Drums",))


def test_the_loss_prefers_each_caption_near_its_own_piece() -> None:
    generator = torch.Generator().manual_seed(0)
    music = F.normalize(torch.randn(16, DIMENSION, generator=generator), dim=-1)
    scale = torch.tensor(20.0)
    right, wrong = contrastive_loss(music, music, scale), contrastive_loss(music.roll(1, 0), music, scale)
    assert right < wrong - 3


def test_the_loss_forgives_a_piece_that_sounds_the_same() -> None:
    generator = torch.Generator().manual_seed(0)
    music = F.normalize(torch.randn(16, DIMENSION, generator=generator), dim=-1)
    scale, swapped = torch.tensor(20.0), music.clone()
    swapped[[0, 1]] = swapped[[1, 0]]
    twins = music.clone()
    twins[1] = F.normalize(twins[0] + 0.01 * twins[1], dim=-1)
    swapped_twins = twins.clone()
    swapped_twins[[0, 1]] = swapped_twins[[1, 0]]
    cost = contrastive_loss(swapped, music, scale) - contrastive_loss(music, music, scale)
    cost_of_twins = contrastive_loss(swapped_twins, twins, scale) - contrastive_loss(twins, twins, scale)
    assert cost_of_twins < cost / 10


def test_measuring_perfect_and_random_questions() -> None:
    rng = np.random.default_rng(0)
    pooled = rng.normal(size=(200, DIMENSION)).astype(np.float32)
    pooled /= np.linalg.norm(pooled, axis=1, keepdims=True)
    keys = ["A minor", "C major"]
    pieces = Pieces(pooled, [v[None] for v in pooled], [replace(FACTS, key=keys[i % 2]) for i in range(200)])
    perfect = measure(pooled, pieces)
    assert (perfect["recall_at_10"], perfect["median_rank"]) == (1.0, 1.0)
    assert perfect["chance_median_rank"] == 100.5
    chance = measure(np.roll(pooled, 7, axis=0), pieces)
    assert chance["recall_at_10"] < 0.2
    assert abs(chance["same_mode"] - chance["chance_same_mode"]) < 0.1


def write_weights(path: Path, **facts: str) -> None:
    torch.manual_seed(0)
    save_projection(Projection(), path, facts.pop("text_encoder", SHA256["model.safetensors"]), facts)


def test_what_was_saved_is_loaded_in_half_precision(tmp_path: Path, encoder: TextEncoder) -> None:
    write_weights(tmp_path / "tower.safetensors")
    tower = TextTower.load(tmp_path / "tower.safetensors", encoder)
    vectors = tower.embed(["a slow waltz", ""])
    assert vectors.shape == (2, DIMENSION)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert tower.embed([]).shape == (0, DIMENSION)


def test_missing_and_damaged_weights_are_told_apart(tmp_path: Path, encoder: TextEncoder) -> None:
    path = tmp_path / "tower.safetensors"
    with pytest.raises(MissingPart, match="are missing"):
        TextTower.load(path, encoder)
    path.write_bytes(b"not a tensor")
    with pytest.raises(MissingPart, match="are damaged"):
        TextTower.load(path, encoder)
    facts = {"embedding_version": str(EMBEDDING_VERSION), "text_encoder": encoder.digest}
    save_file({"up.bias": torch.zeros(512)}, path, facts)
    with pytest.raises(MissingPart, match="another shape"):
        TextTower.load(path, encoder)


def test_weights_for_another_encoder_are_refused_with_the_way_out(
    tmp_path: Path, encoder: TextEncoder
) -> None:
    path = tmp_path / "tower.safetensors"
    projection = Projection()
    tensors = dict(projection.state_dict())
    save_file(tensors, path, {"embedding_version": "-1", "text_encoder": encoder.digest})
    with pytest.raises(MissingPart, match=r"version -1 .*cadenza train text-tower"):
        TextTower.load(path, encoder)
    save_file(tensors, path, {"embedding_version": str(EMBEDDING_VERSION), "text_encoder": "another"})
    with pytest.raises(MissingPart, match="CADENZA_TEXT_ENCODER"):
        TextTower.load(path, encoder)


def test_vectors_of_another_version_are_not_trained_on(tmp_path: Path) -> None:
    np.savez(tmp_path / "v.npz", embedding_version=-1, vectors=np.zeros((0, 128)), piece=np.zeros(0))
    with pytest.raises(MissingPart, match="version -1"):
        train_text_tower(packed([(0, 0, 0, 60, 3, 8)]), tmp_path / "v.npz", tmp_path / "out")


def test_the_shipped_tower_understands_opposites(encoder: TextEncoder) -> None:
    tower = TextTower.load(encoder=encoder)
    fast, quick, slow, mournful = tower.embed(
        [
            "a fast happy reel for violin",
            "quick cheerful fiddle tune",
            "a slow sad chorale for choir",
            "sombre hymn",
        ]
    )
    assert fast @ quick > fast @ slow + 0.3
    assert slow @ mournful > slow @ quick + 0.2
