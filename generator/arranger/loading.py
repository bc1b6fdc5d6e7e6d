"""Reading style templates; what is wrong with one is said in a sentence that names the file and the place."""

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

from generator.arranger.chord import COLOURS
from generator.arranger.pattern import MetreShape, problem
from generator.arranger.template import (
    COUNTER_LINES,
    DRUM_PITCHES,
    ROLES,
    TUNE_FORMS,
    VOICINGS,
    Feel,
    Groove,
    HarmonyTemplate,
    PartTemplate,
    SectionTemplate,
    StepPattern,
    StyleTemplate,
    TuneTemplate,
)
from music.controls import DENSITIES, TEMPO_RANGE, parse_metre
from music.errors import CadenzaError, ImpossibleControls, UnknownStyle
from music.instruments import DRUMS, NAMES, pitch_range, program_number

CHORD_SIGNS = "goxX123456789bf"
BASS_SIGNS = "1345678a"
DRUM_SIGNS = "goxX"
TUNE_SIGNS = "x"
#: Controller 7 where a part does not say: the tune, bass and drums in front.
_VOLUMES = {
    "melody": 112, "double": 100, "counter": 92, "pad": 88, "comp": 92, "arpeggio": 92, "bass": 112,
    "drums": 127,
}  # fmt: skip
_PITCH = re.compile(r"^([A-G])(#|b)?(-?\d)$")
_LETTERS = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}


class BadTemplate(CadenzaError):
    """A style template that cannot be played as it is written."""


class _Table:
    """A table of a TOML file; every value is taken once, and what is left over at the end was misspelt."""

    def __init__(self, place: str, values: Any) -> None:
        if not isinstance(values, dict):
            raise BadTemplate(f"{place} is a table of fields, not {values!r}.")
        self.place = place
        self._left = dict(values)

    def take(self, name: str, kind: type | tuple[type, ...], default: Any = None) -> Any:
        if name not in self._left:
            if default is None:
                raise BadTemplate(f"{self.place} lacks {name!r}.")
            return default
        value = self._left.pop(name)
        if not isinstance(value, kind) or isinstance(value, bool) is not (kind is bool):
            raise BadTemplate(f"{self.place}: {name} is {value!r}, which is of the wrong kind.")
        return value

    def number(self, name: str, low: float, high: float, default: float | None = None) -> float:
        return _within(self.place, name, self.take(name, (int, float), default), low, high)

    def span(self, name: str, low: float, high: float, default: Any = None) -> tuple[float, float]:
        pair = self.take(name, list, default)
        if len(pair) != 2 or not all(isinstance(v, (int, float)) for v in pair) or pair[0] > pair[1]:
            raise BadTemplate(f"{self.place}: {name} is {pair!r}; it holds two numbers, the lower first.")
        return (_within(self.place, name, pair[0], low, high), _within(self.place, name, pair[1], low, high))

    def word(self, name: str, known: Iterable[str], default: str | None = None) -> Any:
        value = self.take(name, str, default)
        if value not in known:
            raise BadTemplate(f"{self.place}: {name} is {value!r}; {', '.join(known)} work.")
        return value

    def words(self, name: str, default: Any = None) -> tuple[str, ...]:
        values = self.take(name, list, default)
        if not all(isinstance(v, str) for v in values):
            raise BadTemplate(f"{self.place}: {name} holds words, not {values!r}.")
        return tuple(values)

    def tables(self, name: str, default: Any = None) -> list["_Table"]:
        rows = self.take(name, list, default)
        return [_Table(f"{self.place}, {name} {i + 1}", row) for i, row in enumerate(rows)]

    def end(self) -> None:
        if self._left:
            raise BadTemplate(f"{self.place} has a field {min(self._left)!r}, which means nothing here.")


def _within(place: str, name: str, value: float, low: float, high: float) -> float:
    if not low <= value <= high:
        raise BadTemplate(f"{place}: {name} is {value:g}; {low:g} to {high:g} works.")
    return float(value)


@cache
def templates() -> dict[str, StyleTemplate]:
    """The templates that come with Cadenza, by name. Raises BadTemplate."""
    folder = files("generator.arranger").joinpath("styles")
    found = sorted((f for f in folder.iterdir() if f.name.endswith(".toml")), key=lambda f: f.name)
    made = [read_template(f.read_text(encoding="utf-8"), f.name) for f in found]
    return {template.name: template for template in made}


