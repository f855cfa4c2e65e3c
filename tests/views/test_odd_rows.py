"""The predecessor's rows may hold anything in their JSON: every page still opens."""

import pytest
from peewee import SQL

from database import connected
from models import Artifact, DatasetProfile, Explanation

ODD = [None, 5, "x", [], {}, [None], [{"name": None}], [{"type": "string"}]]


@pytest.fixture
def pages(alice):
    """The pages that show a profile, an answer and its explanation."""
    dataset = alice.upload()
    session = alice.start(dataset)
    alice.ask(session, "total amount by region")
    return [
        f"/datasets/{dataset}",
        f"/datasets/{dataset}/quality",
        f"/sessions/{session}",
        f"/sessions/{session}/report",
        f"/api/poppy/datasets/{dataset}/profile",
        f"/api/poppy/analysis-sessions/{session}",
    ]


def opened(visitor, pages):
    return [visitor.get(page).status_code for page in pages]


@pytest.mark.parametrize("value", ODD, ids=repr)
def test_an_odd_profile_is_shown_as_far_as_it_can_be(alice, pages, value):
    with connected():
        DatasetProfile.update(columns=json_of(value), details=None).execute()

    assert opened(alice, pages) == [200] * len(pages)


@pytest.mark.parametrize("value", [*ODD, {"resultData": 1, "metadata": None}], ids=repr)
def test_an_odd_answer_is_shown_as_far_as_it_can_be(alice, pages, value):
    with connected():
        Artifact.update(data=json_of(value)).execute()

    assert opened(alice, pages) == [200] * len(pages)


@pytest.mark.parametrize("value", ODD, ids=repr)
def test_odd_sentences_are_shown_as_far_as_they_can_be(alice, pages, value):
    with connected():
        Explanation.update(implications=value, caveats=value).execute()

    assert opened(alice, pages) == [200] * len(pages)


def json_of(value):
    # A column that must be filled takes JSON's null, not SQL's.
    return SQL("'null'") if value is None else value
