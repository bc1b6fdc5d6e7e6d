"""What is measured on small pieces whose answer is known by construction."""

from dataclasses import replace

import numpy as np
import pytest

from music.analysis import Analysis, Section, analyze
from music.errors import UnreadableScore
from music.score import Metre, Part, Score, Tempo
from music.theory import Key

TPQ = 480
Note = tuple[float, float, int]  # onset and duration in quarters, pitch


def part(notes: list[Note], program: int = 0, velocity: int = 80, is_drum: bool = False) -> Part:
    rows = [(round(on * TPQ), round(length * TPQ), pitch, velocity) for on, length, pitch in notes]
    return Part(program, np.array(sorted(rows), np.int32).reshape(-1, 4), is_drum)


def chord(at: float, length: float, *pitches: int) -> list[Note]:
    return [(at, length, pitch) for pitch in pitches]


C, F, G, AM = (48, 60, 64, 67), (53, 60, 65, 69), (55, 59, 62, 67), (57, 60, 64, 69)


def progression(*chords: tuple[int, ...], bar: float = 4) -> list[Note]:
    return [note for i, pitches in enumerate(chords) for note in chord(i * bar, bar, *pitches)]


def scale(tonic: int, steps: tuple[int, ...]) -> list[Note]:
    """Up the scale and to rest on the tonic, whose triad ends it."""
    run = [(float(i), 1.0, tonic + step) for i, step in enumerate((*steps, 12, *reversed(steps)))]
    end = float(len(run))
    return [*run, *chord(end, 4, tonic, tonic + steps[2], tonic + steps[4])]


MAJOR, MINOR = (0, 2, 4, 5, 7, 9, 11), (0, 2, 3, 5, 7, 8, 11)


@pytest.mark.parametrize("tonic", range(12))
def test_the_key_of_a_scale_is_found_in_every_transposition(tonic: int) -> None:
    for steps, minor in ((MAJOR, False), (MINOR, True)):
        found = analyze(Score(TPQ, (part(scale(60 + tonic, steps)),)))
        assert found.key == str(Key(tonic, minor))
        assert found.key_confidence > 0.5


def test_confidence_falls_where_all_twelve_tones_are_equal() -> None:
    chromatic = analyze(Score(TPQ, (part([(float(i), 1.0, 60 + i % 12) for i in range(48)]),)))
    assert chromatic.key_confidence < 0.3


def test_chords_are_named_bar_by_bar() -> None:
    found = analyze(Score(TPQ, (part(progression(C, AM, F, G, C)),)))
    assert found.chords == ("C", "Am", "F", "G", "C")


def test_sevenths_diminished_chords_and_silent_bars_are_told_apart() -> None:
    notes = [
        *chord(0, 4, 43, 59, 62, 65),  # G7
        *chord(4, 4, 59, 62, 65),  # B diminished
        *chord(12, 4, 48, 60, 64, 67),
    ]
    assert analyze(Score(TPQ, (part(notes),))).chords == ("G7", "Bdim", "N", "C")


def test_flat_keys_are_spelt_with_flats() -> None:
    down = [tuple(p + 8 for p in triad) for triad in (C, F, G, C)]
    found = analyze(Score(TPQ, (part(progression(*down)),)))
    assert found.key == "Ab major"
    assert found.chords == ("Ab", "Db", "Eb", "Ab")


def test_metre_bars_tempo_and_seconds_follow_the_maps() -> None:
    score = Score(
        TPQ,
        (part(progression(C, F, G, C, bar=3)),),
        tempos=(Tempo(0, 600_000),),
        metres=(Metre(0, 3, 4),),
    )
    found = analyze(score)
    assert (found.metre, found.bars, found.tempo_bpm) == ("3/4", 4, pytest.approx(100))
    assert found.seconds == pytest.approx(7.2)
    assert found.tempo_known
    assert not analyze(replace(score, sets_tempo=False)).tempo_known


def test_of_several_tempos_and_metres_the_one_that_holds_longest_counts() -> None:
    score = Score(
        TPQ,
        (part(progression(C, F, G, C, F, G, C, C)),),
        tempos=(Tempo(0, 2_000_000), Tempo(TPQ, 500_000), Tempo(30 * TPQ, 1_000_000)),
        metres=(Metre(0, 1, 4), Metre(TPQ, 4, 4)),
    )
    assert analyze(score).tempo_bpm == pytest.approx(120)
    assert analyze(score).metre == "4/4"


def test_a_tempo_that_always_changes_is_told_by_its_mean() -> None:
    tempos = tuple(Tempo(i * TPQ, 400_000 + 20_000 * i) for i in range(16))
    found = analyze(Score(TPQ, (part(progression(C, F, G, C)),), tempos=tempos))
    assert found.tempo_bpm == pytest.approx(60 * 16 / found.seconds)


def test_instruments_come_by_number_of_notes() -> None:
    flute = part([(float(i), 1.0, 72) for i in range(8)], program=73)
    drums = part([(i / 2, 0.1, 36) for i in range(20)], is_drum=True)
    bass = part([(0.0, 4.0, 36)], program=33)
    assert analyze(Score(TPQ, (bass, flute, drums))).instruments == (
        "Drums",
        "Flute",
        "Electric Bass (finger)",
    )


