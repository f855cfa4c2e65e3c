"""Sessions: asking, reading again, buttons that carry plans, one answer by itself."""

import html
import json
import re

import pytest

from database import connected
from stores import auth_store, message_store


@pytest.fixture
def dataset(alice):
    return alice.upload()


@pytest.fixture
def session(alice, dataset):
    return alice.start(dataset)


def last_reply(visitor, session):
    return visitor.get(f"/sessions/{session}").text.split('class="turn replied"')[-1]


def answer_of(visitor, session):
    page = visitor.get(f"/sessions/{session}").text
    return re.findall(rf"/sessions/{session}/answers/[0-9a-f-]{{36}}", page)[-1]


def test_an_empty_list_of_sessions_says_the_next_step(alice):
    assert "Choose a dataset and press Ask." in alice.get("/sessions").text


def test_a_new_session_offers_questions(alice, session):
    page = alice.get(f"/sessions/{session}").text
    assert "What would you like to know?" in page
    assert page.count('class="suggestion"') >= 2


def test_every_suggested_question_is_answered(alice, session):
    page = alice.get(f"/sessions/{session}").text
    questions = re.findall(r'class="suggestion" name="content" value="([^"]+)"', page)
    for question in questions:
        alice.ask(session, html.unescape(question))
        assert 'data-status="answered"' in last_reply(alice, session), question


def test_a_question_gets_its_number_its_reading_and_its_receipt(alice, session):
    answer = alice.ask(session, "sum of amount")
    assert answer.status_code == 303
    assert answer.location.startswith(f"/sessions/{session}#message-")
    reply = last_reply(alice, session)
    assert "1,425" in reply
    assert "Read as" in reply
    assert "SELECT" in reply
    assert "Rows used" in reply


def test_groups_are_shown_as_a_table_and_as_a_chart(alice, session):
    alice.ask(session, "total amount by region")
    reply = last_reply(alice, session)
    for region in ("north", "south", "east"):
        assert region in reply
    assert "data-chart=" in reply
    drawn = alice.get(f"{answer_of(alice, session)}/chart.json")
    assert drawn.mimetype == "application/json"
    spec = json.loads(drawn.text)
    assert len(spec["data"]["values"]) == 3


def test_groups_are_checked_against_the_total_in_sight(alice, session):
    alice.ask(session, "total amount by region")
    assert "✓</span> The groups add up to the total of" in last_reply(alice, session)
    alice.ask(session, "average amount by region")
    assert "✓</span> The groups hold all 60 rows." in last_reply(alice, session)


def test_an_answer_without_a_chart_has_no_chart_address(alice, session):
    alice.ask(session, "how many rows are there?")
    address = answer_of(alice, session)
    assert alice.get(f"{address}/chart.json").status_code == 404
    assert "60" in alice.get(address).text


def test_an_answer_belongs_to_its_session(alice, dataset, session):
    alice.ask(session, "how many rows are there?")
    answer = answer_of(alice, session)
    other = answer.replace(session, alice.start(dataset))
    assert alice.get(other).status_code == 404


def test_words_are_kept_verbatim_and_shown_as_text(alice, session):
    typed = '  what\'s the <b>kevib</b> & "margin"?\n  second line'
    alice.ask(session, typed)
    page = alice.get(f"/sessions/{session}").text
    assert "<b>kevib</b>" not in page
    shown = re.findall(r'class="asked-text">(.*?)</p>', page, re.S)[-1]
    assert html.unescape(shown) == typed


def test_a_word_without_a_place_is_asked_back_about(alice, session):
    alice.ask(session, "total margin by region")
    reply = last_reply(alice, session)
    assert "margin" in reply
    assert 'data-status="answered"' not in reply


def test_a_chip_leads_to_another_reading(alice, session):
    other = {"kind": "aggregate", "measures": [{"op": "max", "column": "c1"}]}
    chip = {"part": "measure", "label": "average", "words": "mean", "guessed": True}
    other_reading = {"alternatives": [{"label": "highest", "plan": other}]}
    keep_reply(alice, session, chips=[chip | other_reading])
    reply = last_reply(alice, session)
    assert "A guess; change it to" in reply
    assert "from “mean”" in reply

    press(alice, session, reply)

    assert 'class="scalar number">37.5<' in last_reply(alice, session)


def test_a_question_back_has_a_button_for_each_choice(alice, session):
    plan = {"kind": "aggregate", "measures": [{"op": "min", "column": "c1"}]}
    choices = [
        {"label": "lowest <amount>", "plan": plan, "question": None},
        {"label": "rows", "plan": None, "question": "how many rows are there?"},
    ]
    keep_reply(alice, session, status="clarify", choices=choices)
    reply = last_reply(alice, session)
    assert "lowest &lt;amount&gt;" in reply
    assert 'value="how many rows are there?"' in reply

    press(alice, session, reply)

    assert 'class="scalar number">10<' in last_reply(alice, session)


