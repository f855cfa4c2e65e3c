"""The import report: every decision with its evidence, every loss with its count."""

from analysis.reading.columns import ColumnPlan
from analysis.reading.conversion import Conversion
from analysis.reading.facts import Facts, counted
from analysis.reading.options import Options
from analysis.table import ImportReport

_MOST_MISFITS = 50
_SHOWN = 200


def report_of(facts: Facts, result: Conversion, options: Options) -> ImportReport:
    """Return what was recognised, repaired, left out, and how each column was read."""
    return ImportReport(
        format=facts.format,
        decisions=facts.decisions,
        column_reasons={plan.key: _reason(plan) for plan in result.plans},
        misfit_count=sum(plan.misfits for plan in result.plans),
        misfits=_misfits(facts, result),
        dropped=facts.dropped,
        padded=facts.padded,
        notes=facts.notes + tuple(n for plan in result.plans for n in _notes(plan)),
        options=options.decided(),
    )


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


def _notes(plan: ColumnPlan) -> list[str]:
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
    if plan.rule.doubt:
        notes.append(f"{plan.rule.doubt}.")
    return [f"{plan.name}: {note}" for note in notes]
