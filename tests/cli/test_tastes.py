"""`taste show|map|export|reset`: what is learned of somebody can be seen, taken along and forgotten."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Cadenza


@pytest.fixture(scope="module")
def rated(cadenza: Cadenza) -> Cadenza:
    """A person `tess` who likes two pieces and not a third."""
    tracks = cadenza("catalog", "list", "--json").json["tracks"]
    for track, stars in zip(tracks[:3], (5, 4, 1), strict=True):
        assert cadenza("rate", track["id"], stars, "--user", "tess").code == 0
    return cadenza


def test_a_taste_is_told_in_words(rated: Cadenza) -> None:
    ended = rated.process("taste", "show", "--user", "tess")
    assert ended.code == 0, ended.err
    assert "(From 3 ratings.)" in ended.out
    assert "{" not in ended.out


def test_and_for_programs(rated: Cadenza) -> None:
    shown = rated("taste", "show", "--user", "tess", "--json").json
    assert shown["ratings"] == 3
    assert [point["stars"] for point in shown["points"]] == [5, 4, 1]
    assert {"likes", "dislikes", "unsure", "text"} <= shown.keys()


def test_a_map_is_a_picture(rated: Cadenza, tmp_path: Path) -> None:
    path = tmp_path / "map.png"
    ended = rated("taste", "map", "--user", "tess", "-o", path, "--json")
    assert ended.json == {"file": str(path), "user": "tess"}
    assert path.read_bytes().startswith(b"\x89PNG")


def test_it_can_be_taken_along(rated: Cadenza, tmp_path: Path) -> None:
    path = tmp_path / "taste.json"
    assert rated("taste", "export", "--user", "tess", "-o", path).code == 0
    assert json.loads(path.read_text()) == rated("taste", "export", "--user", "tess", "--json").json


def test_forgetting_leaves_nothing(rated: Cadenza) -> None:
    tracks = rated("catalog", "list", "--json").json["tracks"]
    assert rated("rate", tracks[0]["id"], 5, "--user", "once").code == 0
    assert rated("taste", "reset", "--user", "once", "--json").json == {"forgotten": 1, "user": "once"}
    assert rated("taste", "show", "--user", "once", "--json").json["points"] == []


def test_a_map_ends_in_png(fresh: Cadenza, tmp_path: Path) -> None:
    assert ".png" in fresh("taste", "map", "-o", tmp_path / "map.gif").complaint
    assert "required" in fresh("taste").complaint
