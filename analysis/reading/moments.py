"""The forms of dates, times and truth values."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from analysis.reading.kinds import Rule
from analysis.reading.vocabulary import MONTHS, TRUTH_WORDS

_DATE = re.compile(
    r"(?P<a>\d{1,4}|[A-Za-z]{3,9})(?P<s1>[-/. ])(?P<b>\d{1,2}|[A-Za-z]{3,9})"
    r"(?P<s2>,? |[-/. ])(?P<c>\d{1,4})(?P<rest>.*)"
)
_CLOCK = re.compile(
    r"(?P<gap>T| |, )(?P<hour>\d{1,2}):\d{2}(?P<seconds>:\d{2})?"
    r"(?P<fraction>[.,]\d{1,9})?"
    r"(?P<half>\s?[AaPp]\.?[Mm]\.?)?(?P<zone>\s?(?:Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?))?"
)
_DAY, _MONTH = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])"
_YEAR, _SHORT_YEAR = r"(?:1[0-9]|20|21)\d{2}", r"\d{2}"
_NAMED = r"(?i:" + "|".join(MONTHS) + r")[a-z]*"
_PARTS = {
    "Y": (_YEAR, "%Y"),
    "y": (_SHORT_YEAR, "%y"),
    "m": (_MONTH, "%m"),
    "d": (_DAY, "%d"),
    "b": (_NAMED, "%b"),
    "B": (_NAMED, "%B"),
}
_WORDS = {
    "Y": "year",
    "y": "two-digit year",
    "m": "month",
    "d": "day",
    "b": "month's name",
    "B": "month's name",
}
_PLAUSIBLE_YEARS = range(1900, 2101)


def truth_rule(cells: Iterable[str]) -> Rule | None:
    """Return the rule for true and false where the cells are a pair of such words."""
    words = {cell.lower() for cell in cells}
    for yes, no in TRUTH_WORDS:
        # One word alone says too little, except true and false themselves.
        if words == {yes, no} or (yes == "true" and words <= {"true", "false"}):
            cases = f"WHEN '{yes}' THEN true WHEN '{no}' THEN false"
            return Rule(
                "boolean",
                f"(?i:{yes}|{no})",
                f"CASE {{x}} {cases} ELSE CASE lower({{x}}) {cases} END END",
                f"only '{yes}' and '{no}'",
                slips="{v} IS NULL AND {x} IS NOT NULL",
            )
    return None


def time_rule(cells: Mapping[str, int]) -> Rule | None:
    """Return the rule for times of day."""
    pattern = r"(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,6})?)?"
    rule = Rule("time", pattern, "TRY_CAST({x} AS TIME)", "times of day")
    return rule if rule.coverage(cells) > 0 else None


@dataclass(frozen=True)
class _Shape:
    """What the written dates of a column have in common."""

    first: str
    second: str
    named: str | None
    year_first: bool
    clocks: frozenset

    @property
    def orders(self) -> tuple[str, ...]:
        """Return the possible orders of year (Y), month (m or b) and day (d)."""
        if self.named == "a":
            return ("bdY", "bdy")
        if self.named == "b":
            return ("dbY", "dby", "Ybd")
        if self.year_first:
            return ("Ymd", "Ydm")
        return ("dmY", "mdY", "dmy", "mdy", "ymd")


def date_rules(cells: Mapping[str, int], day_first: bool | None) -> list[Rule]:
    """Return the date forms worth trying, plainest first.

    `day_first` is what a person said or what the rest of the file shows; it decides
    only where the cells themselves do not.
    """
    for shape in _shapes(cells):
        rules = [_rule(shape, order) for order in shape.orders]
        fitting = [rule for rule in rules if rule.coverage(cells) >= 0.98]
        if shape.orders[0] == "Ymd" and rules[0] in fitting and not day_first:
            # Hardly anybody writes year, day, month: a thirteenth month is a slip.
            return rules[:1]
        if fitting:
            return _ordered(fitting, cells, day_first)
    return _month_rules(cells) + _compact_rules(cells)


def _shapes(cells: Mapping[str, int]) -> list[_Shape]:
    """Return the shapes of the cells, the most frequent first (two at most)."""
    found: dict[tuple, set] = {}
    counts: dict[tuple, int] = {}
    for cell, count in cells.items():
        match = _DATE.fullmatch(cell)
        clock = _clock(match["rest"]) if match else None
        if clock is None:
            continue
        named = next((p for p in "ab" if match[p][0].isalpha()), None)
        key = (match["s1"], match["s2"], named, len(match["a"]) == 4 and named != "a")
        found.setdefault(key, set()).add(clock)
        counts[key] = counts.get(key, 0) + count
    ranked = sorted(found, key=lambda key: -counts[key])[:2]
    return [_Shape(*key, frozenset(found[key])) for key in ranked]


def _clock(rest: str) -> str | None:
    """Return a key of the time's form: "" for none, None for what is no time."""
    if not rest:
        return ""
    match = _CLOCK.fullmatch(rest)
    if not match:
        return None
    form = match["gap"] + ("%I" if match["half"] else "%H") + ":%M"
    form += ":%S" if match["seconds"] else ""
    form += ".%f" if match["fraction"] else ""
    if match["half"]:
        form += " %p" if match["half"][0].isspace() else "%p"
    return form + (" zone" if match["zone"] else "")


