"""The columns that two versions share, and those that tell their rows apart."""

from dataclasses import dataclass
from itertools import combinations

from duckdb import DuckDBPyConnection

from analysis.duck import quoted
from analysis.table import NUMERIC, ColumnProfile, Table, TableProfile
from errors import ValidationError

PAIRS_TRIED = 20
ROLES_FIRST = ("identifier", "text", "date", "category", "flag", "measure")


@dataclass(frozen=True)
class Shared:
    """A column that both versions have."""

    old: ColumnProfile
    new: ColumnProfile

    @property
    def name(self) -> str:
        """The name, which is what makes it shared."""
        return self.new.name

    def compared(self, side: str) -> str:
        """Return SQL for a cell of "old" or "new", as it is compared.

        Numbers compare as numbers; other columns whose type changed, as text.
        """
        column = self.old if side == "old" else self.new
        name = f"{side}.{quoted(column.key)}"
        if self.old.type == self.new.type:
            return name
        both_numbers = {self.old.type, self.new.type} <= NUMERIC
        return f"{name}::{'DOUBLE' if both_numbers else 'VARCHAR'}"


def shared_columns(old: TableProfile, new: TableProfile) -> list[Shared]:
    """Return the columns that both have by name, in the newer one's order."""
    before = {column.name: column for column in old.columns}
    return [Shared(before[c.name], c) for c in new.columns if c.name in before]


def find_key(
    cursor: DuckDBPyConnection, old: Table, new: Table, shared: list[Shared]
) -> list[Shared]:
    """Return one column, or else two, that are unique and filled in both versions.

    None fits: an empty list. Identifiers are preferred, measures come last.
    """
    usable = [p for p in shared if not p.old.blanks and not p.new.blanks]
    usable.sort(key=lambda pair: ROLES_FIRST.index(pair.new.role))
    for pair in usable:
        unique = pair.old.distinct == old.profile.rows
        if unique and pair.new.distinct == new.profile.rows:
            return [pair]
    tried = [
        list(two)
        for two in combinations(usable, 2)
        if _may_be_unique(two, old.profile.rows, new.profile.rows)
    ]
    for two in tried[:PAIRS_TRIED]:
        if _is_unique(cursor, old, new, two):
            return two
    return []


def chosen_key(
    cursor: DuckDBPyConnection,
    old: Table,
    new: Table,
    shared: list[Shared],
    names: tuple[str, ...],
) -> list[Shared]:
    """Return the columns that a person chose; ValidationError where they do not do."""
    by_name = {pair.name: pair for pair in shared}
    for name in names:
        if name not in by_name:
            raise ValidationError(f"Not both versions have “{name}”.", field="key")
    key = [by_name[name] for name in names]
    if key and not _is_unique(cursor, old, new, key):
        said = " and ".join(f"“{name}”" for name in names)
        raise ValidationError(
            f"{said} do not tell the rows apart: a value is blank or comes twice.",
            field="key",
        )
    return key


def _may_be_unique(pairs: tuple[Shared, ...], before: int, after: int) -> bool:
    """Rule out columns with too few values, or with decimals, which make poor keys."""
    if any("decimal" in (pair.old.type, pair.new.type) for pair in pairs):
        return False
    first, second = pairs
    enough_before = first.old.distinct * second.old.distinct >= before
    return enough_before and first.new.distinct * second.new.distinct >= after


def _is_unique(
    cursor: DuckDBPyConnection, old: Table, new: Table, key: list[Shared]
) -> bool:
    for table, columns in (
        (old, [pair.old for pair in key]),
        (new, [pair.new for pair in key]),
    ):
        names = ", ".join(quoted(column.key) for column in columns)
        blank = " OR ".join(f"{quoted(column.key)} IS NULL" for column in columns)
        distinct, blanks = cursor.execute(
            f"SELECT count(DISTINCT ({names})), count(*) FILTER ({blank}) "
            "FROM read_parquet(?)",
            [str(table.parquet)],
        ).fetchone()
        if blanks or distinct != table.profile.rows:
            return False
    return True
