"""Tastes measured on simulated listeners: NDCG@10 after 0 to 30 ratings, regret, the speed of an update.

    python -m benchmarks.tastes --data DIR [--listeners 200] [--seed 1000]

DIR is a data folder with a built catalogue; its database is copied, not opened in place. Seeds below 1000
were used for fitting (`recommender.taste_features.SCALES`); report on others. Prints Markdown tables. Where
the package implicit is installed, its ALS is measured on the shared shelf too.
"""

import argparse
import asyncio
import shutil
import tempfile
import time
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from music.errors import CadenzaError
from music.track import Track
from recommender.taste import general_prior, taste_of
from recommender.taste_guild import voice_of
from recommender.taste_measures import AFTER, Measured, Peer, Scene, measure_shared_shelf, measure_tastes
from recommender.taste_regret import TIMES, measure_regret
from storage.database import Database
from storage.repositories.embeddings import Embeddings
from storage.repositories.tracks import Tracks


def catalogue(folder: Path) -> tuple[list[Track], NDArray[np.float32]]:
    """Tracks and their pooled vectors [n, d]."""
    from recommender.space import EMBEDDING_VERSION

    source = folder / "cadenza.db"
    if not source.is_file():
        raise CadenzaError(f"{folder} holds no cadenza.db; name a data folder with a built catalogue.")
    with tempfile.TemporaryDirectory() as temporary:
        for path in folder.glob("cadenza.db*"):
            shutil.copy(path, temporary)
        tracks, vectors = asyncio.run(_read(f"sqlite:///{temporary}/cadenza.db", str(EMBEDDING_VERSION)))
    tracks = [track for track in tracks if track.id in vectors]
    return tracks, np.stack([vectors[track.id] for track in tracks])


async def _read(url: str, version: str) -> tuple[list[Track], dict[str, NDArray[np.float32]]]:
    database = await Database.open(url)
    try:
        async with database.reading() as session:
            tracks = await Tracks(session).all()
            return tracks, await Embeddings(session).pooled(version, [t.id for t in tracks])
    finally:
        await database.close()


def implicit_als(members: Sequence[dict[str, float]]) -> Callable[[dict[str, float]], dict[str, float]]:
    """Implicit's alternating least squares on what members liked (4 or 5 stars), for newcomers folded in."""
    from implicit.als import AlternatingLeastSquares
    from scipy.sparse import csr_matrix

    items = sorted({item for stars in members for item in stars})

    def liked(people: Sequence[dict[str, float]]) -> csr_matrix:
        table = [[max(0.0, stars.get(item, 0) - 3) for item in items] for stars in people]
        return csr_matrix(np.array(table, np.float32))

    model = AlternatingLeastSquares(factors=16, regularization=0.1, iterations=15, random_state=0)
    model.fit(liked(members), show_progress=False)

    def score(mine: dict[str, float]) -> dict[str, float]:
        found, scores = model.recommend(0, liked([mine]), N=len(items), recalculate_user=True)
        return {items[item]: float(value) for item, value in zip(found, scores, strict=True)}

    return score


def print_ndcg(title: str, measured: Measured, mine: str, rivals: tuple[str, ...]) -> None:
    listeners = len(measured.ndcg[mine])
    print(f"\n{title} ({listeners} listeners; 95 % intervals by bootstrap)\n")
    print("| method | " + " | ".join(f"after {n}" for n in AFTER) + " |")
    print("| --- |" + " --- |" * len(AFTER))
    for method in measured.ndcg:
        cells = [measured.interval(method, n) for n in AFTER]
        print(f"| {method} | " + " | ".join(f"{m:.3f} ({a:.3f} to {b:.3f})" for m, a, b in cells) + " |")
    for rival in rivals:
        cells = [measured.interval(mine, n, rival) for n in AFTER]
        print(
            f"| {mine} over {rival} | "
            + " | ".join(f"{m:+.0%} ({a:+.0%} to {b:+.0%})" for m, a, b in cells)
            + " |"
        )


def print_regret(regret: dict[str, NDArray[np.float64]]) -> None:
    print(f"\nRegret summed over {TIMES} times ({len(regret['random'])} listeners)\n")
    print("| policy | after 10 | after 40 | less than random |\n| --- | --- | --- | --- |")
    drawn = np.random.default_rng(0).integers(0, len(regret["random"]), (2000, len(regret["random"])))
    for policy, sums in regret.items():
        low, high = np.percentile(sums[drawn, -1].mean(axis=1), [2.5, 97.5])
        saved = 1 - sums[:, -1].mean() / regret["random"][:, -1].mean()
        ten, all_of_them = sums[:, 9].mean(), sums[:, -1].mean()
        print(f"| {policy} | {ten:.1f} | {all_of_them:.1f} ({low:.1f} to {high:.1f}) | {saved:.0%} |")


def print_speed(scene: Scene) -> None:
    print("\n| a Taste from so many ratings | p50 ms | p99 ms | its voice in the guild, p50 ms |")
    print("| --- | --- | --- | --- |")
    rng = np.random.default_rng(0)
    prior = general_prior(scene.features.shape[1])
    for n, times in ((1, 100), (30, 100), (300, 50), (3_000, 10), (10_000, 5)):
        rows, stars = rng.integers(0, len(scene.library), n), rng.integers(1, 6, n).astype(float)
        spent, voices = [], []
        for _ in range(times):
            start = time.perf_counter()
            taste_of(scene.features[rows], stars, scene.typical, prior)
            between = time.perf_counter()
            voice_of(scene.features[rows], stars, scene.typical)
            spent.append(1e3 * (between - start))
            voices.append(1e3 * (time.perf_counter() - between))
        p50, p99 = np.percentile(spent, [50, 99])
        print(f"| {n:,} | {p50:.1f} | {p99:.1f} | {np.median(voices):.1f} |")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--listeners", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1000)
    options = parser.parse_args()
    tracks, vectors = catalogue(options.data)
    print(f"{len(tracks):,} tracks, seed {options.seed}")
    rivals = ("content", "content, weighed", "popularity", "popularity, known")
    measured = measure_tastes(tracks, vectors, options.listeners, options.seed)
    print_ndcg("The whole catalogue, NDCG@10", measured, "taste", rivals)
    peers: dict[str, Peer] = {"implicit ALS": implicit_als} if find_spec("implicit") else {}
    shelf = measure_shared_shelf(tracks, vectors, options.listeners // 2, options.seed, peers)
    print_ndcg(
        "A shelf that the guild shares, NDCG@10", shelf, "taste and EASE", ("taste", "EASE", "popularity")
    )
    print_regret(measure_regret(tracks, vectors, options.listeners // 4, options.seed))
    print_speed(Scene.of(tracks, vectors))


if __name__ == "__main__":
    main()
