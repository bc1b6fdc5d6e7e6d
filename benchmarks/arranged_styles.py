"""How far the arranger's styles, keys and moods can be read off its notes.

    python -m benchmarks.arranged_styles [pieces]

Prints: how well a linear classifier trained on half of the pieces tells the styles of the other half apart
(with programme numbers and without), how often Krumhansl-Kessler finds the key, how the moods asked for
correlate with those measured, and pieces a second.
"""

import sys
import time
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from generator.arranger.arranging import compose_arranged
from generator.arranger.loading import templates
from generator.arranger.sheet import Arranged
from music.analysis import mood_of
from music.instruments import DRUMS
from music.midi import write_midi
from music.score import DURATION, ONSET, PITCH, VELOCITY, Score
from music.theory import Key, key_correlations

FIRST_SEED = 4000
#: drums as a listener groups them: kick, snares, rim, toms, hats, open hat, ride, crashes, hand percussion
_DRUM_GROUPS = {
    35: 0, 36: 0, 38: 1, 40: 1, 39: 1, 37: 2, 41: 3, 45: 3, 47: 3, 50: 3, 42: 4, 44: 4, 46: 5, 51: 6, 53: 6,
    49: 7, 52: 7, 57: 7, 55: 7,
}  # fmt: skip
_PLACES = 16


def pieces(count: int) -> list[Arranged]:
    """`count` new pieces, styles in turn, moods as chance falls in each style's reach."""
    names = list(templates())
    return [compose_arranged(names[i % len(names)], seed=FIRST_SEED + i) for i in range(count)]


def features(score: Score, *, programs: bool) -> NDArray[np.float64]:
    """What the notes say without being told the style; `programs`: also which instruments play."""
    bar = score.ticks_per_quarter * 4 * score.metres[0].numerator // score.metres[0].denominator
    bars = len(score.bar_starts())
    drums = np.zeros((9, _PLACES))
    melodic = np.zeros((3, _PLACES))  # low, middle, high
    facts = np.zeros(9)
    heard = np.zeros(DRUMS + 1)
    durations, pitches, chords = [], [], []
    for part in score.parts:
        notes = part.notes
        place = np.rint(notes[:, ONSET] % bar * _PLACES / bar).astype(int) % _PLACES
        heard[DRUMS if part.is_drum else part.program] = 1.0
        if part.is_drum:
            group = [_DRUM_GROUPS.get(int(p), 8) for p in notes[:, PITCH]]
            np.add.at(drums, (group, place), notes[:, VELOCITY] / 100)
        else:
            np.add.at(melodic, (np.digitize(notes[:, PITCH], [48, 67]), place), 1.0)
            durations.append(notes[:, DURATION] / score.ticks_per_quarter)
            pitches.append(notes[:, PITCH])
            chords.append(len(notes) / len(np.unique(notes[:, ONSET])))
    length, pitch = np.concatenate(durations), np.concatenate(pitches)
    facts[:] = (
        np.log2(score.tempos[0].bpm), len(score.parts), np.log2(np.median(length)), np.log2(length.mean()),
        pitch.mean() / 12, pitch.std() / 12, np.log2(len(length) / bars), max(chords), min(chords),
    )  # fmt: skip
    table = [np.log1p(drums.ravel() / bars * 4), np.log1p(melodic.ravel() / bars), facts]
    return np.concatenate([*table, heard] if programs else table)


def accuracy(made: Sequence[Arranged], *, programs: bool) -> float:
    """Share of the second half whose style a ridge regression fitted on the first half finds."""
    styles = sorted({piece.labels.style for piece in made})
    x = np.array([features(piece.score, programs=programs) for piece in made])
    y = np.array([styles.index(piece.labels.style) for piece in made])
    half = len(made) // 2
    mean, deviation = x[:half].mean(0), x[:half].std(0) + 1e-9
    x = np.clip((x - mean) / np.where(deviation > 1e-6, deviation, 1.0), -4, 4)
    x = np.column_stack([x, np.ones(len(x))])
    known = x[:half]
    weights = np.linalg.solve(
        known.T @ known + 20.0 * np.eye(x.shape[1]), known.T @ np.eye(len(styles))[y[:half]]
    )
    return float(((x[half:] @ weights).argmax(1) == y[half:]).mean())


def key_heard(score: Score) -> Key:
    """The key that fits the summed durations best (Krumhansl and Kessler)."""
    weights = np.zeros(12)
    for part in score.parts:
        if not part.is_drum:
            weights += np.bincount(part.notes[:, PITCH] % 12, part.notes[:, DURATION].astype(float), 12)
    return Key.from_index(int(key_correlations(weights).argmax()))


def keys_found(made: Sequence[Arranged]) -> tuple[float, float]:
    """Share of pieces whose key is heard, and of those whose key or relative key is."""
    exact = near = 0
    for piece in made:
        key, heard = Key.parse(piece.labels.key), key_heard(piece.score)
        relative = Key((key.tonic + 3) % 12, False) if key.minor else Key((key.tonic + 9) % 12, True)
        exact += heard == key
        near += heard in (key, relative)
    return exact / len(made), near / len(made)


def mood_correlations(made: Sequence[Arranged]) -> tuple[float, float]:
    """Spearman's correlation of labelled and measured (valence, arousal)."""
    moods = [mood_of(piece.score) for piece in made]
    return (
        _spearman([p.labels.valence for p in made], [m.valence for m in moods]),
        _spearman([p.labels.arousal for p in made], [m.arousal for m in moods]),
    )


def _spearman(a: Sequence[float], b: Sequence[float]) -> float:
    first, second = (np.argsort(np.argsort(values)) for values in (a, b))
    return float(np.corrcoef(first, second)[0, 1])


def main(count: int) -> None:
    started = time.process_time()
    made = pieces(count)
    for piece in made:
        write_midi(piece.score)
    seconds = time.process_time() - started
    exact, near = keys_found(made)
    valence, arousal = mood_correlations(made)
    print(f"{count} pieces, {len(templates())} styles, {count / seconds:.0f} pieces a second of one core")
    print(f"style found: {accuracy(made, programs=True):.3f}, without programmes "
          f"{accuracy(made, programs=False):.3f}, by chance {1 / len(templates()):.3f}")  # fmt: skip
    print(f"key found: {exact:.3f}, or the relative one: {near:.3f}")
    print(f"Spearman of mood asked and measured: valence {valence:.2f}, arousal {arousal:.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 400)
