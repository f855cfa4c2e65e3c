"""A text file of cells that DuckDB can read strictly, and the check that it did."""

import csv
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np

from analysis.reading.kinds import literal
from analysis.reading.lines import LineMap
from analysis.reading.records import Dialect

_CHUNK = 1 << 20
_LINE_END = ord("\n")
_LONG_LINE = 1 << 20


@dataclass(frozen=True)
class CellFile:
    """A UTF-8 file with one dialect and one kind of line end, all rows `width` wide.

    `skip` lines stand above the first row; `longest_line` is in bytes, at least.
    """

    path: Path
    dialect: Dialect
    width: int
    skip: int = 0
    newline: str = "\n"
    longest_line: int = 0

    def relation(self) -> str:
        """Return the SQL of a table function with the columns c0..cN as VARCHAR."""
        columns = ", ".join(f"'c{i}': 'VARCHAR'" for i in range(self.width))
        newline = self.newline.replace("\r", "\\r").replace("\n", "\\n")
        settings = [
            literal(str(self.path)),
            # Strict is the default; saying so with new_line and skip gives 0 rows.
            "auto_detect=false, header=false",
            f"delim={literal(self.dialect.delimiter)}",
            f"quote={literal(self.dialect.quote)}",
            f"escape={literal(self.dialect.escape if self.dialect.quote else '')}",
            f"skip={self.skip}, new_line='{newline}'",
            f"columns={{{columns}}}",
        ]
        if self.longest_line > _LONG_LINE:
            settings.append(f"max_line_size={2 * self.longest_line}")
        return f"read_csv({', '.join(settings)})"

    def lines_of_rows(self, first_line: int, last_row: int) -> LineMap:
        """Return on which lines the rows begin, up to one of them (from 0).

        `first_line` is the line of the first row. Cells may span lines.
        """
        lines = LineMap(first_line)
        with self.path.open(encoding="utf-8", newline="") as file:
            body = islice(file, self.skip, None)
            rows = csv.reader(body, **self.dialect.reader_settings())
            begin = 0
            for number, _ in enumerate(islice(rows, last_row + 1)):
                lines.add(number, first_line + begin)
                begin = rows.line_num
        return lines

    def rows_by_lines(self) -> tuple[int, bool]:
        """Return how many rows the line ends amount to, and whether that is certain.

        It is certain only where nothing is quoted, as a cell may hold line ends then.
        """
        lines, quoted, last = 0, False, b"\n"
        quote = self.dialect.quote.encode()
        with self.path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                # Comparing whole chunks is more than twice as fast as bytes.count.
                cells = np.frombuffer(chunk, np.uint8)
                lines += int(np.count_nonzero(cells == _LINE_END))
                quoted = quoted or bool(quote) and quote in chunk
                last = chunk[-1:]
        return lines + (last != b"\n") - self.skip, not quoted
