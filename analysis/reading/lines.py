"""Which line of the file a row came from, kept as the few places where it jumps."""

from bisect import bisect_right

_MAX_JUMPS = 1_000_000


class LineMap:
    """Row number (from 0) to line number (from 1)."""

    def __init__(self, first_line: int = 1):
        self._rows = [0]
        self._shifts = [first_line]

    def add(self, row: int, line: int) -> None:
        """Note that the row begins on the line; rows come in order."""
        shift = line - row
        if shift != self._shifts[-1] and len(self._rows) < _MAX_JUMPS:
            self._rows.append(row)
            self._shifts.append(shift)

    def line(self, row: int) -> int:
        """Return the line on which the row begins."""
        return row + self._shifts[bisect_right(self._rows, row) - 1]
