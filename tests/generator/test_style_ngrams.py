"""What a style does is counted, kept, and heard in what is composed in it."""

from dataclasses import replace
from math import log

import numpy as np
import pytest

from generator.compose import Composer, Composition
from generator.decoding import Decoder, Sampling, Task
from generator.plan import resolve
from generator.style_ngrams import FEWEST_PIECES, StyleNgrams, count_styles
from generator.style_parts import INTERVALS, STRONGEST, WIDEST
from generator.take_code import TakeCode
from generator.vocabulary import BAR, DURATION, PITCH, POSITION
from generator.weights import load_weights
from music.controls import Controls
from music.corpus import PackedCorpus, PieceFacts
from music.grid import DURATIONS, GridNotes, duration_class, to_grid
from music.styles import find_style

FLUTE, BARS, QUARTERS = 73, 8, 4
_LONG, _SHORT = (int(duration_class(np.array([n], np.int32))[0]) for n in (9, 3))


def corpus(pieces: dict[str, list[list[tuple[int, ...]]]]) -> PackedCorpus:
    """A pack of pieces in 4/4 for a flute: each a bar of (position, pitch, duration class), BARS times."""
    notes, bars, facts = [], [], []
    for style, bars_of in pieces.items():
        for number, bar in enumerate(bars_of):
            rows = [
                (int(b > 0 and not i), position, FLUTE, pitch, length, 8)
                for b in range(BARS)
                for i, (position, pitch, length) in enumerate(bar)
            ]
            notes.append(np.array(rows, np.uint8))
            bars.append(np.full((BARS, 2), (12 * QUARTERS, 4), np.uint8))
            facts.append(facts_of(f"{style}{number}", style))
    return PackedCorpus(
        np.concatenate(notes),
        np.concatenate(bars),
        np.cumsum([0, *map(len, notes)]),
        np.cumsum([0, *map(len, bars)]),
        tuple(facts),
    )


def facts_of(name: str, style: str) -> PieceFacts:
    values = dict.fromkeys(PieceFacts.__dataclass_fields__)
    return PieceFacts(**{**values, "id": name, "style": style, "split": "train"})  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def counted() -> StyleNgrams:
    """Snaps (short, long) rise by tones, straight eighths fall by semitones; a third style has one piece."""
    snap = [
        (12 * q + 9 * k, 60 + 2 * (2 * q + k), _SHORT if not k else _LONG) for q in range(4) for k in (0, 1)
    ]
    even = [(12 * q + 6 * k, 70 - (2 * q + k), _LONG) for q in range(4) for k in (0, 1)]
    return count_styles(
        corpus({"snap": [snap] * FEWEST_PIECES, "even": [even] * FEWEST_PIECES, "rare": [even]})
    )


def test_a_style_leans_to_what_its_pieces_do_and_away_from_what_others_do(counted: StyleNgrams) -> None:
    assert counted.styles == ("even", "snap")
    snap, even = (counted.of(name, 48) for name in ("snap", "even"))
    assert snap is not None
    assert even is not None
    # after an onset on the beat half of all music waits nine positions: twice as often in the one style
    assert snap.onset[1, 9] == pytest.approx(log(2), abs=0.15)
    assert snap.onset[1, 6] < -1
    assert even.onset[1, 6] > 0.5
    assert snap.duration[0, _SHORT] > 0.5
    assert snap.interval[0, :, 2 + WIDEST].max() > 0.5  # a tone up
    assert snap.interval[0, :, WIDEST - 1].min() < -1  # a semitone down
    assert even.interval[0, :, WIDEST - 1].max() > 0.5
    assert max(abs(t).max() for t in (snap.onset, snap.duration, snap.interval)) <= STRONGEST
    assert snap.interval.shape == (2, INTERVALS + 1, INTERVALS)


def test_what_is_hardly_known_leans_nowhere(counted: StyleNgrams) -> None:
    assert counted.of("rare", 48) is None
    assert counted.of("snap", 36) is None
    snap = counted.of("snap", 48)
    assert snap is not None
    assert abs(snap.onset[1, 1]) < 0.1  # nobody begins there: no reason to avoid it
    assert snap.onset[20, 6] < -1  # nothing follows position 19, but the place is another style's


