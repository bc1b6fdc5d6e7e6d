"""The program as a person starts it, with a data folder of its own: its command line, or its process."""

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from music.midi import write_midi
from music.score import Metre, Part, Score, Tempo
from tests.cli.here import run_here
from tests.starter import BUILDING_SECONDS, PROGRAM, starter_folder


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one object on standard output."""
        return json.loads(self.out)

    @property
    def complaint(self) -> str:
        """The one line on standard error of a refused command."""
        assert self.code == 2, self
        assert self.out == "", self
        lines = self.err.splitlines()
        assert len(lines) == 1, self.err
        return lines[0]


class Cadenza:
    """Runs `cadenza ...` on one data folder."""

    def __init__(self, folder: Path, elsewhere: Path) -> None:
        self.folder = folder
        self._elsewhere = elsewhere  # a working directory without a .env

    def environment(self, **settings: str) -> dict[str, str]:
        return {**os.environ, "CADENZA_DATA_DIR": str(self.folder), "OMP_NUM_THREADS": "1", **settings}

    def __call__(self, *arguments: object, stdin: str = "", **settings: str) -> Ended:
        """In this process, which has imported everything and read the weights already."""
        environment = self.environment(**settings)
        return Ended(*run_here([*map(str, arguments)], self._elsewhere, environment, stdin))

    def process(self, *arguments: object, stdin: str = "", **settings: str) -> Ended:
        """The installed program, where it matters that it is a process of its own."""
        ended = subprocess.run(
            [PROGRAM, *map(str, arguments)],
            input=stdin,
            capture_output=True,
            text=True,
            timeout=BUILDING_SECONDS,
            cwd=self._elsewhere,
            env=self.environment(**settings),
            check=False,
        )
        return Ended(ended.returncode, ended.stdout, ended.stderr)

    def start(self, *arguments: object, **settings: str) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [PROGRAM, *map(str, arguments)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=self._elsewhere,
            env=self.environment(**settings),
        )


@pytest.fixture(scope="session")
def cadenza(tmp_path_factory: pytest.TempPathFactory) -> Cadenza:
    """A data folder whose starter catalogue stands; shared, so take what you write as it comes."""
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    own = tmp_path_factory.mktemp("cli") / "data"
    shutil.copytree(starter_folder(tmp_path_factory), own)
    return Cadenza(own, elsewhere)


@pytest.fixture
def fresh(tmp_path: Path) -> Cadenza:
    """A data folder that does not exist yet."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    return Cadenza(tmp_path / "data", elsewhere)


@pytest.fixture
def scale(tmp_path: Path) -> Path:
    """A MIDI file: eight bars of G major scales in 3/4 at 96 bpm, played by a violin."""
    pitches = np.array([67, 69, 71, 72, 74, 76, 78, 79] * 3, np.int32)
    onsets = np.arange(24, dtype=np.int32) * 480
    columns = (onsets, np.full(24, 480, np.int32), pitches, np.full(24, 80, np.int32))
    part = Part(40, np.stack(columns, axis=1))
    score = Score(480, (part,), (Tempo(0, 625_000),), (Metre(0, 3, 4),), title="Scales")
    path = tmp_path / "scale.mid"
    path.write_bytes(write_midi(score))
    return path


@pytest.fixture
def variant(scale: Path) -> Callable[[str], Path]:
    """Copies of the scale under other names."""

    def copy(name: str) -> Path:
        path = scale.parent / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(scale.read_bytes())
        return path

    return copy
