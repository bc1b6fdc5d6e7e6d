"""Which tracks members get to see: coverage, evenness and variety of many first answers.

    python -m benchmarks.what_is_shown --data DIR --requests 1000

Requests are captions, in manners that the text tower was not trained on, of tracks drawn at random from the
catalogue of a data folder; each is asked by somebody new. Printed: the share of the catalogue that was shown
at all, Gini's coefficient of how often (0: all tracks alike, 1: one track alone), and the mean distance
(1 - cosine) of two tracks of one answer; beside it what the nearest vectors of the words alone would show,
and tracks drawn at random.
"""

import argparse
import asyncio
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from bot.assistant.assistant import Assistant
from bot.settings import load_settings
from bot.understanding import read
from music.errors import ImpossibleControls
from music.track import Track
from recommender.captions import CaptionFacts, caption
from recommender.text_tower import TextTower

SHOWN = 5


def facts(track: Track) -> CaptionFacts:
    return CaptionFacts(
        title=track.title,
        composer=track.composer,
        style=track.style,
        tempo_bpm=track.tempo_bpm if track.tempo_known else None,
        key=track.key or None,
        metre=track.metre,
        instruments=track.instruments,
        density=track.density,
        register="",
        valence=track.mood.valence,
        arousal=track.mood.arousal,
    )


def gini(counts: NDArray[np.int64]) -> float:
    """C. Gini (1912): half the mean absolute difference, relative to the mean; counts [n], zeros included."""
    ordered = np.sort(counts).astype(np.float64)
    n = len(ordered)
    return float((2 * np.arange(1, n + 1) - n - 1) @ ordered / (n * ordered.sum()))


def row(name: str, answers: Sequence[Sequence[int]], vectors: NDArray[np.float32]) -> str:
    seen = Counter(track for answer in answers for track in answer)
    counts = np.zeros(len(vectors), np.int64)
    counts[list(seen)] = list(seen.values())
    upper = np.triu_indices(SHOWN, 1)
    distances = [
        1 - (vectors[list(a)] @ vectors[list(a)].T)[upper].mean() for a in answers if len(a) == SHOWN
    ]
    figures = (len(seen) / len(vectors), gini(counts), np.mean(distances), counts.max() / len(answers))
    return f"| {name} | {' | '.join(f'{figure:.3f}' for figure in figures)} |"


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--data", required=True)
    parser.add_argument("--requests", type=int, default=1000)
    options = parser.parse_args()
    rng = np.random.default_rng(1)
    async with Assistant.open(load_settings(data_dir=options.data), background=False) as assistant:
        await assistant.prepare()
        tracks = list(await assistant.catalogue.tracks())
        place = {track.id: at for at, track in enumerate(tracks)}
        found = [assistant.catalogue.vector_of(track.id) for track in tracks]
        vectors = np.stack([v for v in found if v is not None])
        assert len(vectors) == len(tracks)
        asked: list[str] = []
        ours: list[list[int]] = []
        while len(asked) < options.requests:
            text = caption(facts(tracks[int(rng.integers(len(tracks)))]), rng, held_out=True)
            try:
                controls = read(text).controls
            except ImpossibleControls:  # a jig in 2/2, say, is refused
                continue
            answer = await assistant.recommend(
                controls, text, SHOWN, guild_id="shown", surface="cli", person=f"person {len(asked)}"
            )
            asked.append(text)
            ours.append([place[track.id] for track in answer.tracks])
    near = np.argsort(-(TextTower.load().embed(asked) @ vectors.T), axis=1)[:, :SHOWN]
    chance = [rng.choice(len(tracks), SHOWN, replace=False).tolist() for _ in asked]
    print(f"{len(tracks)} tracks, {len(asked)} requests, {SHOWN} tracks an answer\n")
    print("| | coverage | Gini | distance within an answer | the most shown track is in |")
    print("| --- | --- | --- | --- | --- |")
    print(row("Cadenza", ours, vectors))
    print(row("nearest to the words", near.tolist(), vectors))
    print(row("at random", chance, vectors))


if __name__ == "__main__":
    asyncio.run(main())
