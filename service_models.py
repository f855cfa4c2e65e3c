"""The tables of ours beside the predecessor's twelve, and all tables together."""

from peewee import BigIntegerField, IntegerField

from columns import Json, Text, Utc
from models import TWELVE, Base, Dataset, Tenant, User, foreign_key, primary_key


class RateLimit(Base):
    """How often something happened in the running window, per key."""

    key = Text(primary_key=True)
    window_start = Utc(column_name="windowStart")
    count = IntegerField()

    class Meta:
        table_name = "poppy_rate_limits"


class UploadProgress(Base):
    """How far a running upload has come; gone when its version is there."""

    id = primary_key()
    tenant_id = Text(column_name="tenantId", index=True)
    dataset_id = Text(column_name="datasetId", null=True)
    file_name = Text(column_name="fileName")
    phase = Text()
    done = BigIntegerField()
    total = BigIntegerField(null=True)
    message = Text(null=True)
    updated_at = Utc(column_name="updatedAt")

    class Meta:
        table_name = "poppy_upload_progress"


class ShareLink(Base):
    """A read-only link to an answer or a session; the id is its token's hash."""

    id = primary_key()
    tenant = foreign_key(Tenant, "tenant", "CASCADE")
    user = foreign_key(User, "user", "CASCADE")
    kind = Text()
    target_id = Text(column_name="targetId", index=True)
    created_at = Utc(column_name="createdAt")
    expires_at = Utc(column_name="expiresAt")
    revoked_at = Utc(column_name="revokedAt", null=True)
    opened = IntegerField()
    opened_at = Utc(column_name="openedAt", null=True)

    class Meta:
        table_name = "poppy_share_links"


class IdempotencyKey(Base):
    """A request that may be repeated; `made` holds the ids of what came of it."""

    id = primary_key()
    fingerprint = Text()
    resource_id = Text(column_name="resourceId")
    owner = Text()
    lease_until = Utc(column_name="leaseUntil")
    made = Json(null=True)
    created_at = Utc(column_name="createdAt", index=True)

    class Meta:
        table_name = "poppy_idempotency_keys"


class VocabularyEntry(Base):
    """What a word means: a column of a dataset or, without one, of every dataset.

    `base` is what the spellings of the phrase have in common.
    """

    id = primary_key()
    tenant = foreign_key(Tenant, "tenant", "CASCADE")
    dataset = foreign_key(Dataset, "dataset", "CASCADE", null=True)
    user = foreign_key(User, "user", "SET NULL", null=True)
    phrase = Text()
    base = Text()
    column_name = Text(column_name="columnName")
    created_at = Utc(column_name="createdAt")

    class Meta:
        table_name = "poppy_vocabulary"


TABLES = (
    *TWELVE,
    RateLimit,
    UploadProgress,
    ShareLink,
    IdempotencyKey,
    VocabularyEntry,
)

VocabularyEntry.add_index(VocabularyEntry.dataset, VocabularyEntry.base, unique=True)
# NULL equals no NULL, so that words of every dataset need an index of their own.
VocabularyEntry.add_index(
    VocabularyEntry.tenant,
    VocabularyEntry.base,
    unique=True,
    where=VocabularyEntry.dataset.is_null(),
)
