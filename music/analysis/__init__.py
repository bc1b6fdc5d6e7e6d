"""What can be said of a Score: key, tempo, metre, chords, sections, density, mood and more."""

from music.analysis.facts import Analysis, analyze, mood_of
from music.analysis.sections import Section

__all__ = ["Analysis", "Section", "analyze", "mood_of"]