def test_every_style_that_comes_with_the_program_is_known_in_every_bar_it_has() -> None:
    ngrams = load_weights().ngrams
    assert ngrams is not None
    known = [ngrams.of(style, bar) for style in ngrams.styles for bar in range(1, 97)]
    assert len([k for k in known if k is not None]) > len(ngrams.styles)


def test_a_style_is_as_dense_as_its_pieces_for_so_many_instruments(counted: StyleNgrams) -> None:
    """Eight notes in a bar of four quarters; nobody plays it with two, so that all tell."""
    snap = counted.of("snap", 48)
    assert snap is not None
    assert snap.rate(1).middle == pytest.approx(2, rel=0.1)
    assert snap.rate(1) == snap.rate(2)
    assert snap.rate(1).low < snap.rate(1).middle < snap.rate(1).high
    # people's: a fiddle has one note at a time, four voices of a chorale have each its own
    ngrams = load_weights().ngrams
    assert ngrams is not None
    reel, chorale = ngrams.of("reel", 48), ngrams.of("chorale", 48)
    assert reel is not None
    assert chorale is not None
    assert chorale.rate(1).low > 1.5 * reel.rate(1).high


def test_counts_are_kept_byte_for_byte(counted: StyleNgrams) -> None:
    data = counted.to_bytes()
    again = StyleNgrams.from_bytes(data)
    assert again.to_bytes() == data
    assert again.styles == counted.styles


def test_only_a_density_that_somebody_chose_is_kept_against_the_style(composer: Composer) -> None:
    """A reel is "dense" in the table of styles, for a band; a fiddle alone plays one note after another."""
    reel = find_style("reel")
    asked = Controls(style="reel", bars=8, instruments=("Fiddle",), tempo_bpm=110.0)

    def together(made: Composition) -> float:
        notes = to_grid(made.score).notes
        return len(notes) / len(np.unique(notes[:, BAR] * 48 + notes[:, POSITION]))

    usual = composer.compose(asked, 1, style=reel)
    assert usual.controls.density is None
    assert TakeCode.parse(usual.code).plan.density is None
    assert together(usual) < 1.1
    wished = composer.compose(replace(asked, density="dense"), 1, style=reel)
    assert wished.controls.density == "dense"
    assert together(wished) > 1.3
    ours = replace(reel, name="our reel", base="reel", density="sparse")
    assert composer.compose(replace(asked, bars=4), 1, style=ours).controls.density == "sparse"


def snaps(notes: GridNotes) -> float:
    """The share of onsets that a Scotch snap makes: a sixteenth and a dotted eighth."""
    at = notes[:, BAR].astype(int) * 48 + notes[:, POSITION]
    waits = np.diff(np.unique(at))
    return float(((waits[:-1] == 3) & (waits[1:] == 9) | (waits[:-1] == 9) & (waits[1:] == 3)).mean())


def test_a_strathspey_gets_its_dotted_rhythm_from_its_style(composer: Composer) -> None:
    assert composer.weights.ngrams is not None
    style = find_style("strathspey")
    plan, _, _ = resolve(
        Controls(style="strathspey", bars=16, instruments=("Fiddle",)),
        1,
        style=style,
        style_names=composer.weights.styles,
    )
    assert isinstance(composer.decoder, Decoder)
    tasks = [Task(plan, (seed, 0), Sampling()) for seed in range(4)]
    styled = composer.decoder.decode_together(tasks)
    loose = composer.decoder.decode_together([replace(t, by_style=False) for t in tasks])
    assert np.mean([snaps(n) for n in styled]) > np.mean([snaps(n) for n in loose]) + 0.1
    reader = composer.weights.reader
    assert reader is not None
    likely, unlikely = (
        np.mean([reader.log_probability("strathspey", n, plan.bar_positions) for n in pieces])
        for pieces in (styled, loose)
    )
    assert likely > unlikely
    for notes in styled:
        assert notes[:, PITCH].max() < 128
        assert set(notes[:, DURATION]) <= set(DURATIONS.tolist()) | set(range(193))
