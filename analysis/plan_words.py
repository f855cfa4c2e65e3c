"""A Plan in people's words: "average price, by airline, where stops = 2, top 5"."""

from analysis.plan import Filter, Group, Having, Inner, Order, Plan
from analysis.result_columns import dimension_words, measure_words
from analysis.table import TableProfile

_TESTS = {
    "=": "=",
    "!=": "is not",
    "<": "<",
    "<=": "≤",
    ">": ">",
    ">=": "≥",
    "contains": "contains",
    "starts": "starts with",
    "ends": "ends with",
    "follows": "follows",
    "precedes": "precedes",
}
_KINDS = {
    "outliers": "outliers of",
    "missing": "missing values",
    "describe": "summary",
    "distribution": "distribution of",
    "correlation": "correlation of",
}


def describe(plan: Plan, profile: TableProfile) -> str:
    """Return what a plan computes, in one line of plain words."""
    parts = [subject_words(plan, profile)]
    if plan.dimensions:
        names = " and ".join(dimension_words(d, profile) for d in plan.dimensions)
        parts.append(f"by {names}")
    if plan.where is not None:
        parts.append(f"where {filter_words(plan.where, profile)}")
    parts += [f"with {having_words(having, profile)}" for having in plan.having]
    if plan.order:
        parts.append(order_words(plan, profile))
    elif plan.limit is not None:
        parts.append(f"first {plan.limit}")
    return ", ".join(parts)


def subject_words(plan: Plan, profile: TableProfile) -> str:
    """Return what is shown: the measures, or the columns, or the kind of answer."""
    names = [profile.column(key).name for key in plan.columns]
    if plan.kind in _KINDS:
        joiner = " and " if plan.kind == "correlation" else ", "
        return f"{_KINDS[plan.kind]} {joiner.join(names)}".strip()
    if plan.kind == "rows":
        listed = ", ".join(names) if names else "all columns"
        return f"different {listed}" if plan.distinct else listed
    measures = [measure_words(measure, profile) for measure in plan.measures]
    return " and ".join(measures) or "number of rows"


def filter_words(
    part: Filter | Group, profile: TableProfile, inner: bool = False
) -> str:
    """Return a filter in words: 'stops = 2', 'price > average price'."""
    if isinstance(part, Group):
        texts = [filter_words(p, profile, True) for p in part.parts]
        text = f" {part.join} ".join(texts)
        return f"({text})" if inner else text
    name = profile.column(part.column).name
    text = f"{name} {_test_words(part, profile)}"
    return f"not ({text})" if part.negate else text


def having_words(having: Having, profile: TableProfile) -> str:
    """Return the test of a group in words: 'number of rows ≥ 3'."""
    name = measure_words(having.measure, profile)
    if having.test == "between":
        return (
            f"{name} between {_value(having.values[0])} and {_value(having.values[1])}"
        )
    return f"{name} {_TESTS[having.test]} {_value(having.values[0])}"


def order_words(plan: Plan, profile: TableProfile) -> str:
    """Return the order and the cut in words: 'highest 5 by price'."""
    first = plan.order[0]
    names = " and ".join(_ordered_by(plan, order, profile) for order in plan.order)
    if plan.limit is not None:
        edge = "highest" if first.descending else "lowest"
        return (
            f"{edge} {plan.limit} by {names}" if plan.limit > 1 else f"{edge} {names}"
        )
    return f"ordered by {names}, {'descending' if first.descending else 'ascending'}"


def _ordered_by(plan: Plan, order: Order, profile: TableProfile) -> str:
    if order.by == "measure":
        return measure_words(plan.measures[order.index], profile)
    if order.by == "dimension":
        return dimension_words(plan.dimensions[order.index], profile)
    return profile.column(order.column or plan.columns[order.index]).name


def _test_words(part: Filter, profile: TableProfile) -> str:
    if part.test == "blank":
        return "is blank"
    if part.other:
        return f"{_TESTS[part.test]} {profile.column(part.other).name}"
    values = [_value(value, profile) for value in part.values]
    if part.test == "between":
        return f"from {values[0]} to {values[1]}"
    if part.test in ("in", "not in"):
        listed = " or ".join(values)
        return f"= {listed}" if part.test == "in" else f"is not {listed}"
    return f"{_TESTS[part.test]} {values[0]}"


def _value(value: object, profile: TableProfile | None = None) -> str:
    if isinstance(value, Inner) and profile is not None:
        return _inner(value, profile)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:,.12g}" if isinstance(value, float) else str(value)


def _inner(inner: Inner, profile: TableProfile) -> str:
    name = profile.column(inner.column).name
    op = {"value": "that of", "average": "average"}.get(inner.op, inner.op)
    where = f" where {filter_words(inner.where, profile)}" if inner.where else ""
    return f"{op} {name}{where}"
