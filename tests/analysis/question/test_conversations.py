"""Conversations: what follows an answer changes it as said, or is asked back about."""

from pathlib import Path

import pytest

from analysis.engine import ask
from analysis.plan_words import describe
from tests.analysis.question.flights import flights
from tests.analysis.question.sales import sales
from tests.analysis.question.tour import tour

TABLES = {"sales": sales, "flights": flights, "tour": tour}
LINES = Path(__file__).with_name("conversations.txt").read_text().splitlines()


def conversations():
    """Yield (table, first question, follow-up, what comes of it) of the text file."""
    for line in LINES:
        if line.startswith("= "):
            name, first = line.removeprefix("= ").split(": ")
        elif " -> " in line and not line.startswith("#"):
            then, outcome = line.split(" -> ")
            yield pytest.param(name, first, then, outcome, id=f"{first} + {then}")


@pytest.fixture(scope="module")
def tables(tmp_path_factory):
    return {name: make(tmp_path_factory.mktemp(name)) for name, make in TABLES.items()}


@pytest.mark.parametrize(("name", "first", "then", "outcome"), list(conversations()))
def test_a_follow_up_changes_the_answer_as_said(name, first, then, outcome, tables):
    table = tables[name]
    before = ask(first, table).plan

    answer = ask(then, table, previous=before)

    if outcome.startswith("? "):
        assert answer.result is None
        assert outcome.removeprefix("? ") in answer.message
    else:
        assert answer.status == "answered", answer.message
        chart = f" AS {answer.plan.chart}" if answer.plan.chart else ""
        assert describe(answer.plan, table.profile) + chart == outcome
