"""The audit of cells: a word that is a cell of the table is never dropped.

A word that was taken for a filler, a verb or a request is looked up among all cells,
and so is every word after "for", "in" or a column's name.
"""

from analysis.plan import Plan
from analysis.question.lattice import value_spans
from analysis.question.marks import Mark, text_of
from analysis.question.names import ColumnName, Names
from analysis.question.readings import Reading
from analysis.question.vocabulary import word_set
from analysis.question.words import Word
from analysis.table import Table
from analysis.values import look_up

# Words after which a cell value is a test, whatever else the word may mean.
TESTING = frozenset({"for", "on", "in", "with", "at", "from", "is", "are", "=", "=="})
# Kinds of marks that leave their words out of the plan.
DROPPED = frozenset({"fill", "weak", "show", "vague", "draw", "occasions", "prep"})
# Closed-class words: in small letters they are hardly ever a cell.
FUNCTION_WORDS = word_set("function_words")


def lost_cells(
    words: tuple[Word, ...], found: Reading, names: Names, table: Table
) -> list[str]:
    """Return the cells among the words that the plan of a reading does not hold."""
    if not found.taken:
        return []
    spans = _open_spans(words, found, names)
    cells = look_up(table, spans) if spans else {}
    held = repr(found.plan).casefold()
    return [
        text_of(words, *spans[norm])
        for norm, values in cells.items()
        if not any(repr(value.text).casefold() in held for value in values)
        and not any(value.column in _shared_out(found.plan) for value in values)
    ]


def _shared_out(plan: Plan) -> set[str]:
    """Return the columns of which every cell is shown, with its share."""
    if not any(measure.op == "share" for measure in plan.measures) or plan.where:
        return set()
    return {part.column for part in plan.dimensions if part.grain is None}


def named_exactly(word: Word, names: Names) -> ColumnName | None:
    """Return the column of exactly this one word, if there is one."""
    return next((c for c in names.columns if c.words == (word.base,)), None)


def _open_spans(
    words: tuple[Word, ...], found: Reading, names: Names
) -> dict[str, tuple[int, int]]:
    """Return {norm: (start, end)} of the stretches that may be a lost cell."""
    loose = {p for m in found.taken if _drops(m) for p in range(m.start, m.end)}
    tested = {p for p in range(1, len(words)) if _leads_to_a_test(words[p - 1], names)}
    telling = {p for p in range(1, len(words)) if _is_content(words[p])}
    return {
        norm: (start, end)
        for norm, places in value_spans(words).items()
        for start, end, _ in places
        if set(range(start, end)) <= loose | tested and set(range(start, end)) & telling
    }


def _drops(mark: Mark) -> bool:
    return mark.kind in DROPPED or (mark.kind == "row" and mark.guessed)


def _leads_to_a_test(word: Word, names: Names) -> bool:
    return word.text.casefold() in TESTING or named_exactly(word, names) is not None


def _is_content(word: Word) -> bool:
    """Tell whether a word can be a cell: no sign, no "it"; "IT" can."""
    if word.kind == "mark":
        return False
    shouted = word.text.isupper() and len(word.text) > 1
    return shouted or word.lower not in FUNCTION_WORDS
