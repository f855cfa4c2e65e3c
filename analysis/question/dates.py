"""Dates in words: "7th September 1987", "Q3 2024", "the 1990s", "last 6 months"."""

import calendar
import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from analysis.question.marks import Mark, text_of
from analysis.question.words import NUMBER_WORDS, Word

_MONTHS = {name.lower(): i for i, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name.lower(): i for i, name in enumerate(calendar.month_abbr) if name}
_MONTHS |= {"sept": 9}
_QUARTERS = {"q1": 1, "q2": 2, "q3": 3, "q4": 4}
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2}
_ORDINALS |= {"3rd": 3, "4th": 4}
_UNITS = ("day", "week", "month", "quarter", "year")
_LAST = frozenset({"last", "past", "previous", "prior"})
_THIS = frozenset({"this", "current"})
_YEARS = range(1000, 3000)
LONGEST_DATE = 6


@dataclass(frozen=True)
class DateRange:
    """Whole days from `start` to `end`, both included, as ISO text."""

    start: str
    end: str

    @property
    def years(self) -> tuple[int, int]:
        """Return the first and the last year."""
        return int(self.start[:4]), int(self.end[:4])

    @property
    def whole_years(self) -> bool:
        """Tell whether the range begins and ends with a year."""
        return self.start.endswith("-01-01") and self.end.endswith("-12-31")


@dataclass(frozen=True)
class Relative:
    """A period counted from the data's last date: `count` units, `back` units ago.

    "last 6 months" is (month, 6, 0, rolling), "last month" (month, 1, 1).
    """

    unit: str
    count: int = 1
    back: int = 0
    rolling: bool = False

    def until(self, last: str) -> DateRange:
        """Return the days that are meant when the data ends on `last` (ISO)."""
        day = datetime.date.fromisoformat(last[:10])
        if self.rolling:
            start = _minus(day, self.unit, self.count) + datetime.timedelta(days=1)
            return DateRange(start.isoformat(), day.isoformat())
        first = _minus(_begin(day, self.unit), self.unit, self.back)
        following = _minus(first, self.unit, -self.count)
        end = following - datetime.timedelta(days=1)
        return DateRange(first.isoformat(), end.isoformat())


def date_marks(words: tuple[Word, ...]) -> Iterator[Mark]:
    """Yield a mark for every stretch that names a day or a period."""
    for start in range(len(words)):
        for end in range(start + 1, min(len(words), start + LONGEST_DATE) + 1):
            span = [w for w in words[start:end] if w.text not in (",", "of", "the")]
            edges = (words[start].text, words[end - 1].text)
            if any(edge in (",", "of", "the") for edge in edges):
                continue
            for payload in _dates(span):
                yield Mark("date", start, end, payload, 0.0, text_of(words, start, end))


def _dates(span: list[Word]) -> list[DateRange | Relative]:
    lower = [word.lower for word in span]
    for read in _READERS:
        found = read(span, lower)
        if found:
            return found
    return []


def _written(span: list[Word], lower: list[str]) -> list[DateRange]:
    """Read 2002-06-21 and 21/6/2002; an open order of day and month gives both."""
    if len(span) != 1 or span[0].kind != "date":
        return []
    text = lower[0]
    if text[4] == "-":
        return _days([tuple(int(part) for part in text[:10].rstrip("t ").split("-"))])
    first, second, year = (int(part) for part in text.replace(".", "/").split("/"))
    orders = [(year, second, first)]
    if "/" in text and first != second:
        orders.append((year, first, second))
    return _days(orders)


def _days(candidates: list[tuple[int, ...]]) -> list[DateRange]:
    found = []
    for year, month, day in candidates:
        try:
            text = datetime.date(year, month, day).isoformat()
        except ValueError:
            continue
        found.append(DateRange(text, text))
    return found


def _named_day(span: list[Word], lower: list[str]) -> list[DateRange]:
    """Read "7th September 1987" and "September 7, 1987"."""
    if len(span) != 3 or not _is_year(span[2]):
        return []
    for month, day in ((lower[0], span[1]), (lower[1], span[0])):
        if month.rstrip(".") in _MONTHS and day.kind == "number":
            return _days([(span[2].value, _MONTHS[month.rstrip(".")], int(day.value))])
    return []


def _named_month(span: list[Word], lower: list[str]) -> list[DateRange]:
    if len(span) != 2 or not _is_year(span[1]):
        return []
    month = _MONTHS.get(lower[0].rstrip("."))
    return [_month_range(span[1].value, month, 1)] if month else []


def _quarter(span: list[Word], lower: list[str]) -> list[DateRange]:
    """Read "Q3 2024", "2024 Q3" and "third quarter of 2024"."""
    years = [word.value for word in span if _is_year(word)]
    if len(years) != 1:
        return []
    rest = [text for word, text in zip(span, lower, strict=True) if not _is_year(word)]
    quarter = None
    if len(rest) == 1:
        quarter = _QUARTERS.get(rest[0])
    elif len(rest) == 2 and rest[1] == "quarter":
        quarter = _ORDINALS.get(rest[0])
    return [_month_range(years[0], quarter * 3 - 2, 3)] if quarter else []


def _year(span: list[Word], lower: list[str]) -> list[DateRange]:
    if len(span) != 2 or lower[0] != "year" or not _is_year(span[1]):
        return []
    return [_month_range(span[1].value, 1, 12)]


def _decade(span: list[Word], lower: list[str]) -> list[DateRange]:
    text = lower[0]
    if len(span) != 1 or len(text) != 5 or not text[:4].isdigit() or text[3:] != "0s":
        return []
    first = int(text[:4])
    return [DateRange(f"{first}-01-01", f"{first + 9}-12-31")]


def _relative(span: list[Word], lower: list[str]) -> list[Relative]:
    if lower in (["today"], ["yesterday"]):
        return [Relative("day", 1, int(lower[0] == "yesterday"))]
    if len(lower) < 2 or lower[0] not in _LAST | _THIS:
        return []
    unit = span[-1].base
    if unit not in _UNITS:
        return []
    if len(lower) == 2:
        return [Relative(unit, 1, 0 if lower[0] in _THIS else 1)]
    count = span[1].value if len(lower) == 3 else None
    count = NUMBER_WORDS.get(lower[1], count)
    if isinstance(count, int) and count > 0 and lower[0] in _LAST:
        return [Relative(unit, count, 0, rolling=True)]
    return []


_READERS: tuple[Callable, ...] = (
    _written,
    _named_day,
    _named_month,
    _quarter,
    _year,
    _decade,
    _relative,
)


def _is_year(word: Word) -> bool:
    return word.kind == "number" and word.value in _YEARS and len(word.text) == 4


def _month_range(year: int, month: int, months: int) -> DateRange:
    last = month + months - 1
    days = calendar.monthrange(year, last)[1]
    return DateRange(f"{year:04d}-{month:02d}-01", f"{year:04d}-{last:02d}-{days:02d}")


def _begin(day: datetime.date, unit: str) -> datetime.date:
    if unit == "week":
        return day - datetime.timedelta(days=day.weekday())
    if unit == "month":
        return day.replace(day=1)
    if unit == "quarter":
        return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
    return day.replace(month=1, day=1) if unit == "year" else day


def _minus(day: datetime.date, unit: str, count: int) -> datetime.date:
    if unit in ("day", "week"):
        return day - datetime.timedelta(days=count * (7 if unit == "week" else 1))
    months = {"month": 1, "quarter": 3, "year": 12}[unit] * count
    index = day.year * 12 + day.month - 1 - months
    year, month = divmod(index, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return day.replace(year=year, month=month + 1, day=min(day.day, last))
