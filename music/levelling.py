"""Bringing sound to a common loudness while it is being made, when nobody knows yet how it ends.

A whole piece is levelled by `loudness.normalise`; here only what was rendered so far is known, and a few
seconds ahead.
"""

import numpy as np

from music.loudness import (
    CEILING_DBTP,
    LOOK_AHEAD_SECONDS,
    MAX_GAIN_DB,
    RATE,
    TARGET_LUFS,
    Samples,
    hop_energies,
    limited_between,
    loudness_of_hops,
)

#: heard before the first sample is given: the loudness of a beginning stands for the piece
AHEAD_SECONDS = 8.0
#: what comes later moves the gain, too slowly to be noticed
DB_A_SECOND = 0.5
#: loudness is measured over the last half minute, every four seconds
MEMORY_SECONDS = 30.0
MEASURE_SECONDS = 4.0

_BLOCK = 64
_HOP = RATE // 10
#: blocks of the limiter that the gain at an edge depends on, on either side
_CONTEXT = 2 * round(LOOK_AHEAD_SECONDS * RATE / _BLOCK) + 4


class Leveller:
    """Takes samples as FluidSynth gives them, gives them back at about -16 LUFS with peaks under -1 dBTP.

    Lengths of what is pushed are multiples of 64. What is given lags `AHEAD_SECONDS` behind, and is complete
    after `finish`. The same samples in the same portions give the same result.
    """

    def __init__(self) -> None:
        self._waiting: list[Samples] = []
        self._length = 0
        #: what is not measured yet, behind one hop that is (the filter's context)
        self._unmeasured = np.zeros((_HOP, 2), np.float32)
        self._hops = np.zeros(0)
        self._gain_db: float | None = None
        #: raised by the gain, not yet limited: the context on the left, then what is to be given
        self._raised = np.zeros((0, 2), np.float32)
        self._left = 0

    def push(self, samples: Samples) -> Samples:
        """`samples` [n, 2] come in; what is ready comes out, [m, 2], m = 0 in the beginning."""
        self._unmeasured = np.concatenate([self._unmeasured, samples])
        if len(self._unmeasured) - _HOP >= MEASURE_SECONDS * RATE:
            self._measure()
        self._waiting.append(samples)
        self._length += len(samples)
        while self._waiting and self._length - len(self._waiting[0]) >= AHEAD_SECONDS * RATE:
            self._raise_first()
        return self._limited(_CONTEXT)

    def finish(self) -> Samples:
        """The rest."""
        if not len(self._hops):
            self._measure()
        while self._waiting:
            self._raise_first()
        return self._limited(0)

    def _raise_first(self) -> None:
        """The portion that waited longest gets its gain, running straight from the last one's."""
        samples = self._waiting.pop(0)
        self._length -= len(samples)
        wanted = self._wanted_db()
        before = wanted if self._gain_db is None else self._gain_db
        step = DB_A_SECOND * len(samples) / RATE
        self._gain_db = before + float(np.clip(wanted - before, -step, step))
        gains = 10 ** (np.linspace(before, self._gain_db, len(samples), dtype=np.float32) / 20)
        self._raised = np.concatenate([self._raised, samples * gains[:, None].astype(np.float32)])

    def _measure(self) -> None:
        whole = len(self._unmeasured) // _HOP * _HOP
        energies = hop_energies(self._unmeasured[:whole])[1 : max(5, whole // _HOP)]
        self._hops = np.concatenate([self._hops, energies])[-int(MEMORY_SECONDS * 10) :]
        self._unmeasured = self._unmeasured[whole - _HOP :]

    def _wanted_db(self) -> float:
        loudness = loudness_of_hops(self._hops)
        return 0.0 if loudness == -np.inf else min(TARGET_LUFS - loudness, MAX_GAIN_DB)

    def _limited(self, context: int) -> Samples:
        """What is raised, except `context` blocks at the end that are still needed to see ahead."""
        ready = len(self._raised) - context * _BLOCK
        if ready <= self._left:
            return np.zeros((0, 2), np.float32)
        result = limited_between(self._raised, self._left, ready, CEILING_DBTP)
        kept = max(0, ready - _CONTEXT * _BLOCK)
        self._raised, self._left = self._raised[kept:], ready - kept
        return result
