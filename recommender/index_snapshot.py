"""Between a part of the index and its sections of the file."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from recommender.index_file import IndexFile, Section, UnusableIndex, Write
from recommender.index_library import faiss
from recommender.index_part import Part
from recommender.index_tables import (
    ClusteredTable,
    ExactTable,
    HalfVectors,
    QuantisedTable,
    Sizes,
    VectorTable,
)


def damaged(why: str) -> UnusableIndex:
    return UnusableIndex("damaged", f"The index cannot be used: {why}.")


def part_fields(name: str, part: Part) -> dict[str, Any]:
    """What the file's footer says of a part."""
    table = part.table
    return {
        name: {
            "kind": table.kind,
            "trained_on": table.trained_on,
            "probes": table.probes,
            "depth": table.depth,
            "ids": len(part.present),
        }
    }


def part_sections(name: str, part: Part) -> dict[str, Section]:
    """What writes the bytes of a part, by section."""
    table = part.table
    sections: dict[str, Section] = {
        f"{name} present": _bytes(np.packbits(part.present)),
        f"{name} faiss": table.write,
    }
    if isinstance(table, QuantisedTable):
        sections[f"{name} halves"] = table.halves.write
    return sections


def _bytes(array: NDArray[np.uint8]) -> Callable[[Write], None]:
    def section(write: Write) -> None:
        write(array.tobytes())

    return section


def part_of(name: str, content: IndexFile, dimension: int, sizes: Sizes, device: str) -> Part:
    """The part that the file holds under `name`. Raises UnusableIndex, or KeyError for a section that is
    missing."""
    fields = content.fields[name]
    present = np.unpackbits(content.sections[f"{name} present"], count=fields["ids"]).astype(bool)
    try:
        index = faiss().deserialize_index(content.sections[f"{name} faiss"])
    except RuntimeError as error:  # another FAISS wrote it in a form that this one cannot read
        raise damaged(f"FAISS cannot read it ({error})") from error
    table: VectorTable
    if fields["kind"] == "exact":
        table = ExactTable(dimension, index)
    elif fields["kind"] == "clustered":
        table = ClusteredTable(index, fields["trained_on"], fields["probes"])
    else:
        halves = HalfVectors.of(content.sections[f"{name} halves"], dimension)
        table = QuantisedTable(index, halves, fields["trained_on"], fields["probes"], fields["depth"])
    if index.d != dimension or len(table) != int(np.count_nonzero(present)):
        raise damaged(f"its part for {name} and the table of it differ")
    return Part(dimension, sizes, table, present, device)
