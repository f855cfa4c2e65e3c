"""Ask the questions of set files: `python bench/questions.py SET... > predictions`.

Each line of a set has id, question and table_csv (relative to the set's folder). One
line {"id", "status", "answer", "chart"} a question goes to standard output, for the
sets' own score.py. With `--scorer PATH/score.py` the right answers among the choices
that were asked back are counted too; with `--choices` they are kept in the lines.
"""

import argparse
import importlib.util
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from analysis import engine  # noqa: E402  (the repository is not installed)
from analysis.ask_command import as_json, open_file  # noqa: E402
from analysis.result import Answer  # noqa: E402
from analysis.table import Table  # noqa: E402

MOST_EXTRA_COLUMNS = 2


def main(argv: list[str]) -> int:
    """Write the predictions; the counts go to standard error."""
    parser = argparse.ArgumentParser(prog="bench/questions.py")
    parser.add_argument("sets", nargs="+", type=Path)
    parser.add_argument("--scorer", type=Path)
    arguments = parser.parse_args(argv)
    scorer = load_scorer(arguments.scorer) if arguments.scorer else None
    with tempfile.TemporaryDirectory(prefix="poppy-questions-") as folder:
        for path in arguments.sets:
            counts = _ask_set(path, Path(folder), scorer)
            print(path.name, dict(counts), file=sys.stderr)
    return 0


def _ask_set(path: Path, folder: Path, scorer: ModuleType | None) -> Counter:
    tables: dict[Path, Table] = {}
    counts: Counter = Counter()
    for item in items_of(path):
        source = path.parent / item["table_csv"]
        if source not in tables:
            tables[source] = open_file(source, folder)
        answer = engine.ask(item["question"], tables[source])
        print(json.dumps(prediction(item["id"], answer, tables[source]), default=str))
        counts[answer.status] += 1
        if scorer and answer.status == "clarify":
            right = is_among_choices(item, answer, tables[source], scorer)
            counts["right among the choices"] += right
    return counts


def items_of(path: Path) -> Iterator[dict]:
    """Yield the questions of a set file."""
    with path.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())


def prediction(id_: str, answer: Answer, table: Table) -> dict:
    """Return one line for the scorer."""
    reply = as_json(answer, table)
    return {
        "id": id_,
        "status": answer.status,
        "answer": {"columns": reply["columns"], "rows": reply["rows"]},
        "chart": reply["chart"],
    }


def is_among_choices(
    item: dict, answer: Answer, table: Table, scorer: ModuleType
) -> bool:
    """Tell whether pressing one of the offered buttons gives the right answer."""
    for choice in answer.choices:
        if choice.plan is None:
            continue
        rows = [list(row) for row in engine.run(choice.plan, table).rows]
        offered = {"status": "answered", "answer": rows}
        verdict, _ = scorer.judge(item, offered, MOST_EXTRA_COLUMNS, True)
        if verdict == "correct":
            return True
    return False


def load_scorer(path: Path) -> ModuleType:
    """Import the sets' score.py from where it lies."""
    spec = importlib.util.spec_from_file_location("score", path)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{path} is no Python file")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
