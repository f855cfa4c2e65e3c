"""Uploads on their way: how far they have come, and giving them up."""

from dataclasses import dataclass

from services import progress
from stores.records import UserRecord
from stores.service_records import UploadProgressRecord
from views.api.routing import route
from views.api.shapes import Done
from views.fields import Id

UPLOADS = "/poppy/uploads"
UPLOAD = f"{UPLOADS}/<upload_id>"
OF_DATASET = Id("datasetId", required=False, note="only uploads to this dataset")


@dataclass(frozen=True)
class UploadList:
    """Uploads under way or failed lately, the last one heard of first."""

    uploads: list[UploadProgressRecord]


@dataclass(frozen=True)
class OneUpload:
    """An upload under way, or one that failed."""

    upload: UploadProgressRecord


@route("GET", UPLOADS, query=(OF_DATASET,))
def list_uploads(person: UserRecord, dataset_id: str | None = None) -> UploadList:
    """List the organization's uploads under way, and those that failed lately."""
    return UploadList(progress.running(person, dataset_id))


@route("GET", UPLOAD)
def get_upload(person: UserRecord, upload_id: str) -> OneUpload:
    """Say how far an upload is, by the uploadId that it was sent with.

    It is not found any more once its version is there.
    """
    return OneUpload(progress.get(person, upload_id))


@route("POST", f"{UPLOAD}/cancel", needs="upload_dataset")
def cancel_upload(person: UserRecord, upload_id: str) -> Done:
    """Give an upload up, or put a failed one aside; nothing of it is kept."""
    progress.cancel(person, upload_id)
    return Done()
