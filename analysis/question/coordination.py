"""Links that need the words around: "first and last name", "full name"."""

from collections.abc import Iterator

from analysis.question.context import Context
from analysis.question.links import fit_of
from analysis.question.marks import Mark, text_of
from analysis.question.names import Names
from analysis.question.vocabulary import base_phrase
from analysis.question.words import Word

JOINING = frozenset({"and", "or", ",", "/", "&"})
REACH = 4
SHARED_HEAD_COST, BARE_NAME_COST = 0.1, 0.3
FULL_NAMES = frozenset(map(base_phrase, ("full name", "complete name", "whole name")))
NAME = base_phrase("name")


def coordinated_marks(words: tuple[Word, ...], names: Names) -> Iterator[Mark]:
    """Yield columns for words that share a noun with what follows "and".

    In "first and last name" the word "first" stands for the first name.
    """
    for place in range(len(words) - 2):
        if words[place + 1].lower not in JOINING or words[place].kind != "word":
            continue
        last = min(len(words), place + 2 + REACH)
        heads = [word for word in words[place + 3 : last] if word.kind == "word"]
        for column in names.columns:
            fits = [fit_of((words[place], head), column) for head in heads]
            if any(fit and fit.cost == 0 for fit in fits):
                here = (place, place + 1)
                text = text_of(words, *here)
                yield Mark(
                    "column", *here, column.key, SHARED_HEAD_COST, text, shared=True
                )


def _named_by(context: Context) -> tuple[str, ...]:
    """Return what "name" means where no column is called so.

    That is first and last name, or the column named like the rows ("institution").
    """
    keys = context.name_columns()
    if len(keys) > 1:
        return keys
    columns = context.names.columns
    if any("name" in c.words and c.column.type == "text" for c in columns):
        return ()
    alike = [c for c in columns if c.words in context.names.nouns]
    return tuple(c.key for c in alike if c.column.type == "text")


def name_marks(words: tuple[Word, ...], context: Context) -> Iterator[Mark]:
    """Yield the first and last name together for "full name" or a bare "name"."""
    keys = _named_by(context)
    full = keys or context.name_columns()
    if not full:
        return
    for start in range(len(words)):
        for end in (start + 1, start + 2):
            phrase = tuple(word.base for word in words[start:end])
            text = text_of(words, start, end)
            if phrase in FULL_NAMES:
                yield Mark("names", start, end, full, 0.0, text)
            elif phrase == NAME and end == start + 1 and keys:
                yield Mark("names", start, end, keys, BARE_NAME_COST, text, True)
