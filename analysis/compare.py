"""Two results of one plan, side by side: what is the same, and what moved."""

import math
from dataclasses import dataclass

from analysis.result import Result

SAME_TO = 1e-9


@dataclass(frozen=True)
class Change:
    """One number that moved: of which group, in which column, from what to what.

    `group` holds the cells of the dimensions; it is empty for a single number.
    """

    group: tuple
    column: str
    old: object
    new: object


@dataclass(frozen=True)
class Comparison:
    """All that differs; rows without a name of their own are only counted."""

    changes: tuple[Change, ...] = ()
    appeared: tuple[tuple, ...] = ()
    vanished: tuple[tuple, ...] = ()
    rows_changed: int = 0
    columns_changed: bool = False

    @property
    def same(self) -> bool:
        """Whether nothing moved."""
        return self == Comparison()


def compare(old: Result, new: Result) -> Comparison:
    """Compare cell by cell; numbers equal to nine digits are the same number."""
    if [c.name for c in old.columns] != [c.name for c in new.columns]:
        return Comparison(columns_changed=True)
    places = [n for n, c in enumerate(old.columns) if c.role == "dimension"]
    if not places and not _is_single(old, new):
        return Comparison(rows_changed=_differing(old, new))
    before = {tuple(row[p] for p in places): row for row in old.rows}
    after = {tuple(row[p] for p in places): row for row in new.rows}
    changes = [
        Change(group, column.name, cell, after[group][place])
        for group, row in before.items()
        if group in after
        for place, (column, cell) in enumerate(zip(old.columns, row, strict=True))
        if not _same(cell, after[group][place])
    ]
    return Comparison(
        tuple(changes),
        tuple(group for group in after if group not in before),
        tuple(group for group in before if group not in after),
    )


def _is_single(old: Result, new: Result) -> bool:
    return len(old.rows) == len(new.rows) == 1


def _differing(old: Result, new: Result) -> int:
    pairs = zip(old.rows, new.rows, strict=False)
    moved = sum(not all(map(_same, a, b)) for a, b in pairs)
    return moved + abs(old.total_rows - new.total_rows)


def _same(old: object, new: object) -> bool:
    if isinstance(old, float) or isinstance(new, float):
        numbers = isinstance(old, int | float) and isinstance(new, int | float)
        return numbers and math.isclose(old, new, rel_tol=SAME_TO, abs_tol=1e-12)
    return old == new
