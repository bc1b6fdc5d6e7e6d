"""What the measurings of the learned parts share: where the corpus lies, and its test split."""

import argparse
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from bot.commands.learning import PACK, need_split, packed

if TYPE_CHECKING:
    from music.corpus import PackedCorpus

#: the split that nothing was trained on or chosen by
SPLIT = "test"


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
