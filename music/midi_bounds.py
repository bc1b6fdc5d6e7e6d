"""What a MIDI file must satisfy before a library reads it, found in one linear scan of its bytes.

Standard MIDI Files 1.0 (MIDI Manufacturers Association, RP-001). Every length is checked against the
bytes that are there, so the reader behind never sees a truncated chunk, an endless delta time or an
event that it might not expect. The scan also notes the texts, which the reader does not keep in full.
"""

import re
import struct
from dataclasses import dataclass, field
from typing import NoReturn

import numpy as np

from music.errors import UnreadableScore
from music.wording import quoted

MAX_BYTES = 10 * 1024 * 1024
MAX_TRACKS = 256
MAX_EVENTS = 1_000_000
MAX_SECONDS = 2 * 60 * 60
#: 2 hours at 320 bpm hold 38,400 quarters; bounds the number of bars whatever the tempo map says
MAX_QUARTERS = 60_000

_LAST_TICK = 2**31 - 1
_END_OF_TRACK = b"\x00\xff\x2f\x00"
_TEXTS = frozenset((1, 2, 3, 5, 6, 7))
_TRACK_NAME, _TEMPO, _END = 0x03, 0x51, 0x2F

# Notes behind notes, under running status or with a status of their own, with at most two bytes of time
# between them: most of every file. A regular expression and numpy walk them far faster than a loop does;
# fewer at once are not worth it.
_FEWEST = 24
_NOTES = re.compile(rb"(?:[\x80-\xff]?[\x00-\x7f][\x80-\x9f]?[\x00-\x7f]{2}){%d,4096}+" % _FEWEST)


@dataclass(frozen=True, slots=True)
class MidiOutline:
    """A checked file.

    data: the same music as a plain file: header and MTrk chunks alone, each ending at its End of Track,
        track names in UTF-8 (older files hold Latin-1).
    texts: (tick, meta type, bytes) in file order, track names left out.
    title: the name of a first track that plays nothing, as bytes.
    sets_tempo: whether any Set Tempo event is there.
    """

    data: bytes
    ticks_per_quarter: int
    texts: tuple[tuple[int, int, bytes], ...]
    title: bytes
    sets_tempo: bool


@dataclass(slots=True)
class _Track:
    """What the scan found in one MTrk chunk."""

    end: int = 0  # position after End of Track, or after the last event
    events: int = 0
    last_note: int = -1
    closed: bool = False
    name: bytes = b""
    names: list[tuple[int, int]] = field(default_factory=list)  # slices of data: length and text
    texts: list[tuple[int, int, bytes]] = field(default_factory=list)
    tempos: list[tuple[int, int]] = field(default_factory=list)


def check_midi(data: bytes, name: str = "") -> MidiOutline:
    """The outline of a MIDI file (RIFF-wrapped .rmi too). Raises UnreadableScore with what is wrong."""
    what = quoted(name)
    if len(data) > MAX_BYTES:
        raise UnreadableScore(
            f"{what} has {len(data) / 2**20:.0f} MiB; MIDI files of up to {MAX_BYTES // 2**20} MiB work."
        )
    if data[:4] == b"RIFF" and data[8:12] == b"RMID":
        data = _unwrapped(data, what)
    if data[:4] != b"MThd":
        raise UnreadableScore(f"{what} is no MIDI file: it does not begin with 'MThd'.")
    if len(data) < 14 or (header := int.from_bytes(data[4:8])) < 6 or len(data) < 8 + header:
        raise UnreadableScore(
            f"{what} is cut short: its MIDI header is not complete; send it again, or export it anew."
        )
    kind, claimed, division = (int.from_bytes(data[i : i + 2]) for i in (8, 10, 12))
    if kind > 1:
        raise UnreadableScore(f"{what} is a MIDI file of format {kind}; formats 0 and 1 work.")
    if division & 0x8000:
        raise UnreadableScore(f"{what} counts time in film frames (SMPTE); ticks per quarter work.")
    if division == 0:
        raise UnreadableScore(
            f"{what} is damaged: it has 0 ticks to a quarter; send it again, or export it anew."
        )
    if claimed > MAX_TRACKS:
        raise UnreadableScore(f"{what} announces {claimed} tracks; up to {MAX_TRACKS} work.")
    return _checked_tracks(data, 8 + header, claimed, division, what)


