"""Upload to profile: Poppy against DuckDB's bare copy, pandas and polars, in one run.

Each contender runs in a process of its own, warmed up on a small table first; the
contenders take turns, so that a busy machine is unfair to none. DuckDB's copy of the
CSV file to Parquet (zstd) is 1.00: nobody can keep and type the table for less.
Poppy's time is that from the stored upload to the committed profile. Where others
use the machine, the time of the processors tells more than that on the wall.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import venv
from dataclasses import dataclass
from pathlib import Path

import duckdb

SIZES = {"10k": 10_000, "100k": 100_000, "1M": 1_000_000, "5M": 5_000_000}
WIDE = "300 columns"
GOALS = {"10k": 2.0, "100k": 1.4, "1M": 1.3, "5M": 1.1, WIDE: 2.0}
# Contender -> its script under _contenders; no script is named like its package.
OURS = {"copy": "bare_copy", "summarize": "summarize", "poppy": "poppy"}
RIVALS = {"pandas": "with_pandas", "polars": "with_polars"}
HERE = Path(__file__).parent
ORDERS = """
COPY (SELECT i AS order_id,
    DATE '2022-01-01' + (random() * 1000)::INT AS order_date,
    TIMESTAMP '2022-01-01' + to_seconds((random() * 86400000)::INT) AS created_at,
    ['north', 'south', 'east', 'west'][1 + floor(random() * 4)::INT] AS region,
    'Product ' || (random() * random() * 400)::INT AS product,
    'customer-' || (random() * {rows} / 5)::INT AS customer,
    1 + (random() * random() * 20)::INT AS quantity,
    round(5 + random() * random() * 500, 2) AS price,
    CASE WHEN random() < 0.05 THEN NULL ELSE round(random(), 6) END AS score,
    random() < 0.3 AS returned
FROM range({rows}) rows(i)) TO '{path}' (HEADER)
"""


@dataclass(frozen=True)
class Run:
    """Seconds on the wall, seconds of the processors, peak memory in MB."""

    wall: float
    processors: float
    megabytes: float

    def better(self, other: "Run") -> "Run":
        """Return the shorter times and the higher peak of two runs."""
        return Run(
            min(self.wall, other.wall),
            min(self.processors, other.processors),
            max(self.megabytes, other.megabytes),
        )

    def cells(self, limit: "Run") -> tuple[str, ...]:
        """Return the run as cells of the table, beside the limit's."""
        return (
            f"{self.wall:.3f}",
            f"{self.wall / limit.wall:.2f}",
            f"{self.processors:.3f}",
            f"{self.processors / limit.processors:.2f}",
            f"{self.megabytes:.0f}",
        )


def main(argv: list[str]) -> int:
    """Run the benchmark and print a table of times, ratios and peak memory."""
    wanted = _arguments(argv)
    with tempfile.TemporaryDirectory(prefix="poppy-bench-") as name:
        folder = Path(name)
        pythons = dict.fromkeys(OURS, sys.executable)
        if wanted.rivals:
            pythons |= dict.fromkeys(RIVALS, _rivals_python(folder))
        heads = "wall s", "copy = 1", "processor s", "copy = 1", "peak MB", "goal"
        print(_line("table", "contender", *heads))
        for size in wanted.sizes:
            path = write_table(size, folder)
            best = measure(path, pythons, wanted.runs)
            path.unlink()
            for contender, run in best.items():
                goal = f"{GOALS[size]:.1f}" if contender == "poppy" else ""
                print(
                    _line(size, contender, *run.cells(best["copy"]), goal), flush=True
                )
    return 0


def write_table(size: str, folder: Path) -> Path:
    """Write a CSV file of orders with that many rows, or one of 300 columns."""
    path = folder / "orders.csv"
    with duckdb.connect() as connection:
        connection.execute("SELECT setseed(0.42)")
        connection.execute(_wide_sql(path) if size == WIDE else _orders_sql(size, path))
    return path


def measure(path: Path, pythons: dict[str, str], runs: int) -> dict[str, Run]:
    """Return each contender's best times and its peak memory of so many turns."""
    best: dict[str, Run] = {}
    for _ in range(runs):
        for contender, python in pythons.items():
            run = _one_run(contender, python, path)
            best[contender] = run.better(best.get(contender, run))
    return best


def _one_run(contender: str, python: str, path: Path) -> Run:
    script = HERE / "_contenders" / f"{(OURS | RIVALS)[contender]}.py"
    finished = subprocess.run(
        [python, str(script), str(path)],
        capture_output=True,
        text=True,
        cwd=HERE.parent,
        env={"PYTHONPATH": str(HERE.parent), "OPENBLAS_NUM_THREADS": "1"},
    )
    if finished.returncode:
        raise SystemExit(f"{contender} failed:\n{finished.stderr}")
    return Run(**json.loads(finished.stdout.splitlines()[-1]))


def _rivals_python(folder: Path) -> str:
    """Install pandas and polars for this run only."""
    venv.create(folder / "rivals", with_pip=True)
    python = str(folder / "rivals" / "bin" / "python")
    packages = ["pandas", "pyarrow", "polars"]
    subprocess.run([python, "-m", "pip", "install", "-q", *packages], check=True)
    return python


def _orders_sql(size: str, path: Path) -> str:
    return ORDERS.format(rows=SIZES[size], path=path)


def _wide_sql(path: Path) -> str:
    kinds = (
        "round(random() * 1000, 2)",
        "(random() * 100)::INT",
        "'name ' || (random() * 50)::INT",
        "DATE '2020-01-01' + (random() * 900)::INT",
    )
    columns = ", ".join(f"{kinds[n % 4]} AS column_{n}" for n in range(300))
    return f"COPY (SELECT {columns} FROM range(10000)) TO '{path}' (HEADER)"


def _arguments(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench profile", description=__doc__)
    parser.add_argument("--sizes", nargs="*", default=[*SIZES, WIDE], choices=GOALS)
    parser.add_argument("--runs", type=int, default=3, help="turns of each contender")
    parser.add_argument("--rivals", action="store_true", help="pandas and polars too")
    return parser.parse_args(argv)


def _line(*cells: str) -> str:
    return "".join(f"{cell:>13}" for cell in cells)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
