"""Loudness of audio and bringing it to a common level: ITU-R BS.1770-4, EBU R128, a true-peak limiter.

All functions are pure: they take samples as float32 [n, channels] and return new arrays or numbers. They
need numpy alone, since importing scipy.signal costs more time than rendering a short piece does.
"""

from functools import cache

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

#: float32 [n, channels], full scale at 1.0
Samples = NDArray[np.float32]

RATE = 48_000
TARGET_LUFS = -16.0  # what streaming services and the AES (TD1008) take for music on loudspeakers and phones
CEILING_DBTP = -1.0
MAX_GAIN_DB = 40.0  # a nearly silent piece is not blown up to noise

_HOP = RATE // 10  # gating blocks of 400 ms overlap by 75 %, so energy is summed over hops of 100 ms
_TAPS = 4_096
_FRAME = 3 * _HOP  # valid output of one overlap-save frame
_FRAMES_AT_ONCE = 64

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
    spectrum: NDArray[np.complex64] = np.fft.rfft(_k_weighting(), _FRAME + _TAPS)
    return spectrum


def _hop_energies(samples: Samples) -> NDArray[np.float64]:
    """Energy of the K-weighted samples, summed over the channels, in each whole hop of 100 ms; [hops]."""
    hops = max(4, len(samples) // _HOP)  # less than one gating block is filled up with silence
    frames = -(-hops // 3)
    spectrum = _k_weighting_spectrum()
    energies = np.zeros(frames * 3)
    padded = np.zeros(frames * _FRAME + _TAPS, np.float32)
    for channel in range(samples.shape[1]):
        used = samples[: frames * _FRAME, channel]
        padded[_TAPS : _TAPS + len(used)] = used
        windows = sliding_window_view(padded, _FRAME + _TAPS)[::_FRAME]
        for start in range(0, frames, _FRAMES_AT_ONCE):
            block = np.fft.rfft(windows[start : start + _FRAMES_AT_ONCE]) * spectrum
            weighted = np.fft.irfft(block, _FRAME + _TAPS)[:, _TAPS:].reshape(-1, _HOP)
            energies[start * 3 : start * 3 + len(weighted)] += np.einsum("ij,ij->i", weighted, weighted)
    return energies[:hops]


def integrated_loudness(samples: Samples) -> float:
    """Integrated loudness in LUFS of samples at 48 kHz, gated as BS.1770-4 says; -inf for silence.

    All channels count alike (left, right or mono). Audio under 400 ms counts as one block with silence.
    """
    hops = _hop_energies(samples)
    power = sliding_window_view(hops, 4).sum(axis=1) / (4 * _HOP)
    power = power[power > 10 ** ((-70 + 0.691) / 10)]
    if not len(power):
        return -np.inf
    power = power[power > power.mean() * 0.1]  # the relative gate: 10 LU below
    return float(-0.691 + 10 * np.log10(power.mean()))


# The four phases of the interpolating filter in BS.1770-4, annex 2, are a windowed sinc; ours has as many taps.
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


def _block_peaks(samples: Samples, only_above: float) -> NDArray[np.float32]:
    """True peak (oversampled four times) of each block of 64 samples over all channels; [blocks].

    Blocks whose sample peak, with their neighbours', is below `only_above` / 2 keep the sample peak: between
    samples a wave does not rise to twice its neighbours, save test signals at half the sample rate.
    """
    blocks = -(-len(samples) // _BLOCK)
    peaks = np.zeros(blocks, np.float32)
    edge = _PHASE_TAPS
    for channel in range(samples.shape[1]):
        padded = np.zeros(blocks * _BLOCK + 2 * edge, np.float32)
        padded[edge : edge + len(samples)] = samples[:, channel]
        inside = padded[edge : edge + blocks * _BLOCK].reshape(blocks, _BLOCK)
        own = np.maximum(inside.max(axis=1), -inside.min(axis=1))
        reach = np.pad(own, 1)
        reach = np.maximum(np.maximum(reach[:-2], reach[1:-1]), reach[2:])
        windows = sliding_window_view(padded, _BLOCK + _PHASE_TAPS)[edge - _PHASE_TAPS // 2 :: _BLOCK]
        loud = np.flatnonzero(reach > only_above / 2)
        for start in range(0, len(loud), 4096):
            chosen = loud[start : start + 4096]
            around = windows[chosen]  # [blocks, 64 + 12]
            best = own[chosen]
            for taps in _interpolators():
                between = np.zeros((len(chosen), _BLOCK), np.float32)
                for i, tap in enumerate(taps):
                    between += tap * around[:, i : i + _BLOCK]
                best = np.maximum(best, np.maximum(between.max(axis=1), -between.min(axis=1)))
            own[chosen] = best
        peaks = np.maximum(peaks, own)
    return peaks


def true_peak_db(samples: Samples) -> float:
    """True peak in dBTP (BS.1770-4, annex 2: oversampled four times); -inf for silence."""
    if not samples.size:
        return -np.inf
    peak = float(_block_peaks(samples, float(np.abs(samples).max())).max())
    return float(20 * np.log10(peak)) if peak > 0 else -np.inf


def limit(samples: Samples, ceiling_db: float = CEILING_DBTP, look_ahead_seconds: float = 0.02) -> Samples:
    """`samples` with the true peak held under `ceiling_db`, by turning down smoothly around each peak.

    The gain of a block is the smallest needed within the look-ahead on either side, averaged with a Hann
    window as long, so that it bends without corners and is never above what a peak needs.
    """
    ceiling = 10 ** (ceiling_db / 20)
    peaks = _block_peaks(samples, ceiling) if len(samples) else np.zeros(0, np.float32)
    if not len(peaks) or peaks.max() <= ceiling:
        return samples.copy()
    # A gain that changes inside a block moves the peak between samples a little; 0.1 dB covers it.
    needed = np.minimum(1.0, 0.9886 * ceiling / np.maximum(peaks, 1e-9))
    width = max(1, round(look_ahead_seconds * RATE / _BLOCK))
    # nodes lie on the edges between blocks; node i sees `width` blocks and one more to each side
    surround = np.pad(needed, width + width + 1, constant_values=1.0)
    lowest = sliding_window_view(surround, 2 * width + 2).min(axis=1)  # [blocks + 1 + 2 * width]
    window = np.hanning(2 * width + 3)[1:-1]
    nodes = np.convolve(lowest, window / window.sum(), mode="valid").astype(np.float32)  # [blocks + 1]
    ramp = (np.arange(_BLOCK, dtype=np.float32) + 0.5) / _BLOCK
    gains = (nodes[:-1, None] + (nodes[1:] - nodes[:-1])[:, None] * ramp).reshape(-1)[: len(samples)]
    limited: Samples = samples * gains[:, None]
    return limited


def normalise(
    samples: Samples, target_lufs: float = TARGET_LUFS, ceiling_db: float = CEILING_DBTP
) -> Samples:
    """`samples` at `target_lufs` integrated loudness with no true peak above `ceiling_db`.

    One gain for the whole piece, then the limiter; where the limiter takes loudness away, the gain is
    raised and limited again, at most twice. Silence stays silence.
    """
    loudness = integrated_loudness(samples)
    if loudness == -np.inf:
        return samples.copy()
    gain_db = min(target_lufs - loudness, MAX_GAIN_DB)
    for attempt in range(3):
        louder = samples * np.float32(10 ** (gain_db / 20))
        result = limit(louder, ceiling_db)
        if np.array_equal(result[:1], louder[:1]) and np.array_equal(result, louder):
            break  # nothing was limited, so the loudness is exact
        missing = target_lufs - integrated_loudness(result)
        if attempt == 2 or missing < 0.3 or gain_db >= MAX_GAIN_DB:
            break
        gain_db = min(gain_db + missing * 1.2, MAX_GAIN_DB)
    return result
