"""What titles say about mood against what the music measures: evidence for music/analysis/mood.py.

    python -m benchmarks.mood_titles CORPUS [test]

Titles of the train and valid splits (with `test`: of the test split, to check what was decided on the others)
hold words that are plainly glad, dark, sad or calm (mood_titles.txt), in English, German, French, Italian,
Polish and Latin. Glad and sad music differ in speed at least as much as in brightness; so what belongs to
valence shows where arousal is alike, in glad against dark and in calm against sad pieces. Printed for each
cue and for the measured mood: the chance that of two pieces of one collection (so that "fiddle tunes are glad
and songs are sad" counts for nothing), one from each side, the brighter or livelier one has the higher value;
the same for the music of two games, one of driving trains in the country, one of shooting demons, whose
titles are not looked at; and where zero would lie if as many pieces were above it as titles are bright or
lively.

For arousal also lively against slow: words of tempo and of forms (mood_paces.txt; Allegro, krakowiak; Adagio,
berceuse). It is asked of music in several voices whose tempo is known, since a tempo that was assumed, and a
tune whose type alone gave it one, say nothing of how fast the music goes.
"""

import json
import re
import sys
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.mood_calibration import features_of
from music.analysis.mood import mood_of_features, raw_cues


def _blocks(path: Path) -> dict[str, frozenset[str]]:
    blocks = (block.split() for block in path.read_text("utf-8").split("\n\n"))
    return {name: frozenset(words) for name, *words in blocks}


MOODS = _blocks(Path(__file__).with_suffix(".txt"))
PACES = _blocks(Path(__file__).with_name("mood_paces.txt"))
#: The brighter or livelier side, the other, and how much the contrast says of its axis.
VALENCE = {("calm", "sad"): 1.0, ("glad", "dark"): 1.0, ("glad", "sad"): 0.5, ("calm", "dark"): 0.5}
AROUSAL = {
    ("glad", "calm"): 1.0, ("dark", "sad"): 1.0, ("glad", "sad"): 0.5, ("dark", "calm"): 0.5,
    ("lively", "slow"): 1.0,
}  # fmt: skip
_LIVELY = ("glad", "dark", "lively")
#: the music of two games: which is brighter is known without their titles
BRIGHT_GAME, DARK_GAME = "simutrans", "freedoom"
#: Collections of tunes whose devils and ghosts are comic or holy.
_DARK_IN_JEST = frozenset(("airds-airs", "oneills-1850", "ryans-mammoth", "openhymnal"))
#: melodies alone lie higher and have no chords, so that they tell nothing of where zero lies in full music
_MELODIES = frozenset(("airds-airs", "oneills-1850", "ryans-mammoth"))
_DRAWS = 400

#: indices of the pieces of one collection on both sides of a contrast
Cells = tuple[NDArray[np.int64], NDArray[np.int64]]


@dataclass(frozen=True, slots=True)
class Titled:
    """A piece; `mood`, `pace`: the block of words that its title is of, "" for none.

    paced: whether its tempo is known and it is more than a tune
    """

    collection: str
    composer: str
    mood: str
    pace: str
    paced: bool
    cues: dict[str, float]
    measured: tuple[float, float]


