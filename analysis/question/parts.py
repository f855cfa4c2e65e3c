"""What the stages found, sorted: columns to show, measures, groups, tests, order."""

from dataclasses import dataclass, field

from analysis.plan import Dimension, Filter, Group, Having, Measure, joined
from analysis.question.marks import Mark
from analysis.question.orders import Ordering
from analysis.question.superlatives import Superlative

# Marks that may stay over: they say nothing that a plan has to hold.
HARMLESS = frozenset(
    [
        "show",
        "prep",
        "of",
        "relative",
        "weak",
        "equals",
        "and",
        "comma",
        "stop",
        "row",
        "either",
        "fill",
        "tally",
        "to",
        "any",
        "by",
        "than",
        "chart",
        "axis",
        "axes",
        "number_word",
        "color",
        "bars_noun",
    ]
)
_FLAGS = frozenset(
    [
        "who",
        "when",
        "where",
        "all",
        "relation",
        "distribution",
        "trend",
        "time",
        "distinct",
        "distinct_list",
        "outliers",
        "missing",
        "describe",
        "bin",
    ]
)


@dataclass
class Parts:
    """The parts of a question; `stray` marks found no place in any of them."""

    shown: list[str] = field(default_factory=list)
    measures: list[Measure] = field(default_factory=list)
    groups: list[Dimension] = field(default_factory=list)
    where: Filter | Group | None = None
    havings: list[Having] = field(default_factory=list)
    orderings: list[Ordering] = field(default_factory=list)
    tops: list[Superlative] = field(default_factory=list)
    chart: str | None = None
    flags: set[str] = field(default_factory=set)
    rows_named: bool = False
    stray: list[Mark] = field(default_factory=list)
    cost: float = 0.0


def parts_of(marks: list[Mark]) -> Parts:
    """Sort the marks that the stages left into the parts of a plan."""
    parts = Parts()
    for mark in marks:
        parts.cost += mark.cost
        _take(mark, parts)
    parts.where = _where(marks)
    parts.groups = list(dict.fromkeys(parts.groups))
    parts.shown = list(dict.fromkeys(parts.shown))
    return parts


def _take(mark: Mark, parts: Parts) -> None:
    taken = {
        "column": parts.shown,
        "having": parts.havings,
        "ordering": parts.orderings,
        "superlative": parts.tops,
    }
    if mark.kind in taken:
        taken[mark.kind].append(mark.payload)
    elif mark.kind == "measure":
        parts.measures += [m for m in mark.payload if m not in parts.measures]
    elif mark.kind == "group":
        parts.groups += mark.payload
    elif mark.kind == "chart":
        parts.chart = mark.payload[0]
    elif mark.kind == "row":
        parts.rows_named = True
    elif mark.kind in _FLAGS:
        parts.flags.add(mark.kind)
    elif mark.kind not in HARMLESS and mark.kind not in ("filter", "or"):
        parts.stray.append(mark)


def _where(marks: list[Mark]) -> Filter | Group | None:
    """Join the filters: "or" between two of them splits, everything else is "and"."""
    runs: list[list[Filter | Group]] = [[]]
    between: set[str] = set()
    for mark in marks:
        if mark.kind != "filter":
            between.add(mark.kind)
            continue
        if "or" in between and runs[-1]:
            runs.append([])
        runs[-1].append(mark.payload)
        between = set()
    return joined("or", [j for run in runs if (j := joined("and", run))])
