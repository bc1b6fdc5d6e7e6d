"""A corpus folder (manifest.jsonl and MIDI files) packed into tuples for training.

The pack is one .npz that needs numpy alone to read, so that training runs on a machine with nothing but
torch, numpy and safetensors. Notes are uint8 columns (bar steps instead of bars), pieces are slices.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from music.errors import CadenzaError, MissingPart
from music.grid import BAR, GRID_DURATION, GRID_VELOCITY, duration_class, known_velocity_classes, to_grid

#: Columns of packed notes, uint8 [n, 6]: bars since the note before (255 at most), position,
#: instrument, pitch, duration class, velocity class (0 = the source has no dynamics).
STEP, POSITION, INSTRUMENT, PITCH, DURATION, VELOCITY = range(6)
MIN_NOTES = 16


@dataclass(frozen=True, slots=True)
class PieceFacts:
    """One row of the manifest, as training needs it. tempo_bpm is None where the source gave none."""

    id: str
    dataset: str
    title: str
    composer: str
    style: str
    split: str
    licence: str
    source: str
    tempo_bpm: float | None


@dataclass(frozen=True, slots=True, eq=False)
class PackedCorpus:
    """notes uint8 [N, 6]; bars uint8 [B, 2]: positions, denominator; offsets [pieces + 1] slice both."""

    notes: NDArray[np.uint8]
    bars: NDArray[np.uint8]
    note_offsets: NDArray[np.int64]
    bar_offsets: NDArray[np.int64]
    pieces: tuple[PieceFacts, ...]

    def piece(self, index: int) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """(notes int32 [n, 6] with absolute bars in column 0, bars int32 [b, 2]) of one piece."""
        notes = self.notes[self.note_offsets[index] : self.note_offsets[index + 1]].astype(np.int32)
        notes[:, STEP] = np.cumsum(notes[:, STEP])
        bars = self.bars[self.bar_offsets[index] : self.bar_offsets[index + 1]].astype(np.int32)
        return notes, bars

    def indices(self, split: str) -> list[int]:
        return [i for i, p in enumerate(self.pieces) if p.split == split]


def read_manifest(folder: Path) -> list[dict[str, Any]]:
    """The manifest's rows. Raises MissingPart when there is none."""
    path = folder / "manifest.jsonl"
    if not path.is_file():
        raise MissingPart(f"{folder} holds no manifest.jsonl; a corpus folder has one line of JSON a piece.")
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def pack_notes(data: bytes) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Packed notes and bars of one MIDI file; leading empty bars are dropped."""
    from music.midi import read_midi

    grid = to_grid(read_midi(data))
    notes = grid.notes.copy()
    first = int(notes[0, BAR]) if len(notes) else 0
    packed = notes.copy()
    packed[:, STEP] = np.minimum(255, np.diff(notes[:, BAR], prepend=first))
    packed[:, DURATION] = duration_class(notes[:, GRID_DURATION])
    packed[:, VELOCITY] = known_velocity_classes(notes[:, GRID_VELOCITY])
    bars = np.column_stack([grid.bar_positions[first:], grid.denominators[first:]])
    return packed.astype(np.uint8), np.minimum(bars, 255).astype(np.uint8)


def _pack_row(job: tuple[str, str]) -> tuple[NDArray[np.uint8], NDArray[np.uint8]] | str:
    folder, path = job
    try:
        return pack_notes((Path(folder) / path).read_bytes())
    except (CadenzaError, OSError) as error:
        return str(error)


def pack_corpus(
    folders: Sequence[Path], *, workers: int = 2, on_progress: Callable[[int, int], None] | None = None
) -> tuple[PackedCorpus, list[tuple[str, str]]]:
    """Reads every piece of the folders' manifests. Returns the pack and (id, reason) of what was skipped."""
    placed = [(folder, row) for folder in folders for row in read_manifest(folder)]
    rows = [row for _, row in placed]
    skipped: list[tuple[str, str]] = []
    notes, bars, pieces = [], [], []
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        jobs = [(str(folder), row["path"]) for folder, row in placed]
        for i, (row, result) in enumerate(zip(rows, pool.map(_pack_row, jobs, chunksize=64), strict=True)):
            if isinstance(result, str):
                skipped.append((row["id"], result))
            elif len(result[0]) < MIN_NOTES:
                skipped.append((row["id"], f"fewer than {MIN_NOTES} notes"))
            else:
                notes.append(result[0])
                bars.append(result[1])
                pieces.append(_facts(row))
            if on_progress:
                on_progress(i + 1, len(rows))
    return (
        PackedCorpus(
            np.concatenate(notes),
            np.concatenate(bars),
            np.cumsum([0, *map(len, notes)]),
            np.cumsum([0, *map(len, bars)]),
            tuple(pieces),
        ),
        skipped,
    )


def _facts(row: dict[str, Any]) -> PieceFacts:
    assumed = "tempo-assumed" in (row.get("tags") or ())
    return PieceFacts(
        id=row["id"],
        dataset=row["dataset"],
        title=row.get("title") or "",
        composer=row.get("composer") or "",
        style=row.get("style") or "",
        split=row["split"],
        licence=row.get("licence") or "",
        source=row.get("source") or "",
        tempo_bpm=None if assumed or not row.get("bpm") else float(row["bpm"]),
    )


def save_pack(pack: PackedCorpus, path: Path) -> None:
    facts = json.dumps([[getattr(p, f) for f in PieceFacts.__slots__] for p in pack.pieces])
    np.savez_compressed(
        path,
        # Column by column compresses better than row by row.
        notes=np.ascontiguousarray(pack.notes.T),
        bars=np.ascontiguousarray(pack.bars.T),
        note_offsets=pack.note_offsets,
        bar_offsets=pack.bar_offsets,
        pieces=np.frombuffer(facts.encode(), np.uint8),
    )


def load_pack(path: Path) -> PackedCorpus:
    with np.load(path) as data:
        facts = json.loads(data["pieces"].tobytes())
        return PackedCorpus(
            np.ascontiguousarray(data["notes"].T),
            np.ascontiguousarray(data["bars"].T),
            data["note_offsets"],
            data["bar_offsets"],
            tuple(PieceFacts(*row) for row in facts),
        )


def windows_of_bars(
    notes: NDArray[np.int32], bars_each: int, max_notes: int
) -> Iterator[tuple[int, int, int]]:
    """Cuts a piece at bar lines: (first note, one past the last, first bar) of windows of at most
    `bars_each` bars and `max_notes` notes (a bar that alone holds more is cut short)."""
    start = 0
    while start < len(notes):
        bar = int(notes[start, STEP])
        stop = int(np.searchsorted(notes[:, STEP], bar + bars_each, side="left"))
        if stop - start > max_notes:
            last_bar = int(notes[start + max_notes, STEP])
            stop = int(np.searchsorted(notes[:, STEP], last_bar, side="left"))
            if stop <= start:
                stop = start + max_notes
        yield start, stop, bar
        start = stop
        if stop < len(notes) and int(notes[stop - 1, STEP]) == int(notes[stop, STEP]):
            start = int(np.searchsorted(notes[:, STEP], int(notes[stop, STEP]) + 1, side="left"))
