"""Changes from period to period: "units growth per month", "month over month"."""

from analysis.plan import DERIVED, Measure
from analysis.question.context import Context
from analysis.question.grammar import Found, Rule, rewritten
from analysis.question.groups import period_group
from analysis.question.marks import Mark, spanning
from analysis.question.targets import operated, usual_operation

CHANGES = frozenset(DERIVED) - {"share"}
BASES = frozenset({"sum", "average", "count", "min", "max", "median"})


def changes(marks: list[Mark], context: Context) -> list[Mark]:
    """Return the marks with every change, of a column or a measure, made a measure.

    "Month over month" is a change and a group by months, so it makes both.
    """
    return rewritten(marks, RULES, context)


def _changed(found: Found, context: Context) -> Mark | None:
    """Read "units growth" and "growth of total units"."""
    op = found.one("op").payload
    measure = _change(op[0], found.one("of"), context)
    if len(op) != 1 or measure is None:
        return None
    return spanning(found.marks, "measure", (measure,))


def _stepped(found: Found, context: Context) -> list[Mark] | None:
    """Read "month over month change in units"."""
    step = found.one("step")
    op, grain = step.payload
    group = period_group(step.becomes("grain", (grain,)), context)
    measure = _change(op, found.one("of"), context)
    if group is None or measure is None:
        return None
    return [spanning(found.marks, "measure", (measure,)), group]


def _change(op: str, of: Mark, context: Context) -> Measure | None:
    """Return the change of a column's total or average, or of what is computed."""
    if op not in CHANGES:
        return None
    if of.kind == "column":
        return operated(op, of.payload, context) if _measures(of, context) else None
    if len(of.payload) != 1 or of.payload[0].op not in BASES:
        return None
    base = of.payload[0]
    return Measure(op, base.column, base=base.op)


def _measures(column: Mark, context: Context) -> bool:
    """Tell whether a column's usual number is the one that growth is taken of."""
    key = column.payload
    if not context.is_measured(key) or context.is_time(key):
        return False
    return operated("growth", key, context).base == usual_operation(key, context)


_OF = "prep|of|for*"

RULES = (
    Rule(f"step:step {_OF} column|measure:of", _stepped),
    Rule("column|measure:of step:step", _stepped),
    Rule(f"op:op {_OF} measure:of", _changed),
    Rule("column|measure:of op:op", _changed),
)
