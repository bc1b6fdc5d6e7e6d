"""How original a piece is: the longest line that it shares with a piece that is known."""

from dataclasses import asdict, dataclass
from typing import Any

#: the line: no piece may share so many notes and so many bars of one pitched line with another
MOST_NOTES = 16
MOST_BARS = 4.0


@dataclass(frozen=True, slots=True)
class Originality:
    """What is shared, in any key and tempo, with the piece that comes closest of `compared` pieces.

    notes, bars: length of the longest shared run of one line; 0 where none was found. A run of `always_found`
    notes is always found, a shorter one mostly. similarity in [0, 1]: of the 16 notes in a row that are most
    like that piece, the share that it has too, ornaments between the beats aside. id, title and composer name
    that piece; in_catalogue: it is a Track, and not what the model learned from.
    """

    compared: int
    notes: int = 0
    bars: float = 0.0
    similarity: float = 0.0
    id: str = ""
    title: str = ""
    composer: str = ""
    in_catalogue: bool = False
    always_found: int = MOST_NOTES

    @property
    def over_the_line(self) -> bool:
        """Whether it shares too much to be called a new piece."""
        return self.notes >= MOST_NOTES and self.bars >= MOST_BARS

    @property
    def sentence(self) -> str:
        """What a person is told."""
        if not self.notes:
            return f"Original: it shares no line worth naming with {self.compared:,} known pieces."
        where = f"“{self.title or self.id}”" + (f" by {self.composer}" if self.composer else "")
        source = "the catalogue" if self.in_catalogue else "what it learned from"
        if self.over_the_line:
            shared = f"{self.notes} notes in {self.bars:.0f} bars of one line with {where} ({source})"
            return f"Not original: it shares {shared}."
        shared = f"{self.notes} notes, in {where} ({source})"
        return f"Original: the longest line it shares with any known piece is {shared}."

    def to_json(self) -> dict[str, Any]:
        return {**asdict(self), "original": not self.over_the_line, "sentence": self.sentence}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Originality":
        return cls(**{name: data[name] for name in cls.__slots__ if name in data})
