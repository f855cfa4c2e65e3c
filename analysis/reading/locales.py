"""The decimal mark and the order of day and month as decisions, with their evidence."""

import re

from analysis.reading.choice import values_of
from analysis.reading.columns import ColumnPlan
from analysis.reading.facts import decision
from analysis.reading.numerals import decimal_mark_shown
from analysis.reading.options import Options

BY_COLUMN = "by column"
_SAID = "as you said"
_MARK = re.compile(r"numbers with '([.,])' as decimal mark|'([.,])' between thousands")
_ORDER = re.compile(r"dates as (day|month), (?:month|day),")
_OPENING = re.compile(r"(\d+)\D+(\d+)")


def locale_decisions(plans: list[ColumnPlan], options: Options) -> list[dict]:
    """Return what was decided about decimal marks and dates, where there are any."""
    marks = {plan.key: mark for plan in plans if (mark := _mark(plan))}
    orders = {
        plan.key: first for plan in plans if (first := _day_first(plan)) is not None
    }
    decisions = []
    if marks:
        concerned = [plan for plan in plans if plan.key in marks]
        value = _common(marks)
        evidence = _mark_evidence(concerned, value, options.decimal_mark)
        decisions.append(decision("decimal_mark", value, evidence))
    if orders:
        concerned = [plan for plan in plans if plan.key in orders]
        value = _common(orders)
        evidence = _order_evidence(concerned, value, options.day_first)
        decisions.append(decision("day_first", value, evidence))
    return decisions


def is_doubtful(plan: ColumnPlan) -> bool:
    """Whether no cell of a column with marks proves what they are."""
    cells = list(values_of(plan.sample))
    return _mark(plan) is not None and decimal_mark_shown(cells) is None


def doubtful_mark_note(plan: ColumnPlan) -> str | None:
    """Return a sentence where a column's marks may as well part thousands, or not."""
    cell = next((cell for cell in values_of(plan.sample) if _is_open(cell)), None)
    if cell is None or not is_doubtful(plan):
        return None
    other = "decimals" if "between thousands" in plan.rule.reason else "thousands"
    return f"cells such as '{cell}' could also hold {other}; change it if they do."


def _common(found: dict[str, object]) -> object:
    values = set(found.values())
    return values.pop() if len(values) == 1 else BY_COLUMN


def _mark(plan: ColumnPlan) -> str | None:
    """Return the decimal mark that a column is read by, None where it has no marks."""
    match = _MARK.search(plan.rule.reason)
    if not match:
        return None
    if match[1]:
        marked = any("." in cell or "," in cell for cell in values_of(plan.sample))
        return match[1] if marked else None
    return "." if match[2] == "," else ","


def _is_open(cell: str) -> bool:
    return re.fullmatch(r"\D*[1-9]\d{0,2}[.,]\d{3}\D*", cell) is not None


def _mark_evidence(plans: list[ColumnPlan], value: object, said: str | None) -> str:
    if said and value == said:
        return _SAID
    cells = (cell for plan in plans for cell in values_of(plan.sample))
    proof = next((cell for cell in cells if decimal_mark_shown([cell])), None)
    if proof is None:
        return "assumed: every mark stands before three digits"
    evidence = f"cells such as '{proof}'"
    return f"you said '{said}', but there are {evidence}" if said else evidence


def _day_first(plan: ColumnPlan) -> bool | None:
    match = _ORDER.match(plan.rule.reason)
    return match[1] == "day" if match else None


def _order_evidence(plans: list[ColumnPlan], value: object, said: bool | None) -> str:
    if said is not None and value == said:
        return _SAID
    cells = (cell for plan in plans for cell in values_of(plan.sample))
    proof = next((cell for cell in cells if _is_telling(cell)), None)
    if proof is None:
        return next((p.rule.doubt for p in plans if p.rule.doubt), "assumed")
    evidence = f"dates such as '{proof}'"
    return (
        f"you said otherwise, but there are {evidence}"
        if said is not None
        else evidence
    )


def _is_telling(cell: str) -> bool:
    """Whether one of the date's first two numbers can be no month."""
    match = _OPENING.match(cell)
    return bool(match) and max(int(match[1]), int(match[2])) > 12
