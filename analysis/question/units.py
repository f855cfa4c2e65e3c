"""Units in questions: "2 hours" of a column in minutes, "20%" of a column of shares."""

from collections.abc import Iterator
from dataclasses import dataclass

from analysis.question.marks import Mark
from analysis.question.names import ColumnName, Names
from analysis.question.vocabulary import word_set
from analysis.question.words import Word, singular

# {what is measured: {unit: how many of the smallest}}; None is no common measure.
SCALES: dict[str, dict[str, float]] = {
    "time": {"second": 1, "minute": 60, "hour": 3600, "day": 86400, "week": 604800},
    "length": {"mm": 1, "cm": 10, "meter": 1000, "km": 1e6},
    "distance": {"inch": 1, "foot": 12, "yard": 36, "mile": 63360},
    "mass": {"mg": 1, "gram": 1000, "kg": 1e6, "ton": 1e9},
    "volume": {"ml": 1, "liter": 1000},
    "data": {"kb": 1, "mb": 1e3, "gb": 1e6, "tb": 1e9},
    "power": {"w": 1, "kw": 1e3, "mw": 1e6},
    "energy": {"wh": 1, "kwh": 1e3, "mwh": 1e6},
    "share": {"percent": 1},
}
LONE = word_set("lone_units")
SAME = {
    "sec": "second",
    "min": "minute",
    "hr": "hour",
    "hrs": "hour",
    "yr": "year",
    "yrs": "year",
    "m": "meter",
    "metre": "meter",
    "kilometer": "km",
    "kilometre": "km",
    "millimeter": "mm",
    "millimetre": "mm",
    "centimeter": "cm",
    "centimetre": "cm",
    "ft": "foot",
    "feet": "foot",
    "mi": "mile",
    "g": "gram",
    "kilogram": "kg",
    "kilo": "kg",
    "tonne": "ton",
    "l": "liter",
    "litre": "liter",
    "lbs": "lb",
    "oz": "ounce",
    "pct": "percent",
    "%": "percent",
    "$": "dollar",
    "usd": "dollar",
    "€": "euro",
    "eur": "euro",
    "£": "pound",
    "gbp": "pound",
    "c": "celsius",
    "f": "fahrenheit",
    "h": "hour",
    "s": "second",
    "v": "volt",
    "watt": "w",
    "ha": "hectare",
    "kmh": "kph",
}
# One letter is a unit at the end of a column's name, but hardly in a question.
_SPOKEN_LETTERS = frozenset({"m", "g", "l"})
UNKNOWN_UNIT_COST, UNKNOWN_TIME_COST, MOST_SHARE = 0.2, 2.0, 1.0


@dataclass(frozen=True)
class Quantity:
    """A number with the unit that was said: 2 hours, 20 percent."""

    value: float
    unit: str


def quantity_marks(words: tuple[Word, ...], names: Names) -> Iterator[Mark]:
    """Yield a mark for every number with a unit that is no column's own word."""
    named = {
        word
        for column in names.columns
        for word, weight in zip(column.words, column.weights, strict=True)
        if weight
    }
    for place, word in enumerate(words):
        if word.kind != "number" or word.ordinal:
            continue
        if word.percent:
            here = (place, place + 1)
            yield Mark("quantity", *here, Quantity(word.value, "percent"), 0, word.text)
        following = words[place + 1] if place + 1 < len(words) else None
        unit = _spoken_unit(following) if following else None
        if unit and following.base not in named:
            text = f"{word.text} {following.text}"
            here = (place, place + 2)
            yield Mark("quantity", *here, Quantity(word.value, unit), 0.05, text)


def in_unit_of(quantity: Quantity, column: ColumnName) -> tuple[float, float] | None:
    """Return (the number in the column's unit, the doubt); None where units clash."""
    if quantity.unit == "percent":
        return _share(quantity.value, column), 0.0
    own = unit_of(column)
    if own is None:
        timed = quantity.unit in SCALES["time"] or quantity.unit in ("month", "year")
        return quantity.value, UNKNOWN_TIME_COST if timed else UNKNOWN_UNIT_COST
    if own == quantity.unit:
        return quantity.value, 0.0
    for scale in SCALES.values():
        if own in scale and quantity.unit in scale:
            return quantity.value * scale[quantity.unit] / scale[own], 0.0
    return None


def unit_of(column: ColumnName) -> str | None:
    """Return the unit of a column, from its cells or the end of its name."""
    for word in (column.column.unit, *reversed(column.raw)):
        unit = _unit(singular(word.lower())) if word else None
        if unit:
            return unit
    return None


def _share(value: float, column: ColumnName) -> float:
    """Return 20% as 0.2 where a column holds shares of one."""
    most = column.column.maximum
    shares = isinstance(most, int | float) and abs(most) <= MOST_SHARE
    return value / 100 if shares else value


def _spoken_unit(word: Word) -> str | None:
    if word.kind != "word" or (
        len(word.lower) == 1 and word.lower not in _SPOKEN_LETTERS
    ):
        return None
    return _unit(word.base)


def _unit(word: str) -> str | None:
    known = SAME.get(word, word)
    found = known in LONE or any(known in scale for scale in SCALES.values())
    return known if found else None
