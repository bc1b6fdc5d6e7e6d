"""What a packed corpus holds, what was left out of it and why, as JSON values."""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from music.corpus import VELOCITY, PackedCorpus


def source_of(folder: Path) -> dict[str, str]:
    """Names a corpus folder by its content, to see whether a pack is still of it."""
    return {
        "folder": folder.name,
        "manifest_sha256": hashlib.sha256((folder / "manifest.jsonl").read_bytes()).hexdigest(),
    }


def data_report(
    pack: PackedCorpus,
    sources: Sequence[dict[str, str]],
    skipped: Sequence[tuple[str, str]],
    variants: Mapping[int, int],
) -> dict[str, Any]:
    """Counts by collection, and what was left out: `skipped` (id, reason), `variants` (train: held out).

    "tempo_unknown" and "velocity_unknown" are pieces whose tempo or velocities teach nothing and are masked.
    """
    collections: dict[str, Counter[str]] = {}
    sizes = np.diff(pack.note_offsets)
    for i, piece in enumerate(pack.pieces):
        counts = collections.setdefault(piece.dataset, Counter())
        counts["pieces"] += 1
        counts["notes"] += int(sizes[i])
        counts[piece.split] += 1
        counts["tempo_unknown"] += piece.tempo_bpm is None
        velocities = pack.notes[pack.note_offsets[i] : pack.note_offsets[i + 1], VELOCITY]
        counts["velocity_unknown"] += not velocities.any()
    return {
        "sources": list(sources),
        "pieces": len(pack.pieces),
        "notes": len(pack.notes),
        "splits": dict(Counter(piece.split for piece in pack.pieces)),
        "licences": dict(Counter(piece.licence for piece in pack.pieces)),
        "collections": {name: dict(counts) for name, counts in collections.items()},
        "skipped": dict(Counter(reason for _, reason in skipped).most_common()),
        "variants": {pack.pieces[i].id: pack.pieces[j].id for i, j in sorted(variants.items())},
    }
