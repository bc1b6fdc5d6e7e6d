"""How often people strike the same pitch again, and how often our pieces do.

    python -m benchmarks.striking PACK [DATA_DIR] [--pieces 2] [--draw 1]

PACK is a packed corpus (`cadenza train` leaves one in its folder): of the first 16 bars of the train split
what three in four of people's parts stay within (`generator.striking` holds pieces against it), and below
which notes a second nine in ten pieces stay (`generator.pace`). With DATA_DIR, a data folder with a
catalogue, each of a list of requests is composed as a member gets it, with the seeds that are recommended for
its words, and once without seeds; beside them stand people's pieces of the train and the validation split, at
most 120 a row. Means over the parts; the longest run as the median and the most; silence is the longest in
any of the pieces. See `generator.evaluation.struck`.
"""

import argparse
import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from bot.assistant.assistant import Assistant
from bot.assistant.composing import SEEDS, recommended_seeds
from bot.settings import load_settings
from bot.understanding import read
from generator.compose import Composer
from generator.evaluation.struck import Struck, parts, silence, struck
from music.corpus import PackedCorpus, PieceFacts, load_pack
from music.grid import (
    BAR,
    DURATIONS,
    GRID_DURATION,
    INSTRUMENT,
    POSITIONS_PER_QUARTER,
    GridNotes,
    to_grid,
)
from music.instruments import family_of
from music.job import Seed
from music.midi import write_midi
from music.styles import find_style
from recommender.encoder import MusicEncoder

BARS, MOST_PIECES = 16, 120
FEWEST_PARTS = 20
#: pieces for so many or more stand together
MOST_INSTRUMENTS = 4
PIANO = {0}
SLOW = 84.0

Accept = Callable[[PieceFacts, set[int]], bool]


def of_styles(*styles: str) -> Accept:
    return lambda facts, programs: facts.style in styles


def slow_piano(facts: PieceFacts, programs: set[int]) -> bool:
    return programs == PIANO and facts.tempo_bpm is not None and facts.tempo_bpm <= SLOW


def piano(facts: PieceFacts, programs: set[int]) -> bool:
    return programs == PIANO


def with_piano(facts: PieceFacts, programs: set[int]) -> bool:
    return len(programs) == 2 and 0 in programs and facts.tempo_bpm is not None and facts.tempo_bpm <= SLOW


def bands(facts: PieceFacts, programs: set[int]) -> bool:
    return facts.dataset in ("simutrans", "freedoom") and 128 in programs and len(programs) > 2


#: what is asked, and which people's pieces are the nearest to it in the corpus
REQUESTS: dict[str, tuple[str, Accept]] = {
    "a calm piano piece, 30 seconds": ("slow piano", slow_piano),
    "a lullaby for piano, 30 seconds": ("slow piano", slow_piano),
    "a sad piece for cello and piano, 30 seconds": ("a voice or a string and piano, slow", with_piano),
    "chill lo-fi beats, 30 seconds": ("bands with drums", bands),
    "a peaceful nocturne, 30 seconds": ("slow piano", slow_piano),
    "a happy piano piece, 30 seconds": ("piano", piano),
    "a tense piano piece, 30 seconds": ("piano", piano),
    "a reel for fiddle, 30 seconds": ("reels", of_styles("reel")),
    "a reel, 30 seconds": ("reels", of_styles("reel")),
    "a jig on the flute, 30 seconds": ("jigs", of_styles("jig")),
    "a hymn, 30 seconds": ("hymns", of_styles("hymn")),
    "a string quartet, 30 seconds": ("string quartets", of_styles("string quartet")),
    "a gentle guitar piece, 30 seconds": (
        "guitar",
        lambda facts, programs: bool(programs) and programs <= {24, 25},
    ),
    "a baroque piece for harpsichord, 30 seconds": ("baroque", of_styles("baroque")),
    "an energetic romantic piano piece, 30 seconds": ("piano", piano),
    "a sad ambient piece, 30 seconds": ("bands with drums", bands),
}


@dataclass(frozen=True, slots=True)
class Heard:
    """A piece: its parts; notes a second and the longest silence in seconds where the tempo is known."""

    parts: list[Struck]
    rate: float | None
    silence: float | None


def heard(notes: GridNotes, bar_positions: int, bpm: float | None) -> Heard:
    found = [struck(chords) for _, chords in parts(notes, bar_positions)]
    if bpm is None:
        return Heard(found, None, None)
    seconds = (int(notes[-1, BAR]) + 1) * bar_positions / POSITIONS_PER_QUARTER * 60 / bpm
    return Heard(found, len(notes) / seconds, silence(notes, bar_positions) * 60 / bpm)


def beginning(pack: PackedCorpus, index: int) -> tuple[GridNotes, int]:
    """The first bars of one of people's pieces, and their length."""
    notes, bars = pack.piece(index)
    notes = notes[notes[:, BAR] < BARS].copy()
    notes[:, GRID_DURATION] = DURATIONS[notes[:, GRID_DURATION]]
    return notes, int(np.bincount(bars[:, 0]).argmax())


def people(pack: PackedCorpus, accept: Accept, seed: int = 1) -> list[Heard]:
    chosen = []
    for i, facts in enumerate(pack.pieces):
        if facts.split in ("train", "valid"):
            start, stop = pack.note_offsets[i : i + 2]
            if accept(facts, set(map(int, np.unique(pack.notes[start:stop, INSTRUMENT])))):
                chosen.append(i)
    some = np.random.default_rng(seed).permutation(chosen)[:MOST_PIECES]
    return [heard(*beginning(pack, i), pack.pieces[i].tempo_bpm) for i in some.tolist()]


