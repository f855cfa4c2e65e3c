"""A follow-up edits the last plan: "and by region?", "only 2023", "as a line"."""

import re
from collections.abc import Mapping
from dataclasses import replace

from analysis.plan import Dimension, Filter, Group, Measure, Order, Plan, joined
from analysis.question.context import Context
from analysis.question.names import Names
from analysis.question.parts import Parts
from analysis.question.readings import Reading, parted
from analysis.table import Table

CUES = re.compile(
    r"^\s*(?:(?:and|but|ok|okay|now|then|also|so|or)\b[\s,]*)*"
    r"(?:(?:what about|how about|what if|make it|make that|show (?:it|that|them)|"
    r"the same(?: thing)?|same(?: thing)?|do (?:it|that)|change (?:it|that) to|"
    r"just|only|but|instead|give me|this|that|it|add|plus)\b[\s,]*)*",
    re.IGNORECASE,
)
ENDINGS = re.compile(r"[\s,]*(?:instead|please|only|too|as well|then)?[\s?.!]*$", re.I)
ADDING = re.compile(r"^\s*(?:and|also|add|plus)\b", re.IGNORECASE)
ONLY = re.compile(r"^\s*(?:and|but|now|then|show)?\s*(?:only|just)\b", re.IGNORECASE)
YEAR = re.compile(r"^\d{4}$")
WHY = re.compile(r"^\s*(?:but\s+)?why(?:\s+is\s+that)?\s*\??\s*$", re.IGNORECASE)
MOST_DIMENSIONS = 2
CHANGE_COST = 0.1


def is_fragment(question: str) -> bool:
    """Tell whether a question begins the way people carry on from an answer."""
    return bool(CUES.match(question).group().strip()) or bool(WHY.match(question))


def is_why(question: str) -> bool:
    """Tell whether a question asks what the last answer comes from."""
    return bool(WHY.match(question))


def is_whole(reading: Reading) -> bool:
    """Tell whether a reading says itself what is wanted, without the last answer."""
    if reading.plan is None:
        return False
    kinds = {mark.kind for mark in reading.marks}
    return bool(kinds & {"column", "measure", "amount", "row", "all", "superlative"})


def edited(
    question: str,
    previous: Plan,
    names: Names,
    table: Table | None,
    vocabulary: Mapping[str, str] | None = None,
) -> list[Reading]:
    """Return the readings of a question as an edit of the last plan, surest first."""
    bare = ENDINGS.sub("", CUES.sub("", question, count=1))
    bare = f"in {bare}" if YEAR.match(bare) else bare
    adding = bool(ADDING.match(question))
    found: dict[Plan, Reading] = {}
    context = Context(names)
    for parts, reading in parted(bare, names, table, vocabulary):
        _take_operation(parts, previous)
        if ONLY.match(question):
            _take_flags(parts, context)
        plan = None if parts.stray else _edit(parts, previous, adding, context)
        both = _both_values(parts, previous, reading) if adding else None
        for edit in (plan, both):
            if edit is not None and edit != previous and edit not in found:
                doubt = reading.doubt + CHANGE_COST
                found[edit] = replace(reading, plan=edit, stray=(), doubt=doubt)
    return list(found.values())


def _take_operation(parts: Parts, previous: Plan) -> None:
    """Read a lone "the median" as that of the column of the last plan."""
    columns = [m.column for m in previous.measures if m.column]
    if not columns or not parts.stray or any(m.kind != "op" for m in parts.stray):
        return
    parts.measures += [Measure(op, columns[0]) for m in parts.stray for op in m.payload]
    parts.stray = []


def _take_flags(parts: Parts, context: Context) -> None:
    """Read "only refundable flights" as the yes of a yes/no column."""
    for key in list(parts.shown):
        yes = context.flag_value(key, yes=True)
        if yes is not None:
            parts.shown.remove(key)
            where = [w for w in (parts.where, Filter(key, "=", (yes,))) if w]
            parts.where = joined("and", where)


def _edit(parts: Parts, plan: Plan, adding: bool, context: Context) -> Plan | None:
    """Change every part of the plan that the fragment speaks of."""
    if parts.tops or parts.flags - {"distinct", "draw", "all"}:
        return None
    changes = (_measured, _grouped, _filtered, _tested, _drawn, _ordered)
    for change in changes:
        plan = change(parts, plan, adding, context)
        if plan is None:
            return None
    return plan


