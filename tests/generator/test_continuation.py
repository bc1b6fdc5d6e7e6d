"""Going on from a piece: what was there stays to the tick, what is new fits, and the code makes it again."""

import hashlib

import numpy as np
import pytest

from generator.compose import Composer
from generator.continuation import plan_continuation
from generator.continuation_code import ContinuationCode
from music.controls import Controls
from music.errors import CadenzaError, InvalidTakeCode
from music.midi import read_midi, write_midi
from music.score import ONSET, Metre, Part, Score, Tempo
from tests.engine.pieces import C_MAJOR, tune


def hash_of(score: Score) -> str:
    return hashlib.sha256(write_midi(score)).hexdigest()


def band() -> Score:
    """Two instruments and drums, an odd resolution, changes of tempo and metre, a pedal held at the end."""
    beat = 96
    rng = np.random.default_rng(1)
    flute = [[k * beat, beat - 7, 72 + int(rng.integers(0, 5)), 90] for k in range(20)]
    piano = [[k * 2 * beat + 3, 2 * beat, 48 + 4 * (k % 3), 71] for k in range(10)]
    kit = [[k * beat, 10, 36 + 2 * (k % 2), 100] for k in range(20)]
    return Score(
        96,
        (
            Part(73, np.array(flute, np.int32)),
            Part(0, np.array(piano, np.int32), controllers=np.array([[0, 64, 127]], np.int32)),
            Part(0, np.array(kit, np.int32), is_drum=True),
        ),
        tempos=(Tempo(0, 500_000), Tempo(8 * beat, 600_000)),
        metres=(Metre(0, 4, 4), Metre(8 * beat, 3, 4)),
        title="Band",
    )


def notes_before(score: Score, tick: int) -> list[tuple[int, ...]]:
    return sorted(
        (p.program, p.is_drum, *(int(x) for x in note))
        for p in score.parts
        for note in p.notes
        if note[ONSET] < tick
    )


@pytest.mark.parametrize("bars", [1, 4])
def test_the_piece_stays_and_exactly_the_bars_asked_follow(composer: Composer, bars: int) -> None:
    source = band()
    made = composer.go_on(source, hash_of(source), Controls(bars=bars), 7)
    start = plan_continuation(source, Controls(bars=bars))[0].start
    assert notes_before(made.score, start) == notes_before(source, 1 << 30)
    assert made.score.tempos == source.tempos
    assert made.score.metres == source.metres
    new_bars = [tick for tick in made.score.bar_starts() if tick >= start]
    assert len(new_bars) == bars
    assert new_bars[0] == start
    assert made.bars == len(made.score.bar_starts())
    # the same instruments on the same parts, and none else
    assert [(p.program, p.is_drum) for p in made.score.parts] == [(73, False), (0, False), (0, True)]
    # the pedal that was left down does not blur what is new
    assert made.score.parts[1].controllers[-1].tolist() == [start, 64, 0]


def test_its_code_makes_it_again_byte_for_byte(composer: Composer) -> None:
    source = band()
    made = composer.go_on(source, hash_of(source), Controls(bars=2, key="D minor"), 11)
    code = ContinuationCode.parse(made.code)
    assert code is not None
    assert code.source == hash_of(source)
    assert write_midi(composer.go_on_again(code, source).score) == write_midi(made.score)
    with pytest.raises(InvalidTakeCode, match="goes on from"):
        composer.replay(made.code)
    assert ContinuationCode.parse(composer.compose(Controls(bars=1), 3).code) is None


@pytest.mark.parametrize("program", [0, 40])
def test_one_note_is_enough(composer: Composer, program: int) -> None:
    one = Score(480, (Part(program, np.array([[0, 480, 60, 80]], np.int32)),))
    assert composer.go_on(one, hash_of(one), Controls(bars=2), 1).bars == 3


def test_drums_alone(composer: Composer) -> None:
    drums = Score(480, (band().parts[2],))
    made = composer.go_on(drums, hash_of(drums), Controls(bars=2), 1)
    assert [p.is_drum for p in made.score.parts] == [True]


def test_a_long_piece_is_read_from_its_end(composer: Composer) -> None:
    source = read_midi(tune(C_MAJOR, bpm=100, program=0, bars=300, title="long"))
    made = composer.go_on(source, hash_of(source), Controls(bars=2), 5)
    assert len(made.score.bar_starts()) == 302


def test_what_cannot_be_gone_on_from_is_said(composer: Composer) -> None:
    with pytest.raises(CadenzaError, match="no notes"):
        composer.go_on(Score(480, ()), "00" * 32, Controls(), 1)
    odd = Score(480, band().parts, metres=(Metre(0, 29, 4),))
    with pytest.raises(CadenzaError, match="29/4"):
        composer.go_on(odd, "00" * 32, Controls(), 1)
