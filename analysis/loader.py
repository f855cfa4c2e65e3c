"""A DuckDB of its own for loading one file: own memory, own sandbox, progress."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import duckdb

from analysis.duck import QueryTimeout, lock_down

LOAD_SECONDS = 2 * 3600
LOAD_MEMORY = "400MB"
_LOOK_SECONDS = 0.25

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

    def close(self) -> None:
        """Wait for the last statement and close the connection."""
        self._pool.shutdown()
        self._connection.close()

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
def loader(folders: list[Path], progress: Share | None = None) -> Iterator[Loader]:
    """Yield a Loader that may touch files under the folders only.

    `progress` is told the share (0..1) of the running statement, a few times a
    second, in the calling thread.
    """
    connection = duckdb.connect(":memory:")
    connection.execute("SET enable_progress_bar=true")
    connection.execute("SET enable_progress_bar_print=false")
    connection.execute("SET progress_bar_time=0")
    lock_down(connection, LOAD_MEMORY, [folder.resolve() for folder in folders])
    loading = Loader(connection, progress)
    try:
        yield loading
    finally:
        loading.close()
