"""Profiles are exact: checked against the statistics module and plain counting."""

import random
import statistics
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis import profile as profiles
from analysis.profile import build_profile, from_json, to_json
from analysis.profile.roles import Facts, role_of
from analysis.table import ImportReport
from tests.analysis.tables import profiled, stored


def only(tmp_path, type_, cells, name="x"):
    return profiled(tmp_path, {name: (type_, cells)}).columns[0]


def test_numbers_have_the_statistics_that_python_computes(tmp_path):
    cells = [random.Random(1).gauss(50, 20) for _ in range(999)] + [None]
    found = only(tmp_path, "decimal", cells)
    filled = cells[:-1]
    assert found.blanks == 1
    assert found.distinct == len(set(filled))
    assert (found.minimum, found.maximum) == (min(filled), max(filled))
    assert found.mean == pytest.approx(statistics.fmean(filled))
    assert found.deviation == pytest.approx(statistics.stdev(filled))
    expected = statistics.quantiles(filled, n=4, method="inclusive")
    assert found.quartiles == pytest.approx(expected)


@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.lists(st.integers(-(10**12), 10**12) | st.integers(0, 9) | st.none(), min_size=1)
)
def test_every_filled_row_is_in_one_histogram_bin(tmp_path, cells):
    found = only(tmp_path, "integer", cells)
    filled = [cell for cell in cells if cell is not None]
    assert sum(n for _, _, n in found.histogram) == len(filled)
    for low, high, count in found.histogram:
        assert count == sum(low <= cell < high for cell in filled)


def test_the_last_decimal_bin_holds_its_upper_edge(tmp_path):
    found = only(tmp_path, "decimal", [0, 0.5, 1, 1])
    assert found.histogram[-1][1:] == (1.0, 2)


def test_a_large_column_kept_as_a_dictionary_is_counted_the_same(tmp_path, monkeypatch):
    cells = [number % 7 for number in range(5000)] + [None] * 3
    raw = only(tmp_path, "integer", cells)
    monkeypatch.setattr("analysis.profile.frequency.DICTIONARY_PAYS_FROM", 0)
    assert only(tmp_path, "integer", cells) == raw


def test_top_values_are_counted_and_ties_come_in_order(tmp_path):
    words = ["b"] * 3 + ["a"] * 3 + ["c"] + [None] * 4
    assert only(tmp_path, "text", words).top == (("a", 3), ("b", 3), ("c", 1))
    numbers = [5, 5, 1, 1, *range(100, 130)]
    assert only(tmp_path, "integer", numbers).top[:3] == (
        ("1", 2),
        ("5", 2),
        ("100", 1),
    )


def test_outliers_are_counted_by_the_interquartile_range(tmp_path):
    assert only(tmp_path, "integer", [*range(100), 10_000, -9_000]).outliers == 2


def test_numbers_beyond_floating_point_stay_exact(tmp_path):
    found = only(tmp_path, "integer", [2**53 + 1, 2**53 + 3])
    assert (found.minimum, found.maximum) == (2**53 + 1, 2**53 + 3)


def test_cells_that_are_not_finite_take_no_part(tmp_path):
    found = only(tmp_path, "decimal", [1, 2, "NaN", "inf"])
    assert (found.blanks, found.mean, found.maximum) == (2, 1.5, 2)


@pytest.mark.parametrize("type_", ["integer", "decimal", "date", "text", "boolean"])
def test_a_column_without_values_has_no_statistics(tmp_path, type_):
    found = only(tmp_path, type_, [None, None])
    assert (found.blanks, found.distinct, found.role) == (2, 0, "text")
    assert found.minimum is found.mean is found.quartiles is None


@pytest.mark.parametrize("type_", ["integer", "date", "text"])
def test_a_table_without_rows_is_profiled(tmp_path, type_):
    table = profiled(tmp_path, {"x": (type_, [])})
    assert (table.rows, table.duplicate_rows, table.columns[0].blanks) == (0, 0, 0)


def days(start, *offsets):
    return [date.fromisoformat(start) + timedelta(days=n) for n in offsets]


