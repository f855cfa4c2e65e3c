"""Whether the numbers of a text are those of a result: rounding, units, dates."""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

from analysis.result import Result

SCALES = {
    "k": 1e3,
    "thousand": 1e3,
    "m": 1e6,
    "mn": 1e6,
    "million": 1e6,
    "bn": 1e9,
    "b": 1e9,
    "billion": 1e9,
    "trillion": 1e12,
}
WORDS = {
    "half": 0.5,
    "two": 2,
    "twice": 2,
    "double": 2,
    "doubled": 2,
    "three": 3,
    "triple": 3,
    "tripled": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "twenty": 20,
}
_NUMBER = re.compile(
    r"(?<![\w.])(?<![A-Za-z]-)(?P<sign>[-−–]?)[$€£¥₹]?"
    r"(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)"
    r"(?P<power>e[+-]?\d+)?"
    r"(?:\s?(?P<scale>thousand|million|billion|trillion|mn|bn|k|m|b)(?![a-z]))?"
    r"(?P<percent>\s?(?:%|per ?cent))?",
    re.IGNORECASE,
)
_WORD = re.compile(r"\b(" + "|".join(WORDS) + r")\b", re.IGNORECASE)


@dataclass(frozen=True)
class Said:
    """A number in a text, and half the step that its last digit stands for."""

    value: float
    tolerance: float
    percent: bool = False


def numbers_in(text: str) -> list[float]:
    """Return the numbers that a text states, in order of appearance.

    Thousands marks, "1.2 million", "3k" and words such as two or half are understood;
    a percentage is the number before its sign.
    """
    return [said.value for said in _said_in(text)]


def all_numbers_supported(text: str, result: Result, also: str = "") -> bool:
    """Tell whether every number in the text is one of the result's, maybe rounded.

    A percentage may stand for a computed ratio. Digits of dates, of group names and
    of column names count, too, and so do the numbers of rows. `also` is a text that
    was computed from the result (an explanation); its numbers count.
    """
    known = [*_known_numbers(result), *numbers_in(also)]
    return all(
        any(_matches(said, number) for number in known) for said in _said_in(text)
    )


def _said_in(text: str) -> list[Said]:
    found = [(match.start(), _read(match)) for match in _NUMBER.finditer(text)]
    for match in _WORD.finditer(text):
        found.append((match.start(), Said(float(WORDS[match[0].lower()]), 0.0)))
    return [said for _, said in sorted(found, key=lambda pair: pair[0])]


def _read(match: re.Match) -> Said:
    digits = match["digits"].replace(",", "")
    scale = SCALES.get((match["scale"] or "").lower(), 1.0)
    scale *= float("1" + (match["power"] or "e0"))
    decimals = len(digits.partition(".")[2])
    value = float(digits) * scale * (-1 if match["sign"] else 1)
    return Said(value, 0.5 * 10.0**-decimals * scale, bool(match["percent"]))


def _known_numbers(result: Result) -> Iterator[float]:
    yield from (float(result.rows_used), float(result.total_rows))
    yield from (float(len(result.rows)), float(result.ties))
    yield from (float(part.rows) for part in result.left_out)
    yield from (value for _, value in result.facts)
    cells = [cell for row in result.rows for cell in row]
    for cell in (*cells, *result.parameters, *(c.name for c in result.columns)):
        yield from _numbers_of(cell)


def _numbers_of(cell: object) -> Iterator[float]:
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        yield float(cell)
    elif isinstance(cell, str):
        yield from (float(digits) for digits in re.findall(r"\d+(?:\.\d+)?", cell))


def _matches(said: Said, number: float) -> bool:
    candidates = [number, abs(number)]
    if said.percent:
        candidates += [number * 100, abs(number) * 100]
    slack = said.tolerance * (1 + 1e-9) + 1e-12 * abs(said.value)
    if said.value == int(said.value) and math.isclose(said.tolerance, 0.5):
        slack = _rounding_of(said.value, exact=number == int(number))
    return any(abs(said.value - each) <= slack for each in candidates)


def _rounding_of(value: float, exact: bool) -> float:
    """Return how far a whole number may lie from the number that it rounds.

    Below ten thousand it must be that number if that one is `exact` (whole), too;
    above, zeros at its end may come from rounding to three digits or more.
    """
    digits = f"{abs(value):.0f}"
    zeros = len(digits) - max(len(digits.rstrip("0")), 3)
    if len(digits) > 4 and zeros > 0:
        return 0.5 * 10.0**zeros
    return 0.0 if exact else 0.5
