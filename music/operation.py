"""Operation: what is done with a piece that is there."""

from dataclasses import dataclass, fields
from typing import Any, Literal, get_args

from music.errors import ImpossibleControls
from music.instruments import program_number

OperationKind = Literal["continue", "restyle", "vary", "rewrite", "blend", "add", "remove", "humanise"]
OPERATION_KINDS: tuple[OperationKind, ...] = get_args(OperationKind)
#: how much is changed where nobody says: half of the bars, half of each parent, timing as people play
USUAL_AMOUNT = 0.5


@dataclass(frozen=True, slots=True)
class Operation:
    """What to do; the Controls beside it say how the result shall be (its style, for a restyle).

    first_bar, last_bar: counted from 1, both included; 0 where the operation is about the whole piece.
    instruments: General MIDI names, of what is added, removed, or rewritten alone; () for all that play.
    amount: in [0, 1]: the share of bars that are varied, the weight of the second piece of a blend, how
    unevenly people play.
    """

    kind: OperationKind
    first_bar: int = 0
    last_bar: int = 0
    instruments: tuple[str, ...] = ()
    amount: float = USUAL_AMOUNT

    def checked(self) -> "Operation":
        """Itself, if it can be carried out on some piece. Raises ImpossibleControls with what would work."""
        if self.kind not in OPERATION_KINDS:
            raise ImpossibleControls(f"There is no operation {self.kind!r}.")
        if not 0.0 <= self.amount <= 1.0:
            name = {"blend": "A weight", "vary": "A degree"}.get(self.kind, "An amount")
            raise ImpossibleControls(f"{name} of {self.amount:g} is out of reach; 0 to 1 works.")
        if self.kind == "rewrite" and not 1 <= self.first_bar <= self.last_bar:
            raise ImpossibleControls(
                f"Bars {self.first_bar} to {self.last_bar} are no stretch of a piece; bars 5 to 8 are one."
            )
        if self.kind in ("add", "remove") and not self.instruments:
            raise ImpossibleControls(f"Say which instrument to {self.kind}, for instance Violin.")
        for name in self.instruments:
            program_number(name)
        return self

    def to_json(self) -> dict[str, Any]:
        """What is said, by name; what is as usual is left out."""
        usual = Operation(self.kind)
        values = {f.name: getattr(self, f.name) for f in fields(self)}
        said = {k: v for k, v in values.items() if k == "kind" or v != getattr(usual, k)}
        return {k: list(v) if isinstance(v, tuple) else v for k, v in said.items()}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Operation":
        """The inverse of `to_json`. Raises ImpossibleControls."""
        unknown = set(data) - {f.name for f in fields(cls)}
        if unknown or "kind" not in data:
            raise ImpossibleControls("That is no operation that this program knows.")
        values: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in data.items()}
        return cls(**values).checked()
