"""Rewards prefer what people would, and best-of-N gives what they prefer; the code names it."""

from collections.abc import Sequence

import numpy as np
import pytest

from generator.compose import Composer
from generator.rewards import StyleReward, TheoryReward, WeightedRewards, theory_of
from generator.selection import best_of
from generator.take_code import TakeCode
from music.controls import Controls
from music.grid import GRID_PITCH, GridNotes, from_grid
from music.midi import write_midi
from music.score import Score
from music.theory import Key

C_MAJOR = Controls(key="C major")
#: a tune in C major whose first two bars return, over a bass that ends on the tonic
TUNE = [[0, 4, 7, 12], [5, 9, 7, 4], [0, 4, 7, 12], [5, 4, 2, 0]]
BASS = [0, 5, 0, 0]


def piece(tune: list[list[int]], bass: list[int]) -> GridNotes:
    rows = []
    for bar, (line, low) in enumerate(zip(tune, bass, strict=True)):
        rows.append([bar, 0, 32, 36 + low, 48, 80])
        rows += [[bar, 12 * i, 73, 72 + step, 12, 80] for i, step in enumerate(line)]
    notes = np.array(rows, np.int32)
    return notes[np.lexsort((notes[:, 3], notes[:, 2], notes[:, 1], notes[:, 0]))]


def score(notes: GridNotes) -> Score:
    return from_grid(notes, tempo_bpm=100, metre=(4, 4))


GOOD = piece(TUNE, BASS)


def test_theory_sees_key_leaps_cadence_and_repetition() -> None:
    seen = theory_of(GOOD, Key(0, False))
    assert seen.key_fit is not None
    assert seen.key_fit > 0.8
    assert seen.cadence == pytest.approx(1.0)
    assert seen.repetition == pytest.approx((1 / 9 + 1 + 2 / 8) / 3)  # of the notes of both bars
    wide = theory_of(piece([[0, 12, 0, 12]] * 4, BASS), Key(0, False))
    assert seen.leaps == 0
    assert wide.leaps == pytest.approx(15 / 18)  # the bass has three steps


def test_the_piece_that_holds_its_key_and_closes_has_more_reward() -> None:
    reward = TheoryReward()
    good = reward(score(GOOD), C_MAJOR)
    assert 0 < good <= 1
    assert good > reward(score(GOOD), Controls(key="F# major"))
    open_end = GOOD.copy()
    open_end[GOOD[:, 0] == 3, GRID_PITCH] += 2
    assert good > reward(score(open_end), C_MAJOR)
    assert good > reward(
        score(piece([[0, 12, 1, 13], [6, -6, 8, 3], [1, 10, 4, 15], [9, 3, 11, 6]], BASS)), C_MAJOR
    )


def test_rewards_add_up_and_style_is_a_cosine() -> None:
    def embed(music: Score) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
        return np.array([music.note_count, 0], np.float32)

    style = StyleReward(embed, np.array([3.0, 4.0], np.float32))
    assert style(score(GOOD), C_MAJOR) == pytest.approx(0.6)
    theory = TheoryReward()(score(GOOD), C_MAJOR)
    both = WeightedRewards([(2.0, style), (0.5, TheoryReward())])
    assert both(score(GOOD), C_MAJOR) == pytest.approx(1.2 + 0.5 * theory)
    with pytest.raises(ValueError, match="length"):
        StyleReward(embed, np.zeros(2, np.float32))


def test_the_best_that_holds_is_chosen_and_more_are_made_only_while_none_does() -> None:
    def decode(attempts: Sequence[int]) -> list[GridNotes]:
        return [np.full((1, 6), attempt, np.int32) for attempt in attempts]

    def judged(holding: set[int], merits: list[float]) -> tuple[int, int]:
        chosen = best_of(
            decode, lambda n: (int(n[0, 0]) in holding, merits[n[0, 0]]), candidates=2, attempts=4
        )
        assert int(chosen.notes[0, 0]) == chosen.attempt
        return chosen.attempt, chosen.decoded

    assert judged({0, 1}, [0.2, 0.7, 0, 0]) == (1, 2)
    assert judged({0}, [0.2, 0.7, 0, 0]) == (0, 2)
    assert judged({2, 3}, [0.2, 0.7, 0.1, 0.1]) == (2, 4)
    assert judged(set(), [0.2, 0.7, 0.1, 0.1]) == (1, 4)


def test_the_code_names_the_winner_and_a_replay_makes_only_that_one() -> None:
    asked = Controls(bars=4, instruments=("Acoustic Grand Piano",))
    fewest = Composer(reward=lambda score, controls: -score.note_count)
    most = Composer(reward=lambda score, controls: score.note_count)
    seed = next(
        s for s in range(20) if len({fewest.compose(asked, s).notes, most.compose(asked, s).notes}) == 2
    )
    least, longest = fewest.compose(asked, seed), most.compose(asked, seed)
    assert least.notes < longest.notes
    attempts = {TakeCode.parse(made.code).attempt for made in (least, longest)}
    assert attempts == {0, 1}
    for made in (least, longest):
        assert write_midi(Composer(candidates=1).replay(made.code).score) == write_midi(made.score)
