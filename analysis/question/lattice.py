"""All readings of the single words at once, and the cheapest ways through them."""

import heapq
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from analysis.question.lexicon import (
    Sense,
    inflected,
    inflections_of,
    openings,
    senses_of,
)
from analysis.question.links import fit_of
from analysis.question.marks import Mark, text_of
from analysis.question.names import Names
from analysis.question.vocabulary import synonyms, word_set
from analysis.question.word_likeness import is_derived
from analysis.question.words import Word, singular
from analysis.values import Value, normal

LONGEST_VALUE_WORDS = 8
MARK_COST = 1.0
MARK_COSTS = {
    "fill": 0.4,
    "of": 0.4,
    "prep": 0.5,
    "column": 0.6,
    "row": 0.6,
    "value": 0.6,
}
LEXICON_COST = 0.05
UNKNOWN_COST = 6.0
BROKEN_PHRASE_COST = 0.7
ASKING_WORDS = frozenset({"which", "who", "whose", "whom", "where", "when"})
BEFORE_SHOWING = word_set("before_showing")
TIMES = {"once": 1, "twice": 2, "thrice": 3}
IMPERATIVES = word_set("imperatives")
BEFORE_NOUN = word_set("before_noun_show")
BEFORE_ASKING = frozenset({"and", "in", "on", "of", "for", "to", "from", "me", "with"})
BEFORE_NAMED = frozenset({"by", "in", "of", "with", "from", "at"})
BEFORE_THINGS = frozenset({"the", "a", "different", "distinct", "many", "each"})
NOUNS_TOO = frozenset(
    {"output", "report", "display", "state", "print", "view", "check"}
)
SMALL = frozenset({"fill", "of", "prep"})
UNBROKEN = SMALL | {"vague", "show"}
SHORT_VALUE_COST = 0.3
COMMON_WORD_VALUE_COST = 1.2
PLURAL_VALUE_COST = 0.2
ROW_SYNONYM_COST = 0.4
ROW_FIRST_COST = 0.6
BEFORE_ROW = word_set("before_row")
UNNAMED_ROW_COST, COLUMN_CUE_COST, ROW_CUE_COST = 0.7, 0.6, 0.4
ROW_CUES = frozenset({"of", "for", "many"})
_STOPS = frozenset(".?!;")
_SILENT = frozenset("()[]{}:-–—*#/\\'\"`´|_~")


def lexicon_marks(words: tuple[Word, ...]) -> list[Mark]:
    """Return a mark for every sense of every stretch that the lexicon knows.

    Small words inside a phrase with a meaning of its own ("how many") cost more.
    """
    marks = list(_lexicon_marks(words))
    phrased = {
        place
        for mark in marks
        if mark.end - mark.start > 1 and mark.kind not in UNBROKEN
        for place in range(mark.start, mark.end)
    }
    return [
        replace(mark, cost=mark.cost + BROKEN_PHRASE_COST)
        if mark.kind in SMALL and mark.start in phrased
        else mark
        for mark in marks
    ]


def _lexicon_marks(words: tuple[Word, ...]) -> Iterator[Mark]:
    for start, word in enumerate(words):
        if word.kind == "quoted":
            continue
        longest = max(openings().get(word.lower, 0), word.base in inflected(), 1)
        for end in range(start + 1, min(len(words), start + longest) + 1):
            for sense in senses_here(words, start, end):
                if sense.kind == "edge" and not _chooses(words, end):
                    continue
                text = text_of(words, start, end)
                payload = sense.payload
                yield Mark(sense.kind, start, end, payload, LEXICON_COST, text)


def _chooses(words: tuple[Word, ...], end: int) -> bool:
    """Tell whether "more" asks which of two, how much, or more and more in time.

    In "more than" it does not.
    """
    if end < len(words) and words[end].lower == "than":
        return False
    lower = [word.lower for word in words]
    through_time = bool({"time", "years", "months"}.intersection(lower[end:]))
    return "or" in lower or lower[:1] == ["how"] or through_time


def senses_here(words: tuple[Word, ...], start: int, end: int) -> list[Sense]:
    """Return the senses that a stretch can have where it stands."""
    lower = tuple(word.lower for word in words[start:end])
    exact = senses_of(lower)
    if len(lower) > 1:
        return list(exact)
    fitting = [s for s in exact if _fits_clause(s.kind, words, start)]
    return fitting or [s for s in inflections_of(lower[0]) if s not in exact]


