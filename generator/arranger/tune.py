"""New melodies over given chords: a motif that returns, chord tones where it counts, steps in between.

The pitches of a theme are the cheapest way through a lattice (`tune_lattice`): each note costs by how it
fits its chord, by how far it strays from the line it should follow, by the intervals it is reached with;
notes foreign to the chord must be reached and left by step. A little noise makes every melody its own.
"""

from collections.abc import Callable
from math import pi, sin
from random import Random

import numpy as np
from numpy.typing import NDArray

from generator.arranger.chord import Chord, tensions
from generator.arranger.pattern import MetreShape
from generator.arranger.sheet import ChordSpan, TuneNote
from generator.arranger.steering import Steering
from generator.arranger.template import StyleTemplate
from generator.arranger.tune_lattice import TuneLattice
from generator.arranger.tune_plan import TuneBar, plan_bars
from music.theory import Key

_FREE, _BOUND = 0.22, 0.75  # of a semitone away from the line, and away from the motif that returns


#: How a bar moves, by the share of it that is over: up, down, over a hill, through a valley.
_MOTIFS: tuple[Callable[[float], float], ...] = (
    lambda x: 1.3 * (x - 0.5),
    lambda x: 1.3 * (0.5 - x),
    lambda x: 1.2 * (sin(pi * x) - 0.5),
    lambda x: 1.2 * (0.5 - sin(pi * x)),
)


def make_theme(
    template: StyleTemplate,
    key: Key,
    shape: MetreShape,
    spans: list[ChordSpan],
    bars: int,
    reach: tuple[int, int],
    steering: Steering,
    contrast: bool,
    rng: Random,
    *,
    closing: bool = False,
) -> list[TuneNote]:
    """A melody of `bars` bars from tick 0 over `spans` (from tick 0 too), inside the pitches `reach`.

    `contrast`: a second theme, which lies higher and turns the other way. `closing`: it ends the piece.
    """
    tune = template.tune
    density = min(max(steering.density + (0.15 if contrast else 0.0), 0.0), 1.0)
    plan = plan_bars(tune, bars, shape, density, rng)
    onsets: list[int] = []
    lengths: list[int] = []
    bar_of: list[int] = []
    for bar, planned in enumerate(plan):
        for event in planned.rhythm:
            onsets.append(bar * shape.bar + event.start)
            lengths.append(event.length)
            bar_of.append(bar)
    if not onsets:
        return []
    pitches = np.arange(reach[0], reach[1] + 1)
    chords = _chords_at(spans, onsets)
    fit, foreign = _fits(
        pitches, chords, key, shape, onsets, lengths, tune.tensions and steering.bright < 0.4
    )
    _end_of(fit, pitches, chords[-1], key, 6.0 if closing else 1.2)
    line = _line(plan, bar_of, onsets, shape, reach, tune.spread, steering, contrast, rng)
    lattice = TuneLattice(pitches, tune.leaps, repeats=0.8 if tune.form == "riff" else 1.5)
    way = _solved(lattice, fit, foreign, line, plan, bar_of, rng)
    return [TuneNote(o, d, int(pitches[w])) for o, d, w in zip(onsets, lengths, way, strict=True)]


def _chords_at(spans: list[ChordSpan], onsets: list[int]) -> list[Chord]:
    found = []
    i = 0
    for onset in onsets:
        while i + 1 < len(spans) and spans[i].stop <= onset:
            i += 1
        found.append(spans[i].chord)
    return found


