"""Merged cells of a sheet: a value stands in the first of them only."""

from python_calamine import CalamineSheet

_MOST_TOLD = 10_000


class Merged:
    """The areas of merged cells of one sheet, followed row by row.

    `ends` are the last rows (of the sheet, from 1) of those that span rows.
    """

    def __init__(self, sheet: CalamineSheet):
        _, left = sheet.start or (0, 0)
        # Sorted by their first rows; columns count from the first that is written.
        self._waiting = sorted(
            (first[0], last[0], first[1] - left, last[1] - left)
            for first, last in sheet.merged_cell_ranges or ()
        )[::-1]
        self._open: list[tuple[int, int, int, str]] = []
        self._row = -1
        tall = (last + 1 for first, last, _, _ in self._waiting if last > first)
        self.ends = sorted(tall)[-_MOST_TOLD:]

    def filled(self, cells: list[str]) -> list[str]:
        """Return the next row with the value of each area in all of its cells."""
        self._row += 1
        while self._waiting and self._waiting[-1][0] <= self._row:
            _, last, left, right = self._waiting.pop()
            if 0 <= left < len(cells):
                self._open.append((last, left, right, cells[left]))
        self._open = [area for area in self._open if area[0] >= self._row]
        for _, left, right, value in self._open:
            for i in range(left, min(right + 1, len(cells))):
                cells[i] = cells[i] or value
        return cells
