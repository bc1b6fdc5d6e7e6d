"""Which of the styles a text names it asks for, and the metre that a dance among them fixes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.understanding.instrument_names import STYLE_OF_ENSEMBLE
from bot.understanding.names import Name
from bot.understanding.text import Text
from music.styles import DANCE_METRES

#: genres that say more about the sound than the dance does ("lo-fi waltz")
_SOUND = {
    "lo-fi", "house", "techno", "trance", "electronic", "dubstep", "synthwave", "drum and bass", "hip hop",
    "trap",
    "r&b", "chiptune", "rock", "metal", "punk", "ska", "funk", "disco", "jazz", "swing", "reggae", "ambient",
}  # fmt: skip
#: what the music is for rather than how it sounds ("8 bit game music")
_PURPOSE = {"game music"}
#: metres in which a dance can also be written down
_ALSO_WRITTEN = {
    "3/4": {"3/4", "3/8", "6/8", "6/4", "3/2", "9/8", "12/8"}, "6/8": {"6/8", "12/8", "9/8", "3/8"},
    "9/8": {"9/8", "3/4"}, "2/4": {"2/4", "4/4", "2/2", "4/8"},
}  # fmt: skip
#: "jazz is fine, but make it bossa nova": what it shall become
_MADE_TO_BE = re.compile(
    r"\bbut\b.*\b(?:make|turn|change)\s+(?:it|this|that)\s+(?:in)?(?:to\s+)?(?:an?\s+)?(?:more\s+)?$"
)
_JAZZ_WALTZ = re.compile(r"\bjazz[- ]waltz|爵士圆舞曲")


@dataclass(frozen=True, slots=True)
class StyleReading:
    """`style`; the `dance` named, whose metre is fixed; `others` that were named besides;
    `unwanted` styles."""

    style: str | None = None
    dance: str | None = None
    others: tuple[str, ...] = ()
    unwanted: tuple[str, ...] = ()

    @property
    def metre(self) -> str | None:
        return DANCE_METRES.get(self.dance or "")

    def agrees_with(self, metre: str) -> bool:
        """Whether the dance can be written in `metre`."""
        return self.metre is None or metre in _ALSO_WRITTEN[self.metre]


def read_style(text: Text, names: Sequence[Name]) -> StyleReading:
    """The style among `names`. Of "jazz funk" the head noun wins, of "electronic and pop" the first."""
    wanted = [n for n in names if n.kind == "style" and not n.unwanted]
    unwanted = tuple(n.word for n in names if n.kind == "style" and n.unwanted)
    found = list(dict.fromkeys(n.word for n in wanted))
    if _JAZZ_WALTZ.search(text.lower):
        found = ["jazz", *(f for f in found if f not in ("jazz", "waltz"))]
        return StyleReading("jazz", "waltz", tuple(found[1:]))
    if not found:
        ensembles = [
            STYLE_OF_ENSEMBLE[n.word] for n in names if n.word in STYLE_OF_ENSEMBLE and not n.unwanted
        ]
        return StyleReading(ensembles[0] if ensembles else None, unwanted=unwanted)
    dance = next((f for f in found if f in DANCE_METRES), None)
    style = next((n.word for n in reversed(wanted) if _MADE_TO_BE.search(text.lower[: n.start])), found[0])
    if style != found[0]:
        return StyleReading(
            style, dance if dance == style else None, tuple(f for f in found if f != style), unwanted
        )
    if dance and (modern := [f for f in found if f in _SOUND]):
        style = modern[0]
    elif dance:
        style = dance
    else:
        for first, second in pairwise(wanted):
            if first.word != style or not re.fullmatch(r"[\s-]*", text.lower[first.end : second.start]):
                break
            if second.word in _PURPOSE and style in _SOUND:
                break
            style = second.word
    return StyleReading(style, dance, tuple(f for f in found if f not in (style, dance)), unwanted)
