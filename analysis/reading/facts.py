"""What is known of a file besides its columns, gathered on the way to the report."""

from dataclasses import dataclass, field, replace

from analysis.reading.lines import LineMap

# What a decision is about, where the option's own name says it badly.
_SPOKEN = {
    "skip_rows": "lines above the header",
    "header_rows": "lines of the header",
    "day_first": "day before month",
    "keep_totals": "rows below the table kept",
    "fill_merged": "merged cells filled",
}


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

    def from_sheet(self, found: dict, first_line: int) -> "Facts":
        """Return the facts with the sheet that was read and why.

        `first_line` is the sheet's first row of data.
        """
        evidence = "the only sheet"
        if found["others"] or found["empty"]:
            evidence = "the first visible sheet with a table in it"
        decisions = [decision("sheet", found["sheet"], evidence)]
        merged = sum(end >= first_line for end in found["merged"])
        if merged:
            areas = counted(merged, "area")
            why = f"{areas} of merged cells, each with one value for several rows"
            repeated = "yes" if found["filled"] else "no"
            decisions.append(decision("fill_merged", repeated, why))
        return replace(
            self,
            format="workbook",
            decisions=(*self.decisions, *decisions),
            notes=(*self.notes, *_sheet_notes(found, merged)),
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
    what = _SPOKEN.get(option, option.replace("_", " "))
    return {"what": what, "value": value, "evidence": evidence, "option": option}


def counted(number: int, thing: str) -> str:
    """Return "1 row", "2,000 rows"."""
    return f"{number:,} {thing}" + ("" if number == 1 else "s")


def listed(items: list[str], most: int = 5) -> str:
    """Return the first items with commas, and how many more there are."""
    more = len(items) - most
    return ", ".join(items[:most]) + (f" and {more:,} more" if more > 0 else "")


def _sheet_notes(found: dict, merged: int) -> list[str]:
    notes = _choice_notes(found)
    if merged and not found["filled"]:
        areas = counted(merged, "area")
        notes.append(
            f"{areas} of merged cells: only the first row of each holds the value."
        )
    if found["uncomputed"]:
        cells = counted(found["uncomputed"], "formula")
        notes.append(
            f"{cells} without a stored result became blank: open the workbook in a "
            "spreadsheet program and save it."
        )
    if found["errors"]:
        cells = counted(found["errors"], "cell")
        notes.append(f"{cells} of the sheet with errors such as #N/A became blank.")
    if found["hidden_rows"]:
        rows = counted(found["hidden_rows"], "hidden row")
        notes.append(f"{rows} of the sheet: read like the others.")
    return notes


def _choice_notes(found: dict) -> list[str]:
    if not (found["others"] or found["empty"]):
        return []
    sentence = f"The sheet '{found['sheet']}' was read"
    if found["empty"]:
        sentence += f"; '{found['empty'][0]}' before it is empty"
    if found["words"]:
        sentence += f"; '{found['words'][0]}' before it holds no table"
    if found["others"]:
        names = [
            f"'{name}'" + (" (hidden)" if name in found["hidden"] else "")
            for name in found["others"]
        ]
        sentence += f"; the workbook also has {listed(names)}"
    return [sentence + "."]
