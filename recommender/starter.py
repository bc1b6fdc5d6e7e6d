"""The starter catalogue: free music that is there at the first start, without a network.

From the installed music21 package's corpus (read as files; music21 itself is not imported) and from
Cadenza's own pieces. What is in, what was left out and why stands in docs/catalogue.md.
"""

import hashlib
import importlib.util
import json
import multiprocessing
import os
import threading
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from music.errors import CadenzaError, MissingPart
from music.grid import BAR, GRID_DURATION, GRID_PITCH, POSITION, to_grid
from music.midi import read_midi
from music.score import Score
from recommender.starter_books import BOOKS, BookSource, tunes_of
from recommender.starter_scores import chorale_paths, score_works, scores_listed

ORIGINALS = Path(__file__).parent / "originals"
_SCORES_AT_ONCE = 12
_BYTES_AT_ONCE = 40_000


@dataclass(frozen=True, slots=True, eq=False)
class StarterWork:
    """A work of the starter catalogue. `score.sets_tempo` is False where its tempo is only the usual one."""

    title: str
    composer: str
    style: str
    licence: str
    source: str
    score: Score


@dataclass(frozen=True, slots=True)
class _Order:
    """A share of the reading, small enough to cross to another process."""

    folder: Path
    book: BookSource | None
    paths: tuple[str, ...]


def corpus_folder() -> Path:
    """The corpus folder of the installed music21 package, found without importing it (seconds).

    Raises MissingPart when it is not there.
    """
    spec = importlib.util.find_spec("music21")
    places = spec.submodule_search_locations if spec else None
    folder = Path(places[0]) / "corpus" if places else None
    if folder is None or not (folder / "bach").is_dir():
        raise MissingPart(
            "The corpus of the package music21 is not installed; "
            "`pip install --force-reinstall --no-deps music21` brings it back."
        )
    return folder


def starter_works(processes: int = 2) -> Iterator[StarterWork]:
    """Every work of the starter catalogue once, the originals first; always in the same order.

    Reads with that many processes (1: in this one). Works that are alike note for note are given once.
    Raises MissingPart when music21's corpus is not installed.
    """
    seen: set[bytes] = set()
    orders = _orders(corpus_folder())
    for work in originals():
        if _is_new(work.score, seen):
            yield work
    if processes == 1:
        batches: Iterator[list[StarterWork]] = map(_read, orders)
        yield from (work for batch in batches for work in batch if _is_new(work.score, seen))
        return
    context = multiprocessing.get_context("spawn")  # a fork would copy the caller's threads and locks
    with ProcessPoolExecutor(processes, context, initializer=_end_with_parent) as pool:
        try:
            for batch in pool.map(_read, orders):
                yield from (work for work in batch if _is_new(work.score, seen))
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _end_with_parent() -> None:
    """In a reading process: it ends when the one that started it is killed, and does not wait for ever."""
    parent = multiprocessing.parent_process()
    assert parent is not None

    def watch() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=watch, name="parent", daemon=True).start()


def originals(folder: Path = ORIGINALS) -> Iterator[StarterWork]:
    """Cadenza's own pieces: `folder`/manifest.jsonl with title, style, path (of the MIDI
    file in the folder) and code of each; CC0-1.0 like every take.

    None where the folder is not there or empty. Raises MissingPart for a manifest or file that is damaged.
    """
    manifest = folder / "manifest.jsonl"
    if not manifest.is_file():
        return
    for number, line in enumerate(manifest.read_text("utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            score = read_midi((folder / row["path"]).read_bytes(), row["path"])
            yield StarterWork(
                row["title"], "Cadenza", row["style"], "CC0-1.0", f"cadenza:{row['code']}", score
            )
        except (ValueError, KeyError, TypeError, OSError, CadenzaError) as error:
            raise MissingPart(
                f"Cadenza's own piece in line {number} of {manifest.name} is damaged ({error}); "
                "install Cadenza again."
            ) from error


def _orders(folder: Path) -> list[_Order]:
    """The whole of the reading in shares, the quick ones first, so that progress shows at once."""
    orders = []
    for book in BOOKS:
        share: list[str] = []
        for path in book.paths(folder):
            if share and sum((folder / p).stat().st_size for p in share) > _BYTES_AT_ONCE:
                orders.append(_Order(folder, book, tuple(share)))
                share = []
            share.append(path)
        orders.append(_Order(folder, book, tuple(share)))
    chorales = chorale_paths(folder)
    orders += [
        _Order(folder, None, tuple(chorales[at : at + _SCORES_AT_ONCE]))
        for at in range(0, len(chorales), _SCORES_AT_ONCE)
    ]
    orders += [_Order(folder, None, (work.path,)) for work in scores_listed()]
    return orders


def _read(order: _Order) -> list[StarterWork]:
    found: list[StarterWork] = []
    if order.book is not None:
        for tune in tunes_of(order.book, order.folder, order.paths):
            source = f"music21:{order.book.folder}#{tune.reference}"
            found.append(StarterWork(tune.title, tune.composer, tune.style, "PD", source, tune.score))
    else:
        for work in score_works(order.folder, order.paths):
            source = f"music21:{work.path}"
            found.append(StarterWork(work.title, work.composer, work.style, work.licence, source, work.score))
    return found


def _is_new(score: Score, seen: set[bytes]) -> bool:
    """Whether no score with the same notes (whatever plays them, however loud) was seen; remembers it."""
    notes = to_grid(score).notes[:, [BAR, POSITION, GRID_PITCH, GRID_DURATION]]
    if not len(notes):
        return False
    key = hashlib.sha256(np.unique(notes, axis=0).tobytes()).digest()
    if key in seen:
        return False
    seen.add(key)
    return True
