"""The guard: computations that make no sense are refused, with what does as choices."""

from dataclasses import replace

from analysis.plan import Measure, Plan, filters_of
from analysis.plan_words import describe
from analysis.result import Choice
from analysis.table import NUMERIC, ColumnProfile, TableProfile

ADDING = frozenset({"sum", "average", "median", "percentile", "deviation", "range"})
ORDERING = frozenset({"min", "max"})
_ORDERED_TYPES = frozenset({"integer", "decimal", "date", "datetime", "time"})
_YEARS = (1000, 2999)


def check(plan: Plan, profile: TableProfile) -> tuple[str, tuple[Choice, ...]] | None:
    """Return None for a plan that makes sense, else (why not, what does instead).

    Identifiers, dates and categories have no average; what a column is, is judged by
    its values (its role in the profile), not by its name alone.
    """
    for place, measure in enumerate(plan.measures):
        why = _objection(measure, profile)
        if why:
            return why, _alternatives(plan, place, profile)
    why = _lacks_groups(plan, profile) or _turned_round(plan, profile)
    if why:
        return why, ()
    for having in plan.having:
        why = _objection(having.measure, profile)
        if why:
            return why, ()
    return None


def _lacks_groups(plan: Plan, profile: TableProfile) -> str | None:
    """Object to growth without periods, and to shares that are all 100 % or 1 row."""
    ops = {measure.op for measure in plan.measures}
    if ops & {"growth", "difference"} and not plan.dimensions:
        return "Growth needs periods or groups: say “by year”, “per month” or by what."
    if "share" not in ops:
        return None
    if not plan.dimensions:
        return "A share is of groups: say by what, as in “share by region”."
    columns = [profile.column(d.column) for d in plan.dimensions if d.grain is None]
    if any(c.distinct == profile.rows > 1 for c in columns):
        return "Every group would be a single row, so a share of each says nothing."
    return None


def _turned_round(plan: Plan, profile: TableProfile) -> str | None:
    """Object to a range whose first end is above its last: nothing lies between."""
    for each in filters_of(plan.where):
        if each.test == "between" and _is_above(*each.values):
            name = profile.column(each.column).name
            low, high = each.values
            return f"No {name} is from {low} to {high}: the first is above the second."
    return None


def _is_above(low: object, high: object) -> bool:
    return type(low) is type(high) and low > high


def _objection(measure: Measure, profile: TableProfile) -> str | None:
    if measure.column is None:
        return None
    column = profile.column(measure.column)
    op = measure.base or "count" if measure.op == "share" else measure.op
    if op in ORDERING and column.type not in _ORDERED_TYPES:
        return f"“{column.name}” is {_kind_words(column)}: it has no {_op_words(op)}."
    if op in ADDING and (column.type not in NUMERIC and column.type != "boolean"):
        return f"“{column.name}” is {_kind_words(column)}: it has no {_op_words(op)}."
    if op in ("sum", "average", "deviation") and _is_code(column, profile):
        return (
            f"The numbers in “{column.name}” are codes: each names a row or a thing, "
            f"so their {_op_words(op)} says nothing."
        )
    return None


def _is_code(column: ColumnProfile, profile: TableProfile) -> bool:
    """Tell a code by its values: whole numbers that name, and so never repeat much."""
    return column.role == "identifier" and column.type == "integer"


def _kind_words(column: ColumnProfile) -> str:
    words = {"date": "a date", "datetime": "a moment", "time": "a time of day"}
    return words.get(column.type, "text")


def _op_words(op: str) -> str:
    return {"min": "lowest", "max": "highest", "sum": "total"}.get(op, op)


def _alternatives(plan: Plan, place: int, profile: TableProfile) -> tuple[Choice, ...]:
    """Offer counting instead, and the measured columns in this one's stead."""
    measure = plan.measures[place]
    column = profile.column(measure.column)
    offers = [Measure("distinct", column.key), Measure("count")]
    if column.type in _ORDERED_TYPES:
        offers = [Measure("min", column.key), Measure("max", column.key), *offers]
    else:
        measured = [c for c in profile.columns if c.role == "measure"]
        offers = [Measure(measure.op, c.key) for c in measured[:2]] + offers
    plans = [_with(plan, place, offer) for offer in offers[:4]]
    return tuple(Choice(describe(p, profile), p) for p in plans)


def _with(plan: Plan, place: int, measure: Measure) -> Plan:
    measures = list(plan.measures)
    measures[place] = measure
    return replace(plan, measures=tuple(measures))
