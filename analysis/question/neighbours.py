"""Rows by their place beside another: "the next stage after Lyon"."""

from analysis import duck
from analysis.duck import quoted
from analysis.plan import NEIGHBOURS, Filter, Plan, filters_of
from analysis.question.context import Context
from analysis.question.grammar import Found, Rule, rewritten
from analysis.question.marks import Mark, spanning
from analysis.table import Table

TOLD_APART = 0.5  # a value that most rows have is no place in the table
BESIDE_COST = 0.3
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


def is_beside(plan: Plan) -> bool:
    """Tell whether a plan asks for the row after or before another."""
    return any(part.test in NEIGHBOURS for part in filters_of(plan.where))


def runs_backwards(table: Table, key: str) -> bool:
    """Tell whether the table's rows go from the latest to the earliest."""
    name = quoted(key)
    sql = (
        f"SELECT count(*) FILTER (step > 0), count(*) FILTER (step < 0) FROM "
        f"(SELECT epoch({name}) - epoch(lag({name}) OVER (ORDER BY file_row_number)) "
        "AS step FROM read_parquet($1, file_row_number=true))"
    )
    if table.profile.column(key).type == "integer":
        sql = sql.replace("epoch", "")
    with duck.cursor(table.parquet.parent) as cursor:
        later, earlier = cursor.execute(sql, [str(table.parquet)]).fetchone()
    return earlier > later


_WHAT = "(:what row|column )"
_VERB = "weak|event|relative|equals|prep|of"

RULES = (
    Rule(
        f"turn:turn {_WHAT}? {_VERB}* side:side row? column?:column value:value",
        _beside,
    ),
    Rule("side:side row? column?:column of? value:value", _beside),
    Rule(f"value:value {_VERB}* side:side show|relative {_WHAT}?", _asked_beside),
)
