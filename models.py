"""The twelve tables, their keys and indexes, as the predecessor named them."""

from peewee import (
    SQL,
    BigIntegerField,
    DoubleField,
    ForeignKeyField,
    IntegerField,
    Model,
)

from columns import Json, Role, Text, Utc
from database import database


class Base(Model):
    """What all tables share: the database and the names the predecessor gave."""

    class Meta:
        database = database
        legacy_table_names = False


def _id() -> Text:
    return Text(primary_key=True)


def _foreign(model: type[Model], column: str, on_delete: str, **kwargs):
    return ForeignKeyField(
        model,
        column_name=f"{column}Id",
        object_id_name=f"{_snake(column)}_id",
        backref="+",
        on_delete=on_delete,
        on_update="CASCADE",
        **kwargs,
    )


def _snake(name: str) -> str:
    return "".join(f"_{c.lower()}" if c.isupper() else c for c in name)


class Tenant(Base):
    """An organization; everything else belongs to one."""

    id = _id()
    name = Text()
    created_at = Utc(column_name="createdAt", index=True)
    updated_at = Utc(column_name="updatedAt")

    class Meta:
        table_name = "poppy_tenants"


class User(Base):
    """A person who signs in; one e-mail is one person."""

    id = _id()
    email = Text(unique=True)
    name = Text(null=True)
    password_hash = Text(column_name="passwordHash", null=True)
    tenant = _foreign(Tenant, "tenant", "CASCADE")
    role = Role(constraints=[SQL("DEFAULT 'MEMBER'")])
    created_at = Utc(column_name="createdAt", index=True)
    updated_at = Utc(column_name="updatedAt")

    class Meta:
        table_name = "poppy_users"


class AuthSession(Base):
    """A signed-in browser; the id is the hash of its token."""

    id = _id()
    user_id = Text(column_name="userId", index=True)
    tenant_id = Text(column_name="tenantId", index=True)
    role = Role()
    expires_at = Utc(column_name="expiresAt", index=True)
    created_at = Utc(column_name="createdAt", index=True)
    name = Text(null=True)

    class Meta:
        table_name = "poppy_auth_sessions"


class Dataset(Base):
    """A table that is uploaded again and again, as versions."""

    id = _id()
    tenant = _foreign(Tenant, "tenant", "CASCADE")
    name = Text()
    description = Text(null=True)
    created_at = Utc(column_name="createdAt", index=True)
    updated_at = Utc(column_name="updatedAt")
    never_send = Json(column_name="neverSend", null=True)

    class Meta:
        table_name = "poppy_datasets"


class DatasetVersion(Base):
    """One uploaded file; `filePath` is a key of the file store."""

    id = _id()
    dataset = _foreign(Dataset, "dataset", "CASCADE")
    tenant_id = Text(column_name="tenantId", index=True)
    version = IntegerField()
    file_path = Text(column_name="filePath")
    file_size = BigIntegerField(column_name="fileSize")
    row_count = IntegerField(column_name="rowCount", null=True)
    column_count = IntegerField(column_name="columnCount", null=True)
    uploaded_at = Utc(column_name="uploadedAt", index=True)
    created_at = Utc(column_name="createdAt", index=True)
    file_hash = Text(column_name="fileHash", null=True)
    file_name = Text(column_name="fileName", null=True)
    note = Text(null=True)

    class Meta:
        table_name = "poppy_dataset_versions"


class DatasetProfile(Base):
    """What was found out about the columns of a version."""

    id = _id()
    dataset_version = _foreign(DatasetVersion, "datasetVersion", "CASCADE", unique=True)
    row_count = IntegerField(column_name="rowCount")
    column_count = IntegerField(column_name="columnCount")
    columns = Json()
    created_at = Utc(column_name="createdAt", index=True)
    details = Json(null=True)

    class Meta:
        table_name = "poppy_dataset_profiles"


class AnalysisSession(Base):
    """A conversation, usually about a dataset."""

    id = _id()
    tenant = _foreign(Tenant, "tenant", "CASCADE")
    dataset = _foreign(Dataset, "dataset", "SET NULL", null=True)
    title = Text(null=True)
    created_at = Utc(column_name="createdAt", index=True)
    updated_at = Utc(column_name="updatedAt")

    class Meta:
        table_name = "poppy_analysis_sessions"


class ChatMessage(Base):
    """One message, verbatim; `sequence` orders those of a session."""

    id = _id()
    session = _foreign(AnalysisSession, "session", "CASCADE")
    tenant_id = Text(column_name="tenantId", index=True)
    role = Text()
    content = Text()
    created_at = Utc(column_name="createdAt", index=True)
    sequence = BigIntegerField(null=True)
    metadata = Json(null=True)

    class Meta:
        table_name = "poppy_chat_messages"


