"""The page of words: what was learned, by whom, and the way to remove it."""

import html
import re

import pytest

from database import connected
from stores import auth_store, vocabulary_store
from tests.views.visitor import csv_file

PRICES = "shop,unit_price,list_price\n" + "".join(
    f"{'abc'[n % 3]},{n}.5,{n * n}.25\n" for n in range(30)
)
QUESTION = "average price by shop"
UNKNOWN = "00000000-0000-4000-8000-000000000000"


@pytest.fixture
def dataset(alice):
    return alice.upload(PRICES)


@pytest.fixture
def session(alice, dataset):
    return alice.start(dataset)


@pytest.fixture
def word(alice, session):
    """The id of the word that alice taught by pressing the second choice."""
    alice.ask(session, QUESTION)
    assert press(alice, session, "average list_price, by shop").status_code == 303
    return re.search(r'id="word-([0-9a-f-]{36})"', alice.get("/vocabulary").text)[1]


def last_reply(visitor, session):
    return visitor.get(f"/sessions/{session}").text.split('class="turn replied"')[-1]


def press(visitor, session, label):
    """Press the choice with this label, sending the fields of its form."""
    forms = re.findall(r"<form.*?</form>", last_reply(visitor, session), re.S)
    form = next(form for form in forms if label in form)
    fields = re.findall(r'name="(\w+)" value="([^"]*)"', form)
    sent = {name: html.unescape(value) for name, value in fields}
    return visitor.post(f"/sessions/{session}/messages", sent)


def teach(visitor, dataset, phrase, column):
    """Keep a word as if somebody had chosen it."""
    with connected():
        person = auth_store.get_user_by_email(visitor.email)
        vocabulary_store.teach(
            person.tenant_id, dataset, person.id, phrase, phrase.lower(), column
        )


def test_an_empty_page_says_how_words_are_taught(alice):
    page = alice.get("/vocabulary").text

    assert "Poppy asks back" in page
    assert "Nothing was taught yet." in page


def test_a_pressed_choice_is_listed_with_who_and_where(alice, dataset, session, word):
    page = alice.get("/vocabulary").text

    line = page.split(f'id="word-{word}"')[1].split("</li>")[0]
    for said in ("price", "list_price", "sales", "Alice", "<time"):
        assert said in line
    assert f"/datasets/{dataset}" in line


def test_the_answer_that_used_it_leads_to_the_page(alice, session, word):
    alice.ask(session, QUESTION)

    reply = last_reply(alice, session)
    chip, receipt = re.findall(r'<a [^>]*href="/vocabulary"[^>]*>([^<]+)</a>', reply)
    assert chip == receipt == "you taught: price = list_price"
    artifact = re.search(rf"/sessions/{session}/answers/[0-9a-f-]{{36}}", reply)[0]
    assert "you taught: price = list_price" in alice.get(artifact).text


def test_the_menu_and_the_datasets_settings_lead_to_the_page(bob, dataset):
    assert 'href="/vocabulary"' in bob.get("/datasets").text
    settings = bob.get(f"/datasets/{dataset}/settings").text
    assert f'href="/vocabulary?dataset={dataset}"' in settings


def test_removing_a_word_makes_poppy_ask_again(bob, session, word):
    answer = bob.post(f"/vocabulary/{word}/forget")

    assert (answer.status_code, answer.location) == (303, "/vocabulary")
    page = bob.get("/vocabulary").text
    assert "Removed. Where “price” is open, Poppy asks back again." in page
    assert "Nothing was taught yet." in page
    bob.ask(session, QUESTION)
    assert 'data-status="clarify"' in last_reply(bob, session)


def test_a_removed_word_is_in_the_activity(alice, word):
    alice.post(f"/vocabulary/{word}/forget")

    activity = alice.get("/activity").text
    assert "removed a word" in activity and "taught a word" in activity
    assert "word: price, column: list_price" in activity


def test_the_page_of_one_dataset_shows_what_holds_there(alice, dataset, word):
    other = alice.upload()
    assert "Nothing was taught yet." in alice.get(f"/vocabulary?dataset={other}").text

    answer = alice.post(f"/vocabulary/{word}/widen?dataset={other}")

    assert answer.location == f"/vocabulary?dataset={other}"
    page = alice.get(answer.location).text
    assert "in every dataset" in page
    assert "not in the newest version" in page
    assert "not in the newest version" not in alice.get("/vocabulary").text


def test_a_column_that_is_gone_is_marked(alice, dataset, word):
    address = f"/vocabulary?dataset={dataset}"
    assert "not in the newest version" not in alice.get(address).text

    renamed = csv_file(PRICES.replace("list_price", "catalogue"))
    alice.post(f"/datasets/{dataset}/versions", {"file": renamed})

    assert "not in the newest version, so not used" in alice.get(address).text


def test_hostile_words_are_shown_as_they_are(alice, dataset, session):
    hostile = "<script>alert(1)</script>"
    teach(alice, dataset, hostile, '"><img src=x onerror=alert(2)>')

    page = alice.get("/vocabulary").text

    assert "<script>alert" not in page and "<img src=x" not in page
    assert html.escape(hostile) in page


def test_a_full_vocabulary_says_so(alice, dataset, monkeypatch):
    teach(alice, dataset, "price", "list_price")
    assert "as many as can be kept" not in alice.get("/vocabulary").text

    monkeypatch.setattr("services.vocabulary.MOST_WORDS", 1)

    assert "There are 1 words, as many as can be kept." in alice.get("/vocabulary").text


def test_a_forged_choice_teaches_nothing(alice, session):
    alice.ask(session, QUESTION)
    asked_back = re.search(
        r'name="askedBack" value="([^"]+)"', last_reply(alice, session)
    )[1]
    plan = '{"measures": [{"op": "sum", "column": "c1"}]}'
    sent = {"content": "sum", "plan": plan, "askedBack": asked_back}

    assert alice.post(f"/sessions/{session}/messages", sent).status_code == 303

    assert 'data-status="answered"' in last_reply(alice, session)
    assert "Nothing was taught yet." in alice.get("/vocabulary").text


def test_viewers_see_the_words_and_no_buttons(vera, word):
    page = vera.get("/vocabulary").text

    assert "list_price" in page
    assert f"/vocabulary/{word}" not in page
    for change in ("forget", "widen"):
        answer = vera.post(f"/vocabulary/{word}/{change}")
        assert answer.status_code == 403
        assert "viewer" in answer.text


def test_strangers_find_nothing(alice, charlie, dataset, word):
    assert "list_price" not in charlie.get("/vocabulary").text
    assert charlie.get(f"/vocabulary?dataset={dataset}").status_code == 404
    for change in ("forget", "widen"):
        answer = charlie.post(f"/vocabulary/{word}/{change}")
        unknown = charlie.post(f"/vocabulary/{UNKNOWN}/{change}")
        assert (answer.status_code, unknown.status_code) == (404, 404)
    assert "list_price" in alice.get("/vocabulary").text


def test_nobody_and_other_sites_change_nothing(alice, nobody, word):
    for change in ("forget", "widen"):
        path = f"/vocabulary/{word}/{change}"
        assert nobody.post(path).location == "/login"
        elsewhere = alice.post(path, Sec_Fetch_Site="cross-site")
        assert elsewhere.status_code == 403
    page = alice.get("/vocabulary").text
    assert "list_price" in page and "in every dataset" not in page


def test_an_address_that_is_none_is_refused(alice):
    assert alice.get("/vocabulary?dataset=17").status_code == 400
    assert alice.post("/vocabulary/17/forget").status_code == 404
