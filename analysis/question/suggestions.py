"""First questions about a table, and next ones after an answer: all get answered."""

from collections.abc import Callable, Iterator

from analysis.plan import Plan
from analysis.question.context import Context
from analysis.question.names import names_of
from analysis.question.targets import usual_operation
from analysis.table import NUMERIC, TEMPORAL, ColumnProfile, TableProfile

MOST_SUGGESTED = 6
FEW_GROUPS = range(2, 25)


def first_questions(
    profile: TableProfile, works: Callable[[str], bool]
) -> tuple[str, ...]:
    """Return up to six questions that suit the columns; `works` tries each one."""
    return _working(_candidates(profile), works)


def next_questions(
    plan: Plan, profile: TableProfile, works: Callable[[str], bool]
) -> tuple[str, ...]:
    """Return up to three questions that carry on from an answered plan."""
    return _working(_further(plan, profile), works)[:3]


def _working(questions: Iterator[str], works: Callable[[str], bool]) -> tuple[str, ...]:
    kept: list[str] = []
    for question in questions:
        if question not in kept and works(question):
            kept.append(question)
        if len(kept) == MOST_SUGGESTED:
            break
    return tuple(kept)


def _candidates(profile: TableProfile) -> Iterator[str]:
    measures, groups, dates = _by_role(profile)
    context = Context(names_of(profile))
    for place, measure in enumerate(measures[:2]):
        for group in groups[place : place + 1]:
            yield f"average {measure.name} by {group.name}"
        if dates and dates[0].grain != "irregular":
            yield f"{_usual_word(measure.key, context)} {measure.name} by month"
    for group in groups[:2]:
        yield f"how many rows per {group.name}?"
    for measure in measures[:1]:
        yield f"top 5 rows by {measure.name}"
        yield f"distribution of {measure.name}"
    for first, second in zip(measures, measures[1:], strict=False):
        yield f"correlation between {first.name} and {second.name}"
    yield "how many rows are there?"
    yield "which columns have missing values?"
    for column in profile.columns:
        yield f"how many different {column.name} are there?"


def _further(plan: Plan, profile: TableProfile) -> Iterator[str]:
    measures, groups, _ = _by_role(profile)
    used = {part.column for part in plan.dimensions} | set(plan.columns)
    measured = [m for m in plan.measures if m.column and m.op in ("sum", "average")]
    for measure in measured[:1]:
        op = "total" if measure.op == "sum" else "average"
        name = profile.column(measure.column).name
        for group in groups:
            if group.key not in used:
                yield f"{op} {name} by {group.name}"
        yield f"distribution of {name}"
    for group in groups:
        if group.key not in used:
            yield f"how many rows per {group.name}?"
    for measure in measures:
        yield f"top 5 rows by {measure.name}"


def _usual_word(key: str, context: Context) -> str:
    """Return how a measure is put together: amounts add up, temperatures do not."""
    return "total" if usual_operation(key, context) == "sum" else "average"


def _by_role(
    profile: TableProfile,
) -> tuple[list[ColumnProfile], list[ColumnProfile], list[ColumnProfile]]:
    """Return the columns to measure, to group by, and of dates."""
    measures = [c for c in profile.columns if c.role == "measure" and c.type in NUMERIC]
    groups = [
        c
        for c in profile.columns
        if c.role in ("category", "flag") and c.distinct in FEW_GROUPS
    ]
    dates = [c for c in profile.columns if c.type in TEMPORAL]
    return measures, groups, dates
