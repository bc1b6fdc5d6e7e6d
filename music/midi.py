"""Standard MIDI Files in and out (MIDI Manufacturers Association, RP-001), tick for tick.

Reading goes through symusic after `music.midi_bounds` has checked the bytes; writing is our own, so that
the same Score always gives the same bytes. What a Score holds survives writing and reading, with these
limits of MIDI itself: a part without notes is not written, a note lasts at least one tick, and where notes
of one pitch overlap in a part, the one that began first ends first.

Channels: drums go to channel 10 and each melodic part has a channel of its own. Beyond 15 melodic parts,
parts of one programme share a channel; beyond 15 programmes, further parts go to the next MIDI port
(meta event 0x21), so that no part ever sounds with another's programme.

A tempo that is only the usual one of its kind (`Score.sets_tempo` is False) is written, since it is played,
with a text at the start that says so; 120 bpm, which a file without a tempo means, is not.
"""

from collections.abc import Iterable
from typing import Any, TypeVar

import numpy as np
import symusic

from music.errors import UnreadableScore
from music.midi_bounds import MAX_TRACKS, as_text, check_midi, variable_length
from music.score import (
    DURATION,
    ONSET,
    PITCH,
    VELOCITY,
    KeySignature,
    Metre,
    NoteArray,
    Part,
    Score,
    Tempo,
    TextEvent,
)
from music.wording import quoted

_Change = TypeVar("_Change", Tempo, Metre, KeySignature)

_KINDS = {1: "text", 2: "copyright", 5: "lyric", 6: "marker", 7: "cue"}
_META_OF_KIND = {kind: meta for meta, kind in _KINDS.items()}
_DRUM_CHANNEL = 9
_MELODIC_CHANNELS = tuple(channel for channel in range(16) if channel != _DRUM_CHANNEL)
_MAX_DENOMINATOR = 64
_USUAL_TEMPO = TextEvent(0, "text", "the tempo is only the usual one")
_DEFAULT_TEMPO = Tempo(0, 500_000)


def read_midi(data: bytes, name: str = "") -> Score:
    """The Score in the bytes of a MIDI file; `name` is used in messages alone.

    Notes that are never released are dropped, and so are controllers of channels that play no note.
    Raises UnreadableScore for anything that is no MIDI file within the bounds of `music.midi_bounds`.
    """
    outline = check_midi(data, name)
    try:
        read: Any = symusic.Score.from_midi(outline.data)
    except RuntimeError as error:
        raise UnreadableScore(
            f"{quoted(name)} is a damaged MIDI file: {error}; send it again, or export it anew."
        ) from error
    parts = tuple(_part(track) for track in read.tracks if len(track.notes))
    if len(parts) >= MAX_TRACKS:
        raise UnreadableScore(f"{quoted(name)} has {len(parts)} parts; up to {MAX_TRACKS - 1} work.")
    texts = tuple(
        TextEvent(tick, _KINDS[meta], as_text(text))
        for tick, meta, text in sorted(outline.texts, key=lambda event: event[0])
        if text
    )
    usual = _USUAL_TEMPO in texts
    tempos = [Tempo(t.time, t.mspq) for t in read.tempos if t.mspq > 0]
    metres = [
        Metre(m.time, m.numerator, m.denominator)
        for m in read.time_signatures
        if m.numerator > 0 and 0 < m.denominator <= _MAX_DENOMINATOR
    ]
    keys = [
        KeySignature(k.time, k.key, bool(k.tonality))
        for k in read.key_signatures
        if abs(k.key) <= 7 and k.tonality in (0, 1)
    ]
    return Score(
        ticks_per_quarter=outline.ticks_per_quarter,
        parts=parts,
        tempos=_from_the_start(tempos, _DEFAULT_TEMPO),
        metres=_from_the_start(metres, Metre(0, 4, 4)),
        keys=tuple(_last_of_each_tick(keys)),
        texts=tuple(text for text in texts if text != _USUAL_TEMPO),
        title=as_text(outline.title),
        sets_tempo=outline.sets_tempo and not usual,
    )


def write_midi(score: Score, provenance: str = "") -> bytes:
    """A MIDI file of format 1: the maps and texts in the first track, then one track a part.

    `provenance` becomes a text event at the start, kept by `read_midi` among the texts. The same
    arguments give the same bytes. Raises ValueError where a value does not fit into MIDI.
    """
    parts = [part for part in score.parts if len(part.notes)]
    tracks = [_conductor(score, provenance)]
    tracks += [
        _part_track(part, channel, port)
        for part, (channel, port) in zip(parts, _channels(parts), strict=True)
    ]
    header = b"MThd" + (6).to_bytes(4) + (1).to_bytes(2) + len(tracks).to_bytes(2)
    return header + score.ticks_per_quarter.to_bytes(2) + b"".join(tracks)


def _part(track: Any) -> Part:
    columns = track.notes.numpy()
    notes = np.stack([columns[c] for c in ("time", "duration", "pitch", "velocity")], 1).astype(np.int32)
    notes[:, DURATION] = np.maximum(notes[:, DURATION], 1)
    bends = track.pitch_bends.numpy()
    controls = track.controls.numpy()
    return Part(
        program=int(track.program),
        notes=sorted_notes(notes),
        is_drum=bool(track.is_drum),
        name=track.name,
        controllers=np.stack([controls[c] for c in ("time", "number", "value")], 1).astype(np.int32),
        pitch_bends=np.stack([bends[c] for c in ("time", "value")], 1).astype(np.int32),
    )