@pytest.mark.parametrize(
    ("cells", "grain", "gaps"),
    [
        (days("2024-02-27", 0, 1, 2, 3, 3, 5), "day", 1),
        (days("2024-01-01", 0, 7, 14, 28, 35, 42), "week", 1),
        ([f"2024-{m:02}-01" for m in (1, 2, 3, 4, 6, 7, 8, 9, 10, 11)], "month", 1),
        (["2023-03-31", "2023-06-30", "2023-09-30", "2023-12-31"], "quarter", 0),
        (["1999-01-01", "2000-01-01", "2001-01-01", "2003-01-01"], "year", 1),
        (days("2024-01-01", 0, 40, 55, 200, 201, 600), "irregular", None),
        (["2024-01-01"], None, None),
    ],
)
def test_dates_have_a_grain_and_gaps(tmp_path, cells, grain, gaps):
    found = only(tmp_path, "date", cells)
    assert (found.grain, found.gaps) == (grain, gaps)


def test_weekends_are_not_missing_from_working_days(tmp_path):
    cells = [day for day in days("2024-01-01", *range(28)) if day.weekday() < 5]
    cells.remove(date(2024, 1, 10))
    assert only(tmp_path, "date", cells).gaps == 1


def test_times_of_a_day_are_binned_by_the_hour(tmp_path):
    found = only(
        tmp_path,
        "datetime",
        ["2024-05-01 00:30", "2024-05-01 01:10", "2024-05-01 19:00"],
    )
    assert found.histogram[0] == ("2024-05-01T00:00:00", "2024-05-01T01:00:00", 1)
    assert (found.minimum, found.grain) == ("2024-05-01T00:30:00", None)


def test_repeated_rows_are_counted(tmp_path):
    columns = {
        "a": ("integer", [1, 1, 1, 2, None, None]),
        "b": ("text", ["x", "x", "y", "x", None, None]),
        "c": ("boolean", [True] * 6),
        "d": ("decimal", [0.5] * 6),
    }
    assert profiled(tmp_path, columns).duplicate_rows == 2


def test_correlation_uses_the_rows_that_have_both(tmp_path):
    rng = random.Random(2)
    a = [rng.random() for _ in range(500)]
    b = [value * 2 + rng.random() * 0.1 for value in a]
    c = [rng.random() for _ in a]
    b[3] = c[7] = None
    found = profiled(
        tmp_path, {"a": ("decimal", a), "b": ("decimal", b), "c": ("decimal", c)}
    ).correlations
    expected = statistics.correlation(a[:3] + a[4:], b[:3] + b[4:])
    assert found[0][:2] == ("c0", "c1")
    assert found[0][2] == pytest.approx(expected, abs=1e-6)
    assert len(found) == 3


@pytest.mark.parametrize(
    ("name", "type_", "cells", "role"),
    [
        ("holiday_bonus", "decimal", [1.5, 2, 8.25] * 5, "measure"),
        ("survived", "integer", [0, 1, 1] * 5, "flag"),
        ("paid", "text", ["yes", "no", "no"] * 5, "flag"),
        ("sex", "text", ["male", "female"] * 9, "category"),
        ("passenger", "integer", [*range(1, 21)], "identifier"),
        ("customer_id", "integer", [7, 7, 9, 12, 12] * 4, "identifier"),
        ("userID", "integer", [700, 7, 90, 12, 12] * 4, "identifier"),
        ("year", "integer", [1999, 2000, 2001] * 5, "category"),
        ("price", "integer", [1999, 2000, 2450] * 5, "measure"),
        ("pclass", "text", ["1", "2", "3"] * 9, "category"),
        ("rating", "integer", [1, 2, 3, 4, 5] * 4, "measure"),
        ("ticket class", "integer", [1, 2, 3] * 9, "category"),
        ("valid", "decimal", [0.5, 1.5] * 9, "measure"),
        ("when", "date", ["2024-01-01"] * 9, "date"),
        ("sku", "text", [f"A-{n:03}" for n in range(30)], "identifier"),
        ("name", "text", [f"Ms. Jo Nr{n}" for n in range(30)], "text"),
        ("review", "text", ["a long story " * 8] * 9, "text"),
    ],
)
def test_roles_follow_values_first_and_names_second(tmp_path, name, type_, cells, role):
    assert only(tmp_path, type_, cells, name).role == role


