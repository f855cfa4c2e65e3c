"""What the stages found, sorted: columns to show, measures, groups, tests, order."""

from dataclasses import dataclass, field
from datetime import date

from analysis.plan import Dimension, Filter, Group, Having, Measure, filters_of, joined
from analysis.question.context import Context
from analysis.question.marks import Mark
from analysis.question.orders import Ordering
from analysis.question.superlatives import Superlative
from analysis.question.vocabulary import word_set

# Marks that may stay over: they say nothing that a plan has to hold.
HARMLESS = word_set("harmless_marks")
FLAGS = word_set("flag_marks")
# After these what is asked for begins (anew); after those it has ended.
_OPENING = word_set("opening_marks")
_CLOSING = word_set("closing_marks")
_JOINING = frozenset({"contrast", "relation", "trend"})
_LENGTHS = ((0, "day"), (6, "week"), (30, "month"), (91, "quarter"), (365, "year"))
ASIDE_COST, FLAG_COST, REPEATED_COST, COMPOUND_COST = 0.6, 0.1, 1.0, 1.8


@dataclass
class Parts:
    """The parts of a question; `stray` marks found no place in any of them.

    `asides` are columns that are mentioned but not asked for ("students who play
    sports"), `amounts` those that were asked for as "the number of hours",
    `periods` how dates are told apart that are compared, `inall` the sum or average
    that "in total" and "on average" ask for.
    """

    shown: list[str] = field(default_factory=list)
    measures: list[Measure] = field(default_factory=list)
    groups: list[Dimension] = field(default_factory=list)
    where: Filter | Group | None = None
    havings: list[Having] = field(default_factory=list)
    orderings: list[Ordering] = field(default_factory=list)
    tops: list[Superlative] = field(default_factory=list)
    periods: list[Dimension] = field(default_factory=list)
    amounts: list[str] = field(default_factory=list)
    asides: list[Mark] = field(default_factory=list)
    chart: str | None = None
    inall: str | None = None
    bins: tuple[int | None, float | None] | None = None
    flags: set[str] = field(default_factory=set)
    rows_named: bool = False
    said: set[str] = field(default_factory=set)
    stray: list[Mark] = field(default_factory=list)
    cost: float = 0.0


def parts_of(marks: list[Mark], context: Context) -> Parts:
    """Sort the marks that the stages left into the parts of a plan."""
    marks = _with_flags(marks, context)
    parts = Parts()
    for mark, asked in zip(marks, asked_for(marks), strict=True):
        parts.cost += mark.cost
        if mark.kind == "column":
            _take_column(mark, asked, parts, context)
        else:
            _take(mark, parts)
    if any(m.kind == "show" and m.words.lower() == "which" for m in marks):
        parts.flags.add("which")
    parts.cost += COMPOUND_COST * _compounds(marks)
    parts.where = _where(marks)
    _settle_periods(parts)
    _settle_asides(parts, context)
    parts.stray += [m for m in marks if m.kind == "event" and not _used(m, parts)]
    parts.groups = list(dict.fromkeys(parts.groups))
    return parts


def asked_for(marks: list[Mark]) -> list[bool]:
    """Tell for every mark whether it stands where people say what they want.

    That is from the start, a new sentence or "show" on, up to the first word that
    begins a description ("who", "with", "in"); "and" or a comma begins it again.
    """
    found, open_, said, joining = [], True, False, False
    for place, mark in enumerate(marks):
        before = marks[place - 1].kind if place else ""
        joining = joining or mark.kind in _JOINING
        if mark.kind in _OPENING:
            open_, said = True, False
        elif said and _closes(mark, before, joining):
            open_ = False
        found.append(open_)
        said = said or mark.kind in ("column", "measure", "amount")
    return found


def _closes(mark: Mark, before: str, joining: bool) -> bool:
    """Tell whether a mark begins a description; "of" does after a computed number.

    Where things are compared, "with" and "to" only join them.
    """
    if joining and mark.words.lower() in ("with", "to"):
        return False
    return mark.kind in _CLOSING or (mark.kind in ("of", "for") and before == "measure")


def _settle_asides(parts: Parts, context: Context) -> None:
    """Let go of columns that only describe, if they name things or are used anyway."""
    for mark in parts.asides:
        if _used(mark, parts):
            continue
        parts.cost += ASIDE_COST
        if not context.is_noun(mark.payload):
            parts.stray.append(mark)


def _used(event: Mark, parts: Parts) -> bool:
    """Tell whether the column of "born" is in the plan anyway, as "born state"."""
    grouped = {part.column for part in parts.groups}
    filtered = {part.column for part in filters_of(parts.where)}
    computed = {part.column for part in parts.measures}
    return event.payload in {*parts.shown, *grouped, *filtered, *computed}


