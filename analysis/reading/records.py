"""Text into records: a tolerant splitter that keeps count of lines."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

csv.field_size_limit(1 << 31)


@dataclass(frozen=True)
class Dialect:
    """How cells are told apart; an empty `quote` means that nothing is quoted.

    `escape` is the quote itself (doubled) or a backslash.
    """

    delimiter: str = ","
    quote: str = '"'
    escape: str = '"'
    skip_space: bool = False

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

    `clean` is False where a quote was opened or closed out of place.
    """

    line: int
    cells: list[str]
    clean: bool = True

    @property
    def is_blank(self) -> bool:
        """Whether no cell holds anything."""
        return not any(cell and not cell.isspace() for cell in self.cells)


def split_lines(text: str) -> list[str]:
    """Return the lines with their ends; only CR, LF and CRLF end a line."""
    lines = text.split("\n")
    last = lines.pop()
    whole = [line + "\n" for line in lines]
    if last:
        whole.append(last)
    if "\r" not in text:
        return whole
    parts: list[str] = []
    for line in whole:
        parts.extend(_at_carriage_returns(line))
    return parts


def _at_carriage_returns(line: str) -> list[str]:
    body = line[:-2] if line.endswith("\r\n") else line.rstrip("\n")
    if "\r" not in body:
        return [line]
    end = line[len(body) :]
    parts = body.split("\r")
    return [part + "\r" for part in parts[:-1]] + ([parts[-1] + end])


def records(lines: Iterable[str], dialect: Dialect) -> Iterator[Record]:
    """Yield the records of the lines; blank lines are left out."""
    if len(dialect.delimiter) > 1:
        yield from _split_by_text(lines, dialect)
    else:
        yield from _Splitter(lines, dialect).records()


def _split_by_text(lines: Iterable[str], dialect: Dialect) -> Iterator[Record]:
    for number, line in enumerate(lines, start=1):
        body = line.rstrip("\r\n")
        if body:
            cells = [cell.strip() for cell in body.split(dialect.delimiter)]
            yield Record(number, [cell.strip(dialect.quote) for cell in cells])


# A quoted cell longer than this many lines is a quote that was never closed.
MAX_CELL_LINES = 200


class _Splitter:
    """Splits with the csv module and falls back line by line where it stumbles."""

    def __init__(self, lines: Iterable[str], dialect: Dialect):
        self.lines = iter(lines)
        self.dialect = dialect
        self.strict = {**dialect.reader_settings(), "strict": True}
        self.number = 0
        self.pending: list[str] = []

    def records(self) -> Iterator[Record]:
        while (line := self._next()) is not None:
            if line.strip("\r\n"):
                yield self._record(line)

    def _next(self) -> str | None:
        line = self.pending.pop() if self.pending else next(self.lines, None)
        self.number += line is not None
        return line

    def _record(self, line: str) -> Record:
        start, taken = self.number, [line]
        while True:
            try:
                cells = self._strictly("".join(taken))
            except csv.Error:
                return self._loosely(start, taken)
            if cells is not None:
                return Record(start, cells)
            following = self._next() if len(taken) < MAX_CELL_LINES else None
            if following is None:
                return self._loosely(start, taken)
            taken.append(following)

    def _strictly(self, text: str) -> list[str] | None:
        """Return the cells, or None while a quote is still open."""
        try:
            rows = list(csv.reader([text], **self.strict))
        except csv.Error as error:
            if "unexpected end of data" in str(error):
                return None
            raise
        return rows[0] if rows else [""]

    def _loosely(self, start: int, taken: list[str]) -> Record:
        """Read the first line alone, quotes and all, and give the others back."""
        for line in reversed(taken[1:]):
            self.pending.append(line)
            self.number -= 1
        body = taken[0].rstrip("\r\n")
        return Record(start, loose_cells(body, self.dialect), clean=False)


def loose_cells(body: str, dialect: Dialect) -> list[str]:
    """Split one damaged line: quotes count only where they enclose a whole cell."""
    settings = {**dialect.reader_settings(), "quoting": csv.QUOTE_NONE}
    settings["quotechar"] = None
    parts = next(csv.reader([body], **settings), [""])
    cells: list[str] = []
    while parts:
        cells.append(_joined(parts, dialect))
    return cells


def _joined(parts: list[str], dialect: Dialect) -> str:
    """Take the next cell off the parts, joining those that one pair of quotes holds."""
    quote, first = dialect.quote, parts.pop(0)
    if not quote or not first.lstrip().startswith(quote):
        return first
    text, taken = first, 0
    while not _closed(text, quote) and taken < len(parts):
        text += dialect.delimiter + parts[taken]
        taken += 1
    if not _closed(text, quote):
        return first
    del parts[:taken]
    return text.strip()[1:-1].replace(quote * 2, quote)


def _closed(text: str, quote: str) -> bool:
    body = text.strip()
    return len(body) > 1 and body.endswith(quote) and body.count(quote) % 2 == 0
