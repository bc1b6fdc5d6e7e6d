"""Playing a Score as it is heard: sound in short pieces, made a little ahead of the listener."""

from collections.abc import Iterator

import numpy as np

from music.fluidsynth_library import BLOCK, Synthesiser
from music.levelling import Leveller
from music.loudness import RATE, Samples
from music.performance import Performance, perform
from music.score import Score
from music.soundfont import SoundFont
from music.synthesis import TAIL_END_DB, TAIL_SECONDS, check_bounds, seated, send

#: 20 ms at 48 kHz: what a voice channel takes at once (15 blocks of FluidSynth)
FRAME_SAMPLES = RATE // 50
#: one frame as 16-bit stereo
FRAME_BYTES = FRAME_SAMPLES * 4
#: frames in each piece that is given, the last one aside
PIECE_FRAMES = 25
_PIECE = PIECE_FRAMES * FRAME_SAMPLES
_FADE_SECONDS = 0.5


def stream(score: Score, soundfont: SoundFont) -> Iterator[bytes]:
    """`score` as 16-bit little-endian stereo at 48 kHz, in pieces of half a second of whole 20 ms frames.

    It begins with the first onset and ends with its reverb. Loudness: `levelling`. Only as much is rendered
    as is taken, eight seconds ahead. Closing the iterator lets FluidSynth go. Raises CadenzaError for a score
    without notes or beyond the bounds, MissingPart without libfluidsynth or with a damaged SoundFont; both
    before the first piece.
    """
    check_bounds(score)
    performance = perform(score)
    leveller = Leveller()
    ready = np.zeros((0, 2), np.float32)
    with seated(performance, soundfont) as synthesiser:
        for samples in _played(performance, synthesiser):
            ready = np.concatenate([ready, leveller.push(samples)])
            while len(ready) >= _PIECE:
                yield _pcm(ready[:_PIECE])
                ready = ready[_PIECE:]
    ready = np.concatenate([ready, leveller.finish()])
    for start in range(0, len(ready), _PIECE):
        yield _pcm(ready[start : start + _PIECE])


def _played(performance: Performance, synthesiser: Synthesiser) -> Iterator[Samples]:
    """The performance in pieces of half a second at FluidSynth's level, then its tail until it is silent."""
    events = performance.events.tolist()
    held: dict[tuple[int, int], int] = {}
    end, at, block, peak = performance.end_block, 0, 0, 0.0
    last = end + int(TAIL_SECONDS * RATE) // BLOCK
    step = _PIECE // BLOCK
    while block < last:
        samples = np.zeros((_PIECE, 2), np.float32)
        until = block + step
        while block < until:
            while at < len(events) and events[at][0] <= block:
                send(synthesiser, held, *events[at][1:])
                at += 1
            stop = min(until, events[at][0]) if at < len(events) else until
            first = (block - (until - step)) * BLOCK
            synthesiser.write(samples[first : first + (stop - block) * BLOCK])
            block = stop
        level = float(np.abs(samples).max())
        peak = max(peak, level)
        is_over = block > end + step and level <= peak * 10 ** (TAIL_END_DB / 20)
        if is_over or block >= last:
            yield _faded(samples)
            return
        yield samples


def _faded(samples: Samples) -> Samples:
    """The last piece goes out, so that the cut cannot click."""
    ramp = 0.5 + 0.5 * np.cos(np.linspace(0, np.pi, int(_FADE_SECONDS * RATE), dtype=np.float32))
    samples[-len(ramp) :] *= ramp[:, None]
    return samples


def _pcm(samples: Samples) -> bytes:
    """Whole frames; the last one is filled up with silence."""
    missing = -len(samples) % FRAME_SAMPLES
    scaled = np.rint(np.clip(samples, -1.0, 1.0) * 32767).astype("<i2")
    return scaled.tobytes() + bytes(missing * 4)
