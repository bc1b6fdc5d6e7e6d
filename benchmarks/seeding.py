"""Does a take lie closer to its seeds than to other music of the same style?

    python -m benchmarks.seeding DATA_DIR [--pieces 60] [--draw 1] [--words]

For Tracks drawn from the catalogue of a data folder (other ones with another draw) a piece of 16 bars is
composed as a member gets it who chooses that Track and says nothing else: with the Track's style,
instruments, tempo, metre, key, density and mood. With `--words` as a member gets it who describes such a
Track (a caption in a manner that the text tower was not trained on) and is recommended what seeds the piece.
Each is made once with the embedding of the seeds and once without, which is what the Controls alone bring
about. Printed: how often it is closer to its seeds than to the tracks of the (first) seed's style on the
whole (the mean of its cosines to all of them), the share of those tracks that are farther from it one by one,
and how long a piece took. Intervals are 95 %.
"""

import argparse
import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from benchmarks.what_is_shown import facts
from bot.assistant.assistant import Assistant
from bot.assistant.composing import SEEDS, equal_seeds, recommended_seeds
from bot.assistant.inspiring import inspired_by
from bot.settings import load_settings
from bot.understanding import read
from generator.compose import Composer
from generator.evaluation.intervals import Interval, mean_interval, share_interval
from music.controls import Controls
from music.errors import CadenzaError, ImpossibleControls
from music.job import Seed
from music.styles import find_style
from music.track import Track
from recommender.captions import caption
from recommender.encoder import MusicEncoder

FEWEST_OF_A_STYLE = 12
BARS = 16

Vectors = dict[str, NDArray[np.float32]]


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """What is asked, with the ids of its seeds, heaviest first, and of the other Tracks of its style."""

    asked: Controls
    seeds: tuple[Seed, ...]
    others: tuple[str, ...]

    def wanted(self, vectors: Vectors) -> NDArray[np.float32]:
        """The seeds' weighted mean, unit length."""
        mean = np.sum([s.weight * vectors[s.track_id] for s in self.seeds], axis=0)
        return np.asarray(mean / np.linalg.norm(mean), np.float32)


async def cases(assistant: Assistant, pieces: int, draw: int, words: bool) -> AsyncIterator[Case]:
    tracks = list(await assistant.catalogue.tracks())
    by_style: dict[str, list[Track]] = {}
    for track in tracks:
        by_style.setdefault(track.style, []).append(track)
    styles = [s for s, all_of in by_style.items() if s and len(all_of) >= FEWEST_OF_A_STYLE]
    rng = np.random.default_rng(draw)
    number = 0
    while number < pieces:
        alike = by_style[styles[number % len(styles)]]
        track = alike[int(rng.integers(len(alike)))]
        asked, seeds = inspired_by(track, Controls(bars=BARS)), equal_seeds([track])
        if words:
            text = caption(facts(track), rng, held_out=True)
            try:
                said = read(text).controls
            except ImpossibleControls:  # a jig in 2/2, say, is refused
                continue
            asked = replace(said, bars=BARS, seconds=None)
            wish = replace(said, bars=None, seconds=None)
            shown = await assistant.recommend(
                wish, text, SEEDS, guild_id="seeding", surface="cli", person=f"{number}"
            )
            by_id = {t.id: t for t in tracks}
            seeds = recommended_seeds(assistant.catalogue, [by_id[t.id] for t in shown.tracks])
            alike = by_style[by_id[seeds[0].track_id].style]
        ids = {s.track_id for s in seeds}
        yield Case(asked, seeds, tuple(t.id for t in alike if t.id not in ids))
        number += 1


async def gather(data: str, pieces: int, draw: int, words: bool) -> tuple[list[Case], Vectors]:
    async with Assistant.open(load_settings(data_dir=data), background=False) as assistant:
        await assistant.prepare()
        found = [case async for case in cases(assistant, pieces, draw, words)]
        vectors = {t.id: assistant.catalogue.vector_of(t.id) for t in await assistant.catalogue.tracks()}
    return found, {name: v for name, v in vectors.items() if v is not None}


def closer(take: NDArray[np.float32], case: Case, vectors: Vectors) -> tuple[float, float]:
    """Whether the take is closer to its seeds than to the others on the whole, and the share of the others
    that it is farther from than from its seeds."""
    mine = sum(s.weight * float(take @ vectors[s.track_id]) for s in case.seeds)
    theirs = np.array([take @ vectors[o] for o in case.others])
    return float(mine > theirs.mean()), float((mine > theirs).mean())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("data")
    parser.add_argument("--pieces", type=int, default=60)
    parser.add_argument("--draw", type=int, default=1)
    parser.add_argument("--words", action="store_true")
    options = parser.parse_args()
    found, vectors = asyncio.run(gather(options.data, options.pieces, options.draw, options.words))
    composer, encoder = Composer(), MusicEncoder.load()
    near: dict[str, list[tuple[float, float]]] = {"with the seeds": [], "Controls alone": []}
    seconds: dict[str, list[float]] = {name: [] for name in near}
    for number, case in enumerate(c for c in found if len(c.others) >= FEWEST_OF_A_STYLE):
        asked = case.asked
        for name in near:
            vector = tuple(float(x) for x in case.wanted(vectors)) if name == "with the seeds" else ()
            began = time.process_time()
            try:
                made = composer.compose(
                    asked,
                    1000 * options.draw + number,
                    seed_vector=vector,
                    style=find_style(asked.style) if asked.style else None,
                    embed=lambda score: encoder.embed([score])[0].pooled,
                )
            except CadenzaError as error:
                print(f"{asked}: {error}")
                continue
            seconds[name].append(time.process_time() - began)
            near[name].append(closer(encoder.embed([made.score])[0].pooled, case, vectors))
    print("| | pieces | closer than to the style | of the style farther | processor s: median, most |")
    print("| --- | --- | --- | --- | --- |")
    for name, pairs in near.items():
        counted = share_interval([bool(is_near) for is_near, _ in pairs])
        one_by_one = mean_interval([share for _, share in pairs])
        took = f"{np.median(seconds[name]):.1f}, {max(seconds[name]):.1f}"
        print(f"| {name} | {len(pairs)} | {percent(counted)} | {percent(one_by_one)} | {took} |")


def percent(interval: Interval) -> str:
    return f"{interval['value']:.1%} ({interval['low']:.1%} to {interval['high']:.1%})"


if __name__ == "__main__":
    main()
