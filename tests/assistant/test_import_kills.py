"""An import that is killed, however often, ends where an undisturbed one does."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from bot.assistant.assistant import Assistant
from tests.assistant.conftest import settings_for
from tests.assistant.tunes import books_tune, melody

pytestmark = pytest.mark.asyncio(loop_scope="session")

IMPORT = """
import asyncio, sys
from pathlib import Path
from bot.assistant.assistant import Assistant
from tests.assistant.conftest import settings_for

async def run():
    settings = settings_for(Path(sys.argv[1]))
    async with Assistant.open(settings, in_process=True, background=False, starter=False) as assistant:
        def tell(done, total, text):
            print(done, flush=True)
        summary = await assistant.catalogue.add_paths([Path(sys.argv[2])], tell)
        print("added", summary.added, flush=True)

asyncio.run(run())
"""
KILLS = int(os.environ.get("CADENZA_TEST_KILLS", "3"))


async def test_an_import_that_is_killed_again_and_again_ends_with_the_same_catalogue(tmp_path: Path) -> None:
    library = tmp_path / "library"
    library.mkdir()
    for seed in range(80):
        (library / f"{seed:03}.mid").write_bytes(melody(1000 + seed))
        if seed % 10 == 0:
            (library / f"{seed:03}-again.mid").write_bytes(melody(1000 + seed, up=3))
            (library / f"{seed:03}-broken.mid").write_bytes(melody(seed)[:60])
    (library / "book.abc").write_text("\n".join(books_tune(n) for n in range(1, 41)))
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}

    def start(folder: str) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [sys.executable, "-c", IMPORT, str(tmp_path / folder), str(library)],
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
            cwd=Path(__file__).parents[2],
        )

    random = np.random.default_rng(7)
    kills = 0
    for _ in range(KILLS):
        process = start("killed")
        assert process.stdout is not None
        lines_until_the_end = int(random.integers(1, 3))
        for _ in range(lines_until_the_end):
            process.stdout.readline()
        try:
            process.wait(float(random.uniform(0, 0.15)))
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            kills += 1
        process.wait()
        process.stdout.close()
    assert kills > 0
    for folder in ("killed", "whole"):
        process = start(folder)
        out, _ = process.communicate(timeout=120)
        assert process.returncode == 0, out

    catalogues = []
    for folder in ("killed", "whole"):
        settings = settings_for(tmp_path / folder)
        async with Assistant.open(settings, in_process=True, background=False, starter=False) as assistant:
            await assistant.prepare()
            tracks = await assistant.catalogue.tracks()
            for track in tracks:
                assert assistant.catalogue.vector_of(track.id) is not None
                assert await assistant.media(track.midi, "mid")
            catalogues.append([(t.id, t.title, t.composer, t.source) for t in tracks])
    assert catalogues[0] == catalogues[1]
    assert len(catalogues[0]) == 120
