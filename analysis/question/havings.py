"""Tests of computed numbers ("with at least 3 orders", "average price over 5")."""

from analysis.plan import Having, Measure
from analysis.question.context import Context
from analysis.question.grammar import Found, Rule, rewritten
from analysis.question.marks import Mark, spanning

COUNT_COST = 0.1


def havings(marks: list[Mark], context: Context) -> list[Mark]:
    """Return the marks with every test of a group made a having mark."""
    return rewritten(marks, RULES, context)


def _measured(found: Found, context: Context) -> Mark | None:
    measures = found.one("measure").payload
    following = found.after[0].kind if found.after else ""
    if len(measures) != 1 or following in ("row", "column"):
        return None
    if measures[0].column is None and not _is_condition(found):
        return None
    return _having(found, measures[0])


def _is_condition(found: Found) -> bool:
    """Tell "with a number of peaks above 5" from "number of peaks above 5000"."""
    if any(mark.kind in ("equals", "relative", "weak") for mark in found.marks):
        return True
    return bool(found.before) and found.before[-1].kind in (
        "relative",
        "weak",
        "equals",
    )


def _rows(found: Found, context: Context) -> Mark | None:
    return _having(found, Measure("count"))


def _columns(found: Found, context: Context) -> Mark | None:
    """Read "more than two products" as that many different ones."""
    key = found.one("column").payload
    column = context.column(key)
    if context.name(key).is_number and column.role != "identifier":
        return None
    if context.name(key).is_date:  # "more than 15 days" is a length, not days counted
        return None
    measure = Measure("count") if context.is_unique(key) else Measure("distinct", key)
    return _having(found, measure, COUNT_COST)


def _having(found: Found, measure: Measure, cost: float = 0.0) -> Mark | None:
    mark = found.one("compare") or found.one("after")
    value = found.one("value").payload
    if len(mark.payload) > 1 or found.all("not"):
        return None
    having = Having(measure, mark.payload[0], (value,))
    return spanning(found.marks, "having", having, cost)


_LINK = "equals|relative|weak|prep|of*"
_TIMES = "weak|prep|relative*"

RULES = (
    Rule(f"measure:measure {_LINK} not?:not compare:compare number:value", _measured),
    Rule(f"measure:measure {_LINK} number:value after:after", _measured),
    Rule("not?:not compare:compare number:value row", _rows),
    Rule("number:value after:after row", _rows),
    Rule("compare:compare number:value occasions", _rows),
    Rule("compare:compare occurring:value", _rows),
    Rule("not?:not compare:compare number:value column:column", _columns),
    Rule("number:value after:after column:column", _columns),
)
