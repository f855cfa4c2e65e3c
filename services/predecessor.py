"""Answers that the TypeScript Poppy kept, in the shape in which ours are shown.

It kept numbers, lists of objects and labelled lists, without the description of
columns that our pages, charts and exports go by; here that description is made.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from analysis.chart import chart_for
from analysis.plan import Plan
from analysis.result import Result, ResultColumn
from analysis.table import ColumnProfile, TableProfile
from stores.records import ArtifactRecord, MessageRecord

DATE = re.compile(r"\d{4}-\d{2}(-\d{2})?([T ]\d{2}:\d{2}.*)?")
RESULT_TYPES = ("scalar", "table", "series")
TYPE_OF_KIND = {"number": "decimal"}


def in_our_shape(artifact: ArtifactRecord) -> ArtifactRecord:
    """Return the artifact with columns, rows and a chart; ours come back unchanged."""
    data = artifact.data
    if _is_ours(data.get("resultData")):
        return artifact
    names, rows = _cells(data.get("resultData"), artifact.title)
    columns = tuple(
        _column(place, name, [row[place] for row in rows])
        for place, name in enumerate(names)
    )
    shown = {
        "columns": [
            {"key": c.key, "name": c.name, "kind": c.kind, "role": c.role}
            for c in columns
        ],
        "rows": rows,
        "totalRows": len(rows),
    }
    receipt = {**(data.get("metadata") or {}), "chart": None}
    if artifact.type == "chart" or data.get("resultType") == "series":
        receipt["chart"] = _chart(columns, rows, artifact.title)
    kind = "scalar" if len(rows) == len(columns) == 1 else data.get("resultType")
    kind = kind if kind in RESULT_TYPES else "table"
    return replace(
        artifact, data={"resultType": kind, "resultData": shown, "metadata": receipt}
    )


def answers_of(
    messages: list[MessageRecord], artifacts: list[ArtifactRecord]
) -> dict[str, ArtifactRecord]:
    """Return each reply's artifact, by the reply's id.

    Our replies name theirs. The predecessor's do not: theirs is the last one that was
    made between the question before the reply and the question after it.
    """
    by_id = {artifact.id: artifact for artifact in artifacts}
    named = {
        message.id: by_id[message.metadata["artifactId"]]
        for message in messages
        if (message.metadata or {}).get("artifactId") in by_id
    }
    taken = {artifact.id for artifact in named.values()}
    free = [artifact for artifact in artifacts if artifact.id not in taken]
    for start, reply, end in _exchanges(messages):
        made = [each for each in free if start <= each.created_at < end]
        if made:
            named[reply] = max(made, key=lambda each: each.created_at)
    return named


def _exchanges(
    messages: list[MessageRecord],
) -> Iterator[tuple[datetime, str, datetime]]:
    """Go through the predecessor's replies: question's time, id, next question's."""
    questions = [each.created_at for each in messages if each.role == "user"]
    start = None
    for message in messages:
        if message.role == "user":
            start = message.created_at
        elif start is not None and message.metadata is None:
            later = (time for time in questions if time > start)
            yield start, message.id, min(later, default=datetime.max)


def _is_ours(shown: object) -> bool:
    if not isinstance(shown, Mapping) or not isinstance(shown.get("columns"), list):
        return False
    return all(
        isinstance(column, Mapping) and "kind" in column for column in shown["columns"]
    )


def _cells(shown: object, title: str) -> tuple[list[str], list[list]]:
    """Return names and rows of whatever the predecessor kept as a result."""
    if isinstance(shown, list):
        return _of_list(shown, title)
    if not isinstance(shown, Mapping):
        return [title], [[shown]]
    if isinstance(shown.get("rows"), list):
        names = [_name(column) for column in shown.get("columns") or []]
        return _of_list(shown["rows"], title, names)
    lists = {name: cells for name, cells in shown.items() if isinstance(cells, list)}
    if lists and len({len(cells) for cells in lists.values()}) == 1:
        return list(lists), [list(row) for row in zip(*lists.values(), strict=True)]
    if set(shown) == {"value"}:
        return [title], [[_plain(shown["value"])]]
    return ["", title], [[name, _plain(value)] for name, value in shown.items()]


def _of_list(
    items: list, title: str, names: list[str] | None = None
) -> tuple[list[str], list[list]]:
    if items and all(isinstance(item, Mapping) for item in items):
        names = names or list(dict.fromkeys(name for item in items for name in item))
        return names, [[_plain(item.get(name)) for name in names] for item in items]
    rows = [item if isinstance(item, list) else [item] for item in items]
    width = max(map(len, rows), default=1)
    if not names or len(names) != width:
        names = [title] if width == 1 else [f"column {n + 1}" for n in range(width)]
    return names, [[*map(_plain, row), *[None] * (width - len(row))] for row in rows]


def _name(column: object) -> str:
    return str(column.get("name", "")) if isinstance(column, Mapping) else str(column)


def _plain(value: object) -> object:
    return str(value) if isinstance(value, dict | list) else value


def _column(place: int, name: str, cells: list) -> ResultColumn:
    kind = _kind([cell for cell in cells if cell is not None])
    role = "value" if kind == "number" else "dimension"
    return ResultColumn(name=name, kind=kind, role=role, key=f"c{place}")


def _kind(cells: list) -> str:
    if not cells:
        return "text"
    if all(isinstance(cell, bool) for cell in cells):
        return "boolean"
    if all(isinstance(cell, int | float) for cell in cells):
        return "number"
    dates = all(isinstance(cell, str) and DATE.fullmatch(cell) for cell in cells)
    return "date" if dates else "text"


def _chart(
    columns: tuple[ResultColumn, ...], rows: list[list], title: str
) -> dict | None:
    """Return a bar chart by the first text column, or a line over the first date."""
    kinds = [column.kind for column in columns]
    if "number" not in kinds:
        return None
    result = Result(columns, tuple(map(tuple, rows)), len(rows), "", (), len(rows))
    plan = Plan(kind="rows", columns=tuple(column.key for column in columns))
    profile = TableProfile(len(rows), tuple(map(_profile, columns)))
    spec = chart_for(plan, result, profile, "line" if "date" in kinds else "bar")
    if spec is not None:
        spec["title"]["text"] = [title]
    return spec


def _profile(column: ResultColumn) -> ColumnProfile:
    kind = TYPE_OF_KIND.get(column.kind, column.kind)
    return ColumnProfile(column.key, column.name, kind, "category", None, 0, 0)