def keep_reply(visitor, session, **metadata):
    """Keep a reply of Poppy as the engine would."""
    with connected():
        tenant = auth_store.get_user_by_email(visitor.email).tenant_id
        given = {"status": "answered", "chips": [], "choices": [], "followUps": []}
        message_store.create_message(
            session, tenant, "assistant", "Which?", metadata=given | metadata
        )


def press(visitor, session, reply):
    """Press the first button that carries a plan."""
    button = re.search(
        r'name="plan" value="([^"]+)">\s*<button[^>]*value="([^"]+)"', reply
    )
    plan, label = (html.unescape(part) for part in button.groups())
    visitor.post(f"/sessions/{session}/messages", {"content": label, "plan": plan})


@pytest.mark.parametrize(
    "plan", ["{", "[]", '{"kind": "drop table"}', '{"measures": 5}']
)
def test_a_plan_that_is_none_changes_nothing_and_is_said(alice, session, plan):
    form = {"content": "total", "plan": plan}
    answer = alice.post(f"/sessions/{session}/messages", form)
    assert answer.status_code in {303, 400}
    assert 'data-status="answered"' not in alice.get(f"/sessions/{session}").text


@pytest.mark.parametrize(
    ("typed", "sentence"), [("   ", "Type a question."), ("x" * 4001, "4,001")]
)
def test_a_question_that_is_none_is_said_beside_the_box(
    alice, session, typed, sentence
):
    answer = alice.ask(session, typed)
    assert answer.status_code == 400
    assert sentence in answer.text.split('id="content-help"')[1][:200]
    assert "asked-text" not in alice.get(f"/sessions/{session}").text


def test_htmx_gets_just_the_new_messages(alice, session):
    answer = alice.ask(session, "sum of amount", HX_Request="true")
    assert answer.status_code == 200
    assert "<html" not in answer.text
    assert "1,425" in answer.text
    assert 'hx-swap-oob="afterbegin:#artifacts"' in answer.text


def test_htmx_is_told_of_an_error_in_a_toast(alice, session):
    answer = alice.ask(session, " ", HX_Request="true")
    assert answer.status_code == 400
    assert answer.headers["HX-Reswap"] == "none"
    assert json.loads(answer.headers["HX-Trigger"]) == {"toast": "Type a question."}


def test_htmx_is_sent_to_the_login_when_the_session_is_over(nobody, session):
    answer = nobody.ask(session, "sum of amount", HX_Request="true")
    assert answer.headers["HX-Redirect"] == "/login"


def test_a_session_about_something_unknown_is_not_started(alice):
    assert alice.post("/sessions", {"dataset": "x"}).status_code == 400
    assert alice.post("/sessions", {}).status_code == 400


def test_a_session_can_be_renamed(alice, session):
    path = f"/sessions/{session}/rename"
    assert alice.post(path, {"title": " Prices "}).status_code == 303
    assert "Prices" in alice.get("/sessions").text
    wrong = alice.post(path, {"title": " "})
    assert wrong.status_code == 400
    assert "Type a title." in wrong.text.split('id="title-help"')[1][:100]


def test_deleting_a_session_asks_first(alice, session):
    alice.ask(session, "how many rows are there?")
    assert "2 messages" in alice.get(f"/sessions/{session}/delete").text
    assert alice.post(f"/sessions/{session}/delete").location == "/sessions"
    assert alice.get(f"/sessions/{session}").status_code == 404


def test_a_viewer_reads_but_has_no_box_to_ask_in(alice, vera, session):
    alice.ask(session, "average amount by region")
    page = vera.get(f"/sessions/{session}").text
    assert "average amount by region" in page
    assert "<textarea" not in page
    assert "/messages" not in page


def test_a_dataset_without_a_file_leads_to_the_upload(alice):
    dataset = alice.post("/datasets", {"name": "later"}).location.rsplit("/", 1)[1]
    page = alice.get(f"/sessions/{alice.start(dataset)}").text
    assert f"/datasets/{dataset}/versions" in page


def test_older_sessions_are_a_page_away(alice, dataset, monkeypatch):
    monkeypatch.setattr("views.chat.SESSIONS_A_PAGE", 2)
    started = [alice.start(dataset) for _ in range(3)]
    page = alice.get("/sessions").text
    assert started[0] not in page
    older = re.search(r'rel="next" href="([^"]+)"', page).group(1)
    assert started[0] in alice.get(html.unescape(older)).text
    assert alice.get("/sessions?before=nonsense").status_code == 400


def test_the_first_question_names_the_session_at_once(alice, session):
    answer = alice.ask(session, "total amount by region", HX_Request="true").text

    assert '<h1 id="talk-title" hx-swap-oob="true">total amount by region' in answer
    assert '<span id="side-title" hx-swap-oob="true">total amount by region' in answer
    assert "<title>total amount by region" in answer
