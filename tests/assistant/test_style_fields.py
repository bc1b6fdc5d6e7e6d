"""What a guild's own style may be, and how its name is found in a message."""

import pytest

from bot.assistant.guild_words import read_with_styles
from bot.assistant.style_fields import BadStyle, begun, described, edited, tidy_name
from bot.understanding import read
from generator.arranger.matching import template_of
from music.controls import Controls
from music.errors import UnknownStyle
from music.style import Style
from tests.assistant.test_styles import NIGHT


@pytest.mark.parametrize(
    ("field", "value", "works"),
    [
        ("tempo", "9999", "20 to 320"), ("tempo", [90, 80], "20 to 320"), ("tempo", True, "20 to 320"),
        ("swing", 3, "0.5 (straight) to 0.75"), ("swing", float("nan"), "0.5"), ("lag", "1e99", "-20 to 30"),
        ("instruments", "kazoo", "Violin"), ("instruments", [], "1 to 8"),
        ("instruments", "Flute," * 9, "1 to 8"),
        ("metre", "400/3", "12/8"), ("metre", 4, "4/4"), ("density", "thick", "sparse"),
        ("mode", "h", "minor"),
        ("chords", ["ninths"], "sevenths"), ("base", "nothing like it", "lo-fi"), ("colour", "red", "tempo"),
        ("valence", "very", "-1 (dark)"), ("aliases", ["@everyone"], "letters"), ("pace", None, None),
    ],
)  # fmt: skip
def test_a_field_that_cannot_be_played_is_refused_with_what_works(
    field: str, value: object, works: str | None
) -> None:
    style = begun("night drive", "synthwave")
    if works is None:
        assert edited(style, {field: value}) == style  # "as usual" is always right
        return
    with pytest.raises((BadStyle, UnknownStyle)) as refused:
        edited(style, {field: value})
    assert works in str(refused.value)
    assert len(str(refused.value)) < 250


@pytest.mark.parametrize(
    "name", ["", "x", "a" * 41, "@everyone", "**bold**", "a\u202eb", "z̸a̷l", "`x`", 5, None]
)
def test_a_name_that_could_not_be_said_is_refused(name: object) -> None:
    with pytest.raises(BadStyle, match="2 to 40 letters"):
        tidy_name(name)


def test_what_is_described_can_be_written_back() -> None:
    style = edited(begun("Night  Drive", "synthwave"), {**NIGHT, "mode": "minor", "chords": "ninths"})
    assert edited(Style("night drive"), described(style)).to_json() == {
        **style.to_json(),
        "corpus_styles": [],
    }
    played = template_of(style)
    assert (played.name, played.feel.swing, played.harmony.colour) == ("night drive", 0.6, "ninths")
    assert played.tempo_bpm == (84, 90)


def test_names_are_found_whatever_the_case_and_the_rest_is_read_as_ever() -> None:
    styles = [Style("night drive", aliases=("nd",)), Style("дождь"), Style("夜曲风")]

    def named(text: str) -> Controls:
        return read_with_styles(text, (), styles, read).controls

    assert named("a sad NIGHT DRIVE piece with flute, 16 bars").style == "night drive"
    assert named("a sad NIGHT DRIVE piece with flute, 16 bars").bars == 16
    assert named("make some nd at 90 bpm").style == "night drive"
    assert named("compose 来一首夜曲风的音乐").style == "夜曲风"
    assert named("a sandy beach song").style is None
    assert named("a techno piece").style == "techno"
