"""The network that hears what messages ask for, beside what was learned of their words."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file

from bot.listening.impression import Hear, Impression, Place, with_impression
from bot.listening.network import (
    SHIPPED,
    Listener,
    changed_matrices,
    hearing_of,
    tokens_at,
    with_changes,
)
from bot.listening.training import lesson, taught
from bot.understanding.dialogues import evaluate_dialogues
from bot.understanding.learned.asked import ANSWERS, SIDES
from bot.understanding.learned.directions import DIRECTIONS
from bot.understanding.learned.fates import FATES, places_of
from bot.understanding.learned.training import Example
from bot.understanding.reading import read
from bot.understanding.text import plainly
from bot.understanding.weighing import heard_over
from music.controls import Controls
from music.errors import MissingPart
from recommender.text_encoder import TextEncoder

BAND = Controls(instruments=("Flute", "Acoustic Grand Piano", "Drums"), style="jazz", tempo_bpm=100.0)
PIECE = "a calm jazz piece for flute, piano and drums in C major, 100 bpm, 30 seconds"


def test_it_hears_what_words_alone_do_not_tell(hear: Hear) -> None:
    for text, answer in (
        ("does it have to be so fast?", "tempo_bpm"),
        ("the kettle takes longer than this to boil, give me more of it", "length"),
        ("give the pianist the night off", "players"),
        ("it's all a bit crowded in there, let it breathe", "density"),
        ("my neighbour hates that flute, i love it", "nothing"),
        ("we liked it better before you touched it", "back"),
    ):
        asked = heard_over(BAND, plainly(text), hear).asked
        chances = {"nothing": asked.nothing, "back": asked.back, **asked.sides}
        assert max(chances, key=chances.__getitem__) == answer, (text, chances)


def test_one_number_for_each_answer(hear: Hear) -> None:
    said = plainly("a flute and a harp, and never a tuba")
    places = places_of(said, BAND)
    assert [plays for *_, plays in places] == [True, False, False]
    impression = hear(said.text, places)
    assert impression is not None
    assert impression.asked.shape == (len(ANSWERS),)
    assert impression.directions.shape == (len(DIRECTIONS),)
    assert impression.fates.shape == (3, len(FATES))
    nobody = hear("slower", ())
    assert nobody is not None
    assert nobody.fates.shape == (0, len(FATES))


def test_only_english_that_is_no_wall_of_words_is_heard() -> None:
    heard: list[str] = []

    def hears(text: str, places: Sequence[Place]) -> Impression | None:
        heard.append(text)
        return None

    first = read(PIECE)
    read("a touch quicker", [first], None, hears)
    read("快一点", [first], None, hears)
    read("más lento por favor", [first], None, hears)
    read("slower " * 60, [first], None, hears)
    assert heard == ["a touch quicker"]


def test_what_is_not_heard_is_read_by_its_words() -> None:
    first = read(PIECE)
    asked = read("a touch quicker", [first], None, lambda text, places: None)
    assert asked == read("a touch quicker", [first])
    assert asked.controls.tempo_bpm is not None
    assert asked.controls.tempo_bpm > 100


def test_both_readers_count_as_much() -> None:
    chances = np.array([0.5, 0.9, 1.0, 0.0])
    mixed = with_impression(chances, np.array([0.0, -np.log(9), 0.0, 2.0]))
    assert mixed[:2] == pytest.approx([0.5, 0.5])
    assert 0.99 < mixed[2] < 1
    assert 0 < mixed[3] < 0.01
    assert with_impression(chances, None) is chances


def test_the_tokens_of_a_name(encoder: TextEncoder) -> None:
    text = "swap the glockenspiel for a flute"
    found = encoder.tokenizer.encode(text)
    start = text.index("glock")
    tokens = tokens_at(found.offsets, start, start + len("glockenspiel"))
    assert "".join(found.tokens[i].removeprefix("##") for i in tokens) == "glockenspiel"
    assert tokens_at(found.offsets, 900, 905) == [0]


def test_weights_for_another_encoder_are_refused(encoder: TextEncoder, tmp_path: Path) -> None:
    other = tmp_path / "other.safetensors"
    save_file(load_file(SHIPPED), other, {"encoder": "of somebody else"})
    with pytest.raises(MissingPart, match="another one"):
        Listener(encoder, other)
    with pytest.raises(MissingPart, match="cannot be read"):
        Listener(encoder, tmp_path / "nothing.safetensors")
    assert hearing_of(encoder) is not None


def test_changes_of_nothing_change_nothing(encoder: TextEncoder) -> None:
    weights = encoder.network.weights
    name = changed_matrices(1)[0]
    out, inside = weights[name].shape
    same = with_changes(weights, {f"{name}.up": torch.zeros(out, 2), f"{name}.down": torch.randn(2, inside)})
    assert torch.equal(same[name], weights[name])
    other = with_changes(weights, {f"{name}.up": torch.ones(out, 2), f"{name}.down": torch.ones(2, inside)})
    assert torch.allclose(other[name], weights[name] + 2)


def test_it_learns_what_it_is_shown(encoder: TextEncoder, tmp_path: Path) -> None:
    """A few epochs over a handful of messages: the loss of those falls, and the weights can be stored."""
    shown = [
        Example(0, "en", plainly("quicker"), BAND, {"changes": {"tempo_bpm": ">"}}),
        Example(1, "en", plainly("lose the flute"), BAND, {"changes": {"instruments": {"fewer": ["Flute"]}}}),
        Example(2, "en", plainly("lovely flute"), BAND, {"changes": {}}),
    ]
    weights = taught([lesson(e, encoder) for e in shown] * 24, encoder, 25)
    save_file(weights, tmp_path / "w", {"encoder": encoder.digest})
    learned = Listener(encoder, tmp_path / "w")
    said = plainly("lose the flute")
    places = places_of(said, BAND)
    assert learned.hear(said.text, places).fates[0, FATES.index("leaves")] > 0
    assert learned.hear("lovely flute", [(7, 12, True)]).fates[0, FATES.index("leaves")] < 0
    assert learned.hear("quicker", ()).asked[ANSWERS.index("tempo_bpm")] > 0
    assert learned.hear("quicker", ()).directions[DIRECTIONS.index("tempo_bpm up")] > 0
    assert all(learned.hear("lovely flute", ()).asked[ANSWERS.index(side)] < 0 for side in SIDES)


@pytest.mark.parametrize(
    ("name", "refinements", "right", "only_named"),
    [("fresh_dialogues.jsonl", 682, 0.95, 0.98), ("fresh_free_dialogues.jsonl", 364, 0.9, 0.94)],
)
def test_dialogues_that_were_never_looked_at(
    hear: Hear, name: str, refinements: int, right: float, only_named: float
) -> None:
    """Blind sets, only counted; the last one as freely as people talk."""
    group = evaluate_dialogues(Path(__file__).with_name(name), hear=hear)["groups"]["report"]
    assert group["refinements"] == refinements
    assert group["refinements_fully_right"] >= right
    assert group["only_named_changed"] >= only_named
