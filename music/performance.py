"""From a Score to what a synthesiser is told, when: channels, seats in the stereo field, timed events."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from music.fluidsynth_library import BLOCK, MAX_CHANNELS
from music.instruments import family_of
from music.loudness import RATE
from music.score import DURATION, ONSET, PITCH, VELOCITY, Part, Score

#: kinds of event, in the order in which they happen at one moment
NOTE_OFF, CONTROL, BEND, NOTE_ON = range(4)

PAN, REVERB_SEND, CHORUS_SEND = 10, 91, 93
#: Controllers that are not passed on: bank select (a Part has its programme), and the channel modes,
#: which regroup channels.
_IGNORED = (0, 32, 122, 124, 125, 126, 127)

# Electric pianos and guitars, ensembles of strings and synthesisers are played through a chorus; on the
# others it would only blur, and it costs a sixth of the rendering.
_WITH_CHORUS = frozenset((4, 5, 27, 28, 50, 51, 62, 63, *range(80, 104)))

# instruments written on two staves are often two Parts; both hands sit in one place
_TWO_STAVES = (*range(8), *range(16, 24), 46)
_WIDEST = 44  # of 63: the outermost seats stay inside the loudspeakers
_AT_ONCE = 4_096


class Channel(NamedTuple):
    """What one channel is set to before the first note.

    `pan` in [0, 127], 64 in the middle; `reverb` and `chorus` how much is sent to either, in [0, 127].
    """

    program: int
    is_drum: bool
    pan: int
    reverb: int
    chorus: int


class Performance(NamedTuple):
    """Everything a synthesiser is told. `events` are int32 [n, 5] in order of time.

    Columns: block (of 64 samples at 48 kHz), kind, channel, and two numbers: pitch and velocity,
    controller and value, or the bend and 0. `end_block` is where the last note is let go. Block 0 is the
    first onset: rests before it are left out.
    """

    channels: tuple[Channel, ...]
    events: NDArray[np.int32]
    end_block: int

    def one_by_one(self) -> Iterator[list[int]]:
        """The events as numbers of Python's, which for all of a dense piece at once would be 100 MB."""
        for start in range(0, len(self.events), _AT_ONCE):
            yield from self.events[start : start + _AT_ONCE].tolist()

    @property
    def uses_chorus(self) -> bool:
        controls = self.events[self.events[:, 1] == CONTROL]
        return any(c.chorus for c in self.channels) or bool((controls[:, 3] == CHORUS_SEND).any())


def channel_of_parts(score: Score) -> list[int]:
    """The channel of each Part: its own while there are enough, else shared among equal instruments."""
    if len(score.parts) <= MAX_CHANNELS:
        return list(range(len(score.parts)))
    channels: dict[int, int] = {}
    return [channels.setdefault(-1 if p.is_drum else p.program, len(channels)) for p in score.parts]


def pans(parts: tuple[Part, ...]) -> list[int]:
    """Seats from left to right in the order of the Parts; drums and basses in the middle.

    All in the middle when the score places any Part itself.
    """
    middle = [64] * len(parts)
    if any((part.controllers[:, 1] == PAN).any() for part in parts):
        return middle
    seats: dict[int, int] = {}
    seat_of_part: list[int | None] = []
    for number, part in enumerate(parts):
        if part.is_drum or family_of(part.program) == "bass" or not len(part.notes):
            seat_of_part.append(None)
        else:
            seat = -1 - part.program if part.program in _TWO_STAVES else number
            seat_of_part.append(seats.setdefault(seat, len(seats)))
    if len(seats) < 2:
        return middle
    reach = min(_WIDEST, 12 + 8 * len(seats))
    places = np.linspace(64 - reach, 64 + reach, len(seats)).round().astype(int).tolist()
    return [64 if seat is None else places[seat] for seat in seat_of_part]


def perform(score: Score) -> Performance:
    """The events of `score`, which has at least one note, from its first onset on."""
    channel_of = channel_of_parts(score)
    places = pans(score.parts)
    channels: dict[int, Channel] = {}
    first = min(int(p.notes[:, ONSET].min()) for p in score.parts if len(p.notes))
    lead = float(score.seconds_at([first])[0])

    def blocks(ticks: NDArray[np.int64]) -> NDArray[np.int64]:
        seconds = score.seconds_at(ticks) - lead  # type: ignore[arg-type]
        return np.maximum(0, np.rint(seconds * (RATE / BLOCK))).astype(np.int64)

    rows: list[NDArray[np.int64]] = []
    end = 1
    for part, channel, pan in zip(score.parts, channel_of, places, strict=True):
        channels.setdefault(channel, _channel(part, pan))
        notes = part.notes.astype(np.int64)  # an onset plus a duration may exceed 32 bits
        if len(notes):
            start = blocks(notes[:, ONSET])
            stop = np.maximum(start + 1, blocks(notes[:, ONSET] + np.maximum(notes[:, DURATION], 0)))
            end = max(end, int(stop.max()))
            rows.append(_rows(start, NOTE_ON, channel, notes[:, PITCH], notes[:, VELOCITY]))
            rows.append(_rows(stop, NOTE_OFF, channel, notes[:, PITCH], notes[:, VELOCITY]))
        if len(part.controllers):
            kept = part.controllers[~np.isin(part.controllers[:, 1], _IGNORED)].astype(np.int64)
            rows.append(_rows(blocks(kept[:, 0]), CONTROL, channel, kept[:, 1], kept[:, 2]))
        if len(part.pitch_bends):
            bends = part.pitch_bends.astype(np.int64)
            rows.append(_rows(blocks(bends[:, 0]), BEND, channel, bends[:, 1], np.zeros_like(bends[:, 1])))
    table = np.concatenate(rows)
    table = table[np.lexsort((table[:, 1], table[:, 0]))]  # stable: equal moments keep the file's order
    table = table[table[:, 0] < np.iinfo(np.int32).max]
    ordered = tuple(channels[number] for number in sorted(channels))
    return Performance(ordered, table.astype(np.int32), end)


def _channel(part: Part, pan: int) -> Channel:
    if part.is_drum:
        return Channel(part.program, True, pan, reverb=24, chorus=0)
    return Channel(part.program, False, pan, reverb=48, chorus=24 if part.program in _WITH_CHORUS else 0)


def _rows(
    block: NDArray[np.int64], kind: int, channel: int, first: NDArray[np.int64], second: NDArray[np.int64]
) -> NDArray[np.int64]:
    return np.column_stack([block, np.full_like(block, kind), np.full_like(block, channel), first, second])
