"""A text file into cells that DuckDB can read: the source itself, or a clean copy."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from analysis.reading import encoding as encodings
from analysis.reading.below import is_total_line
from analysis.reading.cellfile import CellFile
from analysis.reading.finding import (
    LONG_LINE,
    Finding,
    numbered,
    without_announcement,
)
from analysis.reading.lines import LineMap
from analysis.reading.options import Options
from analysis.reading.records import records, split_lines
from analysis.reading.repair import CANONICAL, MAX_FIRST, Repairs, Rewriter
from errors import ParseError

MAX_LINE_CHARS = 64 << 20


@dataclass(frozen=True)
class Cells:
    """A table's cells in a file that DuckDB reads, and what was repaired."""

    file: CellFile
    repairs: Repairs
    first: list[list[str]]
    samples: list[list[str | None]]


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
        rows = numbered(rows, finding.first_line)
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
            start = without_announcement(split_lines(text.removeprefix("\ufeff")))
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
            raise ParseError(LONG_LINE)
    yield from split_lines("".join(rest))
