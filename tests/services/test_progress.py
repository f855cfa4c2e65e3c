"""An upload can be followed by its own tenant, given up, and tells how it ended."""

import uuid

import pytest

from errors import Forbidden, NotFound, ParseError, ValidationError
from services import progress
from services.progress import Cancelled, followed


@pytest.fixture
def upload_id(monkeypatch):
    monkeypatch.setattr(progress, "SECONDS_BETWEEN_NOTES", 0)
    return str(uuid.uuid4())


def test_a_running_upload_can_be_seen_by_its_tenant_only(alice, charlie, upload_id):
    with followed(alice, upload_id, None, "sales.csv") as follower:
        follower("reading", 1_000, 4_000)
        seen = progress.look(alice, upload_id)

        assert (seen.phase, seen.done, seen.total) == ("reading", 1_000, 4_000)
        assert progress.running(alice) == [seen]
        assert progress.look(charlie, upload_id) is None
        assert progress.running(charlie) == []
    assert progress.look(alice, upload_id) is None


def test_a_cancelled_upload_stops_at_its_next_step(alice, upload_id):
    with (
        pytest.raises(Cancelled, match="Nothing of it was kept"),
        followed(alice, upload_id, None, "sales.csv") as follower,
    ):
        progress.cancel(alice, upload_id)
        follower("reading", 1, None)
    assert progress.running(alice) == []


def test_a_failed_upload_says_why_after_a_reload(alice, upload_id):
    with (
        pytest.raises(ParseError),
        followed(alice, upload_id, None, "sales.csv"),
    ):
        raise ParseError("This is a picture.")
    (failed,) = progress.running(alice)
    assert (failed.phase, failed.message) == ("failed", "This is a picture.")


def test_a_stranger_or_a_viewer_cannot_cancel(alice, charlie, vera, upload_id):
    with followed(alice, upload_id, None, "sales.csv") as follower:
        with pytest.raises(NotFound):
            progress.cancel(charlie, upload_id)
        with pytest.raises(Forbidden):
            progress.cancel(vera, upload_id)
        follower("reading", 1, None)


def test_the_same_id_is_not_followed_twice(alice, upload_id):
    with (
        followed(alice, upload_id, None, "a.csv"),
        pytest.raises(ValidationError, match="sent already"),
        followed(alice, upload_id, None, "b.csv"),
    ):
        pass
