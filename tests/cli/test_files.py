"""`analyze`, `render` and `embed` work on files, without a data folder."""

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile

from tests.cli.conftest import Cadenza


def test_analyze_prints_one_object_for_each_file(fresh: Cadenza, variant: Callable[[str], Path]) -> None:
    paths = [variant("one.mid"), variant("two.mid")]
    ended = fresh("analyze", *paths, "--json")
    found = [json.loads(line) for line in ended.out.splitlines()]
    assert ended.code == 0
    assert [one["path"] for one in found] == [str(path) for path in paths]
    first = found[0]
    assert first["key"] == "G major"
    assert first["metre"] == "3/4"
    assert first["bars"] == 8
    assert first["tempo_bpm"] == pytest.approx(96, abs=0.1)
    assert first["seconds"] == pytest.approx(15, abs=0.1)
    assert first["instruments"] == ["Violin"]
    assert set(first["mood"]) >= {"valence", "arousal"}
    assert {"chords", "density", "sections"} <= set(first)


def test_analyze_reads_on_after_a_bad_file(fresh: Cadenza, scale: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.mid"
    bad.write_bytes(b"not music")
    ended = fresh.process("analyze", bad, scale, "--json")
    assert ended.code == 2
    assert json.loads(ended.out)["path"] == str(scale)
    assert "bad.mid" in ended.err.splitlines()[0]


def test_analyze_looks_into_folders(fresh: Cadenza, variant: Callable[[str], Path]) -> None:
    folder = variant("deep/down/a.mid").parents[1]
    variant("deep/b.mid")
    (folder / "notes.txt").write_text("no music")
    ended = fresh("analyze", folder, "--json")
    assert [Path(json.loads(line)["path"]).name for line in ended.out.splitlines()] == ["b.mid", "a.mid"]


@pytest.mark.parametrize("suffix", [".ogg", ".mp3", ".flac", ".wav"])
def test_render_writes_the_format_of_the_ending(fresh: Cadenza, scale: Path, suffix: str) -> None:
    output = scale.with_suffix(suffix)
    ended = fresh("render", scale, "-o", output, "--json")
    assert ended.code == 0, ended.err
    assert ended.json["files"] == [str(output)]
    samples, rate = soundfile.read(output)
    assert rate == 48_000
    assert samples.shape[1] == 2
    assert len(samples) / rate == pytest.approx(ended.json["seconds"], abs=0.2)
    assert 0.05 < np.abs(samples).max() <= 1.0


def test_embed_writes_unit_vectors_under_file_names(
    fresh: Cadenza, variant: Callable[[str], Path], tmp_path: Path
) -> None:
    paths = [variant("one.mid"), variant("two.mid"), variant("sub/two.mid")]
    output = tmp_path / "vectors.npz"
    ended = fresh.process("embed", *paths, "-o", output, "--json")
    assert ended.code == 0, ended.err
    assert ended.json["count"] == 3
    with np.load(output) as arrays:
        ids, vectors = arrays["ids"], arrays["vectors"]
    assert ids.tolist() == ["one.mid", str(paths[1]), str(paths[2])]
    assert vectors.dtype == np.float32
    assert vectors.shape[0] == 3
    assert vectors.shape[1] <= 256
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-5)
    assert vectors[0] == pytest.approx(vectors[1], abs=1e-5)
