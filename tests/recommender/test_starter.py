"""The starter catalogue, read from the installed music21 package's real files."""

import json
import subprocess
import sys
from itertools import islice
from pathlib import Path

import numpy as np
import pytest

from music.errors import MissingPart
from music.midi import write_midi
from music.score import Part, Score
from recommender.starter import StarterWork, corpus_folder, originals, starter_works
from recommender.starter_books import BOOKS, BookSource, composer_of, kind_of, tidy_title, tunes_of
from recommender.starter_scores import chorale_paths, is_free, score_works, scores_listed, text_of

CORPUS = corpus_folder()


def book(folder: str) -> BookSource:
    return next(b for b in BOOKS if b.folder == folder)


def test_the_first_works_arrive_while_others_are_still_read() -> None:
    ours = sum(1 for _ in originals())
    first = list(islice(starter_works(processes=2), ours + 3))
    assert all(w.composer == "Cadenza" for w in first[:ours])
    works = first[ours:]
    assert [w.source for w in works] == [f"music21:oneills1850#{n}" for n in (1, 2, 3)]
    assert works[0].title == "The Enchanted Valley"
    assert works[0].style == "air"


def test_a_string_quartet_is_played_by_strings() -> None:
    (work,) = score_works(CORPUS, ["mozart/k80/movement3.mxl"])
    assert work.title == "String Quartet No. 1 in G major, K. 80: III. Menuetto"
    assert [p.program for p in work.score.parts] == [40, 40, 41, 42]


def test_reading_does_not_import_music21_or_torch() -> None:
    code = (
        "import sys; from recommender.starter import starter_works; "
        "from itertools import islice; list(islice(starter_works(1), 1)); "
        "assert not {'music21', 'torch'} & set(sys.modules), 'slow imports'"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


def test_ryans_tunes_are_fiddle_tunes_with_their_kind() -> None:
    paths = [p for p in book("ryansMammoth").paths(CORPUS) if "AcaciaReel" in p or "AnnieHughesJig" in p]
    tunes = {t.title: t for t in tunes_of(book("ryansMammoth"), CORPUS, paths)}
    assert {title: (t.style, t.composer) for title, t in tunes.items()} == {
        "Acacia, Reel": ("reel", "Traditional"),
        "Annie Hughes', Jig": ("jig", "Eddie Fox"),
    }
    for tune in tunes.values():
        assert {part.program for part in tune.score.parts} == {40}
        assert not tune.score.sets_tempo  # the book gives none: a default, said to be one


def test_airds_tunes_are_played_on_the_flute_at_the_tempo_of_the_book() -> None:
    aird = book("airdsAirs")
    tunes = list(tunes_of(aird, CORPUS, aird.paths(CORPUS)[:1]))
    assert len(tunes) > 190
    cockade = tunes[0]
    assert cockade.title == "The Ranting Highlandman"
    assert cockade.score.sets_tempo
    assert round(cockade.score.tempos[0].bpm) == 224  # Q:1/2=112
    assert {p.program for t in tunes for p in t.score.parts} == {73}


def test_oneills_sections_give_the_kind_where_a_tune_does_not() -> None:
    oneill = book("oneills1850")
    path = next(p for p in oneill.paths(CORPUS) if p.endswith("0001-0050.abc"))
    tunes = list(tunes_of(oneill, CORPUS, [path]))
    assert {t.style for t in tunes} <= {"air", "lament", "march", "song", "planxty"}
    assert len({(t.reference, t.title) for t in tunes}) == len(tunes) >= 45


@pytest.mark.parametrize(
    ("rhythm", "title", "kind"),
    [
        ("slip jig", "", "slip jig"),
        ("Hop Jig", "", "slip jig"),
        ("double jig", "", "jig"),
        ("", "Miss Brown's Reel", "reel"),
        ("", "The Grand Minuet", "minuet"),
        ("", "Stairway", "folk tune"),  # "air" is no word of it
        ("reel", "A Jig of Slurs", "reel"),
    ],
)
def test_the_kind_of_a_tune(rhythm: str, title: str, kind: str) -> None:
    assert kind_of(rhythm, title) == kind


@pytest.mark.parametrize(
    ("written", "tidy"),
    [
        ("The Ranting Highlandman.", "The Ranting Highlandman"),
        ("BLACK EYED SUSAN", "Black Eyed Susan"),
        ("Humours of Glin, The", "The Humours of Glin"),
        ("42d Highland Regiment -- Strathspey", "42d Highland Regiment, Strathspey"),
        ('"Limber Up" -- Reel', "Limber Up, Reel"),
        ("  The   Parlour ", "The Parlour"),
    ],
)
def test_titles_are_tidied(written: str, tidy: str) -> None:
    assert tidy_title(written) == tidy


@pytest.mark.parametrize(
    ("field", "folder", "composer"),
    [
        ("", "ryansMammoth", "Traditional"),
        ("SCOTCH.", "ryansMammoth", "Traditional"),
        ("FRANK LIVINGSTON", "ryansMammoth", "Frank Livingston"),
        ("O'Carolan", "oneills1850", "Turlough O'Carolan"),
        ('"collected by F. O\'Neill"', "oneills1850", "Traditional"),
        ("Cronin", "oneills1850", "Traditional"),
    ],
)
def test_collectors_and_nations_are_no_composers(field: str, folder: str, composer: str) -> None:
    assert composer_of(field, book(folder)) == composer


def test_a_chorale_is_sung_by_a_choir_and_has_its_title() -> None:
    (work,) = score_works(CORPUS, ["bach/bwv271.mxl"])
    assert work.title == "Befiehl du deine Wege (BWV 271)"
    assert work.style == "chorale"
    assert {part.program for part in work.score.parts} == {52}
    assert 60 < work.score.tempos[0].bpm < 100
    assert len(chorale_paths(CORPUS)) > 400


def test_instruments_of_a_chorale_keep_their_sound() -> None:
    (work,) = score_works(CORPUS, ["bach/bwv120.8-a.mxl"])
    assert {part.program for part in work.score.parts} == {56, 47, 52}


def test_every_listed_work_is_there_and_free() -> None:
    listed = scores_listed()
    assert len({work.path for work in listed}) == len(listed) > 50
    for work in listed:
        xml = text_of((CORPUS / work.path).read_bytes())
        assert xml is not None
        assert is_free(xml), work.path


@pytest.mark.parametrize(
    "path",
    [
        "leadSheet/berlinAlexandersRagtime.mxl",
        "schumann_clara/polonaise_op1n1.mxl",
        "schubert/Lindenbaum.xml",
        "corelli/opus3no1/1grave.xml",
        "luca/gloria.xml",
        "webern/webern_dormi_jesu_op_16_no_2.mxl",
        "verdi/laDonnaEMobile.mxl",
        "monteverdi/madrigal.5.3.mxl",
        "beach/prayer_of_a_tired_child.musicxml",
    ],
)
def test_works_whose_files_claim_rights_are_left_out(path: str) -> None:
    assert (CORPUS / path).is_file()
    assert score_works(CORPUS, [path]) == []


def test_a_work_given_to_the_public_domain_may_name_its_old_copyright() -> None:
    assert is_free("<rights>Copyright 1884 by L. (Now, Public Domain; CC0)</rights>")
    assert not is_free("<rights>Public Domain, edition CC-BY-SA by M.</rights>")
    assert not is_free("<!-- all rights reserved -->")
    assert is_free("<credit-words>PDF © 2004 Margaret Greentree</credit-words>")
    assert not is_free("<credit-words>© 2004 Margaret Greentree</credit-words>")
    assert is_free("<creator>Ludwig van Beethoven</creator>")


def test_missing_or_broken_files_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / "a.mxl").write_bytes(b"PK\x03\x04 no zip")
    (tmp_path / "b.xml").write_text("<score-partwise/>")
    assert score_works(tmp_path, ["a.mxl", "b.xml", "c.xml"]) == []