def sorted_notes(notes: NoteArray) -> NoteArray:
    """Notes by onset, then pitch, duration and velocity: the one order in which a file is written."""
    order = np.lexsort((notes[:, VELOCITY], notes[:, DURATION], notes[:, PITCH], notes[:, ONSET]))
    return np.ascontiguousarray(notes[order])


def _last_of_each_tick(events: Iterable[_Change]) -> list[_Change]:
    """Events by tick; of several at one tick the last one holds."""
    by_tick = {event.tick: event for event in sorted(events, key=lambda event: event.tick)}
    return list(by_tick.values())


def _from_the_start(events: Iterable[_Change], default: _Change) -> tuple[_Change, ...]:
    changes = list(_last_of_each_tick(events))
    if not changes or changes[0].tick > 0:
        changes.insert(0, default)
    return tuple(changes)


def _channels(parts: list[Part]) -> list[tuple[int, int]]:
    """(channel, port) of each part; see the head of this module."""
    melodic = [i for i, part in enumerate(parts) if not part.is_drum]
    share = len(melodic) > len(_MELODIC_CHANNELS)
    slots: dict[int, int] = {}
    found = []
    for i, part in enumerate(parts):
        if part.is_drum:
            found.append((_DRUM_CHANNEL, 0))
            continue
        slot = slots.setdefault(part.program if share else i, len(slots))
        port, place = divmod(slot, len(_MELODIC_CHANNELS))
        found.append((_MELODIC_CHANNELS[place], port))
    return found


def _conductor(score: Score, provenance: str) -> bytes:
    events: list[tuple[int, bytes]] = []
    if score.title:
        events.append((0, _meta(0x03, score.title.encode("utf-8"))))
    if provenance:
        events.append((0, _meta(0x01, provenance.encode("utf-8"))))
    is_usual = not score.sets_tempo and score.tempos != (_DEFAULT_TEMPO,)
    if is_usual:
        events.append((0, _meta(_META_OF_KIND["text"], _USUAL_TEMPO.text.encode())))
    if score.sets_tempo or is_usual:
        events += [(tempo.tick, _meta(0x51, tempo.microseconds.to_bytes(3))) for tempo in score.tempos]
    for metre in score.metres:
        power = metre.denominator.bit_length() - 1
        clocks = 36 if metre.denominator == 8 and metre.numerator % 3 == 0 else 24
        events.append((metre.tick, _meta(0x58, bytes((metre.numerator, power, clocks, 8)))))
    for key in score.keys:
        signature = key.fifths.to_bytes(1, signed=True) + bytes((key.minor,))
        events.append((key.tick, _meta(0x59, signature)))
    events += [(t.tick, _meta(_META_OF_KIND[t.kind], t.text.encode("utf-8"))) for t in score.texts]
    events.sort(key=lambda event: event[0])
    return _track_chunk(events)


def _part_track(part: Part, channel: int, port: int) -> bytes:
    """At one tick: releases, then controllers and bends, then attacks."""
    events: list[tuple[int, int, bytes]] = [(0, 0, bytes((0xC0 | channel, part.program)))]
    if part.name:
        events.insert(0, (0, 0, _meta(0x03, part.name.encode("utf-8"))))
    if port:
        events.insert(0, (0, 0, _meta(0x21, bytes((port,)))))
    for tick, number, value in part.controllers.tolist():
        events.append((tick, 2, bytes((0xB0 | channel, number, value))))
    for tick, bend in part.pitch_bends.tolist():
        events.append((tick, 2, bytes((0xE0 | channel, bend + 8192 & 0x7F, bend + 8192 >> 7))))
    for onset, duration, pitch, velocity in _as_played(part.notes).tolist():
        events.append((onset, 3, bytes((0x90 | channel, pitch, velocity))))
        events.append((onset + duration, 1, bytes((0x80 | channel, pitch, 0))))
    events.sort(key=lambda event: event[:2])
    return _track_chunk((tick, message) for tick, _, message in events)


def _as_played(notes: NoteArray) -> NoteArray:
    """The notes as a reader will pair them: of one pitch, first begun is first ended."""
    onset, pitch = notes[:, ONSET], notes[:, PITCH]
    ends = onset + np.maximum(notes[:, DURATION], 1)
    by_onset = np.lexsort((notes[:, VELOCITY], ends, onset, pitch))
    played: NoteArray = notes[by_onset]
    played[:, DURATION] = ends[np.lexsort((ends, pitch))] - played[:, ONSET]
    return sorted_notes(played)


def _meta(kind: int, payload: bytes) -> bytes:
    return bytes((0xFF, kind)) + variable_length(len(payload)) + payload


def _track_chunk(events: Iterable[tuple[int, bytes]]) -> bytes:
    """An MTrk chunk of (tick, message) in order of tick."""
    pieces = []
    now = 0
    for tick, message in events:
        pieces += [variable_length(tick - now), message]
        now = tick
    body = b"".join(pieces) + b"\x00\xff\x2f\x00"
    return b"MTrk" + len(body).to_bytes(4) + body