def template_named(name: str) -> StyleTemplate:
    """The template of a style by its name. Raises UnknownStyle."""
    known = templates()
    if name not in known:
        raise UnknownStyle(f"I have no arrangement in the style {name!r}; I have {', '.join(known)}.")
    return known[name]


def read_template(text: str, source: str) -> StyleTemplate:
    """The template in `text`; `source` is named in messages. Raises BadTemplate."""
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadTemplate(f"{source} is no TOML: {error}.") from error
    top = _Table(source, values)
    metre = _metre(source, top.take("metre", str))
    tempo = top.span("tempo_bpm", *TEMPO_RANGE)
    mode = top.word("mode", ("major", "minor", "either"), "either")
    parts = tuple(_part(row, metre) for row in top.tables("parts"))
    names = [part.name for part in parts]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice:
        raise BadTemplate(f"{source} has two parts called {twice!r}.")
    has_drums = any(part.role == "drums" for part in parts)
    template = StyleTemplate(
        name=top.take("name", str),
        description=top.take("description", str),
        tempo_bpm=tempo,
        metre=metre,
        metres=tuple(_metre(source, m) for m in top.words("metres", [str(metre)])),
        minor={"major": False, "minor": True, "either": None}[mode],
        valence=top.span("valence", -1, 1),
        arousal=top.span("arousal", -1, 1),
        density=top.word("density", DENSITIES),
        corpus_styles=top.words("corpus_styles", []),
        feel=_feel(_Table(f"{source}, feel", top.take("feel", dict, {}))),
        harmony=_harmony(_Table(f"{source}, harmony", top.take("harmony", dict))),
        tune=_tune(_Table(f"{source}, tune", top.take("tune", dict)), metre),
        parts=parts,
        grooves=tuple(_groove(row, metre) for row in top.tables("grooves", [] if not has_drums else None)),
        fills=tuple(_groove(row, metre) for row in top.tables("fills", [])),
        form=tuple(_section(row, names) for row in top.tables("form")),
    )
    top.end()
    return template


def _metre(place: str, text: str) -> MetreShape:
    try:
        return MetreShape(*parse_metre(text))
    except ImpossibleControls as error:
        raise BadTemplate(f"{place}: {error}") from error


def _feel(row: _Table) -> Feel:
    feel = Feel(
        swing=row.number("swing", 0.5, 0.75, 0.5),
        swing_unit=int(row.number("swing_unit", 8, 16, 8)),
        timing=row.number("timing", 0, 20, 4),
        lag=int(row.number("lag", -20, 30, 0.0)),
        accent=row.number("accent", 0, 2, 1.0),
    )
    row.end()
    return feel


def _harmony(row: _Table) -> HarmonyTemplate:
    harmony = HarmonyTemplate(
        families=row.words("families"),
        colour=row.word("colour", COLOURS, "triads"),
        pace=row.number("pace", 0.5, 4, 1.0),
        minor=row.number("minor", 0, 1, 0.5),
        borrowed=row.words("borrowed", []),
    )
    row.end()
    return harmony


def _tune(row: _Table, metre: MetreShape) -> TuneTemplate:
    tune = TuneTemplate(
        form=row.word("form", TUNE_FORMS),
        rhythms=_rhythms(row, "rhythms", metre),
        cadences=_rhythms(row, "cadences", metre),
        spread=row.number("spread", 2, 14, 7.0),
        leaps=row.number("leaps", 0.2, 3, 1.0),
        tensions=row.take("tensions", bool, False) if "tensions" in row._left else False,
    )
    row.end()
    return tune


def _rhythms(row: _Table, name: str, metre: MetreShape) -> tuple[StepPattern, ...]:
    return tuple(_steps(row.place, name, steps, metre, TUNE_SIGNS, (0.0, 1.0)) for steps in row.words(name))


def _steps(
    place: str, name: str, steps: str, metre: MetreShape, signs: str, energy: tuple[float, float]
) -> StepPattern:
    steps = steps.replace(" ", "")
    wrong = problem(steps, metre, signs)
    if wrong:
        raise BadTemplate(f"{place}: {name} is {steps!r}, but {wrong}.")
    return StepPattern(steps, energy, metre)