def test_a_year_column_has_the_grain_of_a_year(tmp_path):
    assert only(tmp_path, "integer", [1999, 2000, 2001], "year").grain == "year"


def test_cities_that_rarely_repeat_are_still_a_category():
    facts = Facts("city", "text", 100, 60, "Aachen", "Zug", ("Bonn", "Ulm"), 600)
    assert role_of(facts) == "category"


def test_progress_counts_the_columns(tmp_path):
    seen = []
    table = stored(tmp_path, {"a": ("text", ["x"]), "b": ("integer", [1])})
    build_profile(table, lambda *told: seen.append(told))
    assert seen == [("profiling", 1, 2), ("profiling", 2, 2)]


def test_progress_may_stop_the_work(tmp_path):
    def stop(*_):
        raise KeyError("cancelled")

    table = stored(tmp_path, {"a": ("text", ["x"]), "b": ("integer", [1])})
    with pytest.raises(KeyError):
        build_profile(table, stop)


def test_a_profile_comes_back_from_json_unchanged(tmp_path):
    columns = {
        "a.b[0]": ("decimal", [1.5, 2, None, 8] * 3),
        "day": ("date", [*days("2024-01-01", 0, 1, 2)] * 4),
        "word": ("text", ["x", "y", None, "z"] * 3),
        "ok": ("boolean", [True, False, None] * 4),
    }
    made = profiled(tmp_path, columns, {"a.b[0]": "kg"})
    assert from_json(*to_json(made)) == made


def test_the_json_has_the_keys_of_the_contract(tmp_path):
    made = profiled(tmp_path, {"a": ("integer", [1, 2, None, 6])})
    (column,), details = to_json(made)
    expected = {
        "name": "a",
        "type": "number",
        "nullCount": 1,
        "nullRatio": 0.25,
        "distinctCount": 3,
        "min": 1,
        "max": 6,
        "mean": 3.0,
        "kind": "integer",
    }
    assert expected.items() <= column.items()
    assert None not in column.values()
    assert (details["rows"], details["duplicateRows"]) == (4, 0)


def test_an_import_report_comes_back_from_the_details(tmp_path):
    report = ImportReport(
        "csv",
        decisions=({"what": "delimiter", "value": ";"},),
        column_reasons={"c0": "all cells are numbers"},
        misfit_count=2,
        notes=("Line 3 was left out.",),
        options={"delimiter": ";"},
    )
    made = profiled(tmp_path, {"a": ("integer", [1])})
    _, details = to_json(made, report)
    assert details["report"]["misfitCount"] == 2
    assert profiles.report_from_json(details["report"]) == report


def test_a_profile_of_the_predecessor_is_read():
    columns = [
        {"name": "id", "type": "number", "nullCount": 0, "nullRatio": 0.0}
        | {"distinctCount": 40, "min": 1, "max": 40, "mean": 20.5},
        {"name": "price", "type": "number", "nullCount": 10, "nullRatio": 0.25}
        | {"distinctCount": 30, "min": "10.5", "max": "9"},
        {"name": "day", "type": "date", "nullCount": 0, "nullRatio": 0.0}
        | {"distinctCount": 40, "min": "2024-01-01", "max": "2024-02-09"},
        {"name": "region", "type": "string", "nullCount": 0, "nullRatio": 0.0}
        | {"distinctCount": 4},
    ]
    made = from_json(columns, None, 40)
    assert [c.key for c in made.columns] == ["c0", "c1", "c2", "c3"]
    assert [c.type for c in made.columns] == ["decimal", "decimal", "date", "text"]
    assert [c.role for c in made.columns] == ["measure", "measure", "date", "category"]
    assert made.columns[1].minimum is None, "text ends of numbers are not trusted"
    assert made.columns[2].maximum == "2024-02-09"
    assert from_json(columns).rows == 40


