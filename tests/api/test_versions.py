"""Versions and rows by the API."""

import hashlib
from io import BytesIO

import pytest

from tests.api.caller import SALES
from views import forms

FEWER = "\n".join(SALES.splitlines()[:11]) + "\n"


@pytest.fixture
def two(alice, dataset):
    """The ids of the two versions of the dataset, the older one first."""
    alice.upload(dataset, FEWER, "fewer.csv")
    listed = alice.get(f"/poppy/datasets/{dataset}/versions").json["versions"]
    return [version["id"] for version in listed[::-1]]


def test_versions_are_listed_newest_first_page_by_page(alice, dataset, two):
    path = f"/poppy/datasets/{dataset}/versions"

    first = alice.get(path, limit=1).json
    second = alice.get(path, limit=1, cursor=first["nextCursor"]).json

    assert [first["versions"][0]["id"], second["versions"][0]["id"]] == two[::-1]
    assert "nextCursor" not in second


def test_rows_are_read_page_by_page(alice, dataset):
    path = f"/poppy/datasets/{dataset}/rows"

    first = alice.get(path, limit=40).json
    second = alice.get(path, limit=40, cursor=first["nextCursor"]).json

    assert first["columns"] == ["region", "amount", "day", "sold"]
    assert first["totalRows"] == 60
    rows = first["rows"] + second["rows"]
    assert [row[1] for row in rows] == [str(10 + n % 30) for n in range(60)]
    assert "nextCursor" not in second


def test_a_blank_cell_is_null(alice):
    dataset = alice.filled_dataset("a,b\n1,x\n2,\n3,y\n")

    rows = alice.get(f"/poppy/datasets/{dataset}/rows").json["rows"]

    assert rows == [["1", "x"], ["2", None], ["3", "y"]]


def test_the_rows_of_an_empty_dataset_are_none(alice):
    found = alice.get(f"/poppy/datasets/{alice.dataset()}/rows").json

    assert found == {"columns": [], "rows": [], "totalRows": 0}


def test_what_changed_between_two_versions(alice, two):
    older, newer = two

    found = alice.get(f"/poppy/versions/{newer}/changes", since=older).json

    assert (found["rowsBefore"], found["rowsAfter"]) == (60, 10)
    assert found["rows"]["removed"] == 50
    assert found["rows"]["added"] == 0
    assert found["columnsAdded"] == []


def test_versions_of_two_datasets_are_not_compared(alice, two):
    other = alice.filled_dataset()
    theirs = alice.get(f"/poppy/datasets/{other}").json["latestVersion"]["id"]

    answer = alice.get(f"/poppy/versions/{two[0]}/changes", since=theirs)

    assert answer.status_code == 400
    assert answer.json["error"]["details"] == {"field": "since"}


def test_the_original_comes_back_byte_for_byte(alice, two):
    answer = alice.get(f"/poppy/versions/{two[0]}/file")

    assert answer.data == SALES.encode()
    assert "sales.csv" in answer.headers["Content-Disposition"]
    assert "attachment" in answer.headers["Content-Disposition"]


def test_the_table_comes_as_csv_and_as_parquet(alice, two):
    csv = alice.get(f"/poppy/versions/{two[1]}/file", form="csv")
    parquet = alice.get(f"/poppy/versions/{two[1]}/file", form="parquet")

    assert len(csv.text.splitlines()) == 11
    assert csv.mimetype == "text/csv"
    assert parquet.mimetype == "application/vnd.apache.parquet"
    assert parquet.content_length == len(parquet.data)
    assert BytesIO(parquet.data).read(4) == b"PAR1"
    assert alice.get(f"/poppy/versions/{two[1]}/file", form="x").status_code == 400


def test_an_old_version_is_restored_as_the_newest(bob, dataset, two):
    answer = bob.post(f"/poppy/versions/{two[0]}/restore")

    assert answer.status_code == 201
    version = answer.json["version"]
    assert (version["version"], version["rowCount"]) == (3, 60)
    assert version["fileHash"] == hashlib.sha256(SALES.encode()).hexdigest()
    assert "version 1" in version["note"]


def test_a_version_is_deleted_by_the_owner(alice, bob, dataset, two):
    path = f"/poppy/versions/{two[0]}"

    assert bob.delete(path).status_code == 403
    assert alice.delete(path).json == {"success": True}
    assert alice.delete(path).status_code == 404
    listed = alice.get(f"/poppy/datasets/{dataset}/versions").json["versions"]
    assert [version["id"] for version in listed] == [two[1]]


def test_a_file_is_read_again_in_another_way(alice, two):
    path = f"/poppy/versions/{two[0]}/read-again"

    answer = alice.post(path, {"options": {"headerRows": 0}})

    assert answer.status_code == 201
    version = answer.json["version"]
    assert (version["version"], version["rowCount"]) == (3, 61)


def test_every_option_can_be_chosen(alice, two):
    options = {
        "encoding": "utf-8",
        "delimiter": ",",
        "quote": '"',
        "escape": "\\",
        "skipRows": 0,
        "headerRows": 1,
        "decimalMark": ".",
        "dayFirst": False,
        "sheet": "",
        "keepTotals": True,
        "fillMerged": True,
        "types": {"amount": "text"},
    }
    assert set(options) == {field.name for field in forms.READING}

    answer = alice.post(f"/poppy/versions/{two[0]}/read-again", {"options": options})

    assert answer.status_code == 201
    assert "amount as text" in answer.json["version"]["note"]


@pytest.mark.parametrize(
    "options",
    [
        {"nothing": 1},
        {"header_rows": 0},
        {"encoding": "rot13"},
        {"encoding": "a\0b"},
        {"encoding": "idna"},
        {"encoding": "utf-16"},
        {"encoding": "utf-32"},
        {"types": []},
        {"types": {"amount": ["x"]}},
        {"headerRows": {"a": 1}},
        {"delimiter": [1, 2, 3]},
        {"sheet": {"deep": [None]}},
        {"skipRows": "1"},
        {"dayFirst": "yes"},
    ],
)
def test_options_that_cannot_be_are_refused(alice, two, options):
    path = f"/poppy/versions/{two[0]}/read-again"

    answer = alice.post(path, {"options": options})

    assert answer.status_code == 400
