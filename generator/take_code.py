"""Take codes: everything a piece follows from, in short text that survives being copied by people.

Layout (big-endian): version, weights digest (6 bytes), random seed (4), attempt (lower half) and version of
finishing (upper half), tempo in microseconds a quarter (3), key, metre (2), bars (2), valence, arousal,
density, style class, programmes (count, one byte each; where players accompany, that of each part of the
style, 255 for none), style name (length, UTF-8), model name index, notes digest (4), seeds (count, 8 bytes
each: the Track's id), seed vector (its length in bytes, two levels a byte), CRC-16 over all before. The text
is base64url behind "CZ1-".
"""

import base64
import binascii
import hashlib
from dataclasses import dataclass, replace

import numpy as np

from generator.finishing import FINISHING_VERSION
from generator.plan import Plan
from generator.seeding import from_bytes, to_bytes
from music.controls import DENSITIES, Controls, askable_seconds
from music.errors import InvalidTakeCode
from music.grid import GridNotes
from music.instruments import NAMES
from music.midi import write_midi
from music.score import Score
from music.theory import Key

PREFIX = "CZ1-"
#: the versions of this layout: the model plays all itself, or a style's players accompany (2 and 3 are codes
#: of continuations and of operations)
ALONE, PLAYED = 1, 4
_NOT_SAID = 255
#: added to the number of a density that was not asked for
_A_HABIT = 16


@dataclass(frozen=True, slots=True)
class TakeCode:
    """weights and notes are digests in hex (12 and 8 digits); seeds are Track ids (16 hex digits).

    players: where a style's players accompany, who plays each part (see `accompaniment.Band`).
    """

    plan: Plan
    random_seed: int
    attempt: int
    weights: str
    notes: str
    style_name: str = ""
    seeds: tuple[str, ...] = ()
    players: tuple[int, ...] = ()

    def __str__(self) -> str:
        p = self.plan
        style = self.style_name.encode()[:60]
        vector = to_bytes(np.array(p.seed, np.uint8)) if p.seed else b""
        data = b"".join(
            [
                bytes([PLAYED if self.players else ALONE]),
                bytes.fromhex(self.weights),
                self.random_seed.to_bytes(4, "big"),
                bytes([attempt_byte(self.attempt)]),
                p.tempo_microseconds.to_bytes(3, "big"),
                bytes([p.key.index, *p.metre]),
                p.bars.to_bytes(2, "big"),
                bytes([axis_byte(p.valence), axis_byte(p.arousal)]),
                bytes([_density_byte(p), p.style]),
                bytes([len(self.players or p.programs), *(self.players or p.programs)]),
                bytes([len(style)]),
                style,
                bytes.fromhex(self.notes),
                bytes([len(self.seeds)]),
                *(bytes.fromhex(s) for s in self.seeds),
                bytes([len(vector)]),
                vector,
            ]
        )
        data += binascii.crc_hqx(data, 0).to_bytes(2, "big")
        return PREFIX + base64.urlsafe_b64encode(data).decode().rstrip("=")

    @classmethod
    def parse(cls, text: str) -> "TakeCode":
        """Raises InvalidTakeCode with what is wrong."""
        data = decoded(text)
        if len(data) < 30:
            raise InvalidTakeCode(_DAMAGED)
        try:
            return cls._read(_Reader(data))
        except (IndexError, ValueError) as error:
            raise InvalidTakeCode(_DAMAGED) from error

    @classmethod
    def _read(cls, r: "_Reader") -> "TakeCode":
        if (version := r.byte()) not in (ALONE, PLAYED):
            raise InvalidTakeCode(f"That code is of version {version}; this program reads versions 1 to 4.")
        weights, random_seed, attempt = r.take(6).hex(), r.number(4), attempt_of_byte(r.byte())
        tempo, key, metre, bars = r.number(3), Key.from_index(r.byte()), (r.byte(), r.byte()), r.number(2)
        valence, arousal, density, style = r.byte(), r.byte(), r.byte(), r.byte()
        listed = tuple(r.take(r.byte()))
        players = listed if version == PLAYED else ()
        programs = tuple(dict.fromkeys(p for p in listed if p != _NOT_SAID))
        name = r.take(r.byte()).decode()
        notes = r.take(4).hex()
        seeds = tuple(r.take(8).hex() for _ in range(r.byte()))
        vector = r.take(r.byte())
        plan = Plan(
            tempo,
            key,
            metre,
            bars,
            programs,
            axis_of_byte(valence),
            axis_of_byte(arousal),
            None if density == _NOT_SAID else DENSITIES[density % _A_HABIT],
            style,
            tuple(int(x) for x in from_bytes(vector)),
            habit=_A_HABIT <= density < _NOT_SAID,
        )
        return cls(plan, random_seed, attempt, weights, notes, name, seeds, players)


