"""The rows behind a number of a kept answer, in pages, narrowed by one more test."""

import datetime
import math
from dataclasses import dataclass

from analysis.behind import Behind, rows_behind
from analysis.chart.drawing import cell_name, label_field, named_rows
from analysis.plan import Filter
from analysis.plan_json import plan_from_json
from analysis.shape import shape_of
from analysis.table import NUMERIC, TEMPORAL, ColumnProfile, TableProfile
from errors import NotFound, ValidationError
from services.kept import Kept, open_kept
from stores.records import UserRecord

PAGE = 50
YES = frozenset({"yes", "true", "1"})
NO = frozenset({"no", "false", "0"})


@dataclass(frozen=True)
class Spot:
    """Where in an answer: a row of its result (from 0) and one of its measures."""

    row: int = 0
    measure: int = 0


@dataclass(frozen=True)
class Narrowing:
    """A test that a person typed: column key, test, value as text."""

    column: str
    test: str
    value: str = ""


@dataclass(frozen=True)
class RowsBehind:
    """A page of rows, and what they are behind.

    `group` names the result's row: (column name, cell) of each dimension.
    """

    kept: Kept
    spot: Spot
    group: tuple[tuple[str, object], ...]
    behind: Behind
    page: int
    pages: int


def behind(
    actor: UserRecord,
    artifact_id: str,
    spot: Spot,
    narrowing: Narrowing | None = None,
    page: int = 1,
    size: int = PAGE,
) -> RowsBehind:
    """Return a page (from 1) of the rows behind one number of an answer.

    Raises NotFound (no such answer, row of it, or file) and ValidationError (no such
    measure or column, or a value that the column cannot hold).
    """
    kept = open_kept(artifact_id, actor.tenant_id)
    if not 0 <= spot.row < len(kept.result.rows):
        raise NotFound("This answer has no such row.")
    cells = kept.result.rows[spot.row]
    where = test_of(narrowing, kept.table.profile) if narrowing else None
    found = rows_behind(
        kept.plan,
        cells,
        kept.table,
        spot.measure,
        where,
        (max(page, 1) - 1) * size,
        size,
    )
    group = tuple(
        (column.name, cell)
        for column, cell in zip(kept.result.columns, cells, strict=True)
        if column.role == "dimension"
    )
    return RowsBehind(
        kept, spot, group, found, max(page, 1), max(1, -(-found.total // size))
    )


def spot_of(actor: UserRecord, artifact_id: str, mark: dict) -> Spot:
    """Return where a chart's mark stands in the answer, by the fields that it shows.

    `mark` holds values of the chart's own data (analysis/chart): f2 is the cell of
    the result's third column, t0 the first one's as text. Raises NotFound.
    """
    kept = open_kept(artifact_id, actor.tenant_id)
    named = _named(kept)
    for place, row in enumerate(kept.result.rows):
        if mark and all(
            _shows(field, value, row, named[place]) for field, value in mark.items()
        ):
            return Spot(place)
    raise NotFound("This mark stands for no single row of the answer.")


def _named(kept: Kept) -> list[dict]:
    """Return each result row's names as the chart writes them."""
    result = kept.result
    if kept.plan.kind in ("aggregate", "distribution"):
        shape = shape_of(kept.plan, result, kept.table.profile)
        return named_rows(shape, result)
    return [
        {label_field(n): cell_name(c, result.columns[n]) for n, c in enumerate(row)}
        for row in result.rows
    ]


def _shows(field: str, value: object, row: tuple, names: dict) -> bool:
    place = int(field[1:]) if field[1:].isdigit() and len(field) < 6 else len(row)
    if place >= len(row):
        return False
    if field.startswith("t"):
        return names.get(field) == value
    cell = row[place]
    if isinstance(cell, int | float) and isinstance(value, int | float):
        return math.isclose(cell, value, rel_tol=1e-9)
    return cell == value or str(cell)[:10] == str(value)[:10]


def test_of(narrowing: Narrowing, profile: TableProfile) -> Filter:
    """Return the filter that a person typed, its value as the column holds values."""
    column = next((c for c in profile.columns if c.key == narrowing.column), None)
    if column is None:
        raise ValidationError("Choose one of the table's columns.", field="column")
    values = [] if narrowing.test == "blank" else [_value(narrowing, column)]
    where = {"column": column.key, "test": narrowing.test, "values": values}
    return plan_from_json({"kind": "rows", "where": where}, profile).where


def _value(narrowing: Narrowing, column: ColumnProfile) -> object:
    text = narrowing.value.strip()
    if narrowing.test in ("contains", "starts", "ends") or column.type == "text":
        return text
    try:
        return _typed(text, column.type)
    except ValueError as error:
        raise ValidationError(
            f"“{column.name}” has no value like “{text[:50]}”.", field="value"
        ) from error


def _typed(text: str, kind: str) -> object:
    if kind in NUMERIC:
        return float(text) if kind == "decimal" else int(text)
    if kind in TEMPORAL:
        datetime.datetime.fromisoformat(text)
    elif kind == "time":
        datetime.time.fromisoformat(text)
    elif kind == "boolean":
        if text.lower() not in YES | NO:
            raise ValueError(text)
        return text.lower() in YES
    return text
