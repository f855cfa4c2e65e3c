"""Runs one unpacking job in a child process that cannot hurt this one."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from errors import ParseError

ROOT = Path(__file__).resolve().parents[2]
CPU_SECONDS = 100
# A byte takes a microsecond or two at the most: large files get more time.
BYTES_PER_SECOND = 2 << 20
# What the child needs of the surroundings; nothing secret is passed on.
_KEPT = ("PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "SYSTEMROOT")
_SLOW = "The file takes too long to open. Save the table alone as CSV."
_HUNGRY = (
    "The file needs too much memory to open, or is damaged: it may claim far more "
    "cells than it has. Save the table alone as CSV."
)


def unpack(job: dict, progress: Callable[[int], None] | None = None) -> dict:
    """Run the job in a child process and return its answer.

    Raises ParseError with the child's sentence, or with one for how it died;
    whatever `progress` raises ends the child.
    """
    size = Path(job["source"]).stat().st_size
    seconds = CPU_SECONDS + size // BYTES_PER_SECOND
    child = subprocess.Popen(
        [sys.executable, "-m", "analysis.unpacking.child"],
        cwd=ROOT,
        env={key: os.environ[key] for key in _KEPT if key in os.environ},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        encoding="utf-8",
    )
    # The clock on the wall ends a child that waits instead of computing.
    timer = threading.Timer(2 * seconds, child.kill)
    timer.daemon = True
    timer.start()
    try:
        child.stdin.write(json.dumps({**job, "seconds": seconds}) + "\n")
        child.stdin.close()
        return _answer(child, progress)
    finally:
        timer.cancel()
        child.kill()
        child.stdout.close()
        child.wait()


def _answer(child: subprocess.Popen, progress: Callable[[int], None] | None) -> dict:
    message: dict = {}
    for line in child.stdout:
        message = json.loads(line)
        if "done" in message and progress:
            progress(message["done"])
    status = child.wait()
    if status in (-signal.SIGXCPU, -signal.SIGKILL):
        raise ParseError(_SLOW)
    if not message or "done" in message:
        raise ParseError(_HUNGRY)
    if "error" in message:
        raise ParseError(message["error"])
    return message
