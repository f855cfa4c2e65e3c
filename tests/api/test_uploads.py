"""Following and giving up uploads by the API."""

import pytest

from database import connected
from services.progress import Cancelled, Follower
from stores import auth_store, progress_store
from tests.api.caller import UNKNOWN

UPLOADS = "/poppy/uploads"
ID = "0f0e0d0c-0b0a-4908-8706-050403020100"


@pytest.fixture
def under_way(alice, dataset):
    """The id of an upload of alice's that is being read."""
    with connected():
        tenant = auth_store.get_user_by_email(alice.email).tenant_id
        progress_store.start(ID, tenant, dataset, "more.csv")
        progress_store.advance(ID, "reading", 10, 60)
    return ID


def test_an_upload_under_way_is_seen_by_its_id(bob, under_way, dataset):
    seen = bob.get(f"{UPLOADS}/{under_way}").json["upload"]

    assert (seen["phase"], seen["done"], seen["total"]) == ("reading", 10, 60)
    assert (seen["datasetId"], seen["fileName"]) == (dataset, "more.csv")
    assert bob.get(UPLOADS).json["uploads"] == [seen]
    assert bob.get(UPLOADS, datasetId=dataset).json["uploads"] == [seen]
    other = bob.dataset()
    assert bob.get(UPLOADS, datasetId=other).json == {"uploads": []}


def test_what_is_given_up_stops_at_its_next_step(bob, under_way):
    answer = bob.post(f"{UPLOADS}/{under_way}/cancel")

    assert answer.json == {"success": True}
    with connected(), pytest.raises(Cancelled):
        Follower(under_way)("reading", 20, 60)


def test_an_upload_that_is_done_is_not_found_any_more(alice):
    dataset = alice.dataset()

    sent = alice.upload(dataset, query={"uploadId": ID})

    assert sent.status_code == 201
    assert alice.get(f"{UPLOADS}/{ID}").status_code == 404


def test_why_an_upload_failed_is_still_told(alice):
    refused = alice.upload(alice.dataset(), "\0\0\0", query={"uploadId": ID})

    assert refused.status_code == 400
    seen = alice.get(f"{UPLOADS}/{ID}").json["upload"]
    assert (seen["phase"], seen["message"]) == (
        "failed",
        refused.json["error"]["message"],
    )


def test_an_id_under_way_is_not_used_again(alice, dataset, under_way):
    answer = alice.upload(dataset, query={"uploadId": under_way})

    assert answer.status_code == 400
    assert answer.json["error"]["message"].startswith("This upload has been sent")
    assert alice.upload(dataset, query={"uploadId": "17"}).status_code == 400


def test_reading_again_is_followed_too(alice, dataset, under_way):
    version = alice.get(f"/poppy/datasets/{dataset}").json["latestVersion"]["id"]
    path = f"/poppy/versions/{version}/read-again"

    def read_again(upload_id):
        query = {"uploadId": upload_id}
        return alice.call("POST", path, json={"options": {}}, query_string=query)

    assert read_again(under_way).status_code == 400
    assert read_again(UNKNOWN).status_code == 201


def test_a_stranger_sees_no_upload(charlie, under_way):
    assert charlie.get(UPLOADS).json == {"uploads": []}
