"""Music in people's words: instruments, tempos, moods, lists."""

from collections.abc import Iterable

#: names of people's speech for General MIDI's names
_SPOKEN = {
    "Acoustic Grand Piano": "piano",
    "Bright Acoustic Piano": "bright piano",
    "Choir Aahs": "choir",
    "Voice Oohs": "voice",
    "Acoustic Guitar (nylon)": "classical guitar",
    "Acoustic Guitar (steel)": "steel-string guitar",
    "Electric Guitar (clean)": "electric guitar",
    "Electric Bass (finger)": "electric bass",
    "Orchestral Harp": "harp",
    "String Ensemble 1": "strings",
    "String Ensemble 2": "slow strings",
    "Electric Piano 1": "electric piano",
    "Electric Piano 2": "electric piano",
}


def spoken(instrument: str) -> str:
    """A General MIDI name as people say it ("Acoustic Grand Piano": "piano")."""
    return _SPOKEN.get(instrument, instrument.split(" (")[0].lower())


def listed(names: Iterable[str]) -> str:
    """ "a, b and c"."""
    items = list(dict.fromkeys(names))
    return " and ".join([", ".join(items[:-1]), items[-1]]) if len(items) > 1 else "".join(items)


def tempo_word(bpm: float) -> str:
    return "slow" if bpm < 84 else "moderate" if bpm <= 116 else "fast" if bpm <= 160 else "very fast"


def mood_in_words(valence: float | None, arousal: float | None) -> str:
    """A plain word for a place on the circumplex."""
    v, a = valence or 0.0, arousal or 0.0
    if abs(v) < 0.15 and abs(a) < 0.15:
        return "even-tempered"
    if abs(v) >= 2 * abs(a):
        return "bright" if v > 0 else "sad"
    if abs(a) >= 2 * abs(v):
        return "lively" if a > 0 else "calm"
    return ("cheerful" if a > 0 else "peaceful") if v > 0 else ("tense" if a > 0 else "melancholy")
