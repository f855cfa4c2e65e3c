"""Is a table fit to be asked? Coverage in time, blanks, outliers, oddities."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from duckdb import DuckDBPyConnection

from analysis import duck
from analysis.distinct import COLUMNS_AT_ONCE, distinct_sql
from analysis.numbers import count_text, date_text, percent_text
from analysis.table import NUMERIC, TEMPORAL, ColumnProfile, TableProfile

FEW_ROWS = 50
PARTIAL_PERIOD = 0.5
LOW_COVERAGE = 0.8
MUCH_BLANK = 0.3
MOSTLY_BLANK = 0.5
MANY_OUTLIERS = 0.2
MANY_DUPLICATES = 0.05
NAMES_COMPARED = 1_000
PERIODS_TO_COMPARE = 3
SEVERITIES = ("high", "medium", "low")
GRANULARITIES = {
    "day": "daily",
    "week": "weekly",
    "month": "monthly",
    "quarter": "quarterly",
    "year": "yearly",
}


class Stored(Protocol):
    """Anything that knows where its Parquet lies."""

    parquet: Path


@dataclass(frozen=True)
class TimeCoverage:
    """How completely a date column covers its time; `ratio` is 0..1."""

    column: str
    minimum: str
    maximum: str
    granularity: str
    missing: int
    ratio: float
    partial_latest: bool


@dataclass(frozen=True)
class NullIssue:
    """A column with blank cells; `ratio` is 0..1."""

    column: str
    ratio: float


@dataclass(frozen=True)
class OutlierIssue:
    """A number column with outliers; `ratio` is of its filled cells, 0..1."""

    metric: str
    ratio: float
    method: str = "IQR"


@dataclass(frozen=True)
class Warning:
    """One thing to know: code, severity (low, medium, high), a sentence."""

    code: str
    severity: str
    message: str


@dataclass(frozen=True)
class Quality:
    """What a quality check found."""

    rows: int
    time_coverage: TimeCoverage | None
    null_issues: tuple[NullIssue, ...]
    outliers: tuple[OutlierIssue, ...]
    warnings: tuple[Warning, ...]


def check_quality(profile: TableProfile, table: Stored) -> Quality:
    """Check a stored table; the worst warnings come first."""
    with duck.cursor(table.parquet.parent) as cursor:
        coverage = _coverage(profile, table.parquet, cursor)
        mixed = list(_mixed_spellings(profile, table.parquet, cursor))
    warnings = [
        *_about_rows(profile),
        *_about_time(coverage),
        *(each for column in profile.columns for each in _about(column, profile)),
        *mixed,
    ]
    worst_first = sorted(
        warnings, key=lambda w: ("high", "medium", "low").index(w.severity)
    )
    return Quality(
        profile.rows,
        coverage,
        _null_issues(profile),
        _outlier_issues(profile),
        tuple(worst_first),
    )


def main_date(profile: TableProfile) -> ColumnProfile | None:
    """Return the date column that tells when rows happened: regular, well filled."""
    dated = [c for c in profile.columns if c.type in TEMPORAL and c.grain]
    regular = [column for column in dated if column.grain != "irregular"]
    return min(regular, key=lambda column: column.blanks, default=None)


def blank_ratio(column: ColumnProfile, profile: TableProfile) -> float:
    """Return the share of a column's cells that are blank, 0..1."""
    return column.blanks / profile.rows if profile.rows else 0.0


def _coverage(
    profile: TableProfile, parquet: Path, cursor: DuckDBPyConnection
) -> TimeCoverage | None:
    column = main_date(profile)
    if column is None or column.gaps is None or column.grain is None:
        return None
    periods = _rows_by_period(column, parquet, cursor)
    expected = len(periods) + column.gaps
    return TimeCoverage(
        column.name,
        str(column.minimum),
        str(column.maximum),
        GRANULARITIES[column.grain],
        column.gaps,
        len(periods) / expected,
        _is_partial(periods),
    )


def _rows_by_period(
    column: ColumnProfile, parquet: Path, cursor: DuckDBPyConnection
) -> list[int]:
    """Return the row count of each period that occurs, oldest first."""
    key = duck.quoted(column.key)
    found = cursor.execute(
        f"SELECT date_trunc('{column.grain}', {key}) AS period, count(*) "
        f"FROM read_parquet(?) WHERE {key} IS NOT NULL GROUP BY 1 ORDER BY 1",
        [str(parquet)],
    ).fetchall()
    return [rows for _, rows in found]


def _is_partial(periods: list[int]) -> bool:
    """Tell whether the newest period has less than half of the others' average."""
    *earlier, latest = periods
    if len(earlier) < PERIODS_TO_COMPARE:
        return False
    return latest < PARTIAL_PERIOD * sum(earlier) / len(earlier)


