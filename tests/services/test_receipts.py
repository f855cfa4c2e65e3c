"""Receipts prove their numbers; newer versions show what moved."""

import dataclasses

import pytest

from database import database
from errors import Forbidden, NotFound, ValidationError
from models import Artifact
from services import pins, questions, receipts, runtime, sessions
from stores import artifact_store, auth_store, dataset_store
from tests.services.house import SALES, upload_again, upload_sales

MOVED = SALES.replace("91.5", "101.5").replace("east,plum", "west,plum")
REORDERED = "\n".join(
    ",".join([cells[3], cells[0], *cells[1:3], cells[4]])
    for cells in (line.split(",") for line in SALES.splitlines())
)


@pytest.fixture
def sales(alice):
    return upload_sales(alice)


@pytest.fixture
def session(alice, sales):
    return sessions.start(alice, sales.id)


def ask(actor, session, question="average price by region"):
    exchange = questions.ask(actor, session.id, question)
    assert exchange.artifact is not None, exchange.assistant.content
    return exchange.artifact


@pytest.mark.parametrize(
    "question",
    [
        "average price by region",
        "total units",
        "total price by product and region",
        "median price",
    ],
)
def test_running_again_gives_the_same_numbers(alice, session, question):
    artifact = ask(alice, session, question)

    rerun = receipts.run_again(alice, artifact.id)

    assert rerun.same
    assert [list(row) for row in rerun.result.rows] == artifact.data["resultData"][
        "rows"
    ]


def test_a_receipt_that_was_tampered_with_does_not_prove_itself(alice, session):
    artifact = ask(alice, session)
    artifact.data["resultData"]["rows"][0][1] += 1
    artifact_store.update_artifact(
        artifact.id, {"data": artifact.data}, alice.tenant_id
    )

    rerun = receipts.run_again(alice, artifact.id)

    assert not rerun.same
    [change] = rerun.comparison.changes
    assert change.old == pytest.approx(change.new + 1)


def test_the_newest_version_shows_old_and_new(alice, session, sales):
    artifact = ask(alice, session, "total price by region")
    upload_again(alice, sales, MOVED)

    rerun = receipts.run_on_newest(alice, artifact.id)

    assert rerun.version.version == 2 and rerun.kept.version.version == 1
    moved = {each.group: (each.old, each.new) for each in rerun.comparison.changes}
    assert moved == {("north",): (273.0, 283.0), ("east",): (160.25, 79.75)}
    assert rerun.comparison.appeared == (("west",),)


def test_columns_are_followed_by_name_when_they_moved(alice, session, sales):
    artifact = ask(alice, session)
    upload_again(alice, sales, REORDERED)

    rerun = receipts.run_on_newest(alice, artifact.id)

    assert rerun.same and rerun.plan != rerun.kept.plan


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (SALES.replace("price", "cost"), "“price” is not there"),
        (SALES.replace("91.5", "a lot"), "“price” held numbers; now it holds text"),
    ],
)
def test_a_version_that_lost_a_column_says_so(alice, session, sales, text, why):
    artifact = ask(alice, session)
    upload_again(alice, sales, text)

    with pytest.raises(ValidationError, match=why):
        receipts.run_on_newest(alice, artifact.id)


def test_answers_of_an_older_version_are_marked(alice, session, sales):
    old = ask(alice, session)
    assert receipts.outdated(alice, [old]) == {}

    upload_again(alice, sales, MOVED)
    new = ask(alice, session)

    assert receipts.outdated(alice, [old, new]) == {old.id: 2}


def test_an_answer_of_the_predecessor_has_no_receipt(alice, session):
    artifact = artifact_store.create_artifact(
        session.id,
        alice.tenant_id,
        {"resultType": "scalar", "resultData": 5, "metadata": {"rowCount": 9}},
    )

    with pytest.raises(ValidationError, match="earlier Poppy"):
        receipts.run_again(alice, artifact.id)
    assert receipts.outdated(alice, [artifact]) == {}


