"""`analyze`, `render` and `embed`: files of music, without a conversation and without the data folder."""

import argparse
import io
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from bot.commands.arguments import (
    AUDIO_FORMATS,
    Commands,
    add_command,
    add_json,
    output_file,
    read_file,
    score_files,
    writable,
    write_file,
)
from bot.commands.output import ProgressLine, answer, answer_json
from music.errors import CadenzaError

if TYPE_CHECKING:
    from music.score import Score

EMBEDDING_BATCH = 64


def add_to(commands: Commands) -> None:
    parser = add_command(commands, "analyze", analyze, "tempo, key, metre, mood, chords ... of files")
    _add_inputs(parser)
    add_json(parser)

    render_parser = add_command(commands, "render", render, "audio of a MIDI, ABC or MusicXML file")
    render_parser.add_argument("input", type=Path, metavar="IN", help="the file of music")
    render_parser.add_argument(
        "-o", "--output", type=Path, required=True, metavar="FILE", help=f"ends in {' '.join(AUDIO_FORMATS)}"
    )
    add_json(render_parser)

    embed_parser = add_command(commands, "embed", embed, "embeddings of files, as NumPy arrays")
    _add_inputs(embed_parser)
    embed_parser.add_argument(
        "-o", "--output", type=Path, required=True, metavar="FILE.npz", help="arrays `ids` and `vectors`"
    )
    add_json(embed_parser)


def _add_inputs(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "inputs", type=Path, nargs="+", metavar="IN", help="MIDI, ABC or MusicXML files, or folders of them"
    )


class Unread:
    """Counts the files that could not be read of `among`; each gets its line on standard error at once."""

    def __init__(self, among: int) -> None:
        self._among = among
        self.count = 0

    def note(self, path: Path, error: CadenzaError) -> None:
        """Raises `error` when the file is the only one, so that one line says it all."""
        if self._among == 1:
            raise error
        self.count += 1
        print(f"cadenza: {path}: {error}", file=sys.stderr)

    def finish(self) -> None:
        """Raises CadenzaError when there were any."""
        if self.count:
            raise CadenzaError(f"{self.count} file{'s' * (self.count > 1)} could not be read (named above).")


def _scores(paths: Sequence[Path], unread: Unread) -> "Iterator[tuple[Path, Score]]":
    from music.formats import read_score

    for path in paths:
        try:
            score = read_score(read_file(path), path.name)
        except CadenzaError as error:
            unread.note(path, error)
        else:
            yield path, score


def analyze(options: argparse.Namespace) -> None:
    from music.analysis import analyze as analyze_score

    paths = _found(options.inputs)
    unread = Unread(len(paths))
    for path, score in _scores(paths, unread):
        found = {"path": str(path), **analyze_score(score).to_json()}
        if options.json:
            answer_json(found)
            continue
        mood = found["mood"]
        answer(
            f"{path}: {found['key']}, {found['tempo_bpm']:.0f} bpm, {found['metre']}, {found['bars']} bars, "
            f"{found['seconds']:.0f} s, {found['density']}, valence {mood['valence']:+.2f}, "
            f"arousal {mood['arousal']:+.2f}; {', '.join(found['instruments'])}"
        )
    unread.finish()


def render(options: argparse.Namespace) -> None:
    from bot.settings import load_settings
    from music.encoding import encode
    from music.formats import read_score
    from music.soundfont import find_soundfont
    from music.synthesis import render as render_score

    path = output_file(options.output, tuple(AUDIO_FORMATS))
    score = read_score(read_file(options.input), options.input.name)
    soundfont = find_soundfont(load_settings().soundfont)
    audio = render_score(score, soundfont)
    tags = {
        "title": score.title or options.input.stem,
        "comment": f"Rendered by Cadenza with {soundfont.name}",
    }
    write_file(path, encode(audio, AUDIO_FORMATS[path.suffix.lower()], tags))
    seconds = len(audio.samples) / audio.rate
    if options.json:
        answer_json({"files": [str(path)], "seconds": seconds, "soundfont": soundfont.name})
    else:
        answer(f"{path}: {seconds:.1f} s, played with {soundfont.name}")


def embed(options: argparse.Namespace) -> None:
    import numpy as np

    from recommender.encoder import MusicEncoder
    from recommender.space import EMBEDDING_VERSION

    output = options.output if options.output.suffix == ".npz" else None
    if output is None:
        raise CadenzaError(f"I cannot write {options.output.name!r}; the file has to end in .npz.")
    writable(output)
    paths = _found(options.inputs)
    unread = Unread(len(paths))
    encoder = MusicEncoder.load()
    read: list[Path] = []
    vectors: list[np.ndarray] = []
    waiting: list[Score] = []
    with ProgressLine() as progress:
        for path, score in _scores(paths, unread):
            read.append(path)
            waiting.append(score)
            if len(waiting) == EMBEDDING_BATCH:
                vectors.extend(e.pooled for e in encoder.embed(waiting))
                waiting.clear()
                progress.show("embedding", len(read), len(paths))
        vectors.extend(e.pooled for e in encoder.embed(waiting))
    if not read:
        raise CadenzaError("None of the files could be read, so there is nothing to embed.")
    # file names are the ids, unless two files share one
    shared = Counter(path.name for path in read)
    ids = np.array([path.name if shared[path.name] == 1 else str(path) for path in read])
    buffer = io.BytesIO()
    np.savez(
        buffer, ids=ids, vectors=np.stack(vectors).astype(np.float32), version=np.array(EMBEDDING_VERSION)
    )
    write_file(output, buffer.getvalue())
    if options.json:
        answer_json({"files": [str(output)], "count": len(read), "embedding_version": EMBEDDING_VERSION})
    else:
        answer(f"{output}: {len(read)} vectors")
    unread.finish()


def _found(inputs: Sequence[Path]) -> list[Path]:
    paths = list(score_files(inputs))
    if not paths:
        raise CadenzaError("There is no MIDI, ABC or MusicXML file in there.")
    return paths
