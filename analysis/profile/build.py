"""From a stored table to its exact profile, in few scans."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from analysis import duck
from analysis.profile.dates import date_statistics, iso
from analysis.profile.frequency import Ordered, is_ordered, ordered_columns
from analysis.profile.roles import Facts, is_year, role_of
from analysis.profile.rows import correlations, duplicate_rows
from analysis.profile.statistics import statistics_of
from analysis.profile.words import TextFrequencies, text_frequencies
from analysis.table import TEMPORAL, Column, ColumnProfile, ReadTable, TableProfile

PROFILE_SECONDS = 900
Progress = Callable[[str, int, int | None], None]
Found = TypeVar("Found")


def build_profile(table: ReadTable, progress: Progress | None = None) -> TableProfile:
    """Profile every column and the table as a whole, exactly.

    Text is counted on one core while numbers are sorted, and paired, on another;
    whole rows come last, as their search begins with the most telling columns.
    `progress` is told ("profiling", columns done, columns in all), from the caller's
    thread, and may stop the work by raising. Raises QueryTimeout.
    """
    ordered = [column for column in table.columns if is_ordered(column)]
    others = [column for column in table.columns if not is_ordered(column)]
    profiles: dict[str, ColumnProfile] = {}
    with ThreadPoolExecutor(1) as other_core:
        worded = other_core.submit(_profile_text, table, others)
        for profile in _profile_ordered(table, ordered):
            profiles[profile.key] = profile
            _tell(progress, len(profiles), table)
        numbers = [profiles[column.key] for column in ordered]
        related = _whole_rows(correlations, table, numbers)
        profiles |= worded.result()
        _tell(progress, len(profiles), table)
    columns = [profiles[column.key] for column in table.columns]
    repeated = _whole_rows(duplicate_rows, table, columns)
    return TableProfile(table.rows, tuple(columns), repeated, related)


def number_text(value: float) -> str:
    """Return a number as text, without a decimal point where it needs none."""
    return str(int(value)) if value == int(value) else repr(value)


def _tell(progress: Progress | None, done: int, table: ReadTable) -> None:
    if progress:
        progress("profiling", done, len(table.columns))


def _profile_ordered(
    table: ReadTable, columns: list[Column]
) -> Iterator[ColumnProfile]:
    with duck.cursor(table.parquet.parent, PROFILE_SECONDS) as cursor:
        for column, found in ordered_columns(
            cursor, table.parquet, columns, table.rows
        ):
            yield _ordered_profile(column, found, table.rows)


def _profile_text(table: ReadTable, columns: list[Column]) -> dict[str, ColumnProfile]:
    with duck.cursor(table.parquet.parent, PROFILE_SECONDS) as cursor:
        return {
            column.key: _text_profile(column, found, table.rows)
            for column, found in text_frequencies(
                cursor, table.parquet, columns, table.rows
            )
        }


def _whole_rows(
    statistic: Callable[..., Found], table: ReadTable, columns: list[ColumnProfile]
) -> Found:
    with duck.cursor(table.parquet.parent, PROFILE_SECONDS) as cursor:
        return statistic(cursor, table.parquet, columns, table.rows)


def _ordered_profile(column: Column, found: Ordered, rows: int) -> ColumnProfile:
    if column.type in TEMPORAL:
        return _date_profile(column, found, rows)
    return _number_profile(column, found, rows)


def _number_profile(column: Column, found: Ordered, rows: int) -> ColumnProfile:
    known = statistics_of(found, column.type == "integer")
    top = tuple((number_text(value), count) for value, count in known.top)
    facts = Facts(
        column.name,
        column.type,
        found.filled,
        known.distinct,
        found.low,
        found.high,
        tuple(value for value, _ in top),
    )
    return ColumnProfile(
        key=column.key,
        name=column.name,
        type=column.type,
        role=role_of(facts),
        unit=column.unit,
        blanks=rows - found.filled,
        distinct=known.distinct,
        minimum=found.low,
        maximum=found.high,
        mean=known.mean,
        deviation=known.deviation,
        quartiles=known.quartiles,
        top=top,
        histogram=known.histogram,
        outliers=known.outliers,
        grain="year" if is_year(facts) else None,
    )


def _date_profile(column: Column, found: Ordered, rows: int) -> ColumnProfile:
    known = date_statistics(found, column.type)
    return ColumnProfile(
        key=column.key,
        name=column.name,
        type=column.type,
        role="date" if found.filled else "text",
        unit=column.unit,
        blanks=rows - found.filled,
        distinct=known.distinct,
        minimum=iso(found.low, column.type) if found.filled else None,
        maximum=iso(found.high, column.type) if found.filled else None,
        top=tuple(known.top),
        histogram=known.histogram,
        grain=known.grain,
        gaps=known.gaps,
    )


def _text_profile(column: Column, found: TextFrequencies, rows: int) -> ColumnProfile:
    filled = rows - found.blanks
    facts = Facts(
        column.name,
        column.type,
        filled,
        found.distinct,
        found.minimum,
        found.maximum,
        tuple(value for value, _ in found.top),
        found.characters,
    )
    return ColumnProfile(
        key=column.key,
        name=column.name,
        type=column.type,
        role=role_of(facts),
        unit=column.unit,
        blanks=found.blanks,
        distinct=found.distinct,
        minimum=found.minimum,
        maximum=found.maximum,
        mean=_share_of_true(column, found, filled),
        top=found.top,
    )


def _share_of_true(column: Column, found: TextFrequencies, filled: int) -> float | None:
    if column.type != "boolean" or not filled:
        return None
    return dict(found.top).get("true", 0) / filled