def _fits_clause(kind: str, words: tuple[Word, ...], place: int) -> bool:
    """Tell whether "which", "who" or "where" asks here, or begins a description."""
    before = words[place - 1] if place else None
    starts = before is None or before.kind == "mark"
    if words[place].lower in ASKING_WORDS:
        first = place < 2 or words[place - 2].kind == "mark"
        joined = before is not None and before.lower == "and"
        asks = starts or joined or (first and before.lower in BEFORE_ASKING)
        return kind != "relative" if asks else kind == "relative"
    if kind == "show" and _is_noun_here(words, place):
        return False
    if kind in ("weak", "draw") and before and before.lower in BEFORE_THINGS:
        return not _is_thing(words[place])
    if kind != "show" or starts:
        return True
    if before.lower in BEFORE_SHOWING:
        return before.lower not in BEFORE_NAMED or words[place].lower == "what"
    return words[place].lower in IMPERATIVES and before.lower not in BEFORE_NOUN


def _is_thing(word: Word) -> bool:
    """Tell whether a verb is rather a noun after "the different": places, group."""
    plural = word.lower.endswith("s") and word.base != word.lower
    return plural or word.lower == "group"


def _is_noun_here(words: tuple[Word, ...], place: int) -> bool:
    """Tell "output by region", a thing, from "output the names"."""
    following = words[place + 1].lower if place + 1 < len(words) else ""
    return words[place].lower in NOUNS_TOO and following in ("by", "per", "in", "over")


def literal_marks(words: tuple[Word, ...]) -> Iterator[Mark]:
    """Yield a mark for every number, quoted text and sign."""
    for place, word in enumerate(words):
        here = (place, place + 1)
        if word.lower in TIMES:
            yield Mark("occurring", *here, TIMES[word.lower], 0.0, word.text)
        elif word.value is not None and not word.percent:
            yield Mark("number", *here, word.value, 0.0, word.text)
        elif word.kind == "quoted":
            yield Mark("quoted", *here, word.text, 0.0, word.text)
        elif word.kind == "mark" and word.text in _STOPS:
            yield Mark("stop", *here, None, 0.0, "")
        elif word.kind == "mark" and word.text in _SILENT:
            yield Mark("fill", *here, None, 0.0, "")


def row_marks(
    words: tuple[Word, ...], names: Names, wide: bool = False
) -> Iterator[Mark]:
    """Yield a mark for every stretch that says what a row of the table is.

    A `wide` reading takes "which opera" for a row, too, if the table has no name.
    """
    yield from _unnamed_rows(words, names, wide)
    for start in range(len(words)):
        for end in range(start + 1, min(len(words), start + 4) + 1):
            phrase = tuple(w.base for w in words[start:end])
            cost = _row_cost(phrase, names.nouns)
            if cost == ROW_FIRST_COST and _names_column(words[start:end], names):
                continue
            if cost is not None:
                cost += _contest(words, start, end, names)
                text = text_of(words, start, end)
                yield Mark("row", start, end, None, cost, text, cost > 0)


def _contest(words: tuple[Word, ...], start: int, end: int, names: Names) -> float:
    """Return what speaks against rows where a column has just that name.

    The column is meant, except after "of", "for" and "how many".
    """
    fits = (fit_of(words[start:end], column) for column in names.columns)
    if not any(fit and fit.cost == 0 for fit in fits):
        return 0.0
    before = [w.lower for w in words[:start] if w.lower not in ("the", "all", "these")]
    if before and before[-1] in ROW_CUES:
        return -ROW_CUE_COST
    return COLUMN_CUE_COST


def _unnamed_rows(words: tuple[Word, ...], names: Names, wide: bool) -> Iterator[Mark]:
    """Yield guesses at what a row is called in a table whose name does not say.

    They are plural nouns that are no other word we know; in a `wide` reading also
    what stands after "which", "the only", "the next".
    """
    if names.nouns:
        return
    for place, word in enumerate(words):
        plural = word.kind == "word" and word.base != word.lower
        asked = wide and _asks_for_row(words[:place])
        known = senses_of((word.lower,)) or inflections_of(word.lower)
        if (plural or asked) and not known and not _names_column((word,), names):
            here = (place, place + 1)
            yield Mark("row", *here, None, UNNAMED_ROW_COST, word.text, True)


def _asks_for_row(before: tuple[Word, ...]) -> bool:
    """Tell whether a row may follow: after "which", but not after "in which"."""
    lower = [word.lower for word in before[-2:]]
    if not lower or lower[-1] not in BEFORE_ROW:
        return False
    return lower[0] not in BEFORE_ASKING - {"and"}


def _names_column(span: tuple[Word, ...], names: Names) -> bool:
    """Tell whether words name a column well, so that they are not the rows."""
    fits = (fit_of(span, column) for column in names.columns)
    return any(fit and fit.cost < ROW_FIRST_COST for fit in fits)


