"""MIDI files as nobody should send them: damaged, boundless, or well-formed and absurd."""

import struct
from collections.abc import Callable, Sequence
from random import Random

from benchmarks.hostile.words import hostile_text
from music.midi_bounds import variable_length

#: the most that the page takes as one file
MOST_BYTES = 2 * 1024 * 1024
_END = b"\x00\xff\x2f\x00"


def header(kind: int, tracks: int, division: int) -> bytes:
    return struct.pack(">4sIHHH", b"MThd", 6, kind, tracks, division)


def chunk(events: bytes, *, size: int | None = None, end: bytes = _END) -> bytes:
    """An MTrk chunk; `size` lies about its length."""
    body = events + end
    return b"MTrk" + struct.pack(">I", len(body) if size is None else size) + body


def note(delta: int, length: int, pitch: int, channel: int = 0, velocity: int = 80) -> bytes:
    on = variable_length(delta) + bytes((0x90 | channel, pitch, velocity))
    return on + variable_length(length) + bytes((0x80 | channel, pitch, 0))


def meta(kind: int, data: bytes, delta: int = 0) -> bytes:
    return variable_length(delta) + bytes((0xFF, kind)) + variable_length(len(data)) + data


def tune(rng: Random, notes: int = 32) -> bytes:
    """Events of an innocent melody."""
    return b"".join(note(0, 240, rng.randint(48, 84)) for _ in range(notes))


# --- damage -----------------------------------------------------------------------------------------------


def flipped(rng: Random, data: bytes, most: int = 64) -> bytes:
    """Some bits the other way round."""
    damaged = bytearray(data)
    for _ in range(rng.randint(1, most)):
        place = rng.randrange(len(damaged)) if damaged else 0
        damaged[place] ^= 1 << rng.randrange(8)
    return bytes(damaged)


def truncated(rng: Random, data: bytes) -> bytes:
    return data[: rng.randrange(len(data))]


def spliced(rng: Random, data: bytes, other: bytes) -> bytes:
    """A piece of another file inside, over or instead of some of it."""
    start = rng.randrange(len(other))
    piece = other[start : start + rng.randint(1, 2000)]
    at = rng.randrange(len(data))
    return data[:at] + piece + data[at + rng.choice((0, len(piece), 4)) :]


def lying(rng: Random, data: bytes) -> bytes:
    """The length of a chunk, the number of tracks or the division says something else."""
    damaged = bytearray(data)
    if rng.random() < 0.5:
        struct.pack_into(">H", damaged, rng.choice((8, 10, 12)), rng.choice((0, 1, 2, 3, 255, 32768, 65535)))
    else:
        places = [i for i in range(len(data) - 8) if data[i : i + 4] == b"MTrk"]
        struct.pack_into(
            ">I", damaged, rng.choice([4, *(p + 4 for p in places)]), rng.choice((0, 1, 2**31, 2**32 - 1))
        )
    return bytes(damaged)


def noise(rng: Random) -> bytes:
    """Random events behind a header that promises music."""
    return header(1, 1, 480) + chunk(rng.randbytes(rng.randint(0, 5000)))


# --- absurd, and well-formed ------------------------------------------------------------------------------


def crowded(rng: Random) -> bytes:
    """200,000 notes, at one moment or one after another."""
    delta = rng.choice((0, 0, 1, 30))
    row = b"".join(note(0, delta, rng.randint(0, 127), rng.randrange(16)) for _ in range(1000))
    return header(0, 1, rng.choice((1, 24, 480, 32767))) + chunk(row * 200)


def unsteady(rng: Random) -> bytes:
    """A tempo change at every tick, of any tempo there is."""
    changes = b"".join(
        meta(0x51, rng.choice((b"\x00\x00\x00", b"\x00\x00\x01", b"\xff\xff\xff", rng.randbytes(3))), 1)
        for _ in range(50_000)
    )
    return header(1, 2, rng.choice((1, 96, 480))) + chunk(changes) + chunk(tune(rng, 200))


