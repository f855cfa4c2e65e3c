"""Following an upload while it is read, and giving it up on request."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from columns import utc_now
from errors import NotFound, PoppyError, ValidationError
from services.permissions import require
from stores import dataset_store, progress_store
from stores.records import UserRecord
from stores.service_records import UploadProgressRecord

SECONDS_BETWEEN_NOTES = 0.5
# What a cancelled upload's process takes to notice; then there is none any more.
TIME_TO_STOP = timedelta(seconds=30)


class Cancelled(ValidationError):
    """The person gave the upload up."""

    code = "UPLOAD_CANCELLED"


class Follower:
    """Writes down how far an upload is: each new phase, else twice a second."""

    def __init__(self, upload_id: str | None):
        self._upload_id = upload_id
        self._phase = ""
        self._noted = 0.0

    def __call__(self, phase: str, done: int, total: int | None) -> None:
        """Note the progress; Cancelled when the person gave the upload up."""
        now = time.monotonic()
        soon = phase == self._phase and now - self._noted < SECONDS_BETWEEN_NOTES
        if self._upload_id is None or soon:
            return
        self._phase, self._noted = phase, now
        if not progress_store.advance(self._upload_id, phase, done, total):
            raise Cancelled("You cancelled this upload. Nothing of it was kept.")


@contextmanager
def followed(
    actor: UserRecord, upload_id: str | None, dataset_id: str | None, file_name: str
) -> Iterator[Follower]:
    """Lend a Follower to a block; how the block ends is noted as well."""
    if upload_id is None:
        yield Follower(None)
        return
    progress_store.start(upload_id, actor.tenant_id, dataset_id, file_name)
    try:
        yield Follower(upload_id)
    except Cancelled:
        progress_store.finish(upload_id)
        raise
    except PoppyError as error:
        progress_store.fail(upload_id, error.message)
        raise
    progress_store.finish(upload_id)


def look(actor: UserRecord, upload_id: str) -> UploadProgressRecord | None:
    """Return how far an upload is; None when it has ended or never began."""
    return progress_store.get_progress(upload_id, actor.tenant_id)


def get(actor: UserRecord, upload_id: str) -> UploadProgressRecord:
    """Return how far an upload is; NotFound when it has ended or never began."""
    found = look(actor, upload_id)
    if found is None:
        raise NotFound("No such upload is running.")
    return found


def running(
    actor: UserRecord, dataset_id: str | None = None
) -> list[UploadProgressRecord]:
    """Return the uploads under way or failed lately: all, or one dataset's.

    NotFound when the dataset is not the actor's.
    """
    if dataset_id is not None:
        dataset_store.get_dataset(dataset_id, actor.tenant_id)
    recent = progress_store.get_recent(actor.tenant_id)
    return [
        each
        for each in recent
        if dataset_id in (None, each.dataset_id) and not _is_gone(each)
    ]


def cancel(actor: UserRecord, upload_id: str) -> None:
    """Give an upload up, or forget a failed one; NotFound when it is neither."""
    require(actor, "upload_dataset")
    found = look(actor, upload_id)
    if found and found.phase == "failed":
        progress_store.finish(upload_id)
    else:
        progress_store.cancel(upload_id, actor.tenant_id)


def _is_gone(upload: UploadProgressRecord) -> bool:
    return upload.phase == "cancelled" and utc_now() - upload.updated_at > TIME_TO_STOP
