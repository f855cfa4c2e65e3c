"""From a number of an answer to its rows, page by page."""

import pytest

from errors import NotFound, ValidationError
from services import questions, rows, sessions
from services.rows import Narrowing, Spot
from tests.services.house import upload_sales


@pytest.fixture
def artifact(alice):
    """The average price by region: east 80.125, north 91, south 84.75."""
    session = sessions.start(alice, upload_sales(alice).id)
    return questions.ask(alice, session.id, "average price by region").artifact


def place_of(artifact, region):
    found = artifact.data["resultData"]["rows"]
    return next(n for n, row in enumerate(found) if row[0] == region)


def test_a_group_has_its_rows_without_those_that_took_no_part(alice, artifact):
    found = rows.behind(alice, artifact.id, Spot(place_of(artifact, "east")))

    assert found.group == (("region", "east"),)
    assert found.behind.total == 2 and found.behind.numbers == [7, 8]
    prices = [row[3] for row in found.behind.rows]
    assert sum(prices) / 2 == artifact.data["resultData"]["rows"][found.spot.row][1]


def test_rows_come_in_pages(alice, artifact):
    spot = Spot(place_of(artifact, "north"))

    first = rows.behind(alice, artifact.id, spot, page=1, size=2)
    last = rows.behind(alice, artifact.id, spot, page=2, size=2)

    assert (first.pages, first.behind.numbers) == (2, [1, 2])
    assert (last.page, last.behind.numbers) == (2, [3])


@pytest.mark.parametrize(
    ("column", "test", "value", "numbers"),
    [
        ("product", "=", "apple", [1, 3]),
        ("product", "contains", "EA", [2]),
        ("price", ">", "91", [1, 3]),
        ("day", "<=", "2024-01-31", [1, 2]),
        ("units", "blank", "", []),
    ],
)
def test_rows_can_be_narrowed(alice, artifact, column, test, value, numbers):
    spot = Spot(place_of(artifact, "north"))
    keys = artifact.data["metadata"]["columnNames"]
    key = next(key for key, name in keys.items() if name == column)

    found = rows.behind(alice, artifact.id, spot, Narrowing(key, test, value))

    assert found.behind.numbers == numbers


@pytest.mark.parametrize(
    ("column", "test", "value"),
    [
        ("price", ">", "much"),
        ("day", "=", "yesterday"),
        ("price", "; drop", "1"),
        ("nothing", "=", "1"),
    ],
)
def test_a_test_that_makes_no_sense_is_refused(alice, artifact, column, test, value):
    keys = artifact.data["metadata"]["columnNames"]
    key = next((key for key, name in keys.items() if name == column), "c99")

    with pytest.raises(ValidationError):
        rows.behind(alice, artifact.id, Spot(), Narrowing(key, test, value))


def test_rows_that_are_not_there_and_strangers(alice, charlie, artifact):
    with pytest.raises(NotFound):
        rows.behind(alice, artifact.id, Spot(99))
    with pytest.raises(NotFound):
        rows.behind(alice, artifact.id, Spot(-1))
    with pytest.raises(ValidationError):
        rows.behind(alice, artifact.id, Spot(0, 5))
    with pytest.raises(NotFound):
        rows.behind(charlie, artifact.id, Spot())


def test_a_mark_of_the_chart_leads_to_its_row(alice, artifact):
    values = artifact.data["metadata"]["chart"]["data"]["values"]

    for mark in values:
        place = rows.spot_of(alice, artifact.id, mark).row
        assert artifact.data["resultData"]["rows"][place][0] == mark["t0"]


def test_a_month_on_a_time_axis_leads_to_its_row(alice, artifact):
    by_month = questions.ask(
        alice, artifact.session_id, "total units by month"
    ).artifact

    spot = rows.spot_of(alice, by_month.id, {"f0": "2024-03-01T00:00:00.000Z"})

    assert by_month.data["resultData"]["rows"][spot.row][0].startswith("2024-03")


@pytest.mark.parametrize(
    "mark", [{}, {"t0": "west"}, {"f99": 1}, {"x": 1}, {"f0": [1]}, {"fx": 1}]
)
def test_a_mark_that_is_none_leads_nowhere(alice, artifact, mark):
    with pytest.raises(NotFound):
        rows.spot_of(alice, artifact.id, mark)
