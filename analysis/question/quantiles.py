"""Percentiles and quartiles: "90th percentile of price", "price quartiles"."""

from analysis.plan import Measure
from analysis.question.context import Context
from analysis.question.grammar import Found, Rule, rewritten
from analysis.question.marks import Mark, spanning

LOWER, UPPER = 25.0, 75.0


def quantiles(marks: list[Mark], context: Context) -> list[Mark]:
    """Return the marks with every percentile and all quartiles made measures."""
    return rewritten(marks, RULES, context)


def _percentile(found: Found, context: Context) -> Mark | None:
    """Read "90th percentile of price"; a percentile lies between 0 and 100."""
    key, place = found.one("column").payload, found.one("place").payload
    if not context.is_measured(key) or not 0 < place < 100:
        return None
    measure = Measure("percentile", key, argument=float(place))
    return spanning(found.marks, "measure", (measure,))


def _quartiles(found: Found, context: Context) -> Mark | None:
    """Read "price quartiles" as the three numbers that cut the rows in four."""
    key = found.one("column").payload
    if not context.is_measured(key):
        return None
    lower, upper = (Measure("percentile", key, argument=p) for p in (LOWER, UPPER))
    return spanning(found.marks, "measure", (lower, Measure("median", key), upper))


RULES = (
    Rule("number:place percentile of|prep|for* column:column", _percentile),
    Rule("percentile number:place of|prep|for* column:column", _percentile),
    Rule("column:column number:place percentile", _percentile),
    Rule("quartiles of|prep|for* column:column", _quartiles),
    Rule("column:column quartiles", _quartiles),
)
