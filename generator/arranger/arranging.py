"""The arranger's two doors: a piece from nothing, and a piece from a melody."""

from random import Random

from generator.arranger.bass import BassPlayer
from generator.arranger.chord import Chord, coloured, parse_numeral
from generator.arranger.comping import ChordPlayer
from generator.arranger.counter import CounterPlayer
from generator.arranger.drumming import drums
from generator.arranger.drumming import ending as drum_ending
from generator.arranger.harmony_time import HarmonyTime
from generator.arranger.loading import template_named
from generator.arranger.pattern import MetreShape
from generator.arranger.performing import Performer, make_score
from generator.arranger.progressions import Progression, choose, spans_of
from generator.arranger.sheet import (
    Arranged,
    ChordSpan,
    FormLabel,
    Labels,
    Played,
    Section,
    Sheet,
    TuneNote,
    chord_labels,
)
from generator.arranger.steering import Steering, is_minor, steer, tempo_for
from generator.arranger.structure import fitted_form
from generator.arranger.template import PartTemplate, StyleTemplate
from generator.arranger.tune import make_theme, varied
from music.controls import BARS_RANGE, Controls, parse_metre
from music.instruments import NAMES
from music.theory import Key


def compose_arranged(
    style: str | StyleTemplate,
    *,
    valence: float | None = None,
    arousal: float | None = None,
    key: Key | None = None,
    tonic: int | None = None,
    tempo_bpm: float | None = None,
    metre: str | None = None,
    bars: int | None = None,
    seconds: float | None = None,
    seed: int = 0,
) -> Arranged:
    """A new piece in `style`; what is left open the style, the mood and the seed decide.

    tonic: a pitch class, where the mode is left to the mood. tempo_bpm: quarters a minute. The same arguments
    give the same notes. Raises UnknownStyle and ImpossibleControls.
    """
    template = template_named(style) if isinstance(style, str) else style
    Controls(valence=valence, arousal=arousal, tempo_bpm=tempo_bpm, bars=bars, seconds=seconds).checked()
    rng = Random(f"{template.name} {seed}")
    steering = steer(template, valence, arousal, rng)
    shape = template.metre if metre is None else MetreShape(*parse_metre(metre))
    minor = is_minor(template, steering, rng)
    drawn = rng.randrange(12)
    key = Key(drawn if tonic is None else tonic % 12, minor) if key is None else key
    tempo = tempo_in(shape, tempo_for(template, steering, rng)) if tempo_bpm is None else tempo_bpm
    sections = fitted_form(template, _bars(template, shape, tempo, bars, seconds), steering.energy_shift)
    spans = _harmony(template, key, shape, sections, steering, rng)
    melody = _melody(template, key, shape, sections, spans, steering, rng)
    title = f"{template.name[0].upper()}{template.name[1:]} in {key}"
    sheet = Sheet(
        template, key, shape, tempo, steering.valence, steering.arousal, sections, tuple(spans),
        tuple(melody),
        programs_of(template, rng), title,
    )  # fmt: skip
    return play(sheet, steering, rng)


def tempo_in(shape: MetreShape, beats: float) -> float:
    """Quarters a minute of a tempo in beats a minute."""
    return beats * shape.beat / 480


def _bars(
    template: StyleTemplate, shape: MetreShape, tempo: float, bars: int | None, seconds: float | None
) -> int:
    if bars is not None:
        return bars
    if seconds is None:
        return sum(section.bars for section in template.form)
    counted = round(seconds * tempo * 480 / 60 / shape.bar)
    return min(max(counted, 2), BARS_RANGE[1])


def programs_of(template: StyleTemplate, rng: Random) -> dict[str, int]:
    """An instrument for each part: the usual one more often than not."""
    return {
        part.name: part.programs[0] if rng.random() < 0.6 else rng.choice(part.programs)
        for part in template.parts
    }


def _harmony(
    template: StyleTemplate,
    key: Key,
    shape: MetreShape,
    sections: tuple[Section, ...],
    steering: Steering,
    rng: Random,
) -> list[ChordSpan]:
    """A progression for each letter of harmony; the last bar of the piece is the tonic's."""
    mood = (steering.valence, steering.arousal)
    by_name: dict[str, Progression] = {}
    colours: dict[str, Chord] = {}
    colour = steering.colour(template.harmony.colour)
    spans: list[ChordSpan] = []
    for section in sorted(sections, key=lambda s: (s.harmony, s.start_bar)):
        if section.harmony not in by_name:
            earlier = next(iter(by_name.values()), None)
            by_name[section.harmony] = choose(template.harmony, key.minor, mood, section.bars, rng, earlier)
    for section in sections:
        spans += spans_of(
            by_name[section.harmony],
            template.harmony,
            key,
            shape,
            section.start_bar,
            section.bars,
            colour,
            colours,
            rng,
        )
    return close(spans, key, colour, sections, shape)


def close(
    spans: list[ChordSpan], key: Key, colour: str, sections: tuple[Section, ...], shape: MetreShape
) -> list[ChordSpan]:
    """`spans` with the tonic in the last bar."""
    start = (sections[-1].start_bar + sections[-1].bars - 1) * shape.bar
    tonic = coloured(parse_numeral("i" if key.minor else "I", key), colour, key, 0.99)
    kept = [ChordSpan(s.start, min(s.stop, start), s.chord) for s in spans if s.start < start]
    return [*kept, ChordSpan(start, start + shape.bar, tonic)]


