"""Reworded sentences stand only if they say what was computed, and nothing else."""

import dataclasses

import pytest

from analysis.explain import explain, title
from analysis.plan import Plan
from analysis.reworded import Wording, objection
from tests.analysis.answers import (
    AVERAGE,
    BY_MONTH,
    BY_REGION,
    BY_YEAR,
    PROFILE,
    TOTAL,
    answer,
)

REGIONS = [("north", 91.2), ("south", 84.75), ("east", 80.1)]
MONTHS = [
    ("2025-04-01", 1200.5),
    ("2025-05-01", 1500.0),
    ("2025-06-01", 900.25),
    ("2025-07-01", 300.0),
]


def computed(plan, rows):
    result = answer(plan, rows)
    told = explain(plan, result, PROFILE, "interpretive")
    return Wording(title(plan, PROFILE), told), plan, result, PROFILE


def reworded(old, **changes):
    head = changes.pop("title", old.title)
    return Wording(head, dataclasses.replace(old.explanation, **changes))


@pytest.fixture
def regions():
    """Average unit price: north 91.20, south 84.75, east 80.10 (4 rows)."""
    return computed(Plan(measures=(AVERAGE,), dimensions=(BY_REGION,)), REGIONS)


@pytest.fixture
def months():
    """Total unit price by month, April to July 2025, July not complete."""
    return computed(Plan(measures=(TOTAL,), dimensions=(BY_MONTH,)), MONTHS)


def test_the_computed_text_itself_stands(regions, months):
    assert objection(regions[0], *regions) is None
    assert objection(months[0], *months) is None


@pytest.mark.parametrize(
    "summary",
    [
        "The north region has the highest average unit price at $91.20, while the east"
        " has the lowest at $80.10.",
        "By region, the average unit price is highest in north (91.2) and lowest in"
        " east (80.1).",
        "At about 91, north has the highest average unit price of any region; east,"
        " at 80.1, has the lowest.",
        "Of 3 regions, north leads on average unit price with $91.20; south comes next"
        " with $84.75.",
    ],
)
def test_an_honest_rewording_stands(regions, summary):
    assert objection(reworded(regions[0], summary=summary), *regions) is None


@pytest.mark.parametrize(
    ("summary", "why"),
    [
        ("By region, the average unit price of north is $95.", "not computed"),
        ("By region, the average unit price doubled.", "not computed"),
        (
            "By region, the average unit price of east is $91.20 and of north $80.10.",
            "to another group",
        ),
        (
            "The average unit price by region is highest for east and lowest for"
            " north.",
            "wrong group high or low",
        ),
        ("By region, the average unit price of north is not $91.20.", "denial"),
        ("Average unit price by region is highest in Atlantis.", "“atlantis”"),
        ("Average unit price by region follows the discount_rate.", "discount_rate"),
        ("Average unit price by region, or “margin”, is highest.", "“margin”"),
        ("The average age[years] by region is highest for north.", "same columns"),
        ("The average by region is highest for north ($91.20).", "same columns"),
        (
            "The average unit price by region is highest for north because of age.",
            "cause",
        ),
        ("The average unit price by region will be $91.20 in north.", "forecast"),
        ("You should raise the average unit price by region.", "advice"),
        ("The total unit price by region is highest for north.", "(sum)"),
        ("<b>average unit price</b> by region", "no plain text"),
        ("See https://evil.example for the average unit price by region", "plain"),
        ("average unit price by region\x00", "no plain text"),
        ("   ", "no plain text"),
        ("The average unit price by region is highest. " * 20, "longer"),
    ],
)
def test_a_lie_does_not_stand(regions, summary, why):
    found = objection(reworded(regions[0], summary=summary), *regions)

    assert found is not None and why in found


def test_a_title_is_checked_like_a_sentence(regions):
    good = reworded(regions[0], title="How the average unit price varies by region")
    bad = reworded(regions[0], title="Profit by region")

    assert objection(good, *regions) is None
    assert "same columns" in objection(bad, *regions)


def test_no_sentence_is_dropped_or_added(regions):
    careless = reworded(regions[0], caveats=())
    chatty = reworded(regions[0], implications=("north leads.", "It leads."))

    assert "as many sentences" in objection(careless, *regions)
    assert "as many sentences" in objection(chatty, *regions)


def test_a_caveat_keeps_its_number_with_its_group(regions):
    swapped = "Small groups vary by chance: north (4 rows)."

    found = objection(reworded(regions[0], caveats=(swapped,)), *regions)

    assert "to another group" in found


def test_a_swapped_percentage_is_seen(regions):
    found = objection(
        reworded(regions[0], implications=("east is 13.9% above north.",)), *regions
    )

    assert "high or low" in found


def test_a_course_over_time_may_be_reworded(months):
    summary = (
        "Total unit price per month of order.day fell from $1,200.50 in April 2025 to"
        " $300 in July 2025."
    )
    kept = months[0].explanation.summary.split(". ")[1]

    found = objection(reworded(months[0], summary=f"{summary} {kept}"), *months)

    assert "order" in found
    said = months[0].explanation.summary.replace("went", "moved")
    assert objection(reworded(months[0], summary=said), *months) is None


def test_values_of_two_months_cannot_be_exchanged(months):
    lie = months[0].explanation.summary.replace("$1,200.50", "$x")
    lie = lie.replace("$300", "$1,200.50", 1).replace("$x", "$300")

    assert "order" in objection(reworded(months[0], summary=lie), *months)


def test_groups_that_are_numbers_keep_theirs():
    told = computed(
        Plan(measures=(AVERAGE,), dimensions=(BY_YEAR,)), [(1952, 40.0), (2007, 67.0)]
    )
    said = told[0].explanation.summary
    lie = said.replace("1952", "x").replace("2007", "1952").replace("x", "2007")

    assert lie != said
    assert objection(reworded(told[0], summary=lie), *told) is not None


def test_a_single_number_may_be_rounded_and_no_more():
    told = computed(Plan(measures=(AVERAGE,)), [(84.2,)])
    fine = reworded(told[0], summary="On average the unit price is about $84.")
    wrong = reworded(told[0], summary="On average the unit price is about $86.")

    assert objection(fine, *told) is None
    assert "not computed" in objection(wrong, *told)
