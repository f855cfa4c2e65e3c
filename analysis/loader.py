"""A DuckDB of its own for loading one file: own memory, own sandbox, progress."""

import atexit
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import duckdb

from analysis import duck
from analysis.duck import QueryTimeout

LOAD_SECONDS = 2 * 3600
LOAD_MEMORY_MB = 400
# Beyond so many columns each takes memory of its own, for some thousand rows at once.
USUAL_COLUMNS = 300
COLUMN_MB = 0.5
_LOOK_SECONDS = 0.25
_lock = threading.Lock()
_idle: dict[Path, duckdb.DuckDBPyConnection] = {}

Share = Callable[[float], None]


class Loader:
    """Runs statements beside the calling thread, which follows their progress."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, progress: Share | None):
        self._connection, self._progress = connection, progress
        self._deadline = time.monotonic() + LOAD_SECONDS
        self._pool = ThreadPoolExecutor(max_workers=1)

    def rows(self, statement: str) -> list[tuple]:
        """Return all rows of the statement; whatever progress raises stops it."""
        future = self._pool.submit(self._fetched, statement)
        try:
            while not self._is_done(future):
                self._report()
        except BaseException:
            self._connection.interrupt()
            raise
        return future.result()

    def finish(self) -> None:
        """Wait for the last statement."""
        self._pool.shutdown()

    def _fetched(self, statement: str) -> list[tuple]:
        return self._connection.execute(statement).fetchall()

    @staticmethod
    def _is_done(future: Future) -> bool:
        try:
            future.exception(timeout=_LOOK_SECONDS)
        except TimeoutError:
            return False
        return True

    def _report(self) -> None:
        if time.monotonic() > self._deadline:
            raise QueryTimeout("Reading the file took too long. Upload it in parts.")
        if self._progress:
            self._progress(max(0.0, self._connection.query_progress()) / 100)


@contextmanager
def loader(
    folders: list[Path], progress: Share | None = None, columns: int = 0
) -> Iterator[Loader]:
    """Yield a Loader that may touch files under the folders only.

    Where they all lie in one sandbox (see analysis/duck), the sandbox is the limit,
    and the DuckDB is kept for the next file. `progress` is told the share (0..1) of
    the running statement, a few times a second, in the calling thread. `columns` is
    how many the file has: very wide ones get more memory, and one thread.
    """
    within = [folder.resolve() for folder in folders]
    sandboxes = {duck.sandbox_of(folder) for folder in within}
    sandbox = sandboxes.pop() if len(sandboxes) == 1 else None
    allowed, wide = [sandbox] if sandbox else within, max(0, columns - USUAL_COLUMNS)
    if wide:
        sandbox = None
    connection = _taken(sandbox) or _opened(allowed, wide)
    loading = Loader(connection, progress)
    try:
        yield loading
    except BaseException:
        loading.finish()
        connection.close()
        raise
    loading.finish()
    _give_back(sandbox, connection)


def _opened(folders: list[Path], wide: int) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(":memory:")
    if wide:
        connection.execute("SET threads=1")
    connection.execute("SET enable_progress_bar=true")
    connection.execute("SET enable_progress_bar_print=false")
    connection.execute("SET progress_bar_time=0")
    # What it has read once it never reads again.
    connection.execute("SET enable_external_file_cache=false")
    memory = LOAD_MEMORY_MB + round(COLUMN_MB * wide)
    duck.lock_down(connection, f"{memory}MB", folders)
    return connection


def _taken(sandbox: Path | None) -> duckdb.DuckDBPyConnection | None:
    with _lock:
        return _idle.pop(sandbox, None) if sandbox else None


def _give_back(sandbox: Path | None, connection: duckdb.DuckDBPyConnection) -> None:
    """Keep the last one: to open and close a DuckDB takes 35 ms."""
    if sandbox is None:
        connection.close()
        return
    close_idle()
    with _lock:
        _idle[sandbox] = connection


@atexit.register
def close_idle() -> None:
    """Close what waits for the next file."""
    with _lock:
        while _idle:
            _idle.popitem()[1].close()
