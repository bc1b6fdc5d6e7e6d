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


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    binaries = _binaries()
    # not under pytest's own folder: that one is closed to the user postgres
    folder = Path(tempfile.mkdtemp(prefix="cadenza-postgres-", dir="/tmp"))
    user = "postgres" if os.getuid() == 0 else None
    if user:
        shutil.chown(folder, user)
    data, port = folder / "data", _free_port()

    def run(*command: str | Path) -> None:
        done = subprocess.run(
            command, user=user, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        if done.returncode:
            log = folder / "log"
            pytest.fail(f"{command[0]}: {done.stdout}{log.read_text() if log.exists() else ''}")

    initdb = ("-U", "cadenza", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
    run(binaries / "initdb", "-D", data, *initdb)
    settings = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off"
    try:
        # -l: without it pg_ctl's children keep our pipe open, and this call would never end
        run(binaries / "pg_ctl", "-D", data, "-w", "-t", "60", "-l", folder / "log", "-o", settings, "start")
        yield PostgresServer(binaries, data, port)
    finally:
        subprocess.run(
            [binaries / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop"],
            user=user,
            cwd=folder,
            capture_output=True,
        )
        shutil.rmtree(folder, ignore_errors=True)
