"""Links from words of the question to columns of the table."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from analysis.question.marks import Mark, text_of
from analysis.question.names import HEADS, LEFT_OUT, UNITS, ColumnName, Names
from analysis.question.vocabulary import (
    longest_synonym,
    synonyms,
    word_set,
)
from analysis.question.word_likeness import (
    EXACT,
    SHORTEST_STUB,
    STEMMED,
    SYNONYM,
    TYPO,
    is_typo,
    word_quality,
)
from analysis.question.words import Word, bases_of, singular

LONGEST_SPAN = 7
INNER_WORDS = frozenset({"of", "the", "a", "per", "'s", "an"})
DOUBT = 4.0  # cost of a whole word's worth of doubt
LEFT_OUT_COST, MISSING_COST, INVERTED_COST, GENERIC_COST = 0.15, 0.6, 0.1, 0.25
OWN_NOUN_COST = 0.45  # the row's own noun rather means the rows than their id
TAUGHT_COST = -0.5  # what a person said outweighs what names suggest
TEACHABLE_COST = 0.35  # it does not outweigh the very name of another column
OWN_SHARE, NOT_OWN_COST = 0.9, 0.3
MODIFIERS, MADE_BY = word_set("modifiers"), word_set("made_by")
PARTICIPLES = word_set("participles")
QUANTITIES = word_set("quantities")
SORTS = word_set("sorts")
TIME_WORDS = frozenset({"time", "date", "day", "year"})
MADE_BY_COST, EVENT_COST, QUANTITY_COST, SORT_COST = 0.35, 0.4, 0.3, 0.3
HEADLESS_COST = 2.5  # only ever offered: "performance" for performance_score


@dataclass(frozen=True)
class Fit:
    """How well words fit a column: the cost, and whether anything was guessed."""

    cost: float
    guessed: bool


def column_marks(words: tuple[Word, ...], names: Names) -> Iterator[Mark]:
    """Yield a mark for every stretch of words that may name a column."""
    near = [_near_columns(word.base, names) for word in words]
    for start in range(len(words)):
        if not _can_name(words[start]):
            continue
        for end in range(start + 1, min(len(words), start + LONGEST_SPAN) + 1):
            span = words[start:end]
            if span[-1].kind == "mark":
                break
            if _can_name(span[-1]):
                columns = set().union(*near[start:end])
                yield from _column_marks(columns, words, start, end)


def vocabulary_marks(
    words: tuple[Word, ...], names: Names, vocabulary: Mapping[str, str]
) -> Iterator[Mark]:
    """Yield a mark for every word that a person explained before as a column.

    A column that is gone, or one whose place a newer column of that very name has
    taken, explains nothing.
    """
    columns = {column.column.name: column for column in names.columns}
    known = {bases_of(word): columns.get(name) for word, name in vocabulary.items()}
    for start in range(len(words)):
        for end in range(start + 1, min(len(words), start + LONGEST_SPAN) + 1):
            span = words[start:end]
            column = known.get(tuple(word.base for word in span))
            if column is not None and _is_teachable(span, column, names):
                text = text_of(words, start, end)
                here = (start, end, column.key, TAUGHT_COST)
                yield Mark("column", *here, text, taught=True)


def _is_teachable(span: tuple[Word, ...], column: ColumnName, names: Names) -> bool:
    """Tell whether words may stand for a column, being no other column's own name."""
    spoken = tuple(word for word in span if word.lower not in INNER_WORDS)
    own = fit_of(spoken, column)
    if own and own.cost <= TEACHABLE_COST:
        return True
    fits = (fit_of(spoken, other) for other in names.columns if other is not column)
    return not any(fit and fit.cost == 0 for fit in fits)


def event_marks(words: tuple[Word, ...], names: Names) -> Iterator[Mark]:
    """Yield an event for "opened", "born", "hired" where a column's name has the verb.

    It names the column only together with a time, a place or an extreme.
    """
    for place, word in enumerate(words):
        if not word.lower.endswith("ed") and word.lower not in PARTICIPLES:
            continue
        for column in names.columns:
            if _speaks_of(word, column):
                here = (place, place + 1)
                yield Mark("event", *here, column.key, EVENT_COST, word.text, True)


