"""Following an upload while it is read, and giving it up on request."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from errors import PoppyError, ValidationError
from services.permissions import require
from stores import progress_store
from stores.records import UploadProgressRecord, UserRecord

SECONDS_BETWEEN_NOTES = 0.5


class Cancelled(ValidationError):
    """The person gave the upload up."""

    code = "UPLOAD_CANCELLED"


class Follower:
    """Writes down how far an upload is, twice a second at most."""

    def __init__(self, upload_id: str | None):
        self._upload_id = upload_id
        self._noted = 0.0

    def __call__(self, phase: str, done: int, total: int | None) -> None:
        """Note the progress; Cancelled when the person gave the upload up."""
        now = time.monotonic()
        if self._upload_id is None or now - self._noted < SECONDS_BETWEEN_NOTES:
            return
        self._noted = now
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


def running(
    actor: UserRecord, dataset_id: str | None = None
) -> list[UploadProgressRecord]:
    """Return the uploads under way: the organization's, or one dataset's."""
    recent = progress_store.get_recent(actor.tenant_id)
    return [each for each in recent if dataset_id in (None, each.dataset_id)]


def cancel(actor: UserRecord, upload_id: str) -> None:
    """Give an upload up; NotFound when it is not under way."""
    require(actor, "upload_dataset")
    progress_store.cancel(upload_id, actor.tenant_id)
