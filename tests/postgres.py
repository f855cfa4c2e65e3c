"""A real PostgreSQL for the tests: its own folder, its own port, gone at the end."""

import glob
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg2
import pytest

WHY_ABSENT = "PostgreSQL's initdb and pg_ctl are not on this machine"


class PostgresServer:
    """One server; `url(name)` makes an empty database and names it."""

    def __init__(self, binaries: Path, folder: Path):
        self._binaries = binaries
        self._data = folder / "data"
        self._log = folder / "log"
        self.port = free_port()

    @classmethod
    def made_in(cls, folder: Path, binaries: Path) -> "PostgresServer":
        """Return a new server, not started yet, that keeps everything in `folder`."""
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres")
        server = cls(binaries, folder)
        server.make()
        return server

    def remove(self) -> None:
        """Stop the server and delete its folder."""
        self.stop()
        shutil.rmtree(self._data.parent)

    def make(self) -> None:
        """Make the cluster's files; settings favour speed over durability."""
        self._run("initdb", "-D", self._data, "-A", "trust", "-U", "postgres", "-N")
        with open(self._data / "postgresql.conf", "a") as settings:
            settings.write(
                f"port = {self.port}\nlisten_addresses = '127.0.0.1'\n"
                f"unix_socket_directories = '{self._data}'\nfsync = off\n"
                "max_connections = 200\nshared_buffers = 64MB\n"
            )

    def start(self) -> None:
        """Start the server and wait until it answers."""
        self._run("pg_ctl", "-D", self._data, "-l", self._log, "-w", "start")

    def stop(self) -> None:
        """Stop the server at once, with whatever is running on it."""
        self._run("pg_ctl", "-D", self._data, "-m", "immediate", "-w", "stop")

    def restart(self) -> None:
        """Stop and start the server."""
        self.stop()
        self.start()

    def url(self, name: str) -> str:
        """Return the URL of a database of this name, made anew."""
        with self._admin() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            cursor.execute(f'CREATE DATABASE "{name}"')
        return f"postgresql://postgres@127.0.0.1:{self.port}/{name}"

    @contextmanager
    def _admin(self) -> Iterator:
        connection = psycopg2.connect(
            host="127.0.0.1", port=self.port, user="postgres", dbname="postgres"
        )
        connection.autocommit = True
        try:
            yield connection.cursor()
        finally:
            connection.close()

    def _run(self, program: str, *arguments: object) -> None:
        # The server refuses to run as root, so root hands over to its user.
        user = "postgres" if os.geteuid() == 0 else None
        subprocess.run(
            [str(self._binaries / program), *map(str, arguments)],
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            user=user,
            cwd=self._data.parent,
        )


def free_port() -> int:
    """Return a port that was free a moment ago on the loopback address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def find_binaries() -> Path | None:
    """Return the folder of initdb and pg_ctl: on PATH, or where Debian has it."""
    found = shutil.which("initdb")
    if found and shutil.which("pg_ctl"):
        return Path(found).parent
    folders = sorted(glob.glob("/usr/lib/postgresql/*/bin"), key=_version)
    return Path(folders[-1]) if folders else None


def _version(folder: str) -> float:
    return float(Path(folder).parent.name)


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A running server; skipped where there is none, unless POPPY_REQUIRE says so."""
    binaries = find_binaries()
    if binaries is None:
        if "postgres" in os.environ.get("POPPY_REQUIRE", ""):
            pytest.fail(WHY_ABSENT)
        pytest.skip(WHY_ABSENT)
    folder = Path(tempfile.mkdtemp(prefix="poppy-postgres-"))
    server = PostgresServer.made_in(folder, binaries)
    server.start()
    try:
        yield server
    finally:
        server.remove()