def _unwrapped(data: bytes, what: str) -> bytes:
    """The MIDI file inside a RIFF "RMID" file."""
    position = 12
    while position + 8 <= len(data):
        size = int.from_bytes(data[position + 4 : position + 8], "little")
        if data[position : position + 4] == b"data":
            return data[position + 8 : position + 8 + size]
        position += 8 + size + size % 2
    raise UnreadableScore(f"{what} is an RMI file without music: it has no 'data' chunk.")


def _checked_tracks(data: bytes, position: int, claimed: int, division: int, what: str) -> MidiOutline:
    chunks: list[bytes] = []
    tracks: list[_Track] = []
    events = 0
    while position + 8 <= len(data) and len(tracks) < claimed:
        size = int.from_bytes(data[position + 4 : position + 8])
        start, stop = position + 8, position + 8 + size
        if data[position : position + 4] == b"MTrk":
            if stop > len(data):
                raise UnreadableScore(
                    f"{what} is cut short: track {len(tracks) + 1} is not complete; "
                    "send it again, or export it anew."
                )
            try:
                track = _scan(data, start, stop, MAX_EVENTS - events)
            except (_Damage, IndexError) as damage:
                detail = str(damage) if isinstance(damage, _Damage) else "an event is not complete"
                raise UnreadableScore(
                    f"{what} is damaged: in track {len(tracks) + 1} {detail}; "
                    "send it again, or export it anew."
                ) from None
            events += track.events
            if events > MAX_EVENTS:
                raise UnreadableScore(
                    f"{what} holds too much; MIDI files of up to {MAX_EVENTS:,} events work."
                )
            body = _body(data, start, track)
            chunks.append(b"MTrk" + len(body).to_bytes(4) + body)
            tracks.append(track)
        position = stop
    if len(tracks) < claimed or not tracks:
        raise UnreadableScore(
            f"{what} is cut short: it announces {claimed} tracks and holds {len(tracks)}; "
            "send it again, or export it anew."
        )
    tempos = sorted((t for track in tracks for t in track.tempos), key=lambda tempo: tempo[0])
    _check_length(max(track.last_note for track in tracks), tempos, division, what)
    format_ = int(len(tracks) > 1)
    plain_header = struct.pack(">4sIHHH", b"MThd", 6, format_, len(tracks), division)
    return MidiOutline(
        data=plain_header + b"".join(chunks),
        ticks_per_quarter=division,
        texts=tuple(text for track in tracks for text in track.texts),
        title=tracks[0].name if tracks[0].last_note < 0 else b"",
        sets_tempo=bool(tempos),
    )


class _Damage(Exception):
    """Bytes that are no MIDI event; the message ends the sentence "in track 1 ..."."""


def _damaged(detail: str) -> NoReturn:
    raise _Damage(detail)


