"""`train`: new weights from a corpus folder (its manifest.jsonl and MIDI files), or arranged pieces."""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from bot.commands.arguments import Commands, add_command
from bot.commands.output import ProgressLine, answer
from music.errors import CadenzaError, MissingPart

if TYPE_CHECKING:
    from music.corpus import PackedCorpus

#: in the order in which each needs the one before
MODELS = ("encoder", "text-tower", "transformer")
#: the older systems, and the composer's architecture at their budget; "baselines" trains all
BASELINES = ("markov-1", "markov", "lstm", "gru", "vae", "gan", "cgan", "plain-transformer")
ALL_BASELINES = "baselines"
#: no weights: pieces in many styles, as a corpus folder of their own that both trainings can read
ARRANGED = "arranged"
#: no weights either: what originality is checked by, how people play, what each style does
FINGERPRINTS, PERFORMANCE, NGRAMS = "fingerprints", "performance", "style-ngrams"
#: which style a piece is likely to be in, for choosing among attempts
READER = "style-reader"
TRAINABLE = (*MODELS, *BASELINES, ALL_BASELINES, ARRANGED, FINGERPRINTS, PERFORMANCE, NGRAMS, READER)
SIZES = ("small", "base")
PACK = "corpus.npz"
SEGMENTS = "segments.npz"
ENCODER = "encoder.safetensors"


def add_to(commands: Commands) -> None:
    parser = add_command(commands, "train", train, "train a model on a corpus folder")
    parser.add_argument("model", choices=TRAINABLE, metavar="MODEL", help=", ".join(TRAINABLE))
    add_corpus(parser, required=True)
    parser.add_argument("--minutes", type=float, metavar="M", help="minutes in all")
    parser.add_argument(
        "--notes", type=int, metavar="N", help="of baselines: notes to learn from, instead of minutes"
    )
    parser.add_argument("--pieces", type=int, metavar="N", help="of arranged: how many to write")
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="of arranged (default: %(default)s)")
    parser.add_argument(
        "--out", type=Path, required=True, metavar="DIR", help="weights and checkpoint; goes on from there"
    )
    parser.add_argument("--size", choices=SIZES, default=SIZES[0], help="of the transformer")


def add_corpus(parser: argparse.ArgumentParser, *, required: bool) -> None:
    parser.add_argument(
        "--corpus",
        type=Path,
        nargs="+",
        required=required,
        metavar="DIR",
        help="folders with a manifest.jsonl and its MIDI files",
    )


def train(options: argparse.Namespace) -> None:
    if options.model == ARRANGED:
        write_arranged(options)
        return
    if options.model == FINGERPRINTS:
        write_fingerprints(options)
        return
    if options.model == PERFORMANCE:
        write_performance_tables(options)
        return
    if options.model in (NGRAMS, READER):
        write_styles(options)
        return
    if options.model in (*BASELINES, ALL_BASELINES):
        train_baselines(options)
        return
    if options.notes is not None:
        raise CadenzaError(f"--notes is a budget of the baselines; {options.model} learns for --minutes M.")
    if options.minutes is None:
        raise CadenzaError("Say how long the training may take, for instance --minutes 30.")
    if options.minutes <= 0:
        raise CadenzaError(f"Training takes some minutes, more than 0; {options.minutes:g} is none.")
    out = _made(options.out)
    pack = packed(options.corpus, out / PACK)
    for split in ("train", "valid"):
        need_split(pack, split)
    if options.model == "encoder":
        from recommender.training import train_encoder

        train_encoder(pack, out, options.minutes, device=_device())
    elif options.model == "text-tower":
        from recommender.training_text import train_text_tower

        segments = segment_vectors(pack, out)
        weights = out / "text_tower.safetensors"
        train_text_tower(pack, segments, weights, minutes=options.minutes, on_progress=answer)
    else:
        from generator.dataset import SeedVectors
        from generator.training import train_generator, training_list

        seeds = SeedVectors(segment_vectors(pack, out))
        (out / "trained_on.csv").write_text(training_list(pack), "utf-8")
        train_generator(pack, seeds, out, options.minutes, size=options.size, device=_device())
    answer(f"The weights are in {out}.")


def train_baselines(options: argparse.Namespace) -> None:
    """One baseline, or all with the same budget each; the pack in --out is kept for the next time."""
    from generator.baselines.interface import Budget
    from generator.baselines.registry import new

    if (options.notes or options.minutes or 0) <= 0:
        raise CadenzaError("Say how much to learn from: --notes 1500000, or --minutes 30; more than 0.")
    out = _made(options.out)
    pack = packed(options.corpus, out / PACK)
    for split in ("train", "valid"):
        need_split(pack, split)
    names = BASELINES if options.model == ALL_BASELINES else (options.model,)
    with ProgressLine() as progress:
        for name in names:

            def report(told: dict[str, object], name: str = name) -> None:
                progress.show(f"{name}: {told.get('notes', 0)} notes", stage=f"training {name}")

            new(name).train(pack, out, Budget(options.notes, options.minutes), report)
    answer(f"The weights of {', '.join(names)} are in {out}.")


def write_arranged(options: argparse.Namespace) -> None:
    """Arranged pieces into a corpus folder of their own."""
    from generator.arranger.corpus import write_arranged_corpus

    if options.pieces is None:
        raise CadenzaError("Say how many pieces to arrange, for instance --pieces 2000.")
    out = _made(options.out)
    with ProgressLine() as progress:
        written = write_arranged_corpus(
            options.corpus[0],
            out,
            options.pieces,
            seed=options.seed,
            on_progress=lambda done, total: progress.show(
                f"arranging: {done} of {total}", done, total, stage="arranging"
            ),
        )
    for ident, reason in written.skipped[:1]:
        answer(f"{len(written.skipped)} melodies were passed over, for instance {ident}: {reason}")
    splits = ", ".join(f"{count} {name}" for name, count in sorted(written.splits.items()))
    answer(f"{written.pieces} pieces are in {out} ({splits}), {written.new} of them on new melodies.")


