"""A mark: a stretch of the question and what it was taken for."""

from dataclasses import dataclass, replace

from analysis.question.words import Word


@dataclass(frozen=True)
class Mark:
    """Words from `start` up to (not including) `end`, taken for something.

    `kind` is a name of the lexicon (op, compare, top, ...) or column, value, number,
    date, quoted, row (a noun for the table's rows), unknown; later stages make
    filter, measure, group, ordering, superlative and having out of them. `payload`
    depends on the kind; `cost` says how unsure it is (0 sure); `guessed` is set when
    something was concluded that the words do not say outright; `shared` when other
    words say the same, `taught` when a person explained these words before.
    """

    kind: str
    start: int
    end: int
    payload: object = None
    cost: float = 0.0
    words: str = ""
    guessed: bool = False
    shared: bool = False
    taught: bool = False

    def becomes(self, kind: str, payload: object, **changes: object) -> "Mark":
        """Return this stretch taken for something else."""
        return replace(self, kind=kind, payload=payload, **changes)


def spanning(marks: list[Mark], kind: str, payload: object, cost: float = 0.0) -> Mark:
    """Return one mark over several, whose costs add up."""
    return Mark(
        kind,
        min(m.start for m in marks),
        max(m.end for m in marks),
        payload,
        cost + sum(m.cost for m in marks),
        " ".join(m.words for m in marks if m.words),
        any(m.guessed for m in marks),
    )


def text_of(words: tuple[Word, ...], start: int, end: int) -> str:
    """Return the words of a stretch as one text."""
    return " ".join(word.text for word in words[start:end])