def _fits(
    pitches: NDArray[np.int64],
    chords: list[Chord],
    key: Key,
    shape: MetreShape,
    onsets: list[int],
    lengths: list[int],
    with_tensions: bool,
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """(cost [notes, pitches], whether a pitch is foreign to the chord [notes, pitches])."""
    tables: dict[tuple[Chord, int], NDArray[np.float64]] = {}
    fit = np.empty((len(onsets), len(pitches)))
    foreign = np.empty(fit.shape, np.bool_)
    classes = pitches % 12
    for k, (sounding, onset, length) in enumerate(zip(chords, onsets, lengths, strict=True)):
        weight = 2 if length >= shape.beat or onset % shape.bar == 0 else 1 if onset % shape.beat == 0 else 0
        if (sounding, weight) not in tables:
            tables[sounding, weight] = _costs(sounding, key, weight, with_tensions)
        costs = tables[sounding, weight][classes]
        fit[k] = costs
        foreign[k] = costs >= 0.55
    return fit, foreign


def _costs(sounding: Chord, key: Key, weight: int, with_tensions: bool) -> NDArray[np.float64]:
    """[12] by pitch class; `weight` 2 for notes that are long or begin a bar, 1 on other beats, 0 between."""
    scale = set(key.scale)
    if key.minor:
        scale.discard((key.tonic + 11) % 12)
    altered = sounding.tones - scale
    costs = np.full(12, 9.0)
    for c in scale:
        clash = any((c + s) % 12 in altered for s in (1, 11))
        costs[c] = 7.0 if clash else (0.6, 1.7, 4.5)[weight]
    if with_tensions:
        for c in tensions(sounding, key) & scale:
            costs[c] = min(costs[c], (0.2, 0.35, 0.5)[weight])
    for i in sounding.intervals:
        costs[(sounding.root + i) % 12] = 0.0 if i < 12 else 0.3
    costs[sounding.root] += 0.08
    return costs


def _end_of(
    fit: NDArray[np.float64], pitches: NDArray[np.int64], sounding: Chord, key: Key, pull: float
) -> None:
    """The last note rests on the tonic, or on a tone of the chord where that is another."""
    for j, pitch in enumerate(pitches.tolist()):
        if pitch % 12 not in sounding.tones:
            fit[-1, j] += 8.0
        elif pitch % 12 != key.tonic:
            fit[-1, j] += pull


def _line(
    plan: list[TuneBar],
    bar_of: list[int],
    onsets: list[int],
    shape: MetreShape,
    reach: tuple[int, int],
    spread: float,
    steering: Steering,
    contrast: bool,
    rng: Random,
) -> list[float]:
    """The pitch around which each note should lie: an arch over every four bars, with waves of its own."""
    middle = (
        (reach[0] + reach[1]) / 2 + 2.5 * steering.bright + (0.25 * spread if contrast else -0.1 * spread)
    )
    turn = rng.choice((1.0, 1.0, -1.0)) * (-1.0 if contrast else 1.0)
    motifs = {letter: rng.choice(_MOTIFS) for letter in "abcdk"}
    waves = [rng.uniform(-1, 1) for _ in range(len(plan) + 1)]
    line = []
    for bar, onset in zip(bar_of, onsets, strict=True):
        inside = (onset - bar * shape.bar) / shape.bar
        arch = sin(pi * ((bar % 4 + inside) / 4)) - 0.5
        wave = waves[bar] * (1 - inside) + waves[bar + 1] * inside
        motif = motifs[plan[bar].letter](inside)
        line.append(middle + spread * (0.5 * turn * arch + 0.3 * wave + 0.55 * motif))
    return line


def _solved(
    lattice: TuneLattice,
    fit: NDArray[np.float64],
    foreign: NDArray[np.bool_],
    line: list[float],
    plan: list[TuneBar],
    bar_of: list[int],
    rng: Random,
) -> list[int]:
    """The index of the pitch of each note, two bars at a time, so that bars which bring others back know what
    those became."""
    pitches = lattice.pitches
    notes_of: dict[int, list[int]] = {}
    for k, bar in enumerate(bar_of):
        notes_of.setdefault(bar, []).append(k)
    shift_of = {bar: rng.choice((0, 0, 0, 2, -2)) for bar in range(len(plan))}
    way: list[int] = []
    for first in range(0, len(plan), 2):
        inside = [k for bar in (first, first + 1) for k in notes_of.get(bar, [])]
        if not inside:
            continue
        target = np.array([line[k] for k in inside])
        weight = np.full(len(inside), _FREE)
        for i, k in enumerate(inside):
            refers = plan[bar_of[k]].refers
            known = notes_of.get(refers, [])
            place = k - notes_of[bar_of[k]][0]
            if refers >= 0 and place < len(known) and known[place] < len(way):
                target[i] = pitches[way[known[place]]] + shift_of[bar_of[k]]
                weight[i] = _BOUND
        costs = fit[inside] + weight[:, None] * np.minimum(np.abs(pitches[None, :] - target[:, None]), 9)
        settled = tuple((way[k], foreign[k]) for k in range(max(len(way) - 2, 0), len(way)))
        way += lattice.way(costs, foreign[inside], settled, rng)
    return way


def varied(
    theme: list[TuneNote], spans: list[ChordSpan], key: Key, shape: MetreShape, rng: Random
) -> list[TuneNote]:
    """The theme with ornaments: long notes turn around their upper neighbour, repeated ones are joined."""
    chords = _chords_at(spans, [note.onset for note in theme])
    out: list[TuneNote] = []
    half = shape.beat // 2
    for note, sounding in zip(theme, chords, strict=True):
        draw = rng.random()
        last = note is theme[-1]
        if not last and note.duration >= 2 * half and draw < 0.3:
            above = next(
                (p for p in (note.pitch + 1, note.pitch + 2) if p % 12 in key.scale | sounding.tones),
                note.pitch,
            )
            first = note.duration - half
            if draw < 0.15 and first >= half * 2:
                out += [
                    TuneNote(note.onset, first - half, note.pitch),
                    TuneNote(note.onset + first - half, half, above),
                    TuneNote(note.onset + first, half, note.pitch),
                ]
            else:
                out += [
                    TuneNote(note.onset, first, note.pitch),
                    TuneNote(note.onset + first, half, above),
                ]
        elif (
            out
            and draw > 0.7
            and out[-1].pitch == note.pitch
            and out[-1].onset + out[-1].duration == note.onset
            and out[-1].onset // shape.bar == note.onset // shape.bar
        ):
            out[-1] = TuneNote(out[-1].onset, out[-1].duration + note.duration, note.pitch)
        else:
            out.append(note)
    return out
