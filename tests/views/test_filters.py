"""How values are written for people."""

from datetime import UTC, datetime, timedelta

import pytest

from stores.service_records import UploadProgressRecord
from views import filters


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (1204332, "1,204,332"),
        (-5, "-5"),
        (1234.5, "1,234.5"),
        (0.1 + 0.2, "0.3"),
        (84.0, "84"),
        (91.2004512, "91.2004512"),
        (1e-9, "1e-09"),
        (0.0, "0"),
        (float("nan"), "not a number"),
    ],
)
def test_a_number_is_shown_in_full_without_float_noise(value, written):
    assert filters.number(value) == written


@pytest.mark.parametrize(
    ("value", "written"),
    [(84.2713, "84.27"), (1204332, "1,204,000"), (0.00012345, "0.0001234"), (7, "7")],
)
def test_prose_has_at_most_four_significant_digits(value, written):
    assert filters.prose(value) == written


def test_measures_have_separators_and_names_do_not():
    assert filters.cell(2024, {"role": "dimension", "name": "year"}) == "2024"
    assert filters.cell(20240, {"role": "value", "name": "order"}) == "20240"
    assert filters.cell(20240, {"role": "measure", "name": "total"}) == "20,240"
    assert filters.cell(2024, {"role": "measure", "name": "highest year"}) == "2024"
    assert filters.cell(2024.5, {"role": "measure", "name": "average year"}) == (
        "2,024.5"
    )


def test_blanks_and_booleans_are_words():
    assert filters.cell(None) == "–"
    assert filters.cell(True) == "true"
    assert filters.cell("north") == "north"


@pytest.mark.parametrize(
    ("grain", "written"),
    [
        ("year", "2024"),
        ("quarter", "2024 Q3"),
        ("month", "2024-08"),
        ("week", "2024-08-01"),
        (None, "2024-08-01"),
    ],
)
def test_a_period_is_named_at_its_grain(grain, written):
    column = {"role": "dimension", "grain": grain}
    assert filters.cell("2024-08-01", column) == written


def test_units_stand_where_people_write_them():
    assert filters.with_unit("84.2", "$") == "$84.2"
    assert filters.with_unit("-84.2", "$") == "-$84.2"
    assert filters.with_unit("12", "kg") == "12\N{NO-BREAK SPACE}kg"
    assert filters.with_unit("12", None) == "12"


@pytest.mark.parametrize(
    ("share", "written"),
    [
        (0, "0 %"),
        (1, "100 %"),
        (0.031, "3.1 %"),
        (0.00001, "< 0.1 %"),
        (0.99999, "> 99.9 %"),
    ],
)
def test_a_small_share_is_never_nothing(share, written):
    assert filters.percent(share) == written


@pytest.mark.parametrize(
    ("count", "written"),
    [
        (0, "0 bytes"),
        (1, "1 byte"),
        (1536, "1.5 KB"),
        (2 * 1024**3, "2 GB"),
        (1024**2 - 1, "1,024 KB"),
    ],
)
def test_sizes_read_in_their_unit(count, written):
    assert filters.size(count) == written


@pytest.mark.parametrize(
    ("passed", "words"),
    [
        (timedelta(seconds=3), "just now"),
        (timedelta(minutes=5), "5 min ago"),
        (timedelta(days=3), "3 days ago"),
    ],
)
def test_recent_times_are_said_in_words(passed, words):
    moment = datetime.now(UTC).replace(tzinfo=None) - passed
    assert f">{words}</time>" in filters.ago(moment)


def test_an_old_time_is_a_date_with_the_exact_time_beside_it():
    written = filters.ago(datetime(2025, 3, 4, 5, 6, 7))
    assert "4 March 2025" in written
    assert 'datetime="2025-03-04T05:06:07Z"' in written


def test_initials_come_from_names_and_addresses():
    assert filters.initials("Anna Vogel") == "AV"
    assert filters.initials("bob@example.com") == "BE"
    assert filters.initials("  ") == "?"


def test_a_phrase_becomes_a_sentence():
    assert filters.sentence("it gives 8 cells") == "It gives 8 cells."
    assert filters.sentence("") == ""


def test_how_far_an_upload_is_in_words():
    now = datetime(2025, 1, 1)
    for phase, done, total, words in (
        ("reading", 1024**2, 3 * 1024**2, "Reading: 1 MB of 3 MB"),
        ("reading", 0, None, "Reading the table"),
        ("rows", 1234, 1_204_332, "Reading rows: 1,230 of about 1,200,000"),
        ("rows", 7, 999, "Reading rows: 7 of about 999"),
        ("profiling", 3, 10, "Looking at every column: 3 of 10"),
        ("keeping", 0, None, "Keeping it safe"),
        ("cancelled", 0, None, "Cancelling"),
    ):
        upload = UploadProgressRecord(
            "id", "tenant", None, "a.csv", phase, done, total, None, now
        )
        assert filters.under_way(upload) == words
