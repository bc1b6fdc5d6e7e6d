"""The built-in styles are playable, and are found by whatever people call them."""

import pytest

from music.controls import parse_metre
from music.errors import UnknownStyle
from music.instruments import program_number
from music.styles import BUILT_IN_STYLES, DANCE_METRES, find_style, folded

ASKED_FOR = """lo-fi|house|techno|synthwave|drum and bass|hip hop|cinematic|ambient|chiptune|rock|metal|funk
bossa nova|swing|reggae|pop ballad|waltz|march|folk|baroque|classical|romantic|jazz|blues|hymn|chorale|jig
reel|hornpipe|polka|mazurka|minuet|string quartet|art song|game music"""


@pytest.mark.parametrize("name", ASKED_FOR.replace("\n", "|").split("|"))
def test_a_style_that_the_community_asks_for_exists(name: str) -> None:
    assert find_style(name).name == name


@pytest.mark.parametrize("style", BUILT_IN_STYLES.values(), ids=BUILT_IN_STYLES)
def test_a_style_can_be_played(style) -> None:
    slowest, fastest = style.tempo_bpm
    assert 20 <= slowest < fastest <= 320
    parse_metre(style.metre)
    assert style.instruments
    assert style.corpus_styles
    for instrument in style.instruments:
        program_number(instrument)
    for value in (style.valence, style.arousal):
        assert value is None or -1 <= value <= 1


@pytest.mark.parametrize(
    ("spelling", "name"),
    [
        ("LoFi", "lo-fi"),
        ("Lo Fi", "lo-fi"),
        ("DnB", "drum and bass"),
        ("Drum & Bass", "drum and bass"),
        ("hip-hop", "hip hop"),
        ("8-bit", "chiptune"),
        ("Film Score", "cinematic"),
        ("menuet", "minuet"),
        ("Bossa-Nova", "bossa nova"),
        ("爵士", "jazz"),
        ("华尔兹", "waltz"),
    ],
)
def test_case_hyphens_and_other_names_do_not_matter(spelling: str, name: str) -> None:
    assert find_style(spelling).name == name


def test_an_unknown_style_is_refused_with_the_nearest() -> None:
    with pytest.raises(UnknownStyle, match="did you mean techno"):
        find_style("tehcno")
    with pytest.raises(UnknownStyle, match="try one such as"):
        find_style("qqqq")


def test_no_spelling_names_two_styles() -> None:
    owners: dict[str, str] = {}
    for style in BUILT_IN_STYLES.values():
        for spelling in {folded(n) for n in (style.name, *style.aliases)}:
            assert owners.setdefault(spelling, style.name) == style.name, spelling


def test_a_dance_that_fixes_the_metre_is_a_style_in_that_metre() -> None:
    for name, metre in DANCE_METRES.items():
        assert BUILT_IN_STYLES[name].metre == metre
