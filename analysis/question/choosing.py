"""One Plan out of the readings, or a question back, or why there is no answer."""

from dataclasses import replace

from analysis import guard
from analysis.compute import run
from analysis.plan_words import describe
from analysis.question.context import Context
from analysis.question.names import Names
from analysis.question.near import near_choices
from analysis.question.readings import Reading
from analysis.question.rivals import rivals
from analysis.result import Answer, Choice
from analysis.table import Table, TableProfile

MARGIN = 0.35  # readings whose doubt differs by less are both possible
MOST_CHOICES = 4
MOST_DOUBT = 1.75  # beyond this even a lone reading is only offered
COMPARED_ROWS = 2000


def choose(
    readings: list[Reading], question: str, names: Names, table: Table
) -> Reading | Answer:
    """Return the one reading to compute, or the Answer that asks back or declines."""
    planned = [reading for reading in readings if reading.plan is not None]
    if not planned:
        return declined(readings, question, names, table)
    near = near_readings(planned, table.profile)
    if not near:
        return planned[0]
    if near[0].doubt > MOST_DOUBT:
        return ask_back(near, table, "I am not sure I understand. Do you mean this?")
    if len(near) == 1 or _same_numbers(near, table):
        near = [near[0], *_rivals(near[0], names, table)]
    if len(near) == 1 or _same_numbers(near, table):
        return near[0]
    return ask_back(near, table)


def _rivals(found: Reading, names: Names, table: Table) -> list[Reading]:
    """Return the other sound plans that a reading's own words leave open."""
    plans = rivals(found, Context(names))
    sound = [plan for plan in plans if guard.check(plan, table.profile) is None]
    return [replace(found, plan=plan) for plan in sound[: MOST_CHOICES - 1]]


def near_readings(readings: list[Reading], profile: TableProfile) -> list[Reading]:
    """Return the sound readings that are about as sure as the surest one."""
    sound = [r for r in readings if r.plan and guard.check(r.plan, profile) is None]
    return [r for r in sound if r.cost <= sound[0].cost + MARGIN][:MOST_CHOICES]


def is_clear(readings: list[Reading], profile: TableProfile) -> bool:
    """Tell whether one reading stands out."""
    return len(near_readings(readings, profile)) == 1


def ask_back(
    readings: list[Reading], table: Table, why: str = "Which of these do you mean?"
) -> Answer:
    """Offer the readings as choices."""
    word = _open_word(readings)
    choices = []
    for reading in readings:
        key = dict(reading.links).get(word or "")
        teaches = (word, table.profile.column(key).name) if word and key else None
        label = describe(reading.plan, table.profile)
        choices.append(Choice(label, reading.plan, teaches=teaches))
    return Answer("clarify", why, choices=tuple(choices))


def _open_word(readings: list[Reading]) -> str | None:
    """Return the one word that the readings take for different columns, if one."""
    meant: dict[str, set[str]] = {}
    for reading in readings:
        for word, key in reading.links:
            meant.setdefault(word, set()).add(key)
    opened = [word for word, keys in meant.items() if len(keys) > 1]
    return opened[0] if len(opened) == 1 else None


def declined(
    readings: list[Reading], question: str, names: Names, table: Table
) -> Answer:
    """Name the words that found no place, and offer what is near to them."""
    stray = readings[0].stray if readings else ()
    unknown = [m for m in stray if m.kind in ("unknown", "quoted", "value", "event")]
    words = [mark.words for mark in unknown or stray if mark.words]
    if not words:
        return Answer("declined", "I could not make out what to compute.")
    listed = ", ".join(f"“{word}”" for word in words[:3])
    message = f"I found no place for {listed} in this table."
    choices = near_choices(question, stray, names, table)
    if not choices:
        return Answer("declined", message)
    return Answer("clarify", f"{message} Did you mean one of these?", choices=choices)


def _same_numbers(readings: list[Reading], table: Table) -> bool:
    first = _numbers(readings[0], table)
    return all(_numbers(reading, table) == first for reading in readings[1:])


def _numbers(reading: Reading, table: Table) -> tuple:
    return run(reading.plan, table, COMPARED_ROWS).rows
