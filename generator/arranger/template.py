"""What a style template says. The engine reads nothing else about a style."""

from dataclasses import dataclass
from typing import Literal, get_args

from generator.arranger.pattern import MetreShape
from music.controls import Density
from music.instruments import NAMES
from music.style import Style

Role = Literal["melody", "double", "counter", "pad", "comp", "arpeggio", "bass", "drums"]
ROLES: tuple[Role, ...] = get_args(Role)
Voicing = Literal["close", "drop2", "open", "shell", "rootless", "power", "guitar", "octaves", "fifths"]
VOICINGS: tuple[Voicing, ...] = get_args(Voicing)
CounterLine = Literal["guide", "answer", "thirds"]
COUNTER_LINES: tuple[CounterLine, ...] = get_args(CounterLine)
TuneForm = Literal["sentence", "period", "riff", "sparse", "spun"]
TUNE_FORMS: tuple[TuneForm, ...] = get_args(TuneForm)

#: Names of the General MIDI percussion map (MMA, 1991) that grooves may use.
DRUM_PITCHES: dict[str, int] = {
    "kick": 36, "kick2": 35, "rim": 37, "snare": 38, "clap": 39, "snare2": 40, "floor_tom": 41, "hat": 42,
    "low_tom": 45, "pedal_hat": 44, "open_hat": 46, "mid_tom": 47, "high_tom": 50, "crash": 49, "ride": 51,
    "china": 52, "ride_bell": 53, "tambourine": 54, "splash": 55, "cowbell": 56, "crash2": 57,
    "bongo_high": 60,
    "bongo_low": 61, "conga_mute": 62, "conga_high": 63, "conga_low": 64, "timbale": 65, "agogo_high": 67,
    "agogo_low": 68, "cabasa": 69, "maracas": 70, "guiro": 73, "clave": 75, "block_high": 76, "triangle": 81,
    "shaker": 82,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class StepPattern:
    """A rhythm (see `pattern`) for sections whose energy lies in `energy`."""

    steps: str
    energy: tuple[float, float]
    metre: MetreShape


@dataclass(frozen=True, slots=True)
class Groove:
    """Step strings of drums, by name of the percussion map."""

    drums: tuple[tuple[str, str], ...]
    energy: tuple[float, float]
    metre: MetreShape


@dataclass(frozen=True, slots=True)
class PartTemplate:
    """One player. `level` scales velocities, `volume` is controller 7, `pan` is -64 (left)
    to 63, `sustain` scales note lengths.

    octave: of a double, against the melody. line: of a counter. walks: whether a bass walks in quarters.
    """

    name: str
    role: Role
    programs: tuple[int, ...]
    lowest: int
    highest: int
    level: float
    volume: int
    pan: int
    sustain: float
    voicing: Voicing
    voices: int
    patterns: tuple[StepPattern, ...]
    line: CounterLine
    octave: int
    walks: bool
    strum: int


@dataclass(frozen=True, slots=True)
class SectionTemplate:
    """`theme` names the melody (empty: none), `harmony` the progression; `plays` the parts.

    weight: sections of low weight go first when a piece is short, those of high weight return in a long one.
    """

    label: str
    bars: int
    energy: float
    plays: tuple[str, ...]
    theme: str
    harmony: str
    weight: int


@dataclass(frozen=True, slots=True)
class Feel:
    """swing: share of the first of two `swing_unit` notes (0.5 is straight); timing: deviation in ticks;
    lag: ticks that the backbeat comes late; accent: how strongly metre shows in velocities."""

    swing: float
    swing_unit: int
    timing: float
    lag: int
    accent: float


@dataclass(frozen=True, slots=True)
class TuneTemplate:
    """How a new melody goes: step strings of one bar; `spread` in semitones around the middle."""

    form: TuneForm
    rhythms: tuple[StepPattern, ...]
    cadences: tuple[StepPattern, ...]
    spread: float
    leaps: float
    tensions: bool


@dataclass(frozen=True, slots=True)
class HarmonyTemplate:
    """families: whose progressions fit; colour: what is added to triads; pace: bars a chord is held, against
    the progression as written; minor: share of pieces in minor at neutral valence; borrowed: numerals that
    a harmonised melody may use beside the key's own, in major and in minor."""

    families: tuple[str, ...]
    colour: str
    pace: float
    minor: float
    borrowed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StyleTemplate:
    """A style: the fields of a moderator's Style, and how it is played."""

    name: str
    description: str
    tempo_bpm: tuple[float, float]
    metre: MetreShape
    metres: tuple[MetreShape, ...]
    minor: bool | None
    valence: tuple[float, float]
    arousal: tuple[float, float]
    density: Density
    corpus_styles: tuple[str, ...]
    feel: Feel
    harmony: HarmonyTemplate
    tune: TuneTemplate
    parts: tuple[PartTemplate, ...]
    grooves: tuple[Groove, ...]
    fills: tuple[Groove, ...]
    form: tuple[SectionTemplate, ...]

    def part(self, name: str) -> PartTemplate:
        return next(part for part in self.parts if part.name == name)

    def leads(self) -> frozenset[str]:
        """Names, as scores have them, of the parts that play the melody."""
        return frozenset(part.name.capitalize() for part in self.parts if part.role in ("melody", "double"))

    def style(self) -> Style:
        """The Style that says the same in the words of a request."""
        return Style(
            name=self.name,
            tempo_bpm=self.tempo_bpm,
            metre=str(self.metre),
            instruments=tuple(dict.fromkeys(NAMES[part.programs[0]] for part in self.parts)),
            minor=self.minor,
            valence=sum(self.valence) / 2,
            arousal=sum(self.arousal) / 2,
            density=self.density,
            corpus_styles=self.corpus_styles,
        )
