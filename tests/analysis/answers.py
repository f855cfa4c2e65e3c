"""Results and profiles written by hand, as the engine would hand them out."""

from analysis.plan import Dimension, Measure, Plan
from analysis.result import Result, ResultColumn
from analysis.table import ColumnProfile, TableProfile

PRICE = ColumnProfile(
    key="c0",
    name="unit price",
    type="decimal",
    role="measure",
    unit="$",
    blanks=0,
    distinct=400,
    minimum=5.0,
    maximum=500.0,
    mean=84.2,
    deviation=60.0,
    quartiles=(40.0, 80.0, 120.0),
    histogram=((0.0, 500.0, 1000),),
    outliers=4,
)
REGION = ColumnProfile(
    key="c1",
    name="region",
    type="text",
    role="category",
    unit=None,
    blanks=0,
    distinct=3,
    minimum="east",
    maximum="south",
    top=(("north", 600), ("south", 396), ("east", 4)),
)
DAY = ColumnProfile(
    key="c2",
    name="order.day",
    type="date",
    role="date",
    unit=None,
    blanks=0,
    distinct=500,
    minimum="2024-01-01",
    maximum="2025-07-14",
    grain="day",
    gaps=0,
)
AGE = ColumnProfile(
    key="c3",
    name="age[years]",
    type="integer",
    role="measure",
    unit=None,
    blanks=400,
    distinct=80,
    minimum=18,
    maximum=97,
    mean=40.0,
    deviation=10.0,
    quartiles=(30.0, 40.0, 50.0),
)
YEAR = ColumnProfile(
    key="c4",
    name="year",
    type="integer",
    role="category",
    unit=None,
    blanks=0,
    distinct=12,
    minimum=1952,
    maximum=2007,
    grain="year",
)
PROFILE = TableProfile(1000, (PRICE, REGION, DAY, AGE, YEAR))

AVERAGE = Measure("average", "c0")
TOTAL = Measure("sum", "c0")
COUNT = Measure("count")
BY_REGION = Dimension("c1")
BY_MONTH = Dimension("c2", grain="month")
BY_YEAR = Dimension("c4")


def answer(plan: Plan, rows: list[tuple], **more: object) -> Result:
    """Return a result of the plan with these rows and columns that fit them."""
    columns = columns_of(plan)
    facts = {
        "total_rows": len(rows),
        "sql": "SELECT 1",
        "parameters": (),
        "rows_used": 1000,
    }
    return Result(columns=columns, rows=tuple(rows), **(facts | more))


def columns_of(plan: Plan) -> tuple[ResultColumn, ...]:
    """Return the columns of an aggregate, a row listing or a scatter plot."""
    if plan.kind in ("rows", "correlation", "outliers"):
        return tuple(_cell(PROFILE.column(key)) for key in plan.columns)
    columns: list[ResultColumn] = []
    for part in plan.dimensions:
        columns += _dimension(part)
    return (*columns, *map(_measure, plan.measures or (COUNT,)))


def _dimension(part: Dimension) -> list[ResultColumn]:
    column = PROFILE.column(part.column)
    if part.bins:
        names = (f"{column.name} from", f"{column.name} to")
        return [
            ResultColumn(n, "number", "dimension", column.unit, key=column.key)
            for n in names
        ]
    kind = {"integer": "number"}.get(column.type, column.type)
    kind = "text" if part.grain == "weekday" else kind
    return [
        ResultColumn(column.name, kind, "dimension", None, None, part.grain, column.key)
    ]


def _measure(measure: Measure) -> ResultColumn:
    column = PROFILE.column(measure.column) if measure.column else None
    unit = "%" if measure.op in ("share", "growth") else column and column.unit
    unit = None if measure.op in ("count", "distinct") else unit
    name = f"{measure.op} {column.name if column else 'rows'}"
    return ResultColumn(name, "number", "measure", unit, measure.op, key=measure.column)


def _cell(column: ColumnProfile) -> ResultColumn:
    kind = "number" if column.type in ("integer", "decimal") else column.type
    return ResultColumn(column.name, kind, "value", column.unit, key=column.key)
