"""Filters as SQL conditions."""

import re

from analysis.duck import quoted
from analysis.plan import NEIGHBOURS, Filter, Group, Inner, filters_of
from analysis.sql.expressions import aggregate
from analysis.sql.parameters import NUMBERED_SOURCE, SOURCE, Parameters
from analysis.table import TEMPORAL, TableProfile

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}$")
_CASTS = {"date": "DATE", "datetime": "TIMESTAMP", "time": "TIME"}


def source_of(where: Filter | Group | None) -> str:
    """Return the table to select from: with row numbers where a filter needs them."""
    numbered = any(part.test in NEIGHBOURS for part in filters_of(where))
    return NUMBERED_SOURCE if numbered else SOURCE


def condition(
    part: Filter | Group, profile: TableProfile, parameters: Parameters
) -> str:
    """Return the SQL condition of a filter tree."""
    if isinstance(part, Group):
        inner = [condition(p, profile, parameters) for p in part.parts]
        return "(" + f" {part.join.upper()} ".join(inner) + ")"
    text = _test(part, profile, parameters)
    return f"NOT ({text})" if part.negate else text


def _test(part: Filter, profile: TableProfile, parameters: Parameters) -> str:
    kind = profile.column(part.column).type
    name = quoted(part.column)
    if part.test == "blank":
        return f"{name} IS NULL"
    if part.other:
        return f"{name} {part.test} {quoted(part.other)}"
    if part.test in ("contains", "starts", "ends"):
        return _within(part, parameters)
    left = f"CAST({name} AS DATE)" if _by_day(kind, part.values) else name
    values = [_value(v, kind, left, profile, parameters) for v in part.values]
    if part.test in NEIGHBOURS:
        return _beside(part.test, f"{left} = {values[0]}")
    if part.test == "between":
        return f"{left} BETWEEN {values[0]} AND {values[1]}"
    if part.test in ("in", "not in"):
        if isinstance(part.values[0], Inner):
            return f"{left} {part.test.upper()} {values[0]}"
        return f"{left} {part.test.upper()} ({', '.join(values)})"
    return f"{left} {part.test} {values[0]}"


def _beside(test: str, anchor: str) -> str:
    step = "+ 1" if test == "follows" else "- 1"
    rows = f"SELECT file_row_number {step} FROM {NUMBERED_SOURCE} WHERE {anchor}"
    return f"file_row_number IN ({rows})"


def _within(part: Filter, parameters: Parameters) -> str:
    functions = {"contains": "contains", "starts": "starts_with", "ends": "ends_with"}
    value = parameters.add(str(part.values[0]).lower())
    cell = f"lower(CAST({quoted(part.column)} AS VARCHAR))"
    return f"{functions[part.test]}({cell}, {value})"


def _by_day(kind: str, values: tuple) -> bool:
    """Tell whether a moment is compared with whole days."""
    days = [isinstance(value, str) and _DAY.match(value) for value in values]
    return kind == "datetime" and bool(days) and all(days)


def _value(
    value: object, kind: str, left: str, profile: TableProfile, parameters: Parameters
) -> str:
    if isinstance(value, Inner):
        return _inner(value, profile, parameters)
    if kind in TEMPORAL and left.startswith("CAST"):
        return f"CAST({parameters.add(str(value))} AS DATE)"
    if kind in _CASTS:
        return f"CAST({parameters.add(str(value))} AS {_CASTS[kind]})"
    return parameters.add(str(value) if kind == "text" else value)


def _inner(inner: Inner, profile: TableProfile, parameters: Parameters) -> str:
    if inner.op == "value":
        shown = f"DISTINCT {quoted(inner.column)}"
    else:
        kind = profile.column(inner.column).type
        shown = aggregate(inner.op, inner.column, kind)
    where = ""
    if inner.where is not None:
        where = f" WHERE {condition(inner.where, profile, parameters)}"
    return f"(SELECT {shown} FROM {source_of(inner.where)}{where})"
