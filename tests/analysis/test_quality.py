"""Quality warnings follow the contract's limits."""

from datetime import date, timedelta

import pytest

from analysis.profile import build_profile
from analysis.quality import check_quality
from tests.analysis.tables import stored


def checked(tmp_path, columns):
    table = stored(tmp_path, columns)
    return check_quality(build_profile(table), table)


def codes(quality):
    return {(warning.code, warning.severity) for warning in quality.warnings}


def numbers(rows):
    return ("integer", [n * n % 101 for n in range(rows)])


@pytest.mark.parametrize(("rows", "low"), [(49, True), (50, False)])
def test_fewer_than_fifty_rows_are_few(tmp_path, rows, low):
    found = checked(tmp_path, {"n": ("integer", [*range(rows)])})
    assert (("LOW_ROW_COUNT", "medium") in codes(found)) is low


@pytest.mark.parametrize(
    ("blanks", "expected"),
    [
        (30, set()),
        (31, {("HIGH_NULL_RATIO", "medium")}),
        (51, {("HIGH_NULL_RATIO", "high")}),
        (100, {("HIGH_NULL_RATIO", "high")}),
    ],
)
def test_blanks_are_warned_of_above_thirty_and_fifty_percent(
    tmp_path, blanks, expected
):
    cells = [None] * blanks + [*range(100 - blanks)]
    found = checked(
        tmp_path, {"n": ("integer", cells), "i": ("integer", [*range(100)])}
    )
    assert codes(found) == expected
    assert found.null_issues[0].ratio == blanks / 100


@pytest.mark.parametrize(("outliers", "many"), [(20, False), (21, True)])
def test_outliers_are_warned_of_above_twenty_percent(tmp_path, outliers, many):
    cells = [n % 5 + 0.5 for n in range(100 - outliers)] + [
        1e6 + n for n in range(outliers)
    ]
    found = checked(
        tmp_path, {"n": ("decimal", cells), "i": ("integer", [*range(100)])}
    )
    assert found.outliers[0].ratio == pytest.approx(outliers / 100)
    assert (("HIGH_OUTLIER_RATIO", "medium") in codes(found)) is many


def days(count, *, without=(), rows=4, last=4):
    kept = [n for n in range(count) if n not in without]
    found = [n for n in kept for _ in range(rows)]
    return [
        date(2024, 1, 1) + timedelta(days=n) for n in found[: len(found) - rows + last]
    ]


def test_a_complete_series_is_covered(tmp_path):
    found = checked(tmp_path, {"day": ("date", days(30))}).time_coverage
    assert (found.granularity, found.missing, found.ratio) == ("daily", 0, 1)
    assert (found.minimum, found.maximum) == ("2024-01-01", "2024-01-30")
    assert not found.partial_latest


@pytest.mark.parametrize(("missing", "low"), [(6, False), (7, True)])
def test_coverage_below_eighty_percent_is_low(tmp_path, missing, low):
    cells = days(30, without=range(10, 10 + missing))
    found = checked(tmp_path, {"day": ("date", cells)})
    assert found.time_coverage.missing == missing
    assert found.time_coverage.ratio == pytest.approx(1 - missing / 30)
    assert (("LOW_TIME_COVERAGE", "medium") in codes(found)) is low


@pytest.mark.parametrize(("last", "partial"), [(1, True), (2, False)])
def test_a_newest_period_below_half_the_average_is_partial(tmp_path, last, partial):
    found = checked(tmp_path, {"day": ("date", days(30, last=last))})
    assert found.time_coverage.partial_latest is partial
    assert (("PARTIAL_LATEST_PERIOD", "medium") in codes(found)) is partial


def test_weeks_and_months_have_their_granularity(tmp_path):
    weeks = [date(2024, 1, 1) + timedelta(days=7 * n) for n in range(20)]
    found = checked(tmp_path, {"day": ("date", weeks)})
    assert found.time_coverage.granularity == "weekly"
    months = [date(2020 + n // 12, n % 12 + 1, 1) for n in range(20)]
    found = checked(tmp_path, {"day": ("date", months)})
    assert (found.time_coverage.granularity, found.time_coverage.ratio) == (
        "monthly",
        1,
    )


def test_tables_without_regular_dates_have_no_coverage(tmp_path):
    assert checked(tmp_path, {"n": numbers(60)}).time_coverage is None


def test_repeated_rows_constants_and_spellings_are_said(tmp_path):
    columns = {
        "city": ("text", ["Bonn", "bonn ", "Ulm", "Ulm"] * 20),
        "one": ("integer", [1] * 80),
    }
    found = checked(tmp_path, columns)
    assert codes(found) == {
        ("DUPLICATE_ROWS", "medium"),
        ("CONSTANT_COLUMN", "low"),
        ("MIXED_SPELLING", "low"),
    }
    assert found.warnings[0].severity == "medium", "the worst comes first"
    assert "“Bonn” and “bonn ”" in " ".join(w.message for w in found.warnings)


def test_an_empty_table_is_checked(tmp_path):
    found = checked(tmp_path, {"n": ("integer", [])})
    assert codes(found) == {("LOW_ROW_COUNT", "medium")}
