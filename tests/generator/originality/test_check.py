"""What the check finds: copies in disguise, and not what everybody writes."""

from dataclasses import replace

import numpy as np
import pytest

from generator.finishing import humanise
from generator.originality.check import ALWAYS_FOUND, originality_of
from generator.originality.fingerprints import Fingerprints, Known, fingerprints_of
from generator.originality.lines import lines_of
from music.grid import from_grid
from music.originality import MOST_BARS, MOST_NOTES
from music.score import DURATION, ONSET, PITCH, Score

BARS = 12


def tune(seed: int, bars: int = BARS, program: int = 73) -> list[tuple[int, int, int, int, int, int]]:
    """A melody in C with uneven rhythm, unlike that of any other seed."""
    rng = np.random.default_rng(seed)
    scale = np.array([60, 62, 64, 65, 67, 69, 71, 72, 74, 76, 77, 79])
    rows, at = [], 6
    for bar in range(bars):
        position = 0
        while position < 48:
            length = int(rng.choice([6, 6, 12, 12, 18]))
            at = int(np.clip(at + rng.choice([-3, -2, -1, 1, 2, 4]), 0, len(scale) - 1))
            rows.append((bar, position, program, int(scale[at]), min(length, 48 - position), 80))
            position += length
    return rows


def score(*rows: tuple[int, int, int, int, int, int]) -> Score:
    return from_grid(np.array(sorted(rows), np.int32), tempo_bpm=100, metre=(4, 4))


def changed(music: Score, factor: int = 1, up: int = 0) -> Score:
    """`music` transposed by `up`, its times multiplied by `factor`."""
    parts = []
    for part in music.parts:
        notes = part.notes.copy()
        notes[:, PITCH] += up
        notes[:, [ONSET, DURATION]] *= factor
        parts.append(replace(part, notes=notes))
    return replace(music, parts=tuple(parts))


@pytest.fixture(scope="module")
def known() -> Fingerprints:
    """Forty tunes; number 7 is in four voices."""
    pieces = []
    for k in range(40):
        rows = tune(k)
        if k == 7:
            rows = rows + tune(1007, program=40) + tune(2007, program=42)
        pieces.append((Known(f"piece-{k}", f"Tune {k}", "Nobody"), lines_of(score(*rows))))
    return fingerprints_of(pieces)


def test_a_new_tune_is_original(known: Fingerprints) -> None:
    found = originality_of(score(*tune(999)), [known])
    assert not found.over_the_line
    assert found.notes < ALWAYS_FOUND
    assert found.compared == 40
    assert found.sentence.startswith("Original: ")


@pytest.mark.parametrize("up", [-5, 0, 7])
@pytest.mark.parametrize("factor", [1, 2])
def test_a_copy_is_found_in_any_key_and_tempo(known: Fingerprints, up: int, factor: int) -> None:
    found = originality_of(changed(score(*tune(3)), factor=factor, up=up), [known])
    assert found.over_the_line
    assert found.title == "Tune 3"
    assert found.notes == len(tune(3))
    assert found.similarity == 1.0
    assert "Tune 3" in found.sentence
    assert found.sentence.startswith("Not original")


def test_a_copy_is_found_behind_other_music(known: Fingerprints) -> None:
    later = [(bar + 8, *rest) for bar, *rest in tune(3)]
    assert originality_of(score(*tune(500, bars=8), *later), [known]).title == "Tune 3"


def test_a_copy_is_found_when_another_voice_was_exchanged(known: Fingerprints) -> None:
    rows = tune(7) + tune(3001, program=40) + tune(3002, program=42)
    found = originality_of(score(*rows), [known])
    assert (found.over_the_line, found.title) == (True, "Tune 7")


def test_a_copy_in_one_instrument_of_many_is_found(known: Fingerprints) -> None:
    rows = tune(3001) + tune(1007, program=40)
    assert originality_of(score(*rows), [known]).title == "Tune 7"


def test_a_copy_is_found_behind_ornaments(known: Fingerprints) -> None:
    """A turn between the beats in every bar: no eight notes in a row are as they were."""
    rows = tune(3)
    for bar in range(BARS):
        start = next(r for r in rows if r[0] == bar and r[4] >= 12)
        rows.append((bar, start[1] + start[4] - 3, 73, start[3] + 2, 3, 80))
    found = originality_of(score(*rows), [known])
    assert (found.over_the_line, found.title) == (True, "Tune 3")