def _rule(shape: _Shape, order: str) -> Rule:
    parts = [_PARTS[p][0] for p in order]
    first, second = re.escape(shape.first), re.escape(shape.second)
    pattern = f"{parts[0]}{first}{parts[1]}{second}{parts[2]}"
    clocks = sorted(shape.clocks)
    zoned = any(clock.endswith("zone") for clock in clocks)
    if zoned:
        # A time without a zone is no instant: beside instants it does not fit.
        clocks = [clock for clock in clocks if clock.endswith("zone")]
    timed = any(clocks)
    if timed:
        patterns = sorted({_clock_pattern(clock) for clock in clocks})
        pattern += f"(?:{'|'.join(patterns)})"
    reason = "dates as " + ", ".join(_WORDS[p] for p in order)
    if zoned:
        reason += ", with a time zone: converted to UTC"
    return Rule(
        "datetime" if timed else "date",
        pattern,
        _date_sql(shape, order, clocks, zoned),
        reason,
        slips=_slips_sql(shape, order, clocks),
    )


def _clock_pattern(clock: str) -> str:
    if not clock:
        return ""
    form = clock.removesuffix(" zone")
    gap = form[: form.index("%")]
    pattern = re.escape(gap) + r"\d{1,2}:[0-5]\d"
    pattern += r":[0-5]\d" if "%S" in form else ""
    pattern += r"\.\d{1,9}" if "%f" in form else ""
    if "%p" in form:
        pattern += r"\s?[AaPp][Mm]"
    if clock.endswith(" zone"):
        pattern += r"\s?(?:Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)"
    return pattern


def _slips_sql(shape: _Shape, order: str, clocks: list[str]) -> str | None:
    """Return the cheap test of ISO dates and times; the rest is left to the cast."""
    if order != "Ymd" or (shape.first, shape.second) != ("-", "-"):
        return None
    insane = "{x} < '1' OR {x} >= '22'"
    if clocks == [""]:
        return f"strlen({{x}}) <> 10 OR {insane}"
    if _has_one_clock(clocks):
        return insane  # its format leaves no room for a zone or a fraction
    return None


def _has_one_clock(clocks: list[str]) -> bool:
    return clocks in ([" %H:%M:%S"], ["T%H:%M:%S"])


