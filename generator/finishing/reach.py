"""Reach: what hands, strings and breath can play at all."""

import numpy as np
from numpy.typing import NDArray

from generator.plan import Plan, voices_of
from music.grid import BAR, GRID_DURATION, GRID_PITCH, INSTRUMENT, POSITION, GridNotes
from music.instruments import DRUMS, family_of, pitch_range

#: semitones that one hand spans on keys (a tenth), and its notes; on mallets an octave, two notes
KEYS, MALLETS = (16, 5), (12, 2)
#: the widest double stop, an octave
DOUBLE_STOP = 12
#: seconds that one breath or bow holds, and that a struck or plucked string rings
BREATH_SECONDS, RINGING_SECONDS = 8.0, 8.0
_STRUCK = frozenset(("piano", "chromatic percussion", "guitar", "bass", "ethnic", "percussive"))
_PLUCKED = frozenset((45, 46, 47))
_BLOWN = frozenset(("brass", "reed", "pipe"))

Flags = NDArray[np.bool_]


def in_order(notes: GridNotes) -> GridNotes:
    """Sorted as grid notes are; of two notes of one instrument, place and pitch the longer one stays."""
    order = np.lexsort(
        (
            -notes[:, GRID_DURATION],
            notes[:, GRID_PITCH],
            notes[:, INSTRUMENT],
            notes[:, POSITION],
            notes[:, BAR],
        )
    )
    notes = notes[order]
    same = (notes[1:, : GRID_PITCH + 1] == notes[:-1, : GRID_PITCH + 1]).all(1)
    return notes[np.concatenate(([True], ~same))] if len(notes) else notes


def in_range(notes: GridNotes) -> GridNotes:
    """Every pitch inside the range of its instrument, by octaves; drums as they are."""
    done = notes.copy()
    for program in np.unique(notes[:, INSTRUMENT]).tolist():
        if program == DRUMS:
            continue
        low, high = pitch_range(program)
        mine = done[:, INSTRUMENT] == program
        pitch = done[mine, GRID_PITCH]
        pitch = pitch + 12 * np.maximum(0, -(-(low - pitch) // 12))
        pitch = pitch - 12 * np.maximum(0, -(-(pitch - high) // 12))
        done[mine, GRID_PITCH] = np.clip(pitch, low, high)
    return in_order(done)


def playable(notes: GridNotes, plan: Plan) -> GridNotes:
    """At every onset what the instrument can strike: two hands on keys and mallets, a double stop on
    strings, one note on winds. The outer notes stay, inner ones out of reach are left out."""
    keep = np.ones(len(notes), np.bool_)
    onset = notes[:, BAR] * plan.bar_positions + notes[:, POSITION]
    for program in np.unique(notes[:, INSTRUMENT]).tolist():
        if program == DRUMS:
            continue
        mine = np.flatnonzero(notes[:, INSTRUMENT] == program)
        starts = np.flatnonzero(np.diff(onset[mine], prepend=-1))
        for chord in np.split(mine, starts[1:]):
            if len(chord) > 1:
                keep[chord] = _in_reach(notes[chord, GRID_PITCH].tolist(), program)
    return notes[keep]


def _in_reach(pitches: list[int], program: int) -> Flags:
    """Which of ascending `pitches` can be struck together."""
    count = len(pitches)
    family, most = family_of(program), voices_of(program)
    if family in ("piano", "organ", "chromatic percussion"):
        span, fingers = MALLETS if family == "chromatic percussion" else KEYS
        left = [i for i in range(count) if pitches[i] - pitches[0] <= span][:fingers]
        right = [i for i in range(count) if pitches[-1] - pitches[i] <= span][-fingers:]
        kept = {*left, *right}
    elif most == 2:
        kept = {count - 1, count - 2} if pitches[-1] - pitches[-2] <= DOUBLE_STOP else {count - 1}
    elif most == 1:
        kept = {0} if family == "bass" else {count - 1}
    else:  # the outer notes first, then from the top down
        kept = {0, *range(max(1, count - most + 1), count)}
    return np.array([i in kept for i in range(count)])


def within_breath(notes: GridNotes, plan: Plan) -> GridNotes:
    """No note sounds longer than a breath lasts or a string rings, or, where others of its part go on, than
    two bars: what hangs beyond is cut at a bar line."""
    done = notes.copy()
    onset = notes[:, BAR] * plan.bar_positions + notes[:, POSITION]
    per_second = plan.bar_positions / plan.bar_seconds
    for program in np.unique(notes[:, INSTRUMENT]).tolist():
        mine = np.flatnonzero(notes[:, INSTRUMENT] == program)
        family = family_of(program)
        if family in _BLOWN:
            most = int(BREATH_SECONDS * per_second)
        elif family in _STRUCK or program in _PLUCKED:
            most = int(RINGING_SECONDS * per_second)
        else:
            most = plan.bars * plan.bar_positions
        done[mine, GRID_DURATION] = np.minimum(done[mine, GRID_DURATION], max(1, most))
        end = onset[mine] + done[mine, GRID_DURATION]
        limit = (notes[mine, BAR] + 2) * plan.bar_positions
        later = onset[mine].max()
        hangs = (end > limit) & (limit <= later)
        done[mine[hangs], GRID_DURATION] = (limit - onset[mine])[hangs]
    return done


def with_free_voices(notes: GridNotes, plan: Plan) -> GridNotes:
    """Single voices and double stops: a note ends where the instrument needs the voice for its next one."""
    done = notes.copy()
    onset = notes[:, BAR] * plan.bar_positions + notes[:, POSITION]
    for program in np.unique(notes[:, INSTRUMENT]).tolist():
        most = voices_of(program)
        if program == DRUMS or most > 2:
            continue
        sounding: list[int] = []
        for i in np.flatnonzero(notes[:, INSTRUMENT] == program).tolist():
            sounding = [j for j in sounding if onset[j] + done[j, GRID_DURATION] > onset[i]]
            older = [j for j in sounding if onset[j] < onset[i]]
            while older and len(sounding) >= most:
                first = older.pop(0)
                sounding.remove(first)
                done[first, GRID_DURATION] = onset[i] - onset[first]
            sounding.append(i)
    return done