def odd_metres(rng: Random) -> bytes:
    """Metres and keys that no theory knows, one after another."""
    metres = b"".join(
        meta(0x58, rng.choice((bytes(4), rng.randbytes(4), b"\x01\xff\x18\x08", b"\xff\x06\x00\x00")), 7)
        + meta(0x59, rng.randbytes(2))
        for _ in range(rng.choice((1, 50, 5000)))
    )
    return header(1, 2, 480) + chunk(metres) + chunk(tune(rng))


def far_apart(rng: Random) -> bytes:
    """Notes at the beginning and the end of time."""
    gap = rng.choice((2**20, 2**27, 2**28 - 1))
    return header(0, 1, rng.choice((1, 480, 32767))) + chunk(
        note(0, 1, 60) + note(gap, rng.choice((1, gap)), 60) + note(gap, 1, 60)
    )


def never_released(rng: Random) -> bytes:
    """Every key of every channel held for ever, or released before it was pressed."""
    held = b"".join(
        bytes((0, 0x90 | channel, pitch, 127)) for channel in range(16) for pitch in range(0, 128, 3)
    )
    early = b"".join(bytes((0, 0x80, pitch, 0)) for pitch in range(128))
    return header(0, 1, 480) + chunk(rng.choice((held, early + held, held + tune(rng))))


def flooded(rng: Random) -> bytes:
    """Controllers, programmes or bends without end, under a few notes."""
    one = rng.choice(
        (
            lambda: bytes((0, 0xB0, rng.randrange(128), rng.randrange(128))),
            lambda: bytes((0, 0xC0 | rng.randrange(16), rng.randrange(128))),
            lambda: bytes((1, 0xE0, rng.randrange(128), rng.randrange(128))),
            lambda: bytes((0, 0xF0, 3, 1, 2, 0xF7)),
        )
    )
    return header(0, 1, 480) + chunk(b"".join(one() for _ in range(100_000)) + tune(rng))


def many_tracks(rng: Random) -> bytes:
    count = rng.choice((255, 256, 257, 2000))
    events = rng.choice((b"", note(0, 10, 60), tune(rng, 4)))
    return header(1, count, 480) + chunk(events) * count


def wordy(rng: Random) -> bytes:
    """Titles, names and lyrics that are attacks themselves."""
    words = b"".join(
        meta(rng.choice((1, 2, 3, 5, 6, 7)), hostile_text(rng, 2000).encode("utf-8", "surrogatepass"))
        for _ in range(rng.randint(1, 40))
    )
    return header(1, 2, 480) + chunk(words) + chunk(words + tune(rng))


def wrapped(rng: Random) -> bytes:
    """RIFF around it, with sizes that are true or not."""
    inner = header(0, 1, 480) + chunk(tune(rng))
    size = rng.choice((len(inner), 0, 1, 2**32 - 1))
    return b"RIFF" + struct.pack("<I", size) + b"RMID" + b"data" + struct.pack("<I", size) + inner


def other_times(rng: Random) -> bytes:
    """Film frames, no ticks at all, or too many; formats that nobody writes."""
    division = rng.choice((0, 1, 0xE728, 0x8000, 0x7FFF))
    return header(rng.choice((0, 1, 2, 3, 65535)), rng.choice((0, 1)), division) + chunk(tune(rng))


ABSURD: tuple[Callable[[Random], bytes], ...] = (
    noise, crowded, unsteady, odd_metres, far_apart, never_released, flooded, many_tracks, wordy, wrapped,
    other_times,
)  # fmt: skip


def hostile_midi(rng: Random, good: Sequence[bytes]) -> bytes:
    """One of them; `good` are files to damage."""
    if rng.random() < 0.5:
        return rng.choice(ABSURD)(rng)[:MOST_BYTES]
    data = rng.choice(good)
    for _ in range(rng.randint(1, 3)):
        if len(data) < 20:
            break
        match rng.randrange(4):
            case 0:
                data = flipped(rng, data)
            case 1:
                data = truncated(rng, data)
            case 2:
                data = spliced(rng, data, rng.choice(good))
            case _:
                data = lying(rng, data)
    return data[:MOST_BYTES]
