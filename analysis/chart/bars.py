"""Bars: of one group or two, histograms, pies."""

from analysis.chart.choice import drawn_series
from analysis.chart.drawing import (
    BAR_STEP,
    Drawing,
    category,
    colour,
    field_of,
    is_wide,
    label_field,
    named_rows,
    quantity,
    tip,
    title_of,
    with_unit,
)
from analysis.chart.theme import PALETTE
from analysis.numbers import count_text
from analysis.result import Result
from analysis.shape import Groups, Series, Shape

MOST_BARS = 50
MOST_GROUPS = 20
BAR = {"type": "bar", "cornerRadiusEnd": 2}
WHOLE_OPS = ("count", "distinct")


def bar(shape: Shape, result: Result) -> Drawing:
    """Draw one bar a group, lying where the names are long or many."""
    groups, series = shape.groups[0], shape.series[0]
    name, number = label_field(groups.place), field_of(series.place)
    rows, note = _cut(named_rows(shape, result), name, number, series, result)
    return simple_bar(
        rows, (name, title_of(groups)), (number, series), note, groups.is_time
    )


def simple_bar(
    rows: list[dict],
    names: tuple[str, str],
    numbers: tuple[str, Series],
    note: str | None = None,
    standing: bool = False,
) -> Drawing:
    """Draw bars of rows; `names` is (field, title), `numbers` (field, series)."""
    value = _value_axis(numbers, rows)
    tips = [tip(*names), tip(numbers[0], value["title"], numbers[1].column)]
    texts = [row[names[0]] for row in rows]
    lies = is_wide(texts) and not standing
    along = category(*names, standing=None if lies else texts)
    sides = ("y", "x") if lies else ("x", "y")
    encoding = dict(zip(sides, (along, value), strict=True)) | {"tooltip": tips}
    height = {"step": BAR_STEP} if lies else 300
    return Drawing(rows, {"mark": BAR, "encoding": encoding}, height=height, note=note)


def grouped_bar(shape: Shape, result: Result) -> Drawing:
    """Draw bars side by side: of two groups, or of several measures."""
    return _two_way(shape, result, stacked=False)


def stacked_bar(shape: Shape, result: Result) -> Drawing:
    """Draw bars that are divided by a second group; only for what adds up."""
    return _two_way(shape, result, stacked=True)


def pie(shape: Shape, result: Result) -> Drawing:
    """Draw two to five shares of a whole."""
    groups, series = shape.groups[0], shape.series[0]
    name, number = label_field(groups.place), field_of(series.place)
    title = with_unit(series.column.name, series.column.unit)
    encoding = {
        "theta": {"field": number, "type": "quantitative", "stack": True},
        "order": {"field": number, "type": "quantitative", "sort": "descending"},
        "color": colour(name, title_of(groups)),
        "tooltip": [tip(name, title_of(groups)), tip(number, title, series.column)],
    }
    mark = {"type": "arc", "innerRadius": 60, "stroke": None, "padAngle": 0.01}
    return Drawing(named_rows(shape, result), {"mark": mark, "encoding": encoding})


def histogram(shape: Shape, result: Result) -> Drawing:
    """Draw counts by ranges of a number."""
    groups, series = shape.groups[0], shape.series[0]
    start, end, number = (
        field_of(place) for place in (groups.place, groups.end, series.place)
    )
    rows = [
        {
            start: row[groups.place],
            end: row[groups.end],
            label_field(groups.place): label,
            number: row[series.place],
        }
        for row, label in zip(result.rows, _labels(shape, result), strict=True)
        if row[groups.place] is not None
    ]
    title = with_unit(title_of(groups), groups.column.unit)
    value = _value_axis((number, series), rows)
    along = quantity(start, title, [row[start] for row in rows], zero=False)
    encoding = {
        "x": along | {"bin": {"binned": True}},
        "x2": {"field": end},
        "y": value,
        "tooltip": [
            tip(label_field(groups.place), title),
            tip(number, value["title"], series.column),
        ],
    }
    blank = len(result.rows) > len(rows)
    note = "Blank cells have no bar." if blank else None
    return Drawing(rows, {"mark": {"type": "bar"}, "encoding": encoding}, note=note)


