"""What changed between two versions, as a page."""

import re

import pytest

from tests.views.visitor import csv_file, id_in

BEFORE = "id,name,price\n" + "".join(f"{i},n{i},{i}.5\n" for i in range(60))
AFTER = "id,name,cost\n" + "".join(f"{i},n{i % 59},{i}\n" for i in range(5, 70))


@pytest.fixture
def ids(alice):
    """The ids of a dataset and of its versions, newest first."""
    dataset = alice.upload(BEFORE)
    alice.post(f"/datasets/{dataset}/versions", {"file": csv_file(AFTER)})
    page = alice.get(f"/datasets/{dataset}/versions").text
    versions = [id_in(each) for each in re.findall(r"/versions/[^/]+/file", page)]
    return dataset, *versions


def tallies(page):
    """Return the counts of rows by what happened to them."""
    return dict(re.findall(r"<dt>([\w ]+)</dt><dd>([\d,]+)</dd>", page))


def test_rows_columns_and_statistics_are_compared_by_a_found_key(alice, ids):
    page = alice.get(f"/versions/{ids[1]}/changes").text
    assert "From version 1 to version 2" in page
    assert "Told apart by id." in page
    assert tallies(page) == {
        "before": "60",
        "added": "10",
        "removed": "5",
        "changed": "1",
        "the same": "54",
        "after": "65",
    }
    assert "added</span> cost" in page and "removed</span> price" in page
    assert "n59" in page and "n0" in page


def test_the_older_one_stands_first_whichever_was_asked(alice, ids):
    one = alice.get(f"/versions/{ids[1]}/changes?with={ids[2]}").text
    other = alice.get(f"/versions/{ids[2]}/changes?with={ids[1]}").text
    assert tallies(one) == tallies(other)


def test_whole_rows_and_a_chosen_key(alice, ids):
    path = f"/versions/{ids[1]}/changes"
    whole = alice.get(f"{path}?whole=on").text
    assert "Compared as whole rows" in whole
    assert "changed" not in tallies(whole)
    assert "Told apart by id and name." in alice.get(f"{path}?key=id&and=name").text


@pytest.mark.parametrize("key", ["name", "price", "<b>"])
def test_a_key_that_does_not_do_is_said_beside_its_field(alice, ids, key):
    answer = alice.client.get(f"/versions/{ids[1]}/changes", query_string={"key": key})
    assert answer.status_code == 400
    assert "do not tell" in answer.text or "Not both versions have" in answer.text
    assert 'id="key-help"' in answer.text
    assert "Compared as whole rows" in answer.text


def test_an_only_version_has_nothing_to_compare_with(alice):
    dataset = alice.upload()
    page = alice.get(f"/datasets/{dataset}/versions").text
    assert "/changes" not in page
    version = id_in(re.search(r"/versions/[^/]+/file", page).group())
    assert "no other version" in alice.get(f"/versions/{version}/changes").text


def test_versions_of_others_and_of_other_datasets_are_not_found(alice, charlie, ids):
    dataset = charlie.upload()
    page = charlie.get(f"/datasets/{dataset}/versions").text
    foreign = id_in(re.search(r"/versions/[^/]+/file", page).group())
    assert alice.get(f"/versions/{ids[1]}/changes?with={foreign}").status_code == 404
    assert alice.get(f"/versions/{ids[1]}/changes?with=1").status_code == 400
    assert charlie.get(f"/versions/{ids[1]}/changes").status_code == 404
