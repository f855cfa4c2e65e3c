"""Words are kept for a tenant: each once for a dataset, and once for all of them."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from database import connected
from errors import NotFound
from models import User
from service_models import VocabularyEntry
from stores import audit_store, dataset_store, vocabulary_store


@pytest.fixture
def sales(alice):
    return dataset_store.create_dataset(alice.tenant_id, "Sales")


@pytest.fixture
def orders(alice):
    return dataset_store.create_dataset(alice.tenant_id, "Orders")


def teach(person, dataset, word="price", column="list price", base=None):
    return vocabulary_store.teach(
        person.tenant_id, dataset.id, person.id, word, base or word, column
    )


def known(person, dataset):
    entries = vocabulary_store.get_known(person.tenant_id, dataset.id)
    return [(entry.phrase, entry.column_name) for entry in entries]


def actions(person):
    logs = audit_store.get_audit_logs_by_tenant(person.tenant_id)
    return [log.action for log in logs if log.action.startswith("word_")]


def test_a_word_is_kept_with_who_taught_it_and_where(alice, sales):
    entry = teach(alice, sales)

    assert vocabulary_store.get_entry(entry.id, alice.tenant_id) == entry
    (listing,) = vocabulary_store.get_listings(alice.tenant_id)
    assert listing.entry == entry
    assert (listing.dataset_name, listing.taught_by) == ("Sales", "Alice")
    assert known(alice, sales) == [("price", "list price")]


def test_the_same_again_changes_nothing(alice, bob, sales):
    entry = teach(alice, sales)

    assert teach(bob, sales) == entry
    assert actions(alice) == ["word_taught"]


def test_another_meaning_takes_the_place_of_the_first(alice, bob, sales):
    teach(alice, sales)

    entry = teach(bob, sales, "prices", "unit price", base="price")

    (listing,) = vocabulary_store.get_listings(alice.tenant_id)
    assert listing.entry == entry
    assert (entry.column_name, listing.taught_by) == ("unit price", "Bob")


def test_a_word_of_one_dataset_says_nothing_about_another(alice, sales, orders):
    teach(alice, sales)
    teach(alice, orders, column="unit price")

    assert known(alice, sales) == [("price", "list price")]
    assert known(alice, orders) == [("price", "unit price")]
    for_orders = vocabulary_store.get_listings(alice.tenant_id, orders.id)
    assert [each.dataset_name for each in for_orders] == ["Orders"]


def test_a_widened_word_holds_for_every_dataset(alice, bob, sales, orders):
    entry = teach(alice, sales)

    wide = vocabulary_store.widen(entry.id, alice.tenant_id, bob.id)

    assert (wide.id, wide.dataset_id) == (entry.id, None)
    assert known(alice, orders) == [("price", "list price")]
    assert vocabulary_store.widen(entry.id, alice.tenant_id, bob.id) == wide
    assert actions(alice) == ["word_widened", "word_taught"]
    (listing,) = vocabulary_store.get_listings(alice.tenant_id, orders.id)
    assert listing.dataset_name is None


def test_of_two_widened_words_the_later_one_stays(alice, sales, orders):
    first = teach(alice, sales)
    second = teach(alice, orders, column="unit price")
    for entry in (first, second):
        vocabulary_store.widen(entry.id, alice.tenant_id, alice.id)

    (listing,) = vocabulary_store.get_listings(alice.tenant_id)

    assert listing.entry.id == second.id


def test_a_forgotten_word_is_gone_and_audited(alice, bob, sales):
    entry = teach(alice, sales)

    assert vocabulary_store.forget(entry.id, alice.tenant_id, bob.id) == entry

    assert vocabulary_store.get_listings(alice.tenant_id) == []
    log, *_ = audit_store.get_audit_logs_by_tenant(alice.tenant_id)
    assert (log.action, log.user_id) == ("word_forgotten", bob.id)
    assert (log.resource_type, log.resource_id) == ("dataset", sales.id)
    assert log.metadata == {"word": "price", "column": "list price"}


def test_strangers_see_and_change_nothing(alice, charlie, sales):
    entry = teach(alice, sales)

    assert vocabulary_store.get_listings(charlie.tenant_id) == []
    assert vocabulary_store.get_known(charlie.tenant_id, sales.id) == []
    for change in (vocabulary_store.forget, vocabulary_store.widen):
        with pytest.raises(NotFound):
            change(entry.id, charlie.tenant_id, charlie.id)
    with pytest.raises(NotFound):
        vocabulary_store.get_entry(entry.id, charlie.tenant_id)
    with pytest.raises(NotFound):
        teach(charlie, sales)
    assert known(alice, sales) == [("price", "list price")]


def test_a_tenant_keeps_so_many_words_and_no_more(alice, charlie, sales, monkeypatch):
    monkeypatch.setattr(vocabulary_store, "MOST_ENTRIES", 2)
    first = teach(alice, sales, "price")
    teach(alice, sales, "cost")

    assert teach(alice, sales, "margin") is None
    assert teach(alice, sales, "cost", "unit price") is not None
    vocabulary_store.forget(first.id, alice.tenant_id, alice.id)
    assert teach(alice, sales, "margin") is not None
    other = dataset_store.create_dataset(charlie.tenant_id, "Sales")
    assert teach(charlie, other) is not None


def test_a_phrase_that_is_too_long_is_not_kept(alice, sales):
    longest = vocabulary_store.LONGEST_PHRASE

    assert teach(alice, sales, "x" * (longest + 1)) is None
    assert teach(alice, sales, "x" * longest) is not None


def test_words_go_with_their_dataset_and_outlive_their_teacher(alice, bob, sales):
    teach(bob, sales)

    User.delete().where(User.id == bob.id).execute()
    (listing,) = vocabulary_store.get_listings(alice.tenant_id)
    assert (listing.entry.user_id, listing.taught_by) == (None, None)

    dataset_store.delete_dataset(sales.id, alice.tenant_id)
    assert vocabulary_store.get_listings(alice.tenant_id) == []


def test_people_who_teach_at_once_leave_one_word(alice, sales):
    def one(number):
        with connected():
            return teach(alice, sales, column=f"price {number}")

    with ThreadPoolExecutor(4) as pool:
        taught = list(pool.map(one, range(8)))

    assert all(taught)
    assert VocabularyEntry.select().count() == 1


def test_hostile_text_is_kept_as_it_is(alice, sales):
    word, column = "'; DROP TABLE poppy_vocabulary; --", '<script>"\\u0000 🌺'

    teach(alice, sales, word, column)

    assert known(alice, sales) == [(word, column)]