def _speaks_of(word: Word, column: ColumnName) -> bool:
    pairs = zip(column.words, column.stems, strict=True)
    verbs = [pair for pair in pairs if pair[0] not in LEFT_OUT | HEADS | MODIFIERS]
    return any(word_quality(word.base, w, s) >= SYNONYM for w, s in verbs)


def _can_name(word: Word) -> bool:
    return word.kind in ("word", "number") and word.lower not in INNER_WORDS


def _column_marks(
    columns: set[ColumnName], words: tuple[Word, ...], start: int, end: int
) -> Iterator[Mark]:
    span = words[start:end]
    spoken = tuple(w for w in span if w.lower not in INNER_WORDS)
    ordered = sorted(columns, key=lambda column: column.place)
    fits = [(column, fit_of(spoken, column)) for column in ordered]
    generic = all(word.base in LEFT_OUT for word in spoken)
    exact = not generic and any(
        fit and fit.cost == 0 and all(column.weights) for column, fit in fits
    )
    for column, fit in fits:
        if fit is None or _counts(span, column) or (exact and fit.cost > 0):
            continue
        if "per" not in column.words and any(word.lower == "per" for word in span):
            continue
        text = text_of(words, start, end)
        yield Mark("column", start, end, column.key, fit.cost, text, fit.guessed)


@lru_cache(maxsize=20_000)
def _near_columns(base: str, names: Names) -> frozenset[ColumnName]:
    """Return the columns that a word can be a part of the name of, near or far."""
    parts = {singular(part) for part in base.replace("-", "_").split("_") if part}
    parts |= {word for phrase in _phrases_with(base) for word in phrase}
    return frozenset(
        column
        for column in names.columns
        if any(
            word_quality(part, word, stem_)
            for part in parts
            for word, stem_ in zip(column.words, column.stems, strict=True)
        )
        or base.startswith("".join(column.raw)[:SHORTEST_STUB])
        or is_typo(base, "".join(column.raw))
    )


@lru_cache(maxsize=20_000)
def _phrases_with(base: str) -> frozenset[tuple[str, ...]]:
    """Return the synonyms of all phrases that a word is part of."""
    return frozenset(
        other
        for phrase, others in synonyms().items()
        if base in phrase
        for other in others
    )


def _counts(span: tuple[Word, ...], column: ColumnName) -> bool:
    """Tell whether "number of X" counts X here, and does not name X_number."""
    if len(span) < 3 or span[0].base not in ("number", "count"):
        return False
    return column.words[0] != span[0].base or column.column.role == "identifier"


def fit_of(spoken: tuple[Word, ...], column: ColumnName) -> Fit | None:
    """Return how well words fit a column's name; None where they do not."""
    if any(word.kind == "number" for word in spoken) and len(spoken) == 1:
        return None
    if "".join(_parts(spoken, False)) in ("".join(column.raw), column.bare):
        return Fit(0.0, False)
    fits = [_fit(_parts(spoken), column, 0.0), _with_generic(_parts(spoken), column)]
    if len(spoken) == 1 and is_typo(spoken[0].base, "".join(column.raw)):
        fits.append(Fit(DOUBT * (1 - TYPO), True))
    for variant in _variants(tuple(word.base for word in spoken)):
        fits.append(_fit(variant, column, 1 - SYNONYM))
    found = [fit for fit in fits if fit]
    return min(found, key=lambda fit: fit.cost) if found else None


def _parts(spoken: tuple[Word, ...], singulars: bool = True) -> tuple[str, ...]:
    """Return the words in the singular, "hire_date" and "birth-date" in two."""
    return tuple(
        singular(part) if singulars else part
        for word in spoken
        for part in word.lower.replace("-", "_").split("_")
        if part
    )


