"""Values known by one of their words: "Dempsey" where a cell says "Clint Dempsey".

They are looked up only when a question cannot be read by whole cells, and the reading
says each cell that was taken.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator

from analysis.question.lexicon import senses_of
from analysis.question.marks import Mark, text_of
from analysis.question.names import Names
from analysis.question.vocabulary import synonym_words
from analysis.question.words import Word
from analysis.table import Table
from analysis.values import Value, containing, normal

LONGEST, SHORTEST, MOST_CELLS = 5, 3, 40
ONE_CELL_COST, CELLS_COST, WORD_COST = 0.3, 0.5, 0.1


def fragment_marks(
    words: tuple[Word, ...], whole: Collection[str], names: Names, table: Table
) -> Iterator[Mark]:
    """Yield a mark for every stretch that is a part, in whole words, of some cells.

    `whole` are the texts of the question that are cells as they stand: no part of
    them means another cell.
    """
    spans = _spans(words, whole, names)
    found = containing(table, spans)
    for norm, values in found.items():
        for start, end in spans[norm]:
            for column, texts in _by_column(values).items():
                if len(texts) <= MOST_CELLS:
                    here = (start, end, (column, texts), _cost(end - start, texts))
                    yield Mark("value", *here, text_of(words, start, end), True)


def _spans(
    words: tuple[Word, ...], whole: Collection[str], names: Names
) -> dict[str, list[tuple[int, int]]]:
    found: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for start in range(len(words)):
        for end in range(start + 1, min(len(words), start + LONGEST) + 1):
            span = words[start:end]
            norm = normal(" ".join(word.text for word in span))
            inside = any(f" {norm} " in f" {text} " for text in whole)
            if len(norm) >= SHORTEST and not inside and _names_something(span, names):
                found[norm].append((start, end))
    return found


def _names_something(span: tuple[Word, ...], names: Names) -> bool:
    """Tell whether words can be a part of a name: they begin and end with no filler."""
    edges = (span[0], span[-1])
    if any(word.kind == "mark" for word in span):
        return False
    if len(span) == 1 and span[0].kind != "quoted":
        return span[0].kind == "word" and not _is_common(span[0], names)
    return not any(word.kind == "word" and senses_of((word.lower,)) for word in edges)


def _is_common(word: Word, names: Names) -> bool:
    """Tell whether a word says something by itself: it is hardly a name then."""
    if senses_of((word.lower,)) or word.base in synonym_words():
        return True
    return any(word.base in column.words for column in names.columns)


def _cost(words: int, texts: tuple[str, ...]) -> float:
    cells = ONE_CELL_COST if len(texts) == 1 else CELLS_COST
    return cells + (WORD_COST if words == 1 else 0.0)


def _by_column(values: tuple[Value, ...]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for value in values:
        found[value.column] = (*found.get(value.column, ()), value.text)
    return found
