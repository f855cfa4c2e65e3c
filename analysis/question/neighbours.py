"""Rows by their place beside another: "the next stage after Lyon"."""

from analysis.plan import Filter
from analysis.question.context import Context
from analysis.question.grammar import Found, Rule, rewritten
from analysis.question.marks import Mark, spanning

TOLD_APART = 0.5  # a value that most rows have is no place in the table
BESIDE_COST = 0.1
TURNED = {"follows": "precedes", "precedes": "follows"}


def neighbours(marks: list[Mark], context: Context) -> list[Mark]:
    """Return the marks with every place beside a value made a filter mark."""
    return rewritten(marks, RULES, context)


def _beside(found: Found, context: Context) -> list[Mark] | None:
    """Read "after Lyon", with what is asked for between "next" and "after"."""
    side, turn = found.one("side").payload[0], found.one("turn")
    if turn is not None and turn.payload[0] != side:
        return None
    return _placed(found, side, context)


def _asked_beside(found: Found, context: Context) -> list[Mark] | None:
    """Read "Lyon comes right before which stage" as the stage after Lyon."""
    return _placed(found, TURNED[found.one("side").payload[0]], context)


def _placed(found: Found, side: str, context: Context) -> list[Mark] | None:
    if any(mark.kind == "count" for mark in found.before):
        return None
    column, texts = found.one("value").payload
    named = found.one("column")
    profile = context.column(column)
    apart = profile.distinct >= TOLD_APART * context.profile.rows
    if len(texts) > 1 or not apart or (named and named.payload != column):
        return None
    place = spanning(found.marks, "filter", Filter(column, side, texts), BESIDE_COST)
    return [*found.all("what"), place]


_WHAT = "(:what row|column )"
_VERB = "deed|weak|event|relative|equals|prep|of"

RULES = (
    Rule(
        f"turn:turn {_WHAT}? {_VERB}* side:side row? column?:column value:value",
        _beside,
    ),
    Rule("deed? side:side row? column?:column of? value:value", _beside),
    Rule(f"value:value {_VERB}* side:side show|relative {_WHAT}?", _asked_beside),
)
