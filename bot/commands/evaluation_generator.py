"""`evaluate generator`: one table for the composer and its baselines, on the test split and on pieces
composed for the purpose."""

import argparse
import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

import numpy as np

from bot.commands.evaluation_models import SPLIT, tested, workplace
from bot.commands.output import ProgressLine
from music.controls import Controls
from music.errors import CadenzaError
from music.grid import INSTRUMENT
from music.instruments import NAMES

if TYPE_CHECKING:
    from generator.dataset import SeedVectors
    from generator.evaluation.judges import StyleJudge
    from generator.evaluation.likelihood import Exam
    from generator.evaluation.measures import Piece
    from generator.evaluation.obedience import Made
    from generator.evaluation.players import Play
    from generator.weights import Weights
    from music.corpus import PackedCorpus

#: windows of the test split for bits per note, and human pieces to compare with
EXAM_PIECES = 200
HUMAN_PIECES = 120
#: styles of the program that are labels of the corpus, with so many pieces to learn from and to test with
STYLE_PIECES = {"train": 30, "test": 5}
STYLE_BARS = 16
#: pieces composed at once where nothing is timed, and pieces that are timed
TOGETHER, SPEED_PIECES = 12, 5
#: the only models that are told more than masks hold
CONDITIONED = ("transformer", "cgan")


def generator(options: argparse.Namespace) -> dict[str, Any]:
    """A row a model: what masks and Controls hold, speed and memory; with --corpus also bits per note,
    distance to human pieces, styles."""
    from bot.settings import load_settings
    from generator.compose import Composer
    from generator.evaluation.players import MODELS, TRANSFORMER, installed, player

    if options.pieces < 1:
        raise CadenzaError(f"At least 1 piece has to be composed, not {options.pieces}.")
    names = tuple(options.models or (TRANSFORMER,))
    names = tuple(n for n in MODELS if installed(n)) if names == ("all",) else names
    for name in names:
        if name not in MODELS:
            raise CadenzaError(f"There is no model {name!r}; there are {', '.join(MODELS)}.")
    shipped = load_settings().generator_weights
    weights = Composer(shipped).weights
    result: dict[str, Any] = {"weights": weights.digest, "pieces": options.pieces, "human": {}, "models": {}}
    rows = _rows_before(options.table, weights.digest) if options.table else {}
    with ProgressLine() as progress, workplace(options) as folder:
        test = _Test(options.corpus, folder, weights, options.pieces) if options.corpus else None
        if test:
            result["human"] = test.human_row(options.data)
        for number, name in enumerate(names):
            progress.show(f"measuring {name}", number, len(names))
            rows[name] = _row(name, player(name, shipped), options.pieces, test, shipped)
            result["models"] = {n: rows[n] for n in MODELS if n in rows}
            if options.table:
                _write_table(result, options.table)
        progress.show("measured", len(names), len(names))
    return result


def _write_table(result: dict[str, Any], path: Path) -> None:
    from generator.evaluation.table import markdown

    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(markdown(result), "utf-8")
    path.with_suffix(".json").write_text(json.dumps(result, indent=1) + "\n", "utf-8")


def _rows_before(path: Path, composer: str) -> dict[str, Any]:
    """Rows measured earlier with the weights that are installed (`composer`: the digest of the composer's):
    the others need not be measured again with each."""
    from generator.baselines.registry import digest
    from generator.evaluation.players import TRANSFORMER, installed

    before = path.with_suffix(".json")
    if not before.is_file():
        return {}
    try:
        table = json.loads(before.read_text("utf-8"))
        rows: dict[str, Any] = table["models"]
        made_by = {name: row.get("weights", table["weights"]) for name, row in rows.items()}
    except (ValueError, KeyError, TypeError) as error:
        raise CadenzaError(f"{before} is no earlier table ({error}); delete it to measure anew.") from error
    return {
        name: row
        for name, row in rows.items()
        if installed(name) and made_by[name] == (composer if name == TRANSFORMER else digest(name))
    }


def _row(name: str, play: "Play", pieces: int, test: "_Test | None", shipped: Path | None) -> dict[str, Any]:
    from generator.evaluation.obedience import learned_controls, masked_controls, wishes
    from generator.evaluation.players import peak_megabytes

    made = _composed(play, wishes(pieces))
    learned = learned_controls(made)
    if name == "cgan":
        learned = {axis: learned[axis] for axis in ("valence", "arousal") if axis in learned}
    row: dict[str, Any] = {
        **_facts(name),
        "pieces": pieces,
        "masked_controls": masked_controls(made),
        "learned_controls": learned if name in CONDITIONED else {},
        "notes_per_second": _speed(play),
        "peak_memory_mb": peak_megabytes(name, shipped),
    }
    if test:
        row |= test.row(name, play)
    return row


