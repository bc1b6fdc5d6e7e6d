"""Our pitch-class entropy, scale and groove consistency beside the package MusPy's, on pieces of a packed
corpus.

MusPy is no dependency of Cadenza; make a virtual environment for it and name its Python:

python -m venv /tmp/muspy && /tmp/muspy/bin/pip install muspy python -m benchmarks.muspy_measures
CORPUS.npz /tmp/muspy/bin/python --pieces 300
"""

import argparse
import json
import subprocess
from pathlib import Path

import numpy as np

from generator.evaluation.human import human_piece
from generator.evaluation.measures import (
    Piece,
    groove_consistency,
    pitch_class_entropy,
    scale_consistency,
)
from music.corpus import load_pack
from music.grid import GRID_DURATION, GRID_PITCH, INSTRUMENT
from music.instruments import DRUMS

THEIRS = """
import json, sys
import muspy
for line in sys.stdin:
    bar, notes = json.loads(line)
    tracks = {}
    for onset, program, pitch, duration in notes:
        track = tracks.setdefault(program, muspy.Track(program=program % 128, is_drum=program == 128))
        track.append(muspy.Note(onset, pitch, duration, 64))
    music = muspy.Music(resolution=12, tracks=list(tracks.values()))
    print(json.dumps([muspy.pitch_class_entropy(music), muspy.scale_consistency(music),
                      muspy.groove_consistency(music, bar)]))
"""


def as_line(piece: Piece) -> str:
    columns = [
        piece.onsets,
        piece.notes[:, INSTRUMENT],
        piece.notes[:, GRID_PITCH],
        piece.notes[:, GRID_DURATION],
    ]
    return json.dumps([piece.bar_positions, np.stack(columns, 1).tolist()])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pack", type=Path)
    parser.add_argument("python", help="a Python that has muspy")
    parser.add_argument("--pieces", type=int, default=300)
    options = parser.parse_args()
    pack = load_pack(options.pack)
    pieces = []
    for index in np.random.default_rng(1).permutation(len(pack.pieces)):
        found = human_piece(pack, int(index))
        if found is not None:
            pieces.append(found[0])
        if len(pieces) == options.pieces:
            break
    told = subprocess.run(
        [options.python, "-c", THEIRS],
        input="\n".join(map(as_line, pieces)) + "\n",
        capture_output=True,
        text=True,
        check=True,
    )
    theirs = np.array([json.loads(line) for line in told.stdout.splitlines()], np.float64)
    ours = np.array(
        [[f(p) for f in (pitch_class_entropy, scale_consistency, groove_consistency)] for p in pieces]
    )
    drums = sum(bool((p.notes[:, INSTRUMENT] == DRUMS).all()) for p in pieces)
    print(f"{len(pieces)} pieces, {drums} of them drums alone")
    for i, name in enumerate(("pitch-class entropy", "scale consistency", "groove consistency")):
        same_gaps = bool((np.isnan(ours[:, i]) == np.isnan(theirs[:, i])).all())
        print(f"{name}: largest difference {np.nanmax(np.abs(ours[:, i] - theirs[:, i])):.2e}, "
              f"without a value in the same pieces: {same_gaps}")  # fmt: skip


if __name__ == "__main__":
    main()
