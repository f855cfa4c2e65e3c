"""`make bench ARGS="files FOLDER"`: the score of the reader on a set of real files.

FOLDER holds score.py, index.jsonl and files/ (see the README there); the score is
printed in all, per source and per tag.
"""

import argparse
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def main(argv: list[str]) -> int:
    """Score one long-lived reader on the folder's files; -v lists what was lost."""
    parser = argparse.ArgumentParser(prog="bench files")
    parser.add_argument("folder", type=Path)
    parser.add_argument("-v", action="store_true", dest="verbose")
    arguments = parser.parse_args(argv)
    scorer = arguments.folder.resolve() / "score.py"
    if not scorer.is_file():
        parser.error(f"there is no score.py in {arguments.folder}")
    command = [sys.executable, str(scorer), "--split", "all"]
    command += ["--serve", f"{sys.executable} -m analysis read --serve"]
    command += ["-v"] if arguments.verbose else []
    return subprocess.run(command, cwd=ROOT, check=False).returncode
