"""Styles with players: the model composes the themes, the players of the style make a piece of them."""

from dataclasses import replace

import numpy as np
import pytest

from generator.accompaniment import band_for, form_of, singing, sketch_of
from generator.arranger.matching import template_of
from generator.compose import Composer, Composition
from generator.plan import resolve
from generator.take_code import TakeCode
from generator.with_players import programs_in
from music.controls import Controls
from music.errors import InvalidTakeCode
from music.instruments import DRUMS, program_number
from music.midi import write_midi
from music.score import ONSET, PITCH, Part, Score
from music.style import Style
from music.styles import find_style
from music.theory import key_correlations


def composed(composer: Composer, style: str, seed: int = 3, **wishes: object) -> Composition:
    return composer.compose(Controls(**wishes), seed, style=find_style(style))  # type: ignore[arg-type]


def heard_key(score: Score) -> int:
    notes = np.concatenate([p.notes for p in score.parts if not p.is_drum])
    return int(key_correlations(np.bincount(notes[:, PITCH] % 12, notes[:, 1], 12).astype(float)).argmax())


def lead_of(made: Composition) -> list[Part]:
    assert made.lines is not None
    return [p for p in made.score.parts if p.name in made.lines]


@pytest.mark.parametrize("style", ["lo-fi", "house", "bossa nova", "metal", "waltz", "ambient"])
def test_a_style_with_players_holds_what_was_asked(composer: Composer, style: str) -> None:
    made = composed(composer, style, bars=12, tempo_bpm=100, key="G minor")
    starts = made.score.bar_starts()
    assert (made.bars, len(starts)) == (12, 12)
    assert made.score.tempos[0].microseconds == 600_000
    assert str(made.score.metres[0]) == made.controls.metre == find_style(style).metre
    assert heard_key(made.score) == 12 + 7
    assert max(int(p.notes[:, ONSET].max()) for p in made.score.parts) >= starts[-1]
    assert "players accompany" in made.adjustments[0]
    assert any(len(part.notes) for part in lead_of(made))
    assert set(made.controls.instruments) == {
        name for name in made.controls.instruments if program_number(name) in programs_in(made.score)
    }


def test_its_code_makes_the_same_bytes(composer: Composer) -> None:
    made = composed(composer, "reggae", bars=8, exclude_instruments=("Rock Organ",))
    again = composer.replay(made.code)
    assert write_midi(again.score) == write_midi(made.score)
    assert again.controls.instruments == made.controls.instruments
    assert again.lines == made.lines


