"""Shares of one group: "what percentage of units is from north"."""

from analysis.plan import Dimension, Filter, Plan
from analysis.question.context import Context
from analysis.question.parts import Parts
from analysis.question.targets import is_open, usual_operation


def portion_plan(parts: Parts, context: Context) -> Plan | None:
    """Return the shares of all groups, the one that is asked for among them.

    To test for the group would leave it alone, with a share of 100 %.
    """
    ops = [measure.op for measure in parts.measures]
    if ops[1:] != ["share"] or parts.shown or parts.groups or parts.flags - {"where"}:
        return None
    column = parts.measures[0].column
    if column and not _may_add_up(column, context):
        return None
    if not _is_group(parts.where, context) or parts.havings or parts.asides:
        return None
    return Plan(
        measures=tuple(parts.measures), dimensions=(Dimension(parts.where.column),)
    )


def _may_add_up(key: str, context: Context) -> bool:
    """Tell whether a total of a column makes sense: none does of prices or ages."""
    return usual_operation(key, context) == "sum" or is_open(key, context)


def _is_group(part: object, context: Context) -> bool:
    """Tell whether a test is for one kind of rows, as "from north" is."""
    if not isinstance(part, Filter) or part.negate or part.other:
        return False
    plain = part.test == "=" and isinstance(part.values[0], str)
    return plain and context.column(part.column).role == "category"
