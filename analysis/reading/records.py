"""Text into records: a tolerant splitter that keeps count of lines."""

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

csv.field_size_limit(1 << 31)

# A quoted cell beyond these sizes is a quote that was never closed.
MAX_CELL_LINES = 1 << 21
MAX_CELL_CHARS = 64 << 20
_SPACES = "  "
_RULES = ("--", ":-", "==", "+-")
_RULED_LINES = 5
_DRAWN = re.compile(r"\s*\+?-{2,}(?:\+-{2,})+\+?\s*")


@dataclass(frozen=True)
class Dialect:
    """How cells are told apart; an empty `quote` means that nothing is quoted.

    `escape` is the quote itself (doubled) or a backslash. A delimiter of two spaces
    stands for any longer run of spaces too. `wrapped` lines are quoted as a whole.
    """

    delimiter: str = ","
    quote: str = '"'
    escape: str = '"'
    skip_space: bool = False
    wrapped: bool = False

    @property
    def is_plain(self) -> bool:
        """Whether the csv module and DuckDB know this dialect."""
        return len(self.delimiter) == 1 and not self.wrapped

    def reader_settings(self) -> dict:
        """Return the settings of Python's csv module for this dialect."""
        return {
            "delimiter": self.delimiter,
            "quotechar": self.quote or None,
            "quoting": csv.QUOTE_MINIMAL if self.quote else csv.QUOTE_NONE,
            "doublequote": self.escape != "\\",
            "escapechar": "\\" if self.escape == "\\" else None,
            "skipinitialspace": self.skip_space,
        }


@dataclass(frozen=True)
class Record:
    """One row of the file: the line it starts on (from 1) and its cells.

    `order` is 1 where all quotes stand in place, 0.9 where each still encloses a
    whole cell, and 0 where one was never closed.
    """

    line: int
    cells: list[str]
    order: float = 1.0

    @property
    def is_blank(self) -> bool:
        """Whether no cell holds anything."""
        return not any(cell and not cell.isspace() for cell in self.cells)

    @property
    def is_drawn(self) -> bool:
        """Whether the row is a line between cells such as ----+----."""
        return len(self.cells) == 1 and bool(_DRAWN.fullmatch(self.cells[0]))

    @property
    def is_ruling(self) -> bool:
        """Whether the row only draws a line, such as |----|:---:|."""
        if not any(cell.lstrip()[:2] in _RULES for cell in self.cells[:2]):
            return False
        cells = [cell.strip() for cell in self.cells if cell.strip()]
        drawn = all(not cell.strip("-=+:") and len(cell) > 1 for cell in cells)
        return len(cells) > 1 and drawn and max(map(len, cells)) > 2


def split_lines(text: str) -> list[str]:
    """Return the lines with their ends; only CR, LF and CRLF end a line."""
    lines = [line + "\n" for line in text.split("\n")]
    last = lines.pop()[:-1]
    if last:
        lines.append(last)
    if "\r" not in text:
        return lines
    parts: list[str] = []
    for line in lines:
        parts.extend(_at_carriage_returns(line))
    return parts


def _at_carriage_returns(line: str) -> list[str]:
    body = line[:-2] if line.endswith("\r\n") else line.rstrip("\n")
    if "\r" not in body:
        return [line]
    # "\r\r\n" is one line end that a program wrote twice.
    body = body.rstrip("\r") if line.endswith("\r\n") else body
    parts = body.split("\r")
    return [part + "\r" for part in parts[:-1]] + [parts[-1] + line[len(body) :]]


def whole_lines(text: str) -> list[str]:
    """Return the lines of a text that was cut, up to the last whole record."""
    text = text[: max(text.rfind("\n"), text.rfind("\r")) + 1] or text
    if text.count('"') % 2:
        opened = text.rfind('"')
        text = text[: max(text.rfind("\n", 0, opened), text.rfind("\r", 0, opened)) + 1]
    return split_lines(text)


def records(
    lines: Iterable[str], dialect: Dialect, width: int | None = None
) -> Iterator[Record]:
    """Yield the records of the lines; those without any text are left out.

    So are lines near the top that only draw a rule between header and body. Where the
    table's `width` is known, a quote that would swallow lines and give another width
    counts as one that was never closed.
    """
    if dialect.wrapped:
        lines = map(unwrapped, lines)
    split = _split_by_text(lines, dialect)
    if len(dialect.delimiter) == 1:
        split = _Splitter(lines, dialect, width).records()
    split = (r for r in split if not r.is_drawn)
    return (r for r in split if r.line > _RULED_LINES or not r.is_ruling)


