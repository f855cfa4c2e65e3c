"""What was decided about a text or a sheet, and what was done to its rows, in words."""

from dataclasses import replace

from analysis.reading.below import is_total
from analysis.reading.facts import Facts, counted, decision, listed
from analysis.reading.finding import Finding
from analysis.reading.options import Options
from analysis.reading.records import Record
from analysis.reading.repair import Repairs
from analysis.reading.text_table import Cells

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
_RARE_DELIMITERS = frozenset(" :#!*&")
_SAID = "as you said"


def text_facts(
    facts: Facts, finding: Finding, cells: Cells, options: Options, summed: list[str]
) -> Facts:
    """Return the facts of the table that was found in a text or in a sheet.

    `summed` are the columns whose sums a row left out as a total holds.
    """
    repairs = cells.repairs
    decisions = [] if finding.from_sheet else _dialect_decisions(finding, options)
    decisions += _layout_decisions(finding)
    below = _below_evidence(finding, repairs, summed)
    if options.keep_totals and not finding.has_keys:
        decisions.append(decision("keep_totals", "yes", _SAID))
    elif below:
        decisions.append(decision("keep_totals", "no", below))
    return replace(
        facts.with_format("text"),
        decisions=(*facts.decisions, *decisions),
        notes=(
            *facts.notes,
            *_place_notes(finding),
            *_repair_notes(repairs),
            *_below_notes(finding, repairs, summed),
        ),
        has_header=finding.names is not None,
        first=tuple(cells.first),
        lines=repairs.lines,
        dropped=_dropped(repairs),
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
    if finding.has_keys:
        return []
    return [
        decision("skip_rows", _lines_above(finding), layout.preamble_evidence),
        decision("header_rows", layout.headers, layout.header_evidence),
    ]


def _lines_above(finding: Finding) -> int:
    """Return how many lines stand above the table, blank ones counted."""
    start = finding.layout.start
    return finding.rows[start].line - 1 if start else 0


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
    if finding.from_sheet:
        return notes + _gap_notes(finding)
    if not finding.dialect.quote and any('"' in c for r in finding.body for c in r):
        notes.append("Quotation marks enclose no whole cells: they were kept as text.")
    if finding.dialect.delimiter in _RARE_DELIMITERS and layout.width > 1:
        mark = _DELIMITER_NAMES.get(
            finding.dialect.delimiter, finding.dialect.delimiter
        )
        notes.append(f"The mark between the cells is unusual: {mark}.")
    if layout.width == 1:
        notes.append("No delimiter was found: each line is one cell.")
    return notes


def _gap_notes(finding: Finding) -> list[str]:
    """Say where a blank column may part two tables that stand side by side."""
    names, samples = finding.names, finding.samples()
    if not names:
        return []
    filled = [bool(n) or any(cells) for n, cells in zip(names, samples, strict=True)]
    if True not in filled:
        return []
    last = len(filled) - filled[::-1].index(True)
    gaps = [i for i in range(filled.index(True), last) if not filled[i]]
    if not gaps:
        return []
    return [
        f"Column {gaps[0] + 1} is blank between others: there may be two tables side "
        "by side, read as one."
    ]


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
    if repairs.headers_again:
        rows = counted(repairs.headers_again, "row")
        notes.append(f"{rows} with the header once more left out.")
    return notes


def no_total_note(repairs: Repairs) -> str:
    """Say that a row called a total is kept, as it does not hold the sums."""
    return (
        f"The last row, '{_label(repairs)}', does not hold the sums of the rows above: "
        "it was kept as data."
    )


def _below_evidence(finding: Finding, repairs: Repairs, summed: list[str]) -> str:
    if repairs.total:
        return f"'{_label(repairs)}' holds the sums of {listed(summed)}"
    if repairs.footers:
        return f"'{repairs.footers[0][:60]}' stands apart below the table"
    if repairs.below:
        return f"other names of columns stand in line {finding.layout.end_line}"
    return ""


def _below_notes(finding: Finding, repairs: Repairs, summed: list[str]) -> list[str]:
    """Say what of the rows below the table was left out."""
    notes = []
    if repairs.total:
        notes.append(
            f"The last row, '{_label(repairs)}', holds the sums of {listed(summed)}: "
            "it was left out."
        )
    if repairs.footers:
        rows = counted(len(repairs.footers), "row")
        text = "; ".join(repairs.footers)[:_SHOWN]
        notes.append(f"{rows} below the table left out: {text}")
    inner = _inner_total(finding, repairs)
    if inner:
        notes.append(
            f"Rows among the others are called totals, such as '{inner.cells[0]}' in "
            f"line {inner.line}: sums count them twice."
        )
    if repairs.below:
        rows = counted(repairs.below, "row")
        line = finding.layout.end_line
        notes.append(f"Another table begins in line {line}: {rows} left out.")
    return notes


def _inner_total(finding: Finding, repairs: Repairs) -> Record | None:
    """Return a row of the sample, not its last, that is called a total."""
    rows = finding.rows[finding.layout.body : -1]
    kept = (row for row in rows if row.line not in repairs.left_out)
    return next((row for row in kept if is_total(row.cells)), None)


def _label(repairs: Repairs) -> str:
    return next(cell.strip() for cell in repairs.total or [""] if cell.strip())


def _dropped(repairs: Repairs) -> int:
    aside = len(repairs.footers) + (repairs.total is not None)
    return repairs.rejected + repairs.headers_again + repairs.below + aside
