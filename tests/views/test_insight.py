"""Quality and the first look, as pages."""

import re

import pytest


@pytest.fixture
def sold(alice):
    """A dataset in which 6 of 10 rows were sold; sold ones cost more."""
    lines = []
    for n in range(100):
        yes = n % 10 < 6
        region = "north" if n % 2 else "south"
        lines.append(f"{30 * yes + n % 7},{region},{'yes' if yes else 'no'}")
    return alice.upload("\n".join(["amount,region,sold", *lines]) + "\n")


def test_the_quality_page_says_what_to_know_and_how_much_is_blank(alice):
    rows = [f"{n},{n if n % 2 else ''}" for n in range(40)]
    dataset = alice.upload("\n".join(["number,gappy", *rows]) + "\n")
    page = alice.get(f"/datasets/{dataset}/quality").text
    assert "Only 40 rows" in page
    assert "50% of gappy is blank." in page
    assert ">50 %</span>" in page


def test_a_table_without_faults_says_so(alice):
    rows = "".join(f"{i},{i * i % 7}\n" for i in range(60))
    page = alice.get(f"/datasets/{alice.upload('a,b' + chr(10) + rows)}/quality").text
    assert "Nothing stands out" in page


def test_time_is_told_with_its_coverage(alice):
    page = alice.get(f"/datasets/{alice.upload()}/quality").text
    assert "2024-01-15 to 2024-12-15" in page
    assert "monthly" in page


def test_the_first_look_has_outcome_numbers_and_groups(alice, sold):
    page = alice.get(f"/datasets/{sold}/first-look").text
    assert "What goes with “sold”" in page
    assert "in <strong>60 %</strong>" in page
    assert "Averages by region" in page
    assert page.count("<svg") >= 2


def test_a_number_is_shown_with_and_without_the_outcome(alice, sold):
    first = alice.get(f"/datasets/{sold}/first-look").text
    path = re.search(r"/datasets/[^/]+/first-look/c\d+", first).group()
    page = alice.get(path).text
    assert "60 values" in page and "40 values" in page
    assert page.count('class="histogram"') == 2
    assert "This does not show why." in page


def test_without_an_outcome_the_page_says_so(alice):
    dataset = alice.upload()
    page = alice.get(f"/datasets/{dataset}/first-look/c1").text
    assert "no other column with two values" in page


def test_a_column_that_is_none_is_not_found(alice, sold):
    for key in ("c99", "amount", "%00"):
        assert alice.get(f"/datasets/{sold}/first-look/{key}").status_code == 404


def test_text_cannot_be_looked_at_as_a_number(alice, sold):
    page = alice.get(f"/datasets/{sold}/first-look/c1")
    assert "holds no numbers" in page.text


def test_viewers_see_the_first_look_but_cannot_drill(vera, sold):
    page = vera.get(f"/datasets/{sold}/first-look")
    assert page.status_code == 200
    assert "look closer" not in page.text
    assert vera.get(f"/datasets/{sold}/first-look/c0").status_code == 403


def test_a_dataset_without_a_file_says_the_next_step(alice):
    home = alice.post("/datasets", {"name": "later"}).location
    for tab in ("quality", "first-look"):
        assert "This dataset has no file yet." in alice.get(f"{home}/{tab}").text
    assert alice.get(f"{home}/first-look/c0").status_code == 404