def _melody(
    template: StyleTemplate,
    key: Key,
    shape: MetreShape,
    sections: tuple[Section, ...],
    spans: list[ChordSpan],
    steering: Steering,
    rng: Random,
) -> list[TuneNote]:
    """The themes of the sections; one that was heard before returns, with a stroke (A') varied."""
    out: list[TuneNote] = []
    known: dict[tuple[str, int], list[TuneNote]] = {}
    reach = melody_reach(template)
    first = next((s.theme[0] for s in sections if s.theme), "")
    for section in sections:
        if not section.theme:
            continue
        low, stop = section.start_bar * shape.bar, (section.start_bar + section.bars) * shape.bar
        here = [
            ChordSpan(max(s.start, low) - low, min(s.stop, stop) - low, s.chord)
            for s in spans
            if s.stop > low and s.start < stop
        ]
        name = (section.theme[0] + section.harmony, section.bars)
        closing = section is sections[-1]
        if name not in known or closing:
            theme = make_theme(
                template,
                key,
                shape,
                here,
                section.bars,
                reach,
                steering,
                section.theme[0] != first,
                rng,
                closing=closing,
            )
            if closing and name in known:  # as it was, but for the close
                cut = max(section.bars - 2, 0) * shape.bar
                theme = [n for n in known[name] if n.onset < cut] + [n for n in theme if n.onset >= cut]
                theme = [
                    TuneNote(
                        n.onset, min(n.duration, cut - n.onset) if n.onset < cut else n.duration, n.pitch
                    )
                    for n in theme
                ]
            known.setdefault(name, theme)
        else:
            theme = known[name]
        if section.theme.endswith("'") and not closing:
            theme = varied(theme, here, key, shape, rng)
        out += [TuneNote(n.onset + low, n.duration, n.pitch) for n in theme]
    return out


def melody_reach(template: StyleTemplate) -> tuple[int, int]:
    """Pitches that all melody parts of the style share, about two octaves at most."""
    leads = [part for part in template.parts if part.role == "melody"]
    low, high = max(p.lowest for p in leads), min(p.highest for p in leads)
    if high - low < 9:
        low, high = leads[0].lowest, leads[0].highest
    return low, high


def play(sheet: Sheet, steering: Steering, rng: Random) -> Arranged:
    """All parts play the sheet."""
    time = HarmonyTime(sheet)
    performer = Performer(sheet, steering, rng)
    parts = []
    for part in sheet.template.parts:
        notes = _part_notes(part, sheet, time, steering, rng)
        made = performer.part(part, notes)
        if made is not None:
            parts.append(made)
    score = make_score(sheet, parts)
    labels = Labels(
        style=sheet.template.name,
        valence=sheet.valence,
        arousal=sheet.arousal,
        key=str(sheet.key),
        tempo_bpm=sheet.tempo_bpm,
        metre=str(sheet.shape),
        bars=sheet.bars,
        seconds=score.seconds,
        instruments=tuple(dict.fromkeys("Drums" if p.is_drum else NAMES[p.program] for p in parts)),
        form=tuple(FormLabel(s.label, s.start_bar + 1, s.bars) for s in sheet.sections),
        chords=chord_labels(sheet),
    )
    return Arranged(score, labels)


def _part_notes(
    part: PartTemplate, sheet: Sheet, time: HarmonyTime, steering: Steering, rng: Random
) -> list[Played]:
    sections = [s for s in sheet.sections if part.name in s.plays]
    if not sections:
        return []
    at_end = part.name in sheet.sections[-1].plays
    onset, bar = sheet.ticks - sheet.shape.bar, sheet.shape.bar
    if part.role in ("melody", "double"):
        return _sung(part, sheet, sections)
    out: list[Played] = []
    if part.role == "drums":
        for section in sections:
            following = next(
                (s for s in sheet.sections if s.start_bar == section.start_bar + section.bars), None
            )
            out += drums(sheet, section, following, rng)
        return out + (drum_ending(sheet, onset) if at_end else [])
    player: BassPlayer | CounterPlayer | ChordPlayer
    if part.role == "bass":
        player = BassPlayer(part, sheet, time)
    elif part.role == "counter":
        player = CounterPlayer(part, sheet, time, sheet.melody)
    else:
        player = ChordPlayer(part, sheet, time, steering)
    for section in sections:
        out += player.section(section, rng)
    return out + (player.ending(onset, bar) if at_end else [])


def _sung(part: PartTemplate, sheet: Sheet, sections: list[Section]) -> list[Played]:
    """The melody as this part plays it: in its octave, folded into its range where it must be."""
    out = []
    shift = 12 * part.octave
    for section in sections:
        low = section.start_bar * sheet.shape.bar
        stop = low + section.bars * sheet.shape.bar
        for note in sheet.melody:
            if low <= note.onset < stop:
                pitch = note.pitch + shift
                while pitch > part.highest:
                    pitch -= 12
                while pitch < part.lowest:
                    pitch += 12
                strength = 1.0 + 0.012 * (note.pitch - (part.lowest + part.highest) / 2)
                out.append(Played(note.onset, note.duration, pitch, min(max(strength, 0.85), 1.15)))
    return out
