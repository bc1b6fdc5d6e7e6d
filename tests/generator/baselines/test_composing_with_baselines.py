"""Pieces by the baselines that come with the program, as a person asks for them."""

import pytest

from bot.commands.composition import MODELS
from bot.commands.learning import BASELINES
from generator.baselines.composing import compose_with, replay_with_baseline
from generator.baselines.registry import NAMES
from generator.compose import Composer
from generator.evaluation.obedience import Made, masked_controls, piece_of
from music.controls import Controls
from music.errors import CadenzaError
from music.midi import write_midi

ASKED = Controls(
    bars=6, metre="3/4", tempo_bpm=100.0, instruments=("Violin", "Cello"), key="D minor", density="dense"
)


def test_the_command_line_knows_the_models_by_the_names_of_the_registry() -> None:
    assert set(MODELS) <= {"transformer", *NAMES}
    assert set(BASELINES) == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_what_masks_hold_is_held_and_the_rest_is_said(name: str) -> None:
    made = compose_with(name, ASKED, 7)
    held = masked_controls([Made(ASKED, made.score, piece_of(made.score))])
    assert {part: share["value"] for part, share in held.items()} == dict.fromkeys(held, 1.0)
    assert "does not follow key and density" in made.adjustments[0]
    assert made.controls.key is None
    assert made.model == name


@pytest.mark.parametrize("name", ["markov", "lstm"])
def test_the_code_plays_the_same_piece_again(name: str) -> None:
    made = compose_with(name, ASKED, 11)
    again = replay_with_baseline(made.code)
    assert again is not None
    assert write_midi(again.score) == write_midi(made.score)
    assert again.model == name


def test_a_code_of_the_transformer_is_not_theirs(composer: Composer) -> None:
    code = composer.compose(Controls(bars=1, instruments=("Flute",)), 1).code
    assert replay_with_baseline(code) is None


def test_only_the_conditional_gan_takes_mood_and_style() -> None:
    asked = Controls(bars=2, valence=-0.5, arousal=0.2)
    assert compose_with("cgan", asked, 1).adjustments == ()
    assert "mood" in compose_with("gan", asked, 1).adjustments[0]


def test_a_model_that_is_not_there_is_named() -> None:
    with pytest.raises(CadenzaError, match="oracle"):
        compose_with("oracle", ASKED, 1)
