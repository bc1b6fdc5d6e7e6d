"""FluidSynth through pyfluidsynth: a synthesiser that writes float samples, and its log in ours.

pyfluidsynth offers 16-bit samples only, which clip before the loudness is known; FluidSynth's own float
output is reached through the library that pyfluidsynth has loaded.
"""

import contextlib
import ctypes
import logging
import re
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from music.errors import MissingPart
from music.loudness import RATE, Samples
from music.soundfont import SoundFont

INSTALL_LINE = "apt-get install libfluidsynth3"

#: FluidSynth computes sound in blocks of 64 samples (1.3 ms); an event takes effect at the next one.
BLOCK = 64
MAX_CHANNELS = 256
DRUM_BANK = 128

# A small warm room: enough to bind dry samples together, not enough to blur fast notes.
_SETTINGS: dict[str, int | float] = {
    "synth.cpu-cores": 1,  # more threads sum voices in any order, and so differ from run to run
    "synth.dynamic-sample-loading": 1,  # only the presets in use: 30 MB instead of 150, and no long load
    "synth.lock-memory": 0,
    "synth.polyphony": 256,
    "synth.reverb.active": 1,
    "synth.reverb.room-size": 0.65,
    "synth.reverb.damp": 0.3,
    "synth.reverb.width": 0.8,
    "synth.reverb.level": 0.5,
    "synth.chorus.nr": 3,
    "synth.chorus.level": 0.8,
    "synth.chorus.speed": 0.3,
    "synth.chorus.depth": 5.0,
}

_log = logging.getLogger(__name__)
_LEVELS = {0: logging.ERROR, 1: logging.ERROR, 2: logging.WARNING, 3: logging.INFO, 4: logging.DEBUG}
_LogFunction = ctypes.CFUNCTYPE(None, ctypes.c_int, ctypes.c_char_p, ctypes.c_void_p)


#: of a piece with thousands of notes at once FluidSynth says the same as often; it is logged this rarely
_SECONDS_BETWEEN = 60.0
_said: dict[bytes, float] = {}  # what was said, its numbers apart -> when


def _forward_log(level: int, message: bytes, _: object) -> None:
    kind, now = re.sub(rb"\d+", b"#", message), time.monotonic()
    if now >= _said.get(kind, -_SECONDS_BETWEEN) + _SECONDS_BETWEEN:
        _said[kind] = now
        _log.log(_LEVELS.get(level, logging.INFO), "%s", message.decode("utf-8", "replace"))


_FORWARD_LOG = _LogFunction(_forward_log)  # FluidSynth keeps the pointer: it must live as long as the program


@cache
def _library() -> Any:
    """The module pyfluidsynth with its C library loaded. Raises MissingPart when libfluidsynth is absent."""
    try:
        with contextlib.redirect_stdout(sys.stderr):  # where CI is set it prints what it found
            import fluidsynth
    except (ImportError, OSError) as error:
        raise MissingPart(
            f"libfluidsynth, which plays the music, is not installed; run: {INSTALL_LINE}"
        ) from error
    c = fluidsynth._fl
    for level in _LEVELS:
        c.fluid_set_log_function(level, _FORWARD_LOG, None)
    pointer, number = ctypes.c_void_p, ctypes.c_int
    c.fluid_synth_write_float.argtypes = [pointer, number, pointer, number, number, pointer, number, number]
    return fluidsynth


@dataclass(frozen=True, slots=True)
class Synthesiser:
    """One FluidSynth instance for one render; channels are numbered from 0."""

    _synth: Any
    _write_float: Any
    _font: int

    def select(self, channel: int, program: int, is_drum: bool) -> None:
        """Gives `channel` an instrument; where the SoundFont lacks it, piano or its first drum kit."""
        bank, preset = (DRUM_BANK, 0) if is_drum else (0, program)
        for attempt in ((bank, preset), (bank, 0), (0, 0)):
            if self._synth.program_select(channel, self._font, *attempt) == 0:
                return
        raise MissingPart("The SoundFont has neither this instrument nor a piano; choose a General MIDI one.")

    def note_on(self, channel: int, pitch: int, velocity: int) -> None:
        self._synth.noteon(channel, pitch, velocity)

    def note_off(self, channel: int, pitch: int) -> None:
        self._synth.noteoff(channel, pitch)

    def control(self, channel: int, controller: int, value: int) -> None:
        self._synth.cc(channel, controller, value)

    def bend(self, channel: int, value: int) -> None:
        self._synth.pitch_bend(channel, value)

    def write(self, buffer: Samples) -> None:
        """Fills `buffer` [n, 2] (contiguous) with the next n samples; n is a multiple of BLOCK."""
        assert buffer.flags.c_contiguous
        assert len(buffer) % BLOCK == 0
        at = buffer.ctypes.data
        if self._write_float(self._synth.synth, len(buffer), at, 0, 2, at, 1, 2) != 0:
            raise RuntimeError("FluidSynth could not compute samples")


@contextlib.contextmanager
def open_synthesiser(soundfont: SoundFont, channels: int, *, chorus: bool) -> Iterator[Synthesiser]:
    """A fresh synthesiser at 48 kHz with `soundfont`, no audio driver, at least `channels` channels.

    Fresh, because one that has played before is not in the same state. `chorus` computes that effect.

    Raises MissingPart when libfluidsynth is absent or cannot load the SoundFont.
    """
    library = _library()
    wanted = min(MAX_CHANNELS, -(-max(channels, 1) // 16) * 16)  # FluidSynth wants a multiple of 16
    settings = {**_SETTINGS, "synth.chorus.active": int(chorus)}
    synth = library.Synth(gain=0.4, samplerate=float(RATE), channels=wanted, **settings)
    if not synth.synth:
        raise MissingPart("FluidSynth could not start; install a current libfluidsynth 2.x.")
    try:
        font = synth.sfload(str(soundfont.path))
        if font < 0:
            raise MissingPart(
                f"The SoundFont {soundfont.path} is damaged; install it again or choose another."
            )
        yield Synthesiser(synth, library._fl.fluid_synth_write_float, font)
    finally:
        synth.delete()
