"""Controls: what may be asked of a piece. The words of the JSON contract, one field each."""

from dataclasses import asdict, dataclass, fields, replace
from typing import Any, Literal, get_args

from music.errors import ImpossibleControls
from music.instruments import program_number
from music.theory import Key
from music.wording import number

Density = Literal["sparse", "medium", "dense"]
DENSITIES: tuple[Density, ...] = get_args(Density)

TEMPO_RANGE = (20.0, 320.0)  # beats (quarters) a minute
BARS_RANGE = (1, 512)
SECONDS_RANGE = (2.0, 600.0)
#: numerators and denominators that the Grid holds; a bar is at most 8 quarters
METRE_DENOMINATORS = (2, 4, 8, 16)
MAX_BAR_QUARTERS = 8


def askable_seconds(seconds: float) -> float:
    """The length nearest to `seconds` that can be asked for: a single fast bar is shorter than that."""
    return round(min(max(seconds, SECONDS_RANGE[0]), SECONDS_RANGE[1]), 2)


@dataclass(frozen=True, slots=True)
class Controls:
    """What is asked of a piece; None or empty where nothing was said.

    valence, arousal: Mood in [-1, 1]; mood: the words; tempo_bpm: quarters a minute;
    key: "A minor"; metre: "3/4"; instruments: General MIDI names; density: notes for the time they take.
    """

    valence: float | None = None
    arousal: float | None = None
    mood: tuple[str, ...] = ()
    style: str | None = None
    tempo_bpm: float | None = None
    key: str | None = None
    metre: str | None = None
    instruments: tuple[str, ...] = ()
    exclude_instruments: tuple[str, ...] = ()
    bars: int | None = None
    seconds: float | None = None
    density: Density | None = None

    def to_json(self) -> dict[str, Any]:
        """JSON values under the names of the contract; tuples become lists."""
        return {k: list(v) if isinstance(v, tuple) else v for k, v in asdict(self).items()}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Controls":
        """The inverse of `to_json`. Raises ImpossibleControls for unknown names or values out of bounds."""
        unknown = set(data) - {f.name for f in fields(cls)}
        if unknown:
            raise ImpossibleControls(f"There is no control called {sorted(unknown)[0]!r}.")
        values: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in data.items()}
        return cls(**values).checked()

    def merged_over(self, earlier: "Controls") -> "Controls":
        """These Controls where they say something, `earlier` elsewhere."""
        said = {f.name: v for f in fields(self) if (v := getattr(self, f.name)) not in (None, ())}
        return replace(earlier, **said)

    def checked(self) -> "Controls":
        """Itself, if every value can be played. Raises ImpossibleControls with what would work."""
        for name, value, (low, high), unit in (
            ("A valence", self.valence, (-1.0, 1.0), ""),
            ("An arousal", self.arousal, (-1.0, 1.0), ""),
            ("A tempo", self.tempo_bpm, TEMPO_RANGE, " bpm"),
            ("A length", self.bars, BARS_RANGE, " bars"),
            ("A length", self.seconds, SECONDS_RANGE, " seconds"),
        ):
            if value is not None and not low <= value <= high:
                raise ImpossibleControls(
                    f"{name} of {number(value)}{unit} is out of reach; {low:g} to {high:g}{unit} works."
                )
        if self.key is not None:
            Key.parse(self.key)
        if self.metre is not None:
            parse_metre(self.metre)
        if self.density is not None and self.density not in DENSITIES:
            raise ImpossibleControls(f"A density is sparse, medium or dense, not {self.density!r}.")
        for name in (*self.instruments, *self.exclude_instruments):
            program_number(name)
        both = set(self.instruments) & set(self.exclude_instruments)
        if both:
            raise ImpossibleControls(f"{sorted(both)[0]} is both wanted and unwanted; say one of the two.")
        return self


def parse_metre(text: str) -> tuple[int, int]:
    """(numerator, denominator) of "3/4". Raises ImpossibleControls for a metre the Grid cannot hold."""
    top, _, bottom = text.partition("/")
    if not (top.strip().isdecimal() and bottom.strip().isdecimal()):
        raise ImpossibleControls(f"There is no metre {text[:40]!r}; write it like '3/4' or '6/8'.")
    numerator, denominator = int(top), int(bottom)
    if (
        denominator not in METRE_DENOMINATORS
        or numerator < 1
        or numerator * 4 > MAX_BAR_QUARTERS * denominator
        or numerator * 4 < denominator
    ):
        raise ImpossibleControls(
            f"I cannot count {numerator}/{denominator}; a bar has 1 to {MAX_BAR_QUARTERS} quarters, "
            "as in 2/4, 3/4, 4/4, 5/4, 6/8, 7/8 or 12/8."
        )
    return numerator, denominator
