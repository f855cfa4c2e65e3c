"""Plans in words: measures, groups and filters as noun phrases; titles."""

from analysis.numbers import date_text, number_text
from analysis.plan import Dimension, Filter, Group, Inner, Measure, Plan
from analysis.table import TEMPORAL, ColumnProfile, TableProfile

OP_WORDS = {
    "sum": "total",
    "average": "average",
    "min": "lowest",
    "max": "highest",
    "median": "median",
    "deviation": "standard deviation of",
    "range": "range of",
}
DATE_WORDS = {"min": "earliest", "max": "latest"}
DERIVED_WORDS = {"share": "share of", "growth": "growth of", "difference": "change in"}
GRAIN_WORDS = {
    "day": "daily",
    "week": "weekly",
    "month": "monthly",
    "quarter": "quarterly",
    "year": "yearly",
}
CYCLE_WORDS = {
    "hour": "hour of the day",
    "weekday": "weekday",
    "month_of_year": "month of the year",
    "quarter_of_year": "quarter of the year",
    "day_of_month": "day of the month",
}
TEST_WORDS = {
    "=": "is",
    "!=": "is not",
    "<": "is below",
    "<=": "is at most",
    ">": "is above",
    ">=": "is at least",
    "in": "is",
    "not in": "is not",
    "contains": "contains",
    "starts": "starts with",
    "ends": "ends with",
    "follows": "comes right after",
    "precedes": "comes right before",
}
LISTED_VALUES = 4


def measure_words(measure: Measure, profile: TableProfile) -> str:
    """Return a measure as a noun phrase: "average price", "number of rows"."""
    if measure.op in DERIVED_WORDS:
        whole = Measure(measure.base or "count", measure.column)
        words = measure_words(whole, profile).removeprefix("number of ")
        return f"{DERIVED_WORDS[measure.op]} {words}"
    if measure.column is None:
        return "number of rows"
    name = profile.column(measure.column).name
    if profile.column(measure.column).type in TEMPORAL and measure.op in DATE_WORDS:
        return f"{DATE_WORDS[measure.op]} {name}"
    if measure.op == "count":
        return f"number of filled {name} cells"
    if measure.op == "distinct":
        return f"number of different {name} values"
    if measure.op == "percentile":
        return f"{ordinal(measure.argument or 0)} percentile of {name}"
    return f"{OP_WORDS[measure.op]} {name}"


def dimension_words(dimension: Dimension, profile: TableProfile) -> str:
    """Return what is grouped by: "region", "weekday of order_date"."""
    name = profile.column(dimension.column).name
    if dimension.grain in CYCLE_WORDS:
        return f"{CYCLE_WORDS[dimension.grain]} of {name}"
    return name


def group_noun(dimension: Dimension, profile: TableProfile) -> str:
    """Return the word for one group: "month" for a grain, else "group of NAME"."""
    if dimension.grain in GRAIN_WORDS:
        return dimension.grain
    if dimension.grain in CYCLE_WORDS:
        return CYCLE_WORDS[dimension.grain]
    return f"value of {profile.column(dimension.column).name}"


def is_time(dimension: Dimension, profile: TableProfile) -> bool:
    """Tell whether the groups follow each other in time (not weekdays and such)."""
    if dimension.grain in CYCLE_WORDS:
        return False
    column = profile.column(dimension.column)
    binned = dimension.bins or dimension.width
    return column.type in TEMPORAL or (column.grain == "year" and not binned)


def where_words(part: Filter | Group | None, profile: TableProfile) -> str:
    """Return a filter as a clause, without "where"; "" for none."""
    if part is None:
        return ""
    if isinstance(part, Group):
        inner = [where_words(each, profile) for each in part.parts]
        bracketed = [
            f"({text})" if isinstance(each, Group) else text
            for each, text in zip(part.parts, inner, strict=True)
        ]
        return f" {part.join} ".join(bracketed)
    return _filter_words(part, profile)


def title(plan: Plan, profile: TableProfile) -> str:
    """Return the title of an answer: "Total X", "X by D", "X over T", "Row Count"."""
    head = _subject(plan, profile)
    groups = plan.dimensions if plan.kind == "aggregate" else ()
    tail = "".join(_by(d, n, profile) for n, d in enumerate(groups))
    if plan.limit is not None and groups:
        tail += f", {_end_word(plan)} {plan.limit}"
    where = where_words(plan.where, profile)
    return f"{head}{tail}{', where ' + where if where else ''}"


def capitalised(text: str) -> str:
    """Return text with its first letter as a capital and the rest as it was."""
    return text[:1].upper() + text[1:]


def listed(parts: list[str], join: str = "and") -> str:
    """Return "a", "a and b" or "a, b and c"."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {join} {parts[-1]}"


def ordinal(number: float) -> str:
    """Return "1st", "2nd", "90th", "99.9th"."""
    text = f"{number:g}"
    if text[-2:] in ("11", "12", "13") or "." in text:
        return text + "th"
    return text + {"1": "st", "2": "nd", "3": "rd"}.get(text[-1], "th")


def value_words(value: object, column: ColumnProfile) -> str:
    """Return a filter's value as it is said: dates in words, numbers with units.

    A value may be an Inner, one that the table itself gives.
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return number_text(value, column.unit)
    if isinstance(value, str):
        return date_text(value) if column.type in TEMPORAL else value
    return _inner_words(value)  # type: ignore[arg-type]


def _subject(plan: Plan, profile: TableProfile) -> str:
    names = listed([profile.column(key).name for key in plan.columns])
    grouped = listed([profile.column(d.column).name for d in plan.dimensions])
    subjects = {
        "distribution": f"Distribution of {names or grouped}",
        "correlation": f"Correlation of {names}",
        "outliers": f"Outliers of {names}",
        "missing": f"Missing values{' of ' + names if names else ''}",
        "describe": f"Summary{' of ' + names if names else ''}",
        "rows": f"Rows{': ' + names if names else ''}",
    }
    if plan.kind in subjects:
        return subjects[plan.kind]
    measures = plan.measures or (Measure("count"),)
    words = [measure_words(measure, profile) for measure in measures]
    if words == ["number of rows"]:
        return "Row Count"
    return capitalised(listed(words))


def _by(dimension: Dimension, place: int, profile: TableProfile) -> str:
    words = dimension_words(dimension, profile)
    if not is_time(dimension, profile):
        return f" {'and' if place else 'by'} {words}"
    grain = GRAIN_WORDS.get(dimension.grain or "")
    return f" over {words}{f' ({grain})' if grain else ''}"


def _end_word(plan: Plan) -> str:
    falls = plan.order[0].descending if plan.order else True
    return "top" if falls else "bottom"


def _filter_words(test: Filter, profile: TableProfile) -> str:
    column = profile.column(test.column)
    values = [value_words(value, column) for value in test.values]
    if test.other:
        values = [profile.column(test.other).name]
    if test.test == "blank":
        return f"{column.name} is {'not ' if test.negate else ''}blank"
    if test.test == "between":
        words = f"is {'not ' if test.negate else ''}between {listed(values)}"
        return f"{column.name} {words}"
    if len(values) > LISTED_VALUES:
        rest = len(values) - LISTED_VALUES + 1
        values = [*values[: LISTED_VALUES - 1], f"{rest} more"]
    verb = TEST_WORDS[test.test]
    said = f"{column.name} {verb} {listed(values, 'or')}"
    return f"not ({said})" if test.negate else said


def _inner_words(inner: Inner) -> str:
    """Return a value that the table itself gives: "the average of the table"."""
    return f"the {OP_WORDS.get(inner.op, inner.op).removesuffix(' of')} of the table"
