"""Sentence vectors: MiniLM's real weights through our own forward pass."""

import importlib.util
import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from music.errors import MissingPart
from recommender import text_encoder
from recommender.text_encoder import TextEncoder, installed_folder


@pytest.fixture(scope="module")
def encoder() -> TextEncoder:
    return TextEncoder()


def test_similarities_published_for_these_weights_are_reproduced(encoder: TextEncoder) -> None:
    # the quick start of sbert.net prints them for all-MiniLM-L6-v2
    v = encoder.encode(["The weather is lovely today.", "It's so sunny outside!", "He drove to the stadium."])
    published = [[1.0, 0.6660, 0.1046], [0.6660, 1.0, 0.1411], [0.1046, 0.1411, 1.0]]
    np.testing.assert_allclose(v @ v.T, published, atol=1e-4)


def test_vectors_have_unit_length_even_for_odd_texts(encoder: TextEncoder) -> None:
    vectors = encoder.encode(["a waltz", "", "天气", "x" * 9000, "la " * 2000])
    assert vectors.shape == (5, 384)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_nothing_in_nothing_out(encoder: TextEncoder) -> None:
    assert encoder.encode([]).shape == (0, 384)


def test_padding_and_batch_mates_do_not_change_a_vector(encoder: TextEncoder) -> None:
    text = "a slow sad piece for cello"
    alone = encoder.encode([text])[0]
    together = encoder.encode(["hi", "a long story about music " * 30, text, *["filler"] * 80])[2]
    np.testing.assert_allclose(together, alone, atol=1e-5)


def test_order_of_the_texts_is_kept(encoder: TextEncoder) -> None:
    texts = ["a very long and winding request for music by the sea", "jazz", "a calm piano piece"]
    singly = np.concatenate([encoder.encode([t]) for t in texts])
    np.testing.assert_allclose(encoder.encode(texts), singly, atol=1e-5)


def test_text_past_256_tokens_is_not_read(encoder: TextEncoder) -> None:
    long = "la " * 254
    a, b = encoder.encode([long, long + "trumpet fanfare " * 50])
    np.testing.assert_allclose(a, b, atol=1e-5)


def test_requests_that_mean_alike_are_closer_than_others(encoder: TextEncoder) -> None:
    calm, quiet, loud = encoder.encode(
        ["gentle calm piano music", "soft and peaceful piano", "angry metal with distortion"]
    )
    assert calm @ quiet > calm @ loud + 0.2


def test_another_folder_of_the_same_shape_can_be_named(encoder: TextEncoder, tmp_path: Path) -> None:
    for name in ("config.json", "tokenizer.json", "model.safetensors"):
        (tmp_path / name).symlink_to(installed_folder() / name)
    other = TextEncoder(tmp_path)
    np.testing.assert_allclose(other.encode(["a waltz"]), encoder.encode(["a waltz"]), atol=1e-6)


def test_a_folder_without_weights_names_the_missing_file(tmp_path: Path) -> None:
    with pytest.raises(MissingPart, match=r"config\.json"):
        TextEncoder(tmp_path)


@pytest.mark.parametrize("broken", ["config.json", "tokenizer.json", "model.safetensors"])
def test_a_damaged_folder_says_which_setting_to_clear(tmp_path: Path, broken: str) -> None:
    for name in ("config.json", "tokenizer.json", "model.safetensors"):
        (tmp_path / name).symlink_to(installed_folder() / name)
    (tmp_path / broken).unlink()
    (tmp_path / broken).write_text("{ not what it should be")
    with pytest.raises(MissingPart, match="CADENZA_TEXT_ENCODER"):
        TextEncoder(tmp_path)


def test_a_network_of_another_shape_is_refused_at_once(tmp_path: Path) -> None:
    for name in ("tokenizer.json", "model.safetensors"):
        (tmp_path / name).symlink_to(installed_folder() / name)
    config = json.loads((installed_folder() / "config.json").read_text())
    (tmp_path / "config.json").write_text(json.dumps(config | {"num_hidden_layers": 7}))
    with pytest.raises(MissingPart, match=r"encoder\.layer\.6"):
        TextEncoder(tmp_path)


def test_installed_weights_with_one_changed_byte_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / text_encoder.PACKAGE
    shutil.copytree(installed_folder(), package / "model")
    (package / "__init__.py").touch()
    weights = package / "model" / "model.safetensors"
    with weights.open("r+b") as file:
        file.seek(50_000_000)
        byte = file.read(1)[0]
        file.seek(50_000_000)
        file.write(bytes([byte ^ 1]))
    monkeypatch.syspath_prepend(tmp_path)
    assert installed_folder() == package / "model"
    with pytest.raises(MissingPart, match=r"damaged.*pip install"):
        TextEncoder()


def test_without_the_package_the_line_that_installs_it_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    name = "gt_no_such_sentence_encoder"
    assert importlib.util.find_spec(name) is None
    monkeypatch.setattr(text_encoder, "PACKAGE", name)
    with pytest.raises(MissingPart, match="pip install"):
        TextEncoder()
