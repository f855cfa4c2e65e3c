"""The child process: reads one job on stdin, answers in JSON lines.

Lines {"done": n} tell the progress; the last line is the answer or {"error"}.
"""

import json
import resource
import sys
from pathlib import Path

from errors import ParseError

MEMORY_BYTES = 1536 << 20
FILE_BYTES = 16 << 30


def main() -> int:
    """Limit this process, do the job, print the answer or the error's sentence."""
    job = json.loads(sys.stdin.readline())
    _limit(job["seconds"])
    try:
        answer = _done(job)
    except ParseError as error:
        answer = {"error": error.message}
    _say(answer)
    return 0


def _limit(seconds: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (FILE_BYTES, FILE_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _done(job: dict) -> dict:
    # Imported here, after the limits are set, and only what the job needs.
    from analysis.unpacking import archive, json_rows, workbook

    source, folder = Path(job["source"]), Path(job["folder"])
    task, sheet = job["task"], job.get("sheet")
    if task == "sheets":
        return {"sheets": workbook.sheet_names(source)}
    if task == "parquet":
        return _parquet(source, folder)
    if task == "json":
        return json_rows.write_rows(source, folder, job["encoding"], _report)
    if task in ("gzip", "zip"):
        answer = archive.extract(source, folder, task, job["most_bytes"], _report)
        if answer["kind"] != "workbook":
            return answer
    return workbook.write_cells(source, folder, sheet, job.get("fill_merged", False))


def _parquet(source: Path, folder: Path) -> dict:
    from analysis.reading.parquet_table import write_parquet

    return write_parquet(source, folder, _report)


def _report(done: int) -> None:
    _say({"done": done})


def _say(message: dict) -> None:
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
