"""The code of a continuation: what was chosen, and the content hash of the piece that it goes on from.

Layout (big-endian): version 2, weights digest (6 bytes), random seed (4), attempt, new bars (2), key,
valence, arousal, density, source (SHA-256 of its MIDI file, 32), notes digest (4), CRC-16 over all before.
The text is base64url behind "CZ1-", like that of every take code.
"""

import base64
import binascii
from dataclasses import dataclass

from generator.take_code import PREFIX, attempt_byte, attempt_of_byte, axis_byte, axis_of_byte, decoded
from music.controls import DENSITIES, Controls
from music.errors import InvalidTakeCode
from music.theory import Key

VERSION = 2
_LENGTH = 1 + 6 + 4 + 1 + 2 + 1 + 1 + 1 + 1 + 32 + 4


@dataclass(frozen=True, slots=True)
class ContinuationCode:
    """`source` is the content hash (64 hex digits) of the MIDI file that is gone on from."""

    random_seed: int
    attempt: int
    weights: str
    notes: str
    source: str
    wishes: Controls

    def __str__(self) -> str:
        w = self.wishes
        assert w.bars is not None
        assert w.key is not None
        data = b"".join(
            [
                bytes([VERSION]),
                bytes.fromhex(self.weights),
                self.random_seed.to_bytes(4, "big"),
                bytes([attempt_byte(self.attempt)]),
                w.bars.to_bytes(2, "big"),
                bytes([Key.parse(w.key).index, axis_byte(w.valence), axis_byte(w.arousal)]),
                bytes([255 if w.density is None else DENSITIES.index(w.density)]),
                bytes.fromhex(self.source),
                bytes.fromhex(self.notes),
            ]
        )
        data += binascii.crc_hqx(data, 0).to_bytes(2, "big")
        return PREFIX + base64.urlsafe_b64encode(data).decode().rstrip("=")

    @classmethod
    def parse(cls, text: str) -> "ContinuationCode | None":
        """None for the code of a piece that goes on from nothing. Raises InvalidTakeCode."""
        data = decoded(text)
        if data[0] != VERSION:
            return None
        if len(data) != _LENGTH:
            raise InvalidTakeCode("That take code is damaged; copy it whole, from CZ1- to its last letter.")
        density = data[17]
        return cls(
            random_seed=int.from_bytes(data[7:11], "big"),
            attempt=attempt_of_byte(data[11]),
            weights=data[1:7].hex(),
            notes=data[50:54].hex(),
            source=data[18:50].hex(),
            wishes=Controls(
                bars=int.from_bytes(data[12:14], "big"),
                key=str(Key.from_index(data[14])),
                valence=axis_of_byte(data[15]),
                arousal=axis_of_byte(data[16]),
                density=None if density == 255 else DENSITIES[density],
            ),
        )
