"""The import report: every decision with its evidence, every loss with its count."""

from dataclasses import asdict

from analysis.reading.conversion import Conversion
from analysis.reading.options import Options
from analysis.reading.repair import Repairs
from analysis.reading.text_table import Cells, Finding
from analysis.table import ImportReport

_DELIMITER_NAMES = {
    ",": "comma",
    ";": "semicolon",
    "\t": "tab",
    "|": "vertical bar",
    " ": "space",
    "\x01": "control character 1",
    "\x1f": "unit separator",
}


def report_of(
    finding: Finding,
    cells: Cells,
    result: Conversion,
    options: Options,
    unpacked: dict,
) -> ImportReport:
    """Return what was recognised, repaired and left out."""
    repairs = cells.repairs
    lines = repairs.lines
    names = {plan.key: plan.name for plan in result.plans}
    return ImportReport(
        format="text",
        decisions=tuple(_decisions(finding, options)),
        column_reasons={plan.key: _reason(plan) for plan in result.plans},
        misfit_count=sum(plan.misfits for plan in result.plans),
        misfits=tuple(
            {
                "column": names[misfit.key],
                "line": lines.line(misfit.row),
                "value": misfit.value[:200],
            }
            for misfit in result.misfits[:50]
        ),
        dropped=repairs.rejected + len(repairs.footers),
        padded=repairs.padded,
        notes=tuple(_sheet_notes(unpacked) + _notes(finding, repairs, result)),
        options={
            k: v for k, v in asdict(options).items() if v not in (None, {}, False)
        },
    )


def _decisions(finding: Finding, options: Options) -> list[dict]:
    layout, dialect = finding.layout, finding.dialect
    said = "as you said"
    delimiter = _DELIMITER_NAMES.get(dialect.delimiter, dialect.delimiter)
    return [
        _decision("encoding", finding.encoding.name, finding.encoding.evidence),
        _decision(
            "delimiter",
            delimiter,
            said
            if options.delimiter
            else f"it gives {layout.width} cells in most rows",
        ),
        _decision("quote", dialect.quote or "none", "the cells it encloses are whole"),
        _decision(
            "skip_rows", layout.start, layout.preamble_evidence or "nothing above"
        ),
        _decision("header_rows", layout.headers, layout.header_evidence),
    ]


def _decision(option: str, value: object, evidence: str) -> dict:
    what = option.replace("_", " ")
    return {"what": what, "value": value, "evidence": evidence, "option": option}


def _reason(plan) -> str:
    reason = plan.rule.reason
    if plan.chosen_type:
        reason += ", as you said"
    if plan.misfits:
        reason += f"; {plan.misfits} cells did not fit"
    return reason


def _notes(finding: Finding, repairs: Repairs, result: Conversion) -> list[str]:
    notes = []
    if finding.layout.start:
        above = [" ".join(row.cells) for row in finding.rows[: finding.layout.start]]
        notes.append(
            f"{_count(finding.layout.start, 'row')} above the table left out: "
            f"{'; '.join(above)[:200]}"
        )
    if finding.encoding.mended:
        notes.append("Some bytes were not valid UTF-8 and were read as Windows-1252.")
    elif not finding.encoding.is_utf8 and not finding.encoding.name.startswith("utf"):
        notes.append(f"The text was read as {finding.encoding.name}.")
    if repairs.padded:
        notes.append(
            f"{_count(repairs.padded, 'row')} had too few cells; blanks added."
        )
    if repairs.rejected:
        listed = "; ".join(
            f"line {n}: {text}" for n, text in repairs.rejected_lines[:5]
        )
        notes.append(
            f"{_count(repairs.rejected, 'row')} had too many cells and were left out: "
            f"{listed}"
        )
    if repairs.unclean:
        notes.append(
            f"{_count(repairs.unclean, 'row')} had a quote out of place, kept as text."
        )
    if repairs.footers:
        notes.append(
            f"{_count(len(repairs.footers), 'row')} below the table left out: "
            f"{'; '.join(repairs.footers)[:200]}"
        )
    notes += _column_notes(result)
    return notes


def _sheet_notes(unpacked: dict) -> list[str]:
    """Say which sheet was read where there was a choice."""
    if not (unpacked.get("others") or unpacked.get("empty")):
        return []
    sentence = f"The sheet '{unpacked['sheet']}' was read"
    if unpacked["empty"]:
        sentence += f", the sheet '{unpacked['empty'][0]}' before it is empty"
    if unpacked["others"]:
        names = ", ".join(f"'{name}'" for name in unpacked["others"][:10])
        sentence += f"; the workbook also has {names}"
    return [sentence + "."]


def _column_notes(result: Conversion) -> list[str]:
    notes = []
    for plan in result.plans:
        if plan.misfits:
            notes.append(
                f"{plan.name}: {_count(plan.misfits, 'cell')} did not fit "
                f"({plan.rule.reason}) and became blank."
            )
        if plan.not_available and not plan.rule.is_text:
            notes.append(
                f"{plan.name}: {_count(plan.not_available, 'cell')} such as 'N/A' "
                "became blank."
            )
        if plan.rule.unit:
            notes.append(f"{plan.name}: the unit {plan.rule.unit} was taken out.")
        if plan.rule.doubt:
            notes.append(f"{plan.name}: {plan.rule.doubt}.")
    return notes


def _count(number: int, thing: str) -> str:
    return f"{number:,} {thing}" + ("" if number == 1 else "s")
