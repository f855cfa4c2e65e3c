"""What "in total" and "on average" at the end or beginning make of a plan."""

from dataclasses import replace

from analysis.plan import Dimension, Measure, Order, Plan
from analysis.question.context import Context
from analysis.question.parts import Parts

COUNTED = frozenset({"count", "sum", "distinct"})


def in_all(plan: Plan, parts: Parts, context: Context) -> Plan | None:
    """Return the plan with its numbers added up or averaged, None where none fits."""
    op = parts.inall
    if op is None:
        return plan
    if plan.kind == "aggregate":
        return _computed(plan, op, parts)
    if plan.kind != "rows":
        return None
    numbers = [key for key in plan.columns if context.is_amount(key)]
    if len(numbers) != 1:
        return None
    others = [key for key in plan.columns if key != numbers[0]]
    if plan.limit is not None:
        return _extreme(plan, Measure(op, numbers[0]), others)
    if others or plan.order:
        return None
    return Plan(measures=(Measure(op, numbers[0]),), where=plan.where)


def _computed(plan: Plan, op: str, parts: Parts) -> Plan | None:
    """Keep what says the same; put it in the place of what was only usual."""
    ops = {measure.op for measure in plan.measures}
    if ops == {op} or (op == "sum" and ops <= COUNTED):
        return plan
    said = "howmuch" not in parts.flags and bool(parts.measures)
    if said or not ops <= {"sum", "average"}:
        return None
    return replace(plan, measures=tuple(replace(m, op=op) for m in plan.measures))


def _extreme(plan: Plan, measure: Measure, subjects: list[str]) -> Plan | None:
    """Read "which shop pays the best on average" as the best average of a shop."""
    if not subjects or len(subjects) > 2:
        return None
    return Plan(
        measures=(measure,),
        dimensions=tuple(Dimension(key) for key in subjects),
        where=plan.where,
        order=(Order("measure", 0, descending=plan.order[0].descending),),
        limit=plan.limit,
    )
