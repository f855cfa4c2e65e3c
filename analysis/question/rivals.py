"""Plans that the same words may mean as well: offered instead of guessed between.

The stages read words one way; here is where English leaves two computations open.
"""

from dataclasses import replace

from analysis.plan import (
    Dimension,
    Filter,
    Group,
    Having,
    Measure,
    Order,
    Plan,
    filters_of,
)
from analysis.question.context import Context
from analysis.question.marks import Mark
from analysis.question.names import IDENTIFYING
from analysis.question.readings import Reading
from analysis.question.targets import is_open, usual_operation
from analysis.question.words import bases_of

SUMMED = frozenset({"total", "sum"})
CHANGES = frozenset({"change", "changes"})
ORDERED = frozenset({">", ">=", "<", "<="})


def rivals(found: Reading, context: Context) -> tuple[Plan, ...]:
    """Return the other plans of a reading; mostly there is none."""
    others = (
        _counted_things(found, context),
        _added_first(found, context),
        _summed(found, context),
        _otherwise_computed(found, context),
        _otherwise_joined(found),
        _differences(found),
        _tested_together(found, context),
        _periods_together(found),
    )
    return tuple(plan for plan in others if plan is not None)


def _counted_things(found: Reading, context: Context) -> Plan | None:
    """Read "how many orders" as orders, where one order can have several rows."""
    plan = found.plan
    if Measure("count") not in plan.measures:
        return None
    said = {m.words.lower() for m in found.taken if m.kind == "row"}
    nouns = {bases_of(words) for words in said}
    for name in context.names.columns:
        own = name.words[:-1] in nouns and name.words[-1] in IDENTIFYING
        if own and not context.is_unique(name.key):
            things = Measure("distinct", name.key)
            changed = (things if m == Measure("count") else m for m in plan.measures)
            return replace(plan, measures=tuple(changed))
    return None


def _added_first(found: Reading, context: Context) -> Plan | None:
    """Read "which state has the lowest profit" of each state's rows together."""
    plan = found.plan
    if plan.kind != "rows" or plan.limit is None or len(plan.order) != 1:
        return None
    by = plan.order[0].column
    subjects = [key for key in plan.columns if key != by]
    if len(subjects) != 1 or not context.is_amount(by) or found_row(found):
        return None
    subject = subjects[0]
    if context.is_unique(subject) or subject in context.name_columns():
        return None
    if context.is_amount(subject) or not _comes_often(subject, context):
        return None
    if usual_operation(by, context) != "sum":
        return None
    order = (Order("measure", 0, descending=plan.order[0].descending),)
    return Plan(
        measures=(Measure("sum", by),),
        dimensions=(Dimension(subject),),
        where=plan.where,
        order=order,
        limit=plan.limit,
    )


def _comes_often(key: str, context: Context) -> bool:
    column = context.column(key)
    return column.distinct * 2 <= context.profile.rows - column.blanks


def found_row(found: Reading) -> bool:
    """Tell whether the rows themselves are spoken of, so that one of them is meant."""
    return any(mark.kind == "row" for mark in found.taken)


def _summed(found: Reading, context: Context) -> Plan | None:
    """Read "what is the total cost in May" as a sum, not as the cells of total_cost."""
    plan = found.plan
    if plan.kind != "rows" or len(plan.columns) != 1 or plan.order or plan.distinct:
        return None
    key = plan.columns[0]
    marks = [m for m in found.taken if m.kind == "column" and m.payload == key]
    if not any(SUMMED & set(m.words.lower().split()) for m in marks):
        return None
    if not context.is_measured(key):
        return None
    return Plan(measures=(Measure("sum", key),), where=plan.where)


def _otherwise_computed(found: Reading, context: Context) -> Plan | None:
    """Read "fines by branch" as averages or as totals, where either is usual."""
    plan = found.plan
    if plan.kind != "aggregate" or len(plan.measures) != 1 or _says_operation(found):
        return None
    measure = plan.measures[0]
    if measure.op not in ("sum", "average") or not is_open(measure.column, context):
        return None
    other = Measure("average" if measure.op == "sum" else "sum", measure.column)
    return replace(plan, measures=(other,))


def _otherwise_joined(found: Reading) -> Plan | None:
    """Read "grade C that were recalled or new" as grade C, and one of the two."""
    where = found.plan.where
    if not isinstance(where, Group) or where.join != "or" or len(where.parts) != 2:
        return None
    first, second = where.parts
    if not isinstance(first, Group) or isinstance(second, Group):
        return None
    either = Group("or", (first.parts[-1], second))
    return replace(found.plan, where=Group("and", (*first.parts[:-1], either)))


def _differences(found: Reading) -> Plan | None:
    """Read "change in units by month" as what each month is more than the last."""
    plan = found.plan
    said = any(m.kind == "trend" and m.words.lower() in CHANGES for m in found.taken)
    if not said or plan.kind != "aggregate" or len(plan.measures) != 1:
        return None
    if len(plan.dimensions) != 1 or not plan.dimensions[0].grain:
        return None
    measure = plan.measures[0]
    between = Measure("difference", measure.column, base=measure.op)
    return replace(plan, measures=(between,))


def _tested_together(found: Reading, context: Context) -> Plan | None:
    """Read "regions with more than 900 units" of each region's rows together."""
    plan = found.plan
    test = plan.where
    if plan.kind != "rows" or not plan.distinct or len(plan.columns) != 1:
        return None
    if not isinstance(test, Filter) or test.test not in ORDERED or test.negate:
        return None
    amount = not test.other and context.is_amount(test.column)
    if not amount or usual_operation(test.column, context) != "sum":
        return None
    subject = plan.columns[0]
    if context.is_unique(subject) or not _comes_often(subject, context):
        return None
    measure = Measure("sum", test.column)
    return Plan(
        measures=(measure,),
        dimensions=(Dimension(subject),),
        having=(Having(measure, test.test, test.values),),
    )


def _periods_together(found: Reading) -> Plan | None:
    """Read "units in 2023 and 2024" as one number of both years."""
    plan = found.plan
    joined = any(m.kind == "contrast" and m.words.lower() == "and" for m in found.marks)
    if not joined or plan.kind != "aggregate" or not plan.dimensions:
        return None
    *others, period = plan.dimensions
    if period.column not in {test.column for test in filters_of(plan.where)}:
        return None
    return replace(plan, dimensions=tuple(others))


def _says_operation(found: Reading) -> bool:
    return any(_computes(mark) for mark in found.taken)


def _computes(mark: Mark) -> bool:
    return mark.kind in ("op", "inall", "howmuch", "count", "top", "relation", "trend")
