"""Every form, submitted by those who may and those who may not."""

import pytest

from tests.views.addresses import (
    FORMS,
    OWNERS_ONLY,
    SHOWN_ONCE,
    filled,
    given,
    ids_of,
)


@pytest.fixture
def ids(alice):
    return ids_of(alice)


@pytest.mark.parametrize("path", FORMS)
def test_the_owner_may_submit_every_form(alice, ids, path):
    answer = alice.post(filled(path, ids), given(FORMS[path], ids))
    assert answer.status_code == done(path)


@pytest.mark.parametrize("path", FORMS)
def test_a_member_may_submit_what_is_not_kept_for_owners(bob, ids, path):
    expected = 403 if path in OWNERS_ONLY else done(path)
    answer = bob.post(filled(path, ids), given(FORMS[path], ids))
    assert answer.status_code == expected


def done(path):
    """Return the status of a form that did what it says."""
    return 200 if path in SHOWN_ONCE else 303
