"""A text file into cells that DuckDB can read: the source itself, or a clean copy."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from analysis.reading import encoding as encodings
from analysis.reading.below import is_total_line
from analysis.reading.cellfile import CellFile
from analysis.reading.dialect import separator_line, sniff
from analysis.reading.encoding import Encoding
from analysis.reading.header import TYPED_BELOW, column_names
from analysis.reading.layout import Layout, find_layout
from analysis.reading.lines import LineMap
from analysis.reading.options import Options
from analysis.reading.records import Dialect, Record, records, split_lines, whole_lines
from analysis.reading.repair import CANONICAL, MAX_FIRST, Repairs, Rewriter
from errors import ParseError

# More is read only where a cell is so long that the first sample ends inside it.
_SAMPLE_SIZES = (encodings.SAMPLE_BYTES, 8 << 20, 64 << 20)
_ENOUGH_LINES = 3
_MAX_RECORDS = 20_000
# Types are judged by about as many rows; every row is checked against them.
_TYPED_ROWS = 120


MAX_LINE_CHARS = 64 << 20
_LONG_LINE = (
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


@dataclass(frozen=True)
class Cells:
    """A table's cells in a file that DuckDB reads, and what was repaired."""

    file: CellFile
    repairs: Repairs
    first: list[list[str]]
    samples: list[list[str | None]]


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
        raise ParseError(_LONG_LINE)
    announced = separator_line(lines) is not None
    dialect = sniff(lines, options)
    rows = list(islice(records(_without_announcement(lines), dialect), _MAX_RECORDS))
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
    rows = list(islice(_numbered(records(lines, CANONICAL), first_row), _MAX_RECORDS))
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


def _numbered(rows: Iterable[Record], first_row: int) -> Iterator[Record]:
    """Number the rows of a sheet as it does itself: no row spans lines there."""
    shift = first_row - 1
    for row in rows:
        yield replace(row, line=row.line + shift) if shift else row
        shift -= sum(cell.count("\n") for cell in row.cells)


def _without_announcement(lines: list[str]) -> list[str]:
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


def direct_cells(finding: Finding) -> Cells | None:
    """Return the source itself as cells, where DuckDB can read it as it stands."""
    layout, rows = finding.layout, finding.rows
    body = rows[layout.body :]
    if finding.has_blank_rows:
        return None
    plain = (
        finding.encoding.is_utf8
        and finding.dialect.is_plain
        and finding.dialect.escape != "\\"
        and not finding.dialect.skip_space
        and not finding.separator_line
        and finding.newline is not None
        and layout.width > 1
        and not layout.shift
        and _begins_evenly(finding)
        and all(len(row.cells) == layout.width and row.order == 1 for row in body)
        and layout.end_line is None
        and not any(row.cells == finding.header for row in body)
        and not _ends_oddly(finding)
    )
    if not plain:
        return None
    file = CellFile(
        finding.source,
        finding.dialect,
        layout.width,
        skip=layout.body,
        newline=finding.newline,
        longest_line=max((sum(map(len, row.cells)) for row in body), default=0),
    )
    repairs = Repairs(lines=LineMap(layout.body + finding.first_line))
    return Cells(file, repairs, finding.body[:MAX_FIRST], finding.samples())


def _begins_evenly(finding: Finding) -> bool:
    """Whether each row down to the first of the body is one line of the file."""
    head = finding.rows[: finding.layout.body + 1]
    lines = [row.line for row in head]
    spread = any("\n" in cell for row in head[:-1] for cell in row.cells)
    first = finding.first_line
    return lines == list(range(first, first + len(lines))) and not spread


def _ends_oddly(finding: Finding) -> bool:
    """Whether the file's last line is a total, a rule, or only its delimiters."""
    with finding.source.open("rb") as file:
        file.seek(0, 2)
        file.seek(max(0, file.tell() - 4096))
        last = file.read().rstrip(b"\r\n").rpartition(b"\n")[2]
    blank = not last.strip(finding.dialect.delimiter.encode() + b'" \t\r-=')
    line = last.decode("utf-8", errors="replace")
    return blank or is_total_line(line, finding.dialect.delimiter)


def rewritten_cells(
    finding: Finding,
    target: Path,
    options: Options,
    progress: Callable[[int], None],
    kept: frozenset[str] = frozenset(),
) -> Cells:
    """Write a clean copy of the body to `target` and return it as cells.

    `progress` is told how many bytes of the file are done; `kept` see Rewriter.
    """
    if options.keep_totals:
        kept = frozenset({"notes", "total"})
    layout = finding.layout
    rows = records(_all_lines(finding, progress), finding.dialect, layout.width)
    if finding.from_sheet:
        rows = _numbered(rows, finding.first_line)
    rewriter = Rewriter(
        target, layout, finding.dialect, finding.from_sheet, finding.header, kept
    )
    repairs = rewriter.write(islice(rows, layout.body, None))
    file = CellFile(
        target,
        CANONICAL,
        layout.width,
        longest_line=repairs.longest_line,
    )
    samples = finding.samples(frozenset(repairs.left_out))
    return Cells(file, repairs, repairs.first, samples)


def _all_lines(finding: Finding, progress: Callable[[int], None]) -> Iterator[str]:
    """Yield every line of the file, decoded, with the announcement blanked."""
    rest, held = [], 0
    done = 0
    for text, size in encodings.text_chunks(finding.source, finding.encoding):
        if not done:
            start = _without_announcement(split_lines(text.removeprefix("\ufeff")))
            text = "".join(start)
        progress(done := done + size)
        rest.append(text)
        held += len(text)
        if "\n" in text or "\r" in text:
            lines = split_lines("".join(rest))
            # A CR at the end of a piece may be half of a CRLF.
            rest = [lines.pop()]
            held = len(rest[0])
            yield from lines
        elif held > MAX_LINE_CHARS:
            raise ParseError(_LONG_LINE)
    yield from split_lines("".join(rest))


def checked_encoding(finding: Finding) -> Encoding:
    """Return the encoding that the whole file speaks for, not only its sample."""
    if finding.whole or not finding.encoding.is_utf8:
        return finding.encoding
    suspicious = encodings.suspicious_bytes(finding.source)
    found = encodings.detect(suspicious, cut=True)
    return finding.encoding if found.is_utf8 else replace(found)
