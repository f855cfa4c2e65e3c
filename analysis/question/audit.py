"""A last look, apart from all grammar: what a question groups by must be in its plan.

The stages before this one place words; a word that was placed wrongly (a column that is
also what a row is called, a month taken for the date column) would be lost in silence.
"""

from analysis.plan import Plan
from analysis.question.names import ColumnName, Names
from analysis.question.words import Word, words_of

GROUPING = frozenset({"by", "per", "each", "every"})
JOINING = frozenset({"and", ",", "&"})
# Words after which a cell value is a test, whatever else the word may mean.
TESTING = frozenset({"for", "on", "in", "with", "at", "from", "is", "are", "=", "=="})
PERIODS = frozenset({"hour", "day", "week", "month", "quarter", "year", "weekday"})
ADVERBS = frozenset({"daily", "weekly", "monthly", "quarterly", "yearly", "annually"})
# Words that ask for what there is no plan for: sums that carry on from row to row.
CARRIED = frozenset({"cumulative", "cumulated", "running", "rolling", "moving"})


def lost_words(question: str, plan: Plan, names: Names) -> tuple[str, ...]:
    """Return the words of a question that its plan should hold and does not."""
    words = words_of(question)
    lost = []
    values, held = _frequent_values(names), repr(plan).casefold()
    for place, word in enumerate(words):
        text = word.text.casefold()
        tested = place and _leads_to_a_test(words[place - 1], names)
        if tested and text in values and text not in held:
            lost.append(word.text)
        if word.base in CARRIED and not _named(word, names):
            lost.append(word.text)
        if word.base in ADVERBS and not _has_period(plan):
            lost.append(word.text)
        if word.base in GROUPING:
            lost += _lost_groups(words[place + 1 :], plan, names)
    return tuple(dict.fromkeys(lost))


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


def _leads_to_a_test(word: Word, names: Names) -> bool:
    return word.text.casefold() in TESTING or _named(word, names) is not None


def _frequent_values(names: Names) -> frozenset[str]:
    """Return the most frequent cells of the text columns, as one would type them."""
    text = (c for c in names.profile.columns if c.type == "text")
    return frozenset(value.casefold() for c in text for value, _ in c.top)


def _is_held(word: Word, plan: Plan, names: Names) -> bool:
    column = _named(word, names)
    if column is not None:
        return column.key in _shown_columns(plan)
    if word.base not in PERIODS:
        return True
    return _has_period(plan) or (word.base == "day" and _lists_dates(plan, names))


def _named(word: Word, names: Names) -> ColumnName | None:
    """Return the column of exactly this one word, if there is one."""
    return next((c for c in names.columns if c.words == (word.base,)), None)


def _shown_columns(plan: Plan) -> set[str | None]:
    """Return the columns that a plan shows or orders by; filters do not count."""
    shown = {dimension.column for dimension in plan.dimensions} | set(plan.columns)
    shown |= {measure.column for measure in plan.measures}
    return shown | {order.column for order in plan.order}


def _has_period(plan: Plan) -> bool:
    return any(dimension.grain for dimension in plan.dimensions)


def _lists_dates(plan: Plan, names: Names) -> bool:
    shown = _shown_columns(plan)
    return any(c.is_date and c.key in shown for c in names.columns)
