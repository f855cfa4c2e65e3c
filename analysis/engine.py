"""The engine: a question and a table in, an Answer with its receipt out."""

from collections.abc import Mapping

from analysis import guard
from analysis.chips import chips_of
from analysis.compute import MOST_ROWS, run
from analysis.plan import Plan
from analysis.plan_words import describe
from analysis.question.audit import lost_words
from analysis.question.carried import UNCLEAR, carried
from analysis.question.choosing import choose, is_clear
from analysis.question.commands import commanded
from analysis.question.context import Context
from analysis.question.followups import edited, is_fragment, is_whole, is_why
from analysis.question.named_rows import objection
from analysis.question.names import Names, names_of
from analysis.question.readings import Reading, readings_of
from analysis.question.suggestions import first_questions, next_questions
from analysis.question.told import told_chips
from analysis.question.why import broken_down
from analysis.result import Answer, Chip
from analysis.table import Table, TableProfile

ENGINE_VERSION = "1.1"
__all__ = [
    "ENGINE_VERSION",
    "MOST_ROWS",
    "answer",
    "ask",
    "describe",
    "follow_ups",
    "run",
    "suggest",
    "understand",
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
    found = understand(question, table, previous, vocabulary)
    if isinstance(found, Answer):
        return found
    return answer(found.plan, table, told_chips(found, table.profile))


def understand(
    question: str,
    table: Table,
    previous: Plan | None = None,
    vocabulary: Mapping[str, str] | None = None,
) -> Reading | Answer:
    """Return how a question is read, or the Answer that asks back or says why not.

    Nothing is computed yet; the rest is as for `ask`.
    """
    names = names_of(table.profile, table.name)
    if previous is not None:
        found = _continued(question, table, previous, names, vocabulary)
        if found is not None:
            return found
    readings = _readings(question, table, names, vocabulary)
    if previous is not None:
        if not any(is_whole(reading) for reading in readings):
            found = _edited(question, table, previous, names, vocabulary)
            if found is not None:
                return found
        readings = [carried(question, reading, previous) for reading in readings]
        if None in readings:
            return Answer("declined", UNCLEAR)
    found = choose(readings, question, names, table)
    return _audited(found, question, names, table)


def _readings(
    question: str, table: Table, names: Names, vocabulary: Mapping[str, str] | None
) -> list[Reading]:
    """Return the readings by whole cells; where they make no plan, by their words."""
    readings = readings_of(question, names, table, vocabulary)
    if any(reading.plan for reading in readings):
        return readings
    wider = readings_of(question, names, table, vocabulary, wide=True)
    return wider if any(reading.plan for reading in wider) else readings


def _continued(
    question: str,
    table: Table,
    previous: Plan,
    names: Names,
    vocabulary: Mapping[str, str] | None,
) -> Reading | Answer | None:
    """Return what a command or a fragment makes of the last plan, if it is one."""
    outcome = commanded(question, previous, Context(names))
    if isinstance(outcome, Plan):
        return Reading(outcome, (), 0.0)
    if outcome:
        return Answer("declined", outcome)
    if is_fragment(question):
        return _edited(question, table, previous, names, vocabulary)
    return None


def _audited(
    found: Reading | Answer, question: str, names: Names, table: Table
) -> Reading | Answer:
    """Decline where the plan lacks what the question plainly groups by."""
    if isinstance(found, Answer) or found.plan is None:
        return found
    lost = lost_words(question, found, names, table)
    if not lost:
        why = objection(found.plan, table, Context(names))
        return Answer("declined", why) if why else found
    named = ", ".join(f"“{word}”" for word in lost)
    return Answer("declined", f"I could not work {named} in; please say it otherwise.")


def _edited(
    question: str,
    table: Table,
    previous: Plan,
    names: Names,
    vocabulary: Mapping[str, str] | None,
) -> Reading | Answer | None:
    """Return the reading as an edit of the last plan, None where it is none."""
    if is_why(question):
        plan = broken_down(previous, table)
        return Reading(plan, (), 0.0) if plan else None
    found = edited(question, previous, names, table, vocabulary)
    return choose(found, question, names, table) if found else None


def answer(plan: Plan, table: Table, chips: tuple[Chip, ...] = ()) -> Answer:
    """Compute a plan that is already made (a button's, a receipt's), guard first."""
    refused = guard.check(plan, table.profile)
    if refused:
        why, choices = refused
        return Answer("clarify" if choices else "declined", why, choices=choices)
    words = describe(plan, table.profile)
    shown = chips or chips_of(plan, table.profile)
    return Answer("answered", words, shown, plan, run(plan, table))


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
