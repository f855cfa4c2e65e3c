"""The words of the question beside the chips they became, and the unused ones."""

from dataclasses import replace

from analysis.chips import chips_of
from analysis.question.marks import Mark
from analysis.question.readings import Reading
from analysis.result import Chip
from analysis.table import TableProfile

_PARTS = {
    "measure": ("measure", "amount"),
    "column": ("column",),
    "dimension": ("group", "column", "measure"),
    "filter": ("filter", "having"),
    "order": ("ordering", "superlative"),
    "limit": ("superlative",),
    "chart": ("chart",),
}
UNUSED = frozenset({"weak"})


def told_chips(reading: Reading, profile: TableProfile) -> tuple[Chip, ...]:
    """Return the chips of a reading with their words.

    Behind them come the words that were taught, and those that were left unused.
    """
    taken: dict[str, int] = {}
    marks, parts = reading.marks, chips_of(reading.plan, profile)
    chips = [_with_words(chip, marks, taken) for chip in parts]
    unused = [m for m in reading.marks if m.kind in UNUSED and m.words]
    taught = dict.fromkeys(reading.taught)
    return (
        *chips,
        *(taught_chip(word, profile.column(key).name) for word, key in taught),
        *(Chip("unused", m.words, m.words) for m in unused),
    )


def taught_chip(word: str, name: str) -> Chip:
    """Return the chip that says what a person taught."""
    return Chip("taught", f"you taught: {word} = {name}", word)


def _with_words(chip: Chip, marks: tuple[Mark, ...], taken: dict[str, int]) -> Chip:
    """Give a chip the words of the next mark of its kind."""
    kinds = _PARTS.get(chip.part, ())
    fitting = [m for kind in kinds for m in marks if m.kind == kind and m.words]
    place = taken.get(chip.part, 0)
    if place >= len(fitting):
        return chip
    taken[chip.part] = place + 1
    mark = fitting[place]
    return replace(chip, words=mark.words, guessed=mark.guessed)
