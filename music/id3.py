"""The metadata block in front of an MP3 file: ID3v2.3 (M. Nilsson, "ID3 tag version 2.3.0", 1999).

LAME writes tags as Latin-1, which turns any other script into noise; UTF-16 is what every player reads.
"""

#: Text frames by the name of the tag.
FRAMES = {
    "title": b"TIT2",
    "artist": b"TPE1",
    "album": b"TALB",
    "date": b"TYER",
    "genre": b"TCON",
    "copyright": b"TCOP",
    "software": b"TSSE",
    "tracknumber": b"TRCK",
}
_UTF_16 = b"\x01"


def id3_block(tags: dict[str, str]) -> bytes:
    """The ID3v2.3 block of `tags`: a frame each, TXXX for names that have none of their own."""
    frames = b"".join(_frame(name, text) for name, text in tags.items())
    size = len(frames)
    if not frames:
        return b""
    assert size < 1 << 28
    synchsafe = bytes(size >> shift & 0x7F for shift in (21, 14, 7, 0))
    return b"ID3\x03\x00\x00" + synchsafe + frames


def _frame(name: str, text: str) -> bytes:
    if name == "comment":
        # language, an empty description, then the text
        identifier, body = b"COMM", _UTF_16 + b"eng" + _encoded("") + b"\0\0" + _encoded(text)
    elif name in FRAMES:
        identifier, body = FRAMES[name], _UTF_16 + _encoded(text)
    else:
        identifier, body = b"TXXX", _UTF_16 + _encoded(name) + b"\0\0" + _encoded(text)
    return identifier + len(body).to_bytes(4, "big") + b"\0\0" + body


def _encoded(text: str) -> bytes:
    return b"\xff\xfe" + text.encode("utf-16-le", "replace")
