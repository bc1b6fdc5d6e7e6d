"""What the engine heard in a file, as the Track that the catalogue keeps."""

from dataclasses import replace

from bot.engine.protocol import Facts, Reading
from music.midi import read_midi, write_midi
from music.mood import Mood
from music.score import Tempo
from music.track import Track


def track_of(reading: Reading, facts: Facts, guild_id: str | None = None) -> Track:
    """The Track for a file that the engine read; of one guild, or of all."""
    analysis = reading.analysis
    mood = analysis["mood"]
    return Track(
        id=reading.track_id,
        title=facts.title or reading.title or reading.name,
        composer=facts.composer,
        licence=facts.licence,
        source=facts.source,
        midi=reading.midi,
        style=facts.style,
        tempo_bpm=analysis["tempo_bpm"],
        tempo_known=analysis["tempo_known"],
        key=analysis["key"] or "",
        metre=analysis["metre"],
        bars=analysis["bars"],
        seconds=analysis["seconds"],
        instruments=tuple(analysis["instruments"]),
        density=analysis["density"],
        notes_per_second=analysis["notes_per_second"],
        mood=Mood(mood["valence"], mood["arousal"], uncertainty=tuple(mood["uncertainty"])),
        guild_id=guild_id,
    )


def as_told(track: Track, data: bytes) -> bytes:
    """The stored MIDI of a Track to be heard anew. A tempo that is only the usual one of its kind is put in,
    which files did not hold in earlier versions. Raises UnreadableScore."""
    if track.tempo_known:
        return data
    score = read_midi(data, f"{track.id}.mid")
    if score.sets_tempo:
        return data
    return write_midi(replace(score, tempos=(Tempo(0, round(60e6 / track.tempo_bpm)),)))


def heard_anew(track: Track, reading: Reading) -> Track:
    """The Track with what the analysis says of it today; what people said of it stays."""
    said = Facts(track.title, track.composer, track.licence, track.source, track.style)
    return replace(track_of(reading, said, track.guild_id), id=track.id, midi=track.midi)
