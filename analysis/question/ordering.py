"""The order that was asked for, put into a plan."""

from dataclasses import replace

from analysis.plan import Measure, Order, Plan
from analysis.question.context import Context
from analysis.question.orders import Ordering
from analysis.question.parts import Parts


def ordered(plan: Plan, parts: Parts, context: Context) -> Plan | None:
    """Return the plan in the order that was asked for; None where it has no such."""
    for ordering in parts.orderings:
        if plan.order:
            continue
        orders = _orders(plan, ordering, context.name_columns())
        if orders is None:
            return None
        plan = replace(plan, order=orders)
    return plan


def _orders(
    plan: Plan, ordering: Ordering, names: tuple[str, ...]
) -> tuple[Order, ...] | None:
    descending = bool(ordering.descending)
    targets = ordering.targets or ("axis y" if plan.measures else "axis x",)
    found = [_order(plan, target, descending, names) for target in targets]
    return None if None in found else tuple(found)


def _order(
    plan: Plan, target: Measure | str, descending: bool, names: tuple[str, ...]
) -> Order | None:
    if isinstance(target, Measure):
        if target in plan.measures:
            index = plan.measures.index(target)
            return Order("measure", index, descending=descending)
        return None
    if plan.kind == "rows":
        return _row_order(plan, target, descending)
    if target == "axis y":
        return Order("measure", 0, descending=descending)
    if target == "axis x":
        return Order("dimension", 0, descending=descending) if plan.dimensions else None
    keys = [part.column for part in plan.dimensions]
    if target in keys:
        return Order("dimension", keys.index(target), descending=descending)
    columns = [measure.column for measure in plan.measures]
    if target in columns:
        return Order("measure", columns.index(target), descending=descending)
    if plan.dimensions and target in names:
        return Order("dimension", 0, descending=descending)
    return None


def _row_order(plan: Plan, target: str, descending: bool) -> Order | None:
    places = {"axis x": 0, "axis y": 1}
    if target in places:
        if not plan.columns:
            return None
        place = min(places[target], len(plan.columns) - 1)
        target = plan.columns[place]
    return Order("column", column=target, descending=descending)