def unwrapped(line: str) -> str:
    """Return a line that was quoted as a whole without these outer quotes."""
    body = line.rstrip("\r\n")
    if len(body) > 1 and body[0] == body[-1] == '"':
        return body[1:-1].replace('""', '"') + "\n"
    return line


def _split_by_text(lines: Iterable[str], dialect: Dialect) -> Iterator[Record]:
    at_spaces = dialect.delimiter == _SPACES
    separator = re.compile(r" {2,}|\t" if at_spaces else re.escape(dialect.delimiter))
    for number, line in enumerate(lines, start=1):
        body = line.strip(" \r\n") if at_spaces else line.rstrip("\r\n")
        if body:
            cells = [cell.strip() for cell in separator.split(body)]
            yield Record(number, [_unquoted(cell, dialect.quote) for cell in cells])


def _unquoted(cell: str, quote: str) -> str:
    if quote and len(cell) > 1 and cell[0] == cell[-1] == quote:
        return cell[1:-1].replace(quote * 2, quote)
    return cell


class _Splitter:
    """Splits with the csv module and falls back line by line where it stumbles."""

    def __init__(self, lines: Iterable[str], dialect: Dialect, width: int | None):
        self.lines = iter(lines)
        self.dialect, self.width = dialect, width
        self.strict = {**dialect.reader_settings(), "strict": True}
        self.number = 0
        self.pending: list[str] = []

    def records(self) -> Iterator[Record]:
        """Yield the records, in order."""
        while (line := self._next()) is not None:
            if line.strip("\r\n\x1a"):
                yield self._record(line)

    def _next(self) -> str | None:
        line = self.pending.pop() if self.pending else next(self.lines, None)
        self.number += line is not None
        return line

    def _record(self, line: str) -> Record:
        start, taken, length = self.number, [line], len(line)
        while True:
            try:
                cells = self._strictly(taken)
            except csv.Error:
                return self._loosely(start, taken)
            if cells is not None and len(taken) > 1 and self._swallows(cells):
                return self._loosely(start, taken)
            if cells is not None:
                return Record(start, self._bare(cells))
            following = self._until_quote(taken, length)
            if not following:
                return self._loosely(start, taken)
            length += following

    def _bare(self, cells: list[str]) -> list[str]:
        return [c.rstrip(" ") for c in cells] if self.dialect.skip_space else cells

    def _swallows(self, cells: list[str]) -> bool:
        return self.width is not None and len(cells) != self.width

    def _strictly(self, taken: list[str]) -> list[str] | None:
        """Return the cells, or None while a quote is still open."""
        try:
            rows = list(csv.reader(["".join(taken)], **self.strict))
        except csv.Error as error:
            if "unexpected end of data" in str(error):
                return None
            raise
        return rows[0] if rows else [""]

    def _until_quote(self, taken: list[str], length: int) -> int:
        """Take lines up to one with a quote; return their length, 0 at the end."""
        added = 0
        while len(taken) < MAX_CELL_LINES and length + added < MAX_CELL_CHARS:
            line = self._next()
            if line is None:
                return 0
            taken.append(line)
            added += len(line)
            if self.dialect.quote in line:
                return added
        return 0

    def _loosely(self, start: int, taken: list[str]) -> Record:
        """Read the first line alone, quotes and all, and give the others back."""
        for line in reversed(taken[1:]):
            self.pending.append(line)
            self.number -= 1
        cells, order = loose_cells(taken[0].rstrip("\r\n"), self.dialect)
        return Record(start, cells, order)


def loose_cells(body: str, dialect: Dialect) -> tuple[list[str], float]:
    """Split one damaged line: quotes count only where they enclose a whole cell.

    Returns the cells and the line's order (see Record).
    """
    settings = {**dialect.reader_settings(), "quoting": csv.QUOTE_NONE}
    settings["quotechar"] = None
    parts = next(csv.reader([body], **settings), [""])
    cells: list[str] = []
    order = 0.9
    while parts:
        cell, closed = _next_cell(parts, dialect)
        cells.append(cell)
        order = order if closed else 0.0
    return cells, order


def _next_cell(parts: list[str], dialect: Dialect) -> tuple[str, bool]:
    """Take the next cell off the parts, joining those that one pair of quotes holds."""
    quote, first = dialect.quote, parts.pop(0)
    if not quote or not first.lstrip().startswith(quote):
        return first, quote not in first or not quote
    text, taken = first, 0
    while not _closed(text, quote) and taken < len(parts):
        text += dialect.delimiter + parts[taken]
        taken += 1
    if not _closed(text, quote):
        return first, False
    del parts[:taken]
    return text.strip()[1:-1].replace(quote * 2, quote), True


def _closed(text: str, quote: str) -> bool:
    body = text.strip()
    return len(body) > 1 and body.endswith(quote) and body.count(quote) % 2 == 0
