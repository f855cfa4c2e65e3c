"""A profile as the JSON that is kept with a version: the contract's keys and ours.

The predecessor's profiles (contract keys only) are read too; what they never knew,
such as quartiles, stays unknown.
"""

import re
from dataclasses import asdict, fields

from analysis.profile.roles import Facts, role_of
from analysis.table import (
    NUMERIC,
    TEMPORAL,
    ColumnProfile,
    ImportReport,
    TableProfile,
)

# The contract's four types, and the finest type that each may stand for.
# Longer texts among the top values and at the ends of a column are cut.
LONGEST_TEXT = 200
COARSE = {
    "boolean": "boolean",
    "integer": "number",
    "decimal": "number",
    "date": "date",
    "datetime": "date",
    "time": "string",
    "text": "string",
}
FINE = {"boolean": "boolean", "number": "decimal", "date": "date", "string": "text"}


def to_json(
    profile: TableProfile, report: ImportReport | None = None
) -> tuple[list[dict], dict]:
    """Return (columns, details): the contract's list, and what is said of the table."""
    details = {
        "rows": profile.rows,
        "duplicateRows": profile.duplicate_rows,
        "correlations": [list(pair) for pair in profile.correlations],
        "report": report_to_json(report) if report else None,
    }
    columns = [_column_to_json(column, profile.rows) for column in profile.columns]
    return columns, _without_none(details)


def from_json(
    columns: list[dict], details: dict | None = None, rows: int | None = None
) -> TableProfile:
    """Return the profile that `to_json`, or the predecessor, wrote.

    `rows` is the stored row count, for profiles whose details do not say it.
    """
    details = details or {}
    rows = details.get("rows", rows)
    if rows is None:
        rows = max((_rows_behind(column) for column in columns), default=0)
    return TableProfile(
        rows,
        tuple(_column_from_json(n, column, rows) for n, column in enumerate(columns)),
        details.get("duplicateRows"),
        tuple((a, b, r) for a, b, r in details.get("correlations", ())),
    )


def report_to_json(report: ImportReport) -> dict:
    """Return an import report as JSON values, keys in camelCase."""
    return {_camel(name): value for name, value in asdict(report).items()}


def report_from_json(stored: dict) -> ImportReport:
    """Return the import report that `report_to_json` wrote."""
    known = {f.name: stored[_camel(f.name)] for f in _report_fields(stored)}
    lists = {name: tuple(v) for name, v in known.items() if isinstance(v, list)}
    return ImportReport(**(known | lists))


def _report_fields(stored: dict) -> list:
    return [f for f in fields(ImportReport) if _camel(f.name) in stored]


def _column_to_json(column: ColumnProfile, rows: int) -> dict:
    low, high = ("first", "last") if COARSE[column.type] == "string" else ("min", "max")
    return _without_none(
        {
            "name": column.name,
            "type": COARSE[column.type],
            "nullCount": column.blanks,
            "nullRatio": column.blanks / rows if rows else 0,
            "distinctCount": column.distinct,
            low: _short(column.minimum),
            high: _short(column.maximum),
            "mean": column.mean,
            "key": column.key,
            "kind": column.type,
            "unit": column.unit,
            "role": column.role,
            "deviation": column.deviation,
            "quartiles": list(column.quartiles) if column.quartiles else None,
            "top": [[_short(value), count] for value, count in column.top] or None,
            "histogram": [list(part) for part in column.histogram] or None,
            "outliers": column.outliers,
            "grain": column.grain,
            "gaps": column.gaps,
        }
    )


def _short(value: object) -> object:
    """Cut a long text: a profile is read with every page, a cell may have megabytes."""
    if isinstance(value, str) and len(value) > LONGEST_TEXT:
        return f"{value[: LONGEST_TEXT - 1]}…"
    return value


def _column_from_json(place: int, stored: dict, rows: int) -> ColumnProfile:
    type_ = stored.get("kind") or FINE.get(stored.get("type", ""), "text")
    quartiles = stored.get("quartiles")
    column = ColumnProfile(
        key=stored.get("key", f"c{place}"),
        name=stored["name"],
        type=type_,
        role=stored.get("role", ""),
        unit=stored.get("unit"),
        blanks=stored.get("nullCount", 0),
        distinct=stored.get("distinctCount", 0),
        minimum=_end(stored, type_, "min", "first"),
        maximum=_end(stored, type_, "max", "last"),
        mean=_number(stored.get("mean")),
        deviation=stored.get("deviation"),
        quartiles=tuple(quartiles) if quartiles else None,
        top=tuple((value, count) for value, count in stored.get("top", ())),
        histogram=tuple(tuple(part) for part in stored.get("histogram", ())),
        outliers=stored.get("outliers"),
        grain=stored.get("grain"),
        gaps=stored.get("gaps"),
    )
    if column.role:
        return column
    return _with_role(column, rows)


def _end(stored: dict, type_: str, coarse: str, text: str) -> object:
    """Return a minimum or maximum, or None where its type contradicts the column's.

    The predecessor compared numbers as text, so its ends are not to be trusted there.
    """
    value = stored.get(coarse, stored.get(text))
    if type_ in NUMERIC:
        return _number(value)
    if type_ in TEMPORAL:
        text_value = str(value or "")
        return text_value if re.match(r"\d{4}-\d\d-\d\d", text_value) else None
    return value if isinstance(value, str) else None


def _with_role(column: ColumnProfile, rows: int) -> ColumnProfile:
    facts = Facts(
        column.name,
        column.type,
        max(rows - column.blanks, 0),
        column.distinct,
        column.minimum,
        column.maximum,
        tuple(value for value, _ in column.top),
    )
    known = column.type not in NUMERIC or column.minimum is not None
    role = role_of(facts) if known else "measure"
    return ColumnProfile(**(vars(column) | {"role": role}))


def _rows_behind(column: dict) -> int:
    ratio = column.get("nullRatio") or 0
    if ratio:
        return round(column.get("nullCount", 0) / ratio)
    return column.get("distinctCount", 0)


def _number(value: object) -> float | int | None:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return value if is_number else None  # type: ignore[return-value]


def _camel(name: str) -> str:
    return re.sub(r"_(\w)", lambda match: match[1].upper(), name)


def _without_none(values: dict) -> dict:
    return {key: value for key, value in values.items() if value is not None}
