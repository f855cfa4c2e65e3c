"""An upload can be followed by its own tenant, given up, and tells how it ended."""

import io
import uuid
from datetime import timedelta

import pytest

from columns import utc_now
from errors import Forbidden, NotFound, ParseError, ValidationError
from service_models import UploadProgress
from services import datasets, progress, runtime, uploads
from services.keeping import keep
from services.progress import Cancelled, followed
from stores import progress_store
from tests.services.house import SALES

ID = "0b5ee2a6-7a47-4c80-8f0d-2f3a9a3e9f11"


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


def started(person, dataset=None, upload_id=ID):
    return progress_store.start(upload_id, person.tenant_id, dataset, "sales.csv")


def test_each_phase_is_noted_at_once(alice):
    with followed(alice, ID, None, "sales.csv") as follower:
        for phase in ("reading", "profiling", "keeping"):
            follower(phase, 1, 2)
            assert progress.look(alice, ID).phase == phase
        follower("keeping", 2, 2)
        assert progress.look(alice, ID).done == 1
    assert progress.look(alice, ID) is None


def test_nothing_of_a_cancelled_upload_stays(alice):
    dataset = datasets.create(alice, "sales")

    with (
        pytest.raises(Cancelled),
        runtime.files().workspace() as folder,
        followed(alice, ID, dataset.id, "sales.csv") as follower,
    ):
        stream = io.BytesIO(SALES.encode())
        received = uploads.receive(stream, folder / "original.csv", "sales.csv")
        progress.cancel(alice, ID)
        keep(alice, dataset, received, folder, None, follower)

    assert datasets.overview(alice, dataset.id).versions == []
    assert list(runtime.files().keys()) == []
    assert not list(runtime.files().temporary.glob("*"))
    assert progress.running(alice) == []


def test_a_failed_upload_says_why_until_it_is_put_aside(alice, charlie):
    with pytest.raises(ParseError) as refused:
        uploads.create_and_upload(
            alice, io.BytesIO(b"only,a,header\n"), "header.csv", upload_id=ID
        )

    (failed,) = progress.running(alice)
    assert (failed.phase, failed.message) == ("failed", refused.value.message)
    assert progress.running(charlie) == []
    progress.cancel(alice, ID)
    assert progress.running(alice) == []


def test_uploads_of_one_dataset_are_told_apart(alice):
    one, other = (datasets.create(alice, name, None).id for name in ("A", "B"))
    started(alice, one, str(uuid.uuid4()))
    started(alice, other, str(uuid.uuid4()))

    assert [each.dataset_id for each in progress.running(alice, one)] == [one]
    assert len(progress.running(alice)) == 2


def test_uploads_of_a_strangers_dataset_are_not_found(alice, charlie):
    dataset = datasets.create(alice, "Sales", None)

    with pytest.raises(NotFound):
        progress.running(charlie, dataset.id)


def test_what_is_not_under_way_cannot_be_given_up(alice):
    with pytest.raises(NotFound, match="No such upload is running"):
        progress.cancel(alice, ID)


def test_a_cancelled_upload_without_a_process_is_shown_no_longer(alice):
    started(alice)
    progress.cancel(alice, ID)
    assert [each.phase for each in progress.running(alice)] == ["cancelled"]

    UploadProgress.update(updated_at=utc_now() - timedelta(minutes=1)).execute()

    assert progress.running(alice) == []


def test_what_a_crash_left_is_forgotten_after_a_day(alice):
    started(alice)
    UploadProgress.update(updated_at=utc_now() - timedelta(days=2)).execute()

    started(alice, upload_id=str(uuid.uuid4()))

    assert progress.look(alice, ID) is None
