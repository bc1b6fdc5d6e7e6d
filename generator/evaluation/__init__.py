"""Measuring composed pieces: against the human test split, against what was asked, and model against
model."""
