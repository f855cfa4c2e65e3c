"""A model may propose how to read what was declined; nothing unchecked gets through."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from services import privacy, proposals, questions, sessions
from services.limits import Caller
from stores import artifact_store, audit_store, session_store
from tests.model import fake
from tests.model.fake import fake_model
from tests.services.house import upload_sales

DECLINED = "what is the grubblewick of each zone?"


@pytest.fixture
def session(alice):
    return sessions.start(alice, upload_sales(alice).id)


def key_of(asked, name):
    return next(c["key"] for c in asked["columns"] if c["name"] == name)


def plan(**parts):
    """Behave like a model that proposes a plan; columns are given by name."""

    def write(asked):
        text = json.dumps({"plan": parts})
        for column in asked["columns"]:
            text = text.replace(f'"@{column["name"]}"', f'"{column["key"]}"')
        return f"Here it is:\n```json\n{text}\n```"

    return fake.writes(write)


GOOD = {
    "measures": [{"op": "average", "column": "@price"}],
    "dimensions": [{"column": "@region"}],
}


def propose(actor, session, question=DECLINED):
    caller = Caller(actor.id, actor.tenant_id, session.id)
    with ThreadPoolExecutor(1) as pool:
        pool.submit(proposals.propose, caller, question).result()


def replies(actor, session):
    messages = session_store.get_messages_by_session(session.id, actor.tenant_id)
    return [m for m in messages if m.role == "assistant"]


def verdicts(actor):
    logs = audit_store.get_audit_logs_by_tenant(actor.tenant_id)
    return [log.metadata for log in logs if log.action == "llm_reply"]


def test_a_sound_plan_is_computed_and_bears_the_models_name(alice, session, set_to):
    with fake_model(plan(**GOOD)) as server:
        set_to(llm_base_url=server.address)
        propose(alice, session)

    [reply] = replies(alice, session)
    assert reply.content.startswith("gpt-4o-mini reads the question so: average price")
    assert reply.metadata["proposedBy"] == "gpt-4o-mini"
    artifact = artifact_store.get_artifact(
        reply.metadata["artifactId"], alice.tenant_id
    )
    assert artifact.metadata == {"proposedBy": "gpt-4o-mini"}
    assert {row[0] for row in artifact.data["resultData"]["rows"]} == {
        "north",
        "south",
        "east",
    }
    assert verdicts(alice)[0]["outcome"] == "used"


def test_words_that_found_no_place_are_shown(alice, session, set_to):
    with fake_model(plan(**GOOD)) as server:
        set_to(llm_base_url=server.address)
        propose(alice, session)

    [reply] = replies(alice, session)
    unused = [c["label"] for c in reply.metadata["chips"] if c["part"] == "unused"]
    assert "grubblewick" in unused and "each" not in unused
    assert any("gpt-4o-mini" in chip["label"] for chip in reply.metadata["chips"])


@pytest.mark.parametrize(
    ("behaviour", "why"),
    [
        (plan(measures=[{"op": "sum", "column": "c99"}]), "no such column"),
        (plan(measures=[{"op": "drop", "column": "@price"}]), "not known"),
        (plan(sql="DROP TABLE poppy_users"), "unknown part"),
        (plan(measures=[{"op": "average", "column": "@product"}]), "product"),
        (
            plan(where={"column": "@region", "test": "=", "values": ["Atlantis"]}),
            "“Atlantis” is not in the table",
        ),
        (
            plan(where={"column": "@region", "test": "=", "values": [{"op": "value"}]}),
            "",
        ),
        (plan(dimensions=[{"column": "@region"}] * 60), "more than"),
        (fake.says('{"cannot": "no such column"}'), "cannot read"),
        (fake.says("<html>"), "not the JSON"),
        (fake.says('{"plan": {"kind": "aggre'), "not the JSON"),
        (fake.says('{"answer": 42}'), "no plan"),
        (fake.says("[" * 500), "not the JSON"),
        (fake.says('{"plan": [1]}'), "object"),
    ],
)
def test_a_plan_that_does_not_hold_is_refused(alice, session, set_to, behaviour, why):
    with fake_model(behaviour) as server:
        set_to(llm_base_url=server.address)
        propose(alice, session)

    assert replies(alice, session) == []
    [verdict] = verdicts(alice)
    assert verdict["outcome"] == "refused" and why in verdict["reason"]


@pytest.mark.parametrize("behaviour", [fake.stays_silent(30), fake.cuts, fake.floods])
def test_a_model_that_fails_leaves_the_refusal(alice, session, set_to, behaviour):
    with fake_model(behaviour) as server:
        set_to(llm_base_url=server.address, llm_seconds=0.3)
        propose(alice, session)

    assert replies(alice, session) == []
    assert verdicts(alice)[0]["outcome"] == "failed"


def test_names_and_a_few_values_are_sent_and_no_rows(alice, session, set_to):
    with fake_model(plan(**GOOD)) as server:
        set_to(llm_base_url=server.address)
        propose(alice, session)

    sent = json.loads(server.requests[0]["messages"][-1]["content"])
    assert sent["question"] == DECLINED
    assert [c["name"] for c in sent["columns"]] == [
        "region",
        "product",
        "day",
        "price",
        "units",
    ]
    assert "91.5" not in json.dumps(sent)


def test_values_stay_here_where_rows_are_switched_off(alice, session, set_to):
    with fake_model(plan(**GOOD)) as server:
        set_to(llm_base_url=server.address, llm_rows=0)
        propose(alice, session)

    assert "north" not in server.requests[0]["messages"][-1]["content"]


def test_hidden_columns_are_neither_sent_nor_computed(alice, session, set_to):
    privacy.set_never_send(alice, session.dataset_id, ["region"])
    guess = fake.says('{"plan": {"dimensions": [{"column": "c0"}]}}')
    with fake_model(guess) as server:
        set_to(llm_base_url=server.address)
        propose(alice, session)

    sent = json.loads(server.requests[0]["messages"][-1]["content"])
    assert "region" not in json.dumps(sent) and "north" not in json.dumps(sent)
    assert replies(alice, session) == []
    assert "never sent" in verdicts(alice)[0]["reason"]


@pytest.mark.parametrize(
    "question",
    ["what about the NORTH grubblewick?", "grubblewick by region", "regions' grubble"],
)
def test_a_question_that_may_name_what_is_hidden_is_not_sent(
    alice, session, set_to, question
):
    privacy.set_never_send(alice, session.dataset_id, ["region"])
    with fake_model(plan(**GOOD)) as server:
        set_to(llm_base_url=server.address)
        propose(alice, session, question)

    assert server.requests == []


def test_a_short_cell_that_is_hidden_is_not_sent_either(alice, set_to):
    rows = "".join(f"{name},{n}\n" for n, name in enumerate(["Li", "王芳", "Bo"] * 9))
    dataset = upload_sales(alice, f"customer,amount\n{rows}")
    talk = session_store.create_session(alice.tenant_id, dataset.id)
    privacy.set_never_send(alice, dataset.id, ["customer"])
    with fake_model(plan(**GOOD)) as server:
        set_to(llm_base_url=server.address)
        for question in ("frobnicate what Li bought", "frobnicate 王芳 now"):
            propose(alice, talk, question)

    assert server.requests == []


def test_the_refusal_comes_first_and_the_proposal_follows(
    alice, session, set_to, wait_until
):
    with fake_model(plan(**GOOD)) as server:
        set_to(llm_base_url=server.address)
        exchange = questions.ask(alice, session.id, DECLINED)
        assert exchange.assistant.metadata["status"] == "declined"
        assert proposals.is_coming(exchange.assistant)
        wait_until(lambda: len(replies(alice, session)) == 2)

    assert replies(alice, session)[1].metadata["proposedBy"] == "gpt-4o-mini"


def test_proposals_can_be_switched_off(alice, session, set_to):
    with fake_model(plan(**GOOD)) as server:
        set_to(llm_base_url=server.address, llm_plans=False)
        exchange = questions.ask(alice, session.id, DECLINED)

        assert not proposals.is_coming(exchange.assistant)
    assert server.requests == []
