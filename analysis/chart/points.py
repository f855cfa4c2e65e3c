"""Scatter plots with their trend, heat maps and boxes."""

from analysis.chart.choice import is_box, numbers_of
from analysis.chart.drawing import (
    BAR_STEP,
    MOST_MARKS,
    Drawing,
    category,
    field_of,
    label_field,
    named_rows,
    quantity,
    tip,
    title_of,
    with_unit,
)
from analysis.chart.theme import SEQUENTIAL
from analysis.result import Result
from analysis.shape import Shape
from analysis.table import ColumnProfile

CELLS_A_SIDE = 50
FEW_LINES = 6
MOST_OUTLIERS = 1_000
FENCE = 1.5


def scatter(result: Result, x: int, y: int) -> Drawing:
    """Draw a point a row, with the straight line of least squares.

    Above 5,000 points, a grid of cells counts them.
    """
    points = [(row[x], row[y]) for row in result.rows if _both(row[x], row[y])]
    axes = _axes(result, x, y, points)
    draw = _grid if len(points) > MOST_MARKS else _cloud
    drawing = draw(points, axes)
    if result.total_rows > len(result.rows):
        seen = f"The first {len(result.rows):,} of {result.total_rows:,} points."
        drawing.note = f"{seen} {drawing.note or ''}".strip()
    return drawing


def heatmap(shape: Shape, result: Result) -> Drawing:
    """Draw two groups as a grid whose colour is the number."""
    first, second = shape.groups
    number = field_of(shape.series[0].place)
    column = shape.series[0].column
    rows = named_rows(shape, result)
    names = [label_field(groups.place) for groups in (first, second)]
    kept = [
        set(list(dict.fromkeys(row[n] for row in rows))[:CELLS_A_SIDE]) for n in names
    ]
    shown = [
        r for r in rows if all(r[n] in k for n, k in zip(names, kept, strict=True))
    ]
    note = None
    if len(shown) < len(rows):
        note = f"The first {len(shown):,} of {len(rows):,} cells; the table has all."
    title = with_unit(column.name, column.unit)
    across, down = (list(dict.fromkeys(row[name] for row in shown)) for name in names)
    encoding = {
        "x": category(names[0], title_of(first), across),
        "y": category(names[1], title_of(second)),
        "color": {"field": number, "type": "quantitative", "title": title}
        | {"scale": {"scheme": SEQUENTIAL}},
        "tooltip": [
            tip(names[0], title_of(first)),
            tip(names[1], title_of(second)),
            tip(number, title, column),
        ],
    }
    view = {"mark": {"type": "rect"}, "encoding": encoding}
    step = 2 * BAR_STEP if len(down) <= FEW_LINES else BAR_STEP
    return Drawing(shown, view, height={"step": step}, note=note)


def box(shape: Shape, result: Result) -> Drawing:
    """Draw the five numbers of each group as a box with whiskers."""
    assert is_box(shape)
    groups = shape.groups[0]
    name, title = label_field(groups.place), title_of(groups)
    ends = [field_of(series.place) for series in shape.series]
    column = shape.series[2].column
    tips = [tip(name, title)]
    tips += [
        tip(e, s.column.name, s.column) for e, s in zip(ends, shape.series, strict=True)
    ]
    rows = named_rows(shape, result)
    values = [row[end] for row in rows for end in ends if row[end] is not None]
    axis = quantity(ends[0], with_unit(column.name, column.unit), values, zero=False)
    layers = _box_layers(ends, axis, {"y": category(name, title)}, tips)
    return Drawing(rows, {"layer": layers}, height={"step": 2 * BAR_STEP})


def outlier_box(result: Result, place: int, column: ColumnProfile) -> Drawing:
    """Draw the box of a whole column, with its outliers as points."""
    low, middle, high = column.quartiles or (0.0, 0.0, 0.0)
    reach = FENCE * (high - low)
    ends = ["low", "q1", "median", "q3", "high"]
    whiskers = max(column.minimum, low - reach), min(column.maximum, high + reach)
    whole = dict(zip(ends, (whiskers[0], low, middle, high, whiskers[1]), strict=True))
    number = field_of(place)
    outliers = numbers_of(result, place)
    dots = [{number: value} for value in outliers[:MOST_OUTLIERS]]
    title = with_unit(column.name, column.unit)
    axis = quantity(ends[0], title, [*outliers, low, high], zero=False)
    tips = [tip(end, end, result.columns[place]) for end in ends]
    layers = _box_layers(ends, axis, {}, tips)
    layers.append(
        {
            "data": {"values": dots},
            "mark": {"type": "point", "filled": True},
            "encoding": {
                "x": axis | {"field": number},
                "tooltip": [tip(number, title, result.columns[place])],
            },
        }
    )
    note = "The whiskers reach at most 1.5 interquartile ranges from the box."
    return Drawing([whole], {"layer": layers}, height=120, note=note)


