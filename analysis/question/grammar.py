"""Patterns over marks: small grammars written as the names of the marks they match.

A pattern such as "column:subject equals? not?:turned compare number:limit" matches
marks of those kinds in a row. A part may offer kinds ("and|comma"), may carry a
label after a colon, and may end in ? * or + before the label, as in regular
expressions; that is what a pattern becomes, over one character a kind. Parentheses
group parts: "( or number )*", with a label "(:value number ( or number )* )".
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from itertools import count

from analysis.question.marks import Mark

_PART = re.compile(r"([a-z_|]+)([?*+]?)(?::(\w+))?$")
_OPEN = re.compile(r"\((?::(\w+))?$")
_CLOSE = re.compile(r"\)[?*+]?$")
_letters: dict[str, str] = {}
_numbers = count(0xE000)


def letter(kind: str) -> str:
    """Return the one character that stands for a kind of mark in patterns."""
    if kind not in _letters:
        _letters[kind] = chr(next(_numbers))
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
    by_letter = _by_first_letter(tuple(rule.pattern for rule in rules))
    place = 0
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


@cache
def _by_first_letter(patterns: tuple[str, ...]) -> dict[str, tuple[int, ...]]:
    """Return {letter: the patterns that can begin with it}; "" for the other letters.

    Only few patterns can match at a place: the rest need not be tried there.
    """
    firsts = [_first_letters(pattern) for pattern in patterns]
    letters = set().union(*firsts)
    table = {
        letter: tuple(i for i, first in enumerate(firsts) if letter in first)
        for letter in letters
    }
    return table | {"": ()}


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
    return "".join(letter(mark.kind) for mark in marks)


def _found(match: re.Match, marks: list[Mark]) -> Found:
    start, end = match.span()
    labels = {
        label: marks[match.start(label) : match.end(label)]
        for label in match.groupdict()
        if match.group(label) is not None
    }
    return Found(marks[start:end], labels, marks[:start], marks[end:])
