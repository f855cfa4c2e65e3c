"""`python -m analysis read FILE`: one JSON object that says what is in a file."""

import argparse
import json
import sys
import tempfile
from pathlib import Path

from analysis.reading import read_table
from errors import PoppyError


def main(argv: list[str]) -> int:
    """Print what is read from the file, or from each path on standard input.

    Returns the exit status: 2 when the file could not be read.
    """
    parser = argparse.ArgumentParser(prog="python -m analysis read")
    parser.add_argument("file", nargs="?", type=Path)
    parser.add_argument("--serve", action="store_true", help="a path a line on stdin")
    arguments = parser.parse_args(argv)
    if arguments.serve:
        return _serve()
    if arguments.file is None:
        parser.error("name a file, or give --serve")
    answer = described(arguments.file)
    _print(answer)
    return 0 if answer["ok"] else 2


def described(path: Path) -> dict:
    """Return the JSON values for one file; a refusal is {"ok": false, "error"}."""
    if not path.is_file():
        return {"ok": False, "error": "There is no such file."}
    with tempfile.TemporaryDirectory(prefix="poppy-read-") as folder:
        try:
            table = read_table(path, path.name, Path(folder) / "table.parquet")
        except PoppyError as error:
            return {"ok": False, "error": error.message}
    report = table.report
    return {
        "ok": True,
        "header": [column.name for column in table.columns]
        if table.has_header
        else None,
        "rows": table.rows,
        "cols": len(table.columns),
        "first": [list(row) for row in table.first],
        "dropped": report.dropped,
        "notes": list(report.notes),
    }


def _serve() -> int:
    for line in sys.stdin:
        path = line.strip()
        if path:
            _print(described(Path(path)))
    return 0


def _print(answer: dict) -> None:
    sys.stdout.write(json.dumps(answer, ensure_ascii=False, allow_nan=False) + "\n")
    sys.stdout.flush()