def test_counts_add_up_for_any_text(tmp_path):
    words = random.Random(3).choices(["ä", "", "b'c", 'say "x"', "🙂", None], k=300)
    found = only(tmp_path, "text", words)
    assert dict(found.top) == Counter(word for word in words if word is not None)


@pytest.fixture
def large(monkeypatch):
    """Let small tables be counted the way large ones are."""
    monkeypatch.setattr("analysis.profile.frequency.DICTIONARY_PAYS_FROM", 0)
    monkeypatch.setattr("analysis.profile.words.DICTIONARY_PAYS_FROM", 0)


def test_a_table_too_long_for_memory_has_the_same_profile(tmp_path, monkeypatch):
    rng = random.Random(11)
    size = 3000
    columns = {
        "number": (
            "decimal",
            [rng.choice([rng.gauss(0, 9), None, 5]) for _ in range(size)],
        ),
        "whole": ("integer", [rng.randint(-500, 900) ** 3 for _ in range(size)]),
        "day": (
            "date",
            [*days("2020-01-01", *(rng.randrange(900) for _ in range(size)))],
        ),
        "moment": (
            "datetime",
            [f"2024-05-01 {n % 24:02}:{n % 60:02}" for n in range(size)],
        ),
        "word": ("text", [f"w{rng.randrange(2000)}" for _ in range(size)]),
        "nothing": ("decimal", [None] * size),
    }
    table = stored(tmp_path, columns)
    monkeypatch.setattr("analysis.profile.words.DICTIONARY_PAYS_FROM", 0)
    expected = build_profile(table)
    monkeypatch.setattr("analysis.profile.frequency.ROWS_AT_ONCE", 400)
    found = build_profile(table)
    for one, other in zip(found.columns, expected.columns, strict=True):
        assert replace(one, mean=None, deviation=None) == replace(
            other, mean=None, deviation=None
        )
        assert one.mean == pytest.approx(other.mean)
        assert one.deviation == pytest.approx(other.deviation)
    assert found.duplicate_rows == expected.duplicate_rows
    assert found.correlations == expected.correlations


@pytest.mark.parametrize("cells", [[1e308, -1e308, 5], [5e-324, 0], [1e15, 1e15 + 1]])
def test_extreme_numbers_are_profiled(tmp_path, cells):
    found = only(tmp_path, "decimal", [float(cell) for cell in cells])
    assert (found.minimum, found.maximum) == (min(cells), max(cells))
    assert sum(count for *_, count in found.histogram) in (0, len(cells))


def test_a_large_text_column_is_counted_by_hashes_the_same(tmp_path, large):
    words = [f"word {n % 3000 if n % 7 else 5}" for n in range(9000)] + [None] * 3
    found = only(tmp_path, "text", words)
    counts = Counter(word for word in words if word is not None)
    assert (found.distinct, found.blanks) == (len(counts), 3)
    assert found.top[0] == ("word 5", counts["word 5"])
    assert all(counts[word] == count for word, count in found.top)
    assert [n for _, n in found.top] == [n for _, n in counts.most_common(10)]
    assert (found.minimum, found.maximum) == (min(counts), max(counts))


def test_large_text_without_repetition_shows_its_first_values(tmp_path, large):
    words = [f"{n:05}" for n in range(5000, 0, -1)]
    found = only(tmp_path, "text", words)
    assert found.top == tuple((f"{n:05}", 1) for n in range(1, 11))


def test_correlation_leaves_out_blanks_of_either_column(tmp_path, monkeypatch):
    monkeypatch.setattr("analysis.profile.rows.CELLS_AT_ONCE", 250)
    rng = random.Random(5)
    columns = [[rng.random() + n / 300 for n in range(300)] for _ in range(3)]
    for column in columns:
        for place in rng.sample(range(300), 60):
            column[place] = None
    names = {f"x{n}": ("decimal", column) for n, column in enumerate(columns)}
    for a, b, r in profiled(tmp_path, names).correlations:
        left, right = columns[int(a[1:])], columns[int(b[1:])]
        both = [p for p in zip(left, right, strict=True) if None not in p]
        assert r == pytest.approx(np.corrcoef(np.array(both).T)[0, 1], abs=1e-6)
