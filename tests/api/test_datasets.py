"""Datasets by the API: list, make, look at, rename, delete, upload, profile."""

import hashlib
import re

import pytest

from tests.api.caller import SALES, UNKNOWN

DATASETS = "/poppy/datasets"


def test_a_dataset_is_made_and_listed_newest_first(alice):
    first = alice.post(DATASETS, {"name": " Sales ", "description": "2024"})
    second = alice.post(DATASETS, {"name": "Costs"})

    assert first.status_code == 201
    made = first.json["dataset"]
    assert (made["name"], made["description"]) == ("Sales", "2024")
    assert "description" not in second.json["dataset"]
    assert made["createdAt"].endswith("Z")
    listed = alice.get(DATASETS).json
    assert listed == {"datasets": [second.json["dataset"], made]}


def test_a_list_is_read_page_by_page(alice):
    names = [f"number {n}" for n in range(5)]
    for name in names:
        alice.dataset(name)

    seen, cursor = [], {}
    while cursor is not None:
        page = alice.get(DATASETS, limit=2, **cursor).json
        seen += [each["name"] for each in page["datasets"]]
        cursor = {"cursor": page["nextCursor"]} if "nextCursor" in page else None

    assert seen == names[::-1]


def test_a_cursor_stands_in_an_address_as_it_is(alice):
    for name in "ab":
        alice.dataset(name)
    first = alice.get(DATASETS, limit=1).json["nextCursor"]

    path = f"/api{DATASETS}?limit=1&cursor={first}"
    second = alice.client.get(path)

    assert re.fullmatch(r"[\w.:~-]+", first)
    assert [each["name"] for each in second.json["datasets"]] == ["a"]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"limit": "0"}, "limit"),
        ({"limit": "x"}, "limit"),
        ({"limit": "1001"}, "limit"),
        ({"limit": "²"}, "limit"),
        ({"cursor": "x"}, "cursor"),
        ({"cursor": f"2024-13-01T00:00:00.000~{UNKNOWN}"}, "cursor"),
    ],
)
def test_a_page_that_cannot_be_is_refused(alice, query, field):
    answer = alice.get(DATASETS, **query)

    assert answer.status_code == 400
    assert answer.json["error"]["details"] == {"field": field}


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({}, "name"),
        ({"name": ""}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"name": "x", "description": "y" * 1001}, "description"),
        ({"name": "x", "description": None}, "description"),
    ],
)
def test_a_dataset_that_cannot_be_is_refused(alice, given, field):
    answer = alice.post(DATASETS, given)

    assert answer.status_code == 400
    assert answer.json["error"]["details"] == {"field": field}


def test_only_its_organization_lists_a_dataset(alice, bob, charlie):
    alice.dataset()

    assert len(bob.get(DATASETS).json["datasets"]) == 1
    assert charlie.get(DATASETS).json["datasets"] == []


def test_a_dataset_is_shown_with_its_newest_version(alice, dataset):
    empty = alice.dataset("Empty")

    assert alice.get(f"{DATASETS}/{dataset}").json["latestVersion"]["version"] == 1
    assert "latestVersion" not in alice.get(f"{DATASETS}/{empty}").json


def test_what_is_not_sent_stays_when_a_dataset_is_changed(alice):
    path = f"{DATASETS}/{alice.dataset('Sales')}"

    described = alice.patch(path, {"description": "of 2024"}).json["dataset"]
    renamed = alice.patch(path, {"name": "Costs"}).json["dataset"]
    emptied = alice.patch(path, {"description": ""}).json["dataset"]

    assert (described["name"], described["description"]) == ("Sales", "of 2024")
    assert (renamed["name"], renamed["description"]) == ("Costs", "of 2024")
    assert "description" not in emptied


