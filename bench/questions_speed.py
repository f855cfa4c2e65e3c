"""How long a question takes: reading it, and computing it, against the bare SQL.

`python -m bench questions_speed [SET...]` prints p50 and p95 from question to answer
over the set files, then on 100k, 1M and 5M made rows against the same SQL on a warm
cursor and against pandas with the table in memory. pandas is no requirement: install it
elsewhere (`pip install --target FOLDER pandas`) and say `--pandas FOLDER`.
"""

import argparse
import importlib.util
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median, quantiles

import duckdb

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from analysis import duck, engine  # noqa: E402  (the repository is not installed)
from analysis.ask_command import open_file  # noqa: E402
from analysis.profile import build_profile  # noqa: E402
from analysis.question.names import names_of  # noqa: E402
from analysis.question.readings import readings_of  # noqa: E402
from analysis.table import Column, ImportReport, ReadTable, Table  # noqa: E402
from analysis.values import build_values  # noqa: E402
from bench.questions import items_of  # noqa: E402

ROUNDS = 15
SIZES = (100_000, 1_000_000, 5_000_000)
COLUMNS = (
    Column("c0", "order id", "integer"),
    Column("c1", "region", "text"),
    Column("c2", "product", "text"),
    Column("c3", "price", "decimal"),
    Column("c4", "quantity", "integer"),
    Column("c5", "day", "date"),
)
MADE = """
SELECT i AS c0, 'region ' || (i * 7919 % 9) AS c1,
       'product ' || (i * 104729 % 400) AS c2, round(5 + 95 * abs(sin(i)), 2) AS c3,
       1 + i * 31 % 20 AS c4,
       DATE '2023-01-01' + CAST(i * 613 % 900 AS INTEGER) AS c5 FROM range($1) t(i)
"""
QUESTIONS = {
    "how many rows are there?": lambda f: len(f),
    "total price": lambda f: f.c3.sum(),
    "average price by region": lambda f: f.groupby("c1").c3.mean(),
    "total quantity per month": lambda f: f.groupby(f.c5.dt.to_period("M")).c4.sum(),
    "top 10 products by total price": lambda f: f.groupby("c2").c3.sum().nlargest(10),
    "how many rows have price over 50?": lambda f: (f.c3 > 50).sum(),
    "median price by region": lambda f: f.groupby("c1").c3.median(),
    "total price in 2024": lambda f: f[f.c5.dt.year == 2024].c3.sum(),
}


def main(argv: list[str]) -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(prog="bench/questions_speed.py")
    parser.add_argument("sets", nargs="*", type=Path)
    parser.add_argument("--pandas", type=Path, help="the folder pandas is installed in")
    parser.add_argument("--sizes", type=int, nargs="*", default=SIZES)
    arguments = parser.parse_args(argv)
    if arguments.pandas:
        sys.path.append(str(arguments.pandas))
    with tempfile.TemporaryDirectory(prefix="poppy-speed-") as folder:
        for path in arguments.sets:
            _time_set(path, Path(folder))
        for size in arguments.sizes:
            _time_size(size, Path(folder))
    return 0


def _time_set(path: Path, folder: Path) -> None:
    tables: dict[Path, Table] = {}
    whole, reading = [], []
    for item in items_of(path):
        source = path.parent / item["table_csv"]
        if source not in tables:
            tables[source] = open_file(source, folder)
            engine.ask("how many rows are there?", tables[source])
        table, question = tables[source], item["question"]
        names = names_of(table.profile, table.name)
        reading.append(
            seconds(lambda q=question, n=names, t=table: readings_of(q, n, t))
        )
        whole.append(seconds(lambda q=question, t=table: engine.ask(q, t)))
    print(f"{path.name}: reading {_spread(reading)}, to the answer {_spread(whole)}")


def _time_size(rows: int, folder: Path) -> None:
    table = made_table(rows, folder)
    print(f"\n{rows:,} rows: question; answer, SQL alone, pandas (ms); answer over SQL")
    frame = _frame(table)
    with duck.cursor(table.parquet.parent) as cursor:
        for question, rival in QUESTIONS.items():
            result = engine.ask(question, table).result
            values = [str(table.parquet), *result.parameters[1:]]
            works = [
                lambda q=question: engine.ask(q, table),
                lambda s=result.sql, v=values: cursor.execute(s, v).fetchall(),
            ]
            if frame is not None:
                works.append(lambda r=rival: r(frame))
            asked, bare, *rest = medians(works)
            other = rest[0] if rest else None
            shown = f"{other * 1e3:8.1f}" if other is not None else "       -"
            print(
                f"  {question:36s} {asked * 1e3:8.1f} {bare * 1e3:8.1f} {shown} "
                f"{asked / bare:6.2f}  (+{(asked - bare) * 1e3:.1f} ms)"
            )


def made_table(rows: int, folder: Path) -> Table:
    """Write a made table of orders as Parquet, profile it and index its values."""
    parquet = folder / f"orders_{rows}.parquet"
    with duckdb.connect() as connection:
        connection.execute(
            f"COPY ({MADE.replace('$1', str(rows))}) TO '{parquet}' "
            "(FORMAT parquet, COMPRESSION lz4_raw, PARQUET_VERSION v2)"
        )
    profile = build_profile(ReadTable(parquet, rows, COLUMNS, ImportReport("csv")))
    values = folder / f"orders_{rows}.values.parquet"
    build_values(parquet, profile, values)
    return Table(parquet, profile, "orders", values)


def _frame(table: Table):
    """Return the table in memory for pandas, None where pandas is not installed."""
    if importlib.util.find_spec("pandas") is None:
        return None
    with duckdb.connect() as connection:
        return connection.execute(f"FROM '{table.parquet}'").df()


def seconds(work: Callable[[], object]) -> float:
    """Return how long a piece of work takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def medians(works: list[Callable[[], object]]) -> list[float]:
    """Return the median time of each piece of work, after one round to warm up.

    They take turns, so that a busy moment of the machine hits all of them.
    """
    for work in works:
        work()
    rounds = [[seconds(work) for work in works] for _ in range(ROUNDS)]
    return [median(times) for times in zip(*rounds, strict=True)]


def _spread(times: list[float]) -> str:
    cuts = quantiles(times, n=20)
    return f"p50 {median(times) * 1e3:.1f} ms, p95 {cuts[18] * 1e3:.1f} ms"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
