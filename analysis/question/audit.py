"""A last look, apart from all grammar: a plan holds what its question plainly says.

The stages before this one place words; a word that was placed wrongly (a column that is
also what a row is called, a cell taken for a filler, a month for the date column) would
be lost in silence.
"""

from collections.abc import Iterator

from analysis.plan import Plan, filters_of
from analysis.question.audit_cells import lost_cells, named_exactly
from analysis.question.context import Context
from analysis.question.names import ColumnName, Names
from analysis.question.readings import Reading
from analysis.question.vocabulary import word_set
from analysis.question.words import Word, words_of
from analysis.table import Table

GROUPING = frozenset({"by", "per", "each", "every"})
JOINING = frozenset({"and", ",", "&"})
PERIODS = frozenset({"hour", "day", "week", "month", "quarter", "year", "weekday"})
ADVERBS = frozenset({"daily", "weekly", "monthly", "quarterly", "yearly", "annually"})
# Words that ask for what there is no plan for: sums that carry on from row to row.
CARRIED = frozenset({"cumulative", "cumulated", "running", "rolling", "moving"})
SHARES = frozenset({"percent", "percentage", "share", "proportion", "fraction"})
# "Compared to the previous month", and cuts that are made once for each group.
COMPARING, EACH = (
    frozenset({"compared", "versus", "vs", "against"}),
    frozenset({"each"}),
)
BEFORE = frozenset({"previous", "prior", "preceding", "last"})
# "Which has no ..." is of all rows of a thing, where a test looks at one row only.
NEVER, NONE = frozenset({"never"}), frozenset({"never", "no", "without", "none"})
# Kinds of marks whose words say something that a plan holds.
TELLING = frozenset(
    {"column", "value", "number", "date", "quoted", "quantity", "names"}
)
# Closed-class words: with a small letter they are hardly ever a cell.
FUNCTION_WORDS = word_set("function_words")
PLACES = word_set("places")


def lost_words(
    question: str, found: Reading, names: Names, table: Table
) -> tuple[str, ...]:
    """Return the words of a question that its reading should hold and does not."""
    words = words_of(question)
    plan = found.plan
    lost = [
        *_lost_operations(words, found, names),
        *lost_cells(words, found, names, table),
        *_lost_questions(found, names),
    ]
    inside = _inside_columns(found)
    for place, word in enumerate(words):
        if word.base in GROUPING and place not in inside:
            lost += _lost_groups(words[place + 1 :], plan, names)
    return tuple(dict.fromkeys(lost))


def _inside_columns(found: Reading) -> set[int]:
    """Return the places of words inside a column's name: "kcal per serving"."""
    marks = [mark for mark in found.taken if mark.kind == "column"]
    return {place for m in marks for place in range(m.start + 1, m.end - 1)}


def _lost_operations(
    words: tuple[Word, ...], found: Reading, names: Names
) -> Iterator[str]:
    """Yield words of computing that the plan does nothing of."""
    plan = found.plan
    shares = {m.op for m in plan.measures} & {"share", "growth", "percentile"}
    percents = any(mark.kind == "quantity" for mark in found.taken)
    for word in words:
        if word.base in CARRIED and not named_exactly(word, names):
            yield word.text
        if word.base in ADVERBS and not _has_period(plan):
            yield word.text
        if word.base in SHARES and not (shares or percents or _is_part(word, names)):
            yield word.text
        if _is_of_all_rows(word, plan) or _is_of_both(word, plan):
            yield word.text
    if any(m.kind == "howmuch" for m in found.taken) and _only_counts(plan):
        yield "how much"
    yield from _lost_comparisons(words, plan)
    yield from _lost_spreads(found)


def _lost_comparisons(words: tuple[Word, ...], plan: Plan) -> Iterator[str]:
    """Yield "compared to the previous" and "in each" where one number stands for many.

    A plan cuts its list once, not once for each group.
    """
    changes = {m.op for m in plan.measures} & {"growth", "difference"}
    for word, *after in zip(words, words[1:], words[2:], words[3:], strict=False):
        near = {each.lower for each in after}
        if word.lower in COMPARING and near & BEFORE and not changes:
            yield f"{word.text} {' '.join(each.text for each in after[:2])}"
    if plan.limit is not None and len(plan.dimensions) > 1:
        yield from (word.text for word in words if word.lower in EACH)


