"""Finishing: what players would do with the bare notes before anyone hears them."""

from generator.finishing.performance import humanise
from generator.finishing.shaping import finish

__all__ = ["finish", "humanise"]
