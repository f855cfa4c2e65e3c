"""What the first part of a text file, or of a sheet's cells, shows of its table."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from analysis.reading import encoding as encodings
from analysis.reading.dialect import separator_line, sniff
from analysis.reading.encoding import Encoding
from analysis.reading.header import TYPED_BELOW, column_names
from analysis.reading.layout import Layout, find_layout
from analysis.reading.options import Options
from analysis.reading.records import Dialect, Record, records, split_lines, whole_lines
from analysis.reading.repair import CANONICAL
from errors import ParseError

# More is read only where a cell is so long that the first sample ends inside it.
_SAMPLE_SIZES = (encodings.SAMPLE_BYTES, 8 << 20, 64 << 20)
_ENOUGH_LINES = 3
_MAX_RECORDS = 20_000
# Types are judged by about as many rows; every row is checked against them.
_TYPED_ROWS = 120
LONG_LINE = (
    "A line of the file is longer than 64 MB: this is no table, or its line ends were "
    "lost. Export it again."
)


@dataclass(frozen=True)
class Finding:
    """What the sample of a text file shows."""

    source: Path
    encoding: Encoding
    dialect: Dialect
    layout: Layout
    rows: list[Record]
    whole: bool
    newline: str | None
    separator_line: bool = False
    from_sheet: bool = False
    first_line: int = 1
    has_blank_rows: bool = False
    has_keys: bool = False
    bytes_per_row: float = 1.0

    @property
    def names(self) -> list[str] | None:
        """The names of the columns, None where the file has no header."""
        header = self.rows[self.layout.start : self.layout.body]
        if not header:
            return None
        return column_names(header, self.layout.width, self.layout.shift)

    @property
    def first_body_line(self) -> int:
        """The line of the first row of data."""
        body = self.rows[self.layout.body :]
        return body[0].line if body else self.first_line

    def samples(self, left_out: frozenset[int] = frozenset()) -> list[list[str | None]]:
        """Return the cells of each column that its type is judged by.

        Without those of the lines that were left out.
        """
        rows = self._cells(left_out)
        step = max(1, len(rows) // _TYPED_ROWS)
        return [[row[i] for row in rows[::step]] for i in range(self.layout.width)]

    @property
    def body(self) -> list[list[str]]:
        """The cells of the sample's rows of data, as wide as the table."""
        return self._cells(frozenset())

    def _cells(self, left_out: frozenset[int]) -> list[list[str]]:
        width = self.layout.width
        rows = self.rows[self.layout.body :]
        kept = (row.cells for row in rows if row.line not in left_out)
        return [(cells + [""] * width)[:width] for cells in kept]

    @property
    def header(self) -> list[str] | None:
        """The cells of the last row of names, if it is sure that they are names."""
        if not self.layout.headers or self.layout.header_evidence != TYPED_BELOW:
            return None
        cells = self.rows[self.layout.body - 1].cells
        return cells if len(cells) > 1 and all(map(str.strip, cells)) else None


def examine(
    source: Path, options: Options, encoding: Encoding | None = None
) -> Finding:
    """Return what the first 200 kB show; raise ParseError where it is no table."""
    if options.encoding:
        encoding = Encoding(options.encoding, "as you said")
    for size in _SAMPLE_SIZES:
        data, cut = _head(source, size)
        encoding = encoding or encodings.detect(data, cut)
        text = encodings.decoded(data, encoding)[0].lstrip("\ufeff")
        lines = whole_lines(text) if cut else split_lines(text)
        if not cut or len(lines) > _ENOUGH_LINES:
            break
    encodings.check_is_text(text)
    if cut and len(lines) < 2:
        raise ParseError(LONG_LINE)
    announced = separator_line(lines) is not None
    dialect = sniff(lines, options)
    rows = list(islice(records(without_announcement(lines), dialect), _MAX_RECORDS))
    layout = find_layout(rows, options)
    newline = _newline(lines)
    finding = Finding(source, encoding, dialect, layout, rows, not cut, newline)
    size = len("".join(lines).encode(encoding.name, errors="replace"))
    return replace(
        finding, separator_line=announced, bytes_per_row=size / max(1, len(rows))
    )


def _head(source: Path, size: int) -> tuple[bytes, bool]:
    """Return the first bytes of the file, and whether more follow."""
    with source.open("rb") as file:
        data = file.read(size)
        return data, bool(file.read(1))


def examine_sheet(cells: Path, options: Options, found: dict) -> Finding:
    """Return what the cells that a child process wrote show (see its answer)."""
    encoding = Encoding("utf-8", "workbooks are Unicode")
    with cells.open(encoding="utf-8", newline="") as file:
        text = file.read(encodings.SAMPLE_BYTES)
        cut = bool(file.read(1))
    lines = whole_lines(text) if cut else split_lines(text)
    first_row = found["first_row"]
    rows = list(islice(numbered(records(lines, CANONICAL), first_row), _MAX_RECORDS))
    layout = find_layout(rows, options)
    finding = Finding(cells, encoding, CANONICAL, layout, rows, not cut, "\n")
    return replace(
        finding,
        from_sheet=True,
        first_line=first_row,
        has_blank_rows=found["blank"] > 0,
        has_keys=bool(found.get("names")),
        bytes_per_row=len("".join(lines).encode()) / max(1, len(rows)),
    )


def numbered(rows: Iterable[Record], first_row: int) -> Iterator[Record]:
    """Number the rows of a sheet as it does itself: no row spans lines there."""
    shift = first_row - 1
    for row in rows:
        yield replace(row, line=row.line + shift) if shift else row
        shift -= sum(cell.count("\n") for cell in row.cells)


def without_announcement(lines: list[str]) -> list[str]:
    """Blank the 'sep=;' line, so that the lines keep their numbers."""
    return ["\n", *lines[1:]] if separator_line(lines) else lines


def _newline(lines: list[str]) -> str | None:
    """Return the one line end of the sample, None when they are mixed."""
    ended = [line for line in lines if line.endswith(("\n", "\r"))]
    crlf = sum(line.endswith("\r\n") for line in ended)
    if any(line.endswith("\r") for line in ended):
        return None
    if crlf in (0, len(ended)):
        return "\r\n" if crlf else "\n"
    return None


def checked_encoding(finding: Finding) -> Encoding:
    """Return the encoding that the whole file speaks for, not only its sample."""
    if finding.whole or not finding.encoding.is_utf8:
        return finding.encoding
    suspicious = encodings.suspicious_bytes(finding.source)
    found = encodings.detect(suspicious, cut=True)
    return finding.encoding if found.is_utf8 else replace(found)