def test_strangers_find_nothing_and_viewers_run_nothing(alice, charlie, session):
    artifact = ask(alice, session)
    viewer = auth_store.create_user(
        "v@example.com", "v", alice.tenant_id, role="viewer"
    )

    with pytest.raises(NotFound):
        receipts.run_again(charlie, artifact.id)
    with pytest.raises(NotFound):
        pins.pin(charlie, artifact.id)
    with pytest.raises(NotFound):
        pins.list_pins(charlie, session.dataset_id)
    with pytest.raises(Forbidden):
        receipts.run_again(viewer, artifact.id)
    with pytest.raises(Forbidden):
        pins.pin(viewer, artifact.id)


def test_a_pinned_answer_lists_what_an_upload_moved(alice, session, sales):
    artifact = ask(alice, session, "total price by region")
    pins.pin(alice, artifact.id)
    [pinned] = pins.list_pins(alice, sales.id)
    assert pinned.artifact.id == artifact.id and pinned.moved is None

    upload_again(alice, sales, MOVED)
    [pinned] = pins.list_pins(alice, sales.id)

    assert (pinned.moved["from"], pinned.moved["to"]) == (1, 2)
    changes = {tuple(c["group"]): (c["old"], c["new"]) for c in pinned.moved["changes"]}
    assert changes == {("north",): (273.0, 283.0), ("east",): (160.25, 79.75)}
    assert pinned.moved["appeared"] == [["west"]] and pinned.moved["count"] == 3


def test_each_upload_is_compared_with_the_one_before(alice, session, sales):
    artifact = ask(alice, session, "total units")
    pins.pin(alice, artifact.id)
    for units in ("30", "31"):
        upload_again(alice, sales, SALES.replace("91.5,3", f"91.5,{units}"))
        [pinned] = pins.list_pins(alice, sales.id)

    assert (pinned.moved["from"], pinned.moved["to"]) == (2, 3)
    [change] = pinned.moved["changes"]
    assert (change["group"], change["old"], change["new"]) == ([], 72, 73)


def test_a_pin_that_cannot_be_run_says_why(alice, session, sales):
    pins.pin(alice, ask(alice, session).id)
    upload_again(alice, sales, SALES.replace("price", "cost"))

    [pinned] = pins.list_pins(alice, sales.id)

    assert pinned.moved == {
        "error": "The column “price” is not there any more.",
        "to": 2,
    }


def test_what_moved_is_told_from_the_last_version_that_could_be_run(
    alice, session, sales
):
    pins.pin(alice, ask(alice, session, "total units").id)
    upload_again(alice, sales, SALES.replace("units", "pieces"))
    pins.list_pins(alice, sales.id)
    upload_again(alice, sales, SALES.replace("91.5,3", "91.5,30"))

    [pinned] = pins.list_pins(alice, sales.id)

    assert (pinned.moved["from"], pinned.moved["to"]) == (1, 3)
    [change] = pinned.moved["changes"]
    assert change["new"] - change["old"] == 27


def test_pins_follow_an_upload_in_the_background(alice, session, sales, wait_until):
    artifact = ask(alice, session, "total units")
    pins.pin(alice, artifact.id)
    upload_again(alice, sales, MOVED)
    pins.after_upload(dataset_store.get_latest_version(sales.id, alice.tenant_id))

    wait_until(lambda: Artifact.get_by_id(artifact.id).pin.get("moved") is not None)
    assert Artifact.get_by_id(artifact.id).pin["moved"]["count"] == 0


def test_pinning_twice_is_pinning_once_and_is_audited(alice, session, sales):
    artifact = ask(alice, session)
    pins.pin(alice, artifact.id)
    pins.pin(alice, artifact.id)
    assert pins.is_pinned(alice, artifact.id)
    pins.unpin(alice, artifact.id)
    pins.unpin(alice, artifact.id)

    assert not pins.is_pinned(alice, artifact.id)
    assert pins.list_pins(alice, sales.id) == []
    logs = auth_store.get_audit_logs_by_tenant(alice.tenant_id)
    acted = [log.action for log in logs if log.resource_id == artifact.id]
    assert sorted(acted) == ["answer_pinned", "answer_unpinned"]


def test_a_file_that_is_gone_is_said(alice, session, tmp_path):
    artifact = ask(alice, session)
    empty = dataclasses.replace(runtime.settings(), data_dir=tmp_path / "elsewhere")
    database.close()
    runtime.configure(empty)
    database.connect()

    with pytest.raises(NotFound, match="cannot be reached"):
        receipts.run_again(alice, artifact.id)
