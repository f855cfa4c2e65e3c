"""How far two rows lie apart: "the difference in age between Ann and Bo"."""

from analysis.plan import Filter, Measure
from analysis.question.context import Context
from analysis.question.grammar import Found, Rule, rewritten
from analysis.question.marks import Mark, spanning

GAP_COST = 0.1


def gaps(marks: list[Mark], context: Context) -> list[Mark]:
    """Return the marks with every difference between two named rows made a measure.

    The difference of two numbers is the range of both.
    """
    return rewritten(marks, RULES, context)


def _gap(found: Found, context: Context) -> list[Mark] | None:
    keys = {mark.payload for mark in found.all("column") + found.all("same")}
    pair = _pair(found.all("filter") + found.all("other"))
    if len(keys) != 1 or pair is None or not _tells_apart(pair.column, context):
        return None
    key = keys.pop()
    if not context.is_measured(key) or key == pair.column:
        return None
    measure = spanning(found.marks, "measure", (Measure("range", key),), GAP_COST)
    return [measure, found.one("filter").becomes("filter", pair, cost=0.0)]


def group_gaps(marks: list[Mark], context: Context) -> list[Mark]:
    """Return the marks with every difference between two groups made a comparison.

    A plan has no difference of two groups, so both are shown, side by side.
    """
    return rewritten(marks, GROUP_RULES, context)


def _group_gap(found: Found, context: Context) -> list[Mark] | None:
    """Read "difference in average price between north and south"."""
    of, pair = found.one("of"), _pair(found.all("filter"))
    if pair is None or _tells_apart(pair.column, context):
        return None
    apart = found.one("gap").becomes("contrast", (), cost=GAP_COST)
    return [of, apart, found.one("filter").becomes("filter", pair)]


def _pair(filters: list[Mark]) -> Filter | None:
    """Return the one filter for two values, which may be in two filters."""
    tests = [mark.payload for mark in filters]
    if not all(isinstance(t, Filter) and t.test in ("=", "in") for t in tests):
        return None
    values = tuple(dict.fromkeys(v for test in tests for v in test.values))
    columns = {test.column for test in tests if not test.negate}
    if len(columns) != 1 or len(values) != 2:
        return None
    return Filter(columns.pop(), "in", values)


def _tells_apart(key: str, context: Context) -> bool:
    return context.is_unique(key) or key in context.name_columns()


_TWO = "between|relation"
_OF = "of|for|prep|equals|weak|deed"

RULES = (
    Rule(
        f"gap {_OF}|{_TWO}* column:column {_OF}+ filter:filter "
        f"and column:same {_OF}+ filter:other",
        _gap,
    ),
    Rule(f"gap {_OF}* column:column {_OF}|{_TWO}* filter:filter", _gap),
    Rule(f"gap {_OF}|{_TWO}* filter:filter {_OF}* column:column", _gap),
    Rule(
        f"howmuch|count edge of? column:column {_OF}* filter:filter {_OF}* "
        "than filter:other",
        _gap,
    ),
    Rule(
        f"howmuch|count edge of? column:column {_OF}* filter:filter {_OF}* "
        "compare filter:other",
        _gap,
    ),
)

GROUP_RULES = (
    Rule(f"gap:gap {_OF}* measure:of {_OF}|{_TWO}* filter:filter", _group_gap),
    Rule(f"gap:gap {_OF}|{_TWO}* filter:filter {_OF}* measure:of", _group_gap),
)
