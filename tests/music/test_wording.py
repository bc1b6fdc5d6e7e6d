"""Names of files and numbers as they stand in a sentence."""

import pytest

from music.wording import number, quoted


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("piece.mid", "'piece.mid'"),
        ("a b  c.mid", "'a b c.mid'"),
        ("\u202ednuos\u2066.mid", "'dnuos.mid'"),
        ("x\ny\x1b[31m.abc", "'x y[31m.abc'"),
        ("曲.mid", "'曲.mid'"),
        ("\u200b\u202e", "This file"),
        ("", "This file"),
    ],
)
def test_a_name_shows_what_can_be_seen(name: str, told: str) -> None:
    assert quoted(name) == told


def test_a_long_name_keeps_its_ends() -> None:
    told = quoted("a" * 180 + "the end.musicxml")
    assert len(told) <= 62
    assert told.endswith("the end.musicxml'")


@pytest.mark.parametrize(
    ("value", "told"),
    [(2147483648, "2,147,483,648"), (2000, "2000"), (0.25, "0.25"), (1e308, "1e+308"), (-3.0, "-3")],
)
def test_a_number_reads_as_people_write_it(value: float, told: str) -> None:
    assert number(value) == told
