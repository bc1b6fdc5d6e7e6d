"""What every arrangement keeps, in every style."""

from bisect import bisect_right
from collections.abc import Sequence

import numpy as np
import pytest

from benchmarks.arranged_styles import accuracy, keys_found, mood_correlations
from generator.arranger.arranging import compose_arranged
from generator.arranger.chord import parse_symbol
from generator.arranger.loading import template_named, templates
from generator.arranger.sheet import Arranged
from music.analysis import analyze
from music.errors import ImpossibleControls, UnknownStyle
from music.midi import read_midi, write_midi
from music.score import DURATION, ONSET, PITCH, VELOCITY
from music.theory import Key

BEAT = 480


def test_labels_say_what_the_analysis_finds(arranged: Sequence[Arranged]) -> None:
    for piece in arranged[:100]:
        found, labels = analyze(read_midi(write_midi(piece.score))), piece.labels
        assert found.tempo_bpm == pytest.approx(labels.tempo_bpm, abs=0.01)
        assert (found.metre, found.bars) == (labels.metre, labels.bars)
        assert found.seconds == pytest.approx(labels.seconds, abs=0.05)
        assert set(found.instruments) == set(labels.instruments)


def test_the_key_can_be_heard(arranged: Sequence[Arranged]) -> None:
    exact, near = keys_found(arranged[:200])
    assert near >= 0.95
    assert exact > 0.8


def test_the_mood_asked_for_can_be_measured(arranged: Sequence[Arranged]) -> None:
    valence, arousal = mood_correlations(arranged[:200])
    assert valence > 0.6
    assert arousal > 0.6


def test_styles_can_be_told_apart_even_without_their_instruments(arranged: Sequence[Arranged]) -> None:
    assert accuracy(arranged, programs=True) > 0.9
    assert accuracy(arranged, programs=False) > 0.8


def test_the_form_covers_the_piece_and_is_marked_in_the_file(arranged: Sequence[Arranged]) -> None:
    for piece in arranged[:60]:
        at = 1
        for section in piece.labels.form:
            assert section.start_bar == at
            at += section.bars
        assert at == piece.labels.bars + 1
        assert [t.text for t in piece.score.texts] == [s.label for s in piece.labels.form]


def test_notes_stay_in_range_and_never_overlap_on_one_pitch(arranged: Sequence[Arranged]) -> None:
    for piece in arranged:
        template = template_named(piece.labels.style)
        for part in piece.score.parts:
            notes = part.notes
            assert notes[:, ONSET].min() >= 0
            assert notes[:, DURATION].min() >= 1
            assert (notes[:, ONSET] + notes[:, DURATION]).max() <= piece.score.bar_starts()[
                1
            ] * piece.labels.bars
            assert notes[:, VELOCITY].min() >= 1
            assert notes[:, VELOCITY].max() <= 127
            if part.is_drum:
                continue
            written = template.part(part.name.lower())
            assert written.lowest <= notes[:, PITCH].min()
            assert notes[:, PITCH].max() <= written.highest
            for pitch in np.unique(notes[:, PITCH]):
                same = notes[notes[:, PITCH] == pitch]
                assert (same[1:, ONSET] >= same[:-1, ONSET] + same[:-1, DURATION]).all()


def test_accompaniments_play_tones_of_the_chord(arranged: Sequence[Arranged]) -> None:
    """All but a bass on its way into the next chord; players may anticipate a change by less than a beat."""
    for piece in arranged[:120]:
        template = template_named(piece.labels.style)
        changes = [round(quarter * BEAT) for quarter, _ in piece.labels.chords]
        chords = [parse_symbol(symbol) for _, symbol in piece.labels.chords]
        for part in piece.score.parts:
            if part.is_drum or template.part(part.name.lower()).role in ("melody", "double"):
                continue
            bass = template.part(part.name.lower()).role == "bass"
            for note in part.notes.tolist():
                here = bisect_right(changes, note[ONSET] + 45) - 1
                sounding = chords[here]
                assert sounding is not None
                if note[PITCH] % 12 in sounding.tones:
                    continue
                coming = chords[min(here + 1, len(chords) - 1)]
                assert coming is not None
                left = changes[here + 1] - note[ONSET] if here + 1 < len(changes) else 10**9
                close = bass and min((note[PITCH] - coming.bass) % 12, (coming.bass - note[PITCH]) % 12) <= 2
                assert left < 1.6 * BEAT, (piece.labels.style, part.name, note)
                assert close or note[PITCH] % 12 in coming.tones, (piece.labels.style, part.name, note)


