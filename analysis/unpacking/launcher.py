"""Runs one unpacking job in a child process that cannot hurt this one."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

from errors import ParseError

ROOT = Path(__file__).resolve().parents[2]
WALL_SECONDS = 120
# What the child needs of the surroundings; nothing secret is passed on.
_KEPT = ("PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "SYSTEMROOT")


def unpack(job: dict, seconds: float = WALL_SECONDS) -> dict:
    """Run the job in a child process and return its answer.

    Raises ParseError with the child's sentence, or with one for how it died.
    """
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
    try:
        answer, _ = child.communicate(json.dumps(job), timeout=seconds)
    except subprocess.TimeoutExpired:
        raise ParseError(
            f"The file took longer than {seconds:g} seconds to open and was given up. "
            "Save the table alone as CSV."
        ) from None
    finally:
        if child.poll() is None:
            child.kill()
            child.communicate()
    return _checked(child.returncode, answer)


def _checked(status: int, answer: str) -> dict:
    if status == -signal.SIGXCPU or status == -signal.SIGKILL:
        raise ParseError(
            "The file takes too long to open. Save the table alone as CSV."
        )
    try:
        result = json.loads(answer)
    except ValueError:
        raise ParseError(
            "The file needs too much memory to open, or is damaged: it may claim far "
            "more cells than it has. Save the table alone as CSV."
        ) from None
    if "error" in result:
        raise ParseError(result["error"])
    return result