def _measured(parts: Parts, plan: Plan, adding: bool, context: Context) -> Plan | None:
    """Put another computation, or another column, in the place of the old one."""
    if plan.kind == "rows" and adding and parts.shown and not parts.measures:
        return _widened(parts, plan)
    numbers = [key for key in parts.shown if context.is_measured(key)]
    others = [Dimension(key) for key in parts.shown if key not in numbers]
    parts.groups += [part for part in others if part not in parts.groups]
    if not parts.measures and not numbers:
        return plan
    if plan.kind != "aggregate":
        return None
    op = plan.measures[0].op if plan.measures else "average"
    op = op if op not in ("count", "distinct") else "average"
    new = (*parts.measures, *(Measure(op, key) for key in numbers))
    kept = plan.measures if adding else ()
    order = tuple(o for o in plan.order if o.by != "measure" or adding)
    return replace(plan, measures=tuple(dict.fromkeys((*kept, *new))), order=order)


def _widened(parts: Parts, plan: Plan) -> Plan:
    """Show more columns of the same rows."""
    new = tuple(dict.fromkeys((*plan.columns, *parts.shown)))
    return replace(plan, columns=new if plan.columns else ())


def _grouped(parts: Parts, plan: Plan, adding: bool, context: Context) -> Plan | None:
    """Group by something else, or ("and by ...") by one thing more."""
    if not parts.groups:
        return plan
    if plan.kind != "aggregate":
        return None
    kept = list(plan.dimensions) if adding else []
    kept = [d for d in kept if d.column not in {g.column for g in parts.groups}]
    dimensions = (*kept, *parts.groups)
    if len(dimensions) > MOST_DIMENSIONS:
        dimensions = tuple(parts.groups)
    order = tuple(o for o in plan.order if o.by == "measure")
    return replace(plan, dimensions=dimensions, order=order)


def _filtered(parts: Parts, plan: Plan, adding: bool, context: Context) -> Plan:
    """Add tests; one of a column that is tested already takes the old one's place."""
    if parts.where is None:
        return plan
    new = _conjuncts(parts.where)
    columns = {p.column for p in new if isinstance(p, Filter)}
    kept = [
        p
        for p in _conjuncts(plan.where)
        if not (isinstance(p, Filter) and p.column in columns)
    ]
    return replace(plan, where=joined("and", [*kept, *new]))


def _both_values(parts: Parts, plan: Plan, reading: Reading) -> Plan | None:
    """Read a bare "and Spain" after France as either of both, too."""
    new, bare = parts.where, [mark.kind for mark in reading.marks] == ["filter"]
    if not bare or not isinstance(new, Filter) or new.test != "=":
        return None
    old = _conjuncts(plan.where)
    same = [p for p in old if isinstance(p, Filter) and p.column == new.column]
    if len(same) != 1 or same[0].test not in ("=", "in") or same[0].negate:
        return None
    either = Filter(new.column, "in", (*same[0].values, *new.values))
    return replace(plan, where=joined("and", [either if p in same else p for p in old]))


def _conjuncts(where: Filter | Group | None) -> list[Filter | Group]:
    if isinstance(where, Group) and where.join == "and":
        return list(where.parts)
    return [where] if where is not None else []


def _tested(parts: Parts, plan: Plan, adding: bool, context: Context) -> Plan | None:
    if not parts.havings:
        return plan
    if plan.kind != "aggregate" or not plan.dimensions:
        return None
    return replace(plan, having=(*plan.having, *parts.havings))


def _drawn(parts: Parts, plan: Plan, adding: bool, context: Context) -> Plan:
    return replace(plan, chart=parts.chart) if parts.chart else plan


def _ordered(parts: Parts, plan: Plan, adding: bool, context: Context) -> Plan | None:
    if not parts.orderings:
        return plan
    ordering = parts.orderings[0]
    descending = bool(ordering.descending)
    if plan.kind != "aggregate":
        keys = [t for t in ordering.targets if isinstance(t, str) and "axis" not in t]
        order = tuple(Order("column", column=k, descending=descending) for k in keys)
        return replace(plan, order=order) if order else None
    by_name = any(
        target in {d.column for d in plan.dimensions} for target in ordering.targets
    )
    kind = "dimension" if by_name else "measure"
    return replace(plan, order=(Order(kind, 0, descending=descending),))
