"""The whole Vega-Lite specification of an answer: title, words, data, view."""

from textwrap import wrap

from analysis.chart import bars, lines, points
from analysis.chart.choice import chart_type, fitting_types
from analysis.chart.drawing import Drawing, cell_name, field_of, label_field
from analysis.chart.theme import CONFIG
from analysis.explain import title
from analysis.explain.summary import summary
from analysis.plan import Measure, Plan
from analysis.result import Result, ResultColumn
from analysis.shape import Series, shape_of
from analysis.table import TableProfile

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
WORDS = {
    "bar": "Bar chart",
    "grouped_bar": "Bar chart in groups",
    "stacked_bar": "Stacked bar chart",
    "line": "Line chart",
    "area": "Area chart",
    "pie": "Pie chart",
    "histogram": "Histogram",
    "scatter": "Scatter plot",
    "heatmap": "Heat map",
    "box": "Box plot",
}
DRAWN = {
    "bar": bars.bar,
    "grouped_bar": bars.grouped_bar,
    "stacked_bar": bars.stacked_bar,
    "pie": bars.pie,
    "histogram": bars.histogram,
    "line": lines.line,
    "area": lines.area,
    "heatmap": points.heatmap,
    "box": points.box,
}
PERCENT_BLANK = 2
TITLE_WIDTH = 60


def chart_for(
    plan: Plan, result: Result, profile: TableProfile, chart: str | None = None
) -> dict | None:
    """Return the Vega-Lite 6 specification of a result; None where a table is best.

    `chart` (or the plan's own) is the type that a person asked for; one that cannot
    show the result truly gives way to the one that suits it. What was summarised to
    stay below 5,000 marks is said in usermeta.poppy.note; usermeta.poppy.fitting names
    the types that it can be changed to.
    """
    wanted = chart or plan.chart
    if wanted == "table":
        return None
    kind = _closest(wanted, fitting_types(plan, result, profile))
    kind = kind or chart_type(plan, result, profile)
    if kind is None:
        return None
    drawing = _draw(kind, plan, result, profile)
    spec = _spec(kind, drawing, plan, result, profile)
    return spec if spec["data"]["values"] else None


def title_of(spec: dict) -> str:
    """Return a chart's title as one line of text."""
    text = spec["title"]["text"]
    return text if isinstance(text, str) else " ".join(text)


def retitled(spec: dict, text: str) -> dict:
    """Return the same chart under another title."""
    return {**spec, "title": {**spec["title"], "text": wrap(text, TITLE_WIDTH)}}


def _closest(wanted: str | None, fitting: tuple[str, ...]) -> str | None:
    """Return the fitting type that was meant: "bar" may be grouped or stacked."""
    if wanted is None:
        return None
    if wanted in fitting:
        return wanted
    return next((kind for kind in fitting if kind.endswith(f"_{wanted}")), None)


def _draw(kind: str, plan: Plan, result: Result, profile: TableProfile) -> Drawing:
    if plan.kind == "correlation":
        return points.scatter(result, 0, 1)
    if plan.kind == "outliers":
        column = profile.column(plan.columns[-1])
        return points.outlier_box(result, len(plan.columns) - 1, column)
    if plan.kind == "missing":
        return _cell_bars(result, 0, PERCENT_BLANK)
    if plan.kind == "rows":
        return _draw_rows(kind, result)
    return DRAWN[kind](shape_of(plan, result, profile), result)


def _draw_rows(kind: str, result: Result) -> Drawing:
    numbers = _places(result, "number")
    if kind == "scatter":
        return points.scatter(result, numbers[0], numbers[1])
    if kind == "line":
        return lines.cell_line(
            result, _places(result, "date", "datetime")[0], numbers[0]
        )
    return _cell_bars(result, _places(result, "text")[0], numbers[0])


def _cell_bars(result: Result, name: int, number: int) -> Drawing:
    rows = [
        {
            label_field(name): cell_name(row[name], result.columns[name]),
            field_of(number): row[number],
        }
        for row in result.rows[: bars.MOST_BARS]
    ]
    column = result.columns[number]
    note = None
    if result.total_rows > len(rows):
        note = f"The first {len(rows):,} of {result.total_rows:,}."
    return bars.simple_bar(
        rows,
        (label_field(name), result.columns[name].name),
        (field_of(number), _as_series(column, number)),
        note,
    )


def _as_series(column: ResultColumn, place: int) -> Series:
    return Series(Measure("value", column.key), place, column)


def _places(result: Result, *kinds: str) -> list[int]:
    return [n for n, column in enumerate(result.columns) if column.kind in kinds]


def _spec(
    kind: str, drawing: Drawing, plan: Plan, result: Result, profile: TableProfile
) -> dict:
    data: dict = {"values": drawing.values}
    if drawing.parse:
        data["format"] = {"type": "json", "parse": drawing.parse}
    lines_of_title = wrap(title(plan, profile), TITLE_WIDTH)
    heading: dict = {"text": lines_of_title, "anchor": "start"}
    about = {
        "type": kind,
        "fitting": list(fitting_types(plan, result, profile)),
        "marks": len(drawing.values),
    }
    if drawing.note:
        heading["subtitle"] = wrap(drawing.note, TITLE_WIDTH)
        about["note"] = drawing.note
    return {
        "$schema": SCHEMA,
        "title": heading,
        "description": f"{WORDS[kind]}. {summary(plan, result, profile)}",
        "usermeta": {"poppy": about},
        "config": CONFIG,
        "width": "container",
        "height": drawing.height,
        "autosize": {"type": "fit-x", "contains": "padding"},
        "data": data,
        **drawing.view,
    }
