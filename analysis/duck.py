"""The one embedded DuckDB: locked down, shared by threads through cursors.

One root connection lives as long as the process; every task takes `cursor()`, which
costs microseconds where a new connection costs tens of milliseconds, and fetches
everything before it ends. The sandbox is set in the only order that holds: see
https://duckdb.org/docs/stable/operations_manual/securing_duckdb/overview
"""

import atexit
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from errors import PoppyError

_lock = threading.Lock()
_roots: dict[Path, duckdb.DuckDBPyConnection] = {}
_sandboxes: set[Path] = set()

QUERY_SECONDS = 60
MEMORY_LIMIT = "512MB"


class QueryTimeout(PoppyError):
    """A computation that took too long and was stopped."""

    code = "QUERY_TIMEOUT"
    status = 503


class EngineFailure(PoppyError):
    """DuckDB could not finish: out of memory, a file gone, or a failure inside."""

    code = "ENGINE_FAILURE"
    status = 503


def use_sandbox(folder: Path) -> None:
    """Let everything under `folder` share one root connection."""
    _sandboxes.add(folder.resolve())


@contextmanager
def cursor(
    folder: Path, seconds: float = QUERY_SECONDS
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Yield a cursor that may touch files under `folder` only, for at most `seconds`.

    Where `folder` lies in a sandbox (see `use_sandbox`), the sandbox is the limit.
    Raises QueryTimeout when the time is over, and EngineFailure; the cursor is closed
    afterwards.
    """
    folder = folder.resolve()
    sandbox = sandbox_of(folder) or folder
    task = _root(sandbox).cursor()
    timer = threading.Timer(seconds, task.interrupt)
    timer.daemon = True
    timer.start()
    try:
        yield task
    except duckdb.InterruptException as error:
        raise QueryTimeout(
            f"This took longer than {seconds:g} seconds and was stopped. "
            "Ask about fewer rows or fewer groups."
        ) from error
    except duckdb.OutOfMemoryException as error:
        raise EngineFailure(
            "This needs too much memory. Ask about fewer rows or fewer groups."
        ) from error
    except duckdb.IOException as error:
        raise EngineFailure("The stored table could not be read. Try again.") from error
    except (duckdb.FatalException, duckdb.InternalException) as error:
        # Such an error invalidates the whole instance, for every later cursor.
        with _lock:
            _roots.pop(sandbox, None)
        raise EngineFailure("The engine failed at this. Try it another way.") from error
    finally:
        timer.cancel()
        task.close()


def quoted(name: str) -> str:
    """Return a name quoted for SQL: the one way names enter a statement."""
    return '"' + name.replace('"', '""') + '"'


def sandbox_of(folder: Path) -> Path | None:
    """Return the sandbox (see `use_sandbox`) that a resolved folder lies in, if any."""
    return next((s for s in _sandboxes if folder.is_relative_to(s)), None)


@atexit.register
def close_all() -> None:
    """Close every root connection; a later cursor opens a new one."""
    with _lock:
        while _roots:
            _roots.popitem()[1].close()


def _root(folder: Path) -> duckdb.DuckDBPyConnection:
    with _lock:
        if folder not in _roots:
            _roots[folder] = _locked_down(folder)
        return _roots[folder]


def _locked_down(folder: Path) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(":memory:")
    connection.execute("SET parquet_metadata_cache=true")
    lock_down(connection, MEMORY_LIMIT, [folder])
    return connection


def lock_down(
    connection: duckdb.DuckDBPyConnection, memory: str, folders: list[Path]
) -> None:
    """Set the sandbox, in the only order that holds."""
    connection.execute("SET python_enable_replacements=false")
    connection.execute("SET TimeZone='UTC'")
    connection.execute(f"SET memory_limit='{memory}'")
    # What does not fit in memory goes to the same disk, not to where we were started.
    spill = str(folders[-1] / "tmp").replace("'", "''")
    connection.execute(f"SET temp_directory='{spill}'")
    allowed = [f"{folder}/" for folder in folders]
    connection.execute("SET allowed_directories=$allowed", {"allowed": allowed})
    connection.execute("SET enable_external_access=false")
    connection.execute("SET lock_configuration=true")
