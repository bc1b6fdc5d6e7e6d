"""Track: an entry of the catalogue that can be recommended."""

from dataclasses import dataclass

from music.controls import Density
from music.mood import Mood


@dataclass(frozen=True, slots=True)
class Track:
    """What is known of one catalogue entry without opening its MIDI file.

    `id` is the first 16 hex digits of the SHA-256 of its music (grid notes), so that the same music is the
    same Track. `midi` is the content hash of its MIDI file in the FileStore. `instruments` are General MIDI
    names by number of notes, most first. `guild_id` is None for what every guild can hear.
    """

    id: str
    title: str
    composer: str
    licence: str
    source: str
    midi: str
    style: str
    tempo_bpm: float
    tempo_known: bool
    key: str
    metre: str
    bars: int
    seconds: float
    instruments: tuple[str, ...]
    density: Density
    notes_per_second: float
    mood: Mood
    guild_id: str | None = None
