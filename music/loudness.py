"""Loudness of audio and bringing it to a common level: ITU-R BS.1770-4, EBU R128, a true-peak limiter.

All functions are pure: they take samples as float32 [n, channels] and return new arrays or numbers; only
`normalise` can write where it is told to, since ten minutes are 230 MB. They need numpy alone, since
importing scipy.signal costs more time than rendering a short piece does.
"""

from collections.abc import Callable
from functools import cache, partial

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

#: float32 [n, channels], full scale at 1.0
Samples = NDArray[np.float32]

RATE = 48_000
TARGET_LUFS = -16.0  # what streaming services and the AES (TD1008) take for music on loudspeakers and phones
CEILING_DBTP = -1.0
MAX_GAIN_DB = 40.0  # a nearly silent piece is not blown up to noise
LOOK_AHEAD_SECONDS = 0.02

_HOP = RATE // 10  # gating blocks of 400 ms overlap by 75 %, so energy is summed over hops of 100 ms
_TAPS = 4_096
_FRAME = 3 * _HOP  # valid output of one overlap-save frame
_HOPS_AT_ONCE = 48

# BS.1770-4, tables 1 and 2: the two biquads of K-weighting at 48 kHz (b0 b1 b2, a1 a2)
_SHELF = ((1.53512485958697, -2.69169618940638, 1.19839281085285), (-1.69065929318241, 0.73248077421585))
_HIGH_PASS = ((1.0, -2.0, 1.0), (-1.99004745483398, 0.99007225036621))


@cache
def _k_weighting() -> NDArray[np.float32]:
    """Impulse response of the K-weighting; the poles' radius of 0.995 leaves 1e-8 after `_TAPS` samples."""
    response = np.zeros(_TAPS)
    response[0] = 1.0
    for (b0, b1, b2), (a1, a2) in (_SHELF, _HIGH_PASS):
        x1 = x2 = y1 = y2 = 0.0
        for i, x in enumerate(response.tolist()):
            y = b0 * x + b1 * x1 + b2 * x2 - a1 * y1 - a2 * y2
            x1, x2, y1, y2 = x, x1, y, y1
            response[i] = y
    return response.astype(np.float32)


@cache
def _k_weighting_spectrum() -> NDArray[np.complex64]:
    return np.fft.rfft(_k_weighting(), _FRAME + _TAPS).astype(np.complex64)


def hop_energies(samples: Samples) -> NDArray[np.float64]:
    """Energy of the K-weighted samples, summed over the channels, in each whole hop of 100 ms; [hops].

    Filtering is by overlap-save: frames of 3 hops with the `_TAPS` samples before them.
    """
    return _energies(len(samples), samples.shape[1], lambda start, stop: samples[start:stop])


