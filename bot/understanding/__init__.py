"""Text becomes a Request: what one message asks for, slot by slot, on this machine, without a model beyond
the sentence encoder, and what was tuned of it to hear refinements, that may be handed in."""

from bot.understanding.learned.directions import directions_in
from bot.understanding.mood import Encode, remember_scenes, scenes, warm_scenes
from bot.understanding.reading import read
from bot.understanding.request import Intent, Reference, Request
from bot.understanding.text import plainly


def warm(encode: Encode) -> None:
    """Reads every table and encodes the scenes once, so that no message has to wait for it."""
    warm_scenes(encode)
    read_tables()


def read_tables() -> None:
    """Reads every table once, and what remarks on a piece are told by; two seconds of work."""
    for message in ("algo tranquilo para piano", "a calm piano piece"):
        first = read(message)
    for remark in ("faster", "快一点", "drop the piano"):
        read(remark, [first])
    directions_in(plainly("faster"), first.controls)


__all__ = [
    "Encode",
    "Intent",
    "Reference",
    "Request",
    "read",
    "read_tables",
    "remember_scenes",
    "scenes",
    "warm",
]
