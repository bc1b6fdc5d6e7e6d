"""Small catalogues for tests of taste: Tracks that differ, with vectors that follow their facts."""

import numpy as np
from numpy.typing import NDArray

from music.mood import Mood
from music.track import Track
from recommender.taste_features import Features, taste_features

D = 12
_SOUNDS = (
    ("Acoustic Grand Piano",),
    ("Violin", "Cello"),
    ("Trumpet",),
    ("Flute", "Acoustic Guitar (nylon)"),
    ("Choir Aahs",),
)
_STYLES = ("air", "reel", "chorale", "jazz", "waltz")


def varied_tracks(n: int, seed: int = 0) -> list[Track]:
    rng = np.random.default_rng(seed)
    tracks = []
    for i in range(n):
        tempo = float(rng.uniform(50, 190))
        minor = bool(rng.random() < 0.5)
        valence = float(np.clip(rng.normal(-0.3 if minor else 0.3, 0.25), -1, 1))
        arousal = float(np.clip(np.log2(tempo / 100) * 0.6 + rng.normal(0, 0.25), -1, 1))
        tracks.append(
            Track(
                id=f"t{i:03d}",
                title=f"Piece {i}",
                composer="",
                licence="PD",
                source="here",
                midi="",
                style=_STYLES[int(rng.integers(len(_STYLES)))],
                tempo_bpm=tempo,
                tempo_known=True,
                key="A minor" if minor else "C major",
                metre=("4/4", "3/4", "6/8")[int(rng.integers(3))],
                bars=32,
                seconds=float(rng.uniform(30, 240)),
                instruments=_SOUNDS[int(rng.integers(len(_SOUNDS)))],
                density=("sparse", "medium", "dense")[int(rng.integers(3))],
                notes_per_second=4.0,
                mood=Mood(valence, arousal),
            )
        )
    return tracks


def vectors_for(tracks: list[Track], seed: int = 0) -> NDArray[np.float32]:
    """[n, D], unit length: a random view of mood, tempo, style and instruments, and some noise."""
    rng = np.random.default_rng(seed)
    facts = np.array(
        [
            [
                *(float(t.style == style) for style in _STYLES),
                *(float(t.instruments == sounds) for sounds in _SOUNDS),
                2 * t.mood.valence,
                2 * t.mood.arousal,
            ]
            for t in tracks
        ]
    )
    vectors = facts @ rng.standard_normal((facts.shape[1], D)) + 0.3 * rng.standard_normal((len(tracks), D))
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


def scene(n: int = 300) -> tuple[list[Track], NDArray[np.float32], Features]:
    tracks = varied_tracks(n)
    vectors = vectors_for(tracks)
    return tracks, vectors, taste_features(tracks, list(vectors))
