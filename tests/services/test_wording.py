"""A model rewords what was computed, on a leash, and nobody waits for it."""

import json
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from errors import Forbidden, NotFound, TooManyRequests, ValidationError
from services import answers, model_calls, privacy, questions, sessions, wording
from services.kept import open_kept
from stores import (
    artifact_store,
    audit_store,
    auth_store,
    explanation_store,
    token_usage_store,
)
from tests.model import fake
from tests.model.fake import fake_model
from tests.services.house import upload_sales


@pytest.fixture
def session(alice):
    """A conversation about sales by region."""
    return sessions.start(alice, upload_sales(alice).id)


def ask(actor, session, question="average price by region"):
    exchange = questions.ask(actor, session.id, question)
    assert exchange.artifact is not None, exchange.assistant.content
    return exchange.artifact


def explained(artifact):
    return explanation_store.get_explanation_by_artifact(
        artifact.id, artifact.tenant_id
    )


def read_again(artifact):
    return artifact_store.get_artifact(artifact.id, artifact.tenant_id)


def lines(actor, action):
    logs = audit_store.get_audit_logs_by_tenant(actor.tenant_id)
    return [log.metadata for log in logs if log.action == action]


def honest(asked):
    """Reword the summary; leave the rest."""
    asked["summary"] = asked["summary"].replace("across", "over")
    return json.dumps({k: asked[k] for k in asked if k not in ("columns", "rows")})


