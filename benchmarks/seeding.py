"""Does a take lie closer to its seed than to other music of the same style?

    python -m benchmarks.seeding DATA_DIR [--pieces 60] [--draw 1]

For seeds drawn from the catalogue of a data folder (other ones with another draw) a piece of 16 bars is
composed as a member gets it who chooses that Track and says nothing else: with the Track's style,
instruments, tempo, metre, key, density and mood; once with the Track's embedding and once without, which is
what the Controls alone bring about. Printed: how often it is closer to its seed than to the tracks of its
style on the whole (the mean of its cosines to all of them), the share of those tracks that are farther from
it one by one, and how long a piece took. Intervals are 95 %.
"""

import argparse
import asyncio
import time

import numpy as np
from numpy.typing import NDArray

from bot.assistant.inspiring import inspired_by
from bot.settings import load_settings
from generator.compose import Composer
from generator.evaluation.intervals import Interval, mean_interval, share_interval
from music.controls import Controls
from music.errors import CadenzaError
from music.styles import find_style
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
    parser.add_argument("--draw", type=int, default=1)
    options = parser.parse_args()
    tracks, vectors = asyncio.run(catalogue(options.data))
    by_style: dict[str, list[Track]] = {}
    for track in tracks:
        by_style.setdefault(track.style, []).append(track)
    styles = [s for s, all_of in by_style.items() if s and len(all_of) >= FEWEST_OF_A_STYLE]
    rng = np.random.default_rng(options.draw)
    composer, encoder = Composer(), MusicEncoder.load()
    shares: dict[str, list[tuple[float, float]]] = {"with the seed": [], "Controls alone": []}
    seconds: dict[str, list[float]] = {name: [] for name in shares}
    for number in range(options.pieces):
        others = by_style[styles[number % len(styles)]]
        seed = others[int(rng.integers(len(others)))]
        rest = [t for t in others if t.id != seed.id]
        asked = inspired_by(seed, Controls(bars=BARS))
        for name, vector in (("with the seed", vectors[seed.id]), ("Controls alone", ())):
            try:
                began = time.process_time()
                made = composer.compose(
                    asked,
                    1000 * options.draw + number,
                    seed_vector=tuple(float(x) for x in vector),
                    style=find_style(asked.style) if asked.style else None,
                    embed=lambda score: encoder.embed([score])[0].pooled,
                )
                seconds[name].append(time.process_time() - began)
            except CadenzaError as error:
                print(f"{seed.title}: {error}")
                continue
            shares[name].append(closer(encoder.embed([made.score])[0].pooled, seed, rest, vectors))
    columns = "pieces | closer to its seed than to its style | of these farther | processor s: median, max"
    print(f"| {'':16} | {columns} |")
    print("| --- | --- | --- | --- | --- |")
    for name, found in shares.items():
        counted = share_interval([bool(near) for near, _ in found])
        one_by_one = mean_interval([share for _, share in found])
        took = f"{np.median(seconds[name]):.1f}, {max(seconds[name]):.1f}"
        print(f"| {name:16} | {len(found)} | {percent(counted)} | {percent(one_by_one)} | {took} |")


def percent(interval: Interval) -> str:
    return f"{interval['value']:.1%} ({interval['low']:.1%} to {interval['high']:.1%})"


if __name__ == "__main__":
    main()
