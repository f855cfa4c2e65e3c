"""The stores against the raw driver, and list pages from a thousand to a million rows.

The statements of a store function are recorded once and then sent again by hand, over
sqlite3 or psycopg2, to a twin of the same database: what remains is what Poppy adds.
JSON is decoded on both sides; times are only on ours.

    python -m bench stores [--sizes 1000,10000,100000,1000000] [--only sqlite|postgres]
"""

import argparse
import json
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg2
from peewee import Database

from bench._contenders import store_pages
from bench._contenders.store_calls import LISTS, READS, WRITES, Call, World, make_world
from database import PRAGMAS, database, is_postgres, opened
from schema.copy import copy
from schema.history import apply_migrations
from tests.postgres import PostgresServer, find_binaries

SIZES = "1000,10000,100000,1000000"
BATCHES = 7
READS_A_BATCH = 60
WRITES_A_BATCH = 15
Statement = tuple[str, tuple]


def main(argv: list[str]) -> int:
    """Print both tables for each database that is there."""
    arguments = _arguments(argv)
    sizes = [int(size) for size in arguments.sizes.split(",")]
    with tempfile.TemporaryDirectory() as folder:
        for name, urls in _databases(Path(folder), arguments.only):
            ours, twin, lists = urls
            _compare(name, ours, twin)
            store_pages.measure(name, lists, sizes)
    return 0


def _arguments(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench stores", description=__doc__)
    parser.add_argument(
        "--sizes", default="1000,10000,100000,1000000", help="rows a table"
    )
    parser.add_argument("--only", choices=("sqlite", "postgres"))
    return parser.parse_args(argv)


def _databases(folder: Path, only: str | None) -> Iterator[tuple[str, list[str]]]:
    """Yield three empty databases of each kind."""
    if only != "postgres":
        yield "sqlite", [f"sqlite:///{folder / name}.sqlite3" for name in "abc"]
    binaries = find_binaries()
    if only != "sqlite" and binaries:
        with _server(binaries) as server:
            yield "postgres", [server.url(f"bench_{name}") for name in "abc"]


@contextmanager
def _server(binaries: Path) -> Iterator[PostgresServer]:
    folder = Path(tempfile.mkdtemp(prefix="poppy-bench-"))
    server = PostgresServer.made_in(folder, binaries)
    server.start()
    try:
        yield server
    finally:
        server.remove()


def _compare(name: str, ours: str, twin: str) -> None:
    """Print every store function's time against the raw driver's."""
    with opened(ours) as db, opened(twin) as copied:
        apply_migrations(db)
        database.initialize(db)
        world = make_world()
        copy(db, copied)
        raw = _raw_connection(copied)
        print(f"\n{name}: microseconds a call, median of {BATCHES} batches")
        print(f"{'':32} {'Poppy':>8} {'raw':>8} {'ratio':>6}")
        for calls, count in (
            (READS, READS_A_BATCH),
            (LISTS, READS_A_BATCH),
            (WRITES, WRITES_A_BATCH),
        ):
            ratios = [_row(db, raw, world, call, count) for call in calls]
            print(f"{'median':>32} {'':>8} {'':>8} {statistics.median(ratios):>6.2f}")
        raw.close()


def _row(db: Database, raw, world: World, call: Call, count: int) -> float:
    name, function = call
    mine, theirs = [], []
    for _ in range(BATCHES):
        streams = []
        start = time.perf_counter()
        for _ in range(count):
            function(world)
        mine.append((time.perf_counter() - start) / count)
        # What is sent is noted in calls of its own: noting takes time as well.
        for _ in range(count):
            streams.append(_recorded(db, lambda: function(world)))
        theirs.append(_replay(db, raw, streams) / count)
    ours, by_hand = statistics.median(mine), statistics.median(theirs)
    ratio = ours / by_hand
    print(f"{name:32} {ours * 1e6:>8.0f} {by_hand * 1e6:>8.0f} {ratio:>6.2f}")
    return ratio


def _recorded(db: Database, call: Callable[[], object]) -> list[Statement]:
    """Run the call; return what it sent, with the borders of its transaction."""
    sent: list[Statement] = []
    begin, commit, execute = db.begin, db.commit, db._execute_cursor

    def note_begin(*given) -> None:
        sent.append(("BEGIN" if is_postgres(db) else "BEGIN IMMEDIATE", ()))
        begin(*given)

    def note_commit() -> None:
        sent.append(("COMMIT", ()))
        commit()

    def note(sql, parameters, **options):
        sent.append((sql, tuple(parameters or ())))
        return execute(sql, parameters, **options)

    db.begin, db.commit, db._execute_cursor = note_begin, note_commit, note
    try:
        call()
    finally:
        del db.begin, db.commit, db._execute_cursor
    return sent


def _replay(db: Database, raw, streams: list[list[Statement]]) -> float:
    """Send the statements by hand; return the seconds that it took."""
    with_cursor = is_postgres(db)
    start = time.perf_counter()
    for stream in streams:
        for sql, parameters in stream:
            cursor = raw.cursor()
            cursor.execute(sql, parameters or (None if with_cursor else ()))
            if cursor.description:
                for row in cursor.fetchall():
                    _decode(row)
    return time.perf_counter() - start


def _decode(row: tuple) -> None:
    """Read the JSON of a row, as psycopg2 does by itself."""
    for cell in row:
        if type(cell) is str and cell[:1] in ("{", "["):
            json.loads(cell)


def _raw_connection(db: Database):
    if is_postgres(db):
        connection = psycopg2.connect(dbname=db.database, **_plain(db.connect_params))
        connection.autocommit = True
        return connection
    connection = sqlite3.connect(db.database, isolation_level=None)
    for pragma, value in PRAGMAS.items():
        connection.execute(f"PRAGMA {pragma} = {value}")
    return connection


def _plain(parameters: dict) -> dict:
    return {name: parameters[name] for name in ("host", "port", "user")}
