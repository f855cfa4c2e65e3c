"""Which columns a baseline analysis measures, groups by, and takes as outcome."""

from analysis.profile.roles import words_of, words_set
from analysis.table import NUMERIC, TEMPORAL, ColumnProfile, TableProfile

FILLED = 0.6
GROUPS = range(2, 21)
RAREST_OUTCOME = 0.01
MOST_METRICS = 30
MOST_CATEGORIES = 20
POSITIVE = ("true", "1", "yes", "y", "t", "on", "positive", "success", "active")
OUTCOME_WORDS = words_set(
    "outcome target label churn churned converted conversion survived default "
    "defaulted success returned fraud cancelled canceled response result died death"
)


def metric_columns(profile: TableProfile) -> list[ColumnProfile]:
    """Return the numbers worth averaging: 60 % filled, no identifiers or years."""
    return [
        column
        for column in profile.columns
        if column.type in NUMERIC
        and column.role != "identifier"
        and column.grain != "year"
        and column.mean is not None
        and profile.rows - column.blanks >= FILLED * profile.rows
    ][:MOST_METRICS]


def breakdown_columns(profile: TableProfile) -> list[ColumnProfile]:
    """Return the columns that make 2 to 20 groups; measured decimals do not."""
    return [
        column
        for column in profile.columns
        if column.distinct in GROUPS
        and column.role != "identifier"
        and column.type != "decimal"
    ][:MOST_CATEGORIES]


def outcome_column(profile: TableProfile) -> tuple[ColumnProfile, str] | None:
    """Return the outcome's column and its positive value as text; None without one.

    A column named like an outcome comes before other flags, and those before any
    other two-valued column; the rarer value must make 1 %.
    """
    fitting = [column for column in profile.columns if _can_be_outcome(column)]
    if not fitting:
        return None
    column = min(fitting, key=_unlikeliness)
    values = [value for value, _ in column.top]
    said = [value for value in values if value.strip().lower() in POSITIVE]
    return column, said[0] if said else values[-1]


def _can_be_outcome(column: ColumnProfile) -> bool:
    counts = [count for _, count in column.top]
    two_valued = column.distinct == 2 == len(counts)
    if not two_valued or column.role == "identifier" or column.type in TEMPORAL:
        return False
    return min(counts) >= RAREST_OUTCOME * sum(counts)


def _unlikeliness(column: ColumnProfile) -> int:
    if OUTCOME_WORDS & set(words_of(column.name)):
        return 0
    return 1 if column.role == "flag" else 2
