"""What a person chooses is remembered; nothing else teaches, and nothing is silent."""

import pytest

from errors import Forbidden, NotFound
from services import questions, sessions, vocabulary
from stores import session_store, vocabulary_store
from tests.services.house import upload_again, upload_sales

PRICES = "shop,unit_price,list_price,gross_turnover\n" + "".join(
    f"{'abc'[n % 3]},{n}.5,{n * n}.25,{7 * n + 1}\n" for n in range(30)
)
QUESTION = "average price by shop"


@pytest.fixture
def dataset(alice):
    return upload_sales(alice, PRICES, "sales.csv")


@pytest.fixture
def session(alice, dataset):
    return sessions.start(alice, dataset.id)


def asked_back(actor, session, question=QUESTION):
    reply = questions.ask(actor, session.id, question).assistant
    assert reply.metadata["status"] == "clarify"
    return reply


def choice_of(reply, column):
    return next(c for c in reply.metadata["choices"] if c["teaches"][1] == column)


def press(actor, session, reply, choice):
    content = choice["question"] or choice["label"]
    return questions.ask(
        actor, session.id, content, choice["plan"], asked_back=reply.id
    )


def teach(actor, session, column="list_price", question=QUESTION):
    reply = asked_back(actor, session, question)
    return press(actor, session, reply, choice_of(reply, column))


def taught(exchange):
    chips = exchange.assistant.metadata["chips"]
    return [chip["label"] for chip in chips if chip["part"] == "taught"]


def words(actor, dataset_id=None):
    found = vocabulary.list_for(actor, dataset_id)
    return [(each.entry.phrase, each.entry.column_name) for each in found]


def columns(exchange):
    plan = exchange.artifact.data["metadata"]
    measured = plan["plan"]["measures"][0]["column"]
    return plan["columnNames"][measured]


def test_a_choice_is_remembered_and_the_next_question_is_answered(alice, session):
    pressed = teach(alice, session)
    assert taught(pressed) == ["you taught: price = list_price"]

    again = questions.ask(alice, session.id, QUESTION)

    assert columns(again) == columns(pressed) == "list_price"
    assert taught(again) == ["you taught: price = list_price"]
    assert again.artifact.data["metadata"]["taught"] == taught(again)
    assert words(alice) == [("price", "list_price")]


def test_a_colleague_profits_and_may_choose_otherwise(alice, bob, dataset, session):
    reply = asked_back(bob, session)
    teach(alice, session)
    own = sessions.start(bob, dataset.id)
    assert columns(questions.ask(bob, own.id, QUESTION)) == "list_price"

    press(bob, session, reply, choice_of(reply, "unit_price"))

    assert columns(questions.ask(alice, own.id, QUESTION)) == "unit_price"
    (listed,) = vocabulary.list_for(alice)
    assert (listed.taught_by, listed.dataset_name) == ("Bob", "sales")


def test_a_near_column_is_remembered_for_its_word(alice, session):
    teach(alice, session, "gross_turnover", "total turno by shop")

    again = questions.ask(alice, session.id, "total turno by shop")

    assert columns(again) == "gross_turnover"
    assert taught(again) == ["you taught: turno = gross_turnover"]


def test_a_word_that_is_removed_is_asked_back_about(alice, bob, session):
    teach(alice, session)
    (listed,) = vocabulary.list_for(alice)

    vocabulary.forget(bob, listed.entry.id)

    asked_back(alice, session)
    assert words(alice) == []


def test_a_column_that_is_gone_is_not_used(alice, dataset, session):
    teach(alice, session)
    upload_again(alice, dataset, PRICES.replace("list_price", "catalogue_price"))

    reply = asked_back(alice, session)

    offered = {choice["teaches"][1] for choice in reply.metadata["choices"]}
    assert offered == {"unit_price", "catalogue_price"}
    assert words(alice) == [("price", "list_price")]


def test_a_choice_of_an_older_version_is_computed_or_refused_in_words(
    alice, dataset, session
):
    reply = asked_back(alice, session)
    upload_again(alice, dataset, "region,units\nnorth,1\nsouth,2\n")

    exchange = press(alice, session, reply, choice_of(reply, "list_price"))

    assert exchange.artifact is None
    assert words(alice) == []


def test_a_widened_word_holds_in_another_dataset(alice, session):
    teach(alice, session)
    other = sessions.start(alice, upload_sales(alice, PRICES, "other.csv").id)
    asked_back(alice, other)

    vocabulary.widen(alice, vocabulary.list_for(alice)[0].entry.id)

    assert columns(questions.ask(alice, other.id, QUESTION)) == "list_price"


