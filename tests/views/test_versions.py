"""The versions of a dataset: add, take away, restore, delete."""

import re

import pytest

from tests.views.visitor import SALES, csv_file, id_in

MORE = SALES + "north,99,2024-12-31\n"


@pytest.fixture
def dataset(alice):
    """A dataset with two versions: 61 rows, and before that 60."""
    made = alice.upload()
    alice.post(f"/datasets/{made}/versions", {"file": csv_file(MORE)})
    return made


@pytest.fixture
def ids(alice, dataset):
    """The ids of the versions, newest first."""
    return versions_of(alice, dataset)


def versions_of(visitor, dataset):
    page = visitor.get(f"/datasets/{dataset}/versions").text
    return [id_in(found) for found in re.findall(r"/versions/[^/]+/file", page)]


def test_a_second_file_is_version_two_and_the_first_can_be_fetched(alice):
    dataset = alice.upload()
    more = SALES + "north,99,2024-12-31\n"
    answer = alice.post(f"/datasets/{dataset}/versions", {"file": csv_file(more)})
    assert answer.location == f"/datasets/{dataset}"
    assert "version 2 of 2" in alice.get(answer.location).text
    versions = alice.get(f"/datasets/{dataset}/versions").text
    newest, oldest = re.findall(r"/versions/[^/]+/file", versions)
    assert alice.get(newest).text == more
    first = alice.get(oldest)
    assert first.text == SALES
    assert "sales.csv" in first.headers["Content-Disposition"]
    assert first.headers["Content-Disposition"].startswith("attachment")
    assert first.mimetype == "application/octet-stream"


def test_a_version_can_be_taken_away_as_csv_and_as_parquet(alice, ids):
    csv = alice.get(f"/versions/{ids[0]}/csv")
    assert csv.text.lstrip("\ufeff").splitlines()[0] == "region,amount,day"
    assert len(csv.text.splitlines()) == 62
    assert int(csv.headers["Content-Length"]) == len(csv.data)
    assert "sales v2.csv" in csv.headers["Content-Disposition"]
    parquet = alice.get(f"/versions/{ids[1]}/parquet")
    assert parquet.data.startswith(b"PAR1") and parquet.data.endswith(b"PAR1")
    assert "sales v1.parquet" in parquet.headers["Content-Disposition"]


def test_a_formula_in_a_cell_is_disarmed_in_the_csv(alice):
    dataset = alice.upload("name,n\n=1+1,1\nbob,2\n")
    text = alice.get(f"/versions/{versions_of(alice, dataset)[0]}/csv").text
    assert "'=1+1" in text


def test_an_older_version_becomes_the_newest_and_says_so(alice, dataset, ids):
    answer = alice.post(f"/versions/{ids[1]}/restore")
    page = alice.get(answer.location).text
    assert "Version 1 is the newest again, as version 3." in page
    assert "restored from version 1" in page
    assert "60 rows · 3 columns · version 3 of 3" in page
    assert len(versions_of(alice, dataset)) == 3


def test_the_newest_is_not_restored_and_the_page_says_why(alice, dataset, ids):
    answer = alice.post(f"/versions/{ids[0]}/restore")
    assert answer.status_code == 400
    assert "Version 2 is the newest already." in answer.text
    assert f'action="/versions/{ids[0]}/restore"' not in answer.text
    assert len(versions_of(alice, dataset)) == 2


def test_a_version_whose_file_is_lost_is_not_restored(alice, dataset, ids, settings):
    for path in settings.data_dir.rglob(f"{ids[1]}/original*"):
        path.unlink()
    answer = alice.post(f"/versions/{ids[1]}/restore")
    assert answer.status_code == 404
    assert "The file of version 1 cannot be reached." in answer.text
    assert len(versions_of(alice, dataset)) == 2


def test_deleting_the_newest_asks_first_and_leaves_the_older(
    alice, dataset, ids, settings
):
    asked = alice.get(f"/versions/{ids[0]}/delete").text
    assert "Delete version 2 of “sales”?" in asked
    answer = alice.post(f"/versions/{ids[0]}/delete")
    page = alice.get(answer.location).text
    assert "Version 2 is deleted." in page
    assert "60 rows · 3 columns · version 1 of 1" in page
    assert not list(settings.data_dir.rglob(ids[0]))
    assert list(settings.data_dir.rglob(ids[1]))


def test_colleagues_see_the_buttons_that_they_may_press(alice, bob, vera, dataset):
    pages = [v.get(f"/datasets/{dataset}/versions").text for v in (alice, bob, vera)]
    assert ["/restore" in page for page in pages] == [True, True, False]
    assert ["/delete" in page for page in pages] == [True, False, False]
    assert all("/parquet" in page for page in pages)
