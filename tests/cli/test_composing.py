"""`generate` and `replay`: what was asked holds, and a code gives the same bytes anywhere."""

from pathlib import Path

import numpy as np
import pretty_midi
import pytest
import soundfile

from music.instruments import family_of
from music.midi import read_midi
from music.musicxml import read_musicxml
from music.theory import Key, key_correlations
from tests.cli.conftest import Cadenza, Ended

WALTZ = "a 16 bar waltz in G minor for string quartet at 96 bpm"
STRINGS = {"Violin", "Viola", "Cello", "Contrabass"}


@pytest.fixture(scope="module")
def waltz(cadenza: Cadenza, tmp_path_factory: pytest.TempPathFactory) -> tuple[Ended, Path]:
    path = tmp_path_factory.mktemp("waltz") / "waltz.mid"
    ended = cadenza("generate", WALTZ, "-o", path, "--json")
    assert ended.code == 0, ended.err
    return ended, path


def test_a_waltz_holds_what_was_asked(waltz: tuple[Ended, Path]) -> None:
    """Read by pretty_midi, so that the judge shares no code with the composer."""
    ended, path = waltz
    midi = pretty_midi.PrettyMIDI(str(path))
    notes = [note for part in midi.instruments for note in part.notes]
    bar = 3 * 60 / 96
    assert max(int(note.start / bar + 1e-6) for note in notes) == 15
    assert {(m.numerator, m.denominator) for m in midi.time_signature_changes} == {(3, 4)}
    assert midi.get_tempo_changes()[1] == pytest.approx([96])
    assert {pretty_midi.program_to_instrument_name(part.program) for part in midi.instruments} <= STRINGS
    assert not any(part.is_drum for part in midi.instruments)
    weights = np.zeros(12)
    for note in notes:
        weights[note.pitch % 12] += note.end - note.start
    assert str(Key.from_index(int(key_correlations(weights).argmax()))) == "G minor"
    assert ended.json["bars"] == 16
    assert ended.json["notes"] == len(notes)
    assert ended.json["files"] == [str(path)]


def test_the_answer_keeps_its_contract(waltz: tuple[Ended, Path]) -> None:
    answer = waltz[0].json
    names = "code controls seed_tracks notes bars seconds notes_per_second originality files"
    assert set(names.split()) <= set(answer)
    assert answer["controls"]["metre"] == "3/4"
    assert answer["controls"]["tempo_bpm"] == 96
    assert answer["seconds"] == pytest.approx(30, abs=1)
    assert answer["notes_per_second"] > 0
    assert answer["originality"]["original"] is True
    assert answer["originality"]["notes"] >= 0
    assert answer["originality"]["sentence"].startswith("Original: ")


def test_a_code_gives_the_same_bytes_in_a_new_process(
    cadenza: Cadenza, waltz: tuple[Ended, Path], tmp_path: Path
) -> None:
    ended, path = waltz
    again = cadenza.process("replay", ended.json["code"], "-o", tmp_path / "again.mid", "--json")
    assert again.code == 0, again.err
    assert (tmp_path / "again.mid").read_bytes() == path.read_bytes()
    assert again.json["code"] == ended.json["code"]


def test_a_code_gives_the_same_bytes_with_an_empty_data_folder(
    fresh: Cadenza, waltz: tuple[Ended, Path], tmp_path: Path
) -> None:
    ended, path = waltz
    again = fresh("replay", ended.json["code"], "-o", tmp_path / "again.mid", "--json")
    assert again.code == 0, again.err
    assert (tmp_path / "again.mid").read_bytes() == path.read_bytes()


def test_the_same_seed_gives_the_same_piece(cadenza: Cadenza, tmp_path: Path) -> None:
    options = ("--bars", 4, "--key", "D major", "--tempo", 100, "--instruments", "Flute", "--seed", 7)
    for run, name in ((cadenza, "one.mid"), (cadenza.process, "two.mid")):
        ended = run("generate", *options, "-o", tmp_path / name)
        assert ended.code == 0, ended.err
    assert (tmp_path / "one.mid").read_bytes() == (tmp_path / "two.mid").read_bytes()


def test_options_alone_are_a_request(cadenza: Cadenza, tmp_path: Path) -> None:
    path = tmp_path / "piece.mid"
    options = ("--instruments", "Acoustic Grand Piano, reed", "--metre", "6/8", "--bars", 8, "--tempo", 90)
    ended = cadenza("generate", *options, "-o", path)
    assert ended.code == 0, ended.err
    score = read_midi(path.read_bytes())
    assert {family_of(part.program) for part in score.parts} <= {"piano", "reed"}
    assert len(score.bar_starts()) == 8
    assert str(score.metres[0]) == "6/8"


@pytest.mark.parametrize("suffix", [".ogg", ".mp3", ".flac", ".wav"])
def test_the_ending_decides_the_format(cadenza: Cadenza, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"piece{suffix}"
    ended = cadenza("generate", "--bars", 2, "--tempo", 120, "--seed", 1, "-o", path)
    assert ended.code == 0, ended.err
    assert soundfile.info(path).duration > 3


def test_sheet_music(cadenza: Cadenza, tmp_path: Path) -> None:
    path = tmp_path / "piece.musicxml"
    ended = cadenza("generate", "--bars", 4, "--metre", "3/4", "--seed", 1, "-o", path)
    assert ended.code == 0, ended.err
    assert str(read_musicxml(path.read_bytes()).metres[0]) == "3/4"


def test_a_damaged_code_is_refused(fresh: Cadenza, waltz: tuple[Ended, Path], tmp_path: Path) -> None:
    code = waltz[0].json["code"]
    middle = len(code) // 2
    damaged = code[:middle] + ("a" if code[middle] != "a" else "b") + code[middle + 1 :]
    for wrong in (damaged, code[:-3], "hello"):
        ended = fresh("replay", wrong, "-o", tmp_path / "again.mid")
        assert ended.complaint
        assert not (tmp_path / "again.mid").exists()


def test_a_seed_track_that_is_not_there(cadenza: Cadenza, tmp_path: Path) -> None:
    ended = cadenza("generate", "calm", "--seed-track", "0" * 16, "-o", tmp_path / "piece.mid")
    assert "0" * 16 in ended.complaint


def test_weights_that_are_missing_or_damaged(
    fresh: Cadenza, waltz: tuple[Ended, Path], tmp_path: Path
) -> None:
    for weights in (tmp_path / "nowhere", tmp_path):
        ended = fresh(
            "replay", waltz[0].json["code"], "-o", tmp_path / "again.mid", CADENZA_GENERATOR=str(weights)
        )
        assert "weights" in ended.complaint.lower()
