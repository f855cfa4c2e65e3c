"""The distinct values of several columns in one scan of a table."""

from analysis.duck import quoted

# More grouping sets in a statement cost more to plan than another scan.
COLUMNS_AT_ONCE = 8


def distinct_sql(keys: list[str]) -> str:
    """Return SQL of the distinct values of columns of the Parquet file in $1.

    Its rows are: place (of the key, from 0), v (the value as text, or null), n (its
    rows).
    """
    names = [quoted(key) for key in keys]
    every = ", ".join(names)
    sets = ", ".join(f"({name})" for name in names)
    # In the groups of one column all other columns are null.
    texts = ", ".join(f"{name}::VARCHAR" for name in names)
    return (
        f"SELECT {_place_sql(len(keys))} AS place, coalesce({texts}, NULL) AS v, n "
        f"FROM (SELECT {every}, grouping({every}) AS g, count(*) AS n "
        f"FROM read_parquet($1) GROUP BY GROUPING SETS ({sets}))"
    )


def _place_sql(columns: int) -> str:
    """Return SQL for which of the columns is grouped by: its bit of `g` is 0."""
    every = 2**columns - 1
    cases = (f"WHEN {every - (1 << columns - 1 - n)} THEN {n}" for n in range(columns))
    return f"CASE g {' '.join(cases)} END"