def _box_layers(ends: list[str], axis: dict, side: dict, tips: list) -> list[dict]:
    def span(mark: dict, start: str, end: str) -> dict:
        along = {"x": axis | {"field": start}, "x2": {"field": end}, "tooltip": tips}
        return {"mark": mark, "encoding": along | side}

    # A hollow box: its median has the contrast of a mark on the page, in each theme.
    hollow = {"type": "bar", "size": BAR_STEP, "filled": False, "fill": "transparent"}
    tick = {"type": "tick", "thickness": 3, "size": BAR_STEP, "opacity": 1}
    return [
        span({"type": "rule"}, ends[0], ends[1]),
        span({"type": "rule"}, ends[3], ends[4]),
        span(hollow, ends[1], ends[3]),
        {"mark": tick, "encoding": {"x": axis | {"field": ends[2]}} | side},
    ]


def _both(x: object, y: object) -> bool:
    return isinstance(x, int | float) and isinstance(y, int | float)


def _axes(result: Result, x: int, y: int, points: list) -> tuple[dict, dict]:
    columns = result.columns[x], result.columns[y]
    found = [
        quantity(
            field_of(place),
            with_unit(column.name, column.unit),
            [point[n] for point in points],
            zero=False,
        )
        for n, (place, column) in enumerate(zip((x, y), columns, strict=True))
    ]
    return found[0], found[1]


def _cloud(points: list, axes: tuple[dict, dict]) -> Drawing:
    names = axes[0]["field"], axes[1]["field"]
    rows = [dict(zip(names, point, strict=True)) for point in points]
    tips = [
        {"field": axis["field"], "type": "quantitative", "title": axis["title"]}
        | {"format": ",.6~f"}
        for axis in axes
    ]
    encoding = {"x": axes[0], "y": axes[1], "tooltip": tips}
    layers = [
        {
            "mark": {"type": "point", "filled": True, "opacity": 0.6},
            "encoding": encoding,
        }
    ]
    trend = _trend(points)
    if trend:
        ends = [dict(zip(names, point, strict=True)) for point in trend]
        layers.append(
            {
                "data": {"values": ends},
                "mark": {"type": "line", "strokeDash": [6, 4], "color": "#D55E00"},
                "encoding": {"x": axes[0], "y": axes[1]},
            }
        )
    return Drawing(rows, {"layer": layers})


def _trend(points: list) -> list[tuple[float, float]] | None:
    """Return the two ends of the least-squares line; None where x does not vary."""
    if len(points) < 3:
        return None
    n = len(points)
    mean_x, mean_y = sum(x for x, _ in points) / n, sum(y for _, y in points) / n
    spread = sum((x - mean_x) ** 2 for x, _ in points)
    if not spread:
        return None
    slope = sum((x - mean_x) * (y - mean_y) for x, y in points) / spread
    ends = min(x for x, _ in points), max(x for x, _ in points)
    return [(x, mean_y + slope * (x - mean_x)) for x in ends]


def _grid(points: list, axes: tuple[dict, dict]) -> Drawing:
    names = axes[0]["field"], axes[1]["field"]
    spans = [_cells([point[n] for point in points]) for n in (0, 1)]
    counts: dict[tuple[int, int], int] = {}
    for x, y in points:
        cell = _cell(x, *spans[0]), _cell(y, *spans[1])
        counts[cell] = counts.get(cell, 0) + 1
    rows = []
    for (column, line), count in counts.items():
        row = {"points": count}
        for name, place, (start, width) in zip(
            names, (column, line), spans, strict=True
        ):
            row[name] = start + place * width
            row[f"{name}to"] = start + (place + 1) * width
        rows.append(row)
    encoding = {
        "x": axes[0] | {"bin": {"binned": True}},
        "x2": {"field": f"{names[0]}to"},
        "y": axes[1] | {"bin": {"binned": True}},
        "y2": {"field": f"{names[1]}to"},
        "color": {"field": "points", "type": "quantitative", "title": "points"}
        | {"scale": {"scheme": SEQUENTIAL}},
        "tooltip": [{"field": "points", "type": "quantitative", "title": "points"}],
    }
    note = f"{len(points):,} points, counted in a grid of {len(rows):,} cells."
    return Drawing(rows, {"mark": {"type": "rect"}, "encoding": encoding}, note=note)


def _cells(values: list[float]) -> tuple[float, float]:
    low, high = min(values), max(values)
    return low, (high - low) / CELLS_A_SIDE or 1.0


def _cell(value: float, start: float, width: float) -> int:
    return min(int((value - start) / width), CELLS_A_SIDE - 1)
