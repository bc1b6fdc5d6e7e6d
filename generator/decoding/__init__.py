"""Decoding: many pieces at once, each with the notes that it would have alone."""

from generator.decoding.decoder import Cancelled, Decoder
from generator.decoding.piece import Prefix, Task, conditions
from generator.decoding.sampling import Sampling, choose

__all__ = ["Cancelled", "Decoder", "Prefix", "Sampling", "Task", "choose", "conditions"]
