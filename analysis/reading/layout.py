"""Where the table lies in the records: preamble, header rows, body."""

from collections import Counter
from dataclasses import dataclass, replace

from analysis.reading.below import start_of_another
from analysis.reading.choice import values_of
from analysis.reading.header import TYPED_BELOW, header_rows
from analysis.reading.options import Options
from analysis.reading.records import Record
from errors import ParseError

MAX_COLUMNS = 2_000
_MAX_PREAMBLE = 60


@dataclass(frozen=True)
class Layout:
    """The place of the table among the records of the sample.

    `start` is the index of the first header record (or of the first body record),
    `headers` how many records name the columns, `width` the number of columns.
    `shift` is 1 where the header lacks the name of the first column. `end_line` is
    the line on which another table begins below this one.
    """

    start: int
    headers: int
    width: int
    shift: int = 0
    preamble_evidence: str = "nothing stands above the table"
    header_evidence: str = ""
    end_line: int | None = None

    @property
    def body(self) -> int:
        """The index of the first record of data."""
        return self.start + self.headers


def find_layout(rows: list[Record], options: Options) -> Layout:
    """Return where the table lies; raise ParseError where there is none."""
    if all(row.is_blank for row in rows):
        raise ParseError("The file has no rows with anything in them.")
    width = body_width(rows)
    if width > MAX_COLUMNS:
        raise ParseError(
            f"The table has {width:,} columns; {MAX_COLUMNS:,} is the most that can be "
            "read. Leave some out, or turn the table so that they become rows."
        )
    layout = _placed(rows, width, options)
    if options.header_rows is not None:
        headers = min(options.header_rows, len(rows) - layout.start)
        layout = replace(layout, headers=headers, header_evidence="as you said")
    else:
        headers, why = header_rows(rows[layout.start :], layout.width)
        layout = replace(layout, headers=headers, header_evidence=why)
    layout = _fitted(layout, rows)
    if options.keep_totals:
        return layout
    next_table = start_of_another(rows[layout.start :], layout.headers, layout.width)
    return replace(layout, end_line=next_table)


def body_width(rows: list[Record]) -> int:
    """Return the most common number of cells, one only where hardly any have more."""
    widths = Counter(len(row.cells) for row in rows if not row.is_blank)
    wide = {w: n for w, n in widths.items() if w > 1}
    if sum(wide.values()) * 10 < widths.total():
        return 1
    return max(wide, key=lambda w: (wide[w], w), default=1)


def _placed(rows: list[Record], width: int, options: Options) -> Layout:
    if options.skip_rows is not None:
        start = _below(rows, options.skip_rows)
        return Layout(start, 0, width, preamble_evidence="as you said")
    start = _after_preamble(rows, width)
    evidence = "the rows above hold less than half as many cells as the table"
    lower = _apart(rows, start, width)
    if lower:
        start, evidence = lower, "the rows above are short, names of columns follow"
    if not start:
        return Layout(0, 0, width)
    return Layout(start, 0, width, preamble_evidence=evidence)


def _apart(rows: list[Record], start: int, width: int) -> int | None:
    """Return the index of a header below rows that are shorter or set apart.

    So are "Date:", "2024-01-31" above a table of four columns.
    """
    whole = (
        i
        for i in range(start, min(len(rows), _MAX_PREAMBLE))
        if _filled(rows[i]) == len(rows[i].cells) == width
    )
    found = next(whole, start)
    if not found > start or width < 3:
        return None
    above = rows[start:found]
    apart = rows[found].line > rows[found - 1].line + 1
    if not apart and any(_is_row(row, width) for row in above):
        return None
    if _spans(above[-1], rows[found:]):
        return None
    return found if _names_columns(rows[found:], width) else None


def _is_row(row: Record, width: int) -> bool:
    """Whether most of the cells of a row as wide as the table are filled."""
    return len(row.cells) == width and _filled(row) * 2 > width


def _names_columns(rows: list[Record], width: int) -> bool:
    """Whether the first row differs in kind from the columns below it."""
    return len(rows) > 2 and header_rows(rows, width) == (1, TYPED_BELOW)


def _below(rows: list[Record], lines: int) -> int:
    start = next((i for i, row in enumerate(rows) if row.line > lines), len(rows))
    if start == len(rows):
        raise ParseError(f"After the first {lines} lines there are no rows left.")
    return start


def _filled(row: Record) -> int:
    return sum(1 for cell in row.cells if cell and not cell.isspace())


def _after_preamble(rows: list[Record], width: int) -> int:
    """Return the index of the first row that is no title, comment or blank."""
    body = sorted(_filled(row) for row in rows if len(row.cells) == width)
    usual = body[len(body) // 2] if body else 1
    for i, row in enumerate(rows[:_MAX_PREAMBLE]):
        if not _is_preamble(row, rows[i + 1 :], width, usual):
            return i
    return 0


def _is_preamble(row: Record, below: list[Record], width: int, usual: int) -> bool:
    if row.is_blank:
        return True
    if not below or len(row.cells) > width:
        return False
    if len(row.cells) < width and (width == 2 or row.cells[0].lstrip()[:1] == "#"):
        return True
    # A header that spans columns has gaps, but more than one name.
    return _filled(row) * 2 < min(usual, width) and not _spans(row, below)


def _spans(row: Record, below: list[Record]) -> bool:
    """Whether the row names groups of the columns that the next row names."""
    names = list(values_of(row.cells))
    wide_enough = len(row.cells) >= len(below[0].cells) - 1
    years = all(name.isdigit() and len(name) == 4 for name in names)
    if any(name.endswith(":") for name in names):
        return False
    repeated = len(names) < _filled(row)
    words = repeated or not any(c.isdigit() for c in "".join(names))
    named_below = _filled(below[0]) >= len(below[0].cells) - 1
    if not named_below and len(below) > 1:
        named_below = _filled(below[0]) > 1 and _spans(below[0], below[1:])
    return len(names) > 1 and wide_enough and named_below and (words or years)


def _are_row_names(cells: list[str]) -> bool:
    """Whether cells are like R's row names: all different words, or 1, 2, 3."""
    numbered = cells == [str(n) for n in range(1, len(cells) + 1)]
    words = all(cell and not cell.replace(".", "").isdigit() for cell in cells)
    return len(set(cells)) == len(cells) > 1 and (numbered or words)


def _fitted(layout: Layout, rows: list[Record]) -> Layout:
    """Fit the width to the header: names for all, or one name missing in front."""
    if not layout.headers:
        return layout
    header, body = rows[layout.body - 1].cells, rows[layout.body :]
    names = len(header)
    while names and not header[names - 1].strip():
        names -= 1
    full = [row for row in body if len(row.cells) == layout.width]
    if len(header) == names == layout.width - 1 > 1 and header[0].strip():
        trailing = all(not row.cells[-1].strip() for row in full)
        if not trailing and _are_row_names([row.cells[0].strip() for row in full]):
            return replace(layout, shift=1)
    return replace(layout, width=max(layout.width, names))
