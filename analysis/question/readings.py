"""From words to candidate Plans: every way the question can be read, with its cost."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from analysis.plan import Plan
from analysis.question.assemble import assemble
from analysis.question.changes import changes
from analysis.question.contests import contests
from analysis.question.context import Context
from analysis.question.coordination import coordinated_marks, name_marks
from analysis.question.dates import date_marks
from analysis.question.filters import filters
from analysis.question.fragments import fragment_marks
from analysis.question.gaps import gaps, group_gaps
from analysis.question.groups import bins, groups
from analysis.question.havings import havings
from analysis.question.lattice import (
    cheapest,
    lexicon_marks,
    literal_marks,
    row_marks,
    value_marks,
    value_spans,
)
from analysis.question.likenesses import likenesses
from analysis.question.links import column_marks, event_marks, vocabulary_marks
from analysis.question.marks import Mark
from analysis.question.names import Names
from analysis.question.neighbours import neighbours
from analysis.question.noun_phrases import noun_phrases
from analysis.question.orders import orders
from analysis.question.parts import Parts, parts_of
from analysis.question.quantiles import quantiles
from analysis.question.ranks import ranks
from analysis.question.sexes import sex_marks
from analysis.question.superlatives import superlatives
from analysis.question.targets import measures
from analysis.question.units import quantity_marks
from analysis.question.words import Word, words_of
from analysis.table import Table
from analysis.values import look_up

WAYS = 24
MOST_COLUMNS = 4
STAGES = (
    bins,
    quantiles,
    neighbours,
    likenesses,
    filters,
    gaps,
    measures,
    group_gaps,
    changes,
    havings,
    groups,
    orders,
    contests,
    ranks,
    superlatives,
)


@dataclass(frozen=True)
class Reading:
    """One way to read a question: the plan, what each stretch became, the doubt.

    `doubt` is the part of the cost that comes from guesses, not from length. Without
    a plan, `stray` are the marks that found no place. `links` are (words, column key),
    and `taught` are those among them that a person explained before.
    """

    plan: Plan | None
    marks: tuple[Mark, ...]
    cost: float
    stray: tuple[Mark, ...] = ()
    doubt: float = 0.0
    links: tuple[tuple[str, str], ...] = ()
    taught: tuple[tuple[str, str], ...] = ()
    taken: tuple[Mark, ...] = ()


def readings_of(
    question: str,
    names: Names,
    table: Table | None = None,
    vocabulary: Mapping[str, str] | None = None,
    wide: bool = False,
) -> list[Reading]:
    """Return the readings of a question, the surest first.

    Without a table its values are not looked up: only names can be read then.
    `vocabulary` maps words that people explained to column names; a `wide` reading
    also takes words for parts of cells.
    """
    words = words_of(question)
    found: dict[Plan | None, Reading] = {}
    seen: set[tuple] = set()
    for cost, marks in _ways(words, names, table, vocabulary, wide):
        told = tuple((m.kind, m.payload) for m in marks if m.kind != "fill")
        if told in seen:
            continue
        seen.add(told)
        for reading in _read_all(list(marks), names, cost):
            kept = found.get(reading.plan)
            if kept is None or reading.cost < kept.cost:
                found[reading.plan] = reading
    return sorted(found.values(), key=lambda r: (r.plan is None, r.cost))


def _read_all(marks: list[Mark], names: Names, cost: float) -> list[Reading]:
    """Read one way; where several columns fit what it leaves open, once for each."""
    context = Context(names)
    reading = read(marks, context, cost)
    if not context.torn or reading.plan is not None:
        return [reading]
    keys = context.torn[:MOST_COLUMNS]
    taken = [read(marks, Context(names, preferred=key), cost) for key in keys]
    return [each for each in taken if each.plan is not None] or [reading]


def _ways(
    words: tuple[Word, ...],
    names: Names,
    table: Table | None,
    vocabulary: Mapping[str, str] | None = None,
    wide: bool = False,
) -> list[tuple[float, tuple[Mark, ...]]]:
    spans = value_spans(words)
    whole = look_up(table, spans) if table else {}
    marks = [
        *column_marks(words, names),
        *event_marks(words, names),
        *vocabulary_marks(words, names, vocabulary or {}),
        *coordinated_marks(words, names),
        *name_marks(words, Context(names)),
        *row_marks(words, names, wide),
        *sex_marks(words, names),
        *value_marks(words, spans, whole, names),
        *date_marks(words),
        *literal_marks(words),
        *quantity_marks(words, names),
        *lexicon_marks(words),
        *(fragment_marks(words, whole, names, table) if wide and table else ()),
    ]
    return cheapest(words, marks, WAYS)


def parted(
    question: str,
    names: Names,
    table: Table | None,
    vocabulary: Mapping[str, str] | None = None,
) -> Iterator[tuple[Parts, Reading]]:
    """Yield the parts of every way to read a question, the surest first.

    Each comes with its Reading, which has no plan yet.
    """
    context = Context(names)
    for cost, marks in _ways(words_of(question), names, table, vocabulary):
        yield _parted(list(marks), context, cost)


def staged_marks(marks: list[Mark], context: Context) -> list[Mark]:
    """Run marks through all the stages."""
    staged = noun_phrases(marks, context)
    for stage in STAGES:
        staged = stage(staged, context)
    return staged


def read(marks: list[Mark], context: Context, cost: float) -> Reading:
    """Run one way through the stages to a Reading."""
    parts, reading = _parted(marks, context, cost)
    plan = None if parts.stray else assemble(parts, context)
    return replace(reading, plan=plan)


def _parted(marks: list[Mark], context: Context, cost: float) -> tuple[Parts, Reading]:
    staged = staged_marks(marks, context)
    parts = parts_of(staged, context)
    columns = [mark for mark in marks if mark.kind == "column"]
    return parts, Reading(
        plan=None,
        marks=tuple(staged),
        cost=_total(cost, marks, parts),
        stray=tuple(parts.stray),
        doubt=parts.cost,
        links=tuple((m.words.lower(), m.payload) for m in columns),
        taken=tuple(marks),
        taught=tuple((m.words, m.payload) for m in columns if m.taught),
    )


def _total(cost: float, marks: list[Mark], parts: Parts) -> float:
    """Add the doubts of the stages to those of the words."""
    return cost - sum(mark.cost for mark in marks) + parts.cost
