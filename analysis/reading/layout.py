"""Where the table lies in the records: preamble, header rows, body, footer."""

from collections import Counter
from dataclasses import dataclass, replace

from analysis.reading.choice import Locale, choose_rule, values_of
from analysis.reading.options import Options
from analysis.reading.records import Record
from errors import ParseError

MAX_HEADER_ROWS = 3
_MAX_PREAMBLE = 60
_YEARS = range(1900, 2101)


@dataclass(frozen=True)
class Layout:
    """The place of the table among the records of the sample.

    `start` is the index of the first header record (or of the first body record),
    `headers` how many records name the columns, `width` the number of columns.
    `shift` is 1 where the header lacks the name of the first column.
    """

    start: int
    headers: int
    width: int
    shift: int = 0
    preamble_evidence: str = ""
    header_evidence: str = ""

    @property
    def body(self) -> int:
        """The index of the first record of data."""
        return self.start + self.headers


def find_layout(rows: list[Record], options: Options) -> Layout:
    """Return where the table lies; raise ParseError where there is none."""
    if not rows or all(row.is_blank for row in rows):
        raise ParseError("The file has no rows with anything in them.")
    width = body_width(rows)
    start = options.skip_rows
    start = _after_preamble(rows, width) if start is None else _skipped(rows, start)
    layout = Layout(start, 0, max(width, 1), preamble_evidence=_preamble_words(start))
    if options.header_rows is not None:
        headers = min(options.header_rows, len(rows) - start)
        return replace(layout, headers=headers, header_evidence="as you said")
    headers, why = _header_rows(rows[start:], width)
    layout = replace(layout, headers=headers, header_evidence=why)
    return _widened(layout, rows)


def body_width(rows: list[Record]) -> int:
    """Return the most common number of cells, one only where hardly any have more."""
    widths = Counter(len(row.cells) for row in rows if not row.is_blank)
    wide = {w: n for w, n in widths.items() if w > 1}
    if not wide or sum(wide.values()) * 10 < widths.total():
        return 1
    return max(wide, key=lambda w: (wide[w], w))


def _skipped(rows: list[Record], lines: int) -> int:
    start = next((i for i, row in enumerate(rows) if row.line > lines), len(rows))
    if start == len(rows):
        raise ParseError(f"After the first {lines} lines there are no rows left.")
    return start


def _preamble_words(start: int) -> str:
    if not start:
        return ""
    return f"{start} rows above hold less than half as many cells as the table"


def _filled(row: Record) -> int:
    return sum(1 for cell in row.cells if cell and not cell.isspace())