def _row_cost(
    phrase: tuple[str, ...], nouns: tuple[tuple[str, ...], ...]
) -> float | None:
    if phrase in nouns:
        return 0.0
    same = synonyms().get(phrase, frozenset())
    if any(noun in same for noun in nouns):
        return ROW_SYNONYM_COST
    firsts = {noun[:-1] for noun in nouns if len(noun) > 1}
    if phrase in firsts or any(first in same for first in firsts):
        return ROW_FIRST_COST
    if len(phrase) == 1 and any(is_derived(phrase[0], n[-1]) for n in nouns):
        return ROW_FIRST_COST
    return None


def value_spans(words: tuple[Word, ...]) -> dict[str, list[tuple[int, int, float]]]:
    """Return {norm: [(start, end, cost)]} of the stretches that could be values."""
    found: dict[str, list[tuple[int, int, float]]] = defaultdict(list)
    for start in range(len(words)):
        for end in range(start + 1, min(len(words), start + LONGEST_VALUE_WORDS) + 1):
            span = words[start:end]
            if _is_edge(span[0]) or _is_edge(span[-1], last=True):
                continue
            cost = _value_cost(span)
            text = " ".join(w.text for w in span)
            found[normal(text)].append((start, end, cost))
            last = span[-1]
            if last.kind == "word" and last.base != last.lower:
                text = " ".join([*(w.text for w in span[:-1]), singular(last.lower)])
                found[normal(text)].append((start, end, cost + PLURAL_VALUE_COST))
            elif last.kind == "word" and not senses_of((last.lower,)):
                text = " ".join(w.text for w in span) + "s"
                found[normal(text)].append((start, end, cost + PLURAL_VALUE_COST))
    return found


def _is_edge(word: Word, last: bool = False) -> bool:
    if word.kind == "mark":
        return not (last and word.text == ".")
    return False


def _value_cost(span: tuple[Word, ...]) -> float:
    """Return the doubt that these words are a value, common words' most."""
    if any(word.kind == "quoted" for word in span):
        return 0.0
    lower = tuple(word.lower for word in span)
    if len(span) > 1:
        return 0.0
    word = span[0]
    if word.kind == "number":
        return COMMON_WORD_VALUE_COST
    if senses_of(lower):
        capital = word.text[0].isupper() and word.start > 0
        return SHORT_VALUE_COST * 2 if capital else COMMON_WORD_VALUE_COST * 2
    return SHORT_VALUE_COST if len(word.text) < 3 else 0.0


def value_marks(
    words: tuple[Word, ...],
    spans: dict[str, list[tuple[int, int, float]]],
    found: dict[str, tuple[Value, ...]],
    names: Names,
) -> Iterator[Mark]:
    """Yield a mark for every stretch and column in whose cells it occurs.

    A value that reads like the name of the rows themselves is hardly meant.
    """
    rows = {" ".join(noun) for noun in names.nouns}
    for norm, values in found.items():
        doubt = COMMON_WORD_VALUE_COST if singular(norm) in rows else 0.0
        for start, end, cost in spans[norm]:
            for column, texts in _by_column(values).items():
                words_here = text_of(words, start, end)
                here = (start, end, (column, texts), cost + doubt)
                yield Mark("value", *here, words_here)


def _by_column(values: tuple[Value, ...]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for value in values:
        found[value.column] = (*found.get(value.column, ()), value.text)
    return found


def cheapest(
    words: tuple[Word, ...], marks: Iterable[Mark], count: int
) -> list[tuple[float, tuple[Mark, ...]]]:
    """Return up to `count` ways to cover all words with marks, the cheapest first.

    Each mark costs one plus its doubt, so that few long marks win over many short
    ones; a word that nothing covers becomes an unknown mark, which costs most.
    """
    by_end: dict[int, list[Mark]] = defaultdict(list)
    for mark in marks:
        by_end[mark.end].append(mark)
    for place, word in enumerate(words):
        by_end[place + 1].append(
            Mark("unknown", place, place + 1, word.text, UNKNOWN_COST, word.text)
        )
    best: list[list[tuple[float, tuple[Mark, ...]]]] = [[(0.0, ())]]
    for end in range(1, len(words) + 1):
        ways = (
            (cost + MARK_COSTS.get(mark.kind, MARK_COST) + mark.cost, (*way, mark))
            for mark in by_end[end]
            for cost, way in best[mark.start]
        )
        best.append(heapq.nsmallest(count, ways, key=lambda way: way[0]))
    return best[-1]
