"""Which group a number or a direction is said of, clause by clause."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from analysis.explain import numbers_in
from analysis.reworded.words import BOUND, claims_in

_BREAK = re.compile(
    r"[;:()\[\]–—]|[.,](?!\d)|"
    r"\b(?:and|but|while|whereas|versus|vs|followed|then|against|with)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Clause:
    """A stretch of a sentence with the groups that it names, in order."""

    text: str
    labels: tuple[str, ...]


def clauses_of(text: str, labels: frozenset[str]) -> list[Clause]:
    """Split a text into clauses; one that names no group takes the one before.

    Where none came before, it takes the next. `labels` are case-folded.
    """
    shielded, names = _shield(text, labels)
    parts = [part for part in _BREAK.split(shielded) if part.strip()]
    named = [tuple(names[int(n)] for n in _MARK.findall(part)) for part in parts]
    carried = list(_carried(named))
    return [
        Clause(_MARK.sub(" ", part), labels)
        for part, labels in zip(parts, carried, strict=True)
    ]


def said_of(clauses: list[Clause]) -> Iterator[tuple[tuple[str, ...], float]]:
    """Yield every number with the groups it is said of."""
    for clause in clauses:
        for number in numbers_in(clause.text):
            yield clause.labels, number


def directions_of(clauses: list[Clause]) -> set[tuple[tuple[str, ...], str]]:
    """Return which groups are called high and which low."""
    return {
        (clause.labels, claim)
        for clause in clauses
        for claim in claims_in(clause.text)
        if claim in BOUND and clause.labels
    }


_MARK = re.compile("\ue000(\\d+)\ue001")


def _shield(text: str, labels: frozenset[str]) -> tuple[str, list[str]]:
    """Put a mark in each group name's place: names may hold commas, "and", digits."""
    folded = text.casefold()
    present = sorted((each for each in labels if each in folded), key=len, reverse=True)
    if not present:
        return text, []
    names: list[str] = []

    def mark(match: re.Match) -> str:
        names.append(match[0].casefold())
        return f"\ue000{len(names) - 1}\ue001"

    pattern = r"(?<!\w)(?:" + "|".join(map(re.escape, present)) + r")(?!\w)"
    return re.sub(pattern, mark, text, flags=re.IGNORECASE), names


def _carried(named: list[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    current = next((labels for labels in named if labels), ())
    for labels in named:
        current = labels or current
        yield current
