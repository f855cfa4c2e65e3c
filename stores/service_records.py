"""The frozen records of the tables that are ours, beside the predecessor's."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal


@dataclass(frozen=True)
class UploadProgressRecord:
    """How far an upload has come; it has no `total` where that is not known.

    `phase` is reading (`done` counts bytes), rows, profiling (columns), keeping,
    failed or cancelled.
    """

    id: str
    tenant_id: str
    dataset_id: str | None
    file_name: str
    phase: Literal["reading", "rows", "profiling", "keeping", "failed", "cancelled"]
    done: int
    total: int | None
    message: str | None
    updated_at: datetime


@dataclass(frozen=True)
class IdempotencyRecord:
    """A request that may be repeated; `id` is the hash of its person, route and key.

    `fingerprint` is the hash of its body, `resource_id` the id that what it makes
    gets. Until it is done (`made` holds the ids of what came of it), `owner` works on
    it, and may be taken for dead after `lease_until`.
    """

    id: str
    fingerprint: str
    resource_id: str
    owner: str
    lease_until: datetime
    made: dict[str, str] | None
    created_at: datetime


@dataclass(frozen=True)
class ShareRecord:
    """A read-only link; `id` is the hash of its token, `kind` answer or session.

    `opened` counts how often it was looked at, `opened_at` is the last time.
    """

    id: str
    tenant_id: str
    user_id: str
    kind: str
    target_id: str
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    opened: int
    opened_at: datetime | None


@dataclass(frozen=True)
class VocabularyRecord:
    """What a word means: the column of that name, of one dataset or (None) of any.

    `base` is what the spellings of the phrase have in common; `user_id` taught it.
    """

    id: str
    tenant_id: str
    dataset_id: str | None
    user_id: str | None
    phrase: str
    base: str
    column_name: str
    created_at: datetime


@dataclass(frozen=True)
class VocabularyListing:
    """A word as its list shows it, with its dataset's name and who taught it.

    `taught_by` is None when that person has left.
    """

    entry: VocabularyRecord
    dataset_name: str | None
    taught_by: str | None