def words_of_title(title: str, collection: str) -> tuple[str, str]:
    """The one block of MOODS, and of PACES, that words of the title stand in, or ""."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", title.lower()) if not unicodedata.combining(c))
    said = frozenset(re.findall(r"[a-z]+", plain.replace("ł", "l").replace("ß", "ss")))
    moods = [name for name, words in MOODS.items() if said & words]
    paces = [name for name, words in PACES.items() if said & words]
    jest = moods == ["dark"] and collection in _DARK_IN_JEST
    return (
        moods[0] if len(moods) == 1 and not jest else "",
        paces[0] if len(paces) == 1 else "",
    )


def titled_pieces(corpus: Path, splits: Sequence[str]) -> list[Titled]:
    """Pieces with pitches whose titles hold a mood or a pace, and all of the two games."""
    found = []
    for line in (corpus / "manifest.jsonl").read_text().splitlines():
        row = json.loads(line)
        mood, pace = words_of_title(f"{row['title'] or ''} {row['style'] or ''}", row["dataset"])
        game = row["dataset"] in (BRIGHT_GAME, DARK_GAME)
        if row["split"] not in splits or not (mood or pace or game):
            continue
        is_known = "tempo-assumed" not in row["tags"]
        features = features_of(corpus / row["path"], is_known)
        if features is not None and features.mode is not None:
            measured = mood_of_features(features)
            composer = f"{row['dataset']} {row['composer'] or row['id']}"
            found.append(
                Titled(
                    "games" if game else row["dataset"],
                    f"{row['dataset']} game" if game else composer,
                    "glad" if row["dataset"] == BRIGHT_GAME else "dark" if game else mood,
                    pace,
                    is_known and row["dataset"] not in _MELODIES,
                    raw_cues(features),
                    (measured.valence, measured.arousal),
                )
            )
    return found


def cells(pieces: Sequence[Titled], contrast: tuple[str, str], games: bool = False) -> list[Cells]:
    """Indices of both sides of a contrast in each collection that has both."""
    where: dict[str, tuple[list[int], list[int]]] = {}
    for index, piece in enumerate(pieces):
        for said in (piece.mood, piece.pace):
            if said in contrast and (piece.collection == "games") == games:
                where.setdefault(piece.collection, ([], []))[contrast.index(said)].append(index)
    return [(np.array(more), np.array(less)) for more, less in where.values() if more and less]


def chance(values: NDArray[np.float64], of: Sequence[Cells]) -> float:
    """How often the first side of a pair has the higher value (0.5: says nothing), collections weighted by
    the pieces that they have on both sides."""
    total = weight = 0.0
    for more, less in of:
        difference = values[more][:, None] - values[less][None]
        known = ~np.isnan(difference)
        if known.any():
            size = len(more) * len(less) / (len(more) + len(less))
            total += size * float(((difference > 0) + 0.5 * (difference == 0))[known].mean())
            weight += size
    return total / weight if weight else float("nan")


def with_interval(values: NDArray[np.float64], of: Sequence[Cells]) -> str:
    """The chance with its 95 % interval, by drawing pieces anew."""
    rng = np.random.default_rng(0)
    drawn = [
        chance(values, [(rng.choice(more, len(more)), rng.choice(less, len(less))) for more, less in of])
        for _ in range(_DRAWS)
    ]
    low, high = np.percentile(drawn, [2.5, 97.5])
    return f"{chance(values, of):.3f} ({low:.3f} to {high:.3f})"


def zero_by_titles(measured: NDArray[np.float64], bright: NDArray[np.bool_]) -> str:
    """What as large a share of the pieces lies above as of the titles is bright, with its 95 % interval."""
    rng = np.random.default_rng(0)
    drawn = []
    for _ in range(_DRAWS):
        index = rng.integers(0, len(measured), len(measured))
        drawn.append(np.quantile(measured[index], 1 - bright[index].mean()))
    low, high = np.percentile(drawn, [2.5, 97.5])
    return f"{np.quantile(measured, 1 - bright.mean()):.2f} ({low:.2f} to {high:.2f})"


def print_chances(pieces: Sequence[Titled], axis: int, sides: dict[str, list[Cells]]) -> None:
    names = sorted({name for piece in pieces for name in piece.cues})
    columns = {name: np.array([piece.cues.get(name, np.nan) for piece in pieces]) for name in names}
    print(f"{('valence', 'arousal')[axis]:14} " + "  ".join(f"{name:>16}" for name in sides))
    for name in names:
        print(f"  {name:12} " + "  ".join(f"{chance(columns[name], of):16.3f}" for of in sides.values()))
    measured = np.array([piece.measured[axis] for piece in pieces])
    for name, of in sides.items():
        more, less = (sum(len(side[k]) for side in of) for k in (0, 1))
        print(f"measured, {name} ({more} and {less} pieces): {with_interval(measured, of)}")


def main(corpus: Path, splits: Sequence[str]) -> None:
    pieces = titled_pieces(corpus, splits)
    sides = {f"{a} over {b}": cells(pieces, (a, b)) for a, b in VALENCE}
    print_chances(pieces, 0, sides | {"games": cells(pieces, ("glad", "dark"), games=True)})
    titled = [piece for piece in pieces if piece.mood and piece.collection != "games"]
    for name, of in (
        ("zero by titles", titled),
        ("without melodies alone", [piece for piece in titled if piece.collection not in _MELODIES]),
    ):
        measured = np.array([piece.measured[0] for piece in of])
        print(f"{name}: {zero_by_titles(measured, np.array([p.mood in ('glad', 'calm') for p in of]))}")
    paced = [piece for piece in pieces if piece.paced]
    print()
    print_chances(paced, 1, {f"{a} over {b}": cells(paced, (a, b)) for a, b in AROUSAL})
    said = [
        (piece.measured[1], word in _LIVELY)
        for piece in paced
        for word in (piece.mood, piece.pace)
        if word and piece.collection != "games"
    ]
    print(f"zero by titles: {zero_by_titles(*(np.array(column) for column in zip(*said, strict=True)))}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), ("test",) if sys.argv[2:] == ["test"] else ("train", "valid"))
