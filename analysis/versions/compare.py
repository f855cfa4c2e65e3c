"""Compare two stored versions of a table."""

import os
from pathlib import Path

from analysis import duck
from analysis.table import Table, TableProfile
from analysis.versions.keys import Shared, chosen_key, find_key, shared_columns
from analysis.versions.records import Retyped, StatisticChange, VersionChanges
from analysis.versions.rows import RowComparison

COMPARE_SECONDS = 300
STATISTICS = (
    "blanks",
    "distinct",
    "minimum",
    "maximum",
    "mean",
    "deviation",
    "quartiles",
    "outliers",
)


def compare_versions(
    old: Table, new: Table, key: tuple[str, ...] | None = None
) -> VersionChanges:
    """Return what changed from `old` to `new`.

    Columns are the same if their names are. `key` names the columns that tell rows
    apart; None looks for some, and () compares whole rows. Raises ValidationError for
    a key that is unknown, blank somewhere or not unique, and QueryTimeout.
    """
    shared = shared_columns(old.profile, new.profile)
    with duck.cursor(_common_folder(old, new), COMPARE_SECONDS) as cursor:
        if key is None:
            by = find_key(cursor, old, new, shared)
        else:
            by = chosen_key(cursor, old, new, shared, key)
        rows = RowComparison(cursor, old, new, shared, by).changes()
    names = {pair.name for pair in shared}
    return VersionChanges(
        rows_before=old.profile.rows,
        rows_after=new.profile.rows,
        columns_added=_names_without(new.profile, names),
        columns_removed=_names_without(old.profile, names),
        retyped=tuple(
            Retyped(pair.name, pair.old.type, pair.new.type)
            for pair in shared
            if pair.old.type != pair.new.type
        ),
        statistics=tuple(_statistics(old.profile, new.profile, shared)),
        rows=rows,
    )


def _statistics(
    old: TableProfile, new: TableProfile, shared: list[Shared]
) -> list[StatisticChange]:
    found = []
    for name, before, after in (
        ("rows", old.rows, new.rows),
        ("duplicate rows", old.duplicate_rows, new.duplicate_rows),
    ):
        if before != after:
            found.append(StatisticChange("", name, before, after))
    for pair in shared:
        for statistic in STATISTICS:
            before, after = getattr(pair.old, statistic), getattr(pair.new, statistic)
            if before != after:
                found.append(StatisticChange(pair.name, statistic, before, after))
    return found


def _names_without(profile: TableProfile, names: set[str]) -> tuple[str, ...]:
    return tuple(c.name for c in profile.columns if c.name not in names)


def _common_folder(old: Table, new: Table) -> Path:
    return Path(os.path.commonpath([old.parquet.parent, new.parquet.parent]))