def usual(pack: PackedCorpus) -> None:
    """Prints what three in four of people's parts stay within, by family of instruments, and nine in ten of
    their pieces, by number of instruments."""
    seen: dict[tuple[bool, str], list[Struck]] = {}
    rates: dict[int, list[float]] = {}
    for i in pack.indices("train"):
        notes, bar_positions = beginning(pack, i)
        programs = len(np.unique(notes[:, INSTRUMENT]))
        piece = heard(notes, bar_positions, pack.pieces[i].tempo_bpm)
        if piece.rate is not None:
            rates.setdefault(min(programs, MOST_INSTRUMENTS), []).append(piece.rate)
        for (program, _), part in zip(parts(notes, bar_positions), piece.parts, strict=True):
            for family in ("", family_of(program)):
                seen.setdefault((programs == 1, family), []).append(part)
    print("| | parts | longest run | struck again | lately |\n| --- | --- | --- | --- | --- |")
    for (alone, family), each in sorted(seen.items()):
        if len(each) >= FEWEST_PARTS:
            run, again, lately = (
                np.percentile([getattr(s, of) for s in each], 75) for of in ("run", "again", "lately")
            )
            name = f"{family or 'any'}, {'alone' if alone else 'with others'}"
            print(f"| {name} | {len(each)} | {run:.0f} | {again:.2f} | {lately:.2f} |")
    print("\n| instruments | pieces | notes/s |\n| --- | --- | --- |")
    for count, some in sorted(rates.items()):
        print(f"| {count} | {len(some)} | {np.percentile(some, 90):.1f} |")
    print()


async def seeds_of(data: Path, draw: int) -> dict[str, tuple[tuple[Seed, ...], tuple[float, ...]]]:
    """What is recommended for each request, and the vector of it."""
    found = {}
    async with Assistant.open(load_settings(data_dir=str(data)), background=False) as assistant:
        await assistant.prepare()
        tracks = {t.id: t for t in await assistant.catalogue.tracks()}
        for request in REQUESTS:
            wish = replace(read(request).controls, bars=None, seconds=None)
            shown = await assistant.recommend(
                wish, request, SEEDS, guild_id="striking", surface="cli", person=f"{draw}"
            )
            seeds = recommended_seeds(assistant.catalogue, [tracks[t.id] for t in shown.tracks])
            rows = [
                s.weight * v for s in seeds if (v := assistant.catalogue.vector_of(s.track_id)) is not None
            ]
            mean = np.sum(rows, axis=0)
            found[request] = seeds, tuple(float(x) for x in mean / np.linalg.norm(mean))
    return found


def row(name: str, pieces: Sequence[Heard]) -> str:
    seen = [part for piece in pieces for part in piece.parts]
    runs = [s.run for s in seen]
    rates = [p.rate for p in pieces if p.rate is not None]
    return (
        f"| {name} | {len(pieces)} | {np.mean([s.again for s in seen]):.0%} "
        f"| {np.mean([s.lately for s in seen]):.0%} "
        f"| {np.median(runs):.0f}, {max(runs)} | {np.mean([s.hammered for s in seen]):.1%} "
        f"| {np.mean([s.together for s in seen]):.2f} | {np.mean(rates):.1f} "
        f"| {max((p.silence for p in pieces if p.silence is not None), default=0.0):.1f} |"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("pack", type=Path)
    parser.add_argument("data", type=Path, nargs="?")
    parser.add_argument("--pieces", type=int, default=2, help="of each request (default: %(default)s)")
    parser.add_argument("--draw", type=int, default=1)
    parser.add_argument("--out", type=Path, help="a folder for the pieces as MIDI files")
    options = parser.parse_args()
    pack = load_pack(options.pack)
    usual(pack)
    if options.data is None:
        return
    found = asyncio.run(seeds_of(options.data, options.draw))
    composer, encoder = Composer(), MusicEncoder.load()
    columns = (
        "pieces",
        "struck again",
        "lately",
        "longest run",
        "hammered",
        "notes an onset",
        "notes/s",
        "silence, s",
    )
    print(f"| | {' | '.join(columns)} |\n{'| --- ' * (len(columns) + 1)}|")
    told: set[str] = set()
    every: dict[str, list[Heard]] = {"with the seeds": [], "no seeds": []}
    for number, (request, (group, accept)) in enumerate(REQUESTS.items()):
        if group not in told:
            told.add(group)
            print(row(f"**people: {group}**", people(pack, accept)), flush=True)
        seeds, vector = found[request]
        controls = read(request).controls
        for name in every:
            mine = []
            for k in range(options.pieces):
                made = composer.compose(
                    controls,
                    1000 * options.draw + 10 * number + k,
                    seed_vector=vector if name == "with the seeds" else (),
                    seeds=seeds if name == "with the seeds" else (),
                    style=find_style(controls.style) if controls.style else None,
                    embed=lambda score: encoder.embed([score])[0].pooled,
                )
                grid = to_grid(made.score)
                mine.append(heard(grid.notes, int(grid.bar_positions[0]), made.score.tempos[0].bpm))
                if options.out:
                    options.out.mkdir(parents=True, exist_ok=True)
                    stem = f"{number:02d}-{'seeded' if name == 'with the seeds' else 'plain'}-{k}"
                    (options.out / f"{stem}.mid").write_bytes(write_midi(made.score))
            every[name] += mine
            print(row(f"{request}: {name}", mine), flush=True)
    for name, pieces in every.items():
        print(row(f"**all of ours: {name}**", pieces))


if __name__ == "__main__":
    main()