def _scan(data: bytes, position: int, stop: int, most: int) -> _Track:
    """Walks the events of one track. One flat loop, since it runs for every byte of every upload."""
    data = data[:stop]  # an event that runs over the end of its chunk raises IndexError
    tick = running = events = look = 0
    last_note = -1
    track = _Track()
    texts, tempos = track.texts, track.tempos
    while position < stop:
        if events >= look and 0x80 <= running < 0xA0:
            if run := _NOTES.match(data, position):
                count, ticks, status = _notes(run[0])
                events, tick, running = events + count, tick + ticks, status or running
                if tick > _LAST_TICK:
                    _damaged("time runs beyond what a MIDI reader can count")
                if events > most:
                    break
                last_note, position = tick, run.end()
                continue
            look = events + _FEWEST
        byte = data[position]
        position += 1
        if byte < 0x80:
            tick += byte
        else:
            value = byte & 0x7F
            for _ in range(3):
                byte = data[position]
                position += 1
                value = value << 7 | byte & 0x7F
                if byte < 0x80:
                    break
            else:
                _damaged("a delta time has more than four bytes")
            tick += value
        events += 1
        if events > most:
            break
        byte = data[position]
        if byte >= 0x80:
            position += 1
            status = byte
        elif not (status := running):
            _damaged("an event has no status byte")
        if status < 0xF0:
            if tick > _LAST_TICK:
                _damaged("time runs beyond what a MIDI reader can count")
            running = status  # kept across meta events, as files in the wild rely on it
            if data[position] > 0x7F:
                _damaged("a data byte exceeds 127")
            position += 1
            if not 0xC0 <= status < 0xE0:
                if data[position] > 0x7F:
                    _damaged("a data byte exceeds 127")
                position += 1
            if status < 0xA0:
                last_note = tick
            continue
        if status not in (0xF0, 0xF7, 0xFF):
            _damaged(f"there is the event {status:#x}, which no MIDI file may hold")
        kind = -1
        if status == 0xFF:
            kind = data[position]
            position += 1
        length, length_at = 0, position
        for _ in range(4):
            byte = data[position]
            position += 1
            length = length << 7 | byte & 0x7F
            if byte < 0x80:
                break
        else:
            _damaged("a length has more than four bytes")
        if position + length > stop:
            _damaged("an event runs over the end of the track")
        if tick > _LAST_TICK:
            _damaged("time runs beyond what a MIDI reader can count")
        if kind == _END:
            track.closed = True
            position += length
            break
        if kind == _TRACK_NAME:
            track.name = data[position : position + length]
            track.names.append((length_at, position + length))
        elif kind in _TEXTS:
            texts.append((tick, kind, data[position : position + length]))
        elif kind == _TEMPO:
            if length != 3:
                _damaged("a tempo has no three bytes")
            if microseconds := int.from_bytes(data[position : position + 3]):
                tempos.append((tick, microseconds))
        elif kind == 0x58 and length != 4:
            _damaged("a time signature has no four bytes")
        elif kind == 0x59 and length != 2:
            _damaged("a key signature has no two bytes")
        position += length
    track.end, track.events, track.last_note = position, events, last_note
    return track


def _notes(run: bytes) -> tuple[int, int, int]:
    """Of notes that `_NOTES` matched: how many, the ticks they take, the last status that is said (or 0).

    Each has three bytes below 128, the low end of its time and two of data; what is above stands before the
    first of them, as the high end of its time, or before the second, as its status.
    """
    octets = np.frombuffer(run, np.uint8)
    high = np.flatnonzero(octets > 0x7F)
    low_before = high - np.arange(len(high))
    times, statuses = high[low_before % 3 == 0], high[low_before % 3 == 1]
    ticks = int(octets[octets < 0x80][::3].sum()) + 128 * int((octets[times] & 0x7F).sum())
    return (len(octets) - len(high)) // 3, ticks, int(octets[statuses[-1]]) if len(statuses) else 0


def as_text(raw: bytes) -> str:
    """UTF-8 where it is that, else Latin-1, the older habit; never fails."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def variable_length(number: int) -> bytes:
    """`number` as a variable-length quantity: seven bits a byte, the high bit set on all but the last."""
    if number < 0x80:
        return bytes((number,))
    octets = [number & 0x7F]
    while number := number >> 7:
        octets.append(number & 0x7F | 0x80)
    return bytes(reversed(octets))


def _body(data: bytes, start: int, track: _Track) -> bytes:
    """The events of a track, its names in UTF-8 and its end marked."""
    pieces = []
    for begin, end in track.names:
        length = 1
        while data[begin + length - 1] & 0x80:
            length += 1
        name = as_text(data[begin + length : end]).encode("utf-8")
        pieces += [data[start:begin], variable_length(len(name)), name]
        start = end
    return b"".join(pieces) + data[start : track.end] + (b"" if track.closed else _END_OF_TRACK)


def _check_length(last_note: int, tempos: list[tuple[int, int]], division: int, what: str) -> None:
    if last_note > MAX_QUARTERS * division:
        raise UnreadableScore(
            f"{what} lasts {last_note // division:,} quarters; pieces of up to {MAX_QUARTERS:,} work."
        )
    seconds, since, microseconds = 0.0, 0, 500_000
    for tick, new in [*tempos, (last_note, 0)]:
        at = min(tick, last_note)
        seconds += max(0, at - since) * microseconds / 1e6 / division
        since, microseconds = max(since, at), new
    if seconds > MAX_SECONDS:
        raise UnreadableScore(
            f"{what} lasts {seconds / 3600:.1f} hours; pieces of up to {MAX_SECONDS // 3600} hours work."
        )