def _date_sql(shape: _Shape, order: str, clocks: list[str], zoned: bool) -> str:
    iso = order == "Ymd" and shape.first == shape.second and shape.first in "-/"
    if zoned:
        x = "regexp_replace(replace({x}, 'GMT', 'UTC'), ' ([+-])', '\\1')"
        return f"(TRY_CAST({x} AS TIMESTAMPTZ) AT TIME ZONE 'UTC')"
    if iso and _has_one_clock(clocks):
        day = shape.first.join(("%Y", "%m", "%d"))
        return f"try_strptime({{x}}, '{day}{clocks[0]}')"
    if iso and not any("%p" in clock or "," in clock for clock in clocks):
        return f"TRY_CAST({{x}} AS {'TIMESTAMP' if any(clocks) else 'DATE'})"
    formats = []
    for clock in sorted(clocks, reverse=True):
        for named in ("b", "B") if "b" in order else ("",):
            days = order.replace("b", named) if named else order
            marks = [_PARTS[p][1] for p in days]
            day = f"{marks[0]}{shape.first}{marks[1]}{shape.second}{marks[2]}"
            formats.append(f"'{day}{clock}'")
    cast = f"try_strptime({{x}}, [{', '.join(formats)}])"
    return cast if any(clocks) else f"CAST({cast} AS DATE)"


def _ordered(
    rules: list[Rule], cells: Mapping[str, int], day_first: bool | None
) -> list[Rule]:
    """Put the likeliest order first, and say so where another one fits as well."""
    full = [rule for rule in rules if rule.coverage(cells) == 1] or rules
    if len(full) == 1:
        return full
    days = [rule for rule in full if "as day" in rule.reason]
    months = [rule for rule in full if "as month" in rule.reason]
    if not days or not months:
        return full
    choice, why = _likelier(days[0], months[0], cells, day_first)
    other = "month first" if choice is days[0] else "day first"
    return [choice.doubted(f"{why}; {other} would fit as well")]


def _likelier(
    days: Rule, months: Rule, cells: Mapping[str, int], day_first: bool | None
) -> tuple[Rule, str]:
    if day_first is not None:
        return (days, "day first") if day_first else (months, "month first")
    if any("." in cell for cell in cells):
        return days, "day first, as is usual with dots"
    climbs_by_day, climbs_by_month = (_climbs(list(cells), d) for d in (True, False))
    if climbs_by_day != climbs_by_month:
        rule = days if climbs_by_day else months
        word = "day first" if climbs_by_day else "month first"
        return rule, f"{word}, because the rows are then in order"
    return months, "month first was assumed"


def _climbs(cells: list[str], day_first: bool) -> bool:
    """Whether the dates run in one direction when read in this order."""
    keys = []
    for cell in cells:
        a, b, year = (int(n) for n in re.findall(r"\d+", cell)[:3])
        keys.append((year, b, a) if day_first else (year, a, b))
    if len(set(keys)) < 3:
        return False
    return keys == sorted(keys) or keys == sorted(keys, reverse=True)


def _month_rules(cells: Mapping[str, int]) -> list[Rule]:
    """Return the rule for months such as 2024-03, told by their first day."""
    if any(len(cell) != len("2024-03") for cell in cells):
        return []
    for mark in "-/.":
        pattern = rf"(?:19|20)\d{{2}}{re.escape(mark)}(?:0[1-9]|1[0-2])"
        cast = f"CAST(try_strptime({{x}} || '{mark}01', '%Y{mark}%m{mark}%d') AS DATE)"
        rule = Rule("date", pattern, cast, "months, kept as their first day")
        if mark != "." and rule.coverage(cells) == 1 and len(cells) > 1:
            return [rule]
    return []


def _compact_rules(cells: Mapping[str, int]) -> list[Rule]:
    """Return the rule for dates without separators, such as 20240131."""
    if any(len(cell) != len("20240131") for cell in cells):
        return []
    pattern = r"(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
    cast = "CAST(try_strptime({x}, '%Y%m%d') AS DATE)"
    rule = Rule("date", pattern, cast, "dates written YYYYMMDD")
    if rule.coverage(cells) == 1 and all(map(_is_compact_date, cells)):
        return [rule]
    return []


def _is_compact_date(cell: str) -> bool:
    try:
        return datetime.strptime(cell, "%Y%m%d").year in _PLAUSIBLE_YEARS
    except ValueError:
        return False
