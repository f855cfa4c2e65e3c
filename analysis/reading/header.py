"""How many leading rows name the columns, and what the names are."""

from dataclasses import dataclass
from functools import cached_property, lru_cache

from analysis.reading.choice import Locale, choose_rule, values_of
from analysis.reading.records import Record
from analysis.reading.vocabulary import UNITS

MAX_HEADER_ROWS = 3
_SAMPLE_ROWS = 40
_YEARS = range(1900, 2101)
_NUMERIC = ("integer", "decimal")
TYPED_BELOW = "its cells differ in kind from the columns below"


def header_rows(rows: list[Record], width: int) -> tuple[int, str]:
    """Return how many of the leading rows name the columns, and the evidence."""
    rows = rows[:_SAMPLE_ROWS]
    repeated = rows[0].cells in [row.cells for row in rows[1:]]
    rows = rows[:1] + [row for row in rows[1:] if row.cells != rows[0].cells]
    if len(rows) == 1:
        if any(_kind(cell) != "text" for cell in _filled(rows[0])):
            return 0, "the only row holds values"
        return 1, "the only row holds words"
    body = _Body(rows[min(MAX_HEADER_ROWS, max(1, len(rows) - 2)) :], width)
    if not body.names(rows[0]):
        return 0, "the first row holds values like the rows below it"
    if not any(kind not in ("", "text") for kind in body.kinds):
        if repeated and len(rows) > 2:
            return 0, "the first row stands once more among the others"
        return 1, "no column has a type that tells the first row from the others"
    count = 1
    while count < min(MAX_HEADER_ROWS, len(rows) - 1) and _continues(
        rows, count, width
    ):
        count += 1
    return count, TYPED_BELOW


@dataclass
class _Body:
    """The rows below a row that may be a header, and the types of their columns."""

    rows: list[Record]
    width: int

    @cached_property
    def kinds(self) -> list[str]:
        """The type of each column, "" where it is blank."""
        return column_kinds(self.rows, self.width)

    def names(self, row: Record) -> bool:
        """Whether the row's cells are names and not values of their columns."""
        votes = words = 0.0
        for cell, kind, i in zip(
            row.cells, self.kinds, range(self.width), strict=False
        ):
            if not values_of([cell]):
                continue
            vote = self._vote(cell, kind, i, row)
            votes += vote
            words += _kind(cell) == "text"
        return votes > 0 or (votes == 0 and words > 0 and not self._has_values(row))

    def _vote(self, cell: str, kind: str, i: int, row: Record) -> float:
        """Return how strongly one cell speaks for a name (+) or for a value (-)."""
        own = _kind(cell)
        if kind == "":
            return 0.0
        if own == "text":
            return 1.0 if kind != "text" else self._text_vote(cell, i)
        if kind == "text" or not _akin(own, kind):
            return 0.5
        years = _is_year(cell) and self._years_name(row, i)
        return 1.0 if years or (kind == "decimal" and _is_sequence(row)) else -2.0

    def _text_vote(self, cell: str, i: int) -> float:
        """Return -1 where a text is written in the telling form of all those below."""
        shapes = {_shape(text) for text in _column(self.rows, i)}
        shape = _shape(cell.strip())
        telling = "@" in shape or "://" in shape or shape.count("9") >= 3
        return -1.0 if shapes == {shape} and telling else 0.0

    def _years_name(self, row: Record, i: int) -> bool:
        """Whether years in the row are names: all different, none of them below."""
        years = [cell.strip() for cell in row.cells if _is_year(cell)]
        below = set(_column(self.rows, i))
        different = len(years) > 1 and len(set(years)) == len(years)
        return different and not any(_is_year(text) for text in below)

    def _has_values(self, row: Record) -> bool:
        return any(_kind(cell) != "text" for cell in _filled(row))


