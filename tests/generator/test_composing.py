"""What must hold of every piece, with the weights that come with the program."""

from pathlib import Path

import numpy as np
import pytest

from generator.compose import Cancelled, Composer, Composition
from generator.rules import KIT
from generator.take_code import TakeCode
from music.controls import Controls
from music.errors import CadenzaError, InvalidTakeCode, MissingPart
from music.instruments import DRUMS, pitch_range, program_number
from music.midi import write_midi
from music.score import DURATION, ONSET, PITCH
from music.theory import Key, key_correlations

QUARTET = ("Violin", "Viola", "Cello")
CASES = {
    "waltz for strings": Controls(
        style=None, key="G minor", metre="3/4", bars=16, tempo_bpm=96, instruments=QUARTET
    ),
    "calm piano": Controls(
        valence=0.2, arousal=-0.6, seconds=20, instruments=("Acoustic Grand Piano",), density="sparse"
    ),
    "jig": Controls(key="D major", metre="6/8", bars=8, tempo_bpm=110, instruments=("Fiddle", "Flute")),
    "band": Controls(
        key="E minor",
        metre="4/4",
        bars=8,
        instruments=("Drums", "Electric Bass (finger)", "Distortion Guitar"),
        arousal=0.7,
    ),
    "five to the bar": Controls(metre="5/4", bars=5, instruments=("Marimba",)),
    "one bar": Controls(bars=1, instruments=("Church Organ",)),
}


@pytest.fixture(scope="module", params=CASES)
def case(request: pytest.FixtureRequest, composer: Composer) -> tuple[Controls, Composition]:
    asked = CASES[request.param]
    return asked, composer.compose(asked, 7)


def test_the_last_bar_begins_a_note_and_nothing_comes_after(case: tuple[Controls, Composition]) -> None:
    asked, made = case
    bars = made.bars
    if asked.bars:
        assert bars == asked.bars
    score = made.score
    length = 480 * 4 * score.metres[0].numerator // score.metres[0].denominator
    last = max(int(p.notes[:, ONSET].max()) for p in score.parts)
    assert last // length == bars - 1
    assert score.end_tick <= bars * length
    assert len(score.bar_starts()) == bars


def test_metre_and_tempo_are_what_was_asked(case: tuple[Controls, Composition]) -> None:
    asked, made = case
    if asked.metre:
        assert str(made.score.metres[0]) == asked.metre
    if asked.tempo_bpm:
        assert made.score.tempos[0].bpm == pytest.approx(asked.tempo_bpm, rel=1e-5)
    assert len(made.score.tempos) == len(made.score.metres) == 1


def test_only_the_instruments_asked_play_and_stay_in_their_range(case: tuple[Controls, Composition]) -> None:
    asked, made = case
    wanted = {program_number(n) for n in asked.instruments}
    for part in made.score.parts:
        program = DRUMS if part.is_drum else part.program
        assert program in wanted
        if part.is_drum:
            assert set(part.notes[:, PITCH].tolist()) <= set(KIT)
        else:
            low, high = pitch_range(program)
            assert low <= part.notes[:, PITCH].min() <= part.notes[:, PITCH].max() <= high


def test_every_instrument_asked_is_heard(case: tuple[Controls, Composition]) -> None:
    asked, made = case
    if made.bars > 1:
        heard = {DRUMS if p.is_drum else p.program for p in made.score.parts}
        assert heard == {program_number(n) for n in asked.instruments}


def test_the_key_is_found_again_by_krumhansl_kessler(case: tuple[Controls, Composition]) -> None:
    asked, made = case
    if not asked.key:
        return
    weights = np.zeros(12)
    for part in made.score.parts:
        if not part.is_drum:
            np.add.at(weights, part.notes[:, PITCH] % 12, part.notes[:, DURATION])
    assert Key.from_index(int(key_correlations(weights).argmax())) == Key.parse(asked.key)


def test_a_code_makes_the_same_bytes_again(case: tuple[Controls, Composition], composer: Composer) -> None:
    _, made = case
    again = composer.replay(made.code)
    assert write_midi(again.score) == write_midi(made.score)
    assert again.code == made.code


def test_another_seed_makes_another_piece(composer: Composer) -> None:
    asked = Controls(bars=4)
    assert write_midi(composer.compose(asked, 1).score) != write_midi(composer.compose(asked, 2).score)


def test_a_seed_vector_is_carried_by_the_code(composer: Composer) -> None:
    vector = np.random.default_rng(3).normal(size=128)
    vector /= np.linalg.norm(vector)
    seeded = composer.compose(Controls(bars=4), 1, seed_vector=tuple(vector.tolist()))
    plain = composer.compose(Controls(bars=4), 1)
    assert write_midi(seeded.score) != write_midi(plain.score)
    assert write_midi(composer.replay(seeded.code).score) == write_midi(seeded.score)


def test_long_pieces_run_past_the_context_of_the_model(composer: Composer) -> None:
    made = composer.compose(Controls(bars=100, density="dense", tempo_bpm=120), 5)
    assert made.bars == 100
    assert made.notes > composer.weights.model.config.context


def test_composing_stops_when_nobody_wants_it_any_more(composer: Composer) -> None:
    with pytest.raises(Cancelled):
        composer.compose(Controls(bars=64), 1, cancelled=lambda: True)


def test_bars_are_reported_as_they_are_made(composer: Composer) -> None:
    seen: list[tuple[int, int]] = []
    composer.compose(Controls(bars=4), 1, on_progress=lambda done, total: seen.append((done, total)))
    assert seen[0] == (0, 4)
    assert all(total == 4 for _, total in seen)


def test_a_code_of_other_weights_is_refused_with_the_reason(composer: Composer) -> None:
    code = TakeCode.parse(composer.compose(Controls(bars=1), 1).code)
    other = str(TakeCode(code.plan, code.random_seed, code.attempt, "0" * 12, code.notes))
    with pytest.raises(InvalidTakeCode, match="made with the weights"):
        composer.replay(other)


def test_a_code_whose_notes_come_out_otherwise_is_refused(composer: Composer) -> None:
    code = TakeCode.parse(composer.compose(Controls(bars=1), 1).code)
    other = str(TakeCode(code.plan, code.random_seed, code.attempt, code.weights, "00000000"))
    with pytest.raises(InvalidTakeCode, match="rounds differently"):
        composer.replay(other)


def test_a_seed_out_of_range_is_refused(composer: Composer) -> None:
    with pytest.raises(CadenzaError, match="whole number"):
        composer.compose(Controls(bars=1), -1)


def test_missing_weights_are_named(tmp_path: Path) -> None:
    with pytest.raises(MissingPart, match="missing"):
        Composer(tmp_path)