def _after_preamble(rows: list[Record], width: int) -> int:
    """Return the index of the first row that is no title, comment or blank."""
    body = [_filled(row) for row in rows if len(row.cells) == width]
    usual = sorted(body)[len(body) // 2] if body else 1
    for i, row in enumerate(rows[:_MAX_PREAMBLE]):
        if not _is_preamble(row, rows[i + 1 :], width, usual):
            return i
    return 0


def _is_preamble(row: Record, below: list[Record], width: int, usual: int) -> bool:
    if row.is_blank:
        return True
    if not below or len(row.cells) > width:
        return False
    if row.cells[0].lstrip().startswith("#") and len(row.cells) < width:
        return True
    if width == 2 and len(row.cells) == 1:
        return True
    # A header that spans columns has gaps, but more than one name.
    return _filled(row) * 2 < min(usual, width) and not _spans(row, below)


def _spans(row: Record, below: list[Record]) -> bool:
    """Whether the row names groups of the columns that the next row names."""
    names = [cell for cell in row.cells if cell and not cell.isspace()]
    if len(names) < 2 or len(row.cells) < len(below[0].cells) - 1:
        return False
    return not any(_is_typed(cell) for cell in names)


def _header_rows(rows: list[Record], width: int) -> tuple[int, str]:
    """Return how many leading rows name the columns, and the evidence."""
    rows = [row for row in rows[:400]]
    if len(rows) == 1:
        typed = any(_is_typed(cell) for cell in rows[0].cells)
        return (0, "the only row holds values") if typed else (1, "a row of names only")
    limit = min(MAX_HEADER_ROWS, len(rows) - 1)
    kinds = [_column_kind(rows[limit:] or rows[1:], i) for i in range(width)]
    typed = [i for i, kind in enumerate(kinds) if kind not in ("text", "")]
    if not typed:
        return _header_among_texts(rows, width)
    count = 0
    while count < limit and _names(rows[count], typed, rows[count + 1 :], kinds):
        count += 1
        if count == 1 and not _continues(rows, typed, width):
            break
    if count:
        return count, "its cells differ in kind from the columns below"
    return 0, "the first row holds values like the rows below it"


def _column_kind(rows: list[Record], i: int) -> str:
    cells = [row.cells[i] for row in rows if i < len(row.cells)]
    if not values_of(cells):
        return ""
    return choose_rule("", cells, Locale()).type


def _is_typed(cell: str) -> bool:
    values = values_of([cell])
    return bool(values) and choose_rule("", values, Locale()).type != "text"


def _names(row: Record, typed: list[int], below: list[Record], kinds: list) -> bool:
    """Whether the row's cells are names: none is a value of its column's type."""
    votes = 0
    for i in typed:
        cell = row.cells[i] if i < len(row.cells) else ""
        if not values_of([cell]):
            continue
        if not _is_typed(cell) or _is_numbered_name(row, i, below):
            votes += 1
        else:
            votes -= 2
    if votes:
        return votes > 0
    texts = [cell for cell in row.cells if values_of([cell]) and not _is_typed(cell)]
    return bool(texts) and not any(_is_typed(c) for c in row.cells if c not in texts)


def _is_numbered_name(row: Record, i: int, below: list[Record]) -> bool:
    """Whether a number in the row is a name: one of a run such as 2019, 2020, 2021."""
    numbers = [cell.strip() for cell in row.cells if cell.strip().isdigit()]
    values = [int(n) for n in numbers]
    if len(values) < 2 or len(set(values)) < len(values) or len(texts_of(row)) < 1:
        return False
    column = {row.cells[i].strip() for row in below if i < len(row.cells)}
    if row.cells[i].strip() in column:
        return False
    steps = {b - a for a, b in zip(values, values[1:], strict=False)}
    return len(steps) == 1 or all(value in _YEARS for value in values)


def texts_of(row: Record) -> list[str]:
    """Return the row's cells that hold words."""
    return [cell for cell in row.cells if values_of([cell]) and not _is_typed(cell)]


def _continues(rows: list[Record], typed: list[int], width: int) -> bool:
    """Whether the second row goes on naming: a row of names under spans, or units."""
    if len(rows) < 3:
        return False
    first, second = rows[0], rows[1]
    cells = [second.cells[i] for i in typed if i < len(second.cells)]
    words = [cell for cell in cells if values_of([cell])]
    if not words or any(_is_typed(cell) for cell in words):
        return False
    return len(words) == len(typed) or _filled(first) < width


def _header_among_texts(rows: list[Record], width: int) -> tuple[int, str]:
    """Judge the first row where no column has a type but text."""
    first = [cell.strip() for cell in rows[0].cells]
    numbered = [_is_numbered_name(rows[0], i, rows[1:]) for i, cell in enumerate(first)]
    if any(_is_typed(cell) and not numbered[i] for i, cell in enumerate(first)):
        return 0, "the first row holds values"
    alike = sum(_shape_repeats(rows, i) for i in range(min(width, len(first))))
    if alike * 2 > width:
        return 0, "the first row is written like the rows below it"
    return 1, "the first row is taken for names: no column has a type to compare with"


def _shape_repeats(rows: list[Record], i: int) -> bool:
    """Whether the first cell has the telling form that all the cells below share."""
    below = [row.cells[i].strip() for row in rows[1:] if i < len(row.cells)]
    shapes = {_shape(cell) for cell in below if cell}
    first = _shape(rows[0].cells[i].strip())
    telling = "@" in first or "://" in first or first.count("9") >= 3
    return len(shapes) == 1 and first in shapes and telling


def _shape(cell: str) -> str:
    if "@" in cell and " " not in cell:
        return "@"
    if "://" in cell:
        return "://"
    return "".join("9" if c.isdigit() else "a" if c.isalpha() else c for c in cell)


def _widened(layout: Layout, rows: list[Record]) -> Layout:
    """Fit the width to the header: names for all, or one name missing in front."""
    if not layout.headers:
        return layout
    names = len(rows[layout.body - 1].cells)
    body = rows[layout.body :]
    full = [row for row in body if len(row.cells) == layout.width]
    if names == layout.width - 1 and full and layout.width > 2:
        last_blank = all(not row.cells[-1].strip() for row in full)
        first_blank = not rows[layout.body - 1].cells[0].strip()
        if not last_blank and not first_blank:
            return replace(layout, shift=1)
    return replace(layout, width=max(layout.width, names))


def column_names(header: list[Record], layout: Layout) -> list[str]:
    """Return one name a column, "" where the header gives none."""
    rows = [[""] * layout.shift + row.cells for row in header]
    rows = [(row + [""] * layout.width)[: layout.width] for row in rows]
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
