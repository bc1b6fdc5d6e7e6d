"""Files of every kind that is read, damaged from good ones or absurd from the start."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.hostile.midi import hostile_midi
from benchmarks.hostile.notation import hostile_abc, hostile_musicxml, hostile_mxl
from benchmarks.hostile.words import hostile_name, hostile_text
from music.musicxml import write_musicxml
from tests.discord_server import Upload
from tests.music.score_makers import band, solo


@dataclass(frozen=True)
class Stock:
    """Good files to begin with."""

    midi: Sequence[bytes]
    musicxml: Sequence[bytes]

    @classmethod
    def of(cls, data: Path) -> "Stock":
        """The first few pieces of a data folder, and two scores in notation."""
        pieces = [path.read_bytes() for path in sorted((data / "files").rglob("*.mid"))[:40]]
        return cls(pieces, (write_musicxml(solo()), write_musicxml(band(2))))


def hostile_file(rng: Random, stock: Stock) -> tuple[str, str, bytes]:
    """(kind, file name, content); the name's ending is mostly that of the kind."""
    kind = rng.choices(("MIDI", "ABC", "MusicXML", "mxl", "none of these"), (8, 3, 4, 2, 1))[0]
    match kind:
        case "MIDI":
            return kind, hostile_name(rng, rng.choice((".mid", ".midi"))), hostile_midi(rng, stock.midi)
        case "ABC":
            return kind, hostile_name(rng, ".abc"), hostile_abc(rng)
        case "MusicXML":
            name = hostile_name(rng, rng.choice((".xml", ".musicxml")))
            return kind, name, hostile_musicxml(rng, stock.musicxml)
        case "mxl":
            return kind, hostile_name(rng, ".mxl"), hostile_mxl(rng, stock.musicxml)
    suffix = rng.choice((".mid", ".abc", ".xml", ".mxl", ".json", ".png"))
    return kind, hostile_name(rng, suffix), rng.randbytes(rng.choice((0, 1, 100, 100_000)))


def hostile_upload(rng: Random, stock: Stock) -> tuple[str, Upload]:
    """The same as a member attaches it, sometimes from a CDN that misbehaves."""
    kind, name, data = hostile_file(rng, stock)
    upload = Upload(name, data or b"\0")
    if rng.random() < 0.05:
        kind = "CDN"
        match rng.randrange(4):
            case 0:
                upload.claimed_size = rng.choice((0, 1, 2**40))
            case 1:
                upload.expired = True
            case 2:
                upload.endless = True
            case _:
                upload.trickle = 200.0
    return f"file: {kind}", upload


def hostile_styles(rng: Random) -> bytes:
    """A file that /style export never wrote."""
    odd: Any = rng.choice(
        (None, -1, 10**40, 1e999, "x" * 5000, [], {}, [[]] * 50, True, hostile_text(rng, 300))
    )
    fields = (
        "name", "base", "tempo", "metre", "instruments", "mode", "valence", "swing", "chords", "aliases", "x",
    )  # fmt: skip
    style = {
        name: odd if rng.random() < 0.4 else hostile_text(rng, 40) for name in fields if rng.random() < 0.7
    }
    whole: Any = rng.choice(
        (style, [style], {"cadenza": "styles", "version": 1, "styles": [style] * rng.choice((1, 500))}, odd)
    )
    text = json.dumps(whole)
    if rng.random() < 0.3:
        text = rng.choice(
            ("", "{" * 100_000, "[" * 5000, '{"styles":', "\ufeff" + text, text[: len(text) // 2])
        )
    return text.encode("utf-8", "surrogatepass") or b"\0"
