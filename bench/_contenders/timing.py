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


def run(work: Callable[[Path, Path], float | None]) -> None:
    """Time `work(csv, folder)` on the file of the command line, after a warm-up.

    Where `work` returns a time, its clock began there, not at the call.
    """
    with tempfile.TemporaryDirectory() as name:
        small = Path(name) / "small.csv"
        small.write_text(SMALL)
        work(small, Path(name))
        begun = time.perf_counter()
        begun = work(Path(sys.argv[1]), Path(name)) or begun
        seconds = time.perf_counter() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "megabytes": peak}))
