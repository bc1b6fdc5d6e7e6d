"""`train` and `evaluate`: new weights from a corpus, and what the learned parts are worth."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from bot.commands.arguments import Commands, add_command
from bot.commands.output import ProgressLine, answer
from music.errors import CadenzaError, MissingPart

if TYPE_CHECKING:
    from music.corpus import PackedCorpus

MODELS = ("encoder", "transformer")
SIZES = ("small", "base")
PACK = "corpus.npz"
SEGMENTS = "segments.npz"


def add_to(commands: Commands) -> None:
    parser = add_command(commands, "train", train, "train a model on a corpus folder")
    parser.add_argument("model", choices=MODELS, metavar="MODEL", help=" or ".join(MODELS))
    parser.add_argument(
        "--corpus", type=Path, required=True, metavar="DIR", help="manifest.jsonl and its MIDI files"
    )
    parser.add_argument("--minutes", type=float, required=True, metavar="M", help="minutes in all")
    parser.add_argument(
        "--out", type=Path, required=True, metavar="DIR", help="weights and checkpoint; goes on from there"
    )
    parser.add_argument("--size", choices=SIZES, default=SIZES[0], help="of the transformer")


def train(options: argparse.Namespace) -> None:
    if options.minutes <= 0:
        raise CadenzaError(f"Training takes some minutes, more than 0; {options.minutes:g} is none.")
    out: Path = options.out
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CadenzaError(f"The folder {out} cannot be made: {error.strerror}.") from error
    pack = _packed(options.corpus, out / PACK)
    for split in ("train", "valid"):
        if not pack.indices(split):
            raise CadenzaError(f"The corpus {options.corpus} has no piece in the split {split!r}.")
    device = _device()
    if options.model == "encoder":
        from recommender.training import train_encoder

        train_encoder(pack, out, options.minutes, device=device)
    else:
        _train_transformer(pack, options, device)
    answer(f"The weights are in {out}.")


def _train_transformer(pack: "PackedCorpus", options: argparse.Namespace, device: str) -> None:
    from generator.dataset import SeedVectors
    from generator.training import train_generator, training_list
    from recommender.embed_corpus import embed_corpus
    from recommender.encoder import EMBEDDING_VERSION, MusicEncoder

    out: Path = options.out
    segments = out / SEGMENTS
    if not segments.exists() or SeedVectors(segments).version != EMBEDDING_VERSION:
        with ProgressLine() as progress:
            embed_corpus(
                pack,
                MusicEncoder.load(),
                segments,
                on_progress=lambda done, total: progress.show("embedding the corpus", done, total),
            )
    (out / "trained_on.csv").write_text(training_list(pack), "utf-8")
    train_generator(pack, SeedVectors(segments), out, options.minutes, size=options.size, device=device)


def _packed(corpus: Path, path: Path) -> "PackedCorpus":
    """The corpus as tuples; kept at `path` until the manifest changes."""
    from music.corpus import load_pack, pack_corpus, save_pack

    manifest = corpus / "manifest.jsonl"
    if not manifest.is_file():
        raise MissingPart(
            f"{corpus} holds no manifest.jsonl; a corpus folder has one with a line of JSON a piece."
        )
    if path.exists() and path.stat().st_mtime > manifest.stat().st_mtime:
        return load_pack(path)
    with ProgressLine() as progress:
        pack, skipped = pack_corpus(
            corpus, on_progress=lambda done, total: progress.show("reading the corpus", done, total)
        )
    save_pack(pack, path)
    if skipped:
        answer(f"{len(skipped)} pieces were skipped, for instance {skipped[0][0]}: {skipped[0][1]}")
    return pack


def _device() -> str:
    import torch

    from bot.settings import load_settings

    chosen = load_settings().device
    return chosen if chosen != "auto" else "cuda" if torch.cuda.is_available() else "cpu"