def test_a_theme_returns(composer: Composer) -> None:
    made = composed(composer, "pop ballad", 4, bars=40)
    bar = made.score.bar_starts()[1]
    step = made.score.ticks_per_quarter // 2  # coarse enough for a player's timing
    notes = np.concatenate([p.notes for p in lead_of(made)])
    places = np.round(notes[:, ONSET] / step).astype(int)
    bars = [
        {
            (int(at) % (bar // step), int(p))
            for at, p in zip(places, notes[:, PITCH], strict=True)
            if at // (bar // step) == k
        }
        for k in range(40)
    ]
    sung = [notes for notes in bars if notes]
    returned = [
        any(len(here & earlier) >= 0.7 * len(here | earlier) for earlier in sung[:k])
        for k, here in enumerate(sung)
    ]
    assert len(sung) >= 16
    assert np.mean(returned) >= 0.4


def test_named_instruments_play_and_no_others(composer: Composer) -> None:
    names = ("Electric Piano 1", "Vibraphone", "Acoustic Bass", "Drums")
    made = composed(composer, "lo-fi", bars=16, instruments=names)
    assert set(programs_in(made.score)) == {program_number(name) for name in names}
    assert made.lines is not None
    odd = ("Church Organ", "Timpani", "Ocarina", "Banjo", "Steel Drums", "Shamisen")
    alone = composed(composer, "lo-fi", bars=4, instruments=odd)
    assert set(programs_in(alone.score)) == {program_number(name) for name in odd}


def test_a_duo_without_a_rhythm_section_is_the_models_where_people_wrote_such(composer: Composer) -> None:
    duo = ("Acoustic Grand Piano", "Voice Oohs")
    for style in ("pop", "jazz"):
        made = composed(composer, style, bars=4, instruments=duo)
        assert made.lines is None
        assert {p.name for p in made.score.parts} == set(duo)
        sung = next(p.notes for p in made.score.parts if p.name == "Voice Oohs")
        starts = np.round(sung[:, ONSET] / 60)  # a singer has one note at a time
        assert len(np.unique(starts)) == len(sung)
        assert write_midi(composer.replay(made.code).score) == write_midi(made.score)
    with_a_bass = composed(composer, "pop", bars=4, instruments=("Acoustic Grand Piano", "Acoustic Bass"))
    assert with_a_bass.lines is not None
    uncounted = composed(composer, "lo-fi", bars=4, instruments=("Electric Piano 1", "Vibraphone"))
    assert uncounted.lines is not None


def test_what_is_unwanted_is_silent(composer: Composer) -> None:
    made = composed(composer, "house", bars=8, exclude_instruments=("Drums", "Synth Bass 1"))
    assert made.lines is not None
    assert not {DRUMS, program_number("Synth Bass 1")} & set(programs_in(made.score))


def test_a_slower_one_of_the_same_keeps_its_players(composer: Composer) -> None:
    first = composed(composer, "lo-fi", bars=8)
    names = first.controls.instruments
    second = composed(composer, "lo-fi", 4, bars=6, tempo_bpm=51.2, key=first.controls.key, instruments=names)
    assert second.lines is not None
    assert second.controls.instruments == names


@pytest.mark.parametrize("bars", [1, 2, 3, 5])
def test_short_pieces_are_whole(composer: Composer, bars: int) -> None:
    made = composed(composer, "funk", bars=bars)
    assert len(made.score.bar_starts()) == made.bars == bars


def test_a_style_of_notated_music_is_played_by_the_model(composer: Composer) -> None:
    made = composed(composer, "string quartet", bars=2)
    assert made.lines is None
    assert TakeCode.parse(made.code).players == ()


def test_a_style_that_nobody_can_sing_in_has_no_players() -> None:
    drums_alone = Style("drums", instruments=("Drums",))
    assert band_for(drums_alone, 1, wanted=[DRUMS]) is None
    assert band_for(replace(find_style("rock"), players=False), 1) is None


def test_a_sketch_holds_each_theme_once() -> None:
    style = find_style("synthwave")
    plan, _, _ = resolve(Controls(bars=64), 1, style=style)
    band = band_for(style, 1)
    assert band is not None
    form = form_of(band, plan)
    assert form is not None
    sketch = sketch_of(band, plan, form)
    assert sum(section.bars for section in form.sections) == 64
    assert sketch.bars < 32
    assert len(sketch.programs) == 1


def test_tunes_that_stand_still_sing_worse() -> None:
    plan, _, _ = resolve(Controls(bars=4, tempo_bpm=100, metre="4/4"), 1)
    scale = [60, 62, 64, 65, 67, 69, 71, 72]
    tune = np.array([[k // 4, 12 * (k % 4), 0, scale[k % 8], 12, 80] for k in range(16)], np.int32)
    still = tune.copy()
    still[:, 3] = 60
    assert singing(tune, plan) > singing(still, plan)
    assert singing(tune, plan) > singing(tune[:3], plan)


def test_a_code_of_players_that_changed_is_refused_in_a_sentence(composer: Composer) -> None:
    code = TakeCode.parse(composed(composer, "disco", bars=2).code)
    for other in (
        replace(code, style_name="rain of a server"),
        replace(code, players=code.players[:-1]),
        replace(code, notes="00000000"),
    ):
        with pytest.raises(InvalidTakeCode, match=r"^[A-Z].*\.$"):
            composer.replay(str(other))


def test_drums_play_no_pitched_part() -> None:
    """New age has none: with drums named, the model plays everything itself."""
    assert "drums" not in {part.role for part in template_of(find_style("new age")).parts}
    named = (program_number("Synth Bass 2"), program_number("FX 1 (rain)"), DRUMS)
    assert band_for(find_style("new age"), 161, named) is None
