"""What each instrument does in a style is told apart, and heard in what is composed."""

import numpy as np
import pytest

from generator.style_bias import StyleBias
from generator.style_ngrams import FEWEST_PIECES, StyleNgrams, count_styles
from generator.style_parts import MOST_TOGETHER, Part, leaning, wait_class
from generator.vocabulary import INSTRUMENT
from music.corpus import PackedCorpus
from tests.generator.test_style_ngrams import facts_of

PIANO, VOICE, BARS = 0, 53, 8
_LENGTH = 8  # class of a duration, which does not matter here


def songs(chords: tuple[int, ...], tune: tuple[int, ...], style: str) -> list[tuple[str, list[list[int]]]]:
    """Pieces of a piano that strikes chords, and of a voice that sings a tune, at these positions."""
    pieces = []
    for number in range(FEWEST_PIECES):
        rows = []
        for bar in range(BARS):
            at = sorted(
                [(position, PIANO, pitch) for position in chords for pitch in (48, 52, 55)]
                + [(position, VOICE, 60 + k) for k, position in enumerate(tune)]
            )
            rows += [[int(bar > 0 and not i), *note, _LENGTH, 8] for i, note in enumerate(at)]
        pieces.append((f"{style}{number}", rows))
    return pieces


@pytest.fixture(scope="module")
def counted() -> StyleNgrams:
    """Ballads: chords on the first beat, a tune in quarters. In a round the piano has more."""
    made = {
        "ballad": songs((0,), (0, 12, 24, 36), "ballad"),
        "round": songs((0, 12, 24, 36), (0, 24), "round"),
    }
    notes = [np.array(rows, np.uint8) for pieces in made.values() for _, rows in pieces]
    bars = [np.full((BARS, 2), (48, 4), np.uint8) for _ in notes]
    facts = tuple(facts_of(name, style) for style, pieces in made.items() for name, _ in pieces)
    return count_styles(
        PackedCorpus(
            np.concatenate(notes),
            np.concatenate(bars),
            np.cumsum([0, *map(len, notes)]),
            np.cumsum([0, *map(len, bars)]),
            facts,
        )
    )


def part(counted: StyleNgrams, style: str, program: int) -> Part:
    leanings = counted.of(style, 48, alone=False)
    assert leanings is not None
    return leanings.parts[program]


def test_who_strikes_when_is_counted_by_instrument(counted: StyleNgrams) -> None:
    quarter, half = wait_class(12), wait_class(24)
    assert part(counted, "ballad", PIANO).strike[quarter][1] < -1  # the tune goes on without it
    assert part(counted, "round", PIANO).strike[quarter][1] > 0.1
    assert part(counted, "ballad", VOICE).strike[quarter][1] > 0.3
    assert part(counted, "round", VOICE).strike[quarter][1] < -1
    assert part(counted, "round", VOICE).strike[half][1] == pytest.approx(
        0, abs=0.1
    )  # who else waits so long?


def test_chords_belong_to_the_one_who_plays_them(counted: StyleNgrams) -> None:
    bias = StyleBias(counted.of("ballad", 48, alone=False), (PIANO, VOICE))  # type: ignore[arg-type]
    bias.place(PIANO, 48, 0, at_once=False)
    bias.place(VOICE, 60, 0, at_once=False)
    later = bias.instrument(12, {}, VOICE)
    assert len(later) >= INSTRUMENT
    assert later[VOICE] > later[PIANO] + 1
    # a third note of the piano's chord is followed by the voice's here, in a round half of the time by nobody
    assert part(counted, "ballad", PIANO).stay[2, 1] > part(counted, "round", PIANO).stay[2, 1]
    assert part(counted, "ballad", PIANO).stay.shape == (MOST_TOGETHER, 2)


def test_a_soloist_and_a_style_without_such_parts_have_none(counted: StyleNgrams) -> None:
    whole, alone = counted.of("ballad", 48), counted.of("ballad", 48, alone=True)
    assert whole is not None
    assert alone is not None
    assert not whole.parts
    assert not alone.parts
    assert counted.styles == ("ballad", "round")


def test_nothing_follows_from_nothing() -> None:
    assert not leaning(np.zeros((3, 2)), np.zeros((3, 2))).any()


def test_parts_are_kept_byte_for_byte(counted: StyleNgrams) -> None:
    again = StyleNgrams.from_bytes(counted.to_bytes())
    assert again.to_bytes() == counted.to_bytes()
    assert (part(again, "ballad", VOICE).interval == part(counted, "ballad", VOICE).interval).all()