def _lost_spreads(found: Reading) -> Iterator[str]:
    """Yield "distribution" where only one number of each group would be shown."""
    plan = found.plan
    said = [mark for mark in found.taken if mark.kind == "distribution" and mark.words]
    computed = any(mark.kind in ("op", "inall", "count") for mark in found.taken)
    averaged = any(measure.op == "average" for measure in plan.measures)
    if said and averaged and not computed and plan.kind == "aggregate":
        yield said[0].words


def _is_of_both(word: Word, plan: Plan) -> bool:
    """Tell whether "seen by both A and B" asks for things with rows of each."""
    if word.lower != "both" or plan.kind != "rows" or not plan.distinct:
        return False
    return any(f.test == "in" for f in filters_of(plan.where))


def _only_counts(plan: Plan) -> bool:
    return bool(plan.measures) and all(m.op == "count" for m in plan.measures)


def _is_part(word: Word, names: Names) -> bool:
    return any(word.base in name.words for name in names.columns)


def _is_of_all_rows(word: Word, plan: Plan) -> bool:
    """Tell whether "never" asks about all rows of each thing that is listed."""
    if plan.kind != "rows" or not plan.distinct or word.lower not in NONE:
        return False
    negated = any(f.test == "!=" or f.negate for f in filters_of(plan.where))
    return negated or word.lower in NEVER


def _lost_questions(found: Reading, names: Names) -> Iterator[str]:
    """Yield "where", "who" or "when" where nothing that is shown answers it."""
    plan = found.plan
    shown = [c for c in names.columns if c.key in _shown_columns(plan)]
    if plan.kind not in ("rows", "aggregate") or not shown:
        return
    for mark in found.taken[:2]:
        if mark.kind == "where" and not any(PLACES & set(c.words) for c in shown):
            yield mark.words
        named = any(c.column.type == "text" or _is_code(c) for c in shown)
        if mark.kind == "who" and not named:
            yield mark.words
        if mark.kind == "when" and not any(_says_when(c) for c in shown):
            yield mark.words


def _is_code(column: ColumnName) -> bool:
    return column.column.role == "identifier"


def _says_when(column: ColumnName) -> bool:
    return column.is_date or bool({"year", "time", "month", "day"} & set(column.words))


def _lost_groups(words: tuple[Word, ...], plan: Plan, names: Names) -> list[str]:
    """Return which of "X", or "X and Y", right after "by" the plan leaves out."""
    lost = []
    for place, word in enumerate(words):
        joins = word.base in JOINING or word.text in JOINING
        if place % 2 == 0 and not _is_held(word, plan, names):
            lost.append(word.text)
        if place % 2 == 1 and not joins:
            break
    return lost


def _is_held(word: Word, plan: Plan, names: Names) -> bool:
    column = named_exactly(word, names)
    if column is not None:
        each_row = plan.kind == "correlation" and column.column.type == "text"
        own = each_row and column.key in Context(names).name_columns()
        return own or column.key in _shown_columns(plan)
    if word.base not in PERIODS:
        return True
    if word.base == "year" and _groups_by_years(plan, Context(names)):
        return True
    return _has_period(plan) or (word.base == "day" and _lists_dates(plan, names))


def _shown_columns(plan: Plan) -> set[str | None]:
    """Return the columns that a plan shows or orders by; filters do not count."""
    shown = {dimension.column for dimension in plan.dimensions} | set(plan.columns)
    shown |= {measure.column for measure in plan.measures}
    return shown | {order.column for order in plan.order}


def _has_period(plan: Plan) -> bool:
    return any(dimension.grain for dimension in plan.dimensions)


def _groups_by_years(plan: Plan, context: Context) -> bool:
    """Tell whether a column of years is grouped by, which needs no period."""
    return any(context.is_time(dimension.column) for dimension in plan.dimensions)


def _lists_dates(plan: Plan, names: Names) -> bool:
    shown = _shown_columns(plan)
    return any(c.is_date and c.key in shown for c in names.columns)
