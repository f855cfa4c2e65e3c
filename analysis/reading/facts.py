"""What is known of a file besides its columns, gathered on the way to the report."""

from dataclasses import dataclass, field, replace

from analysis.reading.lines import LineMap


@dataclass(frozen=True)
class Facts:
    """The decisions and notes of one reading, and its first rows as text.

    `lines` tells which line of the file (or record, or row of a sheet) a row is.
    """

    name: str = ""
    format: str = ""
    decisions: tuple[dict, ...] = ()
    notes: tuple[str, ...] = ()
    has_header: bool = True
    first: tuple[list, ...] = ()
    lines: LineMap = field(default_factory=LineMap)
    dropped: int = 0
    padded: int = 0

    def unpacked(self, kind: str, found: dict) -> "Facts":
        """Return the facts with what was found in a zip or gzip file."""
        notes = list(self.notes)
        if found["others"]:
            others = listed([f"'{name}'" for name in found["others"]])
            notes.append(
                f"The archive holds more than one table: '{found['member']}' was read, "
                f"{others} left aside."
            )
        return replace(self, format=kind, notes=tuple(notes))

    def from_sheet(self, found: dict) -> "Facts":
        """Return the facts with the sheet that was read and why."""
        evidence = "the only sheet"
        if found["others"] or found["empty"]:
            evidence = "the first visible sheet with cells in it"
        chosen = decision("sheet", found["sheet"], evidence)
        notes = (*self.notes, *_sheet_notes(found))
        return replace(
            self, format="workbook", decisions=(*self.decisions, chosen), notes=notes
        )

    def with_format(self, name: str) -> "Facts":
        """Return the facts with the format, kept behind that of an archive."""
        if self.format in ("workbook", "JSON"):
            return self
        packed = f" in {self.format}" if self.format in ("zip", "gzip") else ""
        return replace(self, format=name + packed)

    def first_rows(self, kept: list[int]) -> tuple[tuple[str | None, ...], ...]:
        """Return the first rows with the columns kept, None for blank cells."""
        return tuple(
            tuple(row[i] if row[i] and not row[i].isspace() else None for i in kept)
            for row in self.first
        )


def decision(option: str, value: object, evidence: str) -> dict:
    """Return one entry of the report's decisions; `option` is how to override it."""
    what = option.replace("_", " ")
    return {"what": what, "value": value, "evidence": evidence, "option": option}


def counted(number: int, thing: str) -> str:
    """Return "1 row", "2,000 rows"."""
    return f"{number:,} {thing}" + ("" if number == 1 else "s")


def listed(items: list[str], most: int = 5) -> str:
    """Return the first items with commas, and how many more there are."""
    more = len(items) - most
    return ", ".join(items[:most]) + (f" and {more:,} more" if more > 0 else "")


def _sheet_notes(found: dict) -> list[str]:
    if not (found["others"] or found["empty"]):
        return []
    sentence = f"The sheet '{found['sheet']}' was read"
    if found["empty"]:
        sentence += f"; '{found['empty'][0]}' before it is empty"
    if found["others"]:
        names = [
            f"'{name}'" + (" (hidden)" if name in found["hidden"] else "")
            for name in found["others"]
        ]
        sentence += f"; the workbook also has {listed(names)}"
    return [sentence + "."]
