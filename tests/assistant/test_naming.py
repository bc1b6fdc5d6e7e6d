"""Titles and composers from names of files and folders."""

import pytest

from bot.assistant.naming import Named, full_name, named_by_path

BACH = "Johann Sebastian Bach"


@pytest.mark.parametrize(
    ("path", "title", "composer"),
    [
        ("Satie - Gymnopedie No. 1.mid", "Gymnopedie No. 1", "Erik Satie"),
        ("Bach_-_Air.mid", "Air", BACH),
        ("Moonlight Sonata - Beethoven.mid", "Moonlight Sonata", "Ludwig van Beethoven"),
        ("Joan Doe - My Walk (1).mid", "My Walk", "Joan Doe"),
        ("03 - Trad. - Danny Boy - copy.mid", "Danny Boy", "Traditional"),
        ("01_some_title.mid", "Some title", ""),
        ("2. Menuet.mid", "Menuet", ""),
        ("4 Seasons.mid", "4 Seasons", ""),
        ("1812 Overture.mid", "1812 Overture", ""),
        ("Two-part things - Three.mid", "Two-part things - Three", ""),
        ("Bach/Inventions/01_Invention in C.mid", "Invention in C", BACH),
        ("C.P.E. Bach/Solfeggietto.mid", "Solfeggietto", "Carl Philipp Emanuel Bach"),
        ("Schubert,_Franz/Winterreise/01_Gute_Nacht/lc4976541.mxl", "Gute Nacht", "Franz Schubert"),
        ("Waltzes/007.mid", "Waltzes 007", ""),
        ("my songs/piano/piece one.mid", "Piece one", ""),
    ],
)
def test_a_path_says(path: str, title: str, composer: str) -> None:
    assert named_by_path(path) == Named(title, composer)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("J.S. Bach", BACH),
        ("JS Bach", BACH),
        ("BACH", BACH),
        ("Bach, Johann Sebastian (1685-1750)", BACH),
        ("W. A. Mozart", "Wolfgang Amadeus Mozart"),
        ("Schumann, Clara", "Clara Schumann"),
        ("A. Dvorak", "Antonín Dvořák"),
        ("X. Bach", "X. Bach"),
        ("trad.", "Traditional"),
        ("anon", "Anonymous"),
        ("JOAN DOE", "Joan Doe"),
        ("", ""),
    ],
)
def test_a_composer_has_one_name(written: str, name: str) -> None:
    assert full_name(written) == name
