"""What is known about each column while a table is read."""

from dataclasses import dataclass, field

from analysis.reading.choice import Locale, choose_rule, rules_for_type, shown_locale
from analysis.reading.kinds import EMPTY, TEXT, Rule
from analysis.reading.names import unique_names
from analysis.reading.options import Options
from errors import ValidationError


@dataclass
class ColumnPlan:
    """One column: the sample of its cells, the rule to read it by, and the outcome.

    `chosen_type` is a person's choice; `droppable` marks a column at the edge without
    a name, which is left out if it turns out to hold nothing. The counts are of
    cells: with a value, that say there is none ("N/A"), that do not fit the rule.
    """

    key: str
    name: str
    sample: list[str | None]
    rule: Rule = TEXT
    chosen_type: str | None = None
    droppable: bool = False
    filled: int = 0
    not_available: int = 0
    misfits: int = 0
    settled: bool = field(default=False, repr=False)

    @property
    def is_dropped(self) -> bool:
        """Whether the column is left out of the table."""
        return self.droppable and self.rule is EMPTY

    def best_rule(self, locale: Locale) -> Rule:
        """Return the rule that suits the sample, of the chosen type if there is one."""
        if self.chosen_type:
            rules = rules_for_type(self.chosen_type, self.sample, locale)
            return next(iter(rules), TEXT)
        return choose_rule(self.name, self.sample, locale)


def plan_columns(
    names: list[str], samples: list[list[str | None]], options: Options
) -> tuple[list[ColumnPlan], Locale]:
    """Return a plan for each column, and what the columns show together.

    Raises ValidationError where a type is chosen for a column that is not there.
    """
    shown = shown_locale(samples)
    locale = Locale(
        options.decimal_mark or shown.decimal_mark,
        shown.day_first if options.day_first is None else options.day_first,
    )
    plans = [
        ColumnPlan(f"c{i}", name, samples[i])
        for i, name in enumerate(unique_names(names))
    ]
    _mark_droppable(plans, names)
    _set_chosen(plans, options.types)
    for plan in plans:
        plan.rule = plan.best_rule(locale)
    return plans, locale


def _mark_droppable(plans: list[ColumnPlan], names: list[str]) -> None:
    """Mark the nameless columns at the edges whose sample holds nothing."""
    for order in (1, -1):
        for plan, name in list(zip(plans, names, strict=True))[::order]:
            if name or any(cell and not cell.isspace() for cell in plan.sample):
                break
            plan.droppable = True


def _set_chosen(plans: list[ColumnPlan], types: dict[str, str]) -> None:
    unknown = set(types) - {p.name for p in plans} - {p.key for p in plans}
    if unknown:
        raise ValidationError(
            f"There is no column '{min(unknown)}' to give a type.", field="types"
        )
    for plan in plans:
        plan.chosen_type = types.get(plan.name) or types.get(plan.key)