def folded(shape: Shape, result: Result) -> tuple[list[dict], Series]:
    """Return a row for each group and measure: fields `measure` and `value`."""
    series = drawn_series(shape, result)
    rows = [
        {
            **{k: v for k, v in row.items() if k.startswith("t")},
            "measure": each.column.name,
            "value": row[field_of(each.place)],
        }
        for row in named_rows(shape, result)
        for each in series
    ]
    return rows, series[0]


def _two_way(shape: Shape, result: Result, stacked: bool) -> Drawing:
    if len(shape.groups) == 1:
        rows, series = folded(shape, result)
        along = _name_and_title(shape.groups[0])
        split, number = ("measure", "measure"), "value"
    else:
        rows, series = named_rows(shape, result), shape.series[0]
        first, second = _along_and_split(shape, result)
        along, split = _name_and_title(first), _name_and_title(second)
        number = field_of(series.place)
    rows, note = _first_groups(rows, along[0], result)
    value = _value_axis((number, series), rows)
    if number == "value":
        value["title"] = series.column.unit or "value"
    texts = list(dict.fromkeys(row[along[0]] for row in rows))
    lies = is_wide(texts)
    sides = ("y", "x", "yOffset") if lies else ("x", "y", "xOffset")
    encoding = {
        sides[0]: category(*along, standing=None if lies else texts),
        sides[1]: value | {"stack": "zero" if stacked else None},
        "color": colour(*split),
        "tooltip": [
            tip(*along),
            tip(*split),
            tip(number, value["title"], series.column),
        ],
    }
    if stacked:
        rows = _numbered(rows, split[0])
        encoding["order"] = {"field": "order", "type": "quantitative"}
    else:
        encoding[sides[2]] = {"field": split[0], "type": "nominal", "sort": None}
    view = {"mark": {"type": "bar"}, "encoding": encoding}
    return Drawing(rows, view, height={"step": BAR_STEP} if lies else 300, note=note)


def _along_and_split(shape: Shape, result: Result) -> tuple[Groups, Groups]:
    """Let time, or else the longer list of names, run along the axis."""
    first, second = shape.groups
    if first.is_time != second.is_time:
        return (first, second) if first.is_time else (second, first)
    sizes = [len({row[g.place] for row in result.rows}) for g in (first, second)]
    too_many = sizes[1] > len(PALETTE) >= sizes[0]
    return (second, first) if too_many else (first, second)


def _numbered(rows: list[dict], split: str) -> list[dict]:
    """Number the parts of a stack in the order of the legend."""
    names = list(dict.fromkeys(row[split] for row in rows))
    places = {name: place for place, name in enumerate(names)}
    return [row | {"order": places[row[split]]} for row in rows]


def _first_groups(
    rows: list[dict], along: str, result: Result
) -> tuple[list[dict], str | None]:
    names = list(dict.fromkeys(row[along] for row in rows))
    if len(names) <= MOST_GROUPS:
        return rows, _unseen(result)
    kept = set(names[:MOST_GROUPS])
    note = f"The first {MOST_GROUPS} of {len(names):,} groups; the table has all."
    return [row for row in rows if row[along] in kept], note


def _cut(
    rows: list[dict], name: str, number: str, series: Series, result: Result
) -> tuple[list[dict], str | None]:
    """Keep the first bars; put the rest of what adds up into one more bar."""
    if len(rows) <= MOST_BARS:
        return rows, _unseen(result)
    kept, rest = rows[:MOST_BARS], rows[MOST_BARS:]
    everything = result.total_rows == len(rows)
    if series.additive and everything:
        total = sum(row[number] or 0 for row in rest)
        other = count_text(len(rest), "other")
        return [*kept, {name: other, number: total}], f"{other} are drawn as one bar."
    return kept, f"The first {MOST_BARS} of {result.total_rows:,}; the table has more."


def _unseen(result: Result) -> str | None:
    if result.total_rows == len(result.rows):
        return None
    return f"The first {len(result.rows):,} of {result.total_rows:,}."


def _value_axis(numbers: tuple[str, Series], rows: list[dict]) -> dict:
    name, series = numbers
    title = with_unit(series.column.name, series.column.unit)
    values = [row[name] for row in rows if isinstance(row[name], int | float)]
    return quantity(name, title, values, whole=series.measure.op in WHOLE_OPS)


def _name_and_title(groups: Groups) -> tuple[str, str]:
    return label_field(groups.place), title_of(groups)


def _labels(shape: Shape, result: Result) -> list[str]:
    name = label_field(shape.groups[0].place)
    return [row[name] for row in named_rows(shape, result)]
