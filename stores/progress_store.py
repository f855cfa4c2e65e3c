"""How far running uploads have come, so that every page and process can tell."""

from datetime import timedelta

from columns import utc_now
from errors import NotFound, ValidationError
from service_models import UploadProgress
from stores.service_records import UploadProgressRecord
from stores.statements import Records, insert, slot

# A process that died leaves its row behind; it is shown no longer than this.
SILENCE = timedelta(minutes=10)
KEPT = timedelta(days=1)
ENDED = ("failed", "cancelled")

_mine = Records(
    UploadProgress,
    UploadProgressRecord,
    lambda query: query.where(
        UploadProgress.id == slot("upload_id"),
        UploadProgress.tenant_id == slot("tenant_id"),
    ),
)
_recent = Records(
    UploadProgress,
    UploadProgressRecord,
    lambda query: query.where(
        UploadProgress.tenant_id == slot("tenant_id"),
        UploadProgress.updated_at > slot("since"),
    ).order_by(UploadProgress.updated_at.desc()),
)


def start(
    upload_id: str, tenant_id: str, dataset_id: str | None, file_name: str
) -> UploadProgressRecord:
    """Note that an upload has arrived; ValidationError when the id is in use.

    The tenant's rows of a day ago, left by failures and crashes, are forgotten.
    """
    UploadProgress.delete().where(
        UploadProgress.tenant_id == tenant_id,
        UploadProgress.updated_at < utc_now() - KEPT,
    ).execute()
    if UploadProgress.select().where(UploadProgress.id == upload_id).exists():
        raise ValidationError(
            "This upload has been sent already. Choose the file anew."
        )
    return insert(
        UploadProgress,
        UploadProgressRecord(
            id=upload_id,
            tenant_id=tenant_id,
            dataset_id=dataset_id,
            file_name=file_name,
            phase="reading",
            done=0,
            total=None,
            message=None,
            updated_at=utc_now(),
        ),
    )


def advance(upload_id: str, phase: str, done: int, total: int | None) -> bool:
    """Note how far an upload is; False when it was cancelled meanwhile."""
    changed = (
        UploadProgress.update(phase=phase, done=done, total=total, updated_at=utc_now())
        .where(UploadProgress.id == upload_id, UploadProgress.phase.not_in(ENDED))
        .execute()
    )
    return changed > 0


def fail(upload_id: str, message: str) -> None:
    """Note why an upload came to nothing."""
    UploadProgress.update(phase="failed", message=message, updated_at=utc_now()).where(
        UploadProgress.id == upload_id
    ).execute()


def cancel(upload_id: str, tenant_id: str) -> None:
    """Ask the process that works on an upload to give it up."""
    changed = (
        UploadProgress.update(phase="cancelled", updated_at=utc_now())
        .where(UploadProgress.id == upload_id, UploadProgress.tenant_id == tenant_id)
        .execute()
    )
    if not changed:
        raise NotFound("No such upload is running.")


def finish(upload_id: str) -> None:
    """Forget an upload whose version is there."""
    UploadProgress.delete().where(UploadProgress.id == upload_id).execute()


def get_progress(upload_id: str, tenant_id: str) -> UploadProgressRecord | None:
    """Return how far one of the tenant's uploads is; None when it has ended well."""
    return _mine.first(upload_id=upload_id, tenant_id=tenant_id)


def get_recent(tenant_id: str) -> list[UploadProgressRecord]:
    """Return the tenant's uploads that run or failed a short while ago."""
    since = UploadProgress.updated_at.db_value(utc_now() - SILENCE)
    return _recent.all(tenant_id=tenant_id, since=since)
