"""Finishing: what players would do with the bare notes before anyone hears them."""

from generator.finishing.bridging import bridged
from generator.finishing.performance import humanise
from generator.finishing.shaping import FINISHING_VERSION, finish, perform

__all__ = ["FINISHING_VERSION", "bridged", "finish", "humanise", "perform"]
