"""Last stage: from the parts of a question to one Plan, or None."""

from dataclasses import replace

from analysis.plan import (
    CYCLES,
    Dimension,
    Measure,
    Order,
    Plan,
    filters_of,
)
from analysis.question.context import Context
from analysis.question.groups import time_grain
from analysis.question.inall import in_all
from analysis.question.listing import listed_rows
from analysis.question.ordering import ordered
from analysis.question.parts import Parts
from analysis.question.portions import portion_plan
from analysis.question.shapes import shape_plan
from analysis.question.superlatives import Superlative
from analysis.question.targets import usual_operation

COUNTED_COST = 0.5
DRAWN = frozenset({"draw", "distribution", "trend"})


def assemble(parts: Parts, context: Context) -> Plan | None:
    """Return the plan that the parts make, None where they make none."""
    _settle_amounts(parts, context)
    builders = (_special, portion_plan, shape_plan, _grouped, _single, listed_rows)
    for build in (_extreme,) if parts.tops else builders:
        plan = build(parts, context)
        if plan is not None:
            plan = in_all(replace(plan, chart=_chart(parts)), parts, context)
            return ordered(plan, parts, context) if plan else None
    return None


def _settle_amounts(parts: Parts, context: Context) -> None:
    """Decide for "the number of hours": summed for groups, else the cells themselves.

    Beside an identifier or category that comes in several rows it is a sum.
    """
    keys = [*parts.shown, *(part.column for part in parts.groups)]
    grouped = keys and not any(context.is_unique(key) for key in keys)
    alone = grouped and not set(keys) & set(context.name_columns())
    for key in parts.amounts:
        if context.is_category(key):
            parts.shown.append(key)
        elif parts.groups or alone and all(context.is_noun(k) for k in keys):
            parts.measures.append(Measure("sum", key))
        elif key not in parts.shown:
            parts.shown.append(key)


def _chart(parts: Parts) -> str | None:
    return {"stacked_bar": "bar"}.get(parts.chart, parts.chart)


def _special(parts: Parts, context: Context) -> Plan | None:
    """Make the plans of one word: outliers, missing values, describe."""
    for kind in ("outliers", "missing", "describe"):
        if kind not in parts.flags:
            continue
        if parts.measures or parts.groups or parts.tops or parts.havings:
            return None
        if kind == "outliers" and len(parts.shown) != 1:
            return None
        names = context.name_columns() if kind == "outliers" else ()
        columns = tuple(dict.fromkeys((*names, *parts.shown)))
        return Plan(kind, columns=columns, where=parts.where)
    return None


def _extreme(parts: Parts, context: Context) -> Plan | None:
    """Make the plan of a superlative: groups compared, or rows."""
    if not parts.tops:
        return None
    top = parts.tops[0]
    if len(parts.tops) > 1:
        return None
    if isinstance(top.by, Measure) or _adds_up(top, parts, context):
        return _extreme_groups(top, parts, context)
    if parts.measures or parts.groups or parts.havings:
        return None
    subject = [top.compared] if top.compared else []
    shown = parts.shown or subject or list(context.name_columns())
    columns = tuple(dict.fromkeys((*subject, *shown, top.by)))
    if not shown:
        columns = ()
    order = (Order("column", column=top.by, descending=top.descending),)
    where = parts.where
    return Plan("rows", columns=columns, where=where, order=order, limit=top.limit)


def _adds_up(top: Superlative, parts: Parts, context: Context) -> bool:
    """Tell whether rows of one group are added up first: "the team with most goals"."""
    subjects = [key for key in parts.shown if key != top.by]
    if not top.quantity or not subjects or parts.rows_named:
        return False
    return not any(context.is_unique(key) for key in subjects) and not (
        set(subjects) & set(context.name_columns())
    )


def _extreme_groups(top: Superlative, parts: Parts, context: Context) -> Plan | None:
    by = top.by if isinstance(top.by, Measure) else Measure("sum", top.by)
    named = [top.compared] if top.compared else []
    keys = [key for key in (*named, *parts.shown) if key != by.column]
    dimensions = [*parts.groups, *(Dimension(key) for key in keys)]
    dimensions = _merged(dimensions)
    keys = {part.column for part in dimensions}
    if not keys or any(context.is_amount(key) for key in keys):
        return None
    if by == Measure("count") and all(map(context.is_unique, keys)):
        return None
    if top.subject and top.subject not in keys:
        return None
    measures = tuple(dict.fromkeys((*parts.measures, by)))
    order = (Order("measure", measures.index(by), descending=top.descending),)
    return Plan(
        measures=measures,
        dimensions=tuple(dimensions),
        where=parts.where,
        having=tuple(parts.havings),
        order=order,
        limit=top.limit,
    )


def _merged(dimensions: list[Dimension]) -> list[Dimension]:
    """Keep one dimension a column: a cycle, else the first with a grain."""
    found: dict[str, Dimension] = {}
    for part in dimensions:
        kept = found.get(part.column)
        cycle = part.grain in CYCLES and not (kept and kept.grain in CYCLES)
        if kept is None or cycle or (part.grain and not kept.grain):
            found[part.column] = part
    return list(found.values())


