"""Every operation through its one door: the code makes it again, and bad input is one clear sentence."""

import hashlib

import numpy as np
import pytest

from generator.compose import Composer
from generator.continuation_code import ContinuationCode
from generator.operations.adding import add_instrument
from generator.operations.model import Model
from generator.operations.operating import operate, operate_again
from generator.operations.operation_code import OperationCode
from music.controls import Controls
from music.errors import CadenzaError, InvalidTakeCode
from music.midi import read_midi, write_midi
from music.operation import Operation
from music.score import ONSET, Part, Score
from tests.generator.operations.pieces import PIECES, frame, line, piece


def hash_of(score: Score) -> str:
    return hashlib.sha256(write_midi(score)).hexdigest()


def done(composer: Composer, operation: Operation, controls: Controls, *sources: Score, seed: int = 9):  # type: ignore[no-untyped-def]
    return operate(operation, controls, sources, [hash_of(s) for s in sources], seed, composer)


def tables(score: Score) -> list[list[list[int]]]:
    return [p.notes.tolist() for p in score.parts]


@pytest.mark.parametrize(
    ("operation", "controls"),
    [
        (Operation("restyle"), Controls(style="bossa nova", key="D major")),
        (Operation("rewrite", 3, 4), Controls(valence=0.5)),
        (Operation("vary", amount=0.2), Controls()),
        (Operation("blend", amount=0.4), Controls()),
        (Operation("add", instruments=("Flute",)), Controls()),
        (Operation("remove", instruments=("Voice Oohs",)), Controls()),
        (Operation("humanise", amount=0.333), Controls()),
    ],
    ids=lambda value: value.kind if isinstance(value, Operation) else "",
)
def test_its_code_makes_it_again_byte_for_byte(
    composer: Composer, operation: Operation, controls: Controls
) -> None:
    short = line(*[60 + 7 * i % 12 for i in range(24)])
    scores = {"blend": (short, piece("jig")), "remove": (piece("song"),)}.get(operation.kind, (short,))
    sources = [read_midi(write_midi(score)) for score in scores]
    made = done(composer, operation, controls, *sources)
    code = OperationCode.parse(made.code)
    assert code is not None
    assert code.sources == tuple(hash_of(s) for s in sources)
    assert code.operation.kind == operation.kind
    again = operate_again(code, sources, composer)
    assert write_midi(again.score) == write_midi(made.score)
    assert again.code == made.code
    assert made.bars == len(made.score.bar_starts())
    assert made.adjustments


@pytest.mark.parametrize("name", PIECES)
def test_going_on_leaves_the_piece_as_it_is(composer: Composer, name: str) -> None:
    source = piece(name)
    made = done(composer, Operation("continue"), Controls(bars=1), source)
    end = source.end_tick
    kept = [[n for n in table if n[ONSET] < end] for table in tables(made.score)][: len(source.parts)]
    assert kept == tables(source)
    assert frame(made.score) == frame(source)
    assert made.bars > len(source.bar_starts())
    assert ContinuationCode.parse(made.code) is not None


def test_an_instrument_more_or_less_leaves_the_others(model: Model) -> None:
    source = piece("jig")
    made = add_instrument(source, "Acoustic Bass", Controls(), (1,), model)
    assert tables(made.score)[:-1] == tables(source)
    assert made.score.parts[-1].program == 32
    bars = {int(t) * 2 // (source.ticks_per_quarter * 6) for t in made.score.parts[-1].notes[:, ONSET]}
    assert len(bars) >= len(source.bar_starts()) * 0.7
    song = piece("song")
    left = operate(
        Operation("remove", instruments=("Voice Oohs",)),
        Controls(),
        [song],
        [hash_of(song)],
        1,
        model.composer,
    ).score
    assert tables(left) == [p.notes.tolist() for p in song.parts if p.program != 53]


def test_humanising_keeps_every_note(composer: Composer) -> None:
    source = piece("chorale")
    made = done(composer, Operation("humanise"), Controls(), source).score
    assert made.note_count == source.note_count
    assert tables(made) != tables(source)
    assert [sorted(p.notes[:, 2].tolist()) for p in made.parts] == [
        sorted(p.notes[:, 2].tolist()) for p in source.parts
    ]


ONE_HIT = Score(480, (Part(0, np.array([[0, 10, 36, 90]], np.int32), is_drum=True),))


@pytest.mark.parametrize(
    ("operation", "controls", "source", "words"),
    [
        (Operation("vary"), Controls(), Score(480, ()), "no notes"),
        (Operation("continue"), Controls(), Score(480, ()), "no notes"),
        (Operation("restyle"), Controls(style="lo-fi"), ONE_HIT, "no melody"),
        (Operation("rewrite", 5, 8), Controls(), ONE_HIT, "has 1 bar; bars 5 to 8 are not in it"),
        (Operation("rewrite", 8, 5), Controls(), ONE_HIT, "bars 5 to 8 are one"),
        (Operation("vary", amount=1.2), Controls(), ONE_HIT, "A degree of 1.2 is out of reach; 0 to 1"),
        (Operation("blend", amount=-1), Controls(), ONE_HIT, "A weight of -1 is out of reach; 0 to 1"),
        (Operation("restyle"), Controls(style="none such"), line(*range(60, 70)), "none such"),
        (Operation("add"), Controls(), ONE_HIT, "which instrument"),
        (Operation("add", instruments=("Drums",)), Controls(), ONE_HIT, "plays in this piece already"),
        (Operation("add", instruments=("Kazoo",)), Controls(), ONE_HIT, "Kazoo"),
        (Operation("remove", instruments=("Drums",)), Controls(), ONE_HIT, "nothing is left"),
        (Operation("remove", instruments=("Flute",)), Controls(), ONE_HIT, "no Flute"),
    ],
)
def test_bad_input_is_one_clear_sentence(
    composer: Composer, operation: Operation, controls: Controls, source: Score, words: str
) -> None:
    sources = (source, source) if operation.kind == "blend" else (source,)
    with pytest.raises(CadenzaError, match=words) as caught:
        done(composer, operation, controls, *sources)
    assert "\n" not in str(caught.value)


def test_one_drum_hit_five_eighths_and_tempo_changes_are_no_trouble(composer: Composer) -> None:
    assert done(composer, Operation("rewrite", 1, 1), Controls(), ONE_HIT).score.note_count
    odd = line(*[60 + i % 8 for i in range(20)], metre=(5, 8))
    made = done(composer, Operation("vary", amount=0.3), Controls(), odd)
    assert made.score.metres == odd.metres


def test_a_code_of_other_weights_or_another_result_is_refused(composer: Composer) -> None:
    source = piece("jig")
    code = OperationCode(Operation("rewrite", 1, 2), Controls(), 1, 0, "ab" * 6, "00" * 4, (hash_of(source),))
    with pytest.raises(InvalidTakeCode, match="abababababab"):
        operate_again(code, [source], composer)
    other = OperationCode(Operation("humanise"), Controls(), 1, 0, "00" * 6, "00" * 4, (hash_of(source),))
    with pytest.raises(InvalidTakeCode, match="Another version"):
        operate_again(other, [source], composer)
    with pytest.raises(InvalidTakeCode, match="damaged"):
        OperationCode.parse(str(code)[:-6])
    with pytest.raises(InvalidTakeCode):
        composer.replay(str(code))