def reword(actor, artifact):
    """Do what the background does, in a thread with its own connection."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(wording.reword, wording.caller_of(actor, artifact)).result()


def test_an_honest_wording_replaces_the_computed_one(alice, session, set_to):
    with fake_model(fake.writes(honest)) as server:
        artifact = ask(alice, session)
        before = explained(artifact)
        set_to(llm_base_url=server.address)
        reword(alice, artifact)

    after, kept = explained(artifact), read_again(artifact)
    assert after.summary == before.summary.replace("across", "over") != before.summary
    assert kept.metadata["wording"] == {"by": "gpt-4o-mini"}
    assert kept.metadata["computed"]["summary"] == before.summary
    assert kept.data["resultData"] == artifact.data["resultData"]
    [verdict] = lines(alice, "llm_reply")
    assert verdict["outcome"] == "used" and after.summary in verdict["reply"]


def test_a_title_is_reworded_on_the_chart_only(alice, session, set_to):
    def retitled(asked):
        asked["title"] = "How the average price differs by region"
        return json.dumps(asked)

    with fake_model(fake.writes(retitled)) as server:
        artifact = ask(alice, session)
        set_to(llm_base_url=server.address)
        reword(alice, artifact)

    kept = read_again(artifact)
    chart = kept.data["metadata"]["chart"]
    assert chart["title"]["text"] == ["How the average price differs by region"]
    assert kept.title == artifact.title


def wrong_number(asked):
    asked["summary"] += " That is 99.5 on average."
    return json.dumps(asked)


def invented_column(asked):
    asked["summary"] += " It follows the discount_rate."
    return json.dumps(asked)


def fenced_lie(asked):
    asked["caveats"] = []
    asked["implications"] = ["Prices doubled."]
    return f"Sure!\n```json\n{json.dumps(asked)}\n```"


@pytest.mark.parametrize(
    "behaviour",
    [
        fake.writes(wrong_number),
        fake.writes(invented_column),
        fake.writes(fenced_lie),
        fake.says("<html><h1>Gateway</h1></html>"),
        fake.says('{"summary": "north leads"'),
        fake.says('{"summary": 7, "implications": [], "caveats": []}'),
        fake.says('{"summary": "x", "implications": "y", "caveats": []}'),
        fake.says("[]"),
        fake.says("I cannot help with that."),
    ],
)
def test_a_lie_is_refused_and_the_audit_log_says_so(alice, session, set_to, behaviour):
    with fake_model(behaviour) as server:
        artifact = ask(alice, session)
        before = explained(artifact)
        set_to(llm_base_url=server.address)
        reword(alice, artifact)

    assert explained(artifact) == before
    assert "was not used" in read_again(artifact).metadata["wording"]["reason"]
    [verdict] = lines(alice, "llm_reply")
    assert verdict["outcome"] == "refused" and verdict["reason"]


@pytest.mark.parametrize(
    ("behaviour", "billed"),
    [
        (fake.stays_silent(30), True),
        (fake.cuts, True),
        (fake.sends(b"<html>"), True),
        (fake.refuses(401), False),
    ],
)
def test_a_model_that_fails_leaves_the_computed_text(
    alice, session, set_to, behaviour, billed
):
    with fake_model(behaviour) as server:
        artifact = ask(alice, session)
        before = explained(artifact)
        set_to(llm_base_url=server.address, llm_seconds=0.3)
        reword(alice, artifact)

    assert explained(artifact) == before
    assert lines(alice, "llm_reply")[0]["outcome"] == "failed"
    [usage] = token_usage_store.get_tenant_token_usage(alice.tenant_id)
    assert (usage.total_tokens > 0) == billed


def test_exactly_what_was_sent_is_in_the_audit_log(alice, session, set_to):
    with fake_model(fake.writes(honest)) as server:
        artifact = ask(alice, session)
        set_to(llm_base_url=server.address, llm_price_in=1.0, llm_price_out=1.0)
        reword(alice, artifact)

    [sent], [line] = server.requests, lines(alice, "llm_invocation")
    assert [line["system"], line["user"]] == [m["content"] for m in sent["messages"]]
    [usage] = token_usage_store.get_tenant_token_usage(alice.tenant_id)
    assert usage.id == line["callId"] and usage.artifact_id == artifact.id
    assert (usage.prompt_tokens, usage.completion_tokens) == (50, 20)
    assert usage.estimated_cost == pytest.approx(70e-6)


def test_result_rows_are_capped_and_can_be_switched_off(alice, session, set_to):
    with fake_model(fake.writes(honest)) as server:
        artifact = ask(alice, session)
        for rows in (2, 0):
            set_to(llm_base_url=server.address, llm_rows=rows)
            reword(alice, artifact)

    few, none = (json.loads(r["messages"][-1]["content"]) for r in server.requests)
    assert len(few["rows"]) == 2
    assert "rows" not in none and "columns" not in none


def test_rows_of_the_table_are_never_sent(alice, session, set_to):
    with fake_model(fake.writes(honest)) as server:
        artifact = questions.ask(
            alice, session.id, "rows", plan={"kind": "rows", "limit": 3}
        ).artifact
        set_to(llm_base_url=server.address)
        reword(alice, artifact)

    assert server.requests == []
    assert "never sent" in read_again(artifact).metadata["wording"]["reason"]


def test_a_column_marked_never_send_is_not_sent(alice, session, set_to):
    privacy.set_never_send(alice, session.dataset_id, ["region", "no such column"])
    with fake_model(fake.writes(honest)) as server:
        artifact = ask(alice, session)
        other = ask(alice, session, "average price")
        set_to(llm_base_url=server.address)
        reword(alice, artifact)
        reword(alice, other)

    assert len(server.requests) == 1
    assert "region" not in json.dumps(server.requests)
    assert privacy.never_send(alice, session.dataset_id) == {"region"}


def test_only_owners_mark_columns(bob, charlie, session):
    with pytest.raises(Forbidden):
        privacy.set_never_send(bob, session.dataset_id, ["region"])
    with pytest.raises(NotFound):
        privacy.set_never_send(charlie, session.dataset_id, ["region"])


def test_a_spent_limit_leaves_the_computed_text(alice, session, set_to):
    with fake_model(fake.writes(honest)) as server:
        artifact = ask(alice, session)
        set_to(llm_base_url=server.address, llm_calls_a_day=0)
        reword(alice, artifact)
        with pytest.raises(TooManyRequests):
            wording.again(alice, artifact.id)
        assert ask(alice, session).data["resultData"]

    assert server.requests == []
    assert "a day" in read_again(artifact).metadata["wording"]["reason"]


def test_a_silent_model_delays_no_answer(alice, session, set_to, wait_until):
    with fake_model(fake.stays_silent(30)) as server:
        set_to(llm_base_url=server.address, llm_seconds=1.0)
        start = time.monotonic()
        artifact = ask(alice, session)
        waited = time.monotonic() - start
        assert waited < 0.9
        assert wording.is_coming(read_again(artifact))
        wait_until(lambda: not wording.is_coming(read_again(artifact)))

    assert explained(artifact).summary


def test_the_wording_follows_by_itself(alice, session, set_to, wait_until):
    with fake_model(fake.writes(honest)) as server:
        set_to(llm_base_url=server.address)
        artifact = ask(alice, session)
        wait_until(lambda: "wording" in (read_again(artifact).metadata or {}))

    assert read_again(artifact).metadata["wording"] == {"by": "gpt-4o-mini"}


def test_without_a_model_nothing_is_waited_for(alice, session):
    artifact = ask(alice, session)
    wording.later(alice, artifact)

    assert not wording.is_coming(artifact)
    with pytest.raises(ValidationError, match="No language model"):
        wording.again(alice, artifact.id)
    assert token_usage_store.get_tenant_token_usage(alice.tenant_id) == []


def test_strangers_and_viewers_reword_nothing(alice, charlie, session):
    artifact = ask(alice, session)
    viewer = auth_store.create_user(
        "v@example.com", "v", alice.tenant_id, role="viewer"
    )

    with pytest.raises(NotFound):
        wording.again(charlie, artifact.id)
    with pytest.raises(Forbidden):
        wording.again(viewer, artifact.id)


def test_a_kept_result_comes_back_as_it_was(alice, session):
    artifact = ask(alice, session)
    kept = open_kept(artifact.id, alice.tenant_id)

    assert answers.result_data(kept.result) == artifact.data["resultData"]
    assert model_calls.model().name == ""
