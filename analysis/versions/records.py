"""What a comparison of two versions finds, as frozen records."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Retyped:
    """A column that both versions have, with another type."""

    column: str
    old: str
    new: str


@dataclass(frozen=True)
class StatisticChange:
    """One statistic of a column (or of the table: column "") that moved."""

    column: str
    statistic: str
    old: object
    new: object


@dataclass(frozen=True)
class CellChange:
    """A cell before and after."""

    column: str
    old: object
    new: object


@dataclass(frozen=True)
class RowExample:
    """A row that was "added", "removed" or "changed": its key, and changed cells."""

    kind: str
    key: tuple
    cells: tuple[CellChange, ...] = ()


@dataclass(frozen=True)
class RowChanges:
    """Rows by what happened to them.

    `key` names the columns that tell rows apart; without one (an empty key) whole
    rows are compared, so that a changed row counts as removed and added, and `changed`
    is None. `by_column` counts changed cells, most first.
    """

    key: tuple[str, ...]
    added: int
    removed: int
    changed: int | None
    same: int
    by_column: tuple[tuple[str, int], ...] = ()
    examples: tuple[RowExample, ...] = ()


@dataclass(frozen=True)
class VersionChanges:
    """All that differs between an older and a newer version."""

    rows_before: int
    rows_after: int
    columns_added: tuple[str, ...]
    columns_removed: tuple[str, ...]
    retyped: tuple[Retyped, ...]
    statistics: tuple[StatisticChange, ...]
    rows: RowChanges

    @property
    def same(self) -> bool:
        """Whether the two versions hold the same table."""
        columns = self.columns_added or self.columns_removed or self.retyped
        moved = self.rows.added or self.rows.removed or self.rows.changed
        return not columns and not moved
