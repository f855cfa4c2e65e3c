"""Results in sentences, written from the numbers and the receipt alone."""

from dataclasses import dataclass

from analysis.explain.caveats import caveats
from analysis.explain.check import all_numbers_supported, numbers_in
from analysis.explain.implications import comparison, implications, spread
from analysis.explain.summary import cut_summary, is_cut, summary
from analysis.explain.words import title
from analysis.plan import Plan
from analysis.result import Result
from analysis.table import TableProfile

__all__ = [
    "Explanation",
    "all_numbers_supported",
    "choose_mode",
    "explain",
    "numbers_in",
    "title",
]


@dataclass(frozen=True)
class Explanation:
    """What a result says, what follows from it, and what to be careful about."""

    summary: str
    implications: tuple[str, ...] = ()
    caveats: tuple[str, ...] = ()


def choose_mode(plan: Plan, result: Result, previous_plans: tuple[Plan, ...]) -> str:
    """Return comparative, interpretive, cautionary or descriptive, in that order.

    Comparative where the same measure was asked of this session before, interpretive
    for its first question, cautionary for a single number, else descriptive.
    """
    measured = set(plan.measures)
    if any(measured & set(earlier.measures) for earlier in previous_plans):
        return "comparative"
    if not previous_plans:
        return "interpretive"
    if len(result.rows) == 1 and len(result.columns) == 1:
        return "cautionary"
    return "descriptive"


def explain(
    plan: Plan,
    result: Result,
    profile: TableProfile,
    mode: str,
    earlier: tuple[Plan, Result] | None = None,
) -> Explanation:
    """Explain a result in one of the four modes.

    `earlier` is the last answer that measured the same, for the comparative mode. A
    descriptive explanation draws no conclusions; a cautionary one adds the spread.
    """
    careful = caveats(plan, result, profile)
    if is_cut(plan, result):
        return Explanation(cut_summary(plan, result, profile), (), tuple(careful))
    follows = [] if mode == "descriptive" else implications(plan, result, profile)
    if mode == "comparative" and earlier is not None:
        follows = comparison(plan, result, earlier, profile) + follows
    if mode == "cautionary":
        careful = _spreads(plan, profile) + careful
    return Explanation(summary(plan, result, profile), tuple(follows), tuple(careful))


def _spreads(plan: Plan, profile: TableProfile) -> list[str]:
    """Say what a single number hides; only of the whole column, which is known."""
    if plan.where is not None:
        return []
    columns = [m.column for m in plan.measures if m.op in ("average", "median")]
    found = [spread(profile.column(key)) for key in columns if key]
    return [f"One number hides the spread: {each}" for each in found if each]
