"""A piece has the notes of its Task, alone or beside others; what happens to others does not happen to it."""

import threading
import time
from collections.abc import Iterator

import numpy as np
import pytest

from generator.decoding import Cancelled, Decoder, Prefix, Sampling, Task
from generator.decoding.sampling import choose
from generator.plan import resolve
from generator.weights import Weights, load_weights
from music.controls import Controls
from music.grid import GridNotes

ASKED = (
    Controls(bars=8, instruments=("Acoustic Grand Piano",)),
    Controls(bars=5, instruments=("Violin", "Viola", "Cello"), valence=-0.5),
    Controls(bars=12, instruments=("Drums", "Electric Bass (finger)"), arousal=0.6),
    Controls(bars=2, metre="3/4", instruments=("Flute", "Acoustic Guitar (nylon)")),
    Controls(bars=8, instruments=("Church Organ",), density="dense"),
)


def task(i: int, sampling: Sampling | None = None) -> Task:
    plan, _, _ = resolve(ASKED[i % len(ASKED)], i)
    return Task(plan, (i, 0), sampling or Sampling())


@pytest.fixture(scope="module")
def weights() -> Weights:
    return load_weights()


@pytest.fixture(scope="module")
def decoder(weights: Weights) -> Decoder:
    return Decoder(weights.model, weights.registers, slots=4)


@pytest.fixture(scope="module")
def alone(decoder: Decoder) -> list[GridNotes]:
    return [decoder.decode_together([task(i)])[0] for i in range(len(ASKED))]


@pytest.fixture(autouse=True)
def _no_thread_stays() -> Iterator[None]:
    yield
    ends = time.monotonic() + 5
    while any(t.name == "decoding" for t in threading.enumerate()):
        assert time.monotonic() < ends, "the decoding thread goes on with nothing to do"
        time.sleep(0.01)


def same(some: list[GridNotes], others: list[GridNotes]) -> bool:
    return all(np.array_equal(a, b) for a, b in zip(some, others, strict=True))


def test_pieces_made_together_have_the_notes_that_they_have_alone(
    decoder: Decoder, alone: list[GridNotes]
) -> None:
    assert len({len(notes) for notes in alone}) > 1  # they end at different times
    assert same(decoder.decode_together([task(i) for i in range(5)]), alone)  # one more than there are slots


def test_a_piece_that_joins_others_midway_has_the_same_notes(
    decoder: Decoder, alone: list[GridNotes]
) -> None:
    found: dict[int, GridNotes] = {}

    def make(i: int) -> None:
        found[i] = decoder.decode_together([task(i)])[0]

    threads = [threading.Thread(target=make, args=(i,)) for i in (3, 0, 1, 2, 4)]
    for thread in threads:
        thread.start()
        time.sleep(0.07)
    for thread in threads:
        thread.join()
    assert same([found[i] for i in range(5)], alone)


def test_a_piece_stays_the_same_when_others_leave_unfinished(
    decoder: Decoder, alone: list[GridNotes]
) -> None:
    def give_up() -> None:
        with pytest.raises(Cancelled):
            decoder.decode_together([task(2), task(4)], cancelled=lambda: time.monotonic() > stop)

    stop = time.monotonic() + 0.2
    other = threading.Thread(target=give_up)
    other.start()
    mine = decoder.decode_together([task(0)])
    other.join()
    assert same(mine, alone[:1])


def test_what_fails_in_one_piece_concerns_no_other(decoder: Decoder, alone: list[GridNotes]) -> None:
    broken = task(1, Sampling(temperature=(0.9, 0.9)))  # no temperature for the instrument: it fails midway
    errors: list[Exception] = []

    def fail() -> None:
        try:
            decoder.decode_together([broken])
        except IndexError as error:
            errors.append(error)

    other = threading.Thread(target=fail)
    other.start()
    mine = decoder.decode_together([task(0)])
    other.join()
    assert len(errors) == 1
    assert same(mine, alone[:1])


def test_a_piece_that_cannot_begin_says_so_and_the_next_one_works(
    decoder: Decoder, alone: list[GridNotes]
) -> None:
    outside = Prefix(np.array([[0, 0, 0, 60, 12, 80], [99, 0, 0, 60, 12, 80]], np.int32), 100)
    with pytest.raises(IndexError):
        decoder.decode(task(0).plan, (1,), Sampling(), prefix=outside)
    assert same(decoder.decode_together([task(0)]), alone[:1])


def test_cancelling_takes_less_than_a_bar(decoder: Decoder) -> None:
    plan, _, _ = resolve(Controls(bars=200, density="dense"), 1)
    began = time.monotonic()
    with pytest.raises(Cancelled):
        decoder.decode(plan, (1,), Sampling(), cancelled=lambda: time.monotonic() > began + 0.3)
    assert time.monotonic() - began < 1.5


def test_who_keeps_the_error_of_a_piece_does_not_keep_its_cache(decoder: Decoder) -> None:
    began = time.monotonic()
    with pytest.raises(Cancelled) as kept:
        decoder.decode_together([task(2), task(4)], cancelled=lambda: time.monotonic() > began + 0.3)
    decoder.decode_together([task(3)])  # afterwards the decoder has let go of whoever left
    frames = [entry.frame.f_locals for entry in kept.traceback]
    orders = next(names["orders"] for names in frames if "orders" in names)
    assert [order.piece for order in orders] == [None, None]


def test_an_error_of_the_listener_ends_the_piece(decoder: Decoder) -> None:
    def listen(bar: int, bars: int) -> None:
        if bar == 1:
            raise RuntimeError("nobody listens")

    with pytest.raises(RuntimeError, match="nobody listens"):
        decoder.decode(task(2).plan, (1,), Sampling(), on_bar=listen)


def test_bars_are_told_in_order_while_the_piece_is_made(decoder: Decoder) -> None:
    heard: list[tuple[int, float]] = []
    decoder.decode(
        task(2).plan, (1,), Sampling(), on_bar=lambda bar, _: heard.append((bar, time.monotonic()))
    )
    bars = [bar for bar, _ in heard]
    assert bars == sorted(set(bars))
    assert bars[0] == 0
    assert heard[-1][1] - heard[0][1] > 0.1  # not all at the end


def test_guidance_changes_the_piece_and_chance_alone_does_not_decide(decoder: Decoder) -> None:
    plain, guided, again = decoder.decode_together([task(1, Sampling(guidance=g)) for g in (1.0, 2.5, 1.0)])
    assert not np.array_equal(plain, guided)
    assert np.array_equal(plain, again)


@pytest.mark.parametrize("masked", [False, True])
def test_choosing_follows_the_chances_of_the_nucleus(masked: bool) -> None:
    chances = np.array([0.5, 0.3, 0.15, 0.05])
    allowed = np.array([True, True, False, True]) if masked else None
    drawn = [choose(np.log(chances), allowed, 1.0, 0.9, u) for u in np.linspace(0, 1, 2000, endpoint=False)]
    share = np.bincount(drawn, minlength=4) / 2000
    kept = np.array(
        [0.5, 0.3, 0, 0] if masked else [0.5, 0.3, 0.15, 0]
    )  # the smallest set with 0.9 of it all
    assert share == pytest.approx(kept / kept.sum(), abs=0.01)
