"""Chords, voicings, and chords found for a melody."""

import pytest

from generator.arranger.chord import QUALITIES, chord, coloured, parse_numeral, parse_symbol, tensions
from generator.arranger.harmonising import harmonise
from generator.arranger.pattern import MetreShape
from generator.arranger.sheet import TuneNote
from generator.arranger.template import VOICINGS, Voicing
from generator.arranger.voicing import voiced
from music.errors import CadenzaError
from music.theory import Key

C, A_MINOR = Key(0, False), Key(9, True)


@pytest.mark.parametrize(
    ("numeral", "key", "symbol"),
    [
        ("I", C, "C"), ("ii7", C, "Dm7"), ("V7/ii", C, "A7"), ("bVII", C, "Bb"), ("I/3", C, "C/E"),
        ("vii°", C, "Bdim"), ("iiø", A_MINOR, "Bm7b5"), ("bVImaj7", A_MINOR, "Fmaj7"), ("V7", A_MINOR, "E7"),
        ("bVI", Key(0, True), "Ab"), ("IVadd9", C, "Fadd9"), ("V7/V", Key(7, False), "A7"),
    ],
)  # fmt: skip
def test_numerals_become_chords(numeral: str, key: Key, symbol: str) -> None:
    assert parse_numeral(numeral, key).symbol(key) == symbol


@pytest.mark.parametrize("text", ["VIII", "x", "I13#11", ""])
def test_what_is_no_numeral_is_refused(text: str) -> None:
    with pytest.raises(CadenzaError):
        parse_numeral(text, C)


@pytest.mark.parametrize("quality", sorted(QUALITIES))
def test_symbols_are_read_as_they_are_written(quality: str) -> None:
    for root in range(12):
        made = chord(root, quality, root + 7)
        assert parse_symbol(made.symbol(C)) == made


def test_unknown_symbols_become_the_nearest_chord() -> None:
    assert parse_symbol("F#m7add13") == chord(6, "m7")
    assert parse_symbol("N") is None
    assert parse_symbol("C9#5") == chord(0, "aug7")


def test_colours_belong_to_the_key() -> None:
    for key in (Key.from_index(i) for i in range(24)):
        for numeral in ("i", "iv", "V", "bVI") if key.minor else ("I", "ii", "IV", "V", "vi"):
            plain = parse_numeral(numeral, key)
            for colour in ("sevenths", "added", "ninths"):
                rich = coloured(plain, colour, key, 0.0)
                assert rich.tones - plain.tones <= key.scale
            assert not tensions(plain, key) & plain.tones


@pytest.mark.parametrize("rule", VOICINGS)
def test_voicings_hold_chord_tones_in_range_and_move_little(rule: Voicing) -> None:
    low, high = (40, 76) if rule in ("power", "guitar", "fifths", "octaves") else (48, 77)
    moves = []
    for progression in (("I", "vi", "ii7", "V7", "I"), ("I", "V/3", "IV/3", "iv6", "I")):
        previous: tuple[int, ...] | None = None
        for numeral in progression:
            sounding = parse_numeral(numeral, C)
            hands = voiced(sounding, rule, 4, (low, high), previous, 60.0)
            assert hands == tuple(sorted(set(hands)))
            assert low <= hands[0]
            assert hands[-1] <= high
            assert {p % 12 for p in hands} <= sounding.tones
            if previous:
                moves.append(abs(hands[-1] - previous[-1]))
            previous = hands
    if rule in ("close", "drop2", "open", "rootless", "shell"):
        assert sum(moves) / len(moves) <= 3


def test_a_dominants_leading_tone_is_not_doubled() -> None:
    for rule in ("close", "open", "drop2"):
        hands = voiced(chord(7, ""), rule, 4, (48, 84), None, 64.0)
        assert sum(p % 12 == 11 for p in hands) == 1


def test_the_top_voice_keeps_under_the_melody() -> None:
    assert voiced(chord(0, ""), "close", 3, (48, 84), None, 70.0, ceiling=64.0)[-1] <= 64


def test_chords_are_found_for_a_tune() -> None:
    # Ode to Joy, two phrases of four bars
    tune = [64, 64, 65, 67, 67, 65, 64, 62, 60, 60, 62, 64, 64, 62]
    lengths = [1.0] * 12 + [1.5, 2.5]
    answer = [64, 64, 65, 67, 67, 65, 64, 62, 60, 60, 62, 64, 62, 60]
    notes, tick = [], 0
    for pitch, length in zip(tune + answer, lengths * 2, strict=True):
        notes.append(TuneNote(tick, int(480 * length), pitch))
        tick += int(480 * length)
    spans = harmonise(notes, C, MetreShape(4, 4), 8, (), half_bars=False)
    roots = [span.chord.root for span in spans]
    assert len(spans) == 8
    assert spans[0].start == 0
    assert spans[-1].stop == 8 * 4 * 480
    assert roots[0] == 0
    assert roots[-1] == 0
    assert roots[3] == 7  # the half close
    heard = [{n.pitch % 12 for n in notes if s.start <= n.onset < s.stop} for s in spans]
    assert all(classes & span.chord.tones for classes, span in zip(heard, spans, strict=True))
