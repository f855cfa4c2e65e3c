"""Rows that share a cell with another: "the same college as Lyman"."""

from analysis.plan import Filter, Group, Inner
from analysis.question.conditions import equal_to
from analysis.question.context import Context
from analysis.question.grammar import Found, Rule, rewritten
from analysis.question.marks import Mark, spanning

SAME_COST = 0.1


def likenesses(marks: list[Mark], context: Context) -> list[Mark]:
    """Return the marks with every "same X as Y" made a filter mark."""
    return rewritten(marks, RULES, context)


def _same(found: Found, context: Context) -> Mark | None:
    """Read "same age as Ann" as the age that Ann's row has, without that row."""
    key = found.one("column").payload
    column, texts = found.one("value").payload
    named = found.one("named")
    apart = context.is_unique(column) or column in context.name_columns()
    if len(texts) > 1 or key == column or not apart:
        return None
    if named and named.payload != column:
        return None
    like = Filter(key, "in", (Inner("value", key, equal_to(column, texts)),))
    others = Filter(column, "!=", texts)
    return spanning(found.marks, "filter", Group("and", (like, others)), SAME_COST)


RULES = (
    Rule(
        "prep|of* same count? of? column|amount:column equals|weak|prep|relative|deed+ "
        "row? column?:named of? value:value",
        _same,
    ),
)
