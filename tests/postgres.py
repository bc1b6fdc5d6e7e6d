"""A real PostgreSQL server for tests: Debian's binaries, a data folder and a port of its own.

Import the fixture `postgres` in a conftest; it starts one server for the whole run. PostgreSQL refuses to
run as root, so a root run starts it as the user postgres that Debian's package creates.
"""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import pytest

MISSING = "PostgreSQL's server programs are missing; as root: apt-get install -y postgresql"


@dataclass(frozen=True)
class PostgresServer:
    """A running server. Its superuser is cadenza, without a password, from this machine only."""

    binaries: Path
    data: Path
    port: int
    user: str | None

    def start(self) -> None:
        """Waits until it answers."""
        settings = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off"
        # -l: without it pg_ctl's children keep our pipe open, and this call would never end
        self._control("-t", "60", "-l", self.data.with_name("log"), "-o", settings, "start")

    def stop(self, mode: str = "fast") -> None:
        """Breaks every connection; `start` brings everything back."""
        self._control("-m", mode, "stop")

    def _control(self, *arguments: str | Path) -> None:
        run(self.binaries / "pg_ctl", "-D", self.data, "-w", *arguments, user=self.user, cwd=self.data.parent)

    def url(self, database: str = "postgres") -> str:
        return f"postgresql://cadenza@127.0.0.1:{self.port}/{database}"

    def new_database(self) -> str:
        """Creates an empty database and returns its URL."""
        name = f"test_{uuid4().hex[:12]}"
        self.sql(f"CREATE DATABASE {name}")
        return self.url(name)

    def sql(self, statement: str, database: str = "postgres") -> str:
        """What psql prints for `statement`, unaligned."""
        command = [str(self.binaries / "psql"), "-Atqc", statement, self.url(database)]
        return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


def _binaries() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda p: int(p.parts[-3]))
    if found:
        return found[-1].parent
    on_path = shutil.which("postgres")
    if on_path is None:
        pytest.fail(MISSING)
    return Path(on_path).parent


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def run(*command: str | Path, user: str | None, cwd: Path) -> None:
    """Fails the test with what the command and the server said."""
    done = subprocess.run(
        command, user=user, cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    if done.returncode:
        log = cwd / "log"
        pytest.fail(f"{command[0]}: {done.stdout}{log.read_text() if log.exists() else ''}")


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    binaries = _binaries()
    # not under pytest's own folder: that one is closed to the user postgres
    folder = Path(tempfile.mkdtemp(prefix="cadenza-postgres-", dir="/tmp"))
    user = "postgres" if os.getuid() == 0 else None
    if user:
        shutil.chown(folder, user)
    data, port = folder / "data", _free_port()

    initdb = ("-U", "cadenza", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
    run(binaries / "initdb", "-D", data, *initdb, user=user, cwd=folder)
    server = PostgresServer(binaries, data, port, user)
    try:
        server.start()
        yield server
    finally:
        with suppress(pytest.fail.Exception):  # it may have ended
            server.stop("immediate")
        shutil.rmtree(folder, ignore_errors=True)