@pytest.mark.parametrize("bars", [1, 2, 3])
def test_a_short_quotation_is_no_copy(known: Fingerprints, bars: int) -> None:
    rows = [r for r in tune(3) if r[0] < bars] + [(b + bars, *rest) for b, *rest in tune(501)]
    found = originality_of(score(*rows), [known])
    assert not found.over_the_line
    if bars == 3:
        assert found.notes >= sum(r[0] < 3 for r in tune(3)) - 1


def test_the_length_of_a_run_is_told_to_the_note(known: Fingerprints) -> None:
    for bars in (4, 6, 8):
        copied = [r for r in tune(3) if r[0] < bars]
        found = originality_of(score(*copied, *[(b + bars, *rest) for b, *rest in tune(502)]), [known])
        assert len(copied) <= found.notes <= len(copied) + 2
        assert found.bars == pytest.approx(bars, abs=0.6)
        assert found.over_the_line == (len(copied) >= MOST_NOTES and found.bars >= MOST_BARS)


def eighths(pattern: list[int]) -> list[tuple[int, int, int, int, int, int]]:
    """Sixteen bars of a pattern in even notes."""
    return [(k // 8, k % 8 * 6, 0, pattern[k % len(pattern)], 6, 80) for k in range(128)]


SCALE = [60, 62, 64, 65, 67, 69, 71, 72]
PLAIN = {
    "scales": SCALE + SCALE[::-1],
    "repeated notes": [60],
    "alberti": [60, 67, 64, 67],
    "trill": [72, 74],
}


@pytest.mark.parametrize("kind", PLAIN)
def test_what_everybody_writes_is_no_copy(kind: str) -> None:
    """Even where one known piece has the very same."""
    music = score(*eighths(PLAIN[kind]))
    known = fingerprints_of([(Known("same"), lines_of(music))])
    assert not originality_of(changed(music, up=3), [known]).over_the_line


def test_a_pattern_that_goes_round_counts_once() -> None:
    """Six notes over and over, as accompaniments have them, are six notes shared."""
    rows = eighths([48, 55, 60, 64, 60, 57])
    known = fingerprints_of([(Known("same"), lines_of(score(*rows)))])
    found = originality_of(score(*rows), [known])
    assert found.notes < MOST_NOTES
    assert not found.over_the_line


def test_what_many_pieces_share_is_common_property() -> None:
    motif = tune(77, bars=2)
    pieces = [
        (Known(str(k)), lines_of(score(*motif, *[(b + 2, *rest) for b, *rest in tune(600 + k, bars=3)])))
        for k in range(40)
    ]
    known = fingerprints_of(pieces)
    assert len(known.common)
    assert originality_of(score(*motif), [known]).notes == 0


def test_drums_and_parts_that_are_left_out_do_not_count(known: Fingerprints) -> None:
    drums = [(b, p, 128, 36 + pitch % 12, d, v) for b, p, _, pitch, d, v in tune(3)]
    assert originality_of(score(*drums), [known]).notes == 0
    assert originality_of(score(*tune(3)), [known], only={"Melody"}).notes == 0


def test_only_what_is_new_is_compared(known: Fingerprints) -> None:
    later = [(bar + BARS, *rest) for bar, *rest in tune(503)]
    music = score(*tune(3), *later)
    assert originality_of(music, [known]).over_the_line
    assert not originality_of(music, [known], since_tick=BARS * 1920).over_the_line


def test_what_it_may_be_like_is_excused_and_the_catalogue_is_named(known: Fingerprints) -> None:
    assert not originality_of(score(*tune(3)), [known], without={"piece-3"}).over_the_line
    found = originality_of(score(*tune(3)), [], catalogue=[known])
    assert found.in_catalogue
    assert "(the catalogue)" in found.sentence


def test_a_humanised_copy_is_still_a_copy(known: Fingerprints) -> None:
    assert originality_of(humanise(score(*tune(3)), 9), [known]).title == "Tune 3"


def test_music_without_a_line_shares_nothing(known: Fingerprints) -> None:
    assert originality_of(Score(480, ()), [known]).notes == 0
    assert originality_of(score((0, 0, 0, 60, 12, 80)), [known]).notes == 0
