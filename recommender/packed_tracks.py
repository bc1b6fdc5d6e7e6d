"""Tracks packed into bytes. A million Track objects are a gigabyte that the garbage collector walks through
again and again; packed they are a third of that, and unpacking the few that are shown takes microseconds."""

import marshal

from music.mood import Mood
from music.track import Track


def pack(track: Track) -> bytes:
    """For `unpack` of the same program, not for files."""
    mood = track.mood
    return marshal.dumps(
        (
            (
                track.id,
                track.title,
                track.composer,
                track.licence,
                track.source,
                track.midi,
                track.style,
                track.tempo_bpm,
                track.tempo_known,
                track.key,
                track.metre,
                track.bars,
                track.seconds,
                track.instruments,
                track.density,
                track.notes_per_second,
            ),
            (mood.valence, mood.arousal, mood.words, mood.uncertainty),
            track.guild_id,
        )
    )


def unpack(data: bytes) -> Track:
    facts, mood, guild_id = marshal.loads(data)
    return Track(*(*facts, Mood(*mood), guild_id))
