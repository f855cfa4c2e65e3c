"""Patterns over marks: small grammars written as the names of the marks they match.

A pattern such as "column:subject equals? not?:turned compare number:limit" matches
marks of those kinds in a row. A part may offer kinds ("and|comma"), may carry a
label after a colon, and may end in ? * or + before the label, as in regular
expressions; that is what a pattern becomes, over one character a kind. Parentheses
group parts: "( or number )*", with a label "(:value number ( or number )* )".
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import count

from analysis.question.marks import Mark

_PART = re.compile(r"([a-z_|]+)([?*+]?)(?::(\w+))?$")
_OPEN = re.compile(r"\((?::(\w+))?$")
_CLOSE = re.compile(r"\)[?*+]?$")
_numbers = count(0xE000)
_letters: dict[str, str] = defaultdict(lambda: chr(next(_numbers)))


def letter(kind: str) -> str:
    """Return the one character that stands for a kind of mark in patterns."""
    return _letters[kind]


@cache
def compiled(pattern: str) -> re.Pattern:
    """Return a pattern as a regular expression over kinds' letters."""
    return re.compile("".join(_part(part) for part in pattern.split()))


def _part(text: str) -> str:
    opened = _OPEN.match(text)
    if opened:
        return f"(?P<{opened[1]}>" if opened[1] else "(?:"
    if _CLOSE.match(text):
        return text
    match = _PART.match(text)
    if not match:
        raise ValueError(f"'{text}' is no part of a pattern")
    kinds, many, label = match.groups()
    letters = "[" + "".join(letter(kind) for kind in kinds.split("|")) + "]" + many
    return f"(?P<{label}>{letters})" if label else letters


@dataclass(frozen=True)
class Found:
    """One place where a pattern matches: the marks, whole and by label."""

    marks: list[Mark]
    labels: dict[str, list[Mark]]
    before: list[Mark]
    after: list[Mark]

    def all(self, label: str) -> list[Mark]:
        """Return the marks under a label; none if that part is absent."""
        return self.labels.get(label, [])

    def one(self, label: str) -> Mark | None:
        """Return the first mark under a label, if any."""
        return next(iter(self.all(label)), None)


@dataclass(frozen=True)
class Rule:
    """A pattern and what it is rewritten to; `build` returns None to decline."""

    pattern: str
    build: Callable[[Found, "object"], Mark | list[Mark] | None]


def rewritten(
    marks: list[Mark], rules: tuple[Rule, ...], context: object = None
) -> list[Mark]:
    """Return the marks with every match replaced; at each place the first rule wins."""
    marks = list(marks)
    text = kinds_text(marks)
    patterns = tuple([rule.pattern for rule in rules])
    by_letter = _by_first_letter(patterns, frozenset(text))
    place = 0 if len(by_letter) > 1 else len(marks)
    while place < len(marks):
        candidates = (rules[i] for i in by_letter.get(text[place], by_letter[""]))
        step = _first_match(marks, text, place, candidates, context)
        if step is None:
            place += 1
            continue
        end, new = step
        marks[place:end] = new
        text = text[:place] + kinds_text(new) + text[end:]
        place += len(new)
    return marks


def _first_match(
    marks: list[Mark],
    text: str,
    place: int,
    rules: Iterable[Rule],
    context: object,
) -> tuple[int, list[Mark]] | None:
    for rule in rules:
        match = compiled(rule.pattern).match(text, place)
        if match is None or match.end() == place:
            continue
        built = rule.build(_found(match, marks), context)
        if built is not None:
            return match.end(), built if isinstance(built, list) else [built]
    return None


@lru_cache(maxsize=10_000)
def _by_first_letter(
    patterns: tuple[str, ...], there: frozenset[str]
) -> dict[str, tuple[int, ...]]:
    """Return {letter: the patterns that can begin with it}; "" for the other letters.

    Only few patterns can match at a place, and only those all of whose parts are
    `there`: the rest need not be tried.
    """
    possible = [i for i, pattern in enumerate(patterns) if _can_match(pattern, there)]
    table: dict[str, tuple[int, ...]] = {"": ()}
    for place in possible:
        for first in _first_letters(patterns[place]) & there:
            table[first] = (*table.get(first, ()), place)
    return table


def _can_match(pattern: str, there: frozenset[str]) -> bool:
    return all(part & there for part in _needed(pattern))


@cache
def _needed(pattern: str) -> tuple[frozenset[str], ...]:
    """Return the letters of every part that no match can do without."""
    found, depth = [], 0
    for part in pattern.split():
        if _OPEN.match(part):
            depth += 1
        elif _CLOSE.match(part):
            depth -= 1
        elif depth == 0:
            kinds, many, _ = _PART.match(part).groups()
            if many not in ("?", "*"):
                found.append(frozenset(letter(kind) for kind in kinds.split("|")))
    return tuple(found)


@cache
def _first_letters(pattern: str) -> set[str]:
    """Return the letters that a pattern can begin with."""
    found: set[str] = set()
    depth = 0
    for part in pattern.split():
        if _OPEN.match(part):
            depth += 1
            continue
        if _CLOSE.match(part):
            depth -= 1
            if depth == 0 and part == ")" and found:
                return found
            continue
        kinds, many, _ = _PART.match(part).groups()
        found |= {letter(kind) for kind in kinds.split("|")}
        if many not in ("?", "*") and depth == 0:
            return found
    return found


def kinds_text(marks: list[Mark]) -> str:
    """Return the kinds of marks as the text that patterns match."""
    return "".join([_letters[mark.kind] for mark in marks])


def _found(match: re.Match, marks: list[Mark]) -> Found:
    start, end = match.span()
    labels = {
        label: marks[match.start(label) : match.end(label)]
        for label in match.groupdict()
        if match.group(label) is not None
    }
    return Found(marks[start:end], labels, marks[:start], marks[end:])
