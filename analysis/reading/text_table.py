"""A text file into cells that DuckDB can read: the source itself, or a clean copy."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from analysis.reading import encoding as encodings
from analysis.reading.conversion import CellFile
from analysis.reading.dialect import separator_line, sniff
from analysis.reading.encoding import Encoding
from analysis.reading.header import column_names
from analysis.reading.layout import Layout, find_layout
from analysis.reading.lines import LineMap
from analysis.reading.options import Options
from analysis.reading.records import Dialect, Record, records, split_lines
from analysis.reading.repair import CANONICAL, MAX_FIRST, Repairs, Rewriter


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

    @property
    def names(self) -> list[str] | None:
        """The names of the columns, None where the file has no header."""
        header = self.rows[self.layout.start : self.layout.body]
        if not header:
            return None
        return column_names(header, self.layout.width, self.layout.shift)

    @property
    def body(self) -> list[list[str]]:
        """The cells of the sample's rows of data, as wide as the table."""
        width = self.layout.width
        rows = (row.cells for row in self.rows[self.layout.body :])
        return [(cells + [""] * width)[:width] for cells in rows]


@dataclass(frozen=True)
class Cells:
    """A table's cells in a file that DuckDB reads, and what was repaired."""

    file: CellFile
    repairs: Repairs
    first: list[list[str]]


def examine(
    source: Path, options: Options, encoding: Encoding | None = None
) -> Finding:
    """Return what the first 200 kB show; raise ParseError where it is no table."""
    with source.open("rb") as file:
        data = file.read(encodings.SAMPLE_BYTES)
        cut = bool(file.read(1))
    if options.encoding:
        encoding = Encoding(options.encoding, "as you said")
    encoding = encoding or encodings.detect(data, cut)
    text, _ = encodings.decoded(data, encoding)
    text = text.removeprefix("\ufeff")
    encodings.check_is_text(text)
    if cut:
        text = text[: max(text.rfind("\n"), text.rfind("\r")) + 1] or text
    lines = split_lines(text)
    announced = separator_line(lines) is not None
    dialect = sniff(text, options)
    rows = list(records(_without_announcement(lines), dialect))
    if cut and len(rows) > 1 and not rows[-1].clean:
        rows.pop()  # the cut went through a quoted cell
    layout = find_layout(rows, options)
    newline = _newline(lines)
    return Finding(source, encoding, dialect, layout, rows, not cut, newline, announced)


def examine_sheet(cells: Path, options: Options, first_line: int) -> Finding:
    """Return what the cells of a sheet show; `first_line` is its first row's number."""
    encoding = Encoding("utf-8", "workbooks are Unicode")
    with cells.open(encoding="utf-8", newline="") as file:
        text = file.read(encodings.SAMPLE_BYTES)
        cut = bool(file.read(1))
    rows = list(records(split_lines(text), CANONICAL))
    if cut and len(rows) > 1:
        rows.pop()
    layout = find_layout(rows, options)
    finding = Finding(cells, encoding, CANONICAL, layout, rows, not cut, "\\n")
    return replace(finding, from_sheet=True, first_line=first_line)


def _without_announcement(lines: list[str]) -> list[str]:
    """Blank the 'sep=;' line, so that the lines keep their numbers."""
    return ["\n", *lines[1:]] if separator_line(lines) else lines


def _newline(lines: list[str]) -> str | None:
    """Return the one line end of the sample as DuckDB spells it, None when mixed."""
    ended = [line for line in lines if line.endswith(("\n", "\r"))]
    crlf = sum(line.endswith("\r\n") for line in ended)
    if any(line.endswith("\r") for line in ended):
        return None
    if crlf in (0, len(ended)):
        return "\\r\\n" if crlf else "\\n"
    return None


def direct_cells(finding: Finding) -> Cells | None:
    """Return the source itself as cells, where DuckDB can read it as it stands."""
    layout, rows = finding.layout, finding.rows
    body = rows[layout.body :]
    if finding.from_sheet:
        return None
    plain = (
        finding.encoding.is_utf8
        and len(finding.dialect.delimiter) == 1
        and not finding.dialect.skip_space
        and not finding.separator_line
        and finding.newline is not None
        and layout.width > 1
        and not layout.shift
        and all(row.line == i + 1 for i, row in enumerate(rows[: layout.body + 1]))
        and all(len(row.cells) == layout.width and row.clean for row in body)
        and not _blank_at_end(finding)
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
    repairs = Repairs(lines=LineMap(layout.body + 1))
    return Cells(file, repairs, finding.body[:MAX_FIRST])


def _blank_at_end(finding: Finding) -> bool:
    """Whether the file's last line holds delimiters only, as spreadsheets leave it."""
    with finding.source.open("rb") as file:
        file.seek(0, 2)
        file.seek(max(0, file.tell() - 4096))
        last = file.read().rstrip(b"\r\n").rpartition(b"\n")[2]
    return not last.strip(finding.dialect.delimiter.encode() + b'" \t\r')


def rewritten_cells(finding: Finding, target: Path) -> Cells:
    """Write a clean copy of the body to `target` and return it as cells."""
    layout = finding.layout
    rows = records(_all_lines(finding), finding.dialect)
    rewriter = Rewriter(target, layout, finding.dialect, finding.from_sheet)
    repairs = rewriter.write(_shifted(islice(rows, layout.body, None), layout))
    file = CellFile(
        target,
        CANONICAL,
        layout.width,
        newline="\\n",
        longest_line=repairs.longest_line,
    )
    return Cells(file, repairs, repairs.first)


def _shifted(rows: Iterator[Record], layout: Layout) -> Iterator[Record]:
    return rows


def _all_lines(finding: Finding) -> Iterator[str]:
    """Yield every line of the file, decoded, with the announcement blanked."""
    rest, first = "", True
    for text, _ in encodings.text_chunks(finding.source, finding.encoding):
        if first:
            text, first = text.removeprefix("\ufeff"), False
            start = _without_announcement(split_lines(text))
            text = "".join(start)
        lines = split_lines(rest + text)
        # A CR at the end of a piece may be half of a CRLF.
        rest = lines.pop() if lines else ""
        yield from lines
    yield from split_lines(rest)


def checked_encoding(finding: Finding) -> Encoding:
    """Return the encoding that the whole file speaks for, not only its sample."""
    if finding.whole or not finding.encoding.is_utf8:
        return finding.encoding
    suspicious = encodings.suspicious_bytes(finding.source)
    found = encodings.detect(suspicious, cut=True)
    return finding.encoding if found.is_utf8 else replace(found)
