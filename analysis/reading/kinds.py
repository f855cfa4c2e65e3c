"""A Rule: one form in which the values of a type are written in cells.

The pattern must match the whole trimmed cell; it is read alike by Python's re (on a
sample) and by DuckDB's RE2 (on every row), so the two can never disagree.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from analysis.reading.vocabulary import NOT_AVAILABLE

# Up to 15 digits and a decimal mark a double always gives back what was written.
EXACT_BYTES = 16
BLANKS = " \t\r\n\u00a0\u200b\ufeff"


@dataclass(frozen=True)
class Rule:
    """One form of one type.

    `cast` is SQL with {x} for the cell's text; it may give NULL, which means that the
    cell does not fit after all. `unit` was found beside the numbers; `reason` says
    what was recognised; `doubt` says what else it could have been. `slips` is a
    cheaper test than the pattern, of a cell {x} that has the value {v}: true where
    the cast would take what the pattern does not; it may turn away a cell that fits,
    never let one in that does not. `exact_double` asks that a double gives back what
    is written.
    """

    type: str
    pattern: str
    cast: str
    reason: str
    unit: str | None = None
    max_bytes: int | None = None
    doubt: str | None = None
    slips: str | None = None
    exact_double: bool = False

    @cached_property
    def _compiled(self) -> re.Pattern:
        return re.compile(self.pattern)

    def matches(self, cell: str) -> bool:
        """Whether the trimmed cell is written in this form."""
        if self.max_bytes is not None and len(cell.encode()) > self.max_bytes:
            return False
        if self.exact_double and len(cell) > EXACT_BYTES and not _is_exact(cell):
            return False
        return self._compiled.fullmatch(cell) is not None

    def coverage(self, cells: Mapping[str, int]) -> float:
        """Return the share of the cells, each with its count, written in this form."""
        fitting = sum(n for cell, n in cells.items() if self.matches(cell))
        return fitting / sum(cells.values())

    def strict_sql(self, x: str) -> str:
        """Return SQL for the value of the text `x`; it may fail where it has none."""
        value = self.value_sql(x)
        if self.slips is None:
            return value
        return value.replace("TRY_CAST(", "CAST(").replace("try_strptime(", "strptime(")

    def misfit_sql(self, x: str, v: str) -> str:
        """Return SQL, true where the text `x` is not what has the strict value `v`."""
        if self.slips is not None:
            return self.slips.replace("{x}", x).replace("{v}", v)
        return f"{x} IS NOT NULL AND ({v} IS NULL OR NOT {self.fits_sql(x)})"

    def fits_sql(self, x: str) -> str:
        """Return SQL that is true where the text `x` is written in this form."""
        test = f"regexp_full_match({x}, {literal(self.pattern)})"
        if self.max_bytes is not None:
            test = f"strlen({x}) <= {self.max_bytes} AND {test}"
        if self.exact_double:
            same = f"TRY_CAST({x} AS DOUBLE)::VARCHAR = {x}"
            test = f"{test} AND (strlen({x}) <= {EXACT_BYTES} OR {same})"
        return f"({test})"

    def value_sql(self, x: str) -> str:
        """Return SQL for the value of the text `x`, NULL where it has none."""
        return self.cast.replace("{x}", x)

    def doubted(self, doubt: str) -> "Rule":
        """Return the rule with the other reading that it could have had."""
        return replace(self, doubt=doubt)

    @property
    def is_text(self) -> bool:
        """Whether cells stay as they are."""
        return self.type == "text"


TEXT = Rule("text", r"(?s).*", "{x}", "text, or cells of several kinds")
EMPTY = Rule("text", r"", "{x}", "no value in any row")


def _is_exact(cell: str) -> bool:
    try:
        return repr(float(cell)) == cell
    except ValueError:
        return False


def literal(text: str) -> str:
    """Return text as an SQL string."""
    return "'" + text.replace("'", "''") + "'"


def is_not_available(cell: str) -> bool:
    """Whether the trimmed cell is a usual way to write that there is no value."""
    return cell.lower() in NOT_AVAILABLE


def not_available_sql(x: str) -> str:
    """Return SQL that is true where the text `x` says that there is no value."""
    words = ", ".join(literal(word) for word in sorted(NOT_AVAILABLE))
    return f"(strlen({x}) <= 8 AND lower({x}) IN ({words}))"
