"""A program that is killed while it writes leaves a database that the next one can use."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from storage.database import Database
from storage.files import LocalFileStore
from storage.repositories.jobs import Jobs
from storage.repositories.postings import Postings
from storage.repositories.takes import Takes

WRITER = """
import asyncio, sys
from pathlib import Path
from storage.database import Database
from storage.files import LocalFileStore
from storage.repositories.jobs import Jobs
from tests.storage.samples import WEB, a_job, a_take

async def main():
    database = await Database.open(sys.argv[1])
    files = LocalFileStore(Path(sys.argv[2]))
    for n in range(100_000):
        job = a_job(n, id=f"job{n}")
        async with database.session() as session:
            await Jobs(session).enqueue(job, WEB)
            await Jobs(session).claim("the writer", 3600)
        midi = files.put(b"MThd" + str(n).encode() * 1000, ".mid")
        async with database.session() as session:
            await Jobs(session).finish(job.id, a_take(job, midi=midi))
        print(n, flush=True)

asyncio.run(main())
"""


@pytest.mark.parametrize("writes_before_the_end", [1, 4, 9])
async def test_killed_in_the_middle_of_writes(url: str, tmp_path: Path, writes_before_the_end: int) -> None:
    writer = subprocess.Popen(  # noqa: ASYNC220  (nothing else runs in this loop)
        [sys.executable, "-c", WRITER, url, str(tmp_path / "files")], stdout=subprocess.PIPE, text=True
    )
    assert writer.stdout is not None
    for _ in range(writes_before_the_end):
        written = int(writer.stdout.readline())
    os.kill(writer.pid, signal.SIGKILL)
    writer.wait()
    written = max([written, *map(int, writer.stdout.read().split())])
    writer.stdout.close()

    database = await Database.open(url)
    assert await database.check() == ""
    files = LocalFileStore(tmp_path / "files")
    async with database.session() as session:
        jobs = Jobs(session)
        waiting = await Postings(session).unposted()
        # everything reported as written is there whole, with its file; at most one more was under way
        assert len(waiting) in (written + 1, written + 2)
        for record, take in waiting:
            assert record.state == "done"
            assert take is not None
            assert files.get(take.midi).startswith(b"MThd")
        orphans = await jobs.requeue_orphans(lambda owner: False)
        assert len(orphans) <= 1
        assert len(await Takes(session).recent(limit=1000)) == len(waiting)
        assert [c.job.id for c in await jobs.claim("the next", 30, limit=10)] == orphans
    await database.close()
