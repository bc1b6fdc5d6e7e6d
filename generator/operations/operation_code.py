"""The code of an operation: what was done, with which chances, and the content hashes of what it was done to.

Layout (big-endian): version 3, weights digest (6 bytes; zeros where no model was asked), random seed (4),
attempt, digest of the result (4), sources (count, 32 bytes each: SHA-256 of a MIDI file), then the operation,
the Controls and a guild's own style as JSON without what is as usual, CRC-16 over all before. The text is
base64url behind "CZ1-", like that of every take code.
"""

import base64
import binascii
import json
from dataclasses import dataclass, replace

from generator.take_code import PREFIX, decoded
from music.controls import Controls
from music.errors import ImpossibleControls, InvalidTakeCode
from music.operation import Operation
from music.style import Style

VERSION = 3
NO_WEIGHTS = "0" * 12
_DAMAGED = "That take code is damaged; copy it whole, from CZ1- to its last letter."


@dataclass(frozen=True, slots=True)
class OperationCode:
    """weights and result are digests in hex (12 and 8 digits), sources content hashes (64 digits). `style`: a
    guild's own, which travels along so that the code needs no guild."""

    operation: Operation
    controls: Controls
    random_seed: int
    attempt: int
    weights: str
    result: str
    sources: tuple[str, ...]
    style: Style | None = None

    def __str__(self) -> str:
        said = {k: v for k, v in self.controls.to_json().items() if v is not None and v != []}
        order = self.operation.to_json() | ({"controls": said} if said else {})
        order |= {"style": self.style.said()} if self.style else {}
        data = b"".join(
            [
                bytes([VERSION]),
                bytes.fromhex(self.weights),
                self.random_seed.to_bytes(4, "big"),
                bytes([self.attempt]),
                bytes.fromhex(self.result),
                bytes([len(self.sources)]),
                *(bytes.fromhex(s) for s in self.sources),
                json.dumps(order, separators=(",", ":"), ensure_ascii=False).encode(),
            ]
        )
        data += binascii.crc_hqx(data, 0).to_bytes(2, "big")
        return PREFIX + base64.urlsafe_b64encode(data).decode().rstrip("=")

    @classmethod
    def parse(cls, text: str) -> "OperationCode | None":
        """None for a code of another kind. Raises InvalidTakeCode."""
        data = decoded(text)
        if data[0] != VERSION:
            return None
        if len(data) < 17 or len(data) < 17 + 32 * data[16]:
            raise InvalidTakeCode(_DAMAGED)
        end = 17 + 32 * data[16]
        try:
            order = json.loads(data[end:])
            controls = Controls.from_json(order.pop("controls", {}))
            style = order.pop("style", None)
            operation = Operation.from_json(order)
        except (ValueError, TypeError, AttributeError, ImpossibleControls) as error:
            raise InvalidTakeCode(_DAMAGED) from error
        return cls(
            operation,
            controls,
            int.from_bytes(data[7:11], "big"),
            data[11],
            data[1:7].hex(),
            data[12:16].hex(),
            tuple(data[k : k + 32].hex() for k in range(17, end, 32)),
            Style.from_json(style) if style else None,
        )


def coarse(operation: Operation, controls: Controls) -> tuple[Operation, Controls]:
    """Both as a code holds them: numbers to two places, so that the code asks for the very same."""

    def short(value: float | None) -> float | None:
        return None if value is None else round(value, 2)

    return (
        replace(operation, amount=round(operation.amount, 2)),
        replace(
            controls,
            valence=short(controls.valence),
            arousal=short(controls.arousal),
            tempo_bpm=short(controls.tempo_bpm),
            seconds=short(controls.seconds),
        ),
    )
