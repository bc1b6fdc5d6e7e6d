"""Templates are data: what is wrong in one is said in a sentence."""

from importlib.resources import files

import pytest

from generator.arranger.chord import parse_numeral
from generator.arranger.loading import BadTemplate, read_template, template_named, templates
from generator.arranger.matching import template_named_like, template_of
from generator.arranger.pattern import MetreShape, events
from generator.arranger.progressions import families, progressions
from generator.arranger.structure import fitted_form
from music.errors import UnknownStyle
from music.instruments import program_number
from music.style import Style
from music.styles import BUILT_IN_STYLES
from music.theory import Key

TWENTY = {
    "lo-fi", "house", "techno", "synthwave", "drum and bass", "hip hop", "cinematic", "ambient", "chiptune",
    "rock", "metal", "funk", "bossa nova", "swing", "reggae", "pop ballad", "waltz", "march", "folk",
    "baroque",
}  # fmt: skip


def text_of(name: str) -> str:
    return files("generator.arranger").joinpath("styles", f"{name}.toml").read_text("utf-8")


def test_the_promised_styles_are_there_and_are_styles_people_can_ask_for() -> None:
    assert set(templates()) >= TWENTY
    assert set(templates()) <= set(BUILT_IN_STYLES)


@pytest.mark.parametrize("name", sorted(TWENTY))
def test_a_template_is_whole(name: str) -> None:
    template = template_named(name)
    roles = {part.role for part in template.parts}
    assert {"melody", "bass"} <= roles
    assert any(section.theme for section in template.form)
    assert set(template.harmony.families) <= families()
    heard = {part for section in template.form for part in section.plays}
    assert heard == {part.name for part in template.parts}  # nobody is written down who never plays
    for numeral in template.harmony.borrowed:
        parse_numeral(numeral, Key(0, False))


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('instruments = ["Electric Piano 1"]', 'instruments = ["Elektric Piano"]', "no instrument called"),
        ('range = ["C3", "C5"]', 'range = ["C3", "C9"]', "plays from"),
        ('range = ["C3", "C5"]', 'range = ["H3", "C5"]', "no pitch"),
        ("tempo_bpm = [68, 90]", "tempo_bpm = [90, 68]", "the lower first"),
        ("tempo_bpm = [68, 90]", "tempo_bpm = [2, 90]", "20 to 320 works"),
        ('metre = "4/4"', 'metre = "4/5"', "cannot count"),
        ('kick = "x.........x....."', 'kick = "x.........x...."', "does not divide"),
        ('kick = "x.........x....."', 'kick = "x.........y....."', "is no sign here"),
        ('kick = "x.........x....."', 'kik = "x.........x....."', "'kik'"),
        ('role = "comp"', 'role = "comper"', "melody, double"),
        ('plays = ["keys", "guitar"]', 'plays = ["keys", "gitar"]', "no part 'gitar'"),
        ('name = "lo-fi"', "name = 3", "wrong kind"),
        ('name = "lo-fi"', "", "lacks 'name'"),
        ('name = "guitar"', 'name = "keys"', "two parts"),
        ("[feel]", "[feel", "no TOML"),
    ],
)
def test_a_mistake_is_named_with_its_place(old: str, new: str, reason: str) -> None:
    text = text_of("lo-fi")
    assert old in text
    with pytest.raises(BadTemplate) as caught:
        read_template(text.replace(old, new, 1), "lo-fi.toml")
    assert reason in str(caught.value)
    assert "lo-fi.toml" in str(caught.value)


def test_a_style_without_a_template_is_refused() -> None:
    with pytest.raises(UnknownStyle, match="lo-fi"):
        template_named("polkadot")


@pytest.mark.parametrize("name", sorted(BUILT_IN_STYLES))
def test_every_built_in_style_finds_a_template_with_its_tempo(name: str) -> None:
    template = template_named_like(name)
    style = BUILT_IN_STYLES[name]
    low, high = (bpm * template.metre.beat / 480 for bpm in template.tempo_bpm)
    assert template.name == name
    assert low <= style.tempo_bpm[1]
    assert high >= style.tempo_bpm[0]


@pytest.mark.parametrize("name", sorted(templates()))
def test_no_intro_takes_more_than_a_quarter_of_a_short_piece(name: str) -> None:
    for bars in (4, 6, 8, 10, 12, 16, 20):
        form = fitted_form(template_named(name), bars, 0.0)
        assert sum(s.bars for s in form) == bars
        without = max((s.bars for s in form if not s.theme), default=0)
        assert without <= bars / 4, (bars, [(s.label, s.bars) for s in form])


def test_a_moderators_style_is_played_with_its_instruments_and_tempo() -> None:
    style = Style("rain", tempo_bpm=(60, 66), instruments=("Marimba", "Cello", "Fretless Bass"), minor=True)
    template = template_of(style)
    assert (template.name, template.tempo_bpm, template.minor) == ("rain", (60, 66), True)
    programs = {program for part in template.parts for program in part.programs}
    assert program_number("Cello") in programs
    assert not any(part.role == "drums" for part in template.parts)


def test_there_are_many_progressions_and_most_keep_to_their_key() -> None:
    known = progressions()
    assert len(known) >= 120
    assert len({(p.text, p.minor) for p in known}) == len(known)
    assert sum(p.blur < 0.02 for p in known) > 0.8 * len(known)
    assert {p.minor for p in known} == {False, True}


@pytest.mark.parametrize(
    ("written", "wanted", "starts"),
    [
        ("4/4", "3/4", (0, 480, 960)),
        ("4/4", "2/4", (0, 480)),
        ("4/4", "6/8", (0, 720)),
        ("4/4", "12/8", (0, 720, 1440, 2160)),
        ("4/4", "5/4", (0, 480, 960, 1440, 1920)),
        ("3/4", "4/4", (0, 480, 960, 1440)),
    ],
)
def test_a_rhythm_fits_metres_it_was_not_written_for(
    written: str, wanted: str, starts: tuple[int, ...]
) -> None:
    source, target = MetreShape.parse(written), MetreShape.parse(wanted)
    (bar,) = events("x---" * source.beats, source, target)
    assert tuple(event.start for event in bar) == starts
    assert all(event.start + event.length <= target.bar for event in bar)