def _energies(length: int, channels: int, part: Callable[[int, int], Samples]) -> NDArray[np.float64]:
    """As `hop_energies`, of samples of which `part` gives those from one place up to another."""
    hops = max(4, length // _HOP)  # less than one gating block is filled up with silence
    energies = np.zeros(-(-hops // _HOPS_AT_ONCE) * _HOPS_AT_ONCE)
    for start in range(0, hops, _HOPS_AT_ONCE):
        first = start * _HOP - _TAPS
        segment = np.zeros((_HOPS_AT_ONCE * _HOP + _TAPS, channels), np.float32)
        used = part(max(0, first), min(length, start * _HOP + _HOPS_AT_ONCE * _HOP))
        segment[max(0, -first) : max(0, -first) + len(used)] = used
        for channel in np.ascontiguousarray(segment.T):
            frames = sliding_window_view(channel, _FRAME + _TAPS)[::_FRAME]
            weighted = np.fft.irfft(np.fft.rfft(frames) * _k_weighting_spectrum(), _FRAME + _TAPS)
            by_hop = weighted[:, _TAPS:].reshape(-1, _HOP)
            energies[start : start + _HOPS_AT_ONCE] += np.einsum("ij,ij->i", by_hop, by_hop)
    return energies[:hops]


def integrated_loudness(samples: Samples) -> float:
    """Integrated loudness in LUFS of samples at 48 kHz, gated as BS.1770-4 says; -inf for silence.

    All channels count alike (left, right or mono). Audio under 400 ms counts as one block with silence.
    """
    return loudness_of_hops(hop_energies(samples))


def loudness_of_hops(hops: NDArray[np.float64]) -> float:
    """As `integrated_loudness`, from the energies of at least four hops of 100 ms."""
    power = sliding_window_view(hops, 4).sum(axis=1) / (4 * _HOP)
    power = power[power > 10 ** ((-70 + 0.691) / 10)]
    if not len(power):
        return -np.inf
    power = power[power > power.mean() * 0.1]  # the relative gate: 10 LU below
    return float(-0.691 + 10 * np.log10(power.mean()))


# BS.1770-4, annex 2, oversamples four times with 12 taps a phase; ours are a windowed sinc of that length.
_PHASES = 4
_PHASE_TAPS = 12


@cache
def _interpolators() -> tuple[NDArray[np.float32], ...]:
    """Filters that give the values at 1/4, 2/4 and 3/4 between samples 5 and 6 of `_PHASE_TAPS`."""
    middle = _PHASE_TAPS // 2 - 1
    filters = []
    for phase in range(1, _PHASES):
        distance = np.arange(_PHASE_TAPS) - middle - phase / _PHASES
        taps = np.sinc(distance) * np.cos(np.pi * distance / (_PHASE_TAPS + 1)) ** 2
        filters.append((taps / taps.sum()).astype(np.float32))
    return tuple(filters)


_BLOCK = 64  # samples a block of the limiter: 1.3 ms
_BLOCKS_AT_ONCE = 4_096


def _block_peaks(samples: Samples, from_level: float = 0.0) -> NDArray[np.float32]:
    """True peak (oversampled four times) of each block of 64 samples over all channels; [blocks].

    Where the samples of a block and its neighbours stay below `from_level`, their own peak is given.
    """
    blocks = -(-len(samples) // _BLOCK)
    peaks = np.zeros(blocks, np.float32)
    for start in range(0, blocks, _BLOCKS_AT_ONCE):
        stop = min(start + _BLOCKS_AT_ONCE, blocks)
        # one block more on either side, silent beyond the ends
        first, last = max(0, start - 1) * _BLOCK, min(len(samples), (stop + 1) * _BLOCK)
        around = np.zeros(((stop - start + 2) * _BLOCK, samples.shape[1]), np.float32)
        offset = first - (start - 1) * _BLOCK
        around[offset : offset + last - first] = samples[first:last]
        for channel in range(samples.shape[1]):
            own = _segment_peaks(np.ascontiguousarray(around[:, channel]), from_level)
            peaks[start:stop] = np.maximum(peaks[start:stop], own)
    return peaks


def _segment_peaks(segment: NDArray[np.float32], from_level: float) -> NDArray[np.float32]:
    """True peaks of the inner blocks of `segment` [(blocks + 2) * 64]; [blocks]."""
    inside = segment.reshape(-1, _BLOCK)
    peaks = np.maximum(inside.max(axis=1), -inside.min(axis=1))
    reach = np.maximum(np.maximum(peaks[:-2], peaks[1:-1]), peaks[2:])
    inner: NDArray[np.float32] = peaks[1:-1].copy()
    loud = np.flatnonzero(reach > from_level)
    windows = sliding_window_view(segment, _BLOCK + _PHASE_TAPS - 1)[_BLOCK - _PHASE_TAPS // 2 + 1 :: _BLOCK]
    around = windows[loud]  # [loud, 64 + 11]
    for taps in _interpolators():
        between = np.zeros((len(loud), _BLOCK), np.float32)
        for i, tap in enumerate(taps):
            between += tap * around[:, i : i + _BLOCK]
        if len(loud):
            inner[loud] = np.maximum(inner[loud], np.maximum(between.max(axis=1), -between.min(axis=1)))
    return inner


def true_peak_db(samples: Samples) -> float:
    """True peak in dBTP (BS.1770-4, annex 2: oversampled four times); -inf for silence."""
    peak = float(_block_peaks(samples).max(initial=0.0))
    return float(20 * np.log10(peak)) if peak > 0 else -np.inf


def _limiter_nodes(peaks: NDArray[np.float32], ceiling: float) -> NDArray[np.float32]:
    """Gains at the edges of the blocks that keep blocks with these true peaks under `ceiling`; [blocks + 1].

    A gain is the smallest needed within the look-ahead on either side, averaged with a Hann window as
    long: it bends without corners and is never above what a peak needs.
    """
    # a gain that changes inside a block moves the peak between samples a little; 0.1 dB covers it
    needed = np.minimum(1.0, 0.9886 * ceiling / np.maximum(peaks, 1e-9))
    width = round(LOOK_AHEAD_SECONDS * RATE / _BLOCK)
    surround = np.pad(needed, 2 * width + 1, constant_values=1.0)
    lowest = sliding_window_view(surround, 2 * width + 2).min(axis=1)  # [blocks + 1 + 2 * width]
    window = np.hanning(2 * width + 3)[1:-1]
    return np.convolve(lowest, window / window.sum(), mode="valid").astype(np.float32)


def _scaled(samples: Samples, nodes: NDArray[np.float32], out: Samples | None = None) -> Samples:
    """`samples` times gains that run straight from node to node, one node at each edge of a block."""
    result = np.empty_like(samples) if out is None else out
    ramp = (np.arange(_BLOCK, dtype=np.float32) + np.float32(0.5)) / _BLOCK
    for start in range(0, len(nodes) - 1, _BLOCKS_AT_ONCE):
        edges = nodes[start : start + _BLOCKS_AT_ONCE + 1]
        gains = (edges[:-1, None] + np.diff(edges)[:, None] * ramp).reshape(-1)
        at = slice(start * _BLOCK, min(len(samples), (start + len(edges) - 1) * _BLOCK))
        np.multiply(samples[at], gains[: at.stop - at.start, None], out=result[at])
    return result


def limit(samples: Samples, ceiling_db: float = CEILING_DBTP) -> Samples:
    """`samples` with the true peak held under `ceiling_db`, turned down smoothly around each peak."""
    ceiling = 10 ** (ceiling_db / 20)
    peaks = _block_peaks(samples, from_level=ceiling / 2)
    if peaks.max(initial=0.0) <= ceiling:
        return samples.copy()
    return _scaled(samples, _limiter_nodes(peaks, ceiling))


def limited_between(samples: Samples, start: int, stop: int, ceiling_db: float = CEILING_DBTP) -> Samples:
    """`limit(samples)[start:stop]`, for multiples of 64: a part of a stream, limited in the light of what is
    around it. The gains depend on 31 blocks of 64 samples on either side."""
    ceiling = 10 ** (ceiling_db / 20)
    nodes = _limiter_nodes(_block_peaks(samples, from_level=ceiling / 2), ceiling)
    return _scaled(samples[start:stop], nodes[start // _BLOCK : -(-stop // _BLOCK) + 1])


def _scaled_part(samples: Samples, nodes: NDArray[np.float32], start: int, stop: int) -> Samples:
    """`_scaled(samples, nodes)[start:stop]`."""
    first, last = start // _BLOCK, -(-stop // _BLOCK)
    scaled = _scaled(samples[first * _BLOCK : last * _BLOCK], nodes[first : last + 1])
    return scaled[start - first * _BLOCK : stop - first * _BLOCK]


def normalise(
    samples: Samples,
    target_lufs: float = TARGET_LUFS,
    ceiling_db: float = CEILING_DBTP,
    out: Samples | None = None,
) -> Samples:
    """`samples` at `target_lufs` integrated loudness with no true peak above `ceiling_db`.

    Written into `out`, which may be `samples` itself.

    One gain for the whole piece, then the limiter; where the limiter takes loudness away, the gain is
    raised, at most twice. Silence stays silence, and nothing is raised by more than `MAX_GAIN_DB`.
    """
    if out is None:
        out = np.empty_like(samples)
    loudness = integrated_loudness(samples)
    if loudness == -np.inf:
        return np.multiply(samples, np.float32(1), out=out)
    ceiling = 10 ** (ceiling_db / 20)
    gain_db = min(target_lufs - loudness, MAX_GAIN_DB)
    peaks = _block_peaks(samples, from_level=0.4 * ceiling / 10 ** (gain_db / 20))
    for attempt in range(3):
        gain = np.float32(10 ** (gain_db / 20))
        if peaks.max() * gain <= ceiling:
            return np.multiply(samples, gain, out=out)
        nodes = gain * _limiter_nodes(peaks * gain, ceiling)
        if attempt == 2 or gain_db >= MAX_GAIN_DB:
            break
        limited = partial(_scaled_part, samples, nodes)  # measured piece by piece, never there as a whole
        missing = target_lufs - loudness_of_hops(_energies(len(samples), samples.shape[1], limited))
        if missing < 0.3:
            break
        gain_db = min(gain_db + 1.2 * missing, MAX_GAIN_DB)  # part of what is added is taken away again
    return _scaled(samples, nodes, out)
