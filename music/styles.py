"""The styles that come with Cadenza, read from styles.csv, and finding one by the name people use.

Tempo ranges, instruments and moods are our own musical judgement. `corpus_styles` are labels of the
training corpus: the closest there are, since clean data of most modern styles does not exist.
"""

import csv
import difflib
import re
import unicodedata
from functools import cache
from importlib.resources import files
from typing import get_args

from music.controls import Density
from music.errors import UnknownStyle
from music.style import Style

#: dances whose name fixes the metre, wherever they are named without another style's habits
DANCE_METRES: dict[str, str] = {
    "waltz": "3/4", "minuet": "3/4", "mazurka": "3/4", "polonaise": "3/4", "sarabande": "3/4", "jig": "6/8",
    "slip jig": "9/8", "tarantella": "6/8", "polka": "2/4",
}  # fmt: skip


def _split(cell: str) -> tuple[str, ...]:
    return tuple(cell.split("|")) if cell else ()


def _number(cell: str) -> float | None:
    return float(cell) if cell else None


def _read_styles() -> dict[str, Style]:
    text = files("music").joinpath("styles.csv").read_text(encoding="utf-8")
    styles: dict[str, Style] = {}
    for row in csv.DictReader(text.splitlines()):
        styles[row["name"]] = Style(
            name=row["name"],
            aliases=_split(row["aliases"]),
            tempo_bpm=(float(row["slowest"]), float(row["fastest"])),
            metre=row["metre"],
            instruments=_split(row["instruments"]),
            minor={"minor": True, "major": False}.get(row["mode"]),
            valence=_number(row["valence"]),
            arousal=_number(row["arousal"]),
            density=next((d for d in get_args(Density) if d == row["density"]), None),
            corpus_styles=_split(row["corpus_styles"]),
            players=row["players"] == "yes",
        )
    return styles


BUILT_IN_STYLES: dict[str, Style] = _read_styles()


def folded(name: str) -> str:
    """`name` without case, accents, hyphens, apostrophes and spaces, so that spellings meet."""
    plain = unicodedata.normalize("NFKD", name.casefold()).replace("&", "and")
    return re.sub(r"[\W_]+", "", "".join(c for c in plain if not unicodedata.combining(c)))


@cache
def _by_folded_name() -> dict[str, Style]:
    table = {folded(alias): style for style in BUILT_IN_STYLES.values() for alias in style.aliases}
    # a name wins over another style's alias
    return table | {folded(style.name): style for style in BUILT_IN_STYLES.values()}


def find_style(name: str) -> Style:
    """The built-in style of that name or alias, in any case and hyphenation.

    Raises UnknownStyle, naming the nearest that exist.
    """
    table = _by_folded_name()
    style = table.get(folded(name))
    if style is not None:
        return style
    spellings = difflib.get_close_matches(folded(name), table, n=6, cutoff=0.6)
    near = list(dict.fromkeys(table[spelling].name for spelling in spellings))[:3]
    if near:
        raise UnknownStyle(f"I know no style called {name[:40]!r}; did you mean {' or '.join(near)}?")
    raise UnknownStyle(
        f"I know no style called {name[:40]!r}; "
        "try one such as lo-fi, jazz, techno, waltz, baroque or cinematic."
    )
