"""`ask`, `understand`, `recommend`, `rate` and `catalog`: what a member says and hears."""

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile

from music.midi import read_midi
from tests.cli.conftest import Cadenza, Ended

RAINY = "something calm and rainy for piano, a bit hopeful, about 40 seconds"


# --- ask --------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def rainy(cadenza: Cadenza, tmp_path_factory: pytest.TempPathFactory) -> tuple[Ended, Path]:
    folder = tmp_path_factory.mktemp("rainy") / "take"
    ended = cadenza("ask", RAINY, "--user", "rain", "--out", folder, "--json")
    assert ended.code == 0, ended.err
    return ended, folder


def test_a_rainy_piece_comes_as_midi_audio_and_picture(rainy: tuple[Ended, Path]) -> None:
    _, folder = rainy
    samples, rate = soundfile.read(folder / "take.ogg")
    assert 36 <= len(samples) / rate <= 46
    assert 0.05 < np.abs(samples).max() <= 1.0
    score = read_midi((folder / "take.mid").read_bytes())
    assert {part.program // 8 for part in score.parts} == {0}
    assert not any(part.is_drum for part in score.parts)
    assert (folder / "take.png").read_bytes().startswith(b"\x89PNG")


def test_at_least_three_tracks_come_with_reasons(rainy: tuple[Ended, Path]) -> None:
    tracks = rainy[0].json["tracks"]
    assert len(tracks) >= 3
    assert all(track["reasons"] for track in tracks)


def test_the_next_message_of_the_same_person_refines(cadenza: Cadenza, rainy: tuple[Ended, Path]) -> None:
    before = rainy[0].json["take"]["controls"]
    ended = cadenza("ask", "now at 120 bpm, 20 seconds", "--user", "rain", "--json")
    assert ended.code == 0, ended.err
    after = ended.json["take"]["controls"]
    assert after["tempo_bpm"] == 120
    assert after["instruments"] == before["instruments"]


def test_ask_speaks_plainly(cadenza: Cadenza) -> None:
    ended = cadenza.process("ask", "help", "--user", "newcomer")
    assert ended.code == 0, ended.err
    assert len(ended.out.split()) > 10
    assert "{" not in ended.out


def test_an_impossible_wish_is_refused(cadenza: Cadenza) -> None:
    assert "512" in cadenza("ask", "write a waltz of 10000 bars", "--user", "dreamer").complaint


# --- understand -------------------------------------------------------------------------------------------


def test_understand_answers_with_the_names_of_the_contract(fresh: Cadenza) -> None:
    request = fresh("understand", "a 16 bar waltz in G minor for string quartet at 96 bpm", "--json").json
    assert request["intent"] == "generate"
    assert request["language"] == "en"
    controls = request["controls"]
    assert controls["metre"] == "3/4"
    assert controls["key"] == "G minor"
    assert controls["bars"] == 16
    assert controls["tempo_bpm"] == 96
    assert {"references", "confidence"} <= set(request)
    assert not fresh.folder.exists()


def test_understand_hears_what_came_before(fresh: Cadenza) -> None:
    request = fresh(
        "understand", "a bit faster", "--after", "write a waltz in D major for flute at 100 bpm", "--json"
    ).json
    assert request["controls"]["key"] == "D major"
    assert request["controls"]["tempo_bpm"] > 100


def test_a_batch_answers_line_by_line(fresh: Cadenza) -> None:
    lines = [
        json.dumps({"text": "find me a slow waltz"}),
        json.dumps({"text": "without drums", "after": ["an upbeat house track at 124 bpm"]}),
        "not json",
        json.dumps({"text": ""}),
        json.dumps({"text": "寫一首安靜的鋼琴曲"}),
    ]
    ended = fresh.process("understand", "--batch", stdin="\n".join(lines) + "\n")
    answers = [json.loads(line) for line in ended.out.splitlines()]
    assert ended.code == 2
    assert answers[0]["intent"] == "recommend"
    assert "Drums" in answers[1]["controls"]["exclude_instruments"]
    assert "Line 3" in answers[2]["error"]
    assert "empty" in answers[3]["error"]
    assert answers[4]["language"] == "zh"


# --- recommend and rate -----------------------------------------------------------------------------------


def test_recommendations_have_the_names_of_the_contract(cadenza: Cadenza) -> None:
    found = cadenza("recommend", "a fast jig", "-n", 3, "--json").json
    assert len(found["tracks"]) == 3
    for track in found["tracks"]:
        assert {"id", "title", "composer", "style", "mood", "tempo_bpm", "key", "score", "reasons"} <= set(
            track
        )
        assert track["reasons"]
    assert found["elapsed_ms"] > 0


def test_recommendations_like_a_file(cadenza: Cadenza, scale: Path) -> None:
    ended = cadenza.process("recommend", "--like", scale, "-n", 2, "--json")
    assert ended.code == 0, ended.err
    assert len(ended.json["tracks"]) == 2


def test_ratings_are_noted_for_tracks_and_takes(cadenza: Cadenza, rainy: tuple[Ended, Path]) -> None:
    track = rainy[0].json["tracks"][0]["id"]
    take = rainy[0].json["take"]["id"]
    for run, target in ((cadenza, track), (cadenza.process, take)):
        ended = run("rate", target, 5, "--user", "rain")
        assert ended.code == 0, ended.err


def test_a_rating_of_nothing(cadenza: Cadenza) -> None:
    assert "f" * 16 in cadenza("rate", "f" * 16, 3).complaint


# --- catalog ----------------------------------------------------------------------------------------------


def test_music_is_added_found_and_removed(cadenza: Cadenza, scale: Path) -> None:
    (scale.parent / "broken.mid").write_bytes(b"no music")
    (scale.parent / "notes.txt").write_text("no music either")
    before = {track["id"] for track in cadenza("catalog", "list", "--json").json["tracks"]}

    added = cadenza("catalog", "add", scale.parent, "--json")
    assert added.code == 0, added.err
    assert added.json["added"] == 1
    assert [Path(name).name for name, _ in added.json["skipped"]] == ["broken.mid"]
    (new,) = {track["id"] for track in cadenza("catalog", "list", "--json").json["tracks"]} - before

    again = cadenza("catalog", "add", scale)
    assert "0 added, 1 already there" in again.out

    assert cadenza("catalog", "remove", new).code == 0
    assert new in cadenza("catalog", "remove", new).complaint
    assert {track["id"] for track in cadenza("catalog", "list", "--json").json["tracks"]} == before


def test_a_library_is_added_once_and_its_report_says_what_was_left_out(
    cadenza: Cadenza, variant: Callable[[str], Path], tmp_path: Path
) -> None:
    library = variant("library/Joan Doe - Scales.mid").parent
    with zipfile.ZipFile(library / "more.zip", "w") as archive:
        archive.writestr("../out.mid", b"x")
    before = {track["id"] for track in cadenza("catalog", "list", "--json").json["tracks"]}
    report = tmp_path / "report.tsv"
    added = cadenza(
        "catalog", "add", library, "--licence", "CC BY 4.0", "--style", "Study", "--report", report
    )
    assert added.code == 0, added.err
    assert "1 added, 0 already there, 1 skipped" in added.out
    assert "leads out of its archive" in report.read_text()
    (track,) = [t for t in cadenza("catalog", "list", "--json").json["tracks"] if t["id"] not in before]
    assert (track["composer"], track["licence"], track["style"]) == ("Joan Doe", "CC BY 4.0", "study")

    again = cadenza("catalog", "add", library, "--json").json
    assert (again["added"], again["known"], again["recognised"]) == (0, 1, 1)

    assert "Blocked" in cadenza("catalog", "block", track["id"]).out
    assert track["id"] in cadenza("catalog", "blocked").out
    assert cadenza("catalog", "remove", track["id"]).code == 0
    blocked = cadenza("catalog", "add", library, "--json").json
    assert (blocked["added"], len(blocked["skipped"])) == (0, 2)
    assert cadenza("catalog", "unblock", track["id"]).code == 0
    assert "not blocked" in cadenza("catalog", "unblock", track["id"]).complaint


def test_collections_are_listed_and_installed_from_a_file(cadenza: Cadenza, scale: Path) -> None:
    listed = cadenza("catalog", "install", "--json").json["collections"]
    assert [c["key"] for c in listed] == ["openscore-lieder", "openscore-quartets", "mutopia", "groove"]
    assert "openscore-lieder" in cadenza("catalog", "install", "nothing").complaint
    archive = scale.parent / "groove.zip"
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr("groove/drummer1/session1/1_funk_80_beat_4-4.mid", scale.read_bytes())
    installed = cadenza("catalog", "install", "groove", "--from", archive, "--json").json
    assert installed["added"] + installed["known"] == 1
    assert "There is no file" in cadenza("catalog", "install", "groove", "--from", "nowhere.zip").complaint


def test_whether_takes_join_is_the_guilds_choice(cadenza: Cadenza) -> None:
    assert cadenza("catalog", "takes", "--json").json["takes_join_catalogue"] is False
    assert "join the catalogue of cli" in cadenza("catalog", "takes", "on").out
    assert cadenza("catalog", "takes", "--json").json["takes_join_catalogue"] is True
    assert "do not join" in cadenza("catalog", "takes", "off").out
