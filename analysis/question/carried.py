"""Words that point back: "how many of them are late?" keeps the last answer's rows."""

import re
from dataclasses import replace

from analysis.plan import Plan, joined
from analysis.question.readings import Reading
from analysis.question.words import words_of

PRONOUNS = frozenset({"them", "those", "these", "they", "their", "theirs", "its"})
LEADING = frozenset({"of", "for", "among", "amongst", "from", "in", "within"})
# Before these "those" begins a description of its own: "those who live in Oslo".
DESCRIBING = frozenset({"who", "that", "which", "with", "whose", "where", "of", "in"})
NOUNS = frozenset({"column", "row", "amount", "group"})
# A count of nothing named: "how many are there?" asks of what was shown.
BARE_COUNT = re.compile(
    r"^\s*(?:and\s+)?how many(?:\s+(?:are|were|is)\s+(?:there|that|it))?[\s?.!]*$", re.I
)
UNCLEAR = (
    "I cannot tell which rows you mean by that: the last answer was cut or grouped. "
    "Say the rows in words, please."
)


def points_back(question: str, reading: Reading) -> bool:
    """Tell whether a question speaks of the rows of the last answer.

    "Of those" does; "their" does unless the question itself named things before.
    """
    if BARE_COUNT.match(question):
        return True
    lower = [word.lower for word in words_of(question)]
    ends = [mark.end for mark in reading.marks if mark.kind in NOUNS]
    for place, word in enumerate(lower):
        described = lower[place + 1 : place + 2]
        if word not in PRONOUNS or DESCRIBING.intersection(described):
            continue
        led = place and lower[place - 1] in LEADING
        if led or not any(end <= place for end in ends):
            return True
    return False


def carried(question: str, reading: Reading, previous: Plan) -> Reading | None:
    """Return the reading, within the last answer's rows if it speaks of them.

    None where it does and those rows are not told by a filter: groups that were cut.
    """
    if reading.plan is None or not points_back(question, reading):
        return reading
    if previous.limit is not None or previous.having:
        return None
    parts = [w for w in (previous.where, reading.plan.where) if w is not None]
    where = joined("and", list(dict.fromkeys(parts)))
    return replace(reading, plan=replace(reading.plan, where=where))
