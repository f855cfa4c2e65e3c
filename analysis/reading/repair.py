"""Records into a clean copy: every row as wide as the table, nothing lost unsaid."""

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from analysis.reading.below import is_total
from analysis.reading.layout import Layout
from analysis.reading.lines import LineMap
from analysis.reading.records import Dialect, Record

CANONICAL = Dialect(",", '"', '"')
MAX_LISTED = 20
MAX_FIRST = 25
_MAX_HELD = 30
_MOST_NOTED = 1000
_FOOTER_WORDS = re.compile(
    r"\W*((sub|grand )?total|sum|source|notes?|generated|exported|end of|page|quelle|"
    r"summe|gesamt|fuente|fonte|copyright|disclaimer|printed|report)\b|\s*[*©(]",
    re.IGNORECASE,
)


@dataclass
class Repairs:
    """What was done to rows on the way, counted; the first ones are kept.

    `total` is a last row that is called a total and was left out, `below` counts the
    rows of another table, `left_out` are the lines of what is no row of this one.
    """

    rows: int = 0
    padded: int = 0
    trimmed: int = 0
    blank: int = 0
    unclean: int = 0
    rejected: int = 0
    rejected_lines: list[tuple[int, str]] = field(default_factory=list)
    footers: list[str] = field(default_factory=list)
    total: list[str] | None = None
    headers_again: int = 0
    below: int = 0
    left_out: set[int] = field(default_factory=set)
    longest_line: int = 0
    first: list[list[str]] = field(default_factory=list)
    lines: LineMap = field(default_factory=LineMap)


class Rewriter:
    """Writes the body of a table as canonical CSV, one repaired record at a time."""

    def __init__(
        self,
        target: Path,
        layout: Layout,
        dialect: Dialect,
        from_sheet: bool = False,
        header: list[str] | None = None,
        kept: frozenset[str] = frozenset(),
    ):
        """`kept` names what stays among the rows: "notes", "total"."""
        self.layout, self.dialect, self.width = layout, dialect, layout.width
        # A sheet's rows all have its width: blanks tell nothing about their length.
        self.from_sheet = from_sheet
        self.repairs = Repairs()
        self.held: list[Record] = []
        self.header, self.kept = header, kept
        self.target = target
        self.last_line = 0

    def write(self, rows: Iterable[Record]) -> Repairs:
        """Write the records of the body; return what had to be repaired."""
        with self.target.open("w", encoding="utf-8", newline="") as file:
            self.file, self.csv = file, csv.writer(file, lineterminator="\n")
            for row in rows:
                if self.layout.end_line and row.line >= self.layout.end_line:
                    self._leave_out(row)
                else:
                    self._take(row)
            self._finish()
        return self.repairs

    def _leave_out(self, row: Record) -> None:
        self.repairs.below += not row.is_blank
        self._note_line(row)

    def _note_line(self, row: Record) -> None:
        if len(self.repairs.left_out) < _MOST_NOTED:
            self.repairs.left_out.add(row.line)

    def _take(self, row: Record) -> None:
        if row.cells == self.header:
            self.repairs.headers_again += 1
            self._note_line(row)
        elif len(row.cells) == self.width and not self._may_be_footer(row):
            self._release()
            self._put(row.line, row.cells, row)
        elif len(self.held) < _MAX_HELD and self._may_be_footer(row):
            self.held.append(row)
        else:
            self._release()
            self._repair(row)

    def _may_be_footer(self, row: Record) -> bool:
        """Whether the row may belong to what follows the table."""
        if row.is_blank or row.is_ruling:
            return True
        if is_total(row.cells):
            return "total" not in self.kept
        short = len(row.cells) < self.width
        if not short and not self.from_sheet:
            return False
        filled = [cell for cell in row.cells if cell.strip()]
        words = self.width > 2 and _FOOTER_WORDS.match(filled[0]) is not None
        # "Notes: as of May, in EUR" has several cells; so has a product called Notes.
        marked = ":" in filled[0] or not filled[0].lstrip()[:1].isalnum()
        words = words and (len(filled) == 1 or marked)
        if self.from_sheet:
            apart = bool(self.held) and self.held[0].is_blank
            return len(filled) == 1 and (apart or words) and self.width > 1
        return len(filled) == 1 or words or self._is_below_notes(row)

    def _is_below_notes(self, row: Record) -> bool:
        """Whether short rows are held already that stand apart from the table."""
        held = [each for each in self.held if not each.is_blank]
        return bool(held) and held[0].line > self.last_line + 1 and self.width > 2

    def _release(self) -> None:
        """Put the held rows into the table: more rows follow, so they are no footer."""
        held, self.held = self.held, []
        for row in held:
            if self.from_sheet and row.is_blank:
                self.repairs.blank += 1
            else:
                self._repair(row)

    def _repair(self, row: Record) -> None:
        cells = row.cells
        if len(cells) < self.width:
            self.repairs.padded += 1
            self._put(row.line, cells + [""] * (self.width - len(cells)), row)
        elif not any(cell.strip() for cell in cells[self.width :]):
            self.repairs.trimmed += len(cells) > self.width
            self._put(row.line, cells[: self.width], row)
        else:
            self._reject(row)

    def _reject(self, row: Record) -> None:
        self.repairs.rejected += 1
        if len(self.repairs.rejected_lines) < MAX_LISTED:
            text = self.dialect.delimiter.join(row.cells)
            self.repairs.rejected_lines.append((row.line, text[:200]))

    def _put(self, line: int, cells: list[str], row: Record) -> None:
        repairs = self.repairs
        repairs.lines.add(repairs.rows, line)
        repairs.rows += 1
        repairs.unclean += row.order == 0
        text = "".join(cells)
        size = 4 * len(text) + 4 * self.width
        repairs.longest_line = max(repairs.longest_line, size)
        self.csv.writerow(cells)
        if repairs.rows <= MAX_FIRST:
            repairs.first.append(cells)
        self.last_line = line + text.count("\n")

    def _finish(self) -> None:
        """Judge the rows held at the end: blank, footer, or short rows after all."""
        while self.held and self.held[-1].is_blank:
            self.held.pop()
            self.repairs.blank += 1
        self._take_totals()
        if "notes" not in self.kept and any(map(self._is_footer, self.held)):
            footers = [row for row in self.held if not row.is_blank]
            self.repairs.footers = [" ".join(row.cells).strip() for row in footers]
            for row in footers:
                self._note_line(row)
        else:
            self._release()

    def _take_totals(self) -> None:
        """Set the one total among the held rows aside, to be looked into.

        Several are subtotals, which are data.
        """
        totals = [row for row in self.held if is_total(row.cells)]
        self.held = [row for row in self.held if row not in totals]
        if len(totals) == 1:
            self.repairs.total = (totals[0].cells + [""] * self.width)[: self.width]
            self._note_line(totals[0])
        else:
            for row in totals:
                self._repair(row)

    def _is_footer(self, row: Record) -> bool:
        text = "".join(row.cells)
        if row.is_blank:
            return False
        apart = row.line > self.last_line + 1
        return apart or self.width > 2 or bool(_FOOTER_WORDS.match(text))
