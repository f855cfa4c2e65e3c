"""What may have been meant by a word without a place: near columns and near values."""

from rapidfuzz import fuzz, process

from analysis.question.marks import Mark
from analysis.question.names import Names
from analysis.result import Choice
from analysis.table import Table
from analysis.values import near

NEAR_NAME = 78
NEAR_VALUE = 80
MOST_OFFERED = 4
SHORTEST = 4


def near_choices(
    question: str, stray: tuple[Mark, ...], names: Names, table: Table
) -> tuple[Choice, ...]:
    """Return buttons that ask the question again with a word that has a place.

    A value that is not in the data is never replaced by itself: near ones are only
    offered, with the number of their rows.
    """
    unknown = [m for m in stray if m.kind in ("unknown", "quoted") and m.words]
    if not unknown:
        return ()
    word = unknown[0].words
    named, found = _columns(word, names), dict(_values(word, table))
    columns = [
        Choice(name, question=replaced(question, word, name), teaches=(word, name))
        for name in named
        if name not in found
    ]
    values = [
        Choice(label, question=replaced(question, word, new))
        for new, label in found.items()
    ]
    return (*columns, *values)[:MOST_OFFERED]


def replaced(question: str, word: str, new: str) -> str:
    """Return the question with one word put in another's place."""
    start = question.find(word)
    return question[:start] + new + question[start + len(word) :]


def _columns(word: str, names: Names) -> list[str]:
    spoken = {c.column.name: " ".join(c.words) for c in names.columns}
    found = process.extract(
        word.lower(), spoken, scorer=fuzz.WRatio, limit=2, score_cutoff=NEAR_NAME
    )
    return [name for _, _, name in found] if len(word) >= SHORTEST else []


def _values(word: str, table: Table) -> list[tuple[str, str]]:
    if len(word) < SHORTEST:
        return []
    found = [v for v in near(table, word) if fuzz.WRatio(word, v.text) >= NEAR_VALUE]
    return [
        (
            value.text,
            f"{value.text} ({value.rows:,} row{'s' if value.rows != 1 else ''} "
            f"in {table.profile.column(value.column).name})",
        )
        for value in found
    ]