def test_melodies_rest_on_tones_of_the_chord(arranged: Sequence[Arranged]) -> None:
    good = total = 0
    for piece in arranged[:120]:
        template = template_named(piece.labels.style)
        changes = [round(quarter * BEAT) for quarter, _ in piece.labels.chords]
        for part in piece.score.parts:
            if part.is_drum or template.part(part.name.lower()).role != "melody":
                continue
            for note in part.notes.tolist():
                if note[DURATION] < 1.4 * BEAT:
                    continue
                sounding = parse_symbol(piece.labels.chords[bisect_right(changes, note[ONSET] + 60) - 1][1])
                assert sounding is not None
                total += 1
                good += note[PITCH] % 12 in sounding.tones
    assert total > 500
    assert good > 0.9 * total


@pytest.mark.parametrize("style", sorted(templates()))
@pytest.mark.parametrize(("key", "metre"), [("E minor", "3/4"), ("Bb major", "6/8"), ("F# minor", "5/4")])
def test_every_style_plays_in_other_keys_and_metres(style: str, key: str, metre: str) -> None:
    piece = compose_arranged(style, key=Key.parse(key), metre=metre, bars=12, seed=3)
    found = analyze(piece.score)
    assert (found.metre, found.bars, piece.labels.key) == (metre, 12, key)
    assert len(piece.score.parts) >= 2


@pytest.mark.parametrize("bars", [2, 3, 7, 16, 33, 100])
def test_pieces_have_exactly_the_bars_asked_for(bars: int) -> None:
    for style in ("waltz", "lo-fi", "metal", "baroque"):
        assert len(compose_arranged(style, bars=bars, seed=1).score.bar_starts()) == bars


def test_the_same_seed_gives_the_same_bytes_and_another_another_piece() -> None:
    first, again, other = (
        write_midi(compose_arranged("swing", valence=0.1, arousal=0.2, bars=16, seed=s).score)
        for s in (5, 5, 6)
    )
    assert first == again
    assert first != other


def test_what_is_asked_for_is_kept() -> None:
    piece = compose_arranged("house", key=Key.parse("G minor"), tempo_bpm=121.5, seconds=40, seed=2)
    assert piece.labels.key == "G minor"
    assert piece.labels.tempo_bpm == 121.5
    assert abs(piece.labels.seconds - 40) < 2
    assert compose_arranged("house", valence=1.0, seed=2).labels.valence == template_named("house").valence[1]


def test_a_lively_bright_piece_is_faster_louder_and_in_major() -> None:
    for style in ("rock", "waltz", "folk", "march"):
        calm = [compose_arranged(style, valence=-1, arousal=-1, seed=s) for s in range(3)]
        bright = [compose_arranged(style, valence=1, arousal=1, seed=s) for s in range(3)]
        assert all(piece.labels.key.endswith("minor") for piece in calm)
        assert all(piece.labels.key.endswith("major") for piece in bright)
        assert max(p.labels.tempo_bpm for p in calm) < min(p.labels.tempo_bpm for p in bright)


def test_a_theme_returns() -> None:
    """The second A begins as the first one did."""
    piece = compose_arranged("lo-fi", seed=7)
    first, second = (s for s in piece.labels.form if s.label in ("A", "A'"))
    lead = next(part for part in piece.score.parts if part.name == "Lead").notes
    bar = piece.score.bar_starts()[1]

    def line(section_start: int) -> list[tuple[int, int]]:
        low = (section_start - 1) * bar
        here = lead[(lead[:, ONSET] >= low - 30) & (lead[:, ONSET] < low + 4 * bar)]
        return [(round((n[ONSET] - low) / 120), int(n[PITCH])) for n in here]

    a, b = line(first.start_bar), line(second.start_bar)
    assert len(set(a) & set(b)) >= 0.6 * len(a)


def test_impossible_wishes_are_refused() -> None:
    with pytest.raises(ImpossibleControls):
        compose_arranged("lo-fi", tempo_bpm=5)
    with pytest.raises(ImpossibleControls):
        compose_arranged("lo-fi", metre="4/5")
    with pytest.raises(UnknownStyle):
        compose_arranged("lo fi beats to nothing")
