"""Whole statements: groups, rows, points, blanks and summaries."""

from dataclasses import dataclass
from pathlib import Path

from analysis.duck import quoted
from analysis.plan import Dimension, Measure, Order, Plan
from analysis.sql.conditions import condition, source_of
from analysis.sql.expressions import USUAL_BINS, dimension, measure
from analysis.sql.parameters import NUMBERED_SOURCE, Parameters
from analysis.table import NUMERIC, TableProfile

IQR_FENCE = 1.5


@dataclass(frozen=True)
class Statement:
    """One SELECT with its parameters; the first `hidden` columns are bookkeeping."""

    sql: str
    parameters: tuple
    hidden: int = 0


def write(plan: Plan, profile: TableProfile, parquet: Path, limit: int) -> Statement:
    """Return the statement that computes a plan, at most `limit` rows of it."""
    parameters = Parameters(parquet)
    writers = {
        "rows": _rows,
        "correlation": _points,
        "outliers": _outliers,
        "missing": _missing,
        "describe": _describe,
    }
    writer = writers.get(plan.kind, _groups)
    sql, hidden = writer(plan, profile, parameters)
    if plan.kind not in ("missing", "describe"):
        sql += f" LIMIT {int(limit)}"
    return Statement(sql, tuple(parameters.values), hidden)


def write_count(plan: Plan, profile: TableProfile, parquet: Path) -> Statement:
    """Return the statement that counts the rows a plan's filter lets through."""
    parameters = Parameters(parquet)
    where = _where(plan, profile, parameters)
    return Statement(
        f"SELECT count(*) FROM {source_of(plan.where)}{where}", tuple(parameters.values)
    )


def write_total(plan: Plan, profile: TableProfile, parquet: Path) -> Statement:
    """Return the statement of the plan's measures over all its rows at once."""
    parameters = Parameters(parquet)
    shown = ", ".join(measure(m, profile, ()) for m in plan.measures)
    where = _where(plan, profile, parameters)
    return Statement(
        f"SELECT {shown} FROM {source_of(plan.where)}{where}", tuple(parameters.values)
    )


def group_dimensions(plan: Plan, profile: TableProfile) -> tuple[Dimension, ...]:
    """Return what a plan groups by; a distribution chooses its own bins."""
    if plan.kind != "distribution" or plan.dimensions:
        return plan.dimensions
    column = plan.columns[0]
    binned = profile.column(column).type in NUMERIC
    return (Dimension(column, bins=USUAL_BINS if binned else None),)


def group_measures(plan: Plan) -> tuple[Measure, ...]:
    """Return the measures of a plan; without any, rows are counted."""
    return plan.measures or (Measure("count"),)


def _groups(
    plan: Plan, profile: TableProfile, parameters: Parameters
) -> tuple[str, int]:
    dimensions = group_dimensions(plan, profile)
    measures = group_measures(plan)
    by = [dimension(d, profile) for d in dimensions]
    computed = [measure(m, profile, dimensions) for m in measures]
    sums = _bookkeeping(measures) if dimensions else [_rows_and_cells(measures)]
    shown = ", ".join([*sums, *by, *computed])
    where = _where(plan, profile, parameters, _named_groups(plan))
    sql = f"SELECT {shown} FROM {source_of(plan.where)}{where}"
    if by:
        sql += " GROUP BY " + ", ".join(by)
    if plan.having:
        sql += " HAVING " + " AND ".join(
            _having(h, profile, dimensions, parameters) for h in plan.having
        )
    if by:
        sql += _ranked(plan, computed, by)
        sql += " ORDER BY " + ", ".join(_group_order(plan, computed, by, profile))
    return sql, 2


def _bookkeeping(measures: tuple[Measure, ...]) -> list[str]:
    column = measures[0].column
    cells = f"count({quoted(column)})" if column else "count(*)"
    return ["sum(count(*)) OVER ()", f"sum({cells}) OVER ()"]


def _rows_and_cells(measures: tuple[Measure, ...]) -> str:
    column = measures[0].column
    return f"count(*), count({quoted(column)})" if column else "count(*), count(*)"


def _named_groups(plan: Plan) -> list[str]:
    """Keep the blank group out of a top list: it names nothing."""
    if plan.limit is None:
        return []
    return [f"{quoted(d.column)} IS NOT NULL" for d in plan.dimensions]


def _having(having, profile, dimensions, parameters: Parameters) -> str:
    left = measure(having.measure, profile, dimensions)
    values = [parameters.add(value) for value in having.values]
    if having.test == "between":
        return f"{left} BETWEEN {values[0]} AND {values[1]}"
    return f"{left} {having.test} {values[0]}"


def _ranked(plan: Plan, computed: list[str], by: list[str]) -> str:
    """Cut after `limit`, with every row that ties with the last one kept."""
    if plan.limit is None:
        return ""
    keys = [_direction(_order_key(o, computed, by), o) for o in plan.order]
    return f" QUALIFY rank() OVER (ORDER BY {', '.join(keys or by)}) <= {plan.limit}"


def _order_key(order: Order, computed: list[str], by: list[str]) -> str:
    return computed[order.index] if order.by == "measure" else by[order.index]


def _direction(key: str, order: Order) -> str:
    return f"{key} {'DESC' if order.descending else 'ASC'} NULLS LAST"


