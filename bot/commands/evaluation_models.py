"""Measuring the generator: on the test split, and on pieces composed for the purpose."""

import argparse
import statistics
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import numpy as np

from bot.commands.learning import PACK, need_split, packed, segment_vectors
from bot.commands.output import ProgressLine
from music.controls import DENSITIES, Controls
from music.errors import CadenzaError
from music.theory import Key

if TYPE_CHECKING:
    from generator.compose import Composition
    from generator.weights import Weights
    from music.corpus import PackedCorpus

#: the split that nothing was trained on or chosen by
SPLIT = "test"
EXAM_PIECES = 160
EXAM_TOKENS = 6144
ENSEMBLES = (
    ("Acoustic Grand Piano",),
    ("Violin", "Viola", "Cello"),
    ("Flute", "Acoustic Guitar (nylon)"),
    ("Trumpet", "Acoustic Grand Piano", "Acoustic Bass", "Drums"),
)
METRES = ("2/4", "3/4", "4/4", "6/8")
LENGTHS = (4, 8, 16, 32)


@contextmanager
def workplace(options: argparse.Namespace) -> Iterator[Path]:
    """Where the packed corpus lies: the folder of --keep, or one that goes away."""
    if options.keep:
        options.keep.mkdir(parents=True, exist_ok=True)
        yield options.keep
    else:
        with TemporaryDirectory(prefix="cadenza-evaluate-") as folder:
            yield Path(folder)


def tested(corpora: Sequence[Path], folder: Path) -> "PackedCorpus":
    """The packed corpora. Raises CadenzaError where there is no test split."""
    pack = packed(corpora, folder / PACK)
    need_split(pack, SPLIT)
    return pack


# --- generator --------------------------------------------------------------------------------------------


def generator(options: argparse.Namespace) -> dict[str, Any]:
    """How often composed pieces hold what was asked, each control apart; with --corpus also bits per note
    of the test split.

    The judges are `music.analysis` (key, density, mood) and the notes themselves (bars, metre, tempo,
    instruments). Best-of-N picks by key, so the share of the key is the product's, not the model's alone.
    """
    from bot.settings import load_settings
    from generator.compose import Composer

    if options.pieces < 1:
        raise CadenzaError(f"At least 1 piece has to be composed, not {options.pieces}.")
    composer = Composer(load_settings().generator_weights)
    rng = np.random.default_rng(1)
    asked = [_wish(rng) for _ in range(options.pieces)]
    made = []
    with ProgressLine() as progress:
        for number, controls in enumerate(asked):
            progress.show("composing", number, len(asked))
            made.append(composer.compose(controls, number))
        progress.show("composing", len(asked), len(asked))
    result = {"weights": composer.model_digest, **_held(asked, made)}
    if options.corpus is not None:
        with workplace(options) as folder:
            pack = tested(options.corpus, folder)
            result["test_split"] = _bits(composer.weights, pack, segment_vectors(pack, folder))
    return result


def _wish(rng: np.random.Generator) -> Controls:
    """Controls drawn evenly from what is asked for often."""
    return Controls(
        valence=float(rng.choice([-0.6, 0.6])),
        arousal=float(rng.choice([-0.6, 0.6])),
        tempo_bpm=float(rng.integers(60, 181)),
        key=str(Key.from_index(int(rng.integers(24)))),
        metre=METRES[rng.integers(len(METRES))],
        instruments=ENSEMBLES[rng.integers(len(ENSEMBLES))],
        bars=int(LENGTHS[rng.integers(len(LENGTHS))]),
        density=DENSITIES[rng.integers(len(DENSITIES))],
    )


def _held(asked: list[Controls], made: "list[Composition]") -> dict[str, Any]:
    """The share of pieces that hold each control, and the speed of decoding."""
    from music.analysis import analyze

    found = [analyze(composition.score).to_json() for composition in made]
    pairs = list(zip(asked, made, found, strict=True))

    def share(holds: "Callable[[Controls, Composition, dict[str, Any]], bool]") -> float:
        return statistics.mean(float(holds(*pair)) for pair in pairs)

    speeds = [composition.notes_per_second for composition in made]
    return {
        "pieces": len(made),
        "held": {
            "bars": share(lambda a, m, f: len(m.score.bar_starts()) == a.bars),
            "metre": share(lambda a, m, f: {str(metre) for metre in m.score.metres} == {a.metre}),
            "tempo": share(
                lambda a, m, f: all(abs(t.bpm - (a.tempo_bpm or 0)) < 0.01 for t in m.score.tempos)
            ),
            "instruments": share(lambda a, m, f: set(f["instruments"]) == set(a.instruments)),
            "key": share(lambda a, m, f: f["key"] == a.key),
            "density": share(lambda a, m, f: f["density"] == a.density),
            "valence": share(lambda a, m, f: f["mood"]["valence"] * (a.valence or 0) > 0),
            "arousal": share(lambda a, m, f: f["mood"]["arousal"] * (a.arousal or 0) > 0),
        },
        "notes_per_second": {
            "median": statistics.median(speeds),
            "lowest": min(speeds),
            "highest": max(speeds),
        },
    }


def _bits(weights: "Weights", pack: "PackedCorpus", segments: Path) -> dict[str, float]:
    """Bits per note of the test split, by field."""
    from generator.dataset import SeedVectors, Windows
    from generator.training import exam_batches, examine

    config = weights.model.config
    windows = Windows(
        pack,
        SPLIT,
        list(weights.styles),
        SeedVectors(segments),
        config.context,
        config.seed_dimension,
        seed=7,
        augment=False,
    )
    return examine(weights.model, exam_batches(windows, EXAM_PIECES, EXAM_TOKENS), "cpu")
