"""The pieces that every chart is put together from: data, axes, tooltips."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from analysis.numbers import axis_format
from analysis.result import Result, ResultColumn
from analysis.shape import BLANK, Groups, Shape, group_text, label_of

MOST_MARKS = 5_000
LONG_NAME = 14
MANY_BARS = 12
BAR_STEP = 22
LEVEL_CHARACTERS = 60
FEW_PERIODS = 13
DATE_FORMAT = "%Y-%m-%d"
MOMENT_FORMAT = "%Y-%m-%dT%H:%M:%S"
AXIS_FORMATS = {"year": "%Y", "quarter": "%Y Q%q", "month": "%b %Y"}


@dataclass
class Drawing:
    """A chart before it has its title: inline rows, and the Vega-Lite view.

    `view` holds mark and encoding, or layers. `note` says what was summarised.
    """

    values: list[dict]
    view: dict
    parse: dict[str, str] = field(default_factory=dict)
    height: int | dict = 300
    note: str | None = None


def field_of(place: int) -> str:
    """Return the safe name of a result's column: people's names hold dots, brackets."""
    return f"f{place}"


def label_field(place: int) -> str:
    """Return the name of the field that holds a group's name as text."""
    return f"t{place}"


def with_unit(name: str, unit: str | None) -> str:
    """Return a name with its unit, as on an axis: "price ($)"."""
    return f"{name} ({unit})" if unit else name


def quantity(
    name: str, title: str, values: list[float], zero: bool = True, whole: bool = False
) -> dict:
    """Return the encoding of numbers on an axis."""
    return {
        "field": name,
        "type": "quantitative",
        "title": title,
        "axis": {"format": axis_format(values, whole)},
        "scale": {"zero": zero},
    }


def category(name: str, title: str, standing: list[str] | None = None) -> dict:
    """Return the encoding of names on an axis, in the order of the data.

    Names below `standing` bars are level where they are short and few, else slanted.
    """
    axis: dict = {"labelLimit": 220}
    if standing is not None:
        level = sum(len(text) + 2 for text in standing) <= LEVEL_CHARACTERS
        axis["labelAngle"] = 0 if level else -40
    return {
        "field": name,
        "type": "nominal",
        "title": title,
        "sort": None,
        "axis": axis,
    }


def colour(name: str, title: str) -> dict:
    """Return the encoding of names as colours, in the order of the data."""
    return {"field": name, "type": "nominal", "title": title, "sort": None}


def moment(name: str, title: str, grain: str | None, texts: Sequence[str] = ()) -> dict:
    """Return the encoding of a real time axis, in universal time.

    Few periods (`texts`, as of `moment_text`) get a tick each: ticks in between would
    repeat their names.
    """
    axis: dict = {"format": AXIS_FORMATS[grain]} if grain in AXIS_FORMATS else {}
    if axis and 0 < len(texts) <= FEW_PERIODS:
        axis["values"] = [_tick(text) for text in texts]
    return {
        "field": name,
        "type": "temporal",
        "title": title,
        "scale": {"type": "utc"},
        "axis": axis | {"labelOverlap": True, "labelSeparation": 10},
    }


def tip(name: str, title: str, column: ResultColumn | None = None) -> dict:
    """Return a line of a tooltip; numbers get thousands separators."""
    if column is None or column.kind != "number":
        return {"field": name, "type": "nominal", "title": title}
    return {"field": name, "type": "quantitative", "title": title, "format": ",.6~f"}


def moment_text(value: object) -> str:
    """Return a date, datetime or year of a result as the text that is parsed."""
    text = str(value)
    if isinstance(value, int) or len(text) == 4:
        return f"{int(text):04}-01-01"
    return f"{text[:10]}T{text[11:19]}" if len(text) > 10 else text


def _tick(text: str) -> dict:
    year, month, day = map(int, text[:10].split("-"))
    return {"year": year, "month": month, "date": day, "utc": True}


def moment_parse(texts: list[str]) -> str:
    """Return how Vega-Lite shall parse the texts of `moment_text`."""
    form = MOMENT_FORMAT if any(len(text) > 10 for text in texts) else DATE_FORMAT
    return f"utc:'{form}'"


def named_rows(shape: Shape, result: Result) -> list[dict]:
    """Return the rows as objects: group names as text, numbers under their fields."""
    rows = []
    for row in result.rows:
        cells = {label_field(g.place): label_of(g, row) for g in shape.groups}
        cells |= {field_of(s.place): row[s.place] for s in shape.series}
        rows.append(cells)
    return rows


def title_of(groups: Groups) -> str:
    """Return the title of a group's axis."""
    name = groups.column.name
    return name.removesuffix(" from") if groups.end is not None else name


def is_wide(names: list[str]) -> bool:
    """Tell whether names need the width of a page: then bars lie."""
    return len(names) > MANY_BARS or max(map(len, names), default=0) > LONG_NAME


def cell_name(value: object, column: ResultColumn) -> str:
    """Return a plain cell as the name of a bar."""
    return BLANK if value is None else group_text(value, column)
