"""The child process: reads one job on stdin, answers with one JSON object."""

import json
import resource
import sys
from pathlib import Path

from errors import ParseError

MEMORY_BYTES = 1536 << 20
CPU_SECONDS = 100
FILE_BYTES = 16 << 30


def main() -> int:
    """Limit this process, do the job, print the answer or the error's sentence."""
    _limit()
    job = json.load(sys.stdin)
    try:
        answer = _done(job)
    except ParseError as error:
        answer = {"error": error.message}
    json.dump(answer, sys.stdout)
    return 0


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (FILE_BYTES, FILE_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _done(job: dict) -> dict:
    # Imported here, after the limits are set, and only what the job needs.
    from analysis.unpacking import archive, workbook

    source, folder = Path(job["source"]), Path(job["folder"])
    task, sheet = job["task"], job.get("sheet")
    if task == "sheets":
        return {"sheets": workbook.sheet_names(source)}
    if task in ("gzip", "zip"):
        answer = archive.extract(source, folder, task, job["most_bytes"])
        if answer["kind"] != "workbook":
            return answer
    return workbook.write_cells(source, folder, sheet)


if __name__ == "__main__":
    sys.exit(main())