def _continues(rows: list[Record], count: int, width: int) -> bool:
    """Whether one more row names the columns: names under spans, or units."""
    upper, row, below = rows[count - 1], rows[count], rows[count + 1 :]
    if len(below) < 2 or any(_kind(cell) != "text" for cell in _filled(row)):
        return False
    # Types are judged below all rows that could still belong to the header.
    last = min(MAX_HEADER_ROWS, len(rows) - 2)
    kinds = column_kinds(rows[max(count + 1, last) :], width)
    typed = [i for i, kind in enumerate(kinds) if kind not in ("", "text")]
    named = [i for i in typed if _has_name(row, i)]
    if not named:
        return False
    names = [cell.strip() for cell in upper.cells[:width]]
    spans = "" in names[1:] or len(set(names)) < len(names) or len(names) < width
    if len(named) < len(typed):
        lower = count + 1 < MAX_HEADER_ROWS and _continues(rows, count + 1, width)
        return spans and (lower or _completes(upper, row, width))
    return spans or _are_units([row.cells[i].strip() for i in named])


def _completes(upper: Record, row: Record, width: int) -> bool:
    """Whether each column has its name in one of two rows, or a group's in both.

    So do the rows of merged cells: "Region", "Sales", "", "Total" above "Q1", "Q2".
    """
    ends = [i for i in range(width) if _has_name(upper, i) and not _has_name(row, i)]
    lower = [i for i in range(width) if _has_name(row, i)]
    return bool(lower) and len(ends) + len(lower) == width


def _has_name(row: Record, i: int) -> bool:
    return i < len(row.cells) and bool(row.cells[i].strip())


def _are_units(cells: list[str]) -> bool:
    bare = [cell.strip("()[]") for cell in cells]
    known = sum(
        text in UNITS or text != cell for text, cell in zip(bare, cells, strict=True)
    )
    return known * 2 > len(cells) and all(len(text) <= 8 for text in bare)


def _column(rows: list[Record], i: int) -> list[str]:
    return [
        row.cells[i].strip()
        for row in rows
        if i < len(row.cells) and row.cells[i].strip()
    ]


def column_kinds(rows: list[Record], width: int) -> list[str]:
    """Return the type of each column, "" where it is blank."""
    return [_column_kind(rows, i) for i in range(width)]


def _column_kind(rows: list[Record], i: int) -> str:
    cells = _column(rows, i)
    return choose_rule("", cells, Locale()).type if values_of(cells) else ""


@lru_cache(maxsize=4096)
def _kind(cell: str) -> str:
    """Return the type of one cell that holds a value."""
    return choose_rule("", [cell], Locale()).type if values_of([cell]) else "text"


def _akin(kind: str, other: str) -> bool:
    """Whether values of one type could stand in a column of the other."""
    dates = ("date", "datetime")
    return (
        kind == other
        or (kind in _NUMERIC and other in _NUMERIC)
        or (kind in dates and other in dates)
    )


def _is_sequence(row: Record) -> bool:
    """Whether the row's numbers count up from 0 or 1, as no measured values do."""
    numbers = [cell.strip() for cell in row.cells if _kind(cell) in _NUMERIC]
    starts = [[str(n) for n in range(s, s + len(numbers))] for s in (0, 1)]
    return len(numbers) > 2 and numbers in starts


def _is_year(cell: str) -> bool:
    text = cell.strip()
    return len(text) == 4 and text.isdecimal() and int(text) in _YEARS


def _filled(row: Record) -> list[str]:
    return [cell for cell in row.cells if values_of([cell])]


def _shape(cell: str) -> str:
    if "@" in cell and " " not in cell:
        return "@"
    if "://" in cell:
        return "://"
    return "".join("9" if c.isdigit() else "a" if c.isalpha() else c for c in cell)


def column_names(header: list[Record], width: int, shift: int) -> list[str]:
    """Return one name a column, "" where the header gives none."""
    rows = [[""] * shift + row.cells for row in header]
    rows = [(row + [""] * width)[:width] for row in rows]
    rows = [[" ".join(cell.split()) for cell in row] for row in rows]
    for row in rows[:-1]:
        _fill_spans(row)
    return [_joined(parts) for parts in zip(*rows, strict=True)]


def _fill_spans(row: list[str]) -> None:
    """Carry a group's name to the right over the columns that it spans."""
    for i in range(1, len(row)):
        row[i] = row[i] or row[i - 1]


def _joined(parts: tuple[str, ...]) -> str:
    return " ".join(dict.fromkeys(part for part in parts if part))