def test_a_deleted_dataset_is_gone_and_its_session_stays(alice, dataset, session):
    assert alice.delete(f"{DATASETS}/{dataset}").json == {"success": True}

    assert alice.get(f"{DATASETS}/{dataset}").status_code == 404
    kept = alice.get(f"/poppy/analysis-sessions/{session}").json["session"]
    assert "datasetId" not in kept


def test_an_upload_becomes_the_next_version(alice):
    dataset = alice.dataset()

    first = alice.upload(dataset)
    second = alice.upload(dataset, name="again.csv").json["version"]

    assert first.status_code == 201
    version = first.json["version"]
    assert (version["version"], second["version"]) == (1, 2)
    assert (version["rowCount"], version["columnCount"]) == (60, 4)
    assert version["fileSize"] == len(SALES)
    assert version["fileHash"] == hashlib.sha256(SALES.encode()).hexdigest()
    assert version["datasetId"] == dataset
    assert not version["filePath"].startswith("/")


def test_a_file_that_is_no_table_is_refused_and_leaves_nothing(alice):
    dataset = alice.dataset()

    answer = alice.upload(dataset, "header,only\n")

    assert answer.status_code == 400
    assert answer.json["error"]["code"] == "PARSE_ERROR"
    assert alice.get(f"{DATASETS}/{dataset}/profile").json["versionCount"] == 0


def test_an_upload_needs_a_file_with_something_in_it(alice):
    path = f"{DATASETS}/{alice.dataset()}/upload"

    missing = alice.call("POST", path, data={"other": "x"})
    no_form = alice.post(path, {"file": "x"})
    empty = alice.upload(alice.dataset(), "")

    for answer in (missing, no_form, empty):
        assert answer.status_code == 400
        assert answer.json["error"]["code"] == "VALIDATION_ERROR"
        assert answer.json["error"]["details"] == {"field": "file"}


@pytest.mark.parametrize("size", [64 * 1024 + 1, 3 * 1024 * 1024])
def test_a_file_above_the_limit_is_refused(alice, size):
    part = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"'
    answer = alice.call(
        "POST",
        f"{DATASETS}/{alice.dataset()}/upload",
        data=part + b"\r\n\r\n" + b"x" * size + b"\r\n--x--\r\n",
        content_type="multipart/form-data; boundary=x",
    )

    assert answer.status_code == 400
    assert answer.json["error"]["code"] == "FILE_TOO_LARGE"


def test_a_profile_has_the_predecessors_keys(alice, dataset):
    profile = alice.get(f"{DATASETS}/{dataset}/profile").json

    assert profile["dataset"]["id"] == dataset
    assert profile["versionCount"] == 1
    assert profile["latestVersion"]["version"] == 1
    assert (profile["totalRows"], profile["totalColumns"]) == (60, 4)
    assert profile["columnNames"] == ["region", "amount", "day", "sold"]
    assert profile["dataTypes"]["amount"] == "number"
    amount = profile["columns"][1]
    assert amount["name"] == "amount"
    assert (amount["min"], amount["max"], amount["mean"]) == (10, 39, 24.5)
    assert (amount["nullCount"], amount["nullRatio"]) == (0, 0)
    assert amount["distinctCount"] == 30


def test_the_profile_of_an_empty_dataset_has_no_optional_key(alice):
    profile = alice.get(f"{DATASETS}/{alice.dataset()}/profile").json

    assert set(profile) == {"dataset", "versionCount"}


def test_a_body_that_is_no_file_has_a_limit_of_its_own(alice):
    answer = alice.post("/poppy/datasets", {"name": "x" * 300_000})

    assert answer.status_code == 413
    assert answer.json["error"]["code"] == "BODY_TOO_LARGE"
    assert "256 KB" in answer.json["error"]["message"]


def test_a_file_name_that_cannot_be_is_the_files_fault(alice):
    answer = alice.upload(alice.dataset(), name="sa\0les.csv")

    assert answer.status_code == 400
    assert answer.json["error"]["details"] == {"field": "file"}
