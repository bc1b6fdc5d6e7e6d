"""Messages between the program and its engine child: plain data in frames, never pickles.

A frame is a header of two unsigned big-endian integers (length of the JSON text, 4 bytes; length of what
follows it, 8 bytes), the JSON text, and the raw bytes of the values that JSON cannot hold, one after the
other. In the JSON such a value is {"$bytes": [offset, length]} or, for an array, {"$bytes": [offset, length],
"dtype": "float32", "shape": [n, d]}.
"""

import asyncio
import json
import struct
from typing import Any

import numpy as np

Message = dict[str, Any]

_HEADER = struct.Struct("!IQ")
#: more than any message needs: a batch of uploads at their size limit, or a rendered piece
MAX_JSON = 64 << 20
MAX_BYTES = 1 << 30
_DTYPES = ("float32", "float64", "int32", "int64", "uint8")


class BrokenFrame(Exception):
    """The other side sent what is no frame; the connection cannot be used further."""


def pack(message: Message) -> bytes:
    """One frame. Values are JSON's own, bytes, and NumPy arrays; tuples arrive as lists."""
    chunks: list[bytes] = []
    offset = 0

    def outside(value: object) -> dict[str, Any]:
        nonlocal offset
        extra: dict[str, Any] = {}
        if isinstance(value, np.ndarray):
            extra = {"dtype": str(value.dtype), "shape": list(value.shape)}
            if extra["dtype"] not in _DTYPES:
                raise TypeError(f"an array of {value.dtype} cannot cross")
            value = np.ascontiguousarray(value).tobytes()
        elif isinstance(value, np.generic):
            raise TypeError(f"{type(value).__name__} cannot cross; convert it to a Python number")
        if not isinstance(value, bytes):
            raise TypeError(f"{type(value).__name__} cannot cross")
        chunks.append(value)
        place = {"$bytes": [offset, len(value)], **extra}
        offset += len(value)
        return place

    text = json.dumps(message, default=outside, separators=(",", ":")).encode()
    return b"".join((_HEADER.pack(len(text), offset), text, *chunks))


def _unpack(text: bytes, body: bytes) -> Message:
    def inside(data: dict[str, Any]) -> Any:
        if "$bytes" not in data:
            return data
        offset, length = data["$bytes"]
        value = body[offset : offset + length]
        if "dtype" not in data:
            return value
        if data["dtype"] not in _DTYPES:
            raise BrokenFrame(f"an array of {data['dtype']}")
        return np.frombuffer(value, data["dtype"]).reshape(data["shape"])

    message = json.loads(text, object_hook=inside)
    if not isinstance(message, dict):
        raise BrokenFrame("a message is an object")
    return message


async def read_message(reader: asyncio.StreamReader) -> Message | None:
    """The next message; None when the other side closed. Raises BrokenFrame for what is no frame."""
    try:
        text_length, body_length = _HEADER.unpack(await reader.readexactly(_HEADER.size))
        if text_length > MAX_JSON or body_length > MAX_BYTES:
            raise BrokenFrame(f"a frame of {text_length} + {body_length} bytes")
        text = await reader.readexactly(text_length)
        body = await reader.readexactly(body_length)
    except (asyncio.IncompleteReadError, ConnectionError):
        return None
    try:
        return _unpack(text, body)
    except ValueError as error:
        raise BrokenFrame(str(error)) from error