def _density_byte(plan: Plan) -> int:
    if plan.density is None:
        return _NOT_SAID
    return [*DENSITIES].index(plan.density) + _A_HABIT * plan.habit


_DAMAGED = "That take code is damaged; copy it whole, from CZ1- to its last letter."


def decoded(text: str) -> bytes:
    """The bytes of a code without their check, at least one. Raises InvalidTakeCode with what is wrong."""
    cleaned = "".join(text.split())
    if not cleaned.startswith(PREFIX):
        raise InvalidTakeCode(f"That is no take code; one begins with {PREFIX} and stands below every take.")
    body = cleaned[len(PREFIX) :]
    try:
        data = base64.b64decode(body + "=" * (-len(body) % 4), altchars=b"-_", validate=True)
    except (ValueError, binascii.Error) as error:
        raise InvalidTakeCode(_DAMAGED) from error
    if len(data) < 3 or binascii.crc_hqx(data[:-2], 0) != int.from_bytes(data[-2:], "big"):
        raise InvalidTakeCode(_DAMAGED)
    return data[:-2]


def score_digest(score: Score) -> str:
    """Eight hex digits of the music, whatever its title."""
    return hashlib.sha256(write_midi(replace(score, title=""))).hexdigest()[:8]


def attempt_byte(attempt: int) -> int:
    """The attempt (0 to 15) and, above it, the version of finishing that the notes went through."""
    assert 0 <= attempt < 16
    return attempt | FINISHING_VERSION << 4


def attempt_of_byte(value: int) -> int:
    """Raises InvalidTakeCode where other rules of finishing would make another piece of the same notes."""
    if value >> 4 != FINISHING_VERSION:
        raise InvalidTakeCode(
            f"That code was made when pieces were finished by other rules (version {value >> 4}, this is "
            f"{FINISHING_VERSION}); it plays in the Cadenza that made it."
        )
    return value & 15


def axis_byte(value: float | None) -> int:
    return _NOT_SAID if value is None else round((value + 1) * 100)


def axis_of_byte(value: int) -> float | None:
    return None if value == _NOT_SAID else value / 100 - 1


class _Reader:
    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    def take(self, count: int) -> bytes:
        if self.at + count > len(self.data):
            raise ValueError("the code ends early")
        self.at += count
        return self.data[self.at - count : self.at]

    def byte(self) -> int:
        return self.take(1)[0]

    def number(self, count: int) -> int:
        return int.from_bytes(self.take(count), "big")


def notes_digest(notes: GridNotes) -> str:
    """Eight hex digits of what was decoded, before it is finished."""
    return hashlib.sha256(np.ascontiguousarray(notes, "<i4").tobytes()).hexdigest()[:8]


def controls_of(code: TakeCode) -> Controls:
    """The resolved Controls a code carries (the words of the mood are not in it)."""
    p = code.plan
    return Controls(
        valence=p.valence,
        arousal=p.arousal,
        style=code.style_name or None,
        tempo_bpm=round(p.tempo_bpm, 2),
        key=str(p.key),
        metre=f"{p.metre[0]}/{p.metre[1]}",
        instruments=tuple(NAMES[i] for i in p.programs),
        bars=p.bars,
        seconds=askable_seconds(p.seconds),
        density=None if p.habit else p.density,
    )
