"""The import report: every decision with its evidence, every loss with its count."""

from analysis.reading.columns import ColumnPlan
from analysis.reading.conversion import Conversion
from analysis.reading.facts import Facts, counted
from analysis.reading.locales import (
    doubtful_mark_note,
    is_doubtful,
    locale_decisions,
)
from analysis.reading.options import Options
from analysis.table import ImportReport

_MOST_MISFITS = 50
_SHOWN = 200


def report_of(facts: Facts, result: Conversion, options: Options) -> ImportReport:
    """Return what was recognised, repaired, left out, and how each column was read."""
    return ImportReport(
        format=facts.format,
        decisions=(
            *facts.decisions,
            *locale_decisions(_marked(facts, result), options),
        ),
        column_reasons={plan.key: _reason(plan) for plan in result.plans},
        misfit_count=sum(plan.misfits for plan in result.plans),
        misfits=_misfits(facts, result),
        dropped=facts.dropped,
        padded=facts.padded,
        notes=(*facts.notes, *_column_notes(facts, result, options)),
        options=options.decided(),
    )


def _marked(facts: Facts, result: Conversion) -> list[ColumnPlan]:
    """Return the columns whose decimal marks, if any, somebody wrote.

    Workbooks and JSON hold numbers as such: there a mark tells only where it is proof.
    """
    if facts.format not in ("workbook", "JSON"):
        return result.plans
    return [plan for plan in result.plans if not is_doubtful(plan)]


def _column_notes(facts: Facts, result: Conversion, options: Options) -> list[str]:
    doubts = {}
    if options.decimal_mark is None:
        doubts = {plan.key: doubtful_mark_note(plan) for plan in _marked(facts, result)}
    notes = []
    for plan in result.plans:
        notes += _notes(plan, options)
        if doubt := doubts.get(plan.key):
            notes.append(f"{plan.name}: {doubt}")
    return notes


def _misfits(facts: Facts, result: Conversion) -> tuple[dict, ...]:
    names = {plan.key: plan.name for plan in result.plans}
    return tuple(
        {
            "column": names[misfit.key],
            "line": facts.lines.line(misfit.row),
            "value": misfit.value[:_SHOWN],
        }
        for misfit in result.misfits[:_MOST_MISFITS]
    )


def _reason(plan: ColumnPlan) -> str:
    reason = plan.rule.reason
    if plan.chosen_type:
        reason += ", as you said"
    if plan.misfits:
        reason += f"; {counted(plan.misfits, 'cell')} did not fit"
    return reason


def _notes(plan: ColumnPlan, options: Options) -> list[str]:
    notes = []
    if plan.misfits:
        cells = counted(plan.misfits, "cell")
        notes.append(f"{cells} did not fit ({plan.rule.reason}) and became blank.")
    if plan.not_available and not plan.rule.is_text:
        cells = counted(plan.not_available, "cell")
        notes.append(f"{cells} such as 'N/A' became blank.")
    if plan.rule.unit:
        notes.append(f"the unit {plan.rule.unit} was taken out of the cells.")
    if "converted to UTC" in plan.rule.reason:
        notes.append("times with a zone were converted to UTC.")
    if plan.rule.doubt and options.day_first is None:
        notes.append(f"{plan.rule.doubt}.")
    return [f"{plan.name}: {note}" for note in notes]