def _grouped(parts: Parts, context: Context) -> Plan | None:
    measures = list(parts.measures)
    if parts.havings and not measures:
        measures = [having.measure for having in parts.havings]
    measured = {measure.column for measure in measures}
    shown = [k for k in parts.shown if not (k in measured and context.is_amount(k))]
    if not measures:
        return _grouped_without_measure(parts, context)
    if any(context.is_amount(key) for key in shown):
        return None
    keys = [Dimension(key) for key in shown]
    dimensions = _split(_merged([*parts.groups, *keys]), parts)
    if not dimensions and not parts.havings and not shown:
        return _whole(tuple(measures), parts, context)
    if not dimensions or len(dimensions) > 2 or _is_trivial(dimensions, parts, context):
        return None
    return Plan(
        measures=tuple(_counted(m, dimensions) for m in measures),
        dimensions=tuple(dimensions),
        where=parts.where,
        having=tuple(parts.havings),
    )


def _counted(measure: Measure, dimensions: list[Dimension]) -> Measure:
    """Count rows where "number of teams" goes by team: each has one team."""
    if measure.op == "distinct" and measure.column in {d.column for d in dimensions}:
        return Measure("count")
    return measure


def _split(dimensions: list[Dimension], parts: Parts) -> list[Dimension]:
    """Put "China and India" apart where they are compared, or two periods."""
    if not parts.flags & {"contrast", "relation"} or len(dimensions) > 1:
        return dimensions
    listed = [f for f in filters_of(parts.where) if f.test == "in" and not f.negate]
    for part in [*(Dimension(f.column) for f in listed), *parts.periods]:
        if part.column not in {d.column for d in dimensions}:
            return [*dimensions, part]
    return dimensions


def _is_trivial(dimensions: list[Dimension], parts: Parts, context: Context) -> bool:
    """Tell whether groups are single rows already, while another column is named."""
    names = context.name_columns()
    spread = any(m.op in ("range", "deviation", "median") for m in parts.measures)
    single = any(
        not d.grain and (context.is_unique(d.column) or d.column in names)
        for d in dimensions
    )
    return single and (len(dimensions) > 1 or bool(parts.asides) or spread)


def _grouped_without_measure(parts: Parts, context: Context) -> Plan | None:
    """Read "price by region": the numbers are averaged or added up, as fits them."""
    counted = _counted_kinds(parts, context)
    if counted is not None:
        return counted
    keys = {part.column for part in parts.groups}
    numbers = [k for k in parts.shown if k not in keys and context.is_measured(k)]
    others = [k for k in parts.shown if k not in keys and k not in numbers]
    if others:
        return None
    if not numbers:
        return _counted_alone(parts)
    if any(not d.grain and context.is_unique(d.column) for d in parts.groups):
        return Plan("rows", columns=(*keys, *numbers), where=parts.where)
    measures = tuple(Measure(usual_operation(k, context), k) for k in numbers)
    dimensions = tuple(_split(_merged(parts.groups), parts))
    if not dimensions:
        return None
    return Plan(measures=measures, dimensions=dimensions, where=parts.where)


def _counted_kinds(parts: Parts, context: Context) -> Plan | None:
    """Count rows by what is drawn ("plot origin"), or by how many each has."""
    drawn = parts.chart or parts.flags & DRAWN
    if drawn and parts.groups and tuple(parts.shown) == context.name_columns():
        return _counted_groups(parts, [])
    numbered = bool(parts.groups) and set(parts.shown) <= set(parts.amounts)
    if parts.shown and (drawn or numbered):
        kinds = [key for key in parts.shown if _is_kind(key, context)]
        return _counted_groups(parts, kinds) if kinds == parts.shown else None
    return None


def _counted_alone(parts: Parts) -> Plan | None:
    """Count rows by the groups alone; where nothing is drawn that is a guess."""
    if not parts.groups:
        return None
    if not (parts.chart or parts.flags & DRAWN):
        parts.cost += COUNTED_COST
    return _counted_groups(parts, [])


def _counted_groups(parts: Parts, keys: list[str]) -> Plan | None:
    dimensions = _merged([*parts.groups, *(Dimension(key) for key in keys)])
    if len(dimensions) > 2:
        return None
    measures = (Measure("count"),)
    return Plan(measures=measures, dimensions=tuple(dimensions), where=parts.where)


def _is_kind(key: str, context: Context) -> bool:
    """Tell whether rows can be counted by a column: it has few values, or names."""
    return context.is_category(key) or context.column(key).type == "text"


def _single(parts: Parts, context: Context) -> Plan | None:
    if not parts.measures or parts.shown or parts.groups or parts.havings:
        return None
    return _whole(tuple(parts.measures), parts, context)


def _whole(
    measures: tuple[Measure, ...], parts: Parts, context: Context
) -> Plan | None:
    """Return the plan of numbers over all rows; a line of them goes through time."""
    if parts.flags & {"relation", "contrast", "distribution"}:
        return None
    if any(measure.op == "share" for measure in measures):
        return None
    time = context.only_time()
    if parts.chart in ("line", "area") and time:
        part = Dimension(time, time_grain(time, context))
        return Plan(measures=measures, dimensions=(part,), where=parts.where)
    if parts.chart not in (None, "table"):
        return None
    return Plan(measures=measures, where=parts.where)
