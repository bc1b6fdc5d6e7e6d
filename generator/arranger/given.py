"""Arranging a melody that is given, in any style."""

from dataclasses import replace
from math import log2
from random import Random

from generator.arranger.arranging import close, melody_reach, play, programs_of, tempo_in
from generator.arranger.chord import Chord, chord, coloured, parse_numeral, parse_symbol
from generator.arranger.harmonising import harmonise
from generator.arranger.loading import template_named
from generator.arranger.sheet import Arranged, ChordSpan, Section, Sheet, TuneNote
from generator.arranger.source import LeadSheet
from generator.arranger.steering import Steering, steer, tempo_for
from generator.arranger.structure import BLOCK, form_for_melody
from generator.arranger.template import StyleTemplate
from music.controls import Controls
from music.theory import Key

#: Notes of the melody a second that sing well, at the two ends of a style's arousal.
_SINGING = (1.6, 3.6)
MAX_MELODY_BARS = 64


def arrange(
    melody: LeadSheet,
    style: str | StyleTemplate,
    *,
    valence: float | None = None,
    arousal: float | None = None,
    key: Key | None = None,
    tempo_bpm: float | None = None,
    seed: int = 0,
    max_bars: int = MAX_MELODY_BARS,
) -> Arranged:
    """`melody` as a full piece in `style`, under its own chords or found ones.

    key: transposes (a key of the other mode keeps the melody's mode); tempo_bpm: quarters a minute, else the
    style's for the mood. A melody too fast or too slow for that is written in notes twice or half as long.
    Of a long melody the first `max_bars` bars are played. Raises UnknownStyle and ImpossibleControls.
    """
    template = template_named(style) if isinstance(style, str) else style
    Controls(valence=valence, arousal=arousal, tempo_bpm=tempo_bpm).checked()
    rng = Random(f"{template.name} {seed} {melody.title} {len(melody.notes)}")
    if valence is None:  # the mode is the melody's, so the mood follows it
        middle = sum(template.valence) / 2
        half = (template.valence[0], middle) if melody.key.minor else (middle, template.valence[1])
        valence = rng.uniform(*half)
    steering = steer(template, valence, arousal, rng)
    tempo = tempo_in(melody.shape, tempo_for(template, steering, rng)) if tempo_bpm is None else tempo_bpm
    stretch = _stretch(melody, tempo, steering, max_bars)
    tune = _stretched(melody, stretch, max_bars)
    tune = _transposed(tune, key, melody_reach(template), steering)
    return replace(_arranged(tune, template, steering, tempo, rng), stretch=stretch)


def _stretch(melody: LeadSheet, tempo: float, steering: Steering, max_bars: int) -> float:
    """How many times as long the notes have to be to sing at `tempo`: 1/2, 1 or 2."""
    notes = [n for n in melody.notes if n.onset < max_bars * melody.shape.bar]
    span = (notes[-1].onset + notes[-1].duration - notes[0].onset) / 480 / tempo * 60
    wanted = _SINGING[0] + (_SINGING[1] - _SINGING[0]) * (steering.lively + 1) / 2
    off = log2(len(notes) / max(span, 0.1) / wanted)
    return 2.0 if off > 0.75 else 0.5 if off < -1.1 and _halves(notes) else 1.0


def _stretched(melody: LeadSheet, factor: float, max_bars: int) -> LeadSheet:
    """The first `max_bars` bars of the melody in notes `factor` times as long."""
    notes = [n for n in melody.notes if n.onset < max_bars * melody.shape.bar]
    limit = int(max_bars * melody.shape.bar / factor) // melody.shape.bar * melody.shape.bar
    kept = tuple(
        TuneNote(int(n.onset * factor), max(40, int(min(n.duration, limit - n.onset) * factor)), n.pitch)
        for n in notes
        if n.onset < limit
    )
    chords = tuple((int(tick * factor), symbol) for tick, symbol in melody.chords if tick < limit)
    return replace(melody, notes=kept, chords=chords)


def _halves(notes: list[TuneNote]) -> bool:
    return all(n.onset % 80 == 0 for n in notes)