def test_a_datasets_own_word_goes_before_one_of_every_dataset(alice, dataset, session):
    teach(alice, session)
    vocabulary.widen(alice, vocabulary.list_for(alice)[0].entry.id)
    vocabulary_store.teach(
        alice.tenant_id, dataset.id, alice.id, "prices", "price", "unit_price"
    )

    assert vocabulary.known(session) == {"prices": "unit_price"}
    assert columns(questions.ask(alice, session.id, QUESTION)) == "unit_price"


def test_a_plan_that_was_not_offered_teaches_nothing(alice, session):
    reply = asked_back(alice, session)
    choice = choice_of(reply, "list_price")
    other = {**choice["plan"], "measures": [{"op": "sum", "column": "c3"}]}

    exchange = questions.ask(
        alice, session.id, choice["label"], other, asked_back=reply.id
    )

    assert exchange.artifact is not None
    assert taught(exchange) == []
    assert words(alice) == []


def test_the_same_plan_without_its_question_teaches_nothing(alice, session):
    reply = asked_back(alice, session)
    choice = choice_of(reply, "list_price")

    questions.ask(alice, session.id, choice["label"], choice["plan"])
    questions.ask(alice, session.id, choice["label"], asked_back=reply.id)

    assert words(alice) == []


def test_a_plan_without_its_empty_parts_is_the_same_choice(alice, session):
    reply = asked_back(alice, session)
    choice = choice_of(reply, "list_price")
    plan = {key: value for key, value in choice["plan"].items() if value}

    questions.ask(alice, session.id, choice["label"], plan, asked_back=reply.id)

    assert words(alice) == [("price", "list_price")]


@pytest.mark.parametrize("forged", ["", "x", "00000000-0000-4000-8000-000000000000"])
def test_a_message_that_does_not_exist_teaches_nothing(alice, session, forged):
    choice = choice_of(asked_back(alice, session), "list_price")

    exchange = questions.ask(
        alice, session.id, choice["label"], choice["plan"], asked_back=forged
    )

    assert exchange.artifact is not None
    assert words(alice) == []


def test_a_message_of_another_session_or_of_a_person_teaches_nothing(
    alice, dataset, session
):
    reply = asked_back(alice, session)
    choice = choice_of(reply, "list_price")
    other = sessions.start(alice, dataset.id)
    forged = session_store.create_message(
        session.id, alice.tenant_id, "user", "hi", metadata=reply.metadata
    )

    press(alice, other, reply, choice)
    press(alice, session, forged, choice)

    assert words(alice) == []


def test_a_strangers_message_teaches_nothing(alice, charlie, session):
    reply = asked_back(alice, session)
    theirs = sessions.start(charlie, upload_sales(charlie, PRICES).id)

    press(charlie, theirs, reply, choice_of(reply, "list_price"))

    assert words(charlie) == words(alice) == []


def test_strangers_see_and_change_nothing(alice, charlie, dataset, session):
    teach(alice, session)
    entry = vocabulary.list_for(alice)[0].entry

    assert words(charlie) == []
    with pytest.raises(NotFound):
        vocabulary.list_for(charlie, dataset.id)
    for change in (vocabulary.forget, vocabulary.widen):
        with pytest.raises(NotFound):
            change(charlie, entry.id)
    theirs = sessions.start(charlie, upload_sales(charlie, PRICES).id)
    asked_back(charlie, theirs)


def test_viewers_see_words_and_change_none(alice, vera, session):
    teach(alice, session)
    entry = vocabulary.list_for(vera)[0].entry

    for change in (vocabulary.forget, vocabulary.widen):
        with pytest.raises(Forbidden, match="change what words mean"):
            change(vera, entry.id)
    assert words(vera) == [("price", "list_price")]


def test_where_no_more_words_fit_the_choice_is_answered_all_the_same(
    alice, session, monkeypatch
):
    monkeypatch.setattr(vocabulary_store, "MOST_ENTRIES", 0)

    exchange = teach(alice, session)

    assert columns(exchange) == "list_price"
    assert taught(exchange) == []
    assert words(alice) == []


def test_a_follow_up_uses_the_word(alice, session):
    teach(alice, session)
    questions.ask(alice, session.id, "total gross turnover by shop")

    exchange = questions.ask(alice, session.id, "and the price?")

    assert taught(exchange) == ["you taught: price = list_price"]
