"""Playing a Score into samples with FluidSynth: the same score and SoundFont give the same samples."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np

from music.errors import CadenzaError
from music.fluidsynth_library import BLOCK, Synthesiser, open_synthesiser
from music.loudness import RATE, Samples, normalise
from music.performance import BEND, CHORUS_SEND, CONTROL, NOTE_ON, PAN, REVERB_SEND, Performance, perform
from music.score import DURATION, ONSET, Score
from music.soundfont import SoundFont

MAX_MINUTES = 30
MAX_NOTES = 500_000
MAX_CONTROLS = 2_000_000
WALL_CLOCK_SECONDS = 300.0

TAIL_SECONDS = 4.0
TAIL_END_DB = -60.0
FADE_SECONDS = 0.03  # where the tail has died away
LONG_FADE_SECONDS = 1.0  # where it rings on and is cut

_CHUNK = RATE // 2 // BLOCK * BLOCK  # between two looks at the clock
_LEVEL = 40 * BLOCK  # 53 ms, the window in which the tail's level is read
_EVENTS_BETWEEN_CHECKS = 4_096

#: Called with seconds of audio done and in all.
OnProgress = Callable[[int, int], None]


class RenderingStopped(CadenzaError):
    """The caller cancelled, or the render took too long."""


@dataclass(frozen=True, slots=True, eq=False)
class Audio:
    """Sound: `samples` float32 [n, 2], left and right, full scale at 1.0; `rate` in Hz."""

    samples: Samples
    rate: int = RATE

    @property
    def seconds(self) -> float:
        return len(self.samples) / self.rate


def render(
    score: Score,
    soundfont: SoundFont,
    *,
    on_progress: OnProgress | None = None,
    cancelled: Callable[[], bool] | None = None,
    limit_seconds: float = WALL_CLOCK_SECONDS,
) -> Audio:
    """`score` as it is meant to be heard: synthesised at 48 kHz, at -16 LUFS, true peaks under -1 dBTP.

    It begins with the first onset (rests before it are left out) and ends with a natural tail of at most
    four seconds. `on_progress(done, total)` gets whole seconds of audio. Raises CadenzaError for a score
    without notes or beyond the bounds, RenderingStopped when `cancelled()` becomes true or `limit_seconds`
    of wall clock are over, MissingPart without libfluidsynth or with a damaged SoundFont.
    """
    raw = synthesise(
        score, soundfont, on_progress=on_progress, cancelled=cancelled, limit_seconds=limit_seconds
    )
    return Audio(normalise(raw.samples, out=raw.samples))


def synthesise(
    score: Score,
    soundfont: SoundFont,
    *,
    on_progress: OnProgress | None = None,
    cancelled: Callable[[], bool] | None = None,
    limit_seconds: float = WALL_CLOCK_SECONDS,
) -> Audio:
    """As `render`, at the level that FluidSynth gives: peaks may exceed full scale."""
    check_bounds(score)
    deadline = time.monotonic() + limit_seconds

    def check() -> None:
        if cancelled is not None and cancelled():
            raise RenderingStopped("The rendering was cancelled.")
        if time.monotonic() > deadline:
            raise RenderingStopped(
                f"Rendering took longer than {limit_seconds:g} s and was stopped; "
                "a shorter or sparser piece works."
            )

    performance = perform(score)
    with seated(performance, soundfont) as synthesiser:
        return Audio(_play(performance, synthesiser, check, on_progress))


@contextmanager
def seated(performance: Performance, soundfont: SoundFont) -> Iterator[Synthesiser]:
    """A fresh synthesiser (a used one is not deterministic), every channel with its instrument and seat."""
    channels = performance.channels
    with open_synthesiser(soundfont, len(channels), chorus=performance.uses_chorus) as synthesiser:
        for number, channel in enumerate(channels):
            synthesiser.select(number, channel.program, channel.is_drum)
            synthesiser.control(number, PAN, channel.pan)
            synthesiser.control(number, REVERB_SEND, channel.reverb)
            synthesiser.control(number, CHORUS_SEND, channel.chorus)
        yield synthesiser


def check_bounds(score: Score) -> None:
    """Raises CadenzaError for a score with nothing to play or too much of it."""
    if not score.note_count:
        raise CadenzaError("There are no notes to play; a piece needs at least one.")
    if score.note_count > MAX_NOTES:
        raise CadenzaError(
            f"The piece has {score.note_count:,} notes; up to {MAX_NOTES:,} can be rendered at once."
        )
    controls = sum(len(part.controllers) + len(part.pitch_bends) for part in score.parts)
    if controls > MAX_CONTROLS:
        raise CadenzaError(f"The piece has {controls:,} controller changes; up to {MAX_CONTROLS:,} work.")
    ends = [p.notes[:, ONSET].astype(np.int64) + p.notes[:, DURATION] for p in score.parts if len(p.notes)]
    minutes = float(score.seconds_at(np.array([max(int(e.max()) for e in ends)]))[0]) / 60
    if not minutes <= MAX_MINUTES:
        raise CadenzaError(
            f"The piece lasts {minutes:,.0f} minutes; up to {MAX_MINUTES} minutes can be rendered at once."
        )


def _play(
    performance: Performance,
    synthesiser: Synthesiser,
    check: Callable[[], None],
    on_progress: OnProgress | None,
) -> Samples:
    """All samples [n, 2] of the performance with its tail and final fade."""
    tail = int(TAIL_SECONDS * RATE) // _LEVEL * _LEVEL
    end = performance.end_block * BLOCK
    total = end + tail
    try:
        samples = np.zeros((total, 2), np.float32)  # 30 minutes are 700 MB, taken as they fill
    except MemoryError as error:
        raise CadenzaError(
            "There is not enough memory for a piece this long; a shorter one works."
        ) from error
    done = 0

    def advance(to: int) -> None:
        nonlocal done
        while done < to:
            step = min(_CHUNK, to - done)
            synthesiser.write(samples[done : done + step])
            done += step
            if done // RATE != (done - step) // RATE:
                check()
                if on_progress is not None:
                    on_progress(done // RATE, total // RATE)

    held: dict[tuple[int, int], int] = {}
    later = len(performance.events)
    for count, (block, kind, channel, first, second) in enumerate(performance.one_by_one()):
        if block > performance.end_block:
            later = count
            break
        if block * BLOCK > done:
            advance(block * BLOCK)
        if count % _EVENTS_BETWEEN_CHECKS == 0:
            check()
        send(synthesiser, held, kind, channel, first, second)

    peak = max(float(samples[:end].max()), -float(samples[:end].min()))  # np.abs would make a copy of it all
    quiet = peak * 10 ** (TAIL_END_DB / 20)
    pending = performance.events[later:].tolist()  # pedals that are lifted after the last note
    while done < total:
        while pending and pending[0][0] * BLOCK <= done:
            send(synthesiser, held, *pending.pop(0)[1:])
        advance(done + _LEVEL)
        if float(np.abs(samples[done - _LEVEL : done]).max()) <= quiet:
            return _faded(samples[:done], FADE_SECONDS)
    return _faded(samples, LONG_FADE_SECONDS)


def send(
    synthesiser: Synthesiser,
    held: dict[tuple[int, int], int],
    kind: int,
    channel: int,
    first: int,
    second: int,
) -> None:
    """Tells the synthesiser one event. `held` counts overlapping notes of one pitch: the last lets go."""
    if kind == NOTE_ON:
        held[channel, first] = held.get((channel, first), 0) + 1
        synthesiser.note_on(channel, first, second)
    elif kind == CONTROL:
        synthesiser.control(channel, first, second)
    elif kind == BEND:
        synthesiser.bend(channel, first)
    else:
        held[channel, first] -= 1
        if not held[channel, first]:
            synthesiser.note_off(channel, first)


def _faded(samples: Samples, seconds: float) -> Samples:
    """`samples` with a cosine fade over the last `seconds`, so that the cut cannot click."""
    length = min(len(samples), int(seconds * RATE))
    ramp = 0.5 + 0.5 * np.cos(np.linspace(0, np.pi, length, dtype=np.float32))
    samples[len(samples) - length :] *= ramp[:, None]
    return samples
