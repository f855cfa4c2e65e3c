import pytest

from analysis.question.dates import DateRange, Relative, date_marks
from analysis.question.words import words_of


def longest(text):
    marks = list(date_marks(words_of(text)))
    return max(marks, key=lambda m: m.end - m.start).payload if marks else None


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2002-06-21", "2002-06-21", "2002-06-21"),
        ("7th September, 1987", "1987-09-07", "1987-09-07"),
        ("September 7 1987", "1987-09-07", "1987-09-07"),
        ("Feb 2024", "2024-02-01", "2024-02-29"),
        ("Q3 2024", "2024-07-01", "2024-09-30"),
        ("third quarter of 2024", "2024-07-01", "2024-09-30"),
        ("the year of 2006", "2006-01-01", "2006-12-31"),
        ("1990s", "1990-01-01", "1999-12-31"),
        ("21.6.2002", "2002-06-21", "2002-06-21"),
    ],
)
def test_dates_in_words(text, start, end):
    assert longest(text) == DateRange(start, end)


def test_an_open_order_of_day_and_month_gives_both():
    found = [mark.payload.start for mark in date_marks(words_of("03/04/2024"))]
    assert found == ["2024-04-03", "2024-03-04"]


@pytest.mark.parametrize("text", ["31/31/2024", "June", "the", "room 12", "2024"])
def test_no_dates(text):
    assert longest(text) is None


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("last month", "2024-04-01", "2024-04-30"),
        ("this month", "2024-05-01", "2024-05-31"),
        ("last 2 months", "2024-04-01", "2024-05-31"),
        ("past 7 days", "2024-05-25", "2024-05-31"),
        ("previous quarter", "2024-01-01", "2024-03-31"),
        ("this year", "2024-01-01", "2024-12-31"),
        ("last week", "2024-05-20", "2024-05-26"),
        ("yesterday", "2024-05-30", "2024-05-30"),
    ],
)
def test_periods_count_from_the_last_day_of_the_data(text, start, end):
    found = longest(text)
    assert isinstance(found, Relative)
    assert found.until("2024-05-31") == DateRange(start, end)
