"""Quality check, baseline analysis, drill-down and explained difference by the API."""

import pytest

DATASETS = "/poppy/datasets"
DIFFERENCE = {
    "metricName": "amount",
    "groupALabel": "sold = yes",
    "groupBLabel": "sold = no",
    "groupAAverage": 40,
    "groupBAverage": 38.5,
    "absoluteDifference": 1.5,
    "relativeDifference": 0.039,
}


@pytest.fixture
def sold(alice):
    """A dataset in which 6 of 10 rows were sold, at amounts from 0 to 49."""
    lines = [
        f"{7 * n % 50},{'north' if n % 2 else 'south'},{n % 10 < 6}" for n in range(100)
    ]
    return alice.filled_dataset("\n".join(["amount,region,sold", *lines]) + "\n")


def test_a_quality_check_names_what_is_wrong(alice):
    rows = [f"{n},{n if n % 2 else ''}" for n in range(40)]
    dataset = alice.filled_dataset("\n".join(["number,gappy", *rows]) + "\n")

    answer = alice.get(f"{DATASETS}/{dataset}/quality-check")

    found = answer.json
    assert answer.status_code == 200
    assert found["rowCount"] == 40
    assert found["checksRunAt"].endswith("Z")
    assert found["nullIssues"] == [{"column": "gappy", "nullRatio": 0.5}]
    assert {each["code"] for each in found["warnings"]} >= {
        "LOW_ROW_COUNT",
        "HIGH_NULL_RATIO",
    }
    assert "timeCoverage" not in found


def test_a_quality_check_tells_how_time_is_covered(alice, dataset):
    coverage = alice.get(f"{DATASETS}/{dataset}/quality-check").json["timeCoverage"]

    assert coverage["column"] == "day"
    assert (coverage["minDate"], coverage["maxDate"]) == ("2024-01-15", "2024-12-15")
    assert coverage["expectedGranularity"] == "monthly"
    assert (coverage["missingPeriodsCount"], coverage["coverageRatio"]) == (0, 1)
    assert coverage["isPartialLatestPeriod"] is False


def test_a_baseline_analysis_has_three_phases(alice, sold):
    answer = alice.get(f"{DATASETS}/{sold}/baseline-analysis")

    found = answer.json
    assert answer.status_code == 200
    (amount,) = found["phaseA"]["metricSummaries"]
    assert (amount["columnName"], amount["mean"]) == ("amount", 24.5)
    assert (amount["min"], amount["max"]) == (0, 49)
    assert sum(bucket["count"] for bucket in amount["distribution"]) == 100
    by_region = next(
        each
        for each in found["phaseB"]["breakdowns"]
        if each["categoricalColumn"] == "region"
    )
    assert {g["category"]: g["averageMetric"] for g in by_region["breakdowns"]} == {
        "north": 25,
        "south": 24,
    }
    outcome = found["phaseC"]["outcomeAnalysis"]
    assert (outcome["outcomeColumn"], outcome["outcomeRate"]) == ("sold", 0.6)
    assert found["metadata"]["rowCount"] == 100
    assert found["metadata"]["analyzedAt"].endswith("Z")


def test_without_an_outcome_its_analysis_is_null(alice):
    rows = "\n".join(f"{n},{n * 3}" for n in range(60))
    dataset = alice.filled_dataset(f"a,b\n{rows}\n")

    found = alice.get(f"{DATASETS}/{dataset}/baseline-analysis").json

    assert found["phaseC"] == {"outcomeAnalysis": None}
    drilled = alice.post(
        "/poppy/drill-down", {"datasetId": dataset, "metricColumn": "a"}
    )
    assert drilled.status_code == 400
    assert drilled.json["error"]["code"] == "NO_OUTCOME"


def test_a_drill_down_compares_two_groups(alice, sold):
    answer = alice.post(
        "/poppy/drill-down", {"datasetId": sold, "metricColumn": "amount"}
    )

    found = answer.json
    assert answer.status_code == 200
    assert (found["metricColumn"], found["outcomeColumn"]) == ("amount", "sold")
    groups = found["groupDistributions"]
    assert (groups["groupA"]["count"], groups["groupB"]["count"]) == (60, 40)
    assert set(groups["groupA"]["percentileStats"]) == {"p25", "p50", "p75"}
    assert sum(bucket["count"] for bucket in groups["groupB"]["distribution"]) == 40
    assert found["secondaryBreakdown"]["dimensionColumn"] == "region"


def test_a_column_that_cannot_be_drilled_into_is_said(alice, sold):
    text = {"datasetId": sold, "metricColumn": "region"}
    unknown = {"datasetId": sold, "metricColumn": "nothing"}

    assert alice.post("/poppy/drill-down", text).status_code == 400
    answer = alice.post("/poppy/drill-down", unknown)
    assert answer.status_code == 404
    assert "nothing" in answer.json["error"]["message"]


def test_a_difference_is_explained(alice):
    answer = alice.post("/poppy/explain-difference", DIFFERENCE)

    assert answer.status_code == 200
    assert "1.5 higher" in answer.json["explanation"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"metricName": ""}, "metricName"),
        ({"groupALabel": 5}, "groupALabel"),
        ({"groupAAverage": "40"}, "groupAAverage"),
        ({"groupAAverage": True}, "groupAAverage"),
        ({"groupBAverage": 10**400}, "groupBAverage"),
        ({"groupAAverage": 1e308, "groupBAverage": -1e308}, "groupAAverage"),
        ({"relativeDifference": None}, "relativeDifference"),
    ],
)
def test_a_difference_that_cannot_be_is_refused(alice, change, field):
    answer = alice.post("/poppy/explain-difference", DIFFERENCE | change)

    assert answer.status_code == 400
    assert answer.json["error"]["details"] == {"field": field}


@pytest.mark.parametrize("report", ["quality-check", "baseline-analysis"])
def test_a_dataset_without_a_file_has_no_report(alice, report):
    answer = alice.get(f"{DATASETS}/{alice.dataset()}/{report}")

    assert answer.status_code == 404
    assert answer.json["error"]["code"] == "NO_VERSION"
