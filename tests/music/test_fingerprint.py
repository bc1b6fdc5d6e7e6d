"""Fingerprints: the same music is known again, other music is not taken for it."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from music.abc import read_abc
from music.fingerprint import SKETCH, Fingerprint, fingerprint, is_same_music, likeness
from music.midi import read_midi, write_midi
from music.musicxml import read_musicxml, write_musicxml
from music.score import DURATION, ONSET, PITCH, VELOCITY, Part, Score, Tempo

JIG = b"""X:1
T:The Test
M:6/8
L:1/8
K:D
A|dfa fdB|AFA d2e|fdf ecA|GBd cea|dfa fdB|AFA d2e|fga gec|d3 d2:|
e|fdf afd|gbg fdA|dfa bgf|ede fec|dBd AFA|GBd cea|agf gec|d3 d2:|
"""


def piece(seed: int, notes: int = 120, voices: int = 1) -> Score:
    """Notes by chance on a scale, in one part or several."""
    random = np.random.default_rng(seed)
    scale = np.array([60, 62, 64, 65, 67, 69, 71, 72, 74, 76])
    onsets = np.cumsum(random.choice([120, 240, 480], notes)).astype(np.int32)
    parts = []
    for voice in range(voices):
        pitches = random.choice(scale, notes) - 12 * voice
        table = np.stack([onsets, np.full(notes, 200), pitches, np.full(notes, 80)], 1).astype(np.int32)
        parts.append(Part(voice, table))
    return Score(480, tuple(parts))


def printed(score: Score) -> Fingerprint:
    found = fingerprint(score)
    assert found is not None
    return found


def with_notes(score: Score, change: Callable[[np.ndarray], np.ndarray]) -> Score:
    return replace(score, parts=tuple(replace(p, notes=change(p.notes.copy())) for p in score.parts))


def transposed(notes: np.ndarray) -> np.ndarray:
    notes[:, PITCH] += 5
    return notes


def in_double_values(notes: np.ndarray) -> np.ndarray:
    notes[:, [ONSET, DURATION]] *= 2
    return notes


def played_by_a_person(notes: np.ndarray) -> np.ndarray:
    notes[:, DURATION] = notes[:, DURATION] * 2 // 3
    notes[:, VELOCITY] = 30 + np.arange(len(notes)) % 90
    return notes


@pytest.mark.parametrize("voices", [1, 3])
@pytest.mark.parametrize("change", [transposed, in_double_values, played_by_a_person])
def test_key_note_values_dynamics_and_articulation_do_not_matter(
    change: Callable[[np.ndarray], np.ndarray], voices: int
) -> None:
    score = piece(1, voices=voices)
    assert printed(with_notes(score, change)).whole == printed(score).whole


def test_tempo_instruments_and_what_the_file_says_do_not_matter() -> None:
    score = piece(2, voices=2)
    other = replace(
        score,
        parts=tuple(replace(p, program=p.program + 40) for p in reversed(score.parts)),
        tempos=(Tempo(0, 1_000_000),),
        title="Other",
    )
    assert printed(read_midi(write_midi(other))).whole == printed(score).whole


def test_a_tune_is_known_as_midi_and_as_musicxml() -> None:
    tune = read_abc(JIG)
    as_midi = printed(read_midi(write_midi(tune)))
    as_xml = printed(read_musicxml(write_musicxml(tune)))
    assert is_same_music(as_midi, printed(tune))
    assert is_same_music(as_xml, printed(tune))


def test_a_slip_in_a_long_piece_leaves_it_the_same() -> None:
    def slip(notes: np.ndarray) -> np.ndarray:
        notes[300, PITCH] += 1
        return notes

    score = piece(3, notes=600)
    other = printed(with_notes(score, slip))
    assert other.whole != printed(score).whole
    assert is_same_music(other, printed(score))


def test_a_short_piece_has_to_be_the_same_throughout() -> None:
    def slip(notes: np.ndarray) -> np.ndarray:
        notes[-1, PITCH] += 1
        return notes

    score = piece(4, notes=20)
    assert not is_same_music(printed(with_notes(score, slip)), printed(score))


def test_another_harmonisation_of_the_same_tune_is_another_piece() -> None:
    score, other = piece(5, voices=2), piece(6, voices=2)
    tune, bass = score.parts
    other_bass = replace(bass, notes=bass.notes.copy())
    other_bass.notes[:, PITCH] = other.parts[1].notes[:, PITCH]
    assert not is_same_music(printed(replace(score, parts=(tune, other_bass))), printed(score))


def test_a_part_of_a_piece_is_another_piece() -> None:
    score = piece(7, notes=400)
    half = with_notes(score, lambda notes: notes[:200])
    assert not is_same_music(printed(half), printed(score))


def test_two_hundred_pieces_are_all_different() -> None:
    prints = [printed(piece(seed)) for seed in range(200)]
    assert len({p.whole for p in prints}) == 200
    assert max(likeness(a, b) for i, a in enumerate(prints) for b in prints[:i]) < 0.2


def test_drums_are_compared_as_they_are() -> None:
    def drums(pitch: int) -> Score:
        notes = np.array([(i * 240, 60, pitch + (i % 3), 90) for i in range(40)], np.int32)
        return Score(480, (Part(0, notes, is_drum=True),))

    assert is_same_music(printed(drums(36)), printed(drums(36)))
    assert not is_same_music(printed(drums(36)), printed(drums(42)))


def test_silence_has_no_fingerprint() -> None:
    assert fingerprint(Score(480, ())) is None


def test_bytes_hold_all_of_it_and_others_are_refused() -> None:
    found = printed(piece(8))
    again = Fingerprint.from_bytes(found.to_bytes())
    assert again.whole == found.whole
    assert np.array_equal(again.sketch, found.sketch)
    assert len(found.sketch) == SKETCH
    for data in (b"", b"123", bytes(8 * (SKETCH + 2))):
        with pytest.raises(ValueError, match="no fingerprint"):
            Fingerprint.from_bytes(data)
