"""Hostile input against the real program: nothing crashes, nothing grows, everything gets a sentence."""
