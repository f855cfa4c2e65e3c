"""What is known about one stored table: columns, profile, import report."""

from dataclasses import dataclass, field
from pathlib import Path

# The types a column can have after reading, finest first.
TYPES = ("boolean", "integer", "decimal", "date", "datetime", "time", "text")
NUMERIC = frozenset({"integer", "decimal"})
TEMPORAL = frozenset({"date", "datetime"})

# What a column is for, judged by its values (see analysis/profile).
ROLES = ("identifier", "measure", "category", "date", "flag", "text")


@dataclass(frozen=True)
class Column:
    """A column as the reader left it.

    `key` is its name inside the Parquet file (c0, c1, ...: DuckDB names are
    case-insensitive, people's are not); `name` is the true header, made unique.
    `unit` is the sign or word that was taken out of the cells ("$", "%", "kg").
    """

    key: str
    name: str
    type: str
    unit: str | None = None


@dataclass(frozen=True)
class ImportReport:
    """What the reader recognised, with the evidence, and what it did to the rows.

    `decisions` has one entry a decision: {"what", "value", "evidence", "option"}
    where `option` is the key by which a person can override it (or None).
    `misfits` lists the first cells that did not fit their column's type:
    {"column", "line", "value"}. `notes` are whole sentences for a person.
    """

    format: str
    decisions: tuple[dict, ...] = ()
    column_reasons: dict[str, str] = field(default_factory=dict)
    misfit_count: int = 0
    misfits: tuple[dict, ...] = ()
    dropped: int = 0
    padded: int = 0
    notes: tuple[str, ...] = ()
    options: dict = field(default_factory=dict)


@dataclass(frozen=True)
class ReadTable:
    """A file that became Parquet: where it is, its shape and how it was read.

    `first` holds the first 25 rows as the file had them, None for blanks.
    """

    parquet: Path
    rows: int
    columns: tuple[Column, ...]
    report: ImportReport
    has_header: bool = True
    first: tuple[tuple[str | None, ...], ...] = ()


@dataclass(frozen=True)
class ColumnProfile:
    """Exact statistics of one column; numbers are None where they make no sense.

    `minimum`/`maximum` are numbers, or ISO text for dates and text columns.
    `top` holds up to 10 (value as text, count), most frequent first.
    `histogram` holds (from, to, count), in equal widths, over the finite values;
    for dates the edges are ISO text.
    `grain` (dates only) is day/week/month/quarter/year/irregular, `gaps` the number
    of periods missing between minimum and maximum at that grain.
    """

    key: str
    name: str
    type: str
    role: str
    unit: str | None
    blanks: int
    distinct: int
    minimum: object = None
    maximum: object = None
    mean: float | None = None
    deviation: float | None = None
    quartiles: tuple[float, float, float] | None = None
    top: tuple[tuple[str, int], ...] = ()
    histogram: tuple[tuple[object, object, int], ...] = ()
    outliers: int | None = None
    grain: str | None = None
    gaps: int | None = None


@dataclass(frozen=True)
class TableProfile:
    """Exact statistics of a whole table.

    `correlations` holds (column key, column key, Pearson r), strongest first.
    """

    rows: int
    columns: tuple[ColumnProfile, ...]
    duplicate_rows: int | None = None
    correlations: tuple[tuple[str, str, float], ...] = ()

    def column(self, key: str) -> ColumnProfile:
        """Return the column with this key; KeyError where there is none."""
        for column in self.columns:
            if column.key == key:
                return column
        raise KeyError(key)


@dataclass(frozen=True)
class Table:
    """What a question is asked of: stored Parquet, its profile, its spoken name.

    `values` is the index of distinct text values (analysis/values), if built.
    """

    parquet: Path
    profile: TableProfile
    name: str = ""
    values: Path | None = None
