"""Numbers and dates are written as people read them."""

import pytest

from analysis.numbers import (
    axis_format,
    count_text,
    date_text,
    number_text,
    percent_text,
)


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (0, None, "0"),
        (1204332, None, "1,204,332"),
        (84.2, "$", "$84.20"),
        (-84.256, "$", "-$84.26"),
        (0.5, "%", "0.5%"),
        (12, "kg", "12 kg"),
        (84213.5, None, "84,214"),
        (9120.123, None, "9,120"),
        (3.14159, None, "3.142"),
        (0.0123456, None, "0.01235"),
        (1.0, None, "1"),
        (12_345_678, None, "12.35 million"),
        (1.2e13, "€", "€12 trillion"),
        (0.00001234, None, "1.234e-05"),
        (9.9e16, None, "9.900e+16"),
    ],
)
def test_numbers_have_four_digits_and_whole_ones_all(value, unit, text):
    assert number_text(value, unit) == text


@pytest.mark.parametrize(
    ("ratio", "text"),
    [
        (0.1234, "12.3%"),
        (1, "100%"),
        (0, "0%"),
        (0.9996, "more than 99.9%"),
        (0.0004, "less than 0.1%"),
        (-0.5, "-50%"),
    ],
)
def test_percentages_never_round_to_all_or_nothing(ratio, text):
    assert percent_text(ratio) == text


@pytest.mark.parametrize(
    ("grain", "text"),
    [
        ("year", "2025"),
        ("quarter", "Q3 2025"),
        ("month", "July 2025"),
        ("week", "week of 14 July 2025"),
        ("day", "14 July 2025"),
        (None, "14 July 2025"),
    ],
)
def test_dates_are_as_fine_as_their_grain(grain, text):
    assert date_text("2025-07-14", grain) == text


def test_a_time_of_day_is_kept():
    assert date_text("2025-07-14 09:05:00") == "14 July 2025 09:05"


def test_text_that_is_no_date_stays():
    assert date_text("next Friday") == "next Friday"


def test_counts_agree_with_their_noun():
    assert (count_text(1, "row"), count_text(1204, "row")) == ("1 row", "1,204 rows")
    assert count_text(2, "match", "matches") == "2 matches"


@pytest.mark.parametrize(
    ("values", "whole", "form"),
    [
        ([], False, ",.4~f"),
        ([5, 7], True, ",d"),
        ([2e6], True, "~s"),
        ([0.001], False, ",.4~g"),
    ],
)
def test_axes_have_a_format_for_their_size(values, whole, form):
    assert axis_format(values, whole) == form
