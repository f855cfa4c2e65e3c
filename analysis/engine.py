"""The engine: a question and a table in, an Answer with its receipt out."""

from collections.abc import Mapping

from analysis import guard
from analysis.compute import MOST_ROWS, run
from analysis.plan import Plan
from analysis.plan_words import describe
from analysis.question.choosing import choose, is_clear
from analysis.question.names import Names, names_of
from analysis.question.readings import readings_of
from analysis.question.suggestions import first_questions, next_questions
from analysis.result import Answer
from analysis.table import Table, TableProfile

ENGINE_VERSION = "1.0"
__all__ = [
    "ENGINE_VERSION",
    "MOST_ROWS",
    "answer",
    "ask",
    "describe",
    "follow_ups",
    "read",
    "run",
    "suggest",
]


def ask(
    question: str,
    table: Table,
    previous: Plan | None = None,
    vocabulary: Mapping[str, str] | None = None,
) -> Answer:
    """Answer a question about a table, ask back, or say why not.

    `previous` is the plan of the last answer, which a follow-up edits; `vocabulary`
    maps words that people explained before to column names.
    """
    found = read(question, table, previous, vocabulary)
    return found if isinstance(found, Answer) else answer(found, table)


def read(
    question: str,
    table: Table,
    previous: Plan | None = None,
    vocabulary: Mapping[str, str] | None = None,
) -> Plan | Answer:
    """Return the plan of a question, or the Answer that asks back or says why not.

    Nothing is computed yet; the rest is as for `ask`.
    """
    names = names_of(table.profile, table.name)
    choice = choose(readings_of(question, names, table), table)
    return choice if isinstance(choice, Answer) else choice.plan


def answer(plan: Plan, table: Table) -> Answer:
    """Compute a plan that is already made (a button's, a receipt's), guard first."""
    refused = guard.check(plan, table.profile)
    if refused:
        why, choices = refused
        return Answer("clarify" if choices else "declined", why, choices=choices)
    result = run(plan, table)
    return Answer("answered", describe(plan, table.profile), plan=plan, result=result)


def suggest(profile: TableProfile) -> tuple[str, ...]:
    """Return four to six first questions that this table really answers."""
    names = names_of(profile)
    return first_questions(profile, lambda question: _is_readable(question, names))


def follow_ups(plan: Plan, table: Table) -> tuple[str, ...]:
    """Return up to three questions that carry on from an answered plan."""
    names = names_of(table.profile, table.name)
    return next_questions(plan, table.profile, lambda q: _is_readable(q, names))


def _is_readable(question: str, names: Names) -> bool:
    """Tell whether a question has one sound reading, from the profile alone."""
    readings = [r for r in readings_of(question, names) if r.plan is not None]
    return bool(readings) and is_clear(readings, names.profile)
