"""What every contender does alike: warm up, run once, print seconds and peak memory."""

import json
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

SMALL = "a,b,c,d\n" + "".join(
    f"{n},{n / 7},x{n},2024-01-{n + 1:02}\n" for n in range(28)
)


def now() -> tuple[float, float]:
    """Return the time on the wall and that of the processors, child processes too."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = time.process_time() + children.ru_utime + children.ru_stime
    return time.perf_counter(), used


def run(work: Callable[[Path, Path], tuple[float, float] | None]) -> None:
    """Time `work(csv, folder)` on the file of the command line, after a warm-up.

    Where `work` returns what `now` said, its clocks began there, not at the call.
    """
    with tempfile.TemporaryDirectory() as name:
        small = Path(name) / "small.csv"
        small.write_text(SMALL)
        work(small, Path(name))
        called = now()
        begun = work(Path(sys.argv[1]), Path(name)) or called
        wall, processors = (a - b for a, b in zip(now(), begun, strict=True))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"wall": wall, "processors": processors, "megabytes": peak}))
