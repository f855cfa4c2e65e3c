"""Fourth stage: what is grouped by ("per region", "by month", "for each team")."""

from analysis.plan import CYCLES, Dimension
from analysis.question.context import Context
from analysis.question.grammar import Found, Rule, rewritten
from analysis.question.marks import Mark, spanning

TIME_ALONE_COST, ROW_COST = 0.1, 0.1


def groups(marks: list[Mark], context: Context) -> list[Mark]:
    """Return the marks with every grouping made a group mark.

    Its payload is a tuple of Dimensions; its words tell whether "by" or "each" was
    said.
    """
    return rewritten(marks, RULES, context)


def _grouped(found: Found, context: Context) -> Mark:
    dimensions = tuple(
        Dimension(m.payload) for m in found.all("column") if _is_column(m)
    )
    return spanning(found.marks, "group", dimensions)


def _is_column(mark: Mark) -> bool:
    return mark.kind in ("column", "event")


def _by_grain(found: Found, context: Context) -> Mark | None:
    """Read "per month", "hire date by weekday", with the date named or the only one."""
    grain = found.one("grain").payload[0]
    column = found.one("column")
    keys = [column.payload] if column else context.time_columns()
    if len(keys) != 1:
        return None
    cost = 0.0 if column else TIME_ALONE_COST
    if context.name(keys[0]).is_date:
        return spanning(found.marks, "group", (Dimension(keys[0], grain),), cost)
    if grain == "year":
        return spanning(found.marks, "group", (Dimension(keys[0]),), cost)
    return None


def _over_time(found: Found, context: Context) -> Mark | None:
    """Read "over time" as the only column that says when, at its own grain."""
    keys = context.time_columns()
    if len(keys) != 1:
        return None
    part = Dimension(keys[0], time_grain(keys[0], context))
    return spanning(found.marks, "group", (part,), TIME_ALONE_COST)


def time_grain(key: str, context: Context) -> str | None:
    """Return the period that shows a date column best: at most a few dozen points."""
    column = context.column(key)
    if not context.name(key).is_date:
        return None
    first, last = str(column.minimum)[:7], str(column.maximum)[:7]
    months = (int(last[:4]) - int(first[:4])) * 12 + int(last[5:]) - int(first[5:])
    if months > 60:
        return "year"
    return "month" if months > 2 else "day"


def is_cycle(grain: str | None) -> bool:
    """Tell whether a grain repeats (weekday), so that it is no line through time."""
    return grain in CYCLES


_CUE = "each|by|color"
_COLUMN = "column|event"

RULES = (
    Rule("bin:bin column:column bin|prep|by|each|to* grain:grain bin*", _by_grain),
    Rule("bin? column:column bin+ prep|by|each* grain:grain bin*", _by_grain),
    Rule(f"{_CUE} grain:grain prep|of column:column", _by_grain),
    Rule(f"{_CUE} grain:grain", _by_grain),
    Rule(f"{_CUE}+ distinct? (:column {_COLUMN} ( comma|and+ {_COLUMN} )* )", _grouped),
    Rule("prep? time", _over_time),
)