def piece(pitch: int) -> Score:
    return Score(480, (Part(0, np.array([[0, 480, pitch, 80], [480, 480, pitch + 4, 80]], np.int32)),))


def write_originals(folder: Path, *pitches: int) -> None:
    rows = []
    for pitch in pitches:
        (folder / f"{pitch}.mid").write_bytes(write_midi(piece(pitch)))
        row = {"title": f"Piece {pitch}", "style": "lo-fi", "path": f"{pitch}.mid", "code": f"c{pitch}"}
        rows.append(json.dumps(row))
    (folder / "manifest.jsonl").write_text("\n".join(rows) + "\n")


def test_cadenzas_own_pieces_are_read_with_their_codes(tmp_path: Path) -> None:
    write_originals(tmp_path, 60, 62)
    works = list(originals(tmp_path))
    assert [(w.title, w.composer, w.style, w.source) for w in works] == [
        ("Piece 60", "Cadenza", "lo-fi", "cadenza:c60"),
        ("Piece 62", "Cadenza", "lo-fi", "cadenza:c62"),
    ]
    assert all(isinstance(w, StarterWork) and w.score.note_count == 2 for w in works)


def test_without_originals_there_are_none(tmp_path: Path) -> None:
    assert list(originals(tmp_path)) == []
    assert list(originals(tmp_path / "nowhere")) == []


def test_a_damaged_original_is_named(tmp_path: Path) -> None:
    write_originals(tmp_path, 60, 62)
    (tmp_path / "62.mid").write_bytes(b"not music")
    with pytest.raises(MissingPart, match="line 2"):
        list(originals(tmp_path))


def test_the_same_music_is_there_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_originals(tmp_path, 60, 62)
    with (tmp_path / "manifest.jsonl").open("a") as file:
        file.write(json.dumps({"title": "Again", "style": "x", "path": "60.mid", "code": "c"}) + "\n")
    monkeypatch.setattr("recommender.starter.originals", lambda: originals(tmp_path))
    titles = [w.title for w in islice(starter_works(1), 3)]
    assert titles[:2] == ["Piece 60", "Piece 62"]
    assert titles[2] == "The Enchanted Valley"


def test_titles_that_demean_people_are_left_out() -> None:
    paths = [p for p in book("ryansMammoth").paths(CORPUS) if "Coon" in p or "AcaciaReel" in p]
    assert len(paths) > 1
    assert [t.title for t in tunes_of(book("ryansMammoth"), CORPUS, paths)] == ["Acacia, Reel"]
