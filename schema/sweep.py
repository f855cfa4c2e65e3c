"""Remove what nothing refers to: files of crashed uploads, sign-ins that ended."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from peewee import Database, Expression, Model

from columns import utc_now
from errors import Conflict
from models import AuthSession, DatasetVersion, Tenant
from schema.history import fingerprint
from service_models import IdempotencyKey, RateLimit, UploadProgress
from stores import idempotency_store, progress_store
from stores.file_store import FileStore, StoredFile

# A running upload has written its files and not yet its rows; none takes a day.
GRACE = timedelta(days=1)


@dataclass(frozen=True)
class Sweepings:
    """What was found (and, unless it was a rehearsal, removed).

    `cached` counts copies for reading of versions that are gone; `strangers` counts
    files of organizations that this database does not know, which are left alone.
    """

    files: list[StoredFile] = field(default_factory=list)
    workspaces: int = 0
    cached: int = 0
    strangers: int = 0
    sign_ins: int = 0
    service_rows: int = 0

    @property
    def bytes(self) -> int:
        """Return the size of the files together."""
        return sum(file.size for file in self.files)


def sweep(db: Database, files: FileStore, *, delete: bool) -> Sweepings:
    """Find what nothing refers to and is older than a day; delete it if told so.

    Raises Conflict when the files were last used with another database: what that
    one refers to would look like rubbish here.
    """
    if files.owner() not in (None, fingerprint(db)):
        raise Conflict(
            "These files were last used with another database than DATABASE_URL; "
            "nothing was swept. Check DATABASE_URL. If it is right, start the server "
            "with it once, and sweep again."
        )
    now, folders = utc_now(), set(_folders())
    old = list(_unreferenced(files, folders, now - GRACE))
    known = {tenant_id for (tenant_id,) in Tenant.select(Tenant.id).tuples()}
    ours = [file for file in old if file.key.split("/")[0] in known]
    found = Sweepings(
        files=ours,
        strangers=len(old) - len(ours),
        workspaces=files.sweep_workspaces(now - GRACE, delete=delete),
        cached=files.sweep_cache(folders, delete=delete),
        sign_ins=AuthSession.select().where(AuthSession.expires_at <= now).count(),
        service_rows=sum(
            model.select().where(old).count() for model, old in _service_rows(now)
        ),
    )
    if delete:
        for file in found.files:
            files.delete_prefix(file.key)
        AuthSession.delete().where(AuthSession.expires_at <= now).execute()
        for model, old in _service_rows(now):
            model.delete().where(old).execute()
    return found


def _unreferenced(
    files: FileStore, folders: set[str], before: datetime
) -> Iterator[StoredFile]:
    for file in files.files():
        if file.modified < before and file.key.rpartition("/")[0] not in folders:
            yield file


def _folders() -> Iterator[str]:
    """Go through the folders of all versions; adopted ones keep their old path."""
    query = DatasetVersion.select(
        DatasetVersion.file_path,
        DatasetVersion.tenant_id,
        DatasetVersion.dataset,
        DatasetVersion.id,
    )
    for path, *ids in query.tuples().iterator():
        yield path.rpartition("/")[0]
        yield "/".join(ids)


def _service_rows(now: datetime) -> list[tuple[type[Model], Expression]]:
    return [
        (RateLimit, RateLimit.window_start < now - GRACE),
        (UploadProgress, UploadProgress.updated_at < now - progress_store.KEPT),
        (IdempotencyKey, IdempotencyKey.created_at < now - idempotency_store.KEPT),
    ]
