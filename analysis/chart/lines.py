"""Lines and areas: one number, or several, along time or another order."""

from analysis.chart.bars import folded
from analysis.chart.choice import drawn_series
from analysis.chart.drawing import (
    MOST_MARKS,
    Drawing,
    category,
    colour,
    field_of,
    label_field,
    moment,
    moment_parse,
    moment_text,
    named_rows,
    quantity,
    tip,
    title_of,
    with_unit,
)
from analysis.result import Result
from analysis.shape import Groups, Shape

POINTS_SHOWN = 60


def line(shape: Shape, result: Result) -> Drawing:
    """Draw a line along time; one a group where there is a second dimension."""
    return _along(shape, result, "line")


def area(shape: Shape, result: Result) -> Drawing:
    """Draw the area under a line; stacked where there is a second dimension."""
    return _along(shape, result, "area")


def _along(shape: Shape, result: Result, mark: str) -> Drawing:
    axis = next((g for g in shape.groups if g.is_time), shape.groups[0])
    series = shape.series[0]
    if len(shape.groups) == 1 and len(drawn_series(shape, result)) > 1:
        rows, series = folded(shape, result)
        number, split = "value", ("measure", "measure")
        cells = [row for row in result.rows for _ in drawn_series(shape, result)]
    else:
        rows, cells = named_rows(shape, result), list(result.rows)
        number = field_of(series.place)
        split = _split_of(shape, axis)
    place = field_of(axis.place)
    parse = _add_axis(rows, cells, axis, place)
    rows = [row for row in rows if row[place] is not None]
    rows, note = thinned(rows, number, split[0] if split else None)
    values = [row[number] for row in rows if row[number] is not None]
    title = with_unit(series.column.name, series.column.unit)
    title = (series.column.unit or "value") if number == "value" else title
    encoding = {
        "x": _axis(axis, place, rows),
        "y": quantity(number, title, values, zero=mark == "area"),
        "tooltip": [
            tip(label_field(axis.place), title_of(axis)),
            *([tip(*split)] if split else []),
            tip(number, title, series.column),
        ],
    }
    if split:
        encoding["color"] = colour(*split)
    dots = {"point": True} if mark == "line" and len(rows) <= POINTS_SHOWN else {}
    view = {"mark": {"type": mark} | dots, "encoding": encoding}
    return Drawing(rows, view, parse=parse, note=note)


def cell_line(result: Result, date: int, number: int) -> Drawing:
    """Draw a line through plain rows, in the order of their dates."""
    x, y = field_of(date), field_of(number)
    cells = _filled_pairs(result, date, number)
    rows = [{x: moment_text(when), y: value} for when, value in cells]
    rows, note = thinned(rows, y, None)
    when, what = result.columns[date], result.columns[number]
    title = with_unit(what.name, what.unit)
    encoding = {
        "x": moment(x, when.name, None),
        "y": quantity(y, title, [row[y] for row in rows], zero=False),
        "tooltip": [tip(x, when.name), tip(y, title, what)],
    }
    mark = {"type": "line", "point": len(rows) <= POINTS_SHOWN}
    view = {"mark": mark, "encoding": encoding}
    parse = {x: moment_parse([row[x] for row in rows])}
    return Drawing(rows, view, parse=parse, note=note)


def thinned(
    rows: list[dict], number: str, split: str | None
) -> tuple[list[dict], str | None]:
    """Keep at most 5,000 points: of each stretch the first, least, most and last."""
    if len(rows) <= MOST_MARKS:
        return rows, None
    lines: dict[object, list[dict]] = {}
    for row in rows:
        lines.setdefault(row.get(split) if split else None, []).append(row)
    stretches = max(1, MOST_MARKS // (4 * len(lines)))
    kept = [row for each in lines.values() for row in _corners(each, number, stretches)]
    note = (
        f"{len(rows):,} points, drawn by {len(kept):,}: the first, lowest, highest and "
        "last of each stretch."
    )
    return kept, note


def _corners(rows: list[dict], number: str, stretches: int) -> list[dict]:
    size = -(-len(rows) // stretches)
    kept = []
    for start in range(0, len(rows), size):
        places = range(start, min(start + size, len(rows)))
        filled = [n for n in places if rows[n][number] is not None] or [start]
        corners = {
            places[0],
            min(filled, key=lambda n: rows[n][number] or 0),
            max(filled, key=lambda n: rows[n][number] or 0),
            places[-1],
        }
        kept += [rows[n] for n in sorted(corners)]
    return kept


def _filled_pairs(result: Result, date: int, number: int) -> list[tuple]:
    pairs = ((row[date], row[number]) for row in result.rows)
    return sorted(pair for pair in pairs if None not in pair)


def _split_of(shape: Shape, axis: Groups) -> tuple[str, str] | None:
    others = [groups for groups in shape.groups if groups is not axis]
    if not others:
        return None
    return label_field(others[0].place), title_of(others[0])


def _add_axis(
    rows: list[dict], cells: list[tuple], axis: Groups, place: str
) -> dict[str, str]:
    """Put the place on the axis into each row; return how it is parsed."""
    for row, cell in zip(rows, cells, strict=True):
        value = cell[axis.place]
        row[place] = moment_text(value) if axis.is_time and value is not None else value
    if not axis.is_time:
        return {}
    return {place: moment_parse([row[place] for row in rows if row[place]])}


def _axis(axis: Groups, place: str, rows: list[dict]) -> dict:
    title = title_of(axis)
    if axis.is_time:
        grain = axis.dimension.grain
        whole_years = grain or (None if axis.column.kind != "number" else "year")
        texts = sorted({row[place] for row in rows})
        return moment(place, title, whole_years, texts)
    if axis.column.kind == "number":
        return {"field": place, "type": "quantitative", "title": title} | {
            "scale": {"zero": False}
        }
    return category(place, title)
