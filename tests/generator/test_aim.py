"""A piece near its seeds is sought further than any other, and its code still names the winner."""

import itertools
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from generator.aim import GUIDED_ATTEMPTS, NEAR_ENOUGH, STYLED_CANDIDATES, aim_at, sampling_of
from generator.compose import Composer
from generator.decoding import Sampling
from generator.pace import expected_rate
from generator.plan import resolve
from generator.selection import Goal, best_of
from generator.take_code import TakeCode
from music.controls import Controls
from music.grid import GridNotes
from music.midi import write_midi
from music.score import Score
from music.styles import find_style


@pytest.mark.parametrize(
    ("reached_by", "notes_each", "decoded"),
    [
        (1, 1, 2),  # at once
        (5, 1, 6),
        (99, 1, 8),  # never: as many as there may be
        (99, 5, 6),  # two at a time: the next two would bring 40 notes
        (99, 100, 2),  # long pieces are not made again
    ],
)
def test_with_a_goal_more_are_made_until_one_reaches_it_or_the_work_is_enough(
    reached_by: int, notes_each: int, decoded: int
) -> None:
    def decode(attempts: Sequence[int]) -> list[GridNotes]:
        return [np.full((notes_each, 6), attempt, np.int32) for attempt in attempts]

    chosen = best_of(
        decode,
        lambda n: (True, 1.0 if int(n[0, 0]) >= reached_by else 0.01 * int(n[0, 0])),
        candidates=2,
        attempts=4,
        goal=Goal(merit=0.5, attempts=8, notes=30),
    )
    assert (chosen.decoded, chosen.attempt) == (decoded, min(reached_by, decoded - 1))


def test_a_piece_that_was_sought_for_long_replays_to_the_same_bytes(composer: Composer) -> None:
    asked = Controls(bars=2, instruments=("Flute",), key="C major")
    calls = itertools.count(1)

    def embed(made: Score) -> NDArray[np.float32]:
        """Each a little nearer to the wanted vector, none near enough."""
        return np.eye(1, 128, 0, np.float32)[0] * next(calls) / 100 + np.eye(1, 128, 1, np.float32)[0]

    wanted = tuple(float(x) for x in np.eye(1, 128)[0])
    made = Composer(reward=lambda score, controls: 0.0).compose(asked, 5, wanted, embed=embed)
    assert TakeCode.parse(made.code).attempt == NEAR_ENOUGH.attempts - 1
    assert write_midi(composer.replay(made.code).score) == write_midi(made.score)


def test_the_denser_a_style_is_the_fewer_attempts_are_made_at_a_piece_in_it(composer: Composer) -> None:
    """Half a minute of it is ready in three seconds, however many play."""

    def even(score: Score, controls: Controls) -> float:
        return 0.0

    found = [aim_at(even, 2, None, even, rate).candidates for rate in (2, 6, 9, 12, 15, 25)]
    assert found == sorted(found, reverse=True)
    assert (found[0], found[-1]) == (STYLED_CANDIDATES, 1)
    assert aim_at(even, 2, None, None, 25).candidates == 2  # without a style nothing is chosen by it
    baroque = find_style("baroque")

    def attempts(*instruments: str) -> int:
        plan, _, _ = resolve(
            Controls(instruments=instruments), 1, style=baroque, style_names=composer.weights.styles
        )
        plan = replace(plan, density=None, habit=False)
        ngrams = composer.weights.ngrams
        assert ngrams is not None
        leanings = ngrams.of("baroque", plan.bar_positions, len(instruments) == 1)
        return aim_at(even, 2, None, even, expected_rate(plan, leanings)).candidates

    assert attempts("Recorder") == STYLED_CANDIDATES
    assert attempts("Recorder", "Violin", "Cello", "Harpsichord") < STYLED_CANDIDATES


def test_the_first_attempts_are_drawn_as_they_always_were_since_codes_name_them() -> None:
    usual = Sampling()
    for attempt in range(GUIDED_ATTEMPTS):
        found = sampling_of(usual, attempt)
        assert found == replace(usual, key_strength=usual.key_strength * (1 + 0.7 * attempt))
    assert sampling_of(usual, GUIDED_ATTEMPTS).guidance > usual.guidance
