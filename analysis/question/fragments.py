"""Values known by one of their words: "Dempsey" where a cell says "Clint Dempsey".

They are looked up only when a question cannot be read by whole cells, and the reading
says each cell that was taken.
"""

from collections import defaultdict
from collections.abc import Iterator

from analysis.question.lexicon import senses_of
from analysis.question.marks import Mark, text_of
from analysis.question.words import Word
from analysis.table import Table
from analysis.values import Value, containing, normal

LONGEST, SHORTEST, MOST_CELLS = 5, 3, 40
FRAGMENT_COST, WORD_COST = 0.5, 0.3


def fragment_marks(words: tuple[Word, ...], table: Table) -> Iterator[Mark]:
    """Yield a mark for every stretch that is a part, in whole words, of some cells."""
    spans = _spans(words)
    found = containing(table, spans)
    for norm, values in found.items():
        for start, end in spans[norm]:
            for column, texts in _by_column(values).items():
                if len(texts) <= MOST_CELLS:
                    here = (start, end, (column, texts), _cost(start, end))
                    yield Mark("value", *here, text_of(words, start, end), True)


def _spans(words: tuple[Word, ...]) -> dict[str, list[tuple[int, int]]]:
    found: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for start in range(len(words)):
        for end in range(start + 1, min(len(words), start + LONGEST) + 1):
            span = words[start:end]
            norm = normal(" ".join(word.text for word in span))
            if _names_something(span) and len(norm) >= SHORTEST:
                found[norm].append((start, end))
    return found


def _names_something(span: tuple[Word, ...]) -> bool:
    """Tell whether words can be a part of a name: they begin and end with no filler."""
    edges = (span[0], span[-1])
    if any(word.kind == "mark" for word in span):
        return False
    if len(span) == 1 and span[0].kind != "quoted":
        return span[0].kind == "word" and not senses_of((span[0].lower,))
    return not any(word.kind == "word" and senses_of((word.lower,)) for word in edges)


def _cost(start: int, end: int) -> float:
    return FRAGMENT_COST + (WORD_COST if end - start == 1 else 0.0)


def _by_column(values: tuple[Value, ...]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for value in values:
        found[value.column] = (*found.get(value.column, ()), value.text)
    return found
