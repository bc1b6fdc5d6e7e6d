"""What can be said of a Score: key, tempo, metre, chords, sections, density, mood and more."""

from music.analysis.facts import Analysis, analyze, mood_of
from music.analysis.sections import Section

__all__ = ["ANALYSIS_VERSION", "Analysis", "Section", "analyze", "mood_of"]

#: One more whenever the same music would be told otherwise: what is stored is then analysed anew.
ANALYSIS_VERSION = 3
