"""Fingerprints of many pieces: which of their grams stand in which piece, and which stand everywhere.

Kept are hashes of 32 bits with the number of their piece, sorted by hash, of every third gram or so, and a
Bloom filter of all grams with their pieces, from which the length of a shared run is told. Neither order nor
place nor pitch is in it, so no piece can be made again from it.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from generator.originality.grams import Grams, Hashes, grams_of, mixed, skeleton_of, winnowed
from generator.originality.lines import Line
from music.errors import MissingPart

#: changes with what is hashed
VERSION = 1
#: bits of the filter a gram, and how many of them are set: one gram in eight seems to be there by chance
FILTER_BITS, FILTER_HASHES = 4.33, 3
#: a gram of more pieces than this is common property
COMMON = 24


@dataclass(frozen=True, slots=True)
class Known:
    """A piece whose music is known: its id, and its names for people."""

    id: str
    title: str = ""
    composer: str = ""


@dataclass(frozen=True, eq=False)
class Fingerprints:
    """`hashes` uint32 [n] sorted, `owners` uint16 [n]: the piece each stands in; `common` uint32 [c] sorted:
    grams of more than COMMON pieces, without their pieces; `bits` uint8: the filter; `source`: digest of what
    they were made from."""

    pieces: tuple[Known, ...]
    hashes: Hashes
    owners: NDArray[np.uint16]
    common: Hashes
    bits: NDArray[np.uint8]
    source: str = ""

    @cached_property
    def nbytes(self) -> int:
        return self.hashes.nbytes + self.owners.nbytes + self.common.nbytes + self.bits.nbytes

    def named(self, source: str) -> "Fingerprints":
        return replace(self, source=source)

    def is_common(self, hashes: Hashes) -> NDArray[np.bool_]:
        return _contained(hashes, self.common)

    def find(self, hashes: Hashes) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Pairs (index into `hashes`, piece) of every hash that stands in a piece."""
        low = np.searchsorted(self.hashes, hashes, side="left")
        high = np.searchsorted(self.hashes, hashes, side="right")
        counts = high - low
        which = np.repeat(np.arange(len(hashes)), counts)
        inside = np.arange(len(which)) - np.repeat(np.cumsum(counts) - counts, counts)
        return which, self.owners[np.repeat(low, counts) + inside].astype(np.int64)

    def holds(self, hashes: Hashes, owners: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Whether each piece of `owners` has the gram beside it: never wrong where it has, wrong once in
        eight where it has not."""
        found = np.ones(len(hashes), np.bool_)
        for bit in _bits(_pairs(hashes, owners), 8 * len(self.bits)):
            found &= (self.bits[bit >> 3] >> (bit & 7).astype(np.uint8) & 1).astype(np.bool_)
        return found


def fingerprints_of(
    pieces: Iterable[tuple[Known, list[Line]]], *, common: Hashes | None = None, source: str = ""
) -> Fingerprints:
    """The fingerprints of at most 65,536 pieces. `common`: what is common property already; None: it is
    counted in these pieces. Raises ValueError for more pieces."""
    known: list[Known] = []
    chains: list[tuple[int, Hashes, NDArray[np.bool_]]] = []
    every: list[Hashes] = []
    for piece, lines in pieces:
        number = len(known)
        known.append(piece)
        mine = [g for line in lines for g in both(line) if len(g.hashes)]
        chains += [(number, g.hashes, g.plain) for g in mine]
        if common is None and mine:
            every.append(np.unique(np.concatenate([g.hashes[~g.plain] for g in mine])))
    if len(known) > 1 << 16:
        raise ValueError(f"{len(known)} pieces are too many; {1 << 16} fit")
    if common is None:
        values, counts = np.unique(np.concatenate(every or [_NO_HASHES]), return_counts=True)
        common = values[counts > COMMON].astype(np.uint32)
    kept, pairs = [_NO_PAIRS], [_NO_PAIRS]
    for number, hashes, plain in chains:
        rare = hashes[~plain & ~_contained(hashes, common)]
        pairs.append(_pairs(hashes, np.array(number)))
        kept.append(_pairs(rare[winnowed(rare)], np.array(number)))
    packed = np.unique(np.concatenate(kept))
    return Fingerprints(
        tuple(known),
        (packed >> np.uint64(16)).astype(np.uint32),
        (packed & np.uint64(0xFFFF)).astype(np.uint16),
        common,
        _filter(np.unique(np.concatenate(pairs))),
        source,
    )


def both(line: Line) -> tuple[Grams, Grams]:
    """The grams of a line and those of its skeleton."""
    return grams_of(line), skeleton_of(line)


def save_fingerprints(found: Fingerprints, path: Path) -> None:
    """Hashes as differences in four planes of bytes, which compress well; the same fingerprints, the same
    bytes."""
    facts = {
        "version": VERSION,
        "source": found.source,
        "pieces": [[p.id, p.title, p.composer] for p in found.pieces],
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        np.savez_compressed(
            file,
            hashes=_planes(found.hashes),
            owners=np.ascontiguousarray(found.owners.view(np.uint8).reshape(-1, 2).T),
            common=_planes(found.common),
            bits=found.bits,
            facts=np.frombuffer(json.dumps(facts, ensure_ascii=False).encode(), np.uint8),
        )


def load_fingerprints(path: Path) -> Fingerprints:
    """Raises MissingPart when the file is missing, damaged or of another version."""
    try:
        with np.load(path) as data:
            facts = json.loads(data["facts"].tobytes())
            if facts["version"] != VERSION:
                raise MissingPart(
                    f"{path} has fingerprints of version {facts['version']}, this program reads {VERSION}; "
                    "install Cadenza again."
                )
            owners = np.ascontiguousarray(data["owners"].T).view(np.uint16).reshape(-1)
            return Fingerprints(
                tuple(Known(*names) for names in facts["pieces"]),
                _values(data["hashes"]),
                owners,
                _values(data["common"]),
                data["bits"],
                facts["source"],
            )
    except (OSError, EOFError, ValueError, KeyError, TypeError, BadZipFile) as error:
        raise MissingPart(
            f"The fingerprints of the training pieces in {path} are missing or damaged; "
            "install Cadenza again."
        ) from error


def _contained(hashes: Hashes, table: Hashes) -> NDArray[np.bool_]:
    if not len(table):
        return np.zeros(len(hashes), np.bool_)
    place = np.minimum(np.searchsorted(table, hashes), len(table) - 1)
    found: NDArray[np.bool_] = table[place] == hashes
    return found


def _pairs(hashes: Hashes, owners: NDArray[np.int64]) -> NDArray[np.uint64]:
    pairs: NDArray[np.uint64] = hashes.astype(np.uint64) << np.uint64(16) | owners.astype(np.uint64)
    return pairs


def _filter(pairs: NDArray[np.uint64]) -> NDArray[np.uint8]:
    """B. H. Bloom, "Space/time trade-offs in hash coding with allowable errors", CACM 1970."""
    size = 8 * (int(len(pairs) * FILTER_BITS) // 8 + 1)
    is_set = np.zeros(size, np.bool_)
    for bit in _bits(pairs, size):
        is_set[bit] = True
    return np.packbits(is_set, bitorder="little")


def _bits(pairs: NDArray[np.uint64], size: int) -> Iterator[NDArray[np.int64]]:
    for _ in range(FILTER_HASHES):
        pairs = mixed(pairs)
        yield (pairs % np.uint64(size)).astype(np.int64)


def _planes(values: Hashes) -> NDArray[np.uint8]:
    gaps = np.diff(values, prepend=np.uint32(0)).astype("<u4")
    return np.ascontiguousarray(gaps.view(np.uint8).reshape(-1, 4).T)


def _values(planes: NDArray[np.uint8]) -> Hashes:
    gaps = np.ascontiguousarray(planes.T).view("<u4").reshape(-1)
    return np.cumsum(gaps, dtype=np.uint32)


_NO_HASHES = np.zeros(0, np.uint32)
_NO_PAIRS = np.zeros(0, np.uint64)