def _facts(name: str) -> dict[str, Any]:
    from generator.baselines.registry import digest, load
    from generator.evaluation.players import TRANSFORMER, parameters

    if name == TRANSFORMER:
        return {"likelihood": "exact"}
    model = load(name)
    return {
        "likelihood": model.likelihood,
        "weights": digest(name),
        "notes_seen": model.notes_seen,
        "parameters": parameters(name),
    }


def _composed(play: "Play", asked: Sequence[Controls]) -> "list[Made]":
    """The composer decodes many pieces together; the notes are those of each alone."""
    from generator.evaluation.obedience import Made, piece_of

    with ThreadPoolExecutor(TOGETHER) as threads:
        composed = list(threads.map(play, asked, range(len(asked))))
    return [Made(c, made.score, piece_of(made.score)) for c, made in zip(asked, composed, strict=True)]


def _speed(play: "Play") -> dict[str, float]:
    """Of pieces of 16 bars, one alone at a time."""
    found = [
        play(Controls(bars=16, metre="4/4", instruments=("Acoustic Grand Piano",)), seed).notes_per_second
        for seed in range(SPEED_PIECES)
    ]
    return {
        "median": round(median(found), 1),
        "lowest": round(min(found), 1),
        "highest": round(max(found), 1),
    }


class _Test:
    """The test split as each model is held against it."""

    def __init__(self, corpora: Sequence[Path], folder: Path, weights: "Weights", pieces: int) -> None:
        from generator.evaluation.human import human_pieces
        from generator.evaluation.likelihood import exam_of
        from generator.originality.fingerprints import load_fingerprints
        from generator.originality.training import SHIPPED

        self.pack, self.corpora, self.weights, self.pieces = tested(corpora, folder), corpora, weights, pieces
        order = np.random.default_rng(5).permutation(self.pack.indices(SPLIT)).tolist()
        found = human_pieces(self.pack, order)
        self.humans = [piece for piece, _ in zip(found, range(max(pieces, HUMAN_PIECES)), strict=False)]
        exam = only(self.pack, order[:EXAM_PIECES])
        self.known = load_fingerprints(SHIPPED)
        self.exam: Exam = exam_of(exam, SPLIT, EXAM_PIECES, weights, _seeds(exam, folder))
        self.judge, self.styles, self.judged = self._judge()

    def row(self, name: str, play: "Play") -> dict[str, Any]:
        from generator.evaluation.borrowing import borrowing
        from generator.evaluation.distributions import compare
        from generator.evaluation.intervals import gap_interval
        from generator.evaluation.measures import MEASURES
        from generator.evaluation.obedience import styles_heard

        made = _composed(play, [asked for _, _, asked in self.humans[: self.pieces]])
        pieces, humans = [m.piece for m in made], [piece for _, piece, _ in self.humans]
        row: dict[str, Any] = {
            "test_split": self._bits(name),
            "gap_to_human": {
                key: gap_interval([f(p) for p in pieces], [f(p) for p in humans])
                for key, f in MEASURES.items()
            },
            "borrowing": borrowing(pieces, self.known),
        }
        if len(pieces) >= 3:
            row["feature_distributions"] = compare(pieces, humans)
        if name in CONDITIONED and self.judge:
            alone = [
                Controls(style=self.styles[i % len(self.styles)], bars=STYLE_BARS) for i in range(self.pieces)
            ]
            row["style"] = styles_heard(_composed(play, self._as_people_play(alone)), self.judge)
            row["style_alone"] = styles_heard(_composed(play, alone), self.judge)
        return row

    def _as_people_play(self, asked: Sequence[Controls]) -> list[Controls]:
        """Each with the instruments of a test piece of its style, in turn: the judge has heard people's reels
        for a fiddle, not ours for fiddle, flute and guitar."""
        pieces = {style: [p for p, label in self.judged if label == style] for style in self.styles}
        found = []
        for i, one in enumerate(asked):
            of_style = pieces[one.style or ""]
            notes = of_style[i // len(self.styles) % len(of_style)].notes
            names = tuple(NAMES[int(p)] for p in np.unique(notes[:, INSTRUMENT]))
            found.append(replace(one, instruments=names))
        return found

    def _bits(self, name: str) -> dict[str, Any]:
        from generator.baselines.registry import load
        from generator.evaluation.likelihood import baseline_costs, bits, composer_costs

        windows, seconds = self.exam.windows, self.exam.seconds
        if name == "transformer":
            plain = bits(composer_costs(self.weights, windows, asked=False), seconds)
            told = bits(composer_costs(self.weights, windows), seconds)
            return {**told, "without_controls": plain["bits_per_note"]}
        model = load(name)
        return {} if model.likelihood == "none" else dict(bits(baseline_costs(model, windows), seconds))

    def human_row(self, mood_labels: Path | None) -> dict[str, Any]:
        """The measures of the test split itself, and what the judges say of human pieces with known
        labels."""
        from bot.commands.evaluation_mood import same_side
        from generator.evaluation.borrowing import borrowing
        from generator.evaluation.distributions import compare
        from generator.evaluation.intervals import balanced_interval, mean_interval, share_interval
        from generator.evaluation.judges import temperley_key
        from generator.evaluation.measures import MEASURES
        from music.theory import Key

        pieces = [piece for _, piece, _ in self.humans]
        named = self._named_keys()
        row: dict[str, Any] = {
            "pieces": len(pieces),
            "measures": {key: mean_interval([f(p) for p in pieces]) for key, f in MEASURES.items()},
            "borrowing": borrowing(pieces, self.known),
            "judges": {
                "key": share_interval(
                    [temperley_key(p) == Key.parse(named[i]) for i, p, _ in self.humans if i in named]
                ),
            },
        }
        if len(pieces) >= 6:  # one half against the other: as near as human pieces come to each other
            row["feature_distributions"] = compare(pieces[::2], pieces[1::2])
        if self.judge:
            row["judges"]["style"] = balanced_interval(  # as many of each are asked for
                [[self.judge.style_of(p) == s for p, label in self.judged if label == s] for s in self.styles]
            )
        if mood_labels:
            row["judges"] |= same_side(mood_labels)
        return row

    def _named_keys(self) -> dict[int, str]:
        """Keys that the sources themselves name."""
        from music.corpus import read_manifest

        rows = {row["id"]: row.get("key") or "" for folder in self.corpora for row in read_manifest(folder)}
        keys = {i: rows.get(self.pack.pieces[i].id, "") for i, _, _ in self.humans}
        return {i: key for i, key in keys.items() if key.endswith(("major", "minor"))}

    def _judge(self) -> "tuple[StyleJudge | None, list[str], list[tuple[Piece, str]]]":
        """The judge of style, the styles it tells apart, and the test pieces that it is itself judged by."""
        from generator.evaluation.human import human_piece
        from generator.evaluation.judges import StyleJudge
        from music.styles import BUILT_IN_STYLES

        labelled: dict[str, dict[str, list[Piece]]] = {"train": {}, SPLIT: {}}
        for split, by_style in labelled.items():
            for i in self.pack.indices(split):
                style = self.pack.pieces[i].style
                if style in BUILT_IN_STYLES and len(by_style.get(style, ())) < 120:
                    found = human_piece(self.pack, i)
                    if found is not None and len(found[0].pitched):
                        by_style.setdefault(style, []).append(found[0])
        enough = [
            style
            for style, pieces in sorted(labelled["train"].items())
            if len(pieces) >= STYLE_PIECES["train"]
            and len(labelled[SPLIT].get(style, ())) >= STYLE_PIECES["test"]
        ]
        if len(enough) < 2:
            return None, [], []
        learned = [(p, style) for style in enough for p in labelled["train"][style]]
        judge = StyleJudge.learn([p for p, _ in learned], [style for _, style in learned])
        return judge, enough, [(p, style) for style in enough for p in labelled[SPLIT][style]]


def only(pack: "PackedCorpus", chosen: Sequence[int]) -> "PackedCorpus":
    """Some pieces as a pack of their own."""
    from music.corpus import PackedCorpus

    notes = [pack.notes[pack.note_offsets[i] : pack.note_offsets[i + 1]] for i in chosen]
    bars = [pack.bars[pack.bar_offsets[i] : pack.bar_offsets[i + 1]] for i in chosen]
    return PackedCorpus(
        np.concatenate(notes),
        np.concatenate(bars),
        np.cumsum([0, *map(len, notes)]),
        np.cumsum([0, *map(len, bars)]),
        tuple(pack.pieces[i] for i in chosen),
    )


def _seeds(pack: "PackedCorpus", folder: Path) -> "SeedVectors":
    """Segment vectors of `pack` by the encoder that comes with the program."""
    from generator.dataset import SeedVectors
    from recommender.embed_corpus import embed_corpus
    from recommender.encoder import MusicEncoder

    path = folder / f"{SPLIT}.segments.npz"
    embed_corpus(pack, MusicEncoder.load(), path)
    return SeedVectors(path)