def write_fingerprints(options: argparse.Namespace) -> None:
    """fingerprints.npz: one-way hashes of every piece of the train split."""
    from generator.originality.fingerprints import save_fingerprints
    from generator.originality.training import SHIPPED, fingerprints_of_corpus

    out = _made(options.out)
    pack = packed(options.corpus, out / PACK)
    need_split(pack, "train")
    with ProgressLine() as progress:
        found = fingerprints_of_corpus(
            options.corpus,
            [piece.id for piece in pack.pieces if piece.split == "train"],
            lambda done, total: progress.show(
                f"fingerprinting: {done} of {total}", done, total, stage="fingerprinting"
            ),
        )
    path = out / SHIPPED.name
    save_fingerprints(found, path)
    answer(
        f"{len(found.pieces)} pieces, {len(found.hashes)} hashes, {len(found.common)} of common property: "
        f"{path.stat().st_size / 1e6:.1f} MB in {path} (corpus {found.source})."
    )


def write_performance_tables(options: argparse.Namespace) -> None:
    """performance.json: velocities and timing as people play, from the pieces that were played."""
    from generator.finishing.learning import write_performance
    from generator.finishing.performance import TABLE

    path = _made(options.out) / TABLE.name
    found = write_performance(options.corpus[0], path)
    answer(f"How {found['pieces']} pieces were played is in {path} (corpus {found['corpus']}).")


def write_styles(options: argparse.Namespace) -> None:
    """small.styles.npz: what each style of the train split does with rhythm, intervals, lengths and density;
    or small.reader.npz: what tells them apart."""
    from generator import weights
    from generator.style_ngrams import count_styles
    from generator.style_reader import learn_reader

    out = _made(options.out)
    pack = packed(options.corpus, out / PACK)
    need_split(pack, "train")
    found = count_styles(pack) if options.model == NGRAMS else learn_reader(pack)
    path = out / f"{options.size}{weights.NGRAMS if options.model == NGRAMS else weights.READER}"
    path.write_bytes(found.to_bytes())
    does = "What {} styles do" if options.model == NGRAMS else "What tells {} styles apart"
    answer(
        f"{does.format(len(found.styles))} is in {path} ({path.stat().st_size / 1e3:.0f} kB): "
        f"{', '.join(found.styles)}."
    )


def _made(folder: Path) -> Path:
    """`folder`, made if it is not there. Raises CadenzaError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CadenzaError(f"The folder {folder} cannot be made: {error.strerror}.") from error
    return folder


def packed(corpora: Sequence[Path], path: Path) -> "PackedCorpus":
    """The corpus folders as tuples, without variants of what is held out.

    Kept at `path`, with a report of the data beside it, until a manifest changes. Raises MissingPart.
    """
    from music.corpus import load_pack, pack_corpus, save_pack
    from music.corpus_report import data_report, source_of
    from music.variants import leave_out_variants

    for corpus in corpora:
        if not (corpus / "manifest.jsonl").is_file():
            raise MissingPart(
                f"{corpus} holds no manifest.jsonl; a corpus folder has one with a line of JSON a piece."
            )
    sources = [source_of(corpus) for corpus in corpora]
    report = path.with_suffix(".report.json")
    if path.exists() and report.exists() and json.loads(report.read_text("utf-8"))["sources"] == sources:
        return load_pack(path)
    with ProgressLine() as progress:
        pack, skipped = pack_corpus(
            corpora,
            on_progress=lambda done, total: progress.show(
                f"reading the corpus: {done} of {total}", done, total, stage="reading"
            ),
        )
    pack, variants = leave_out_variants(pack)
    save_pack(pack, path)
    told = data_report(pack, sources, skipped, variants)
    report.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", "utf-8")
    answer(
        f"{told['pieces']} pieces with {told['notes']} notes; {len(skipped)} skipped, {len(variants)} left "
        f"out of training as variants of held-out ones. More in {report}."
    )
    return pack


def segment_vectors(pack: "PackedCorpus", out: Path) -> Path:
    """The file of segment vectors in `out`, by the encoder trained there or else the one that comes with the
    program; made when it is older than the pack or the encoder."""
    from recommender.embed_corpus import embed_corpus
    from recommender.encoder import WEIGHTS, MusicEncoder

    own = out / ENCODER
    path, weights = out / SEGMENTS, own if own.exists() else WEIGHTS
    if not (_newer(path, out / PACK) and _newer(path, weights)):
        with ProgressLine() as progress:
            embed_corpus(
                pack,
                MusicEncoder.load(weights),
                path,
                on_progress=lambda done, total: progress.show(
                    f"embedding the corpus: {done} of {total}", done, total, stage="embedding"
                ),
            )
    return path


def need_split(pack: "PackedCorpus", split: str) -> None:
    """Raises CadenzaError when `pack` has no piece in `split`."""
    if not pack.indices(split):
        raise CadenzaError(f"The corpus has no piece in the split {split!r}.")


def _newer(path: Path, than: Path) -> bool:
    return path.exists() and path.stat().st_mtime > than.stat().st_mtime


def _device() -> str:
    import torch

    from bot.settings import load_settings

    chosen = load_settings().device
    return chosen if chosen != "auto" else "cuda" if torch.cuda.is_available() else "cpu"
