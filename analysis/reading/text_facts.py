"""What was decided about a text or a sheet, and what was done to its rows, in words."""

from dataclasses import replace

from analysis.reading.facts import Facts, counted, decision, listed
from analysis.reading.options import Options
from analysis.reading.repair import Repairs
from analysis.reading.text_table import Cells, Finding

_SHOWN = 200
_DELIMITER_NAMES = {
    ",": "comma",
    ";": "semicolon",
    "\t": "tab",
    "|": "vertical bar",
    " ": "space",
    "  ": "two or more spaces",
    "\x01": "control character 1",
    "\x1c": "file separator",
    "\x1e": "record separator",
    "\x1f": "unit separator",
}
_SAID = "as you said"


def text_facts(facts: Facts, finding: Finding, cells: Cells, options: Options) -> Facts:
    """Return the facts of the table that was found in a text or in a sheet."""
    repairs = cells.repairs
    decisions = [] if finding.from_sheet else _dialect_decisions(finding, options)
    decisions += _layout_decisions(finding)
    if repairs.footers:
        why = f"'{repairs.footers[0][:60]}' stands apart below the table"
        decisions.append(decision("keep_totals", "no", why))
    return replace(
        facts.with_format("text"),
        decisions=(*facts.decisions, *decisions),
        notes=(*facts.notes, *_place_notes(finding), *_repair_notes(repairs)),
        has_header=finding.names is not None,
        first=tuple(cells.first),
        lines=repairs.lines,
        dropped=repairs.rejected + len(repairs.footers),
        padded=repairs.padded,
    )


def _dialect_decisions(finding: Finding, options: Options) -> list[dict]:
    dialect, width = finding.dialect, finding.layout.width
    delimiter = _DELIMITER_NAMES.get(dialect.delimiter, dialect.delimiter)
    evidence = f"it gives {counted(width, 'cell')} in most rows"
    if width == 1:
        delimiter, evidence = "none", "no mark divides the lines into the same cells"
    quote = "the cells between quotes are whole"
    return [
        decision("encoding", finding.encoding.name, finding.encoding.evidence),
        decision("delimiter", delimiter, _SAID if options.delimiter else evidence),
        decision(
            "quote",
            dialect.quote or "none",
            _SAID if options.quote is not None else quote,
        ),
    ]


def _layout_decisions(finding: Finding) -> list[dict]:
    layout = finding.layout
    return [
        decision("skip_rows", layout.start, layout.preamble_evidence),
        decision("header_rows", layout.headers, layout.header_evidence),
    ]


def _place_notes(finding: Finding) -> list[str]:
    notes, layout = [], finding.layout
    if layout.start:
        above = [" ".join(row.cells).strip() for row in finding.rows[: layout.start]]
        notes.append(
            f"{counted(layout.start, 'row')} above the table left out: "
            f"{'; '.join(above)[:_SHOWN]}"
        )
    if layout.shift:
        notes.append("The header names one column less: the first has no name.")
    if finding.encoding.mended:
        notes.append("Some bytes were not valid UTF-8 and were read as Windows-1252.")
    elif not finding.encoding.name.startswith("utf"):
        notes.append(f"The text was read as {finding.encoding.name}.")
    if layout.width == 1 and not finding.from_sheet:
        notes.append("No delimiter was found: each line is one cell.")
    return notes


def _repair_notes(repairs: Repairs) -> list[str]:
    notes = []
    if repairs.padded:
        rows = counted(repairs.padded, "row")
        notes.append(f"{rows} had too few cells; blanks were added at the end.")
    if repairs.rejected:
        lines = [f"line {line}: {text}" for line, text in repairs.rejected_lines]
        rows = counted(repairs.rejected, "row")
        notes.append(f"{rows} had too many cells and were left out: {listed(lines)}")
    if repairs.unclean:
        rows = counted(repairs.unclean, "row")
        notes.append(f"{rows} had a quote out of place, kept as text.")
    if repairs.blank:
        notes.append(f"{counted(repairs.blank, 'blank row')} left out.")
    if repairs.footers:
        rows = counted(len(repairs.footers), "row")
        text = "; ".join(repairs.footers)[:_SHOWN]
        notes.append(f"{rows} below the table left out: {text}")
    return notes