def _part(row: _Table, metre: MetreShape) -> PartTemplate:
    name = row.take("name", str)
    row.place = f"{row.place.partition(',')[0]}, part {name!r}"
    role = row.word("role", ROLES)
    programs = tuple(_program(row.place, n) for n in row.words("instruments"))
    if not programs or (role == "drums") != (programs == (DRUMS,)):
        raise BadTemplate(f"{row.place}: drums, and they alone, have the one instrument 'Drums'.")
    low, high = _range(row, programs)
    signs = BASS_SIGNS if role == "bass" else CHORD_SIGNS
    patterns = tuple(_part_pattern(p, metre, signs) for p in row.tables("patterns", []))
    walks = row.take("walks", bool, False) if "walks" in row._left else False
    if role in ("comp", "arpeggio", "bass") and not patterns and not walks:
        raise BadTemplate(f"{row.place} lacks 'patterns'.")
    part = PartTemplate(
        name=name,
        role=role,
        programs=programs,
        lowest=low,
        highest=high,
        level=row.number("level", 0.2, 1.5, 1.0),
        volume=int(row.number("volume", 20, 127, _VOLUMES[role])),
        pan=int(row.number("pan", -64, 63, 0.0)),
        sustain=row.number("sustain", 0.2, 1.0, 0.95),
        voicing=row.word("voicing", VOICINGS, "close"),
        voices=int(row.number("voices", 1, 6, 3)),
        patterns=patterns,
        line=row.word("line", COUNTER_LINES, "guide"),
        octave=int(row.number("octave", -2, 2, 0.0)),
        walks=walks,
        strum=int(row.number("strum", 0, 40, 0.0)),
    )
    row.end()
    return part


def _part_pattern(row: _Table, metre: MetreShape, signs: str) -> StepPattern:
    own = _metre(row.place, row.take("metre", str, str(metre)))
    energy = row.span("energy", 0, 1, [0, 1])
    steps = _steps(row.place, "steps", row.take("steps", str), own, signs, energy)
    row.end()
    return steps


def _program(place: str, name: str) -> int:
    try:
        return program_number(name)
    except ImpossibleControls as error:
        raise BadTemplate(f"{place}: {error}") from error


def _range(row: _Table, programs: tuple[int, ...]) -> tuple[int, int]:
    """The part's range, inside that of each of its instruments."""
    if programs == (DRUMS,):
        return pitch_range(DRUMS)
    low, high = (_pitch(row.place, text) for text in row.words("range"))
    for program in programs:
        lowest, highest = pitch_range(program)
        if not lowest <= low < high <= highest:
            raise BadTemplate(
                f"{row.place}: {NAMES[program]} plays from {pitch_name(lowest)} to {pitch_name(highest)}, "
                f"not from {pitch_name(low)} to {pitch_name(high)}."
            )
    if high - low < 11:
        raise BadTemplate(f"{row.place}: a range of {high - low} semitones is too narrow; 11 or more work.")
    return low, high


def _pitch(place: str, text: str) -> int:
    match = _PITCH.match(text)
    if not match:
        raise BadTemplate(f"{place}: {text!r} is no pitch; write it like 'C4' (middle C) or 'Bb2'.")
    letter, accidental, octave = match.groups()
    return _LETTERS[letter] + {"#": 1, "b": -1}.get(accidental or "", 0) + 12 * (int(octave) + 1)


def pitch_name(pitch: int) -> str:
    """ "C4" for 60."""
    return f"{('C', 'C#', 'D', 'Eb', 'E', 'F', 'F#', 'G', 'Ab', 'A', 'Bb', 'B')[pitch % 12]}{pitch // 12 - 1}"


def _groove(row: _Table, metre: MetreShape) -> Groove:
    own = _metre(row.place, row.take("metre", str, str(metre)))
    energy = row.span("energy", 0, 1, [0, 1])
    drums = tuple(
        (name, _steps(row.place, name, row.take(name, str), own, DRUM_SIGNS, energy).steps)
        for name in list(row._left)
        if name in DRUM_PITCHES
    )
    row.end()
    return Groove(drums, energy, own)


def _section(row: _Table, names: list[str]) -> SectionTemplate:
    section = SectionTemplate(
        label=row.take("label", str),
        bars=int(row.number("bars", 1, 32)),
        energy=row.number("energy", 0, 1),
        plays=row.words("plays"),
        theme=row.take("theme", str, ""),
        harmony=row.take("harmony", str, "A"),
        weight=int(row.number("weight", 1, 9, 5)),
    )
    missing = next((name for name in section.plays if name not in names), None)
    if missing:
        raise BadTemplate(f"{row.place}: there is no part {missing!r}; {', '.join(names)} are there.")
    row.end()
    return section
