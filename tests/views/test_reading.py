"""Reading a stored file again, decision by decision."""

import html
import re

import pytest

PRICES = "name;price\n" + "".join(f"n{i};{i},5\n" for i in range(60))


@pytest.fixture
def dataset(alice):
    """A dataset of a file with semicolons and decimal commas."""
    return alice.upload(PRICES, "prices.csv")


@pytest.fixture
def path(alice, dataset):
    """The form's address."""
    page = alice.get(f"/datasets/{dataset}").text
    return re.search(r"/versions/[^/]+/reading", page).group()


def selected(page, name):
    """Return what a select of the page shows."""
    options = page.split(f'name="{name}"')[1].split("</select>")[0]
    return html.unescape(re.search(r'value="([^"]*)" selected', options).group(1))


def columns_of(visitor, dataset):
    page = visitor.get(f"/datasets/{dataset}").text
    return re.findall(r"<h3>(.*?)</h3>", page)


def filled_in(page):
    """Return the form as a browser would send it untouched."""
    names = re.findall(r'<select class="input[^>]*name="([^"]+)"', page)
    numbers = re.findall(r'name="(skip_rows)" type="number" value="(\d+)"', page)
    return {name: selected(page, name) for name in names} | dict(numbers)


def test_the_form_shows_what_was_recognised_and_why(alice, path):
    page = alice.get(path).text
    assert selected(page, "encoding") == "utf-8"
    assert selected(page, "delimiter") == ";"
    assert selected(page, "header_rows") == "1"
    assert selected(page, "type:c1") == "decimal"
    assert "It gives 2 cells in most rows." in page


def test_untouched_it_reads_as_before_and_says_so(alice, dataset, path):
    answer = alice.post(path, filled_in(alice.get(path).text))
    assert answer.status_code == 303, re.findall(r'role="alert">.*', answer.text)
    page = alice.get(answer.location).text
    assert "Version 2 is in: read again." in page
    assert columns_of(alice, dataset) == ["name", "price"]


def test_a_decision_and_a_type_can_be_changed(alice, dataset, path):
    form = filled_in(alice.get(path).text)
    answer = alice.post(path, form | {"header_rows": "0", "type:c1": "text"})
    assert answer.status_code == 400  # there is no column "price" without a header
    answer = alice.post(path, form | {"type:c1": "text"})
    assert "read again: price as text" in alice.get(answer.location).text
    versions = alice.get(f"/datasets/{dataset}/versions").text
    assert "Version 2" in versions and "Version 3" not in versions
    assert "read again: price as text" in versions


def test_no_header_stays_a_decision_when_the_version_is_restored(alice, dataset, path):
    alice.post(path, {"header_rows": "0"})
    assert (
        columns_of(alice, dataset) == ["column 1", "column 2"]
        or len(columns_of(alice, dataset)) == 2
    )
    unnamed = columns_of(alice, dataset)
    alice.post(path, {})
    assert columns_of(alice, dataset) == ["name", "price"]
    page = alice.get(f"/datasets/{dataset}/versions").text
    second = re.findall(r"/versions/([^/]+)/restore", page)[0]
    alice.post(f"/versions/{second}/restore")
    assert columns_of(alice, dataset) == unnamed


def test_another_mark_may_divide_the_cells(alice, dataset, path):
    alice.post(path, {"delimiter": "other", "delimiter_other": ","})
    assert len(columns_of(alice, dataset)) == 2
    assert "name;price" in alice.get(f"/datasets/{dataset}").text


@pytest.mark.parametrize(
    ("form", "field", "sentence"),
    [
        ({"encoding": "klingon"}, "encoding", "is not an encoding"),
        ({"skip_rows": "-1"}, "skip_rows", "is not a number of rows"),
        ({"decimal_mark": "x"}, "decimal_mark", "The decimal mark is"),
        ({"day_first": "maybe"}, "day_first", "neither yes nor no"),
        ({"type:c1": "colour"}, "types", "is not a type"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(
    alice, dataset, path, form, field, sentence
):
    answer = alice.post(path, form | {"delimiter": "|"})
    assert answer.status_code == 400
    assert sentence in answer.text.split(f'id="{field}-help"')[1][:200]
    assert selected(answer.text, "delimiter") == "|"
    assert "version 1 of 1" in alice.get(f"/datasets/{dataset}").text


def test_a_reading_that_finds_no_table_changes_nothing(alice, dataset, path):
    answer = alice.post(path, {"skip_rows": "9000"})
    assert answer.status_code == 400
    assert "there are no rows left" in answer.text
    assert "version 1 of 1" in alice.get(f"/datasets/{dataset}").text


def test_a_viewer_may_not_read_again(vera, dataset, path):
    assert vera.get(path).status_code == 403
    assert vera.post(path, {"header_rows": "0"}).status_code == 403