def _transposed(tune: LeadSheet, key: Key | None, reach: tuple[int, int], steering: Steering) -> LeadSheet:
    """In `key`'s tonic and in the octave where it lies best for the style's lead."""
    tonic = tune.key.tonic if key is None else key.tonic
    pitches = sorted(n.pitch for n in tune.notes)
    centre = pitches[len(pitches) // 2]
    wanted = (reach[0] + reach[1]) / 2 + steering.bright
    shift = (tonic - tune.key.tonic) % 12
    candidates = range(shift - 60, shift + 61, 12)

    def cost(step: int) -> float:
        outside = sum(not reach[0] <= p + step <= reach[1] for p in pitches)
        return outside * 3 + abs(centre + step - wanted)

    best = min(candidates, key=cost)
    moved = tuple(n._replace(pitch=_folded(n.pitch + best, reach)) for n in tune.notes)
    chords = tuple((tick, _moved_symbol(symbol, best)) for tick, symbol in tune.chords)
    return replace(tune, notes=moved, key=Key(tonic, tune.key.minor), chords=chords)


def _folded(pitch: int, reach: tuple[int, int]) -> int:
    while pitch > reach[1]:
        pitch -= 12
    while pitch < reach[0]:
        pitch += 12
    return pitch


def _moved_symbol(symbol: str, step: int) -> str:
    parsed = parse_symbol(symbol)
    if parsed is None:
        return symbol
    return chord(parsed.root + step, parsed.quality, parsed.bass + step).symbol(Key(0, False))


def _arranged(
    tune: LeadSheet, template: StyleTemplate, steering: Steering, tempo: float, rng: Random
) -> Arranged:
    shape, key = tune.shape, tune.key
    bars = tune.bars
    spans = _spans(tune, template, steering, bars, rng)
    blocks = _blocks(tune.notes, bars, shape.bar)
    pickup = tune.notes[0].onset < 0
    sections = form_for_melody(template, blocks, steering.energy_shift, pickup)
    first = next(s.start_bar for s in sections if s.theme)
    offset = first * shape.bar
    outro = sections[-1] if not sections[-1].theme else None
    before = _intro_spans(spans, first, shape.bar, key)
    sung = [ChordSpan(s.start + offset, s.stop + offset, s.chord) for s in spans]
    after = _outro_spans(spans, outro, shape.bar, key, bars) if outro else []
    every = [*before, *sung, *after]
    if outro:
        every = close(every, key, steering.colour(template.harmony.colour), sections, shape)
    limit = (first + bars) * shape.bar
    melody = tuple(
        TuneNote(n.onset + offset, min(n.duration, limit - n.onset - offset), n.pitch)
        for n in tune.notes
        if 0 <= n.onset + offset < limit
    )
    sections = _with_pickup(sections, template) if pickup else sections
    name = tune.title or "A melody"
    sheet = Sheet(
        template, key, shape, tempo, steering.valence, steering.arousal, sections, tuple(every), melody,
        programs_of(template, rng), f"{name} ({template.name})",
    )  # fmt: skip
    return replace(play(sheet, steering, rng), melody_bar=first)


def _with_pickup(sections: tuple[Section, ...], template: StyleTemplate) -> tuple[Section, ...]:
    """The players of the melody's first section begin it with the notes before its bar line."""
    leads = {part.name for part in template.parts if part.role == "melody"}
    made = list(sections)
    at = next(i for i, s in enumerate(sections) if s.theme)
    joining = tuple(name for name in made[at].plays if name in leads and name not in made[at - 1].plays)
    made[at - 1] = replace(made[at - 1], plays=(*made[at - 1].plays, *joining))
    return tuple(made)


def _spans(
    tune: LeadSheet, template: StyleTemplate, steering: Steering, bars: int, rng: Random
) -> list[ChordSpan]:
    """The melody's own chords, or found ones, from tick 0 to the end of its last bar."""
    shape, key = tune.shape, tune.key
    end = bars * shape.bar
    stated = [
        (tick, c) for tick, symbol in tune.chords if tick < end and (c := parse_symbol(symbol)) is not None
    ]
    if stated:
        stated = [(0 if i == 0 else tick, c) for i, (tick, c) in enumerate(_one_a_beat(stated, shape.beat))]
        stops = [tick for tick, _ in stated[1:]] + [end]
        found = [ChordSpan(tick, stop, c) for (tick, c), stop in zip(stated, stops, strict=True)]
    else:
        borrowed = tuple(n for n in template.harmony.borrowed if _usable(n, key))
        found = harmonise(
            list(tune.notes),
            key,
            shape,
            bars,
            borrowed,
            half_bars=template.harmony.pace <= 1 and shape.beats == 4,
        )
    if template.harmony.colour == "power":
        return found
    colour = steering.colour(template.harmony.colour)
    known: dict[Chord, Chord] = {}
    out = []
    for span in found:
        if span.chord not in known:
            known[span.chord] = coloured(span.chord, colour, key, rng.random())
        out.append(span._replace(chord=_under(known[span.chord], span, tune.notes)))
    return out


def _one_a_beat(chords: list[tuple[int, Chord]], beat: int) -> list[tuple[int, Chord]]:
    """Changes moved to the beat; of two on one beat the first."""
    kept: dict[int, Chord] = {}
    for tick, sounding in chords:
        kept.setdefault(tick // beat * beat, sounding)
    return sorted(kept.items())


def _usable(numeral: str, key: Key) -> bool:
    """Numerals of a list that hold in this mode: those with a flat belong to major's borrowings."""
    return not (key.minor and numeral in ("bIII", "bVI", "bVII", "V7/vi", "VI7", "iv6", "iv"))


def _under(sounding: Chord, span: ChordSpan, notes: tuple[TuneNote, ...]) -> Chord:
    """`sounding`, or the plain chord where a colour would rub against the melody by a semitone."""
    if sounding == span.chord:
        return sounding
    added = sounding.tones - span.chord.tones
    heard = {n.pitch % 12 for n in notes if n.onset < span.stop and n.onset + n.duration > span.start}
    clash = any((tone + step) % 12 in heard and tone not in heard for tone in added for step in (1, 11))
    return span.chord if clash else sounding


def _blocks(notes: tuple[TuneNote, ...], bars: int, bar: int) -> list[tuple[str, int]]:
    """Sections of eight bars with letters; one that brings an earlier one back has its letter, stroked."""
    starts = list(range(0, bars, BLOCK))
    if len(starts) > 1 and bars - starts[-1] < 4:
        starts.pop()
    known: list[tuple[str, frozenset[tuple[int, int]]]] = []
    out = []
    for i, start in enumerate(starts):
        stop = starts[i + 1] if i + 1 < len(starts) else bars
        shape = frozenset(
            (n.onset - start * bar, n.pitch) for n in notes if start * bar <= n.onset < stop * bar
        )
        alike = next((name for name, old in known if shape and len(shape & old) >= 0.6 * len(shape)), None)
        letter = alike if alike else chr(ord("A") + len({name for name, _ in known}) % 26)
        known.append((letter, shape))
        out.append((f"{letter}'" if alike else letter, stop - start))
    return out


def _intro_spans(spans: list[ChordSpan], bars: int, bar: int, key: Key) -> list[ChordSpan]:
    """The chords that the melody begins with, and the dominant before it."""
    if bars == 0:
        return []
    stop = (bars - 1) * bar
    kept = [ChordSpan(s.start, min(s.stop, stop), s.chord) for s in spans if s.start < stop]
    if kept and kept[-1].stop < stop:
        kept.append(ChordSpan(kept[-1].stop, stop, kept[0].chord))
    dominant = parse_numeral("V7", key)
    return [*kept, ChordSpan(stop, stop + bar, dominant)]


def _outro_spans(spans: list[ChordSpan], outro: Section, bar: int, key: Key, sung: int) -> list[ChordSpan]:
    """Tonic and subdominant in turn; the last bar is made the tonic's afterwards."""
    numerals = ("i", "iv") if key.minor else ("I", "IV")
    return [
        ChordSpan(
            (outro.start_bar + k) * bar, (outro.start_bar + k + 1) * bar, parse_numeral(numerals[k % 2], key)
        )
        for k in range(outro.bars)
    ]
