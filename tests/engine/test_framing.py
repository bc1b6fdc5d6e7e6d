"""Messages between the program and its engine."""

import asyncio
import struct
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.engine.framing import MAX_JSON, BrokenFrame, Message, pack, read_message

plain = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False)
    | st.text()
    | st.binary(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


def through(data: bytes) -> Message | None:
    async def read() -> Message | None:
        reader = asyncio.StreamReader()
        reader.feed_data(data)
        reader.feed_eof()
        return await read_message(reader)

    return asyncio.run(read())


@given(
    st.dictionaries(
        st.text(max_size=8).filter(lambda k: k != "$bytes"), plain.filter(lambda v: "$bytes" not in str(v))
    )
)
def test_what_is_packed_is_read_again(message: dict[str, Any]) -> None:
    assert through(pack(message)) == message


def test_arrays_keep_type_and_shape() -> None:
    array = np.arange(12, dtype=np.float32).reshape(3, 4)
    back = through(pack({"vectors": [array, array[:0], array.T]}))
    assert back is not None
    for sent, got in zip((array, array[:0], array.T), back["vectors"], strict=True):
        assert got.dtype == np.float32
        assert np.array_equal(sent, got)


def test_nothing_but_plain_data_crosses() -> None:
    for value in (object(), {1, 2}, np.float32(1), np.array([object()]), lambda: None):
        with pytest.raises(TypeError):
            pack({"value": value})


def test_a_closed_connection_is_the_end_and_not_an_error() -> None:
    whole = pack({"text": "half of this arrives"})
    assert through(b"") is None
    assert through(whole[: len(whole) // 2]) is None


@pytest.mark.parametrize(
    "frame",
    [
        struct.pack("!IQ", MAX_JSON + 1, 0),
        struct.pack("!IQ", 4, 1 << 40) + b"null",
        struct.pack("!IQ", 4, 0) + b"oops",
        struct.pack("!IQ", 2, 0) + b"[]",
        pack({"x": 1}).replace(b'{"x":1}', b'{"x":\xff}'),
    ],
)
def test_what_is_no_frame_is_refused_before_memory_is_taken_for_it(frame: bytes) -> None:
    with pytest.raises(BrokenFrame):
        through(frame)