def test_density_counts_notes_for_the_time_they_take() -> None:
    slow = Score(TPQ, (part([(float(i), 1.0, 60) for i in range(32)]),))
    fast = Score(TPQ, (part([(i / 4, 0.25, 60 + j) for i in range(64) for j in (0, 4)]),))
    assert (analyze(slow).density, analyze(fast).density) == ("sparse", "dense")
    assert analyze(slow).notes_per_second == pytest.approx(2)
    assert analyze(fast).notes_per_second == pytest.approx(16)
    half = replace(fast, tempos=(Tempo(0, 1_000_000),))
    assert analyze(half).density == "medium"


def test_polyphony_leaves_silence_out() -> None:
    notes = [*chord(0, 2, 60, 64, 67), *chord(6, 2, 60, 64, 67), (8.0, 4.0, 60)]
    assert analyze(Score(TPQ, (part(notes),))).polyphony == pytest.approx((6 + 6 + 4) / 8)


def test_register_and_dynamics_span_what_is_played() -> None:
    quiet, loud = part([(0.0, 2.0, 40)], velocity=30), part([(2.0, 2.0, 80)], velocity=110)
    found = analyze(Score(TPQ, (quiet, loud)))
    assert found.register == (40, 60.0, 80)
    assert found.dynamics == (30, 70.0, 110)
    assert analyze(Score(TPQ, (quiet,))).dynamics is None


# Eight bars each without repetition inside: one in C major, one around A minor and higher.
PHRASE_A = [60, 64, 67, 72, 71, 67, 65, 62, 60, 62, 64, 65, 67, 67, 64, 60]
PHRASE_A += [69, 67, 65, 64, 62, 65, 67, 71, 72, 67, 64, 67, 65, 62, 59, 60]
PHRASE_B = [81, 80, 81, 76, 77, 76, 74, 72, 71, 69, 68, 71, 69, 72, 76, 81]
PHRASE_B += [82, 81, 77, 74, 80, 76, 71, 68, 69, 77, 75, 76, 72, 68, 71, 69]


def tune(*phrases: list[int]) -> Score:
    pitches = [pitch for phrase in phrases for pitch in phrase]
    return Score(TPQ, (part([(float(i), 1.0, pitch) for i, pitch in enumerate(pitches)]),))


def test_sections_of_a_tune_are_found_and_lettered() -> None:
    found = analyze(tune(PHRASE_A, PHRASE_B, PHRASE_A)).sections
    assert found == (Section("A", 1, 8), Section("B", 9, 8), Section("A", 17, 8))


def test_sections_cover_the_piece_without_gaps() -> None:
    for score in (tune(PHRASE_A), tune(PHRASE_A[:5]), tune(PHRASE_B, PHRASE_A, PHRASE_A, PHRASE_B)):
        found = analyze(score)
        place = 1
        for section in found.sections:
            assert section.start_bar == place
            place += section.bars
        assert place == found.bars + 1


def test_a_piece_of_a_thousand_bars_is_analysed() -> None:
    found = analyze(Score(TPQ, (part([(4.0 * i, 4.0, 60 + i * 7 % 12) for i in range(1000)]),)))
    assert (found.bars, len(found.chords)) == (1000, 1000)
    assert sum(section.bars for section in found.sections) == 1000


def test_a_note_held_through_everything_does_not_multiply_the_work() -> None:
    found = analyze(Score(TPQ, (part([(0.0, 40_000.0, 60), (39_999.0, 1.0, 67)]),)))
    assert found.bars == 10_000


def test_drums_alone_have_no_key_and_no_chords() -> None:
    found = analyze(Score(TPQ, (part([(i / 2, 0.1, 36) for i in range(16)], is_drum=True),)))
    assert (found.key, found.key_confidence, found.register) == (None, 0.0, None)
    assert set(found.chords) == {"N"}
    assert found.instruments == ("Drums",)


def test_one_note_is_enough() -> None:
    found = analyze(Score(TPQ, (part([(0.0, 1.0, 60)]),)))
    assert (found.bars, found.note_count, found.sections) == (1, 1, (Section("A", 1, 1),))


def test_music_without_notes_is_refused_in_a_sentence() -> None:
    with pytest.raises(UnreadableScore, match="no notes"):
        analyze(Score(TPQ, ()))


def test_json_holds_the_names_of_the_contract() -> None:
    found: Analysis = analyze(tune(PHRASE_A, PHRASE_B))
    data = found.to_json()
    contract = {"tempo_bpm", "key", "metre", "bars", "seconds", "instruments", "mood", "chords", "density"}
    assert contract | {"sections"} <= set(data)
    assert set(data["mood"]) >= {"valence", "arousal"}
    assert data["sections"][0] == {"label": "A", "start_bar": 1, "bars": 8}
    assert len(data["chords"]) == data["bars"]