def _null_issues(profile: TableProfile) -> tuple[NullIssue, ...]:
    blank = [
        NullIssue(c.name, blank_ratio(c, profile)) for c in profile.columns if c.blanks
    ]
    return tuple(sorted(blank, key=lambda issue: -issue.ratio))


def _outlier_issues(profile: TableProfile) -> tuple[OutlierIssue, ...]:
    found = []
    for column in profile.columns:
        filled = profile.rows - column.blanks
        if column.role == "measure" and column.outliers and filled:
            found.append(OutlierIssue(column.name, column.outliers / filled))
    return tuple(sorted(found, key=lambda issue: -issue.ratio))


def _about_rows(profile: TableProfile) -> Iterator[Warning]:
    if profile.rows < FEW_ROWS:
        rows = count_text(profile.rows, "row")
        yield Warning(
            "LOW_ROW_COUNT",
            "medium",
            f"Only {rows}: averages and shares vary by chance.",
        )
    repeated = profile.duplicate_rows or 0
    if repeated:
        many = repeated > MANY_DUPLICATES * profile.rows
        verb = "repeats" if repeated == 1 else "repeat"
        yield Warning(
            "DUPLICATE_ROWS",
            "medium" if many else "low",
            f"{count_text(repeated, 'row')} {verb} an earlier row in every cell.",
        )


def _about_time(coverage: TimeCoverage | None) -> Iterator[Warning]:
    if coverage is None:
        return
    if coverage.partial_latest:
        yield Warning(
            "PARTIAL_LATEST_PERIOD",
            "medium",
            f"The newest period of {coverage.column} has less than half of the usual "
            f"rows; the data end on {date_text(coverage.maximum)}.",
        )
    if coverage.ratio < LOW_COVERAGE:
        yield Warning(
            "LOW_TIME_COVERAGE",
            "medium",
            f"{coverage.column} is {coverage.granularity}, but "
            f"{percent_text(1 - coverage.ratio)} of its periods have no rows.",
        )


def _about(column: ColumnProfile, profile: TableProfile) -> Iterator[Warning]:
    ratio = blank_ratio(column, profile)
    filled = profile.rows - column.blanks
    if ratio > MUCH_BLANK:
        severity = "high" if ratio > MOSTLY_BLANK else "medium"
        said = f"{percent_text(ratio)} of {column.name} is blank."
        if not filled:
            said = f"{column.name} has no values."
        yield Warning("HIGH_NULL_RATIO", severity, said)
    if filled > 1 and column.distinct == 1:
        said = f"{column.name} has the same value in every filled row."
        yield Warning("CONSTANT_COLUMN", "low", said)
    measured = column.type in NUMERIC and column.role == "measure"
    if measured and filled and (column.outliers or 0) / filled > MANY_OUTLIERS:
        share = percent_text((column.outliers or 0) / filled)
        said = f"{share} of the {column.name} values are outliers."
        yield Warning("HIGH_OUTLIER_RATIO", "medium", said)


def _mixed_spellings(
    profile: TableProfile, parquet: Path, cursor: DuckDBPyConnection
) -> Iterator[Warning]:
    """Find names that differ only in case or spaces, such as "North" and "north "."""
    named = [
        c
        for c in profile.columns
        if c.type == "text" and c.role in ("category", "flag")
        if c.distinct <= NAMES_COMPARED
    ]
    # Where the profile has every value the column need not be read again.
    unknown = [column for column in named if column.distinct > len(column.top)]
    found = {column.key: _spellings(column) for column in named}
    found |= _spellings_in(unknown, parquet, cursor)
    for column in named:
        if alike := found.get(column.key):
            names = " and ".join(f"“{name}”" for name in alike[:3])
            said = f"{column.name} spells one name in several ways: {names}."
            yield Warning("MIXED_SPELLING", "low", said)


def _spellings(column: ColumnProfile) -> list[str]:
    """Return the first of the top names that are one but for case and spaces."""
    alike: dict[str, list[str]] = {}
    for name, _ in sorted(column.top):
        alike.setdefault(name.strip(" ").lower(), []).append(name)
    return min((names for names in alike.values() if len(names) > 1), default=[])


def _spellings_in(
    columns: list[ColumnProfile], parquet: Path, cursor: DuckDBPyConnection
) -> dict[str, list[str]]:
    """Return by key the first names that are one but for case and spaces."""
    found: dict[str, list[str]] = {}
    for start in range(0, len(columns), COLUMNS_AT_ONCE):
        keys = [column.key for column in columns[start : start + COLUMNS_AT_ONCE]]
        alike = (
            f"SELECT place, list(v ORDER BY v) AS names FROM ({distinct_sql(keys)}) "
            "WHERE v IS NOT NULL GROUP BY place, lower(trim(v)) HAVING len(names) > 1"
        )
        rows = cursor.execute(
            f"SELECT place, min(names) FROM ({alike}) GROUP BY place", [str(parquet)]
        ).fetchall()
        found |= {keys[place]: names for place, names in rows}
    return found
