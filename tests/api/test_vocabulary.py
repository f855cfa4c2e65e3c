"""Words by the API: taught by a choice, listed, widened, removed."""

import pytest

from tests.api.caller import PRICES, UNKNOWN

VOCABULARY = "/poppy/vocabulary"
QUESTION = "average price by shop"


@pytest.fixture
def prices(alice):
    """A dataset of alice's with two prices."""
    return alice.filled_dataset(PRICES)


@pytest.fixture
def session(alice, prices):
    """A session of alice's about the prices."""
    return alice.session(prices)


def asked_back(caller, session):
    reply = caller.ask(session, QUESTION).json["assistantMessage"]
    assert reply["metadata"]["status"] == "clarify"
    return reply


def press(caller, session, reply, **sent):
    choice = reply["metadata"]["choices"][0]
    body = {"content": choice["label"], "plan": choice["plan"], **sent}
    return caller.post(f"/poppy/analysis-sessions/{session}/messages", body)


@pytest.fixture
def word(alice, session):
    """The id of a word that alice taught."""
    reply = asked_back(alice, session)
    assert press(alice, session, reply, askedBack=reply["id"]).status_code == 201
    return alice.get(VOCABULARY).json["words"][0]["id"]


def test_a_choice_teaches_its_word(alice, prices, session, word):
    (listed,) = alice.get(VOCABULARY).json["words"]

    assert listed.pop("createdAt").endswith("Z")
    assert listed == {
        "id": word,
        "word": "price",
        "columnName": "unit_price",
        "datasetId": prices,
        "datasetName": "Sales",
        "taughtBy": "Alice",
    }
    again = alice.ask(session, QUESTION).json
    labels = [c["label"] for c in again["assistantMessage"]["metadata"]["chips"]]
    assert "you taught: price = unit_price" in labels
    assert again["artifacts"]


def test_a_choice_says_what_it_teaches(alice, session):
    reply = asked_back(alice, session)

    taught = [choice["teaches"] for choice in reply["metadata"]["choices"]]
    assert taught == [["price", "unit_price"], ["price", "list_price"]]


def test_without_its_question_a_plan_teaches_nothing(alice, session):
    reply = asked_back(alice, session)

    press(alice, session, reply)
    press(alice, session, reply, askedBack=UNKNOWN)

    assert alice.get(VOCABULARY).json == {"words": []}


def test_an_asked_back_that_is_no_id_is_named(alice, session):
    answer = press(alice, session, asked_back(alice, session), askedBack="17")

    assert answer.status_code == 400
    assert answer.json["error"]["details"]["field"] == "askedBack"


def test_a_removed_word_is_asked_back_about(alice, session, word):
    assert alice.delete(f"{VOCABULARY}/{word}").json == {"success": True}

    assert alice.delete(f"{VOCABULARY}/{word}").status_code == 404
    assert alice.get(VOCABULARY).json == {"words": []}
    asked_back(alice, session)


def test_a_widened_word_is_of_no_dataset(bob, dataset, prices, word):
    assert bob.get(VOCABULARY, datasetId=dataset).json == {"words": []}

    assert bob.post(f"{VOCABULARY}/{word}/widen").json == {"success": True}

    (listed,) = bob.get(VOCABULARY, datasetId=dataset).json["words"]
    assert "datasetId" not in listed and "datasetName" not in listed
