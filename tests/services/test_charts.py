"""The person chooses among the charts that fit, and the choice is kept."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from database import connected
from errors import Forbidden, NotFound, ValidationError
from services import charts, exports, questions, sessions, wording
from stores import artifact_store, audit_store
from tests.model import fake
from tests.model.fake import fake_model
from tests.services.house import upload_sales


@pytest.fixture
def artifact(alice):
    session = sessions.start(alice, upload_sales(alice).id)
    return questions.ask(alice, session.id, "total units by region").artifact


def chart_of(artifact):
    return artifact.data["metadata"]["chart"]


def kept(artifact):
    return artifact_store.get_artifact(artifact.id, artifact.tenant_id)


def test_a_chart_knows_the_types_that_fit_its_answer(artifact):
    assert chart_of(artifact)["usermeta"]["poppy"] == {
        "type": "bar",
        "fitting": ["bar", "pie"],
        "marks": 3,
    }


def test_another_type_is_kept_with_the_answer_and_its_exports(alice, artifact):
    charts.choose(alice, artifact.id, "pie")

    assert chart_of(kept(artifact))["mark"]["type"] == "arc"
    exported = exports.answer(alice, artifact.id, "vega")
    assert json.loads(exported.content)["mark"]["type"] == "arc"
    [line] = [
        log
        for log in audit_store.get_audit_logs_by_tenant(alice.tenant_id)
        if log.action == "chart_changed"
    ]
    assert (line.resource_id, line.metadata) == (artifact.id, {"type": "pie"})


def test_the_numbers_and_the_title_stay(alice, artifact):
    before = kept(artifact)
    after = charts.choose(alice, artifact.id, "pie")

    assert after.data["resultData"] == before.data["resultData"]
    assert chart_of(after)["title"] == chart_of(before)["title"]


@pytest.mark.parametrize("kind", ["line", "histogram", "table", "", "<b>"])
def test_a_type_that_does_not_fit_is_refused(alice, artifact, kind):
    with pytest.raises(ValidationError, match="does not fit"):
        charts.choose(alice, artifact.id, kind)

    assert chart_of(kept(artifact))["mark"]["type"] == "bar"


def test_strangers_and_viewers_choose_nothing(charlie, vera, artifact):
    with pytest.raises(NotFound):
        charts.choose(charlie, artifact.id, "pie")
    with pytest.raises(Forbidden):
        charts.choose(vera, artifact.id, "pie")


def test_a_choice_made_while_the_model_thinks_is_not_lost(alice, artifact, set_to):
    def chooses_meanwhile(asked):
        with ThreadPoolExecutor(1) as pool:
            pool.submit(_choose_apart, alice, artifact).result()
        return json.dumps({k: asked[k] for k in asked if k not in ("columns", "rows")})

    with fake_model(fake.writes(chooses_meanwhile)) as server:
        set_to(llm_base_url=server.address)
        with ThreadPoolExecutor(1) as pool:
            pool.submit(wording.reword, wording.caller_of(alice, artifact)).result()

    assert kept(artifact).metadata["wording"] == {"by": "gpt-4o-mini"}
    assert chart_of(kept(artifact))["mark"]["type"] == "arc"


def _choose_apart(actor, artifact):
    with connected():
        charts.choose(actor, artifact.id, "pie")
