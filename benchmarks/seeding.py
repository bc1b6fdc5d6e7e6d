"""Does a take lie closer to its seed than to other music of the same style?

    python -m benchmarks.seeding DATA_DIR [--pieces 60]

For seeds drawn from the catalogue of a data folder a piece is composed, asked for the seed's own style,
instruments, tempo, metre and key, once with the seed's embedding and once without. Printed: how often it is
closer to its seed than to the tracks of the same style on the whole (the mean of its cosines to all of them),
the share of those tracks that are farther from it one by one, and the same without the embedding, which is
what the Controls alone bring about.
"""

import argparse
import asyncio
import math

import numpy as np
from numpy.typing import NDArray

from bot.settings import load_settings
from generator.compose import Composer
from music.controls import Controls
from music.errors import CadenzaError
from music.track import Track
from recommender.encoder import EMBEDDING_VERSION, MusicEncoder
from storage.database import Database
from storage.repositories.embeddings import Embeddings
from storage.repositories.tracks import Tracks

FEWEST_OF_A_STYLE = 12
BARS = 16


async def catalogue(folder: str) -> tuple[list[Track], dict[str, NDArray[np.float32]]]:
    database = await Database.open(load_settings(data_dir=folder).resolved_database_url)
    async with database.reading() as session:
        tracks = await Tracks(session).all()
        vectors = await Embeddings(session).pooled(str(EMBEDDING_VERSION), [t.id for t in tracks])
    await database.close()
    return [t for t in tracks if t.id in vectors], vectors


def closer(
    take: NDArray[np.float32], seed: Track, others: list[Track], vectors: dict[str, NDArray[np.float32]]
) -> tuple[float, float]:
    """Whether the take is closer to its seed than to `others` on the whole (their mean), and the share of
    them that it is farther from than from its seed."""
    mine = float(take @ vectors[seed.id])
    theirs = np.array([float(take @ vectors[o.id]) for o in others])
    return float(mine > theirs.mean()), float((mine > theirs).mean())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data")
    parser.add_argument("--pieces", type=int, default=60)
    options = parser.parse_args()
    tracks, vectors = asyncio.run(catalogue(options.data))
    by_style: dict[str, list[Track]] = {}
    for track in tracks:
        by_style.setdefault(track.style, []).append(track)
    styles = [s for s, all_of in by_style.items() if s and len(all_of) >= FEWEST_OF_A_STYLE]
    rng = np.random.default_rng(1)
    composer, encoder = Composer(), MusicEncoder.load()
    shares: dict[str, list[tuple[float, float]]] = {"with the seed": [], "Controls alone": []}
    for number in range(options.pieces):
        others = by_style[styles[number % len(styles)]]
        seed = others[int(rng.integers(len(others)))]
        rest = [t for t in others if t.id != seed.id]
        asked = Controls(
            style=seed.style,
            instruments=seed.instruments[:4],
            tempo_bpm=seed.tempo_bpm,
            metre=seed.metre,
            key=seed.key or None,
            bars=BARS,
        )
        for name, vector in (("with the seed", vectors[seed.id]), ("Controls alone", ())):
            try:
                made = composer.compose(
                    asked,
                    number,
                    seed_vector=tuple(float(x) for x in vector),
                    embed=lambda score: encoder.embed([score])[0].pooled,
                )
            except CadenzaError as error:
                print(f"{seed.title}: {error}")
                continue
            shares[name].append(closer(encoder.embed([made.score])[0].pooled, seed, rest, vectors))
    print(f"| {'':16} | pieces | closer to its seed than to its style | tracks of its style farther |")
    print("| --- | --- | --- | --- |")
    for name, found in shares.items():
        table = np.array(found)
        cells = [f"{m:.1%} +- {1.96 * e:.1%}" for m, e in zip(table.mean(0), errors(table), strict=True)]
        print(f"| {name:16} | {len(found):6} | {cells[0]} | {cells[1]} |")


def errors(table: NDArray[np.float64]) -> NDArray[np.float64]:
    """Standard errors of the columns' means."""
    found: NDArray[np.float64] = table.std(0) / math.sqrt(len(table))
    return found


if __name__ == "__main__":
    main()
