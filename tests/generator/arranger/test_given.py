"""A melody from a file, in any style."""

import numpy as np
import pytest

from generator.arranger.given import arrange
from generator.arranger.loading import templates
from generator.arranger.sheet import Arranged
from generator.arranger.source import LeadSheet, lead_sheet
from music.abc import read_abc
from music.analysis import analyze
from music.errors import UnreadableScore
from music.midi import write_midi
from music.score import DURATION, ONSET, PITCH, KeySignature, Metre, Part, Score, Tempo
from music.theory import Key

# Traditional; the notes as commonly sung.
GREENSLEEVES = """X:1
T:Greensleeves
M:6/8
L:1/8
Q:3/8=60
K:Am
A|c2d e3/2f/2e|d2B G3/2A/2B|c2A A3/2^G/2A|B2^G E2A|c2d e3/2f/2e|d2B G3/2A/2B|c3/2B/2A ^G3/2^F/2^G|A3 A3|
"""
ODE = [64, 64, 65, 67, 67, 65, 64, 62, 60, 60, 62, 64, 64, 62, 62, 64, 64, 65, 67, 67, 65, 64, 62, 60, 60, 62,
       64, 62, 60, 60]  # fmt: skip


def score_of(pitches: list[int], *, pickup: int = 0, accompaniment: bool = False) -> Score:
    """Quarters in 4/4, the first of each bar louder; `pickup` quarters before the first bar."""
    rows = [[i * 480, 470, p, 105 if (i - pickup) % 4 == 0 else 80] for i, p in enumerate(pitches)]
    parts = [Part(73, np.array(rows, np.int32), name="Melody")]
    if accompaniment:
        chords = [[i * 1920, 1900, p, 60] for i in range(len(pitches) // 4) for p in (48, 52, 55)]
        parts.append(Part(0, np.array(chords, np.int32), name="Piano"))
    return Score(480, tuple(parts), tempos=(Tempo(0, 500_000),), metres=(Metre(0, 4, 4),))


def sung(piece: Arranged) -> list[int]:
    """Pitch classes of the first melody part, in order."""
    lead = next(
        p for p in piece.score.parts if p.name.lower() in ("lead", "violins", "fiddle", "first", "voice")
    )
    return [int(p) % 12 for p in lead.notes[np.argsort(lead.notes[:, ONSET], kind="stable"), PITCH]]


@pytest.mark.parametrize("style", sorted(templates()))
def test_a_tune_is_played_in_every_style(style: str) -> None:
    melody = lead_sheet(read_abc(GREENSLEEVES.encode()))
    piece = arrange(melody, style, seed=1)
    found = analyze(piece.score)
    assert piece.labels.style == style
    assert piece.labels.key == "A minor"
    assert (found.metre, found.bars) == ("6/8", piece.labels.bars)
    assert found.tempo_bpm == pytest.approx(piece.labels.tempo_bpm, abs=0.01)
    low, high = templates()[style].tempo_bpm
    assert low <= piece.labels.tempo_bpm / 1.5 <= high  # beats are dotted quarters


def test_the_melody_is_kept_note_for_note_in_the_key_asked_for() -> None:
    melody = lead_sheet(score_of(ODE), key=Key(0, False), title="Ode")
    piece = arrange(melody, "folk", key=Key.parse("D major"), seed=4)
    assert piece.labels.key == "D major"
    assert sung(piece) == [(p + 2) % 12 for p in ODE]
    assert piece.score.title.startswith("Ode")


def test_a_pickup_sounds_before_its_bar() -> None:
    melody = lead_sheet(score_of([67, *ODE], pickup=1), key=Key(0, False))
    assert melody.notes[0].onset == -480
    assert melody.notes[1].onset == 0
    piece = arrange(melody, "lo-fi", seed=2)
    first = next(s for s in piece.labels.form if s.label == "A")
    lead = next(p for p in piece.score.parts if p.name == "Lead").notes
    bar = piece.score.bar_starts()[first.start_bar - 1]
    assert lead[0, ONSET] < bar - 200
    assert sung(piece) == [p % 12 for p in [67, *ODE]]


def test_stated_chords_are_used() -> None:
    chords = [
        (0.0, "C"),
        (4.0, "Am7"),
        (8.0, "F"),
        (12.0, "G7"),
        (16.0, "Em7"),
        (20.0, "A7"),
        (24.0, "Dm"),
        (28.0, "C"),
    ]
    melody = lead_sheet(score_of(ODE), chords=chords, key=Key(0, False))
    piece = arrange(melody, "rock", seed=1)
    offset = (next(s for s in piece.labels.form if s.label == "A").start_bar - 1) * 4
    heard = dict(piece.labels.chords)
    for beat, symbol in chords[1:]:
        assert heard[offset + beat].startswith(symbol[:2].rstrip("7"))


def test_the_lead_is_found_among_other_parts() -> None:
    alone = lead_sheet(score_of(ODE))
    among = lead_sheet(score_of(ODE, accompaniment=True))
    assert [n.pitch for n in among.notes] == [n.pitch for n in alone.notes]
    assert among.chords
    unnamed = Score(480, tuple(Part(p.program, p.notes) for p in score_of(ODE, accompaniment=True).parts))
    assert [n.pitch for n in lead_sheet(unnamed).notes] == ODE


def test_a_fast_tune_is_written_in_longer_notes() -> None:
    rows = [[i * 120, 110, 60 + (0, 2, 4, 5, 7, 5, 4, 2)[i % 8], 90] for i in range(128)]
    reel = lead_sheet(Score(480, (Part(40, np.array(rows, np.int32)),), tempos=(Tempo(0, 500_000),)))
    piece = arrange(reel, "drum and bass", seed=1)
    lead = next(p for p in piece.score.parts if p.name == "Lead").notes
    assert np.median(lead[:, DURATION]) > 180
    assert len(lead) == 128


def test_the_same_melody_style_and_seed_give_the_same_bytes() -> None:
    melody = lead_sheet(score_of(ODE))
    assert write_midi(arrange(melody, "funk", seed=9).score) == write_midi(
        arrange(melody, "funk", seed=9).score
    )


def test_the_mood_follows_the_mode_of_the_melody() -> None:
    minor = [60, 62, 63, 65, 67, 65, 63, 62] * 4
    bright = [arrange(lead_sheet(score_of(ODE)), "waltz", seed=s).labels.valence for s in range(8)]
    dark = [arrange(lead_sheet(score_of(minor)), "waltz", seed=s).labels.valence for s in range(8)]
    assert max(dark) <= min(bright)


@pytest.mark.parametrize("notes", [0, 3])
def test_music_without_a_melody_is_refused(notes: int) -> None:
    drums = Part(0, np.array([[i * 480, 60, 38, 90] for i in range(20)], np.int32), is_drum=True)
    few = Part(0, np.array([[i * 480, 60, 60, 90] for i in range(notes)], np.int32).reshape(-1, 4))
    with pytest.raises(UnreadableScore, match="melody"):
        lead_sheet(Score(480, (drums, few)))


def test_a_stated_key_gives_way_to_notes_that_contradict_it() -> None:
    sheet: LeadSheet = lead_sheet(score_of(ODE), key=Key.parse("F# major"))
    assert str(sheet.key) == "C major"
    assert KeySignature(0, 0, False) in arrange(sheet, "march", seed=0).score.keys
