"""Text becomes a Request: what one message asks for, slot by slot, without a network and without a model
beyond the sentence encoder that may be handed in."""

from bot.understanding.mood import Encode, warm
from bot.understanding.reading import read
from bot.understanding.request import Intent, Reference, Request

__all__ = ["Encode", "Intent", "Reference", "Request", "read", "warm"]
