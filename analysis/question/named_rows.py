"""A look at the data before rows that were named are compared or counted from.

"The stage after Lyon" has an answer only where Lyon is one row and a row follows it;
"the difference between Ann and Bo" only where each of them is one row.
"""

from analysis import duck
from analysis.compute import run
from analysis.duck import quoted
from analysis.plan import NEIGHBOURS, Filter, Measure, Plan, filters_of
from analysis.question.context import Context
from analysis.table import Table


def objection(plan: Plan, table: Table, context: Context) -> str | None:
    """Return why a plan about named rows cannot be answered; None where it can."""
    if _is_gap(plan) and _rows(plan.where, table) != 2:
        return "These are not two single rows, so they have no one difference."
    for part in filters_of(plan.where):
        if part.test in NEIGHBOURS:
            return _beside(part, table, context)
    return None


def _beside(part: Filter, table: Table, context: Context) -> str | None:
    value = part.values[0]
    anchors = _rows(Filter(part.column, "=", part.values), table)
    time = context.only_time()
    if anchors > 1:
        return f"“{value}” is in {anchors:,} rows: which of them do you mean?"
    if _rows(part, table) == 0:
        side = "after" if part.test == "follows" else "before"
        return f"No row comes {side} “{value}” in this table."
    if time and _runs_backwards(table, time):
        name = context.column(time).name
        return (
            f"The rows go from the latest {name} to the earliest: do you mean the row "
            f"above or below “{value}”? Ask by {name}, please."
        )
    return None


def _rows(where: Filter, table: Table) -> int:
    return run(Plan(measures=(Measure("count"),), where=where), table).rows[0][0]


def _is_gap(plan: Plan) -> bool:
    """Tell whether a plan is the difference between two rows."""
    test = plan.where
    pair = isinstance(test, Filter) and test.test == "in" and len(test.values) == 2
    ops = [measure.op for measure in plan.measures]
    return ops == ["range"] and not plan.dimensions and pair


def _runs_backwards(table: Table, key: str) -> bool:
    """Tell whether more rows step back in time than forward."""
    name = quoted(key)
    number = table.profile.column(key).type == "integer"
    moment = name if number else f"epoch({name})"
    sql = (
        "SELECT count(*) FILTER (step < 0) > count(*) FILTER (step > 0) FROM "
        f"(SELECT {moment} - lag({moment}) OVER (ORDER BY file_row_number) AS step "
        "FROM read_parquet($1, file_row_number=true))"
    )
    with duck.cursor(table.parquet.parent) as cursor:
        return bool(cursor.execute(sql, [str(table.parquet)]).fetchone()[0])
