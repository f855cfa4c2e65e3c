"""Whether words stand at the head of a question, where the answer itself is named."""

from analysis.question.grammar import Found

_SKIPPED = frozenset({"comma", "and", "of", "for", "prep"})
_THINGS = frozenset({"column", "row", "measure", "event"})
_GROUPING = frozenset({"each", "by", "color"})


def is_head(found: Found) -> bool:
    """Tell whether nothing was asked for yet, so that an extreme itself is wanted.

    "The highest salary" is a number; in "who has the highest salary" and "the
    employee with the highest salary" it describes a row.
    """
    if found.all("limit"):
        return False
    kinds = [mark.kind for mark in found.before]
    if "who" in kinds or "when" in kinds:
        return False
    if "relation" in kinds:
        return True
    kinds = _ungrouped(_since_show(kinds))
    while kinds and kinds[-1] in _SKIPPED:
        kinds.pop()
    if kinds and kinds[-1] == "measure":
        return True
    return not set(kinds) & _THINGS


def _since_show(kinds: list[str]) -> list[str]:
    if "show" not in kinds:
        return kinds
    return kinds[len(kinds) - kinds[::-1].index("show") :]


def _ungrouped(kinds: list[str]) -> list[str]:
    """Leave out what is grouped by: "each department"."""
    return [
        kind
        for place, kind in enumerate(kinds)
        if not (place and kinds[place - 1] in _GROUPING and kind in _THINGS)
    ]