def _compounds(marks: list[Mark]) -> int:
    """Count columns that follow one another without a joint, as in "job title".

    People say so when they mean one thing; two columns are a doubtful reading of it.
    """
    nouns = ("column", "row")
    pairs = list(zip(marks, marks[1:], strict=False))
    doubled = [
        (a, b)
        for a, b in pairs
        if a.end == b.start
        and a.kind in ("column", "group")
        and b.kind in nouns
        and not _same_column(a, b)
    ]
    return len(doubled)


def _same_column(a: Mark, b: Mark) -> bool:
    return a.payload == b.payload and a.kind == b.kind


def _with_flags(marks: list[Mark], context: Context) -> list[Mark]:
    """Make filters of the yes/no columns that only describe ("on scholarship")."""
    found = []
    for place, (mark, asked) in enumerate(zip(marks, asked_for(marks), strict=True)):
        before = marks[place - 1] if place else None
        following = marks[place + 1] if place + 1 < len(marks) else None
        described = mark.kind == "column" and (
            not asked
            or _is_adjective(mark, following)
            or (before is not None and before.kind in ("of", "for", "column"))
        )
        yes = context.flag_value(mark.payload, yes=True) if described else None
        if yes is None:
            found.append(mark)
        else:
            part = Filter(mark.payload, "=", (yes,))
            found.append(mark.becomes("filter", part, cost=mark.cost + FLAG_COST))
    return found


def _is_adjective(mark: Mark, following: Mark | None) -> bool:
    """Tell whether a column says how the next thing is: "fragile paintings"."""
    if following is None or mark.end != following.start:
        return False
    return following.kind in ("row", "filter")


def _take_column(mark: Mark, asked: bool, parts: Parts, context: Context) -> None:
    if asked:
        if mark.payload not in parts.shown:
            parts.shown.append(mark.payload)
        elif mark.words.lower() not in parts.said and not mark.shared:
            parts.cost += REPEATED_COST
        parts.said.add(mark.words.lower())
    else:
        parts.asides.append(mark)


def _take(mark: Mark, parts: Parts) -> None:
    taken = {
        "having": parts.havings,
        "ordering": parts.orderings,
        "superlative": parts.tops,
    }
    if mark.kind in taken:
        taken[mark.kind].append(mark.payload)
    elif mark.kind == "bins":
        parts.bins = mark.payload
    elif mark.kind in ("chart", "inall"):
        setattr(parts, mark.kind, mark.payload[0])
    elif mark.kind == "amount":
        parts.amounts.append(mark.payload)
    elif mark.kind == "measure":
        parts.measures += [m for m in mark.payload if m not in parts.measures]
    elif mark.kind == "group":
        parts.groups += mark.payload
    elif mark.kind == "row":
        parts.rows_named = True
    elif mark.kind in FLAGS:
        parts.flags.add(mark.kind)
    elif mark.kind not in HARMLESS and mark.kind not in ("filter", "or", "event"):
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
    runs = [_alternatives(run) for run in runs]
    return joined("or", [j for run in runs if (j := joined("and", run))])


def _settle_periods(parts: Parts) -> None:
    """Join periods that exclude each other ("March 2013 vs March 2014") by "or".

    Nothing is in both; what is compared is shown apart, by the length they share.
    """
    runs = parts.where.parts if isinstance(parts.where, Group) else ()
    ranges = [p for p in runs if isinstance(p, Filter) and p.test == "between"]
    columns = {part.column for part in ranges}
    if len(ranges) < 2 or len(columns) != 1 or parts.where.join != "and":
        return
    edges = sorted(part.values for part in ranges)
    if any(isinstance(e, bool) for pair in edges for e in pair) or any(
        low[1] >= high[0] for low, high in zip(edges, edges[1:], strict=False)
    ):
        return
    rest = [part for part in runs if part not in ranges]
    parts.where = joined("and", [*rest, joined("or", ranges)])
    grain = _common_grain(edges)
    if grain:
        parts.periods.append(Dimension(columns.pop(), grain))


def _common_grain(edges: list[tuple]) -> str | None:
    """Return the period that all ranges are one of: a month, a quarter, a year."""
    grains = set()
    for start, end in edges:
        if not (isinstance(start, str) and isinstance(end, str)):
            return None
        days = (date.fromisoformat(end[:10]) - date.fromisoformat(start[:10])).days
        grains.add(next((g for most, g in _LENGTHS if days <= most), None))
    return grains.pop() if len(grains) == 1 else None


def _alternatives(run: list[Filter | Group]) -> list[Filter | Group]:
    """Join several values of one column: "from Europe and USA" is from either."""
    found: dict[object, Filter | Group] = {}
    for part in run:
        equal = isinstance(part, Filter) and part.test in ("=", "in")
        equal = equal and not part.negate and not part.other
        key = part.column if equal else (len(found), part)
        if key in found:
            values = tuple(dict.fromkeys((*found[key].values, *part.values)))
            part = Filter(part.column, "in", values)
        found[key] = part
    return list(found.values())
