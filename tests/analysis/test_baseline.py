"""The baseline analysis against plain Python over the same rows."""

import random
import statistics

import pytest

from analysis.baseline import analyse, drill_down, explain_difference
from analysis.profile import build_profile
from errors import NotFound, ValidationError
from tests.analysis.tables import stored

RNG = random.Random(7)
ROWS = 200
AGE = [RNG.randint(18, 80) for _ in range(ROWS)]
FARE = [None if n % 10 == 0 else round(RNG.expovariate(0.05), 2) for n in range(ROWS)]
DECK = [RNG.choice(["A", "B", "C", None]) for _ in range(ROWS)]
SURVIVED = [int(age < 40 and RNG.random() < 0.8) for age in AGE]


@pytest.fixture
def passengers(tmp_path):
    return stored(
        tmp_path,
        {
            "passenger id": ("integer", [*range(1, ROWS + 1)]),
            "age": ("integer", AGE),
            "fare": ("decimal", FARE),
            "deck": ("text", DECK),
            "sex": ("text", ["male", "female"] * (ROWS // 2)),
            "survived": ("integer", SURVIVED),
            "mostly blank": ("decimal", [1.5, 2.5, *[None] * (ROWS - 2)]),
        },
        {"fare": "$"},
    )


@pytest.fixture
def baseline(passengers):
    return analyse(build_profile(passengers), passengers)


def test_metrics_are_filled_numbers_that_identify_nothing(baseline):
    assert [m.column for m in baseline.metrics] == ["age", "fare", "survived"]


def test_a_metric_is_summarised(baseline):
    fare = baseline.metrics[1]
    filled = [value for value in FARE if value is not None]
    assert (fare.rows, fare.filled) == (ROWS, len(filled))
    assert (fare.minimum, fare.maximum) == (min(filled), max(filled))
    assert fare.mean == pytest.approx(statistics.fmean(filled))
    assert sum(bucket.count for bucket in fare.distribution) == len(filled)
    assert sum(b.percentage for b in fare.distribution) == pytest.approx(100)
    assert fare.distribution[0].label.startswith("0 to $")


def test_metrics_are_averaged_by_category(baseline):
    (found,) = [
        breakdown
        for breakdown in baseline.breakdowns
        if (breakdown.category_column, breakdown.metric_column) == ("deck", "fare")
    ]
    for group in found.groups:
        fares = [
            fare
            for fare, deck in zip(FARE, DECK, strict=True)
            if deck == group.category and fare is not None
        ]
        assert group.count == len(fares)
        assert group.average == pytest.approx(statistics.fmean(fares))
    assert {group.category for group in found.groups} == {"A", "B", "C"}


def test_a_column_is_not_averaged_by_itself(baseline):
    assert all(b.category_column != b.metric_column for b in baseline.breakdowns)


def test_the_outcome_is_the_column_that_is_named_like_one(baseline):
    outcome = baseline.outcome
    assert (outcome.column, outcome.positive) == ("survived", "1")
    assert outcome.rate == pytest.approx(sum(SURVIVED) / ROWS)


def test_the_outcome_has_a_rate_in_each_category(baseline):
    (deck,) = [each for each in baseline.outcome.by_category if each.column == "deck"]
    for group in deck.groups:
        known = [s for s, d in zip(SURVIVED, DECK, strict=True) if d == group.category]
        assert group.count == len(known)
        assert group.rate == pytest.approx(statistics.fmean(known))


def test_key_differences_are_in_standard_deviations(baseline):
    first = baseline.outcome.key_differences[0]
    young = [a for a, s in zip(AGE, SURVIVED, strict=True) if s]
    old = [a for a, s in zip(AGE, SURVIVED, strict=True) if not s]
    assert first.metric == "age"
    assert (first.group_a, first.group_b) == ("survived = 1", "survived = 0")
    assert first.average_a == pytest.approx(statistics.fmean(young))
    assert first.absolute == pytest.approx(
        statistics.fmean(young) - statistics.fmean(old)
    )
    assert first.relative == pytest.approx(first.absolute / first.average_b)
    assert first.effect == pytest.approx(first.absolute / statistics.stdev(AGE))


@pytest.mark.parametrize(("rare", "known"), [(1, True), (0, False)])
def test_an_outcome_needs_one_percent_of_the_rarer_value(tmp_path, rare, known):
    cells = [True] * (1 + rare) + [False] * (199 - 2 * rare)
    table = stored(
        tmp_path, {"won": ("boolean", cells), "n": ("integer", [*range(len(cells))])}
    )
    found = analyse(build_profile(table), table).outcome
    assert (found is not None) is known


def test_a_decimal_flag_is_an_outcome_too(tmp_path):
    cells = [0.0, 1.0, 1.0, 1.0] * 20
    points = [n % 7 * 1.5 for n in range(80)]
    table = stored(tmp_path, {"ok": ("decimal", cells), "points": ("decimal", points)})
    found = analyse(build_profile(table), table).outcome
    assert (found.positive, found.rate) == ("1", 0.75)
    assert len(found.by_metric) == 1


def test_a_table_of_text_has_no_metrics_and_no_outcome(tmp_path):
    table = stored(tmp_path, {"word": ("text", ["a", "b", "c"] * 9)})
    found = analyse(build_profile(table), table)
    assert (found.metrics, found.breakdowns, found.outcome) == ((), (), None)


def test_a_metric_is_drilled_down_by_the_outcome(passengers):
    found = drill_down(build_profile(passengers), passengers, "age")
    young = [a for a, s in zip(AGE, SURVIVED, strict=True) if s]
    expected = statistics.quantiles(young, n=4, method="inclusive")
    assert (found.metric_column, found.outcome_column) == ("age", "survived")
    assert found.group_a.count == len(young)
    assert found.group_a.percentiles == pytest.approx(expected)
    labels = [
        [b.label for b in side.distribution] for side in (found.group_a, found.group_b)
    ]
    assert labels[0] == labels[1]
    assert sum(b.count for b in found.group_b.distribution) == ROWS - len(young)


def test_a_drill_down_names_the_category_that_tells_most(tmp_path):
    columns = {
        "won": ("boolean", [True, False] * 50),
        "noise": ("text", ["x", "x", "y", "y"] * 25),
        "size": ("text", ["big"] * 50 + ["small"] * 50),
        "price": ("decimal", [100.5] * 50 + [1.5] * 50),
    }
    table = stored(tmp_path, columns)
    found = drill_down(build_profile(table), table, "price")
    assert found.by.category_column == "size"
    assert [g.average for g in found.by.groups] == [100.5, 1.5]


def test_a_drill_down_needs_an_outcome(tmp_path):
    table = stored(tmp_path, {"n": ("decimal", [0.5, 1, 2.5] * 9)})
    with pytest.raises(ValidationError) as caught:
        drill_down(build_profile(table), table, "n")
    assert caught.value.code == "NO_OUTCOME"


def test_a_drill_down_refuses_unknown_and_text_columns(passengers):
    profile = build_profile(passengers)
    with pytest.raises(NotFound):
        drill_down(profile, passengers, "nothing")
    with pytest.raises(ValidationError):
        drill_down(profile, passengers, "deck")


@pytest.mark.parametrize(
    ("averages", "text"),
    [
        (
            (30, 40),
            "is 10 lower where died = 0 (30) than where died = 1 (40), which is 25%",
        ),
        ((5, 0), "is 5 higher where died = 0 (5) than where died = 1 (0)."),
        ((5, 5), "is 5 in both"),
        ((1e308, 1e-308), "(1.000e-308). This does not show why."),
    ],
)
def test_a_difference_is_explained_from_the_averages(averages, text):
    said = explain_difference("age", "died = 0", "died = 1", *averages)
    assert text in said


def test_a_difference_larger_than_any_number_is_refused():
    with pytest.raises(ValidationError, match="too far apart"):
        explain_difference("age", "died = 0", "died = 1", 1e308, -1e308)
