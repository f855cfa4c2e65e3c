"""A plan as chips: each part in words, with what it could be changed to."""

from collections.abc import Iterator
from dataclasses import replace

from analysis import guard
from analysis.plan import (
    CYCLES,
    GRAINS,
    Dimension,
    Filter,
    Group,
    Having,
    Measure,
    Order,
    Plan,
    joined,
)
from analysis.plan_words import filter_words, having_words, subject_words
from analysis.result import Chip
from analysis.result_columns import OP_WORDS, dimension_words, measure_words
from analysis.table import NUMERIC, TEMPORAL, TableProfile

CHANGED_OPS = ("sum", "average", "median", "min", "max")
LIMITS = (1, 3, 5, 10, 20)
CHART_WORDS = ("bar", "line", "pie", "scatter")
MOST_ALTERNATIVES = 6
FEW_GROUPS = range(2, 40)
Alternative = tuple[str, Plan]


def chips_of(plan: Plan, profile: TableProfile) -> tuple[Chip, ...]:
    """Return the parts of a plan as chips, each with plans that change only it."""
    return tuple(_chips(plan, profile))


def _chips(plan: Plan, profile: TableProfile) -> Iterator[Chip]:
    if plan.kind == "aggregate":
        for place, measure in enumerate(plan.measures):
            yield _measure_chip(plan, place, measure, profile)
    else:
        yield Chip("column", subject_words(plan, profile))
    for place, part in enumerate(plan.dimensions):
        yield _dimension_chip(plan, place, part, profile)
    for part in _top_filters(plan):
        yield _filter_chip(plan, part, profile)
    for having in plan.having:
        yield _having_chip(plan, having, profile)
    if plan.order:
        yield _order_chip(plan, profile)
    if plan.limit is not None:
        yield _limit_chip(plan)
    if plan.chart:
        others = [replace(plan, chart=c) for c in CHART_WORDS if c != plan.chart]
        found = tuple((f"as {other.chart}", other) for other in others)
        yield Chip("chart", f"as {plan.chart}", alternatives=found)


def _sound(found: list[Alternative], profile: TableProfile) -> tuple[Alternative, ...]:
    kept = [(label, p) for label, p in found if guard.check(p, profile) is None]
    return tuple(kept[:MOST_ALTERNATIVES])


def _measure_chip(
    plan: Plan, place: int, measure: Measure, profile: TableProfile
) -> Chip:
    label = measure_label(measure, profile)
    ops = CHANGED_OPS if measure.column and measure.op in CHANGED_OPS else ()
    changed = [replace(measure, op=op) for op in ops if op != measure.op]
    if measure.column is not None:
        changed += [
            replace(measure, column=c.key)
            for c in profile.columns
            if c.type in NUMERIC and c.role == "measure" and c.key != measure.column
        ]
    found = [
        (measure_label(new, profile), _with_measure(plan, place, new))
        for new in changed
    ]
    return Chip("measure", label, alternatives=_sound(found, profile))


def measure_label(measure: Measure, profile: TableProfile) -> str:
    """Return a measure as a chip says it: 'average of price', 'number of rows'."""
    if measure.column is None or measure.op not in (*CHANGED_OPS, "deviation"):
        return measure_words(measure, profile)
    return f"{OP_WORDS[measure.op]} of {profile.column(measure.column).name}"


def _with_measure(plan: Plan, place: int, measure: Measure) -> Plan:
    old = plan.measures[place]
    measures = (*plan.measures[:place], measure, *plan.measures[place + 1 :])
    having = tuple(
        replace(h, measure=measure) if h.measure == old else h for h in plan.having
    )
    return replace(plan, measures=measures, having=having)


def _dimension_chip(
    plan: Plan, place: int, part: Dimension, profile: TableProfile
) -> Chip:
    column = profile.column(part.column)
    changed: list[Dimension] = []
    if column.type in TEMPORAL:
        grains = (*GRAINS, *CYCLES[1:2])
        changed += [replace(part, grain=g) for g in grains if g != part.grain]
    used = {d.column for d in plan.dimensions}
    changed += [
        Dimension(c.key)
        for c in profile.columns
        if c.role in ("category", "flag")
        and c.distinct in FEW_GROUPS
        and c.key not in used
    ]
    found = [
        (f"by {dimension_words(new, profile)}", _with_dimension(plan, place, new))
        for new in changed[: MOST_ALTERNATIVES - 1]
    ]
    found.append((f"not by {column.name}", _with_dimension(plan, place, None)))
    label = f"by {dimension_words(part, profile)}"
    return Chip("dimension", label, alternatives=_sound(found, profile))


def _with_dimension(plan: Plan, place: int, part: Dimension | None) -> Plan:
    """Change or (None) drop a dimension; an order that needs it goes too."""
    kept = (part,) if part else ()
    dimensions = (*plan.dimensions[:place], *kept, *plan.dimensions[place + 1 :])
    if part or plan.kind != "aggregate":
        return replace(plan, dimensions=dimensions)
    order = tuple(o for o in plan.order if o.by == "measure") if dimensions else ()
    limit = plan.limit if dimensions else None
    having = plan.having if dimensions else ()
    return replace(plan, dimensions=dimensions, order=order, limit=limit, having=having)


def _top_filters(plan: Plan) -> list[Filter | Group]:
    """Return the filters that all must hold, each a chip of its own."""
    where = plan.where
    if isinstance(where, Group) and where.join == "and":
        return list(where.parts)
    return [where] if where is not None else []


def _filter_chip(plan: Plan, part: Filter | Group, profile: TableProfile) -> Chip:
    words = filter_words(part, profile)
    rest = [p for p in _top_filters(plan) if p is not part]
    found = [(f"without {words}", replace(plan, where=joined("and", rest)))]
    if isinstance(part, Filter):
        turned = replace(part, negate=not part.negate)
        where = joined("and", [turned if p is part else p for p in _top_filters(plan)])
        found.append((filter_words(turned, profile), replace(plan, where=where)))
    return Chip("filter", words, alternatives=_sound(found, profile))


def _having_chip(plan: Plan, having: Having, profile: TableProfile) -> Chip:
    rest = tuple(h for h in plan.having if h is not having)
    words = having_words(having, profile)
    found = [(f"without {words}", replace(plan, having=rest))]
    return Chip("filter", words, alternatives=_sound(found, profile))


def _order_chip(plan: Plan, profile: TableProfile) -> Chip:
    first = plan.order[0]
    turned = (replace(first, descending=not first.descending), *plan.order[1:])
    name = _order_name(plan, first, profile)
    ways = ("highest first", "lowest first")
    here, there = ways if first.descending else ways[::-1]
    found = [(f"{name}, {there}", replace(plan, order=turned))]
    return Chip("order", f"{name}, {here}", alternatives=_sound(found, profile))


def _order_name(plan: Plan, order: Order, profile: TableProfile) -> str:
    if order.by == "measure":
        return measure_words(plan.measures[order.index], profile)
    if order.by == "dimension":
        return dimension_words(plan.dimensions[order.index], profile)
    return profile.column(order.column or plan.columns[order.index]).name


def _limit_chip(plan: Plan) -> Chip:
    found = [(f"top {n}", replace(plan, limit=n)) for n in LIMITS if n != plan.limit]
    found.append(("all", replace(plan, limit=None)))
    return Chip("limit", f"top {plan.limit}", alternatives=tuple(found))
