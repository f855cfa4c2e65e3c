"""The objections to a reworded explanation."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from analysis.explain import Explanation, all_numbers_supported, numbers_in
from analysis.plan import Plan
from analysis.result import Result
from analysis.reworded.clauses import Clause, clauses_of, directions_of, said_of
from analysis.reworded.words import CLAIMS, claims_in, names_in, words_in
from analysis.shape import label_of, shape_of
from analysis.table import TableProfile

MOST_TIMES_LONGER = 2
SPARE_CHARACTERS = 120
_MARKUP = re.compile(
    r"[<>{}\\|*#]|\]\(|https?:|www\.|[\x00-\x1f\ud800-\udfff\ue000-\uf8ff]"
)


@dataclass(frozen=True)
class Wording:
    """A title with the sentences below it."""

    title: str
    explanation: Explanation

    def parts(self) -> list[str]:
        """Return every text, title first."""
        told = self.explanation
        return [self.title, told.summary, *told.implications, *told.caveats]


@dataclass(frozen=True)
class _Facts:
    """What a sentence is held against besides the one that it replaces."""

    result: Result
    computed: str
    cells: dict[str, list[float]]
    columns: frozenset[str]
    vocabulary: frozenset[str]


def objection(
    new: Wording,
    old: Wording,
    plan: Plan,
    result: Result,
    profile: TableProfile,
    question: str = "",
) -> str | None:
    """Return why the new wording cannot stand, in words; None where it can.

    It must have the form of the old one, sentence for sentence.
    """
    if _form(new) != _form(old):
        return "it does not have as many sentences as the computed text"
    facts = _facts(old, plan, result, profile, question)
    for said, computed in zip(new.parts(), old.parts(), strict=True):
        for found in _objections(said, computed, facts):
            return f"{found} (in “{said[:200]}”)"
    return None


def _form(wording: Wording) -> tuple[int, int]:
    told = wording.explanation
    return len(told.implications), len(told.caveats)


def _objections(said: str, computed: str, facts: _Facts) -> Iterator[str]:
    if said == computed:
        return
    if not said.strip() or _MARKUP.search(said):
        yield "it is no plain text"
    if len(said) > MOST_TIMES_LONGER * len(computed) + SPARE_CHARACTERS:
        yield "it is much longer than the computed text"
    if not all_numbers_supported(said, facts.result, facts.computed):
        yield "it has a number that was not computed"
    yield from _unknown_names(said, computed, facts)
    yield from _new_claims(said, computed)
    yield from _misplaced(said, computed, facts)


def _unknown_names(said: str, computed: str, facts: _Facts) -> Iterator[str]:
    for name in sorted(names_in(said) - facts.vocabulary):
        yield f"it names “{name}”, which is not in the result"
    if _named(said, facts.columns) != _named(computed, facts.columns):
        yield "it is not about the same columns"


def _new_claims(said: str, computed: str) -> Iterator[str]:
    new = set(claims_in(said)) - set(claims_in(computed))
    for claim in CLAIMS:
        if claim in new:
            yield f"it makes a claim ({claim}) that was not computed"


def _misplaced(said: str, computed: str, facts: _Facts) -> Iterator[str]:
    """Object to numbers and directions that are given to another group."""
    labels = frozenset(facts.cells)
    if any(map(str.isdigit, "".join(labels))) and any(
        label in said.casefold() for label in labels
    ):
        if not _in_order(numbers_in(said), numbers_in(computed)):
            yield "its numbers do not stand in the computed order"
        labels = frozenset(
            label for label in labels if not any(map(str.isdigit, label))
        )
    new, old = clauses_of(said, labels), clauses_of(computed, labels)
    if directions_of(new) - directions_of(old):
        yield "it calls the wrong group high or low"
    for named, number in said_of(new):
        if not _belongs(named, number, old, facts):
            yield f"it gives the number {number:g} to another group"


def _belongs(
    named: tuple[str, ...], number: float, old: list[Clause], facts: _Facts
) -> bool:
    there = [labels for labels, value in said_of(old) if _close(number, value)]
    if named in there:
        return True
    if len(named) == 1:
        return any(_close(number, cell) for cell in facts.cells[named[0]])
    return not named and bool(there)


def _close(said: float, value: float) -> bool:
    """Tell whether a number is said, maybe rounded, in another's place."""
    slack = 0.005 * max(abs(said), abs(value))
    near = (value, -value, 100 * value)
    return any(abs(said - each) <= slack for each in near)


def _in_order(said: list[float], computed: list[float]) -> bool:
    rest = iter(computed)
    return all(any(_close(number, other) for other in rest) for number in said)


def _named(text: str, columns: frozenset[str]) -> set[str]:
    folded = text.casefold()
    return {
        column
        for column in columns
        if column in folded
        and re.search(rf"(?<!\w){re.escape(column)}s?(?!\w)", folded)
    }


def _facts(
    old: Wording, plan: Plan, result: Result, profile: TableProfile, question: str
) -> _Facts:
    cells = _cells(plan, result, profile)
    columns = frozenset(column.name.casefold() for column in profile.columns)
    texts = [*old.parts(), *cells, question]
    return _Facts(
        result,
        " ".join(old.parts()),
        cells,
        columns - cells.keys(),
        frozenset(word for text in texts for word in words_in(text)),
    )


def _cells(plan: Plan, result: Result, profile: TableProfile) -> dict[str, list[float]]:
    """Return the computed numbers of each group, by its case-folded name."""
    if plan.kind not in ("aggregate", "distribution"):
        return {}
    shape = shape_of(plan, result, profile)
    found: dict[str, list[float]] = {}
    for row in result.rows:
        values = [row[s.place] for s in shape.series if _is_number(row[s.place])]
        for groups in shape.groups:
            found.setdefault(label_of(groups, row).casefold(), []).extend(values)
    return found


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