def _group_order(
    plan: Plan, computed: list[str], by: list[str], profile: TableProfile
) -> list[str]:
    keys = [_direction(_order_key(o, computed, by), o) for o in plan.order]
    if not keys and _is_category(plan, profile):
        keys = [f"{computed[0]} DESC NULLS LAST"]
    return [*keys, *(f"{key} ASC NULLS LAST" for key in by)]


def _is_category(plan: Plan, profile: TableProfile) -> bool:
    """Tell whether the groups have no order of their own, so the largest leads."""
    dimensions = group_dimensions(plan, profile)
    kinds = {profile.column(d.column).type for d in dimensions}
    return len(dimensions) == 1 and kinds <= {"text", "boolean"}


def _rows(plan: Plan, profile: TableProfile, parameters: Parameters) -> tuple[str, int]:
    columns = plan.columns or tuple(c.key for c in profile.columns)
    shown = ", ".join(quoted(c) for c in columns)
    where = _where(plan, profile, parameters)
    sql = f"SELECT {shown} FROM {NUMBERED_SOURCE}{where}"
    keys = [(quoted(o.column or columns[o.index]), o) for o in plan.order]
    if plan.distinct:
        return sql + _distinct_rows(plan, shown, keys), 0
    directed = [_direction(key, order) for key, order in keys]
    if plan.limit is not None:
        by = ", ".join(directed) or "file_row_number"
        blank = " AND ".join(f"{key} IS NOT NULL" for key, _ in keys)
        sql += f" QUALIFY rank() OVER (ORDER BY {by}) <= {plan.limit}"
        sql += f" AND {blank}" if blank else ""
    return sql + f" ORDER BY {', '.join([*directed, 'file_row_number'])}", 0


def _distinct_rows(plan: Plan, shown: str, keys: list[tuple[str, Order]]) -> str:
    directed = [
        _direction(f"{'max' if order.descending else 'min'}({key})", order)
        for key, order in keys
    ]
    ranked = ""
    if plan.limit is not None:
        by = ", ".join(directed) or "min(file_row_number)"
        ranked = f" QUALIFY rank() OVER (ORDER BY {by}) <= {plan.limit}"
    order = ", ".join([*directed, "min(file_row_number)"])
    return f" GROUP BY {shown}{ranked} ORDER BY {order}"


def _points(
    plan: Plan, profile: TableProfile, parameters: Parameters
) -> tuple[str, int]:
    shown = ", ".join(quoted(c) for c in plan.columns)
    both = [f"{quoted(c)} IS NOT NULL" for c in plan.columns[:2]]
    where = _where(plan, profile, parameters, both)
    return f"SELECT {shown} FROM {NUMBERED_SOURCE}{where} ORDER BY file_row_number", 0


def _outliers(
    plan: Plan, profile: TableProfile, parameters: Parameters
) -> tuple[str, int]:
    """Select the rows beyond 1.5 interquartile ranges from the middle half."""
    target = quoted(plan.columns[-1])
    shown = ", ".join(quoted(c) for c in plan.columns)
    where = _where(plan, profile, parameters, [f"{target} IS NOT NULL"])
    fenced = f"(SELECT *, quantile_cont({target}, [0.25, 0.75]) OVER () AS q FROM "
    fenced += f"{NUMBERED_SOURCE}{where})"
    reach = f"{IQR_FENCE} * (q[2] - q[1])"
    outside = f"{target} < q[1] - {reach} OR {target} > q[2] + {reach}"
    order = f"{target} DESC, file_row_number"
    return f"SELECT {shown} FROM {fenced} WHERE {outside} ORDER BY {order}", 0


def _missing(
    plan: Plan, profile: TableProfile, parameters: Parameters
) -> tuple[str, int]:
    keys = plan.columns or tuple(c.key for c in profile.columns)
    where = _where(plan, profile, parameters)
    parts = []
    for key in keys:
        name = parameters.add(profile.column(key).name)
        blanks = f"count(*) - count({quoted(key)})"
        share = f"100.0 * ({blanks}) / nullif(count(*), 0)"
        parts.append(
            f"SELECT {name}, {blanks}, {share} FROM {source_of(plan.where)}{where}"
        )
    return " UNION ALL ".join(parts) + " ORDER BY 2 DESC, 1", 0


def _describe(
    plan: Plan, profile: TableProfile, parameters: Parameters
) -> tuple[str, int]:
    keys = plan.columns or tuple(c.key for c in profile.columns)
    where = _where(plan, profile, parameters)
    parts = []
    for key in keys:
        column, name = profile.column(key), quoted(key)
        number = column.type in NUMERIC
        average = f"avg({name})" if number else "NULL"
        middle = f"quantile_cont({name}, 0.5)" if number else "NULL"
        parts.append(
            f"SELECT {parameters.add(column.name)}, count({name}), "
            f"count(*) - count({name}), count(DISTINCT {name}), "
            f"CAST(min({name}) AS VARCHAR), CAST(max({name}) AS VARCHAR), "
            f"{average}, {middle} FROM {source_of(plan.where)}{where}"
        )
    return " UNION ALL ".join(parts), 0


def _where(
    plan: Plan,
    profile: TableProfile,
    parameters: Parameters,
    more: list[str] | None = None,
) -> str:
    parts = list(more or [])
    if plan.where is not None:
        parts.insert(0, condition(plan.where, profile, parameters))
    return f" WHERE {' AND '.join(parts)}" if parts else ""
