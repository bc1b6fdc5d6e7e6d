"""What is read from a MIDI file is written again, event for event."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from music.instruments import NAMES
from music.midi import read_midi, write_midi
from music.score import KeySignature, Metre, Part, Score, Tempo, TextEvent

TICKS = st.integers(0, 20_000)
TEXTS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=12)


def rows(*columns: st.SearchStrategy[int], most: int = 30, least: int = 0) -> st.SearchStrategy[np.ndarray]:
    """int32 [n, columns] in order of the first column."""
    return st.lists(st.tuples(*columns), min_size=least, max_size=most).map(
        lambda found: np.array(sorted(found, key=lambda row: row[0]), np.int32).reshape(-1, len(columns))
    )


NOTES = rows(TICKS, st.integers(0, 3000), st.integers(0, 127), st.integers(1, 127), least=1)
PARTS = st.builds(
    Part,
    program=st.integers(0, 127),
    notes=NOTES,
    is_drum=st.booleans(),
    name=st.one_of(st.just(""), TEXTS),
    controllers=rows(TICKS, st.integers(0, 127), st.integers(0, 127)),
    pitch_bends=rows(TICKS, st.integers(-8192, 8191)),
)


def maps(event: st.SearchStrategy, least: int = 1) -> st.SearchStrategy[tuple]:
    """Events at different ticks, the first at 0."""
    return st.lists(event, min_size=least, max_size=5, unique_by=lambda e: e.tick).map(
        lambda events: tuple(e._replace(tick=e.tick if i else 0) for i, e in enumerate(sorted(events)))
    )


SCORES = st.builds(
    Score,
    ticks_per_quarter=st.sampled_from((24, 96, 480, 960)),
    parts=st.lists(PARTS, min_size=1, max_size=4).map(tuple),
    tempos=maps(st.builds(Tempo, TICKS, st.integers(200_000, 2_000_000))),
    metres=maps(st.builds(Metre, TICKS, st.integers(1, 15), st.sampled_from((2, 4, 8, 16)))),
    keys=maps(st.builds(KeySignature, TICKS, st.integers(-7, 7), st.booleans()), least=0),
    texts=st.lists(
        st.builds(TextEvent, TICKS, st.sampled_from(("marker", "lyric", "text", "copyright", "cue")), TEXTS),
        max_size=5,
    ).map(lambda texts: tuple(sorted(texts, key=lambda text: text.tick))),
    title=st.one_of(st.just(""), TEXTS),
)


def contents(score: Score) -> tuple:
    """Everything a Score holds, as plain values that compare."""
    parts = [
        (p.program, p.is_drum, p.name, p.notes.tolist(), p.controllers.tolist(), p.pitch_bends.tolist())
        for p in score.parts
    ]
    maps_ = (score.tempos, score.metres, score.keys, score.texts)
    return score.ticks_per_quarter, parts, maps_, score.title, score.sets_tempo


@settings(max_examples=80, deadline=None)
@given(SCORES)
def test_a_score_once_read_survives_writing_and_reading(score: Score) -> None:
    written = write_midi(score)
    read = read_midi(written)
    assert write_midi(read) == written
    assert contents(read_midi(write_midi(read))) == contents(read)


@settings(max_examples=40, deadline=None)
@given(SCORES)
def test_writing_keeps_maps_texts_names_controllers_and_bends(score: Score) -> None:
    read = read_midi(write_midi(score))
    for field in ("ticks_per_quarter", "tempos", "metres", "keys", "texts", "title", "sets_tempo"):
        assert getattr(read, field) == getattr(score, field), field
    assert [(p.program, p.is_drum, p.name) for p in read.parts] == [
        (p.program, p.is_drum, p.name) for p in score.parts
    ]
    for before, after in zip(score.parts, read.parts, strict=True):
        assert after.controllers.tolist() == before.controllers.tolist()
        assert after.pitch_bends.tolist() == before.pitch_bends.tolist()
        assert sorted(after.notes[:, [0, 2]].tolist()) == sorted(before.notes[:, [0, 2]].tolist())


def part(program: int, *notes: tuple[int, int, int, int], is_drum: bool = False) -> Part:
    return Part(program, np.array(notes, np.int32), is_drum)


def test_notes_that_do_not_overlap_come_back_exactly() -> None:
    notes = [(0, 240, 60, 90), (0, 480, 64, 1), (240, 240, 60, 127), (480, 1, 60, 64)]
    assert read_midi(write_midi(Score(480, (part(0, *notes),)))).parts[0].notes.tolist() == [
        list(note) for note in notes
    ]


def test_a_repeated_note_keeps_its_length_when_it_follows_at_once() -> None:
    score = Score(480, (part(0, (0, 480, 60, 80), (480, 480, 60, 70)),))
    assert read_midi(write_midi(score)).parts[0].notes[:, 1].tolist() == [480, 480]


def test_the_same_score_gives_the_same_bytes() -> None:
    score = Score(480, (part(40, (0, 480, 60, 80)), part(0, (0, 480, 36, 80), is_drum=True)))
    assert write_midi(score) == write_midi(score)


def test_provenance_is_kept_among_the_texts() -> None:
    score = Score(480, (part(0, (0, 480, 60, 80)),), texts=(TextEvent(0, "lyric", "la"),))
    read = read_midi(write_midi(score, provenance="made by Cadenza; code X"))
    assert read.texts == (TextEvent(0, "text", "made by Cadenza; code X"), TextEvent(0, "lyric", "la"))


def test_a_file_that_sets_no_tempo_says_so_and_still_does_when_written() -> None:
    silent = Score(480, (part(0, (0, 480, 60, 80)),), sets_tempo=False)
    stated = Score(480, (part(0, (0, 480, 60, 80)),))
    assert not read_midi(write_midi(silent)).sets_tempo
    assert read_midi(write_midi(silent)).tempos == (Tempo(0, 500_000),)
    assert read_midi(write_midi(stated)).sets_tempo


def test_a_tempo_that_is_only_usual_is_played_and_still_said_to_be_usual() -> None:
    usual = Score(480, (part(0, (0, 480, 60, 80)),), tempos=(Tempo(0, 714_286),), sets_tempo=False)
    written = write_midi(usual)
    assert b"\xff\x51\x03" + (714_286).to_bytes(3) in written  # whoever plays the file plays it so
    read = read_midi(written)
    assert (read.tempos, read.sets_tempo, read.texts) == (usual.tempos, False, ())
    assert write_midi(read) == written


@pytest.mark.parametrize("parts", [15, 16, 40, 120])
def test_however_many_parts_there_are_each_keeps_its_programme(parts: int) -> None:
    score = Score(480, tuple(part(i, (0, 480, 40 + i % 60, 80)) for i in range(parts)))
    written = write_midi(score)
    assert [p.program for p in read_midi(written).parts] == list(range(parts))
    assert all(not p.is_drum for p in read_midi(written).parts), "no melodic part falls on the drum channel"
    assert len(NAMES) == 129


def program_changes(data: bytes) -> set[tuple[int, int, int]]:
    """(port, channel, programme) of every track, from the bytes that our writer makes."""
    found = set()
    for track in data.split(b"MTrk")[2:]:
        port = track[track.index(b"\xff\x21\x01") + 3] if b"\xff\x21\x01" in track[:12] else 0
        at = next(i for i in range(4, len(track)) if track[i] & 0xF0 == 0xC0 and track[i - 1] == 0)
        found.add((port, track[at] & 15, track[at + 1]))
    return found


def test_beyond_fifteen_parts_only_parts_of_one_programme_share_a_channel() -> None:
    programs = [i % 20 for i in range(60)]
    score = Score(480, tuple(part(p, (0, 480, 60, 80)) for p in programs))
    placed = program_changes(write_midi(score))
    assert len(placed) == 20
    assert len({(port, channel) for port, channel, _ in placed}) == 20
    assert all(channel != 9 for _, channel, _ in placed)


def test_drums_stay_drums() -> None:
    score = Score(480, (part(0, (0, 120, 36, 100), is_drum=True), part(33, (0, 480, 40, 90))))
    assert [p.is_drum for p in read_midi(write_midi(score)).parts] == [True, False]


def test_a_part_without_notes_is_not_written() -> None:
    empty = Part(5, np.zeros((0, 4), np.int32), name="silent")
    score = Score(480, (empty, part(0, (0, 480, 60, 80))))
    assert [p.program for p in read_midi(write_midi(score)).parts] == [0]
