"""Words for the sexes, where the cells of a column are their usual codes."""

from collections.abc import Iterator

from analysis.question.marks import Mark
from analysis.question.names import ColumnName, Names
from analysis.question.words import Word

COLUMNS = frozenset({"gender", "sex"})
WORDS = {
    "female": ("female", "woman", "girl", "lady"),
    "male": ("male", "man", "boy", "gentleman"),
}
CELLS = {"female": ("f", "female", "woman", "w"), "male": ("m", "male", "man")}
CODE_COST = 0.1


def sex_marks(words: tuple[Word, ...], names: Names) -> Iterator[Mark]:
    """Yield the value that "women" or "male" stands for in a column of sexes."""
    columns = [c for c in names.columns if COLUMNS & set(c.words)]
    for place, word in enumerate(words):
        for sex, said in WORDS.items():
            if word.base not in said:
                continue
            for column in columns:
                cells = _cells(column, sex)
                if cells:
                    payload = (column.key, cells)
                    here = (place, place + 1)
                    yield Mark("value", *here, payload, CODE_COST, word.text)


def _cells(column: ColumnName, sex: str) -> tuple[str, ...]:
    cells = (text for text, _ in column.column.top)
    return tuple(text for text in cells if text.strip().lower() in CELLS[sex])
