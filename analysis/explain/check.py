"""Whether the numbers of a text are those of a result: rounding, units, dates."""

import math
import re
import unicodedata
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
UNITS = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
    *("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen"),
    *("seventeen", "eighteen", "nineteen"),
)
TENS = (
    *("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"),
)
WORDS: dict[str, float] = {
    **{word: float(value) for value, word in enumerate(UNITS)},
    **{word: 10.0 * value for value, word in enumerate(TENS, 2)},
    **{"half": 0.5, "halved": 0.5, "third": 1 / 3, "thirds": 1 / 3, "quarter": 0.25},
    "quarters": 0.25,
    **{"twice": 2.0, "double": 2.0, "doubled": 2.0, "triple": 3.0, "tripled": 3.0},
    **{"quadruple": 4.0, "quadrupled": 4.0, "dozen": 12.0, "dozens": 12.0},
}
MULTIPLIERS = {
    "hundred": 1e2,
    "hundreds": 1e2,
    "thousands": 1e3,
    "millions": 1e6,
    "billions": 1e9,
    **{word: scale for word, scale in SCALES.items() if len(word) > 2},
}
PARTS = frozenset({"half", "third", "thirds", "quarter", "quarters"})
# "One of them", "the third quarter of 2024": words that mostly count nothing.
SILENT_ALONE = frozenset({"one", "zero", "third", "quarter"})
_NUMBER = re.compile(
    r"(?<![\w.])(?<![A-Za-z]-)(?P<sign>[-−–]?)[$€£¥₹]?"
    r"(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)"
    r"(?P<power>e[+-]?\d+)?"
    r"(?:\s?(?P<scale>thousand|million|billion|trillion|mn|bn|k|m|b)(?![a-z]))?"
    r"(?P<percent>\s?(?:%|per ?cent))?",
    re.IGNORECASE,
)
_WORD = re.compile(
    r"\b(?P<article>a|an|one)?[ -]?(?P<words>(?:(?:"
    + "|".join(sorted((*WORDS, *MULTIPLIERS), key=len, reverse=True))
    + r")(?:fold\b)?(?:[ -](?:and )?)?)+)\b",
    re.IGNORECASE,
)


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
    found, taken = [], set()
    for match in _NUMBER.finditer(text):
        found.append((match.start(), _read(match)))
        taken.update(range(*match.span()))
    for match in _WORD.finditer(text):
        value = _spelled(match["words"], bool(match["article"]))
        if match.start("words") not in taken and value is not None:
            found.append((match.start("words"), Said(value, 0.0)))
    for place, sign in enumerate(text):
        if not sign.isascii() and not sign.isdigit() and sign.isnumeric():
            found.append((place, Said(unicodedata.numeric(sign), 0.0)))
    return [said for _, said in sorted(found, key=lambda pair: pair[0])]


def _spelled(words: str, counted: bool) -> float | None:
    """Return the number that words spell: "two hundred and five", "a third"."""
    parts = re.split(r"[ -]+", words.lower().strip(" -"))
    parts = [part.removesuffix("fold") for part in parts if part != "and"]
    if parts == ["one"] or (SILENT_ALONE.issuperset(parts) and not counted):
        return None
    total, current = 0.0, 0.0
    for part in parts:
        if part in MULTIPLIERS:
            current = (current or 1.0) * MULTIPLIERS[part]
            if MULTIPLIERS[part] >= 1e3:
                total, current = total + current, 0.0
        elif part in PARTS and current:
            current *= WORDS[part]
        else:
            current += WORDS[part]
    return total + current


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
