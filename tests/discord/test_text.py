"""What people and files wrote is shown as it was typed, and does nothing."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.discord.text import escaped, plain, shortened, slug


@pytest.mark.parametrize(
    ("written", "dangerous"),
    [
        ("@everyone and <@123> in <#5>", "@everyone"),
        ("<#5> <@&1234567890123456789>", " <@&"),
        ("```py\nimport os```", "```"),
        ("**bold** _it_ ~~no~~ ||spoiler||", "**bold**"),
        ("see https://example.org", "https://example"),
        ("[harmless](https://example.org)", "https://example"),
    ],
)
def test_marks_mentions_and_links_lose_their_power(written: str, dangerous: str) -> None:
    assert dangerous not in escaped(written)


@pytest.mark.parametrize("line", ["> quote", "# heading", "- item", "1. item", "-# small", ">>> all"])
def test_a_line_does_not_become_a_block(line: str) -> None:
    assert escaped(line)[0] == "\\"


def test_hidden_and_reversing_characters_go() -> None:
    assert plain("a\u202eb\u200bc\u2066d\ufeff") == "abcd"
    assert plain("one\n\ttwo\x00") == "one two"
    assert plain("Z" + "\u0301" * 50).count("\u0301") <= 2


def test_cutting_keeps_characters_whole() -> None:
    family = "👨\u200d👩\u200d👧"
    assert shortened("abc" + family, 5) == "abc…"
    assert shortened("cafe\u0301s", 5).startswith("caf")
    assert "\u0301…" not in shortened("abce\u0301s", 5) or shortened("abce\u0301s", 5) == "abce\u0301…"
    assert shortened("short", 5) == "short"


def test_file_names_are_ours() -> None:
    assert slug("Élégie No. 3: “Rain”/../x") == "elegie-no-3-rain-x"
    assert slug("雨") == "piece"


@given(st.text(max_size=400))
def test_whatever_is_written_stays_in_bounds_and_mentions_nobody(text: str) -> None:
    shown = escaped(text, 100)
    assert len(shortened(plain(text), 100)) <= 100
    assert "\n" not in shown
    assert not re.search(r"<@[!&]?\d+>|@everyone|@here", shown)