class Artifact(Base):
    """A kept result with its receipt."""

    id = _id()
    session = _foreign(AnalysisSession, "session", "CASCADE")
    tenant = _foreign(Tenant, "tenant", "CASCADE")
    type = Text()
    title = Text()
    data = Json()
    metadata = Json(null=True)
    created_at = Utc(column_name="createdAt", index=True)
    pin = Json(null=True)

    class Meta:
        table_name = "poppy_artifacts"


class Explanation(Base):
    """The sentences that go with an artifact."""

    id = _id()
    session_id = Text(column_name="sessionId", index=True)
    artifact = _foreign(Artifact, "artifact", "CASCADE", unique=True)
    summary = Text()
    implications = Json(null=True)
    caveats = Json(null=True)
    created_at = Utc(column_name="createdAt", index=True)

    class Meta:
        table_name = "poppy_explanations"


class TokenUsage(Base):
    """What one call to a language model cost."""

    id = _id()
    user = _foreign(User, "user", "CASCADE")
    tenant = _foreign(Tenant, "tenant", "CASCADE")
    session_id = Text(column_name="sessionId", null=True, index=True)
    artifact = _foreign(Artifact, "artifact", "SET NULL", null=True)
    prompt_tokens = IntegerField(column_name="promptTokens")
    completion_tokens = IntegerField(column_name="completionTokens")
    total_tokens = IntegerField(column_name="totalTokens")
    estimated_cost = DoubleField(column_name="estimatedCost")
    timestamp = Utc(index=True)

    class Meta:
        table_name = "poppy_token_usage"


class AuditLog(Base):
    """Who did what, and when."""

    id = _id()
    user = _foreign(User, "user", "CASCADE")
    tenant = _foreign(Tenant, "tenant", "CASCADE")
    action = Text()
    resource_type = Text(column_name="resourceType", index=True)
    resource_id = Text(column_name="resourceId", null=True)
    metadata = Json(null=True)
    timestamp = Utc(index=True)

    class Meta:
        table_name = "poppy_audit_logs"


class RateLimit(Base):
    """Ours: how often something happened in the running window, per key."""

    key = Text(primary_key=True)
    window_start = Utc(column_name="windowStart")
    count = IntegerField()

    class Meta:
        table_name = "poppy_rate_limits"


class UploadProgress(Base):
    """Ours: how far a running upload has come; gone when its version is there."""

    id = _id()
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
    """Ours: a read-only link to an answer or a session; the id is its token's hash."""

    id = _id()
    tenant = _foreign(Tenant, "tenant", "CASCADE")
    user = _foreign(User, "user", "CASCADE")
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
    """Ours: a request that may be repeated; the answer is there once it was kept."""

    id = _id()
    fingerprint = Text()
    resource_id = Text(column_name="resourceId")
    owner = Text()
    lease_until = Utc(column_name="leaseUntil")
    status = IntegerField(null=True)
    answer = Json(null=True)
    created_at = Utc(column_name="createdAt", index=True)

    class Meta:
        table_name = "poppy_idempotency_keys"


TWELVE = (
    Tenant,
    User,
    AuthSession,
    Dataset,
    DatasetVersion,
    DatasetProfile,
    AnalysisSession,
    ChatMessage,
    Artifact,
    Explanation,
    TokenUsage,
    AuditLog,
)
TABLES = (*TWELVE, RateLimit, UploadProgress, ShareLink, IdempotencyKey)

# Each list page reads one of these backwards, so it costs the same at any size.
for _model, _fields in (
    (Dataset, "tenant created_at id"),
    (AnalysisSession, "tenant created_at id"),
    (AnalysisSession, "tenant updated_at id"),
    (AnalysisSession, "dataset created_at id"),
    (AnalysisSession, "dataset updated_at"),
    (Artifact, "session created_at id"),
    (Explanation, "session_id created_at id"),
    (TokenUsage, "tenant timestamp id"),
    (TokenUsage, "user timestamp id"),
    (AuditLog, "tenant timestamp id"),
    (AuditLog, "user timestamp id"),
):
    _model.add_index(*(getattr(_model, field) for field in _fields.split()))
DatasetVersion.add_index(DatasetVersion.dataset, DatasetVersion.version, unique=True)
ChatMessage.add_index(ChatMessage.session, ChatMessage.sequence, unique=True)
