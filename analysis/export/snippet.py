"""A Python snippet that computes an answer again from the original file."""

from pprint import pformat

from analysis.plan import Plan

TEMPLATE = '''\
"""{title}

Computes this answer again from the original file. Run it in a clone of Poppy:
    python answer.py {name}
"""

import sys
from pathlib import Path

from analysis.engine import run
from analysis.plan_json import plan_from_json
from analysis.profile import build_profile
from analysis.reading import read_table
from analysis.table import Table

READING_OPTIONS = {options}
PLAN = {plan}

source = Path(sys.argv[1])
stored = read_table(source, source.name, Path("table.parquet"), READING_OPTIONS)
profile = build_profile(stored)
result = run(plan_from_json(PLAN, profile), Table(stored.parquet, profile))

print(*(column.name for column in result.columns), sep="\\t")
for row in result.rows:
    print(*row, sep="\\t")
'''


def to_python(plan: Plan, title: str, file_name: str, options: dict) -> str:
    """Return a script that reads the file the same way and runs the same plan.

    `options` are the decisions that a person took when the file was read (the import
    report's options); the script prints the result's rows, tab by tab.
    """
    return TEMPLATE.format(
        title=_plain(title),
        name=_plain(file_name),
        options=pformat(options),
        plan=pformat(plan.to_json(), sort_dicts=False),
    )


def _plain(text: str) -> str:
    """Return text that cannot end the docstring it is put into."""
    return " ".join(text.replace("\\", "/").replace('"', "'").split())