@lru_cache(maxsize=10_000)
def _variants(phrase: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """Return the phrase with one part replaced by a synonym of several words."""
    found = []
    for start in range(len(phrase)):
        for end in range(start + 1, min(len(phrase), start + longest_synonym()) + 1):
            for other in synonyms().get(phrase[start:end], ()):
                if end - start > 1 or len(other) > 1:
                    found.append(phrase[:start] + other + phrase[end:])
    return tuple(found)


def _with_generic(parts: tuple[str, ...], column: ColumnName) -> Fit | None:
    """Fit "major id" to a column that is fully named by "major"."""
    generic = LEFT_OUT | TIME_WORDS if column.is_date else LEFT_OUT
    if len(parts) < 2 or parts[-1] not in generic or parts[-1] in column.words:
        return None
    fit = _fit(parts[:-1], column, 0.0)
    return Fit(GENERIC_COST, True) if fit and fit.cost == 0 else None


def _fit(parts: tuple[str, ...], column: ColumnName, doubt: float) -> Fit | None:
    matched = _matched(parts, column)
    if matched is None:
        return None
    quality = sum(matched.values()) / len(parts)
    missing = [
        (word, weight)
        for place, (word, weight) in enumerate(
            zip(column.words, column.weights, strict=True)
        )
        if place not in matched and weight
    ]
    cost = DOUBT * (1 - quality + doubt) + _not_own(parts, column)
    absent = _absence(missing, matched, column)
    if absent is None:
        return None
    if not any(column.weights[place] for place in matched):
        cost += OWN_NOUN_COST
    if list(matched) != sorted(matched):
        cost += INVERTED_COST
    guessed = quality < STEMMED or doubt > 0 or absent >= MISSING_COST
    return Fit(cost + absent, guessed)


def _not_own(parts: tuple[str, ...], column: ColumnName) -> float:
    """Return the doubt that a bare "id" means another thing's id, not the row's own."""
    own = column.column.distinct >= OWN_SHARE * column.rows
    return 0.0 if own or len(parts) > 1 or parts[0] not in LEFT_OUT else NOT_OWN_COST


def _matched(parts: tuple[str, ...], column: ColumnName) -> dict[int, float] | None:
    """Match every part to its own word of the column; None if one has none."""
    matched: dict[int, float] = {}
    for part in parts:
        best, place = 0.0, -1
        generic = len(parts) == 1 and part in LEFT_OUT
        for i, word in enumerate(column.words):
            if i not in matched:
                quality = word_quality(part, word, column.stems[i])
                if quality > best and not (generic and quality < EXACT):
                    best, place = quality, i
        if place < 0:
            return None
        matched[place] = best
    weighty = [i for i, weight in enumerate(column.weights) if weight]
    if any(i in matched for i in weighty):
        return matched
    named = [i for i in matched if column.words[i] not in LEFT_OUT | UNITS]
    rest = all(column.words[i] in LEFT_OUT for i in weighty)
    return matched if named and rest else None


def _absence(
    missing: list[tuple[str, float]], matched: dict[int, float], column: ColumnName
) -> float | None:
    """Return what the words left out cost; None if the thing itself is not named."""
    if not missing:
        return 0.0
    said = {column.words[i] for i in matched}
    absent = [word for word, _ in missing]
    if said <= MODIFIERS:
        return None
    if all(word in LEFT_OUT for word in absent):
        return LEFT_OUT_COST * len(absent)
    if said <= LEFT_OUT:
        return MISSING_COST + 0.3 * len(absent)
    if column.is_number and all(word in QUANTITIES | LEFT_OUT for word in absent):
        return QUANTITY_COST
    if all(word in SORTS | LEFT_OUT for word in absent):
        return SORT_COST
    named = [
        w for w, weight in zip(column.words, column.weights, strict=True) if weight
    ]
    heads = [word for word in named if word in HEADS] or named[-1:]
    if not any(head in said for head in heads):
        return None if said & (LEFT_OUT | HEADS | MADE_BY) else HEADLESS_COST
    made = len([word for word in absent if word in MADE_BY])
    others = len([word for word in absent if word not in LEFT_OUT | MADE_BY])
    return MISSING_COST * others + MADE_BY_COST * made
