"""Who may call what: each declared route with nobody, a stranger, viewer and member."""

import re
from collections import ChainMap
from types import SimpleNamespace

import pytest

from database import connected
from services.permissions import ALLOWED
from stores import progress_store
from tests.api.caller import PRICES, UNKNOWN, Caller
from tests.api.conftest import colleague, emptied
from views.api.routing import OPERATIONS
from views.fields import Choice, Id
from views.serializers import camel

CLOSED = [each for each in OPERATIONS if not each.public]
# Ids of what is made; a stranger who sends one learns nothing of it.
NEW_IDS = {"uploadId", "askedBack"}
WORDS = {"columns": ["day"], "metricColumn": "amount", "options": {}}
AVERAGES = dict.fromkeys(("groupAAverage", "groupBAverage", "absoluteDifference"), 1.5)


def record_ids(operation):
    """Return the names of the inputs that name a record."""
    in_path = [camel(name) for name in re.findall(r"<(\w+)>", operation.path)]
    sent = [
        field.name
        for field in (*operation.query, *operation.body)
        if isinstance(field, Id) and field.name not in NEW_IDS
    ]
    return in_path + sent


NAMING = [each for each in CLOSED if record_ids(each)]
READING = [each for each in CLOSED if each.method == "GET" and not each.needs]
LISTS = [
    each for each in READING if each.name.startswith("list_") and "<" not in each.path
]
REFUSED = [
    pytest.param(role, each, id=f"{role}-{each.name}")
    for each in CLOSED
    for role in ("viewer", "member")
    if each.needs and role not in ALLOWED[each.needs]
]


def by_name(operations):
    return pytest.mark.parametrize("operation", operations, ids=lambda each: each.name)


def send(caller, operation, ids):
    """Send what the route requires, and each id that it may be given."""
    path = re.sub(r"<(\w+)>", lambda found: ids[camel(found[1])], operation.path)
    if operation.takes_file:
        return caller.upload(ids["datasetId"])
    return caller.call(
        operation.method,
        path,
        query_string=_values(operation, operation.query, ids),
        json=_values(operation, operation.body, ids) if operation.body else None,
    )


def _values(operation, table, ids):
    known = ChainMap(ids, WORDS, AVERAGES)
    named = record_ids(operation)
    return {
        field.name: field.words[0]
        if isinstance(field, Choice)
        else known.get(field.name, "x")
        for field in table
        if field.required or field.name in named
    }


@pytest.fixture(scope="module")
def house(shared_app, settings):
    """Everybody, and one of everything of alice's; refusals change nothing in it."""
    with emptied(shared_app, settings) as app:
        alice = Caller(app, "alice@example.com").register()
        yield SimpleNamespace(
            ids=one_of_everything(alice),
            alice=alice,
            member=colleague(app, alice, "bob@example.com", "member"),
            viewer=colleague(app, alice, "vera@example.com", "viewer"),
            stranger=Caller(app, "charlie@example.com").register(),
            nobody=Caller(app),
        )


def one_of_everything(alice):
    dataset = alice.filled_dataset()
    session = alice.session(dataset)
    said = alice.ask(session, "total amount by region").json
    version = alice.get(f"/poppy/datasets/{dataset}").json["latestVersion"]["id"]
    tenant = alice.get("/auth/me").json["user"]["tenantId"]
    upload = "0f0e0d0c-0b0a-4908-8706-050403020100"
    with connected():
        progress_store.start(upload, tenant, dataset, "more.csv")
    return {
        "datasetId": dataset,
        "dataset": dataset,
        "sessionId": session,
        "versionId": version,
        "since": version,
        "artifactId": said["artifacts"][0]["id"],
        "targetId": said["artifacts"][0]["id"],
        "uploadId": upload,
        "wordId": taught(alice),
    }


def taught(alice):
    """Teach a word by choosing; return its id."""
    session = alice.session(alice.filled_dataset(PRICES))
    reply = alice.ask(session, "average price by shop").json["assistantMessage"]
    choice = reply["metadata"]["choices"][0]
    chosen = {"content": choice["label"], "plan": choice["plan"]}
    path = f"/poppy/analysis-sessions/{session}/messages"
    alice.post(path, {**chosen, "askedBack": reply["id"]})
    return alice.get("/poppy/vocabulary").json["words"][0]["id"]


@by_name(CLOSED)
def test_nobody_is_told_to_sign_in(house, operation):
    answer = send(house.nobody, operation, house.ids)

    assert answer.status_code == 401
    assert answer.json["error"]["code"] == "UNAUTHORIZED"


@by_name(NAMING)
def test_to_a_stranger_what_is_there_is_like_what_never_was(house, operation):
    theirs = send(house.stranger, operation, house.ids)
    unknown = send(house.stranger, operation, dict.fromkeys(house.ids, UNKNOWN))

    assert theirs.status_code == unknown.status_code == 404
    assert theirs.json == unknown.json


@by_name(NAMING)
def test_an_id_that_is_no_uuid_is_a_bad_request(house, operation):
    for name in record_ids(operation):
        answer = send(house.alice, operation, house.ids | {name: "17"})

        assert answer.status_code == 400
        assert answer.json["error"]["details"] == {"field": name}


@pytest.mark.parametrize(("role", "operation"), REFUSED)
def test_what_a_role_may_not_do_is_forbidden(house, role, operation):
    answer = send(getattr(house, role), operation, house.ids)

    assert answer.status_code == 403
    assert answer.json["error"]["code"] == "FORBIDDEN"


@by_name(LISTS)
def test_a_stranger_lists_nothing_of_others(house, operation):
    (found,) = house.stranger.get(operation.path).json.values()

    assert found == []


@by_name(READING)
def test_a_viewer_reads_what_everybody_may(house, operation):
    assert send(house.viewer, operation, house.ids).status_code == 200
